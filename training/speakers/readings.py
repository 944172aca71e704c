"""Sources in reports of other stories that were read one by one, and whom they mean.

``readings.json.gz``: ``{key: [source, ...]}``, the key made of the text of the report. A source is
``[start, end, whom]``, code points of the text as it is stored; for words in marks without a source both are
where the words begin. ``whom`` is ``["n", start, end]``, where a full name stands; ``["u", start, end,
start, end]``, where somebody without a name is described, and the source before that means the same one (-1
twice for none); or ``["s"]`` for several. Kept are hashes and offsets, no text: the reports are those of
``abp.unlabelled.jsonl.gz`` and ``gva.stories.jsonl.gz``, none of a story or an article that others are judged
by.

They were read by language models at the direction of the makers, each report once, with every source that the
rules leave open numbered in it; what no reader was sure of, and what is no source, was left out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from training.speakers.data import Gold, read
from variorum.model import Article, Span
from variorum.text.plain import reading_view
from variorum.text.view import View

FILE = Path(__file__).with_name("readings.json.gz")
REPORTS = ("abp.unlabelled.jsonl.gz", "gva.stories.jsonl.gz")
Source = tuple[int, int, list[Any]]


def key_of(text: str) -> str:
    """Return the key of a report."""
    return sha256(text.encode()).hexdigest()[:16]


def reports(folder: Path, path: Path = FILE) -> Iterator[tuple[Article, tuple[Gold, ...]]]:
    """Each report that was read, as it is stored, with its sources; none where the files are not."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        known: dict[str, list[Source]] = json.load(file)
    for name in REPORTS:
        for record in read(folder / name) if (folder / name).exists() else ():
            sources = known.pop(key_of(record["text"]), None)
            if sources is not None:
                article = Article(id=record["id"], text=record["text"], title=record.get("title"))
                yield article, gold_of_sources(article, sources)


def gold_of_sources(article: Article, sources: list[Source]) -> tuple[Gold, ...]:
    """What was read of the sources of a report, in the text as its reader sees it."""
    view = reading_view(article)
    return tuple(_gold(article.text, view, each) for each in sorted(sources))


def _gold(text: str, view: View, source: Source) -> Gold:
    start, end, whom = source
    at = view.there(Span(start, end))
    names = (text[whom[1] : whom[2]],) if whom[0] == "n" else ()
    described = (text[whom[1] : whom[2]],) if whom[0] == "u" else ()
    before = view.there(Span(whom[3], whom[4])) if whom[0] == "u" and whom[3] >= 0 else None
    return Gold(
        start=at.start,
        end=at.end,
        names=names,
        same=(before.start, before.end) if before else None,
        described=described,
    )
