"""Parquet holds what JSON Lines hold, and gives it back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests import commands

from variorum.corpus import Corpus
from variorum.errors import MissingExtra
from variorum.formats import read
from variorum.model import Article
from variorum.model.codec import annotated_record, encode
from variorum.outputs import parquet

EXAMPLE = Path(__file__).parents[3] / "src/variorum/example/reports"


def run(*arguments: str, cwd: Path) -> None:
    commands.run(*arguments, "--quiet", cwd=cwd).check_returncode()


@pytest.fixture(scope="module", name="folder")
def outputs_of_all_commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    for ending in ("jsonl", "parquet"):
        given = str(EXAMPLE) if ending == "jsonl" else "annotate.jsonl"
        run("annotate", given, "-o", f"annotate.{ending}", "--annotator", "rules", cwd=folder)
        run("group", f"annotate.{ending}", "-o", f"group.{ending}", cwd=folder)
        run("collate", f"annotate.{ending}", "-o", f"collate.{ending}", cwd=folder)
    return folder


def filled(value: object) -> object:
    """Return ``value`` without what is null: a column has a place for what a record leaves out."""
    if isinstance(value, dict):
        return {name: filled(inner) for name, inner in value.items() if inner is not None}
    return [filled(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("command", ["group", "collate"])
def test_the_rows_are_the_records_of_the_lines(folder: Path, command: str) -> None:
    lines = [json.loads(line) for line in (folder / f"{command}.jsonl").open(encoding="utf-8")]
    rows = pq.read_table(folder / f"{command}.parquet").to_pylist()
    assert rows
    assert filled(rows) == filled(lines)


def test_annotations_come_back_the_same(folder: Path) -> None:
    run("annotate", "annotate.parquet", "-o", "again.jsonl", cwd=folder)
    assert (folder / "again.jsonl").read_bytes() == (folder / "annotate.jsonl").read_bytes()


def test_spans_and_figures_are_typed_columns(folder: Path) -> None:
    table = pq.read_table(folder / "annotate.parquet")
    texts = table.column("text").to_pylist()
    figures = [
        (text, one) for text, row in zip(texts, table["figures"].to_pylist(), strict=True) for one in row
    ]
    assert any(figure["value"] is not None and figure["moment"] is None for _, figure in figures)
    assert any(figure["value"] is None and figure["moment"] for _, figure in figures)
    assert all(text[slice(*figure["span"])].strip() for text, figure in figures)


def test_unknown_fields_are_kept_as_json_and_come_back(tmp_path: Path) -> None:
    record = {"id": "1", "text": "The mayor said no.", "tags": [{"a": 1}, None], "quotes": 3, "extra": "mine"}
    (tmp_path / "in.jsonl").write_text(json.dumps(record), encoding="utf-8")
    with Corpus(tmp_path / "in.jsonl", annotator="rules", workers=1) as corpus:
        annotated = list(corpus.annotate())
    parquet.write_annotated(tmp_path / "out.parquet", annotated)
    (article,) = read(tmp_path / "out.parquet")
    assert isinstance(article, Article)
    given = json.loads(encode(annotated_record(annotated[0])))
    assert {name: article.extra[name] for name in ("tags", "quotes", "extra")} == {
        name: given[name] for name in ("tags", "quotes", "extra")
    }


def test_many_rows_stand_in_several_groups(tmp_path: Path) -> None:
    path = tmp_path / "many.parquet"
    assert parquet.write_grouping(path, ((f"a{number}", "s") for number in range(1_200))) == 1_200
    assert pq.ParquetFile(path).num_row_groups == 3
    assert pq.read_table(path)["id"].to_pylist() == [f"a{number}" for number in range(1_200)]


def test_an_error_on_the_way_leaves_no_file(tmp_path: Path) -> None:
    def breaks():
        yield "a", "s"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parquet.write_grouping(tmp_path / "out.parquet", breaks())
    assert not list(tmp_path.iterdir())


def test_without_pyarrow_the_remedy_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.parquet").write_bytes(b"PAR1 and so on")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=r"pip install 'variorum\[parquet\]'"):
        parquet.write_annotated(tmp_path / "out.parquet", iter(lambda: pytest.fail("work was done"), None))
    with pytest.raises(MissingExtra, match=r"pip install 'variorum\[parquet\]'"):
        list(read(tmp_path / "in.parquet"))


def test_a_draft_is_checked_against_a_table(tmp_path: Path, folder: Path) -> None:
    draft = EXAMPLE.parent / "draft.md"
    found = [
        commands.run("check", draft, "--against", given, "--format", "json", cwd=tmp_path)
        for given in (folder / "annotate.jsonl", folder / "annotate.parquet")
    ]
    assert [done.returncode for done in found] == [1, 1]
    assert found[0].stdout == found[1].stdout
    assert {one["verdict"] for one in json.loads(found[0].stdout)["quotations"]} >= {"altered", "verbatim"}
