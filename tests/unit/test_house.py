"""The house itself: errors, ids, the order of stages, a quick import."""

import inspect
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from msgspec.structs import replace

import variorum
from variorum import pipeline
from variorum.errors import (
    BadRecord,
    EngineError,
    InputError,
    PipelineError,
    UnreadableFile,
    VariorumError,
)
from variorum.model import Annotation, Collation, content_id


def test_error_names_file_line_and_article() -> None:
    error = BadRecord("no text", file="a.jsonl", line=3, article="x")
    assert str(error) == "a.jsonl:3 [x]: no text"
    assert str(UnreadableFile("is empty", file="b.txt")) == "b.txt: is empty"
    assert str(VariorumError("plain")) == "plain"


def test_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(BadRecord("no text", file="a.jsonl", line=3, article="x")))
    assert type(error) is BadRecord
    assert (error.message, error.file, error.line, error.article) == ("no text", "a.jsonl", 3, "x")


def test_ids_tell_parts_apart() -> None:
    assert content_id("a", "x", "yz") != content_id("a", "xy", "z")
    assert content_id("a", None) != content_id("a", "")
    assert content_id("a", "x") == content_id("a", "x")
    assert content_id("q", "x").startswith("q-")


def test_stages_in_a_wrong_order_are_refused() -> None:
    with pytest.raises(PipelineError, match=r"stage 'speakers' requires .*entities, quotations"):
        pipeline.check_order(tuple(reversed(pipeline.ARTICLE_STAGES)), Annotation)
    origins, utterances, cast, variants, *rest = pipeline.story_stages()
    for wrong in ([utterances, cast, variants, origins], [origins, variants, utterances], [origins, *rest]):
        with pytest.raises(PipelineError, match="which no stage before it assigns"):
            pipeline.check_order(wrong, Collation, ["articles"])


@pytest.mark.parametrize("layer", ["speakers", "quotations.voice", "utterances", ""])
def test_a_layer_that_there_is_not_is_refused(layer: str) -> None:
    stage = replace(pipeline.ARTICLE_STAGES[0], assigns=(layer,))
    with pytest.raises(PipelineError, match="stage 'layout' names .* no layer of Annotation"):
        pipeline.check_order([stage], Annotation)


def test_import_is_fast_because_it_is_lazy() -> None:
    code = (
        "import sys, variorum; "
        "heavy = {'numpy', 'trafilatura', 'jinja2', 'rich', 'typer', 'onnxruntime', 'rapidfuzz'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


VERBS = """
import inspect, pathlib, pkgutil, sys, variorum
REPORTS = sys.argv[1]
CALLS = {
    "annotate": lambda: list(variorum.annotate(REPORTS, annotator="rules", workers=1)),
    "check": lambda: variorum.check("“It is safe,” Ada Quill said.", against=REPORTS),
    "collate": lambda: list(variorum.collate(REPORTS, annotator="rules", workers=1)),
    "compare": lambda: variorum.compare(REPORTS, annotator="rules", workers=1),
    "find": lambda: variorum.find("It is safe", against=REPORTS),
    "group": lambda: variorum.group(REPORTS, workers=1),
    "schema": lambda: variorum.schema("collate"),
    "to_frame": lambda: variorum.to_frame(variorum.annotate(REPORTS, annotator="rules", workers=1)),
    "origins": lambda: variorum.origins(REPORTS, workers=1),
}
"""


@pytest.fixture
def reports(tmp_path):
    (tmp_path / "reports").mkdir()
    for number, verb in enumerate(("said", "told the council")):
        text = f"The old bridge at Tarn will reopen. “It is safe to cross now,” Ada Quill {verb} on Monday.\n"
        (tmp_path / "reports" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "reports"


def run(code: str, *arguments: object) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(
    "first",
    [
        "",
        "from variorum.corpus import Comparison",
        "for one in pkgutil.walk_packages(variorum.__path__, 'variorum.'):\n"
        "    if not one.name.endswith('__main__'):\n        __import__(one.name)",
    ],
    ids=["nothing", "the facade", "every module"],
)
def test_every_function_can_be_called_after_every_other(first: str, reports: Path) -> None:
    # Each comes before and after each of the others: forwards, then backwards.
    code = (
        f"{VERBS}\n{first}\nfor name in [*CALLS, *reversed(CALLS)]:\n    assert CALLS[name]() is not None\n"
    )
    public = "sorted(name for name in variorum.__all__ if inspect.isfunction(getattr(variorum, name)))"
    assert run(f"{code}print({public} == sorted(CALLS))", reports) == "True"


def test_the_package_shows_its_public_names_only() -> None:
    code = "import variorum; list(map(variorum.__getattr__, ['compare', 'Corpus'])); print(*dir(variorum))"
    assert run(code).split() == sorted(variorum.__all__)


@pytest.mark.parametrize("name", ["annotate", "check", "collate", "compare", "find", "group", "origins"])
def test_functions_say_what_they_take(name: str) -> None:
    taken = inspect.signature(getattr(variorum, name)).parameters.values()
    assert all(one.kind is not inspect.Parameter.VAR_KEYWORD for one in taken)
    assert all(one.annotation is not inspect.Parameter.empty for one in taken)


def test_an_unknown_option_is_an_error_that_names_the_choices(reports: Path) -> None:
    with pytest.raises(InputError, match=r"no annotator 'nonsense'; known: model, rules"):
        variorum.compare(str(reports), annotator="nonsense")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="known: model, rules"):
        pipeline.annotate_batch([], annotator="")  # type: ignore[arg-type]
    with pytest.raises(EngineError, match=r"no engine 'cloud'; known: local, spark"):
        variorum.group(str(reports), engine="cloud")


def named_in_docstrings() -> Iterator[tuple[str, str]]:
    """Yield the dotted names of the house that docstrings give, as ``stories.neighbours.neighbours``."""
    root = Path(variorum.__file__).parent
    rooms = {path.stem for path in root.iterdir()} - {"settings"}
    for path in sorted(root.rglob("*.py")):
        for found in re.findall(
            r"``(?:variorum\.)?([a-z_]+(?:\.\w+)+)(?:\(\))?``", path.read_text(encoding="utf-8")
        ):
            if found.split(".")[0] in rooms and not found.endswith((".json", ".toml")):
                yield str(path.relative_to(root)), found


def stands(name: str) -> bool:
    """Tell whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        with suppress(ImportError):
            found: object = import_module(".".join(("variorum", *parts[:size])))
            for part in parts[size:]:
                found = getattr(found, part, None)
            return found is not None
    return False


def test_what_docstrings_name_is_there() -> None:
    assert [(file, name) for file, name in named_in_docstrings() if not stands(name)] == []
