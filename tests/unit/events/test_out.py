"""The forms that events are told in: Atom by its schema, lines that go on, digests, and the commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree
from tests.commands import run
from tests.happenings import ROUNDS, add, events

from variorum.desk import Desk
from variorum.errors import InputError
from variorum.events.out import atom, digest, lines
from variorum.model import DeskEvent, EventSide, Evidence

AT = "2027-02-03T09:00:00.000+00:00"
EVIL = "]]><script>alert(1)</script>\x00\x1b[31m\u202eevil & \ud800"
# What RFC 4287 (appendix B) allows of a feed, as far as these feeds use it.
SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start><element name="feed"><interleave>
<element name="id"><data type="anyURI"><param name="minLength">1</param></data></element>
<element name="title"><text/></element><ref name="updated"/>
<oneOrMore><element name="author"><element name="name"><text/></element></element></oneOrMore>
<optional><element name="generator"><optional><attribute name="version"/></optional><text/></element>
</optional><zeroOrMore><ref name="link"/></zeroOrMore><zeroOrMore><element name="entry"><interleave>
<element name="id"><data type="anyURI"><param name="minLength">1</param></data></element>
<element name="title"><text/></element><ref name="updated"/>
<optional><element name="published"><data type="dateTime"/></element></optional>
<zeroOrMore><ref name="link"/></zeroOrMore><zeroOrMore><element name="category"><attribute name="term"/>
<optional><attribute name="scheme"><data type="anyURI"/></attribute></optional></element></zeroOrMore>
<element name="content"><attribute name="type"><value>html</value></attribute><text/></element>
</interleave></element></zeroOrMore></interleave></element></start>
<define name="updated"><element name="updated"><data type="dateTime">
<param name="pattern">.+(Z|[+-]\\d\\d:\\d\\d)</param></data></element></define>
<define name="link"><element name="link"><attribute name="href"><data type="anyURI"/></attribute>
<attribute name="rel"><choice><value>self</value><value>alternate</value></choice></attribute>
<attribute name="type"/></element></define></grammar>"""


def event(id: str = "e-1", **values: object) -> DeskEvent:
    evidence = Evidence(article="a", start=0, end=4, text="five")
    sides = (
        EventSide(value="five", outlets=("Gazette",), evidence=(evidence, evidence)),
        EventSide(value=""),
    )
    given = {
        "kind": "figure",
        "at": AT,
        "said": "Five became six.",
        "severity": "material",
        "sides": sides,
        **values,
    }
    return DeskEvent(id=id, **given)  # type: ignore[arg-type]


def check(feed: bytes) -> etree._Element:
    schema = etree.RelaxNG(etree.fromstring(SCHEMA))
    read = etree.fromstring(feed)
    assert schema.validate(read), schema.error_log
    return read


def test_a_feed_is_what_the_standard_allows(dam: Path) -> None:
    found = events(dam)
    assert {one.kind for one in found} >= {
        "story",
        "report",
        "difference",
        "origin",
        "quotation",
        "correction",
    }
    for site, link in (("", ""), ("https://desk.example/", "https://desk.example/events.atom?token=x")):
        read = check(atom.render(found, site=site, link=link))
        space = {"a": "http://www.w3.org/2005/Atom"}
        assert len(read.findall("a:entry", space)) == len(found)
        assert read.findtext("a:updated", namespaces=space) == max(one.at for one in found)
    check(atom.render([]))


def test_nothing_of_a_report_is_markup_or_breaks_a_feed() -> None:
    wild = event(said=EVIL, title=EVIL, sides=(EventSide(value=EVIL, outlets=(EVIL,)),), story=EVIL)
    read = check(atom.render([wild], site="https://desk.example"))
    (content,) = read.iter("{http://www.w3.org/2005/Atom}content")
    assert "<script>" not in str(content.text)
    assert not re.search("[\x00-\x08\u202e]", atom.render([wild]).decode())


def test_a_line_of_text_cannot_control_the_terminal() -> None:
    (line,) = lines.text_lines([event(said=f"one\ntwo {EVIL}")])
    assert not re.search(rb"[\x00-\x08\x1b\n]", line)


