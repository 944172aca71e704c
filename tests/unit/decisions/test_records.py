"""Decisions as records: ids and keys of content, lines of JSON in and out, what is taken back."""

from __future__ import annotations

import pytest

from variorum.decisions.records import dump, in_force, load, make, same_words, undo
from variorum.errors import BadRecord
from variorum.model import Evidence, Judged, JudgedDifference, JudgedReading, Span

AT = "2026-11-23T09:00:00+00:00"


def quotation(article: str, text: str) -> JudgedReading:
    return JudgedReading(article=article, content=(Span(0, len(text)),), text=text)


def difference(*words: str) -> JudgedDifference:
    sides = tuple((Evidence(article=f"a-{word}", start=0, end=len(word), text=word),) for word in words)
    return JudgedDifference(type="figure", severity="material", summary="They differ.", sides=sides)


def test_one_thing_judged_has_one_key_whatever_is_said_of_it() -> None:
    one = make("dismiss", Judged(difference=difference("forty", "sixty")), author="Ines", at=AT)
    other = make("confirm", Judged(difference=difference("Sixty", "“forty”")), author="Tomas", at=AT)
    third = make("confirm", Judged(difference=difference("forty", "fifty")), author="Tomas", at=AT)
    assert one.key == other.key != third.key
    assert one.id != other.id
    parts = {"readings": (quotation("a", "We go."),), "others": (quotation("b", "They stay."),)}
    same, apart = (make(kind, Judged(**parts), author="Ines", at=AT) for kind in ("same", "apart"))  # type: ignore[arg-type]
    assert same.key == apart.key


def test_marks_spaces_and_capitals_are_no_words() -> None:
    assert same_words("“We can’t\n go — yet,”") == same_words("we can't go yet.") == "we can t go yet"
    assert same_words("…") == "…"


def test_lines_come_back_as_they_went_and_are_the_same_in_any_order() -> None:
    merge = make("merge", Judged(articles=("a",), to=("b",), note="one ferry"), author="Ines", at=AT)
    back = undo(merge, author="Tomas", at="2026-11-23T10:00:00+01:00", note="two ferries")
    later = make("split", Judged(articles=("a",)), author="Ines", at="2026-11-23T09:00:01Z")
    lines = dump([later, back, merge, merge])
    assert lines == dump([merge, later, back])
    assert sorted(one.id for one in load(lines)) == sorted(one.id for one in (merge, back, later))
    assert list(load(lines))[-1] == later  # ten o'clock there is nine o'clock here
    assert list(load(b"\n")) == []


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (b'"author":"Ines"', b'"author":"Tomas"', "line 2 is no decision: its id is not that of its content"),
        (b'"to":["b"]', b'"to":[]', "needs to"),
        (b'"at":"2026-11-23T09:00:00+00:00"', b'"at":"yesterday"', "no time in ISO 8601"),
        (b'"at":"2026-11-23T09:00:00+00:00"', b'"at":"2026-11-23T09:00:00"', "which time zone"),
        (b'"kind":"merge"', b'"kind":"praise"', "line 2"),
        (b"{", b"[", "line 2"),
    ],
)
def test_a_line_that_was_changed_is_refused_with_its_number(before: bytes, after: bytes, reason: str) -> None:
    line = dump([make("merge", Judged(articles=("a",), to=("b",)), author="Ines", at=AT)])
    with pytest.raises(BadRecord, match=reason.replace("(", r"\(")):
        list(load(b"\n" + line.replace(before, after, 1)))


def test_what_is_taken_back_is_not_in_force_and_stands_again_when_that_is_taken_back() -> None:
    one = make("split", Judged(articles=("a",)), author="Ines", at=AT)
    back = undo(one, author="Tomas", at="2026-11-23T10:00:00Z")
    forth = undo(back, author="Ines", at="2026-11-23T11:00:00Z")
    assert in_force([one]) == (one,)
    assert in_force([back, one]) == ()
    assert in_force([forth, back, one]) == (one,)
    assert in_force([forth, back, one, undo(one, author="Ada", at="2026-11-23T12:00:00Z")]) == ()
    assert in_force([back]) == ()
