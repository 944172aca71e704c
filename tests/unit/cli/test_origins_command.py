"""The command `variorum origins`: what it writes, and what it says when there is nothing."""

import json
from pathlib import Path

from tests.unit.stories.test_origins import WIRE, article, own
from typer.testing import CliRunner

from variorum.cli.app import app
from variorum.model.codec import article_record, encode

RUN = CliRunner()


def written(folder: Path, *articles: object) -> Path:
    path = folder / "articles.jsonl"
    path.write_bytes(b"".join(encode(article_record(one)) + b"\n" for one in articles))  # type: ignore[arg-type]
    return path


def test_a_line_an_origin_with_places_that_slice_back(tmp_path: Path) -> None:
    articles = [article("a", *WIRE, outlet="Lantern", date="2031-03-11"), article("b", *own("b"), *WIRE)]
    path = written(tmp_path, *articles)
    done = RUN.invoke(app, ["origins", str(path), "-o", str(tmp_path / "out.jsonl"), "--workers", "1"])
    assert done.exit_code == 0, done.output
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    record = json.loads(line)
    assert (record["kind"], record["label"]) == ("agency", "Halyard")
    assert [one["id"] for one in record["articles"]] == ["a", "b"]
    texts = {one.id: one.text for one in articles}
    places = [place for passage in record["passages"] for place in passage] + record["credits"]
    assert all(texts[one["article"]][one["start"] : one["end"]] == one["text"] for one in places)


def test_parquet_holds_the_same(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = written(tmp_path, article("a", *WIRE), article("b", *WIRE))
    for name in ("out.jsonl", "out.parquet"):
        RUN.invoke(app, ["origins", str(path), "-o", str(tmp_path / name), "--workers", "1"])
    (row,) = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert row == json.loads((tmp_path / "out.jsonl").read_text("utf-8"))


def test_articles_that_share_nothing_are_no_error(tmp_path: Path) -> None:
    path = written(tmp_path, article("a", *own("a")), article("b", *own("b")))
    done = RUN.invoke(app, ["origins", str(path), "-o", str(tmp_path / "out.jsonl"), "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert "0 found" in done.output
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_nothing_readable_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("{\n", encoding="utf-8")
    done = RUN.invoke(app, ["origins", str(path), "-o", str(tmp_path / "out.jsonl"), "--workers", "1"])
    assert done.exit_code != 0
    assert "nothing that could be read" in str(done.exception)
