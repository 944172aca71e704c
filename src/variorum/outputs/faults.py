"""Leaves out, and reports, what cannot be written; puts all that could not be used into sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from variorum import limits
from variorum.errors import is_fault
from variorum.model import AnnotatedArticle, Article, Collation, Reject, article_fault, fault
from variorum.outputs.wording import listed, plural
from variorum.settings import SHOWN

Item = TypeVar("Item")
Made = TypeVar("Made")
Rejected = Callable[[Reject], None]
"""Called with what could not be written; without it that is an error."""


class Unused(Struct, frozen=True, kw_only=True):
    """Things of one kind that could not be used: a sentence on all, and a line on each."""

    head: str
    lines: tuple[str, ...]


def each(
    items: Iterable[Item], make: Callable[[Item], Made], output: str, rejected: Rejected | None
) -> Iterator[Made]:
    """Yield ``make(item)`` for each item; an item for which it raises goes to ``rejected``."""
    for item in items:
        limits.enter(output)
        try:
            made = make(item)
        except Exception as error:
            if rejected is None or not is_fault(error):
                raise
            rejected(written_fault(item, error, output))
        else:
            yield made


def written_fault(item: object, error: Exception, output: str) -> Reject:
    """Return the reject for a story, article or row that an output cannot hold."""
    stage = f"writing {output}"
    if isinstance(item, Collation):
        ids = [one.id for one in item.articles]
        return fault(error, file="input", stage=stage, story=item.story, articles=ids)
    if isinstance(item, AnnotatedArticle):
        item = item.article
    if isinstance(item, Article):
        return article_fault(item, error, stage)
    name = item.get("id") if isinstance(item, dict) else getattr(item, "id", None)
    return fault(error, file="input", stage=stage, id=None if name is None else str(name))


def unused(rejects: Sequence[Reject]) -> tuple[Unused, ...]:
    """Return what could not be used, by kind: reports, stories, and what is no report or one read before."""
    stories = [one for one in rejects if one.story is not None]
    passed_over = [one for one in rejects if one.story is None and _passed_over(one)]
    reports = [one for one in rejects if one.story is None and not _passed_over(one)]
    groups = (
        (f"{plural(len(reports), 'report')} could not be read", reports),
        (f"{len(stories)} {'story' if len(stories) == 1 else 'stories'} could not be shown", stories),
        (f"passed over: {plural(len(passed_over), 'file or record')}", passed_over),
    )
    return tuple(Unused(head=head, lines=tuple(_lines(those))) for head, those in groups if those)


def _passed_over(reject: Reject) -> bool:
    return reject.reason.startswith("duplicate of ") or "hold no page and were left out" in reject.reason


def _lines(rejects: Sequence[Reject]) -> Iterator[str]:
    for reject in rejects[: SHOWN.faults]:
        yield f"{place_of(reject)}: {reject.reason}"
    if len(rejects) > SHOWN.faults:
        yield f"and {len(rejects) - SHOWN.faults:,} more, all in rejects.jsonl"


def place_of(reject: Reject) -> str:
    """Return a name for what was rejected: the story and its articles, or the file, record or article."""
    if reject.articles:
        ids = [*reject.articles[: SHOWN.faulty_articles]]
        more = len(reject.articles) - len(ids)
        if more:
            ids.append(f"{more} more")
        story = f"story {reject.story}" if reject.story else "the articles together"
        return f"{story} ({listed(ids)})"
    place = reject.file if reject.line is None else f"{reject.file}:{reject.line}"
    return place if reject.id is None or reject.file == reject.id else f"{place} [{reject.id}]"
