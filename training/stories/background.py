"""Make the table of document frequencies that grouping uses.

Usage: python training/stories/background.py ARTICLES.jsonl[.gz] OUT.npz

Only hashes of words and names and numbers of articles leave the texts: none that fewer than ``WORD_FLOOR``
or ``NAME_FLOOR`` articles have is written, and no order of words. The shipped table was made from 9,611
unlabelled articles of many outlets of 2012, 2013 and 2020, none of them in a labelled collection.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import msgspec
import numpy as np

from variorum.stories.names import names
from variorum.text.hashes import term_hashes
from variorum.text.terms import terms

WORD_FLOOR = 3
NAME_FLOOR = 4


def main(source: Path, target: Path) -> None:
    """Count the articles of ``source`` and write the table."""
    words: Counter[str] = Counter()
    found_names: Counter[str] = Counter()
    articles = 0
    for text, title in read(source):
        articles += 1
        words.update(set(terms(f"{title}\n{text}", "en")))
        found_names.update(set(names(f"{title}. {text}", "en")))
    with target.open("wb") as file:
        write(file, articles, words, found_names)
    print(f"{articles} articles, {target.stat().st_size} bytes")


def read(source: Path) -> list[tuple[str, str]]:
    """Return text and title of each article."""
    data = source.read_bytes()
    lines = (gzip.decompress(data) if source.suffix == ".gz" else data).splitlines()
    records = [msgspec.json.decode(line) for line in lines]
    return [(record["text"], record.get("title") or "") for record in records]


def write(file: IO[bytes], articles: int, words: Mapping[str, int], names: Mapping[str, int]) -> None:
    """Write the table as ``stories.background.read`` reads it; the same counts give the same bytes."""
    columns = {"articles": np.array(articles)}
    for kind, counts, floor in (("words", words, WORD_FLOOR), ("names", names, NAME_FLOOR)):
        kept = {term: count for term, count in counts.items() if count >= floor}
        hashes = term_hashes(list(kept))
        frequencies = np.array(list(kept.values()), np.uint32)
        # Of two terms with one hash the commoner counts.
        order = np.lexsort((-frequencies.astype(np.int64), hashes))
        first = np.diff(hashes[order], prepend=~hashes[order][:1]) != 0
        columns |= {kind: hashes[order][first], f"{kind}_frequencies": frequencies[order][first]}
    np.savez_compressed(file, **columns)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
