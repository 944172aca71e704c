"""One contract over the command line, Python and the tools for assistants: verdicts, evidence, offsets."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

import variorum
from variorum.assistants import Desk, server
from variorum.cli.app import app
from variorum.errors import MissingExtra
from variorum.model.codec import annotated_record

POST = """The ferry stays. “Nobody sails before the bell has rung twice, and the captain alone decides
who rings it,” said Odile Marn, who runs it.

“We lost 14 boats that night and not one sailor,” Tomas Reyl said. The council had voted for the old plan."""
LAMP = """The ferry stays. “Nobody sails before the bell has rung twice,” said Odile Marn.

“We lost 19 boats that night and not one sailor,” Tomas Reyl said."""
REPORTS = [
    {"id": "post", "outlet": "Harbour Post", "date": "2026-03-11", "title": "Ferry stays", "text": POST},
    {"id": "lamp", "outlet": "Lamp", "date": "2026-03-12", "url": "https://lamp.example/ferry", "text": LAMP},
]
TEXTS = {one["id"]: one["text"] for one in REPORTS}
DRAFTS = [
    ("“Nobody sails before the bell has rung twice,” said Odile Marn.", "verbatim", None),
    ('"nobody sails before the bell has rung twice" - Odile Marn.', "typographic", None),
    (
        "“Nobody sails before the bell … and the captain alone decides who rings it,” said Odile Marn.",
        "elided",
        "minor",
    ),
    ("“Nobody sails, and the captain alone decides who rings it,” said Odile Marn.", "elided", "material"),
    ("“Everybody sails before the bell has rung twice,” said Odile Marn.", "altered", "critical"),
    ("“We lost 41 boats that night and not one sailor,” Tomas Reyl said.", "altered", "critical"),
    ("“We lost 14 boats that night and one sailor,” Tomas Reyl said.", "altered", "critical"),
    ("“We lost 14 boats that night and not one sailor,” Odile Marn said.", "other speaker", "critical"),
    (
        "“The captain alone decides who rings it, be it day or night or noon,” said Odile Marn.",
        "partial",
        "material",
    ),
    ("“Every rope of the old ferry was sold to a museum,” said Odile Marn.", "not found", "material"),
    ("She called it “a mess”.", "not decided", None),
    ("No words 🧱 of anybody stand here.", None, None),
]
Ask = Callable[[str, dict[str, Any]], dict[str, Any]]


def run(asked: Coroutine[Any, Any, Any]) -> Any:
    """Return what a coroutine gives, in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(copy_context().run, asyncio.run, asked).result()


@pytest.fixture(scope="module", name="file")
def reports_in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports") / "reports.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in REPORTS), encoding="utf-8")
    return path


def by_command(file: Path) -> Ask:
    def ask(tool: str, given: dict[str, Any]) -> dict[str, Any]:
        if tool == "check":
            arguments, text = ["check", "-"], given["draft"]
        else:
            speaker = ["--speaker", given["speaker"]] if "speaker" in given else []
            arguments, text = ["find", given["words"], *speaker], ""
        done = CliRunner().invoke(app, [*arguments, "-a", str(file), "-f", "json"], input=text.encode())
        return {**json.loads(done.stdout), "passed": done.exit_code == 0}

    return ask


def by_python(file: Path) -> Ask:
    def ask(tool: str, given: dict[str, Any]) -> dict[str, Any]:
        if tool == "check":
            result = variorum.check(given["draft"], against=file)
        else:
            result = variorum.find(given["words"], speaker=given.get("speaker"), against=file)
        return {**json.loads(msgspec.json.encode(result)), "passed": result.passed()}

    return ask


