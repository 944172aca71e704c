"""The smallest report that still shows a failure: for whoever mends it."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from variorum.errors import TookTooLong
from variorum.model import Article
from variorum.model.codec import article_record, encode
from variorum.outputs.atomic import write_bytes
from variorum.settings import WORK

_PARAGRAPHS = re.compile(r"(?<=\n)(?=[^\n])")
_SENTENCES = re.compile(r"(?<=[.!?”\"’'])(?=\s)|(?<=\n)")

Failure = tuple[str, str]
"""The type of an exception, and where it was raised: file, line and function."""


def smallest(article: Article, run: Callable[[Article], object]) -> Article:
    """Return ``article`` without the paragraphs and sentences that its failure does not need.

    Needed is what keeps the same exception at the same place. Returned as it is when ``run`` does not fail,
    or when that takes too long to be tried again and again.
    """
    begun = time.monotonic()
    wanted = _failure(article, run)
    if wanted is None or wanted[0] == TookTooLong.__name__:
        return article

    def shows(candidate: Article) -> bool:
        return time.monotonic() - begun < WORK.shrinking and _failure(candidate, run) == wanted

    plain = replace(article, blocks=(), extra={})
    if not shows(plain):
        return article

    def shown_by(pieces: Sequence[str]) -> bool:
        return shows(replace(plain, text="".join(pieces)))

    text = plain.text
    for border in (_PARAGRAPHS, _SENTENCES):
        text = "".join(_fewest(border.split(text), shown_by))
    return replace(plain, text=text)


def _fewest(pieces: Sequence[str], shows: Callable[[Sequence[str]], bool]) -> Sequence[str]:
    """Return what is left when all stretches of pieces, long ones first, are left out that can be."""
    size = len(pieces) // 2
    while size:
        start = 0
        while start < len(pieces):
            fewer = [*pieces[:start], *pieces[start + size :]]
            if fewer and shows(fewer):
                pieces = fewer
            else:
                start += size
        size //= 2
    return pieces


def _failure(article: Article, run: Callable[[Article], object]) -> Failure | None:
    try:
        run(article)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return type(error).__name__, f"{last.filename}:{last.lineno} {last.name}"
    return None


def write_sample(articles: Sequence[Article], folder: Path) -> Path:
    """Write the articles as JSON Lines, which every command reads; return the file. Raises OutputError."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", articles[0].id)[:60] or "report"
    path = folder / f"variorum-debug-{name}.jsonl"
    write_bytes(path, b"".join(encode(article_record(one)) + b"\n" for one in articles))
    return path
