"""What a command writes: by the suffix of its output, by --format, or refused before any work is done."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from variorum.cli.app import app
from variorum.errors import InputError, OutputError
from variorum.outputs import OUTPUTS, SUFFIXES, suffix_of

LOOKS = {
    "html": lambda data: b"</html>" in data,
    "json": lambda data: len(json.loads(data)["stories"]) == 1,
    "jsonl": lambda data: len([json.loads(line) for line in data.splitlines()]) == 1,
    "csv": lambda data: data.startswith(b"\xef\xbb\xbfstory,"),
    "md": lambda data: data.startswith(b"# ") and b"## Differences" in data,
    "parquet": lambda data: data[:4] == data[-4:] == b"PAR1",
}


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, verb in (("one", "will"), ("two", "will not")):
        text = f"The lock at Ferrow is shut.\n\n“We {verb} open the lock before May ends,” Edda Prynn said."
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    options = ["--workers", "1", *([] if arguments[0] in ("group", "origins") else ["--annotator", "rules"])]
    return CliRunner().invoke(app, [*map(str, arguments), *options])


def test_every_output_has_a_suffix_and_a_file_name_of_it() -> None:
    assert set(SUFFIXES.values()) == set(OUTPUTS)
    for name, (_, usual) in OUTPUTS.items():
        assert Path(usual).suffix == f".{suffix_of(name)}"


@pytest.mark.parametrize("form", LOOKS)
def test_compare_writes_what_the_suffix_asks_for_and_nothing_else(form: str, reports: Path) -> None:
    done = run("compare", "reports", "--one-story", "-o", f"new/out.{form.upper()}")
    assert done.exit_code == 0, done.output
    assert [one.name for one in Path("new").iterdir()] == [f"out.{form.upper()}"]
    assert LOOKS[form](Path(f"new/out.{form.upper()}").read_bytes())
    assert f"out.{form.upper()}" in done.output


@pytest.mark.parametrize("form", LOOKS)
def test_collate_writes_what_the_suffix_asks_for(form: str, reports: Path) -> None:
    Path("in.jsonl").write_text(
        "".join(
            json.dumps({"text": one.read_text(encoding="utf-8"), "desk": "x"}) + "\n"
            for one in sorted(reports.iterdir())
        ),
        encoding="utf-8",
    )
    done = run("collate", "in.jsonl", "--by", "desk", "-o", f"out.{form}")
    assert done.exit_code == 0, done.output
    assert LOOKS[form](Path(f"out.{form}").read_bytes())


def test_format_chooses_where_the_name_does_not(reports: Path) -> None:
    assert run("compare", "reports", "--one-story", "-o", "desk", "--format", "md").exit_code == 0
    assert [one.name for one in Path("desk").iterdir()] == ["brief.md"]
    assert run("compare", "reports", "--one-story", "--format", "csv").exit_code == 0
    assert [one.name for one in Path("variorum-report").iterdir()] == ["differences.csv"]
    assert run("collate", "reports", "-o", "table", "--format", "parquet").exit_code == 0
    assert pq.read_table("table").num_rows >= 1


def test_a_name_that_ends_in_a_number_is_a_folder(reports: Path) -> None:
    assert run("compare", "reports", "--one-story", "-o", "desk.2026.03").exit_code == 0
    assert sorted(one.name for one in Path("desk.2026.03").iterdir()) == ["collation.json", "report.html"]
    Path("old.files").mkdir()
    assert run("compare", "reports", "--one-story", "-o", "old.files").exit_code == 0
    assert len(list(Path("old.files").iterdir())) == 2


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("compare reports -o out.rtf", r"out\.rtf: \.rtf cannot be written here.*\.html.*\.md"),
        ("compare reports -o out.csv.gz", r"\.gz cannot be written here"),
        ("compare reports -o out.csv --format html", r"asks for \.csv and --format for html"),
        ("compare reports -o -", "compare writes files"),
        ("collate reports -o out.xlsx", r"\.xlsx cannot be written here.*\.parquet"),
        ("collate reports -o - --format csv", "differences.csv"),
        ("annotate reports -o out.csv", r"\.csv cannot be written here.*: \.jsonl, \.parquet"),
        ("annotate reports -o out.jsonl.gz", r"\.gz cannot be written here"),
        ("group reports -o out.html", r"\.html cannot be written here.*: \.jsonl, \.parquet"),
        ("origins reports -o out.md", r"\.md cannot be written here.*: \.jsonl, \.parquet"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_remedy_before_any_work(
    command: str, words: str, reports: Path
) -> None:
    done = run(*command.split())
    assert isinstance(done.exception, OutputError)
    with pytest.raises(OutputError, match=words):
        raise done.exception
    assert [one.name for one in Path().iterdir()] == ["reports"]


@pytest.mark.parametrize("option", ["--window=3", "--work=kept"])
def test_what_holds_all_stories_is_not_written_in_parts(option: str, reports: Path) -> None:
    done = run("collate", "reports", "-o", "out.html", option)
    assert isinstance(done.exception, InputError)


@pytest.mark.parametrize("name", ["lines", "lines.1", "lines.ndjson", "LINES.JSONL"])
def test_lines_are_written_where_no_other_suffix_stands(name: str, reports: Path) -> None:
    assert run("annotate", "reports", "-o", name).exit_code == 0
    assert len(Path(name).read_bytes().splitlines()) == 2