def test_a_file_of_lines_goes_on_where_it_ended_even_when_it_was_torn(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    assert lines.last_in(path) is None
    assert lines.append(path, [event("e-1"), event("e-2")]) == 2
    assert lines.last_in(path) == "e-2"
    with path.open("ab") as file:
        file.write(b'{"id":"e-3","ki')
    assert lines.last_in(path) == "e-2"
    lines.append(path, [event("e-3")])
    assert [json.loads(one)["id"] for one in path.read_text().splitlines()] == ["e-1", "e-2", "e-3"]


@pytest.mark.parametrize(
    "held", ['{"text": "a report"}\n', '{"a": 1}\n{"b": 2}', "Notes, one line", "[1,\n2]"]
)
def test_a_file_of_something_else_is_refused_and_stays_as_it_was(held: str, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text(held)
    with pytest.raises(InputError, match="other lines"):
        lines.last_in(other)
    assert other.read_text() == held


def test_a_line_of_text_says_of_which_zone_its_time_is() -> None:
    (line,) = lines.text_lines([event()])
    assert line.split(b"\t")[0].endswith(b" UTC")


def test_a_digest_tells_story_by_story_the_gravest_first(dam: Path) -> None:
    with Desk(dam, annotator="rules", workers=1) as desk:
        told = digest.digest(desk.store, list(desk.events_since()), AT, "2027-02-04T09:00:00.000+00:00")
    assert [one.title for one in told.stories] == [
        "Orrin dam: spillway open, families upstairs",
        "Hollin votes for a ferry",
    ]
    assert told.stories[0].events[0].severity == "critical"
    text = digest.markdown(told).decode()
    assert text.startswith("# What happened, 3 February 2027, 09:00 UTC to 4 February 2027, 09:00 UTC\n")
    assert "12 events in 2 stories." in text
    assert text.index("## Orrin dam") < text.index("without a note of correction") < text.index("## Hollin")
    page = digest.html(told).decode()

    assert page.count("<section>") == 2
    assert "default-src 'none'" in page


def test_no_word_of_a_report_is_markup_in_a_digest(dam: Path) -> None:
    with Desk(dam, annotator="rules", workers=1) as desk:
        wild = event(said=EVIL, title=EVIL, sides=(EventSide(value=EVIL, outlets=(EVIL,)),))
        told = digest.digest(desk.store, [wild], AT, AT)
    assert b"<script>" not in digest.html(told)
    assert b"<script>" not in digest.markdown(told)
    assert digest.digest(desk.store, [], AT, AT).counted == "Nothing happened"


def test_events_are_told_by_a_command(dam: Path, tmp_path: Path) -> None:
    store = ("--store", dam)
    told = run("events", *store, cwd=tmp_path)
    assert "Callow Courier changed a quotation without a note of correction" in told.stdout, told.stderr
    assert "reports it too" not in told.stdout
    assert "reports it too" in run("events", *store, "--all", cwd=tmp_path).stdout
    for count in ("9 new events", "no new events"):
        assert count in run("events", *store, "-o", "out.jsonl", cwd=tmp_path).stderr
    rows = [json.loads(one) for one in (tmp_path / "out.jsonl").read_text().splitlines()]
    after = run("events", *store, "--since", rows[6]["id"], "--as", "jsonl", cwd=tmp_path).stdout.splitlines()
    assert [json.loads(one)["id"] for one in after] == [one["id"] for one in rows[7:]]
    for name in ("out.atom", "out.html"):
        assert run("events", *store, "-o", name, cwd=tmp_path).returncode == 0
    check((tmp_path / "out.atom").read_bytes())
    (tmp_path / "rules.toml").write_text('[[rule]]\nkind = "correction"\n', encoding="utf-8")
    chosen = run("events", *store, "--rules", "rules.toml", cwd=tmp_path).stdout.splitlines()
    assert [one.split("\t")[2] for one in chosen] == ["Note of correction"]
    assert "Nothing happened" in run("events", *store, "--digest", "hourly", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["events", "--since", "e-none"], "there is no event 'e-none'"),
        (["events", "-o", "out.pdf"], "what kind of file is that"),
        (["events", "--send"], "there is no hook to send to"),
        (["follow", "--story", "s-none"], "there is no story 's-none'"),
        (["follow", "--stop", "f-none"], "nothing is followed under the id"),
        (["follow", "--draft", "none.md"], "none.md"),
    ],
)
def test_what_cannot_be_done_is_told(dam: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    done = run(*arguments, "--store", dam, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr


def test_people_and_drafts_are_followed_by_a_command(dam: Path, tmp_path: Path) -> None:
    draft = "“The wall holds and nobody below it has to leave tonight,” Maud Ellery said.\n"
    (tmp_path / "draft.md").write_text(draft, encoding="utf-8")
    copy = tmp_path / "desk.db"
    copy.write_bytes(dam.read_bytes())
    done = run("follow", "--person", "Maud Ellery", "--draft", "draft.md", "--store", copy, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [one.split("\t") for one in done.stdout.splitlines()]
    assert [(row[0], row[2]) for row in rows] == [("draft", "draft.md"), ("person", "Maud Ellery")]
    assert "reports it too" in run("events", "--store", copy, cwd=tmp_path).stdout
    left = run("follow", "--stop", rows[1][1], "--store", copy, cwd=tmp_path).stdout.splitlines()
    assert [one.split("\t")[0] for one in left] == ["draft"]


@pytest.fixture(scope="module")
def dam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dam") / "desk.db"
    for number, reports in enumerate(ROUNDS):
        add(path, number, reports)
    return path
