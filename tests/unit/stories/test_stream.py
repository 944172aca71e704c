"""Stories that grow as articles arrive: what is founded, joined, merged and split, and what is kept."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import msgspec
import pytest
from tests.unit.stories.test_group import FERRY, STRIKE, ids

from variorum import engines
from variorum.errors import InputError
from variorum.model import Article, Event
from variorum.settings import GroupSettings
from variorum.stories import StoryStream, features_of, group
from variorum.stories.register import Register

AT = "2031-05-04T09:00:00+00:00"


def add(stream: StoryStream, *articles: Article, at: str = AT) -> list[Event]:
    return stream.add(features_of(articles, settings=GroupSettings()), at=at)


def sets(pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for article, story in pairs:
        found.setdefault(story, set()).add(article)
    return {frozenset(members) for members in found.values()}


def kinds(events: Sequence[Event]) -> list[str]:
    return [event.kind for event in events]


@pytest.mark.parametrize("size", [1, 2, 6])
@pytest.mark.parametrize("seed", range(4))
def test_a_stream_ends_with_the_stories_of_the_batch(size: int, seed: int) -> None:
    articles = random.Random(seed).sample(FERRY + STRIKE, 6)
    stream = StoryStream()
    for start in range(0, 6, size):
        add(stream, *articles[start : start + size])
    assert sets(stream.stories()) == sets(group(articles, engines.get(workers=1)))


def test_the_first_founds_and_the_next_joins() -> None:
    stream = StoryStream()
    [founded] = add(stream, FERRY[0], at="2031-05-02T08:00:00+00:00")
    [joined] = add(stream, FERRY[1], at="2031-05-03T08:00:00+00:00")
    assert (founded.kind, founded.articles, founded.at) == (
        "founded",
        ("ferry-agency",),
        "2031-05-02T08:00:00+00:00",
    )
    assert (joined.kind, joined.articles, joined.at) == (
        "joined",
        ("ferry-tabloid",),
        "2031-05-03T08:00:00+00:00",
    )
    assert joined.story == founded.story
    assert stream.articles(founded.story) == ids(FERRY[:2])
    assert list(stream.history) == [founded, joined]


def test_the_same_article_twice_is_no_change() -> None:
    stream = StoryStream()
    add(stream, *FERRY)
    before = stream.dump()
    assert add(stream, *FERRY) == []
    assert stream.dump() == before


def test_a_copy_joins_its_original() -> None:
    stream = StoryStream()
    add(stream, *FERRY, *STRIKE)
    copy = Article(id="copy", title=STRIKE[0].title, text=STRIKE[0].text, date="2031-05-09")
    [event] = add(stream, copy)
    assert (event.kind, event.story) == ("joined", dict(stream.stories())["strike-agency"])


def test_a_late_report_joins_the_story_of_its_day() -> None:
    stream = StoryStream()
    add(stream, *STRIKE, FERRY[1], FERRY[2])
    [event] = add(stream, FERRY[0])  # the oldest comes last
    assert (event.kind, event.story) == ("joined", dict(stream.stories())["ferry-tabloid"])


def test_nothing_added_is_no_change() -> None:
    assert add(StoryStream()) == []


def test_what_was_saved_goes_on_as_if_never_stopped() -> None:
    stream, stopped = StoryStream(), StoryStream()
    for article in [FERRY[0], STRIKE[0], FERRY[1], STRIKE[1], FERRY[2], STRIKE[2]]:
        events = add(stream, article)
        assert add(stopped, article) == events
        stopped = StoryStream.load(stopped.dump())
    assert stopped.dump() == stream.dump()
    assert stopped.stories() == stream.stories()
    assert list(stopped.history) == list(stream.history)


@pytest.mark.parametrize("data", [b"", b"{}", b"\x81\xa1a\x01", b"no state at all"])
def test_what_is_no_state_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no saved state"):
        StoryStream.load(data)


def without_checksum(data: bytes) -> bytes:
    """Return a state as form 3 had it: nothing before the MessagePack."""
    return data[data.index(b"\x89\xb0variorum_stories") :]


def test_any_damage_is_seen_and_said() -> None:
    stream = StoryStream()
    for article in [*FERRY, *STRIKE]:
        add(stream, article)
    whole = stream.dump()
    assert StoryStream.load(whole).stories() == stream.stories()
    source = random.Random(1)
    places = {0, 1, 20, 35, 40, len(whole) - 1, *(source.randrange(len(whole)) for _ in range(100))}
    damaged = [whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in places]
    for data in [*damaged, whole[:-1], whole[:30], whole + b"\x00", whole + whole]:
        with pytest.raises(InputError, match="damaged|no saved state"):
            StoryStream.load(data)


def test_a_state_of_before_there_were_checksums_is_read() -> None:
    stream = StoryStream()
    for article in FERRY:
        add(stream, article)
    data = without_checksum(stream.dump())
    saved = msgspec.msgpack.encode({**msgspec.msgpack.decode(data), "variorum_stories": 3})
    assert StoryStream.load(saved).stories() == stream.stories()


def test_a_state_of_another_version_is_refused() -> None:
    saved = msgspec.msgpack.decode(without_checksum(StoryStream().dump()))
    for fields in (saved, {"nodes": []}):
        with pytest.raises(InputError, match="form 99"):
            StoryStream.load(msgspec.msgpack.encode({**fields, "variorum_stories": 99}))


# what becomes of stories


def founded(*groups: Sequence[str]) -> tuple[Register, list[str]]:
    register = Register()
    return register, [event.story for event in register.update(groups, AT)]


def test_two_stories_that_prove_to_be_one_merge_into_the_larger() -> None:
    register, [small, large] = founded(["a"], ["b", "c"])
    events = register.update([["a", "b", "c"]], AT)
    assert events == [Event(kind="merged", at=AT, story=small, articles=("a",), other=large)]
    assert set(register.story_of.values()) == {large}
    assert register.articles(small) == frozenset()


def test_a_story_that_proves_to_be_two_splits_and_the_larger_part_keeps_its_id() -> None:
    register, [story] = founded(["a", "b", "c"])
    [event] = register.update([["a"], ["b", "c"]], AT)
    assert (event.kind, event.articles, event.other) == ("split", ("a",), story)
    assert register.articles(story) == {"b", "c"}
    assert register.articles(event.story) == {"a"}


def test_an_article_can_move_to_another_story() -> None:
    register, [first, second] = founded(["a", "b", "c"], ["d", "e"])
    events = register.update([["a", "b"], ["c", "d", "e"]], AT)
    assert events == [Event(kind="moved", at=AT, story=second, articles=("c",), other=first)]


def test_a_new_article_can_bring_two_stories_together() -> None:
    register, [first, second] = founded(["a"], ["b"])
    events = register.update([["a", "b", "new"]], AT)
    assert kinds(events) == ["merged", "joined"]
    assert (events[0].story, events[0].other, events[1].story) == (second, first, first)


def test_a_story_that_comes_again_gets_an_id_of_its_own() -> None:
    register, _ = founded(["a"], ["b"])
    register.update([["a", "b"]], AT)
    register.update([["a"], ["b"]], AT)
    register.update([["a", "b"]], AT)
    [split] = register.update([["a"], ["b"]], AT)
    stories = [event.story for event in register.history if event.kind in ("founded", "split")]
    assert len(stories) == len(set(stories)) == 4
    assert split.kind == "split"


def test_the_history_tells_the_whole_state() -> None:
    register, _ = founded(["a", "b", "c"], ["d"], ["e", "f"])
    register.update([["a", "d", "new"], ["b", "c"]], AT)
    register.update([["e"], ["f", "a"], ["d", "new"]], AT)
    assert Register(register.history).story_of == register.story_of
