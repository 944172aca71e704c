"""The file of a store: what is refused, and that writers wait."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.desk import arrived, capture, report

from variorum.checking.stored import StoreIndex
from variorum.checks import check
from variorum.decisions.records import make
from variorum.errors import OutputError, UnreadableFile
from variorum.formats import read
from variorum.held import is_held
from variorum.model import Decision, Judged
from variorum.settings import STORE
from variorum.store import APPLICATION, is_store, open_store, schema
from variorum.store import sqlite as room
from variorum.store.sql import SqlStore
from variorum.store.sqlite import SqliteSession

DAY = capture("monday.jsonl")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with open_store(path) as store:
        store.keep([DAY], [arrived(report(0, 0), DAY)])
    return path


@pytest.fixture
def store(file: Path) -> Iterator[SqlStore]:
    with SqlStore(SqliteSession(file)) as held:
        yield held


def changed(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_file_of_a_newer_version_is_refused_and_left_alone(file: Path) -> None:
    changed(file, "PRAGMA user_version = 99")
    before = file.read_bytes()
    with pytest.raises(UnreadableFile, match=r"newer version.*pip install -U"):
        open_store(file)
    assert file.read_bytes() == before


def test_other_databases_texts_and_missing_files_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    changed(other, "CREATE TABLE recipe (name TEXT)")
    with pytest.raises(UnreadableFile, match="no store of variorum"):
        open_store(other)
    text = tmp_path / "draft.txt"
    text.write_text("The bridge is closed.\n" * 200, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no database"):
        open_store(text)
    assert text.read_text(encoding="utf-8").startswith("The bridge")
    with pytest.raises(UnreadableFile, match="variorum add"):
        open_store(tmp_path / "none.db", make=False)
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(OutputError, match="cannot be opened"):
        open_store(tmp_path / "no" / "folder" / "desk.db")
    assert not any(map(is_store, (other, text, tmp_path / "none.db", tmp_path)))


def test_a_full_disk_keeps_what_was_kept_and_says_what_helps(store: SqlStore) -> None:
    session = store.session
    pages = session.rows("PRAGMA page_count")[0][0]
    session.rows(f"PRAGMA max_page_count = {pages}")
    large = report(1, 0, said="word " * 40_000)
    with pytest.raises(OutputError, match=r"disk is full; nothing of this was kept.*Free some space"):
        store.keep([DAY], [arrived(large, DAY)])
    assert store.counts()["article"] == 1
    assert store.verify() == []
    session.rows("PRAGMA max_page_count = 1000000")
    store.keep([DAY], [arrived(large, DAY)])
    assert store.counts()["article"] == 2


def test_a_read_only_file_is_read_and_not_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.os, "access", lambda path, mode: mode != os.W_OK)
    with open_store(file) as store:
        assert store.counts()["article"] == 1
        assert len(store.search("quarry").items) == 1
        with pytest.raises(OutputError, match="read-only"):
            store.keep([DAY], [arrived(report(0, 1), DAY)])
        assert store.verify() == []


def test_checking_does_not_let_go_of_the_locks_of_an_open_store(file: Path) -> None:
    """If it did, the next process that is done with the store would take the log away from under this one."""
    with open_store(file) as store:
        store.keep([DAY], [arrived(report(0, 1), DAY)])
        assert is_store(file)
        list(read([file.parent]))  # a folder of reports in which the store lies
        check("“Nobody was told of it,” she said.", against=file)
        log = file.with_name("desk.db-wal")
        before = log.stat().st_ino
        look = "import sqlite3, sys; it = sqlite3.connect(sys.argv[1]); it.execute('SELECT 1 FROM meta')"
        subprocess.run([sys.executable, "-c", look, str(file)], check=True)
        assert log.stat().st_ino == before
        store.keep([DAY], [arrived(report(0, 2), DAY)])
    assert not is_held(file)


def test_a_check_reads_a_store_beside_which_nothing_can_be_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: StoreIndex) -> None:
        raise OutputError("cannot be written", file=str(file))

    monkeypatch.setattr(StoreIndex, "_read_segments", refused)
    found = check("“Nobody was told of it,” she said.", against=file)
    assert found.articles == 1


def test_two_writers_wait_for_each_other(file: Path) -> None:
    """Each writes as often as it can; none may fail, and all that both wrote is there."""
    failed: list[BaseException] = []
    reports = [[arrived(report(0, 1, size=100 * writer + n), DAY) for n in range(8)] for writer in (1, 2)]

    def write(own: list[object]) -> None:
        try:
            with open_store(file) as store:
                for one in own:
                    store.keep([DAY], [one])  # type: ignore[list-item]
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(own,)) for own in reports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with open_store(file) as store:
        assert store.counts()["article"] == 17
        assert store.verify() == []


def test_who_waits_too_long_is_told_for_how_long(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "STORE", type(STORE)(busy=0.05))
    with open_store(file) as first, open_store(file) as second, first.regrouping(alone=True):
        assert second.counts()["article"] == 1  # readers go on
        with pytest.raises(OutputError, match=r"writing for 0.05 seconds; try again"):
            second.keep([DAY], [arrived(report(0, 1), DAY)])


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE article SET text = text || ' Really.'", "hash is another"),
        ("UPDATE quotation SET text = 'I never said so.'", "quotations are not those"),
        ("UPDATE annotation SET packed = x'00'", "damaged"),
        ("DELETE FROM annotation", "no annotation"),
        ("UPDATE person SET quotations = 7", "number of quotations"),
        (
            "INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', 1, 'a', 'b')",
            "words",
        ),
        ("UPDATE article SET capture = 'c-none'", "names another that there is not"),
    ],
)
def test_verify_sees_what_was_changed_behind_its_back(file: Path, damage: str, told: str) -> None:
    changed(file, damage)
    with open_store(file) as store:
        found = store.verify()
    assert any(told in one.what for one in found), found
    assert all(one.where and one.remedy for one in found)


def test_a_decision_that_was_taken_out_is_missed_and_the_others_are_read_once(
    store: SqlStore, file: Path
) -> None:
    def note(words: str) -> Decision:
        at = "2026-03-12T08:00:00+00:00"
        return make("note", Judged(articles=("a-1",), note=words), author="Ines", at=at)

    notes = [note(words) for words in ("call them", "called", "no answer")]
    store.decide(notes)
    assert store.verify() == []
    changed(file, f"DELETE FROM decision WHERE id IN ('{notes[0].id}', '{notes[2].id}')")
    assert [one.what for one in store.verify()] == ["of 3 decisions 2 are gone"]
    store.decide([note("answered")])
    assert store.decisions(skip=2) == []
    assert store.decisions(skip=1) == [note("answered")]
    assert [one.what for one in store.verify()] == ["of 4 decisions 2 are gone"]


def test_pages_overwritten_are_damage_not_a_crash(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    file.write_bytes(data)
    with pytest.raises(UnreadableFile, match="damaged"), open_store(file) as store:
        store.verify()
        list(store.all_annotated())


def test_a_store_is_readable_with_any_tool(store: SqlStore, file: Path) -> None:
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT speaker, text, outlet FROM quotations").fetchall()
    assert found == [("Ilse Brandvold", "“By Friday the girder is safe,”", "Tern Gazette")]
    assert connection.execute("SELECT version, outlet FROM versions").fetchall() == [(1, "Tern Gazette")]
    tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%STRICT%'").fetchone()
    connection.close()
    assert tables[0] > 10


def test_a_backup_is_a_store_of_its_own(store: SqlStore, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    store.backup(copy)
    store.keep([DAY], [arrived(report(2, 0), DAY)])
    with open_store(copy, make=False) as held:
        assert held.counts()["article"] == 1
        assert held.verify() == []
    with pytest.raises(OutputError, match="already"):
        store.backup(copy)


def test_a_store_from_before_feeds_were_watched_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(schema.MIGRATIONS[0])
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute("PRAGMA user_version = 1")
        database.execute("PRAGMA journal_mode = WAL")
    with open_store(file) as store:
        store.subscribe([("https://tern.example/feed", None)])
        assert [one.feed.url for one in store.feeds()] == ["https://tern.example/feed"]
        assert store.verify() == []


def test_a_store_that_may_not_be_written_is_not_watched_into(store: SqlStore, file: Path) -> None:
    store.session.read_only = True  # type: ignore[attr-defined]
    with pytest.raises(OutputError, match=r"is read-only; make it writable"), store.watching():
        pass
    assert not list(file.parent.glob("*.lock"))
