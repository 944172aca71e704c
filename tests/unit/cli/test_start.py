"""A small job loads little: what is imported, and that what is heavy is loaded by those alone who use it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

RUN = """
import atexit, gc, json, runpy, sys
told, sys.argv = sys.argv[1], ["variorum", *sys.argv[2:]]
def tell():
    modules = sorted(sys.modules)
    json.dump({"modules": modules, "in_rings": len(gc.get_objects())}, open(told, "w"))
atexit.register(tell)  # called last: what is registered first is
runpy.run_module("variorum", run_name="__main__")
"""
REPORTS = {
    "courier.txt": "Ada Quill said on Monday: “The pier is safe, and nobody was hurt.” Six boats were lost.",
    "post.txt": "“The pier is not safe,” Ada Quill, who runs it, said on Monday. Seven boats were lost.",
    "mail.txt": "The pier will stay closed until June, Ada Quill said. Six boats were lost on Monday.",
}
COMPARE = ("compare", "courier.txt", "post.txt", "mail.txt", "--one-story", "--quiet", "-o", "out")
CHECK = ("check", "mail.txt", "--against", "courier.txt", "--quiet")
# Never for a job of a few files: they take longer to load than it runs.
NEVER = {
    "scipy",
    "pyarrow",
    "pyspark",
    "trafilatura",
    "lxml",
    "mcp",
    "httpx",
    "pandas",
    "asyncio",
    "pydantic",
}


def ended(folder: Path, arguments: Sequence[str]) -> tuple[list[str], int]:
    """What modules a command had loaded at its end, and how many objects Python would then look through."""
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    told = folder / "modules.json"
    subprocess.run(
        [sys.executable, "-c", RUN, str(told), *arguments], cwd=folder, capture_output=True, check=False
    )
    found = json.loads(told.read_text(encoding="utf-8"))
    return found["modules"], found["in_rings"]


@pytest.mark.parametrize(
    ("arguments", "most", "never"),
    [
        # What it was when this was written, and a tenth more.
        (("--help",), 310, {"numpy", "rich", "jinja2", "rapidfuzz", "onnxruntime"}),
        (COMPARE, 875, set()),
        (CHECK, 675, {"onnxruntime", "tokenizers", "jinja2", "email"}),
    ],
    ids=["help", "compare", "check"],
)
def test_a_small_job_loads_few_modules(
    arguments: Sequence[str], most: int, never: set[str], tmp_path: Path
) -> None:
    modules, in_rings = ended(tmp_path, arguments)
    rooms = {name.partition(".")[0] for name in modules}
    assert rooms & (NEVER | never) == set()
    assert len(modules) <= most
    assert in_rings < 1_000  # of some 70,000 objects