def answers(desk: Desk, calls: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    from mcp import Client  # here: all processes of tests load this file, and it takes a second

    async def ask() -> list[Any]:
        async with Client(server(desk)) as client:
            return [await client.call_tool(name, given) for name, given in calls]

    with desk:
        return run(ask())


def by_assistant(file: Path) -> Ask:
    def ask(tool: str, given: dict[str, Any]) -> dict[str, Any]:
        (answer,) = answers(Desk([file]), [(tool, given)])
        assert not answer.is_error
        assert json.loads(answer.content[0].text) == answer.structured_content
        found: dict[str, Any] = answer.structured_content
        return found

    return ask


def by_assistant_with_reports(file: Path) -> Ask:
    def ask(tool: str, given: dict[str, Any]) -> dict[str, Any]:
        (answer,) = answers(Desk(), [(tool, {**given, "reports": REPORTS})])
        found: dict[str, Any] = answer.structured_content
        return found

    return ask


WAYS = [by_command, by_python, by_assistant, by_assistant_with_reports]


@pytest.mark.parametrize("way", WAYS)
def test_the_same_verdicts_evidence_and_offsets_whoever_asks(way: Callable[[Path], Ask], file: Path) -> None:
    draft = "\n\n".join(text for text, _, _ in DRAFTS)
    found = way(file)("check", {"draft": draft})
    expected = [(verdict, severity) for _, verdict, severity in DRAFTS if verdict]
    assert [(one["verdict"], one["severity"]) for one in found["quotations"]] == expected
    assert found["passed"] is False
    for one in found["quotations"]:
        assert draft[one["start"] : one["end"]] == one["text"]
        for match in one["matches"]:
            assert TEXTS[match["article"]][match["start"] : match["end"]] == match["text"]
    bare = [{**one, "draft": ""} for one in found["quotations"]]
    again = by_python(file)("check", {"draft": draft})["quotations"]
    assert bare == [{**one, "draft": ""} for one in again]


@pytest.mark.parametrize("way", WAYS)
def test_one_quotation_is_looked_up_the_same_whoever_asks(way: Callable[[Path], Ask], file: Path) -> None:
    asked = {"words": "we lost 14 boats that night and not one sailor", "speaker": "Odile Marn"}
    found = way(file)("find", asked)
    assert found == by_python(file)("find", asked)
    (one,) = found["quotations"]
    assert (one["verdict"], one["speaker_there"], found["passed"]) == ("other speaker", "Tomas Reyl", False)
    assert way(file)("find", {"words": asked["words"]})["passed"] is True


def test_an_assistant_is_told_differences_and_annotations_as_the_commands_write_them(file: Path) -> None:
    calls = [
        ("compare", {"one_story": True}),
        ("compare", {"reports": REPORTS, "one_story": True, "everything": True}),
        ("annotate", {"text": TEXTS["post"], "title": "Ferry stays"}),
    ]
    brief, whole, annotated = answers(Desk([file], annotator="rules"), calls)
    compared = variorum.compare(file, annotator="rules", workers=1, one_story=True)
    expected = json.loads(msgspec.json.encode(compared.collations[0]))
    assert whole.structured_content["stories"] == [expected]
    (story,) = brief.structured_content["stories"]
    assert story["discrepancies"] == expected["discrepancies"] != []
    for difference in story["discrepancies"]:
        for evidence in (each for side in difference["sides"] for each in side["evidence"]):
            assert TEXTS[evidence["article"]][evidence["start"] : evidence["end"]] == evidence["text"]
    (one,) = variorum.annotate({"text": TEXTS["post"], "title": "Ferry stays"}, annotator="rules", workers=1)
    assert annotated.structured_content == json.loads(msgspec.json.encode(annotated_record(one)))


def test_what_cannot_be_done_is_told_with_the_remedy(tmp_path: Path) -> None:
    asked = [
        ("check", {"draft": "“It was so,” she said."}),
        ("annotate", {"text": " "}),
        ("check", {"draft": "“It was so,” she said.", "reports": [{"body": "x"}]}),
        ("check", {"draft": " ", "reports": REPORTS}),
    ]
    none, empty, misnamed, nothing = answers(Desk(), asked)
    assert none.is_error
    assert "start the server with --against" in none.content[0].text
    assert empty.is_error
    assert misnamed.is_error
    assert 'rename that to "text"' in misnamed.content[0].text
    assert nothing.is_error
    assert "the draft is empty" in nothing.content[0].text


def test_without_the_sdk_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    with pytest.raises(MissingExtra, match=r"pip install 'variorum\[mcp\]'"):
        server(Desk())


# ---- nothing altered passes --------------------------------------------------------------------------------

SYLLABLES = ["ba", "do", "fe", "gi", "ka", "lo", "ma", "ne", "pi", "ro", "sa", "te", "vu", "wy", "zo"]
NAMED = ["board", "court", "council", "company", "office", "mill", "bakery", "school"]
DONE = ["repaired", "opened", "closed", "sold", "painted", "flooded", "rented", "measured"]


def sentence(of: random.Random, number: int, *, negated: bool) -> str:
    """Return words that nobody said, of places that there are not: each is far from all others."""
    names = ["".join(of.choices(SYLLABLES, k=3)) for _ in range(5)]
    verb = f"{of.choice(['has', 'had'])}{' not' if negated else ''} {of.choice(DONE)}"
    return (
        f"The {of.choice(NAMED)} of {names[0].title()} {verb} the {names[1]} {names[2]} since the flood, and "
        f"{number + 100} {names[3]} families of {names[4].title()} know it"
    )


def test_of_a_thousand_altered_quotations_none_passes() -> None:
    of = random.Random(12)
    printed = [sentence(of, number, negated=number % 2 == 0) for number in range(1_000)]
    altered = [
        one.replace(" not ", " ") if number % 2 == 0 else one.replace(str(number + 100), str(number + 110))
        for number, one in enumerate(printed)
    ]
    assert not set(altered) & set(printed)

    def said(some: list[str]) -> str:
        return "\n\n".join(f"“{one},” said Ada Quill." for one in some)

    # Twenty quotations a draft, each with the report that has them: only so much is compared with so much.
    calls = [
        ("check", {"draft": said(some), "reports": [{"text": said(printed[at : at + 20])}]})
        for at in range(0, 1_000, 20)
        for some in [altered[at : at + 20]]
    ]
    whole = [{"text": said(printed[:20]) + "\n\nNobody else spoke."}]
    *wrong, right = answers(Desk(), [*calls, ("check", {"draft": said(printed[:20]), "reports": whole})])
    found = [one for answer in wrong for one in answer.structured_content["quotations"]]
    assert len(found) == 1_000
    assert not [one["text"] for one in found if one["verdict"] in ("verbatim", "typographic", "not decided")]
    assert {(one["verdict"], one["severity"]) for one in found} == {("altered", "critical")}
    assert not any(answer.structured_content["passed"] for answer in wrong)
    assert {one["verdict"] for one in right.structured_content["quotations"]} == {"verbatim"}


@pytest.mark.parametrize(
    ("tool", "given", "unknown"),
    [
        ("check", {"draft": "It is old.", "against": "reports/"}, "against"),
        ("find", {"words": "nobody sails before the bell", "strict": True}, "strict"),
        ("compare", {"one_storey": True}, "one_storey"),
        ("annotate", {"text": "It is old.", "byline": "A. Lund"}, "byline"),
    ],
)
def test_an_argument_that_there_is_not_is_refused_with_those_that_there_are(
    file: Path, tool: str, given: dict[str, Any], unknown: str
) -> None:
    (answer,) = answers(Desk([file]), [(tool, given)])
    assert answer.is_error
    told = answer.content[0].text
    assert f"has no argument {unknown}; it has: " in told
    assert ("reports" in told) == (tool != "annotate")


# ---- without a network -------------------------------------------------------------------------------------

ALONE = """
import asyncio, json, socket, sys
from mcp import Client
tried = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        tried.append(event)
    if event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6):
        tried.append(event)
        raise AssertionError("a socket to a network")
sys.addaudithook(watch)
from variorum.assistants import Desk, forbid_network, server
forbid_network()
REPORTS = json.loads(sys.argv[1])
async def ask():
    async with Client(server(Desk())) as client:
        calls = [
            ("check", {"draft": REPORTS[0]["text"], "reports": REPORTS}),
            ("find", {"words": "nobody sails before the bell", "reports": REPORTS}),
            ("compare", {"reports": REPORTS, "one_story": True}),
            ("annotate", {"text": REPORTS[0]["text"]}),
        ]
        return [(await client.call_tool(*call)).is_error for call in calls]
print(asyncio.run(ask()), tried)
near = socket.socketpair()[0]
for attempt in (
    lambda: socket.getaddrinfo("localhost", 9),
    lambda: socket.getnameinfo(("127.0.0.1", 9), 0),
    lambda: near.connect("/none"),
):
    try:
        attempt()
    except PermissionError as error:
        print(error)
"""


def test_all_tools_answer_where_sockets_are_forbidden() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE, json.dumps(REPORTS)], capture_output=True, text=True, timeout=120
    )
    refused = ["variorum mcp uses no network"] * 3
    assert done.stdout.splitlines() == ["[False, False, False, False] []", *refused], done.stderr


def test_the_command_speaks_over_standard_input_and_output(file: Path) -> None:
    from mcp import Client, StdioServerParameters

    async def ask() -> tuple[list[str], Any, str | None]:
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "variorum", "mcp", "--against", str(file)],
            env={"PYTHONPATH": str(Path(variorum.__file__).parents[1])},
        )
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
            found = await client.call_tool("check", {"draft": DRAFTS[4][0]})
            return [tool.name for tool in tools], found.structured_content, client.instructions

    names, found, instructions = run(ask())
    assert names == ["check", "find", "compare", "annotate"]
    assert [one["verdict"] for one in found["quotations"]] == ["altered"]
    assert "nothing counts as found because it is similar" in (instructions or "")
