"""Articles moved, split off and merged by hand."""

from __future__ import annotations

from variorum.decisions.grouping import regrouped
from variorum.decisions.records import make, undo
from variorum.model import Decision, DecisionKind, Judged

RUN = (("a", "s1"), ("b", "s1"), ("c", "s1"), ("d", "s2"), ("e", "s2"))


def decision(kind: DecisionKind, articles: str, to: str = "", seen: str = "", hour: int = 9) -> Decision:
    judged = Judged(articles=tuple(articles), to=tuple(to), seen=tuple(seen))
    return make(kind, judged, author="Ines", at=f"2026-11-23T{hour:02}:00:00Z")


def stories(grouping: tuple[tuple[str, str], ...]) -> set[frozenset[str]]:
    names = {story for _, story in grouping}
    return {frozenset(article for article, story in grouping if story == name) for name in names}


def test_a_move_a_split_and_a_merge_change_which_articles_are_a_story() -> None:
    moved = regrouped(RUN, [decision("move", "c", "de")])
    assert moved.stories == (("a", "s1"), ("b", "s1"), ("c", "s2"), ("d", "s2"), ("e", "s2"))
    split = regrouped(RUN, [decision("split", "bc")])
    assert stories(split.stories) == {frozenset("a"), frozenset("bc"), frozenset("de")}
    merged = regrouped(RUN, [decision("merge", "abc", "de")])
    assert {story for _, story in merged.stories} == {"s2"}
    assert all(one.state == "stands" for found in (moved, split, merged) for one in found.standings)


def test_twice_is_once_undone_is_untouched_and_other_stories_are_passed_over() -> None:
    told = [decision("split", "bc"), decision("move", "c", "de", hour=10), decision("merge", "xy", "z")]
    once = regrouped(RUN, told)
    assert regrouped(once.stories, told).stories == once.stories
    assert len(once.standings) == 2
    assert regrouped(RUN, [*told, *(undo(one, author="Ines") for one in told)]).stories == RUN


def test_a_decision_holds_as_the_story_grows_and_says_what_came_since() -> None:
    grown = (*RUN[:3], ("n", "s1"), *RUN[3:])
    held = regrouped(grown, [decision("split", "bc", seen="abc")])
    assert stories(held.stories) == {frozenset("an"), frozenset("bc"), frozenset("de")}
    (standing,) = held.standings
    assert standing.state == "questionable"
    assert standing.reason.startswith("a report has come to the story since")
    joined = regrouped(grown, [decision("merge", "abc", "de", seen="abc")])
    assert stories(joined.stories) == {frozenset("abcnde")}
    assert joined.standings[0].state == "stands"


def test_the_later_decision_counts_and_what_is_gone_is_moot() -> None:
    there = decision("move", "c", "de")
    back = decision("move", "c", "ab", hour=12)
    found = regrouped(RUN, [back, there])
    assert found.stories == RUN
    assert [(one.decision, one.state) for one in found.standings] == [(there.id, "moot"), (back.id, "stands")]
    assert regrouped(RUN[:3], [there]).standings[0].state == "moot"
