"""The house itself: errors, ids, the order of stages, a quick import."""

import pickle
import subprocess
import sys

import pytest

from variorum import pipeline
from variorum.errors import BadRecord, PipelineError, UnreadableFile, VariorumError
from variorum.model import content_id


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
    with pytest.raises(PipelineError, match=r"stage 'speakers' requires quotations, entities"):
        pipeline.check_order(tuple(reversed(pipeline.ARTICLE_STAGES)), ["text"])


def test_import_is_fast_because_it_is_lazy() -> None:
    code = (
        "import sys, variorum; "
        "heavy = {'numpy', 'scipy', 'trafilatura', 'jinja2', 'rich', 'typer', 'onnxruntime', 'rapidfuzz'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("first", ["import variorum; variorum.compare", "from variorum import annotate"])
def test_functions_are_not_hidden_by_the_rooms_of_their_names(first: str) -> None:
    hidden = "[name for name in variorum.__all__ if not callable(getattr(variorum, name))]"
    code = f"{first}\nimport variorum\nprint({hidden})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['__version__']"
