"""Make the table of document frequencies that grouping uses.

Usage: python training/stories/background.py ARTICLES.jsonl[.gz] OUT.txt.gz

Only numbers of articles leave the texts: no word or name that fewer than ``WORD_FLOOR`` or
``NAME_FLOOR`` articles have is written, and no order of words. The shipped table was made from 9,611
unlabelled articles of many outlets of 2012, 2013 and 2020, none of them in a labelled collection.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from pathlib import Path

import msgspec

from variorum.stories.names import names
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
    lines = [f"articles {articles}"]
    lines += by_frequency("words", words, WORD_FLOOR)
    lines += by_frequency("names", found_names, NAME_FLOOR)
    # No time stamp, so that the same articles give the same file.
    target.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{articles} articles, {target.stat().st_size} bytes")


def read(source: Path) -> list[tuple[str, str]]:
    """Return text and title of each article."""
    data = source.read_bytes()
    lines = (gzip.decompress(data) if source.suffix == ".gz" else data).splitlines()
    records = [msgspec.json.decode(line) for line in lines]
    return [(record["text"], record.get("title") or "") for record in records]


def by_frequency(kind: str, counts: Counter[str], floor: int) -> list[str]:
    """Return a line for each frequency from ``floor`` on, the highest first, with what has it."""
    lines: dict[int, list[str]] = {}
    for term, frequency in sorted(counts.items()):
        if frequency >= floor:
            lines.setdefault(frequency, []).append(term)
    return [
        "\t".join([f"{kind} {frequency}", *lines[frequency]]) for frequency in sorted(lines, reverse=True)
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
