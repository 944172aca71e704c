"""What ``move``, ``split`` and ``merge`` do: which articles are a story, before it is collated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from variorum.decisions.finding import latecomers
from variorum.decisions.records import in_force
from variorum.model import Decision, Standing, content_id

_KINDS = ("move", "split", "merge")


class Regrouping(Struct, frozen=True, kw_only=True):
    """Which articles are a story after decisions.

    stories: (article id, story id) in the order given. standings: of the decisions on stories, oldest first.
    """

    stories: tuple[tuple[str, str], ...]
    standings: tuple[Standing, ...] = ()


def regrouped(stories: Iterable[tuple[str, str]], decisions: Iterable[Decision]) -> Regrouping:
    """Return a grouping as decisions leave it.

    stories: (article id, story id) as the run made them, an article once. decisions: any, in any order; one
    whose articles are not among them is passed over.

    A move takes its articles to the story that has most of those they were moved to, a split makes them a
    story of their own, a merge makes one of the two stories that have most of the articles of either (of
    other stories that have some it takes these alone). What came since stays with the story that the run put
    it into. Where several decisions are on one article the later ones are on what the earlier ones made: so
    give the run's own grouping, not one decided already.
    """
    home = dict(stories)
    told = [one for one in in_force(decisions) if one.kind in _KINDS]
    standings = []
    for one in told:
        judged = one.judged
        own = [name for name in judged.articles if name in home]
        others = [name for name in judged.to if name in home]
        if not own and not others:
            continue
        if not own or (one.kind != "split" and not others):
            standings.append(
                Standing(decision=one.id, state="moot", reason="its articles are not there any more")
            )
            continue
        standings.append(_carried_out(one, own, others, home))
    final = tuple((name, home[name]) for name in home)
    return Regrouping(stories=final, standings=tuple(_last_word(told, standings, home)))


def _carried_out(one: Decision, own: list[str], others: list[str], home: dict[str, str]) -> Standing:
    """Do what a decision says; return what it has come to so far."""
    left = {home[name] for name in own}
    before = [name for name in home if home[name] in left]
    if one.kind == "split":
        target = content_id("s", *sorted(one.judged.articles))
        alone = len(left) == 1 and set(before) == set(own)
        if not alone:
            home.update(dict.fromkeys(own, target))
    else:
        target = _most(home[name] for name in others)
        if one.kind == "merge":
            joining = _most(home[name] for name in own)
            home.update({name: target for name in home if home[name] == joining})
            home.update(dict.fromkeys([*own, *others], target))
        else:
            home.update(dict.fromkeys(own, target))
    new = latecomers(one, (name for name in before if name not in own)) if one.kind != "merge" else []
    together = {home[name] for name in own}
    astray = [name for name in new if home[name] not in together]
    return Standing(
        decision=one.id,
        state="questionable" if astray else "stands",
        reason=_asked(len(astray)) if astray else "",
        about=tuple(own + others),
    )


def _asked(count: int) -> str:
    came = "a report has" if count == 1 else f"{count} reports have"
    belongs = "it belongs" if count == 1 else "they belong"
    return f"{came} come to the story since; whether {belongs} with those taken out was not decided"


def _most(stories: Iterable[str]) -> str:
    counted = Counter(stories)
    return min(counted, key=lambda story: (-counted[story], story))


def _last_word(told: list[Decision], standings: list[Standing], home: dict[str, str]) -> Iterable[Standing]:
    """Yield the standings; of a decision that a later one turned round, that it is moot."""
    known = {one.id: one for one in told}
    for standing in standings:
        one = known[standing.decision]
        own = {home[name] for name in one.judged.articles if name in home}
        others = {home[name] for name in one.judged.to if name in home}
        if standing.state != "moot" and one.kind != "split" and not own & others:
            yield Standing(decision=one.id, state="moot", reason="it was decided otherwise since")
        else:
            yield standing
