"""What every store does with events, with what is followed, and with webhooks; on every back end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.contract.test_store import BRIDGE, DAY, VOTE, collate, fill, group, make_store, store
from tests.desk import arrived, capture, report
from tests.happenings import ROUNDS, annotating, comparing, moment, run

from variorum.desk import Desk, adding, collating
from variorum.errors import InputError
from variorum.model import DeskEvent, EventSide, Evidence
from variorum.store.base import Grouped, Store
from variorum.store.telling import DeadDelivery, EventFilter, Followed, HookState, Untold

__all__ = ["make_store", "store"]

AT = "2026-03-12T08:00:00.000+00:00"


def event(id: str, kind: str = "difference", *articles: str, **values: object) -> DeskEvent:
    given = {"at": AT, "said": f"{id} — “said”.", "severity": "material", **values}
    return DeskEvent(id=id, kind=kind, articles=articles, **given)  # type: ignore[arg-type]


def test_what_came_and_was_grouped_is_untold_until_it_is_told(store: Store) -> None:
    assert store.untold() == Untold()
    fill(store)
    assert store.untold().articles == ()  # not grouped yet: no story to tell of
    group(store)
    found = store.untold()
    assert found.articles == tuple(one.id for one in [*BRIDGE, *VOTE])
    assert [story for story, _ in found.stories] == ["s-bridge", "s-vote"]
    assert store.put_events([event("e-1", "story", BRIDGE[0].id)], found) == 1
    assert store.untold() == Untold(upto=found.upto)


def test_a_story_that_changes_while_it_is_told_stays_untold(store: Store) -> None:
    fill(store)
    group(store)
    found = store.untold()
    collate(store)
    store.put_events([], found)
    assert [story for story, _ in store.untold().stories] == ["s-bridge", "s-vote"]
    assert store.untold().articles == ()


def test_what_came_after_an_article_that_is_not_grouped_waits_with_it(store: Store) -> None:
    fill(store)
    with store.regrouping() as work:
        work.replace([Grouped(id="s-bridge", articles=(BRIDGE[0].id, BRIDGE[2].id))])
    assert store.untold().articles == (BRIDGE[0].id,)


def test_an_event_is_kept_once_and_had_back_as_it_was(make_store: Callable[[], Store]) -> None:
    side = EventSide(
        value="five", outlets=("Gazette",), evidence=(Evidence(article="a", start=1, end=5, text="five"),)
    )
    whole = event(
        "e-1", "figure", "a", "b", sides=(side,), silent=True, people=("Ada Lind",), title="Dam", story="s-1"
    )
    with make_store() as first:
        assert first.put_events([whole, whole, event("e-2", "difference", "b")], Untold()) == 2
        assert first.put_events([replace(whole, said="other")], Untold()) == 0
    with make_store() as again:
        assert again.events_after(None) == [whole, event("e-2", "difference", "b")]
        assert again.events_on(["a"], ("figure",)) == [whole]
        assert again.events_on(["b"], ("figure", "difference")) == [whole, event("e-2", "difference", "b")]
        assert again.events_on(["b"], ("story",)) == []
        assert again.counts()["event"] == 2


def test_events_are_listed_latest_first_and_gone_through_in_order(store: Store) -> None:
    told = [event(f"e-{number}") for number in range(5)]
    store.put_events(told, Untold())
    part = store.events(EventFilter(), limit=2)
    rest = store.events(EventFilter(), cursor=part.cursor, limit=9)
    assert [*part.items, *rest.items] == told[::-1]
    assert rest.cursor is None
    assert store.events_after("e-2", limit=1) == [told[3]]
    assert store.events_after("e-4") == []
    for wrong in (lambda: store.events_after("e-x"), lambda: store.events(EventFilter(), cursor="x")):
        with pytest.raises(InputError):
            wrong()
    assert store.numbered_events(3, limit=1) == [(4, told[3])]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EventFilter(), ["critical", "minor", "story", "report", "old"]),
        (EventFilter(kinds=("story", "report")), ["story", "report"]),
        (EventFilter(severity="material"), ["critical", "story", "report", "old"]),
        (EventFilter(severity="critical"), ["critical", "story", "report"]),
        (EventFilter(plain=True), ["critical", "story", "old"]),
        (EventFilter(story="s-vote"), ["story"]),
        (EventFilter(since=AT), ["critical", "minor", "story", "report"]),
        (EventFilter(until=AT), ["old"]),
        (EventFilter(kinds=("story",), severity="critical", story="s-bridge"), []),
    ],
)
def test_events_can_be_filtered(store: Store, wanted: EventFilter, found: list[str]) -> None:
    fill(store)
    group(store)
    told = [
        event("old", "difference", at="2026-03-11T23:59:59.999+00:00"),
        event("report", "report", BRIDGE[1].id, severity=None),
        event("story", "story", VOTE[0].id, severity=None),
        event("minor", "difference", BRIDGE[0].id, severity="minor"),
        event("critical", "difference", BRIDGE[0].id, severity="critical"),
    ]
    store.put_events(told, Untold())
    assert [one.id for one in store.events(wanted).items] == found


def test_where_articles_stand_is_told_with_versions_and_people(store: Store) -> None:
    url = "https://gazette.example/bridge"
    first, second = report(0, 0, url=url), report(0, 0, size=44, url=url)
    later = capture("tuesday.jsonl", "2026-03-13T08:00:00.000+00:00")
    store.keep([DAY], [arrived(first, DAY)])
    store.keep([later], [arrived(second, later), arrived(VOTE[0], later)])
    with store.regrouping() as work:
        work.replace(
            [Grouped(id="s-one", articles=(first.id, second.id)), Grouped(id="s-two", articles=(VOTE[0].id,))]
        )
    found = store.places([first.id, second.id, "a-none"])
    assert set(found) == {first.id, second.id}
    was, now = found[first.id], found[second.id]
    assert (was.before, was.last, now.before, now.last) == (None, False, first.id, True)
    assert (was.at, now.at, now.story, now.people) == (DAY.at, later.at, "s-one", ("Ilse Brandvold",))
    assert was.number < now.number
    assert store.first_of(["s-one", "s-two", "s-none"]) == {"s-one": was.number, "s-two": now.number + 1}
    assert store.latest_versions([first.id]) == [second.id]


def test_what_is_followed_is_kept_until_it_is_taken_back(store: Store) -> None:
    story = Followed(id="f-1", kind="story", label="Bridge", at=AT, articles=("a", "b"))
    person = Followed(id="f-2", kind="person", label="Ada Lind", at=AT)
    assert store.follow(story)
    assert store.follow(person)
    assert not store.follow(replace(story, label="The bridge"))
    assert store.following() == [person, replace(story, label="The bridge")]
    assert store.unfollow("f-1")
    assert not store.unfollow("f-1")
    assert store.following() == [person]


def test_a_webhook_never_goes_back_and_what_it_did_not_take_is_listed(store: Store) -> None:
    store.put_events([event("e-1"), event("e-2")], Untold())
    new = store.hook("h-1", "https://a.example")
    assert new == HookState(id="h-1", url="https://a.example", done=2)
    store.put_hook(
        replace(new, done=5, problem="it answered 500"),
        DeadDelivery(hook="h-1", event="e-2", at=AT, tries=9, problem="500"),
    )
    store.put_hook(replace(new, done=3))
    assert store.hook("h-1", "https://other.example").done == 5
    assert [one.problem for one in store.hooks()] == ["it answered 500"]
    assert [(one.hook, one.event, one.tries) for one in store.dead_deliveries()] == [("h-1", "e-2", 9)]


def test_verify_finds_an_event_whose_words_no_report_prints(store: Store) -> None:
    fill(store)
    group(store)
    right = Evidence(article=BRIDGE[0].id, start=0, end=7, text=BRIDGE[0].text[:7])
    store.put_events(
        [event("e-1", "figure", BRIDGE[0].id, sides=(EventSide(value="", evidence=(right,)),))],
        store.untold(),
    )
    assert store.verify() == []
    wrong = replace(right, text="nothing")
    store.put_events(
        [event("e-2", "figure", BRIDGE[0].id, sides=(EventSide(value="", evidence=(wrong,)),))], Untold()
    )
    assert [one.where for one in store.verify()] == ["event e-2"]


def test_a_desk_tells_the_same_on_every_back_end(store: Store, tmp_path: Path) -> None:
    now = [moment(0)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "annotate_batch", annotating)
        patch.setattr(collating, "collate_story", comparing)
        desk = Desk(store, annotator="rules", workers=1, now=lambda: now[0])
        for number, reports in enumerate(ROUNDS):
            now[0] = moment(number)
            list(desk.add(*reports))
        assert list(desk.events_since()) == run(tmp_path / "desk.db")
    assert store.verify() == []
