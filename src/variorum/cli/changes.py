"""What a call with --state changed, in a few lines for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from variorum.outputs.wording import plural
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.corpus import Following
    from variorum.model import Event


def changes(following: Following) -> Iterator[str]:
    """Yield the lines: how many articles were new and what they did to stories, then what merged or split."""
    known = following.read - following.new
    before = f", {known:,} known before" if known else ""
    kinds = Counter(event.kind for event in following.events)
    grown = len({event.story for event in following.events if event.kind == "joined"})
    told = [
        f"{number:,} {noun}"
        for number, noun in (
            (kinds["founded"], "founded"),
            (grown, "grown"),
            (kinds["merged"], "merged into another"),
            (kinds["split"], "split off"),
            (len({e.story for e in following.events if e.kind == "moved"}), "given articles of another"),
        )
        if number
    ]
    new = f"{following.new:,} new {'article' if following.new == 1 else 'articles'}"
    yield f"{new}{before}; stories: {', '.join(told) or 'no change'}"
    notable = [event for event in following.events if event.kind in ("merged", "split")]
    for event in notable[: SHOWN.changed_stories]:
        yield f"  {_line(event)}"
    if len(notable) > SHOWN.changed_stories:
        yield f"  and {len(notable) - SHOWN.changed_stories:,} more"


def _line(event: Event) -> str:
    number = len(event.articles)
    articles = plural(number, "article")
    if event.kind == "merged":
        return f"{event.story} merged into {event.other} ({articles})"
    return f"{event.story} split off {event.other} ({articles})"
