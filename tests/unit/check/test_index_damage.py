"""An index whose file is damaged, or whose disk is full, says so and what to do."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from variorum.checking.index import Index
from variorum.corpus import check
from variorum.errors import OutputError, VariorumError
from variorum.model import Article

DRAFT = "“Nobody sails before the bell has rung twice in the lower harbour,” said Odile Marn."


def collection(count: int) -> list[Article]:
    source = random.Random(7)
    words = "ferry bell harbour crew tide lantern quay anchor storm pilot rope island".split()  # noqa: SIM905
    texts = [" ".join(source.choice(words) for _ in range(120)) for _ in range(count)]
    return [Article(id=f"r{number}", text=f"{DRAFT}\n\n{text}.") for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "kept.index"
    with Index(path) as index, index.changing():
        for _ in index.add(collection(40)):
            pass
    return path


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_is_named_with_what_to_do(kept: Path, tmp_path: Path, seed: int) -> None:
    source, data = random.Random(seed), bytearray(kept.read_bytes())
    page = 1024 * source.randrange(len(data) // 1024)
    if seed % 2:
        data[page : page + 1024] = source.randbytes(1024)
    else:
        del data[page + source.randrange(1024) :]
    path = tmp_path / "damaged.index"
    path.write_bytes(data)
    try:
        check(DRAFT, against=path)
    except VariorumError as error:
        assert str(path) in str(error)
        assert "delete it" in error.message or "another file" in error.message or error.file == str(path)


def test_a_full_disk_is_told_as_one_and_leaves_the_index_as_it_was(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "full.index"
    path.write_bytes(kept.read_bytes())
    with Index(path) as index:
        pages = index._database.execute("PRAGMA page_count").fetchone()[0]
        index._database.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(OutputError, match="the disk is full"), index.changing():
            for _ in index.add(collection(80)):
                pass
        assert len(index) == 40
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
