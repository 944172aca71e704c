"""The index follows its files: what is new is read, what is gone is gone, nothing is read twice."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

import variorum
from variorum.checking.collection import follow
from variorum.checking.index import Index
from variorum.errors import InputError, OutputError, UnreadableFile
from variorum.model import Article
from variorum.settings import ReadSettings

READ = ReadSettings()
FERRY = "The ferry stays in harbour. “Nobody sails before the bell has rung twice,” said Odile Marn.\n"
TOWER = "The tower is closed. “We shall open it again when the stairs are mended,” said Paul Eck.\n"


def verdict(words: str, folder: Path, index: Path | None = None) -> str:
    return variorum.find(words, against=folder, index=index).quotations[0].verdict


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return folder


def test_new_changed_and_removed_reports_are_followed(reports: Path, tmp_path: Path) -> None:
    index = tmp_path / "reports.index"
    bell, stairs = "Nobody sails before the bell has rung twice", "open it again when the stairs are mended"
    assert verdict(bell, reports, index) == "verbatim"
    assert verdict(stairs, reports, index) == "not found"
    (reports / "tower.txt").write_text(TOWER, encoding="utf-8")
    assert verdict(stairs, reports, index) == "verbatim"
    (reports / "ferry.txt").write_text(FERRY.replace("twice", "three times"), encoding="utf-8")
    assert verdict(bell, reports, index) == "altered"
    (reports / "ferry.txt").unlink()
    assert verdict(bell, reports, index) == "not found"
    assert verdict(stairs, reports, index) == "verbatim"


def test_what_did_not_change_is_not_read_again(reports: Path, tmp_path: Path) -> None:
    read: list[int] = []
    with Index(tmp_path / "i") as index:
        follow(index, [reports], settings=READ, on_read=read.append)
        assert read == [1]
        follow(index, [reports], settings=READ, on_read=read.append)
        os.utime(reports / "ferry.txt", ns=(1, 1))  # touched, and the same byte for byte
        follow(index, [reports], settings=READ, on_read=read.append)
        assert read == [1]
        assert len(index) == 1


def test_of_a_changed_file_only_changed_records_are_indexed(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    records = [f'{{"id": "{at}", "text": "Report {at} says that nothing happened."}}\n' for at in range(5)]
    path.write_text("".join(records), encoding="utf-8")
    read: list[int] = []
    with Index(tmp_path / "i") as index:
        follow(index, [path], settings=READ, on_read=read.append)
        path.write_text("".join(records[1:]).replace("Report 2", "Report two"), encoding="utf-8")
        follow(index, [path], settings=READ, on_read=read.append)
        assert read == [1, 2, 3, 4, 5, 1]
        assert len(index) == 4


def test_an_index_kept_beside_the_reports_is_no_report(reports: Path) -> None:
    for _ in range(2):
        result = variorum.find("Nobody sails before the bell", against=reports, index=reports / "a.index")
        assert (result.articles, result.rejects) == (1, ())


def test_rejects_are_told_again_though_their_file_is_not_read_again(reports: Path, tmp_path: Path) -> None:
    (reports / "bad.jsonl").write_text('{"text": 5}\n', encoding="utf-8")
    first = variorum.find("no such words here at all", against=reports, index=tmp_path / "i")
    assert [reject.reason for reject in first.rejects] == ['"text" is a number, not a string']
    assert variorum.find("no such words here at all", against=reports, index=tmp_path / "i") == first


def test_many_small_changes_are_merged_and_still_found(tmp_path: Path) -> None:
    sentence = "“The {} lantern was carried over the frozen river,” said Odile Marn."
    names = [f"{a}{b}" for a in ("old", "new", "red", "tall") for b in ("ish", "est", "ly", "ward", "like")]
    with Index(tmp_path / "i") as index:
        for name in names:
            with index.changing():
                list(index.add([Article(id=name, text=sentence.format(name))]))
        with index.changing():
            index.remove([3])
        assert len(index) == len(names) - 1
        assert len(index._segments) <= 9
    kept = sqlite3.connect(tmp_path / "i").execute("SELECT count(*) FROM segment").fetchone()[0]
    assert kept <= 8
    articles = [Article(id=name, text=sentence.format(name)) for name in names]
    for name in names:
        found = variorum.find(sentence.format(name).split("”")[0], against=articles).quotations[0]
        assert (found.verdict, found.matches[0].article) == ("verbatim", name)


def test_an_error_while_indexing_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    with Index(tmp_path / "i") as index:
        with index.changing():
            list(index.add([Article(id="a", text=FERRY)]))
        with pytest.raises(KeyboardInterrupt), index.changing():
            list(index.add([Article(id="b", text=TOWER)]))
            raise KeyboardInterrupt
        assert index.numbers() == [1]
        with index.changing():
            list(index.add([Article(id="b", text=TOWER)]))
        assert [index.article(number).id for number in index.numbers()] == ["a", "b"]  # type: ignore[union-attr]


def test_no_file_is_written_unless_asked_for(reports: Path, tmp_path: Path) -> None:
    verdict("Nobody sails before the bell", reports)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["ferry.txt", "reports"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"no database, but long enough to be looked at by whoever opens it. " * 20,
            "cannot be used as an index",
        ),
        (None, "is a database, but no index of variorum"),
    ],
)
def test_other_files_are_refused_and_kept(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "other.db"
    if content is None:
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE article (number INT)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(UnreadableFile, match=message):
        Index(path)
    assert path.read_bytes() == before


def test_an_index_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="give --index a file in a folder of yours"):
        Index(tmp_path / "missing" / "i")


def test_standard_input_is_not_kept(tmp_path: Path) -> None:
    with Index(tmp_path / "i") as index, pytest.raises(InputError, match="cannot be kept"):
        follow(index, ["-"], settings=READ)
