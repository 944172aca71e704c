"""Collations of a store's stories, made where there are none, with what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from variorum import engines
from variorum.decisions.apply import apply
from variorum.decisions.records import text_hash
from variorum.desk.records import Added
from variorum.model import AnnotatedArticle, Collation, Decided, Decision, Reject
from variorum.pipeline import COLLATE_RESCUE, collate_story
from variorum.settings import STORE, CollateSettings
from variorum.store.base import Made, Store

_TOLD = ("critical", "material")


def collate_waiting(
    store: Store,
    engine: engines.Engine,
    made: Made,
    decisions: Sequence[Decision],
    settings: CollateSettings,
    *,
    afresh: bool = False,
) -> Iterator[Added]:
    """Collate the stories of several reports that are not yet, and yield each.

    A report alone has nothing to be compared with: it is collated when it is looked at. afresh: also those
    that another version or other weights collated.
    """
    waiting = store.uncollated(made if afresh else None, least=2)
    run = partial(collate_story, settings=settings, decisions=tuple(decisions))
    done = 0
    for part in _parts(store, waiting):
        keyed = [(story, one) for story, articles in part for one in articles]
        texts = dict(part)
        found: list[Collation] = []
        for story, one in engine.map_groups(run, keyed, rescue=COLLATE_RESCUE):
            done += 1
            if isinstance(one, Reject):
                yield Added(step="rejected", done=done, total=len(waiting), story=story, reject=one)
            else:
                found.append(one)
                yield Added(step="collated", done=done, total=len(waiting), story=story)
        store.put_collations(found, made)
        store.set_open({one.story: still_open(decided(one, texts[one.story], decisions)) for one in found})


def _parts(store: Store, stories: Sequence[str]) -> Iterator[list[tuple[str, list[AnnotatedArticle]]]]:
    """Yield the stories with their articles, some at a time, so that memory holds few."""
    part: list[tuple[str, list[AnnotatedArticle]]] = []
    held = 0
    for story in stories:
        articles = store.annotated(store.members(story))
        if not articles:
            continue
        part.append((story, articles))
        held += len(articles)
        if held >= STORE.together:
            yield part
            part, held = [], 0
    if part:
        yield part


def decided(
    collation: Collation, articles: Sequence[AnnotatedArticle], decisions: Sequence[Decision]
) -> Decided:
    """Return a collation as decisions leave it."""
    captures = {one.article.id: text_hash(one.article.text) for one in articles}
    return apply(collation, decisions, captures)


def still_open(found: Decided) -> int:
    """Return how many told differences, critical or material, nobody has confirmed or dismissed for good."""
    confirmed = {one.id for one in found.decisions if one.kind == "confirm"}
    settled = {
        about
        for one in found.standings
        if one.decision in confirmed and one.state == "stands"
        for about in one.about
    }
    return sum(one.severity in _TOLD and one.id not in settled for one in found.collation.discrepancies)
