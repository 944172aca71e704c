"""What every output promises, whatever it writes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import docx
import pyarrow.parquet as pq
import pytest
from tests.browser import sample

from variorum.errors import OutputError
from variorum.outputs import OUTPUTS, atomic, chosen, suffix_of, writer

NAMES = sorted(OUTPUTS)
STORIES = [sample.silo, sample.hostile, sample.single, sample.agreeing]


def words_of(path: Path) -> str:
    """Return all that is written in an output: a text, or the strings of a table."""
    if path.read_bytes()[:2] == b"PK":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    if path.read_bytes()[:4] != b"PAR1":
        return path.read_text(encoding="utf-8")
    waiting, found = pq.read_table(path).to_pylist(), []
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, (dict, list)):
            waiting += value.values() if isinstance(value, dict) else value
    return "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_written_whole_and_alone(name, story, tmp_path):
    collation, articles = story()
    path = tmp_path / "new folder" / OUTPUTS[name][1]
    rejects = []
    writer(name)([collation], articles, path, rejected=rejects.append)
    assert rejects == []
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert path.read_bytes().endswith(b"\n") or name in ("html", "parquet", "docx")


@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_writes_it_by_name_and_by_suffix(name, tmp_path):
    usual = Path(OUTPUTS[name][1])
    assert chosen(usual, None, NAMES) == chosen(Path("out"), suffix_of(name), NAMES) == name


@pytest.mark.parametrize("name", NAMES)
def test_the_same_input_gives_the_same_bytes(name, tmp_path):
    collation, articles = sample.silo()
    writer(name)([collation], articles, tmp_path / "a")
    writer(name)([collation], dict(reversed(list(articles.items()))), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_evidence_and_summaries_are_in_every_output(name, tmp_path):
    collation, articles = sample.silo()
    writer(name)([collation], articles, tmp_path / "out")
    text = words_of(tmp_path / "out")
    for discrepancy in collation.discrepancies:
        assert discrepancy.summary in text
        for side in discrepancy.sides:
            for one in side.evidence:
                assert one.text in text


@pytest.mark.parametrize("name", NAMES)
def test_without_the_articles_the_words_of_the_evidence_remain(name, tmp_path):
    collation, _ = sample.silo()
    writer(name)([collation], {}, tmp_path / "out")
    assert "FIVE dockers were crushed to death" in words_of(tmp_path / "out")


@pytest.mark.parametrize("name", NAMES)
def test_no_story_is_an_output_too(name, tmp_path):
    writer(name)([], {}, tmp_path / "out")
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_at_the_place_is_replaced_and_keeps_its_permissions(name, tmp_path):
    path = tmp_path / "out"
    path.write_text("old")
    path.chmod(0o640)
    collation, articles = sample.silo()
    writer(name)([collation], articles, path)
    assert "Edda Corrigan" in words_of(path)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_in_the_way_is_named_with_the_remedy(name, tmp_path):
    collation, articles = sample.silo()
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputError, match="a folder of that name is in the way; move it") as caught:
        writer(name)([collation], articles, tmp_path / "out")
    assert str(tmp_path / "out") in str(caught.value)
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_in_the_place_of_the_folder_is_named_with_the_remedy(name, tmp_path):
    collation, articles = sample.silo()
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="choose another folder"):
        writer(name)([collation], articles, tmp_path / "file" / "out")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_leaves_the_older_file_as_it_was(name, tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "out"
    path.write_text("older")
    collation, articles = sample.silo()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full; free some space"):
        writer(name)([collation], articles, path)
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_straight():
    collation, articles = sample.silo()
    writer("json")([collation], articles, Path(os.devnull))
    assert not Path(os.devnull).is_file()


def test_an_interrupt_leaves_no_half_file(tmp_path):
    path = tmp_path / "out"
    path.write_text("older")
    with pytest.raises(KeyboardInterrupt), atomic.replacing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("older")
    link.symlink_to(real)
    atomic.write_bytes(link, b"newer")
    assert link.is_symlink()
    assert real.read_bytes() == b"newer"


def test_an_unknown_output_names_those_there_are():
    with pytest.raises(OutputError, match=r"no output is called 'pdf'; there are: csv, docx, html, json"):
        writer("pdf")
