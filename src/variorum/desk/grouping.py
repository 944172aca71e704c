"""Stories of a store that grows: grouped anew is what new reports can change, and what decisions move.

In a store of up to ``STORE.whole`` articles, and whenever much is new, everything is grouped, just as
``group`` would: the stories are those of all articles at once, in whatever order they came. In a larger one
it is those that share rare words with what is new, with their stories, weighed by news at large; the other
stories stay.
``regroup(..., everything=True)`` makes it the stories of all at once again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from variorum import engines, stories
from variorum.decisions.grouping import regrouped
from variorum.model import Decision, Reject, content_id
from variorum.settings import STORE, GroupSettings
from variorum.store.base import Grouped, Regrouping, Store

_DECISIVE = ("move", "split", "merge")


def regroup(
    store: Store,
    engine: engines.Engine,
    decisions: Sequence[Decision],
    settings: GroupSettings,
    *,
    touched: Sequence[str] = (),
    everything: bool = False,
) -> list[str]:
    """Group what waits for it, and ``touched``; return the stories that are new by it.

    decisions: all. touched: articles that were decided on. everything: group all articles.
    """
    before: set[str] = set()
    tries = 0
    while True:
        with store.regrouping(alone=tries >= STORE.tries) as work:
            waiting = list(dict.fromkeys([*work.waiting(), *touched]))
            if not waiting and not everything:
                return sorted(before)
            groups = _groups(work, waiting, engine, decisions, settings, everything)
            known = set(work.beside([article for group in groups for article in group]).values())
            grouped = [Grouped(id=story_id(group), articles=group) for group in groups]
            if not work.replace(grouped):
                tries += 1
                continue
        before |= {one.id for one in grouped} - known
        touched, everything, tries = (), False, 0


def story_id(articles: Iterable[str]) -> str:
    """Return the id of a story of these articles, as ``group`` makes it."""
    return content_id("s", *sorted(articles))


def _groups(
    work: Regrouping,
    waiting: Sequence[str],
    engine: engines.Engine,
    decisions: Sequence[Decision],
    settings: GroupSettings,
    everything: bool,
) -> list[tuple[str, ...]]:
    """Return the stories to keep, those that stay as they are among them or not."""
    size = work.size()
    if everything or size <= max(STORE.whole, len(waiting) / STORE.share):
        return _members(regrouped(_grouped(work, None, engine, settings), decisions).stories)
    linked = _decided_together(decisions)
    near = work.near(waiting, most=STORE.near, holders=settings.holders, far=settings.far)
    decided = {other for one in near for other in linked.get(one, ())}
    beside = work.beside(sorted(near | decided))
    universe = sorted(near | beside.keys())
    found = dict(_grouped(work, universe, engine, settings))
    changed = _joined(found, beside, waiting, linked)
    return _members(regrouped(sorted(changed.items()), decisions).stories)


def _grouped(
    work: Regrouping, articles: Sequence[str] | None, engine: engines.Engine, settings: GroupSettings
) -> list[tuple[str, str]]:
    """Group articles; one that cannot be read is a story of its own."""
    lost: list[Reject] = []
    openings = list(work.openings(articles, settings.characters))
    found = stories.group(
        openings, engine, settings=settings, rejected=lost.append, at_large=articles is not None
    )
    done = {article for article, _ in found}
    return found + [(one.id, story_id([one.id])) for one in openings if one.id not in done]


def _joined(
    found: dict[str, str], before: dict[str, str], new: Sequence[str], linked: dict[str, set[str]]
) -> dict[str, str]:
    """Return the stories that new articles change, by article: as found, with all whom that concerns.

    What is found without anything new in it, and takes nothing away from a story that changes, stays as it
    was: in so small a part of the collection it would be known less well.
    """
    reached: set[str] = set()
    waiting = [one for one in new if one in found]
    by_found, by_before = _by_story(found), _by_story(before)
    while waiting:
        one = waiting.pop()
        if one in reached:
            continue
        reached.add(one)
        waiting += by_found.get(found[one], ())
        waiting += by_before.get(before.get(one, ""), ())
        waiting += [other for other in linked.get(one, ()) if other in found]
    return {one: found[one] for one in sorted(reached)}


def _by_story(grouping: dict[str, str]) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for article, story in grouping.items():
        held.setdefault(story, []).append(article)
    return held


def _decided_together(decisions: Sequence[Decision]) -> dict[str, set[str]]:
    """Return, for each article that a decision brings to others or parts from them, all that it names."""
    linked: dict[str, set[str]] = {}
    for one in decisions:
        if one.kind in _DECISIVE:
            own = {*one.judged.articles, *one.judged.to}
            for article in own:
                linked.setdefault(article, set()).update(own)
    return linked


def _members(grouping: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(articles)) for articles in _by_story(dict(grouping)).values())
