"""Decisions: made from what a collation shows, checked, written and read as lines of JSON.

>>> one = make("merge", Judged(articles=("a-1",), to=("a-2",)), author="Ines", at="2026-11-23T09:00:00+00:00")
>>> one.kind, one.id == make(one.kind, one.judged, author=one.author, at=one.at).id
('merge', True)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from variorum.errors import BadRecord
from variorum.model import (
    AnnotatedArticle,
    Collation,
    Decision,
    DecisionKind,
    Discrepancy,
    Judged,
    JudgedDifference,
    JudgedReading,
    Reading,
    content_id,
    instant,
)
from variorum.model.codec import decode, encode

__all__ = [
    "Decision",
    "DecisionKind",
    "Judged",
    "JudgedDifference",
    "JudgedReading",
    "dump",
    "in_force",
    "judged_difference",
    "judged_reading",
    "load",
    "make",
    "same_words",
    "text_hash",
    "undo",
]

_WORD = re.compile(r"\w+")
# What each kind cannot do without: of each row one field is enough.
_NEEDS: Mapping[DecisionKind, tuple[tuple[str, ...], ...]] = {
    "same": (("readings",), ("others",)),
    "apart": (("readings",), ("others",)),
    "speaker": (("readings",),),
    "move": (("articles",), ("to",)),
    "split": (("articles",),),
    "merge": (("articles",), ("to",)),
    "dismiss": (("difference",),),
    "confirm": (("difference",),),
    "note": (("note",), ("difference", "readings", "articles")),
    "undo": (),
}


def now() -> str:
    """Return the moment in UTC, ISO 8601, to the millisecond: two decisions are seldom of one moment."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def make(
    kind: DecisionKind, judged: Judged, *, author: str, at: str | None = None, undoes: str | None = None
) -> Decision:
    """Return the decision, with its key and id.

    at: ISO 8601; now unless given. Raises BadRecord when it lacks what its kind needs.
    """
    at = at or now()
    key = _key(kind, judged, undoes)
    made = Decision(
        id=_id(kind, key, author, at, judged, undoes),
        kind=kind,
        key=key,
        author=author,
        at=at,
        judged=judged,
        undoes=undoes,
    )
    check(made)
    return made


def undo(decision: Decision, *, author: str, at: str | None = None, note: str | None = None) -> Decision:
    """Return the decision that takes ``decision`` back, which may be an ``undo`` itself."""
    return make("undo", Judged(note=note), author=author, at=at, undoes=decision.id)


def judged_difference(one: Discrepancy) -> JudgedDifference:
    """Return what a decision keeps of a difference."""
    return JudgedDifference(
        type=one.type,
        severity=one.severity,
        summary=one.summary,
        sides=tuple(side.evidence for side in one.sides),
    )


def judged_reading(reading: Reading, articles: Mapping[str, AnnotatedArticle] | None = None) -> JudgedReading:
    """Return what a decision keeps of a reading; with its article at hand the hash of its text, too."""
    known = (articles or {}).get(reading.article)
    return JudgedReading(
        article=reading.article,
        content=reading.content,
        text=reading.text,
        capture=text_hash(known.article.text) if known else None,
    )


def seen(collation: Collation) -> tuple[str, ...]:
    """Return what a decision on this story notes of it: the ids of its articles, in alphabetical order."""
    return tuple(sorted(one.id for one in collation.articles))


def text_hash(text: str) -> str:
    """Return a hash of an article's text alone: the same for every capture of it, whatever it is called."""
    return content_id("t", text)


def same_words(text: str) -> str:
    """Return what two prints of the same words share: no marks, spaces, dashes or capitals.

    Text without any word is given back as it is.
    """
    return " ".join(_WORD.findall(text.casefold())) or text


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that nobody has taken back, oldest first, each once; no ``undo`` is among them.

    Of one moment they are ordered by id, so that the order in which they are given never matters.
    """
    known = {one.id: one for one in decisions}
    back = taken_back(known.values())
    standing = [one for one in known.values() if one.kind != "undo" and one.id not in back]
    return tuple(sorted(standing, key=in_time))


def taken_back(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the decisions that are taken back, an ``undo`` among them, by id, with one that does so."""
    known = {one.id: one for one in decisions}
    against: dict[str, list[str]] = {}
    for one in known.values():
        if one.undoes is not None:
            against.setdefault(one.undoes, []).append(one.id)
    back: dict[str, str | None] = {}
    entered: set[str] = set()
    waiting = list(known)
    while waiting:
        name = waiting[-1]
        # An id is a hash over ``undoes``: what undoes what makes no ring, unless ids were made up.
        open_yet = [other for other in against.get(name, ()) if other not in entered]
        entered.add(name)
        if open_yet:
            waiting += open_yet
            continue
        waiting.pop()
        doing = (other for other in against.get(name, ()) if back.get(other, other) is None)
        back[name] = next(doing, None)
    return {name: other for name, other in back.items() if other is not None}


def in_time(decision: Decision) -> tuple[str, str]:
    """Return what decisions are ordered by."""
    return instant(decision.at), decision.id


def dump(decisions: Iterable[Decision]) -> bytes:
    """Return decisions as lines of JSON, oldest first, each once: the same ones give the same bytes."""
    ordered = sorted({one.id: one for one in decisions}.values(), key=in_time)
    return b"".join(encode(one) + b"\n" for one in ordered)


def load(data: bytes) -> Iterator[Decision]:
    """Yield the decisions of JSON lines; empty lines are passed over.

    Raises BadRecord with the number of the line for one that is none, that lacks what its kind needs, or that
    was changed since it was made.
    """
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = decode(line, Decision)
            check(one)
        except BadRecord as error:
            raise BadRecord(f"line {number} is no decision: {error.message}") from error
        yield one


def check(one: Decision) -> None:
    """Raise BadRecord for a decision that lacks what its kind needs, or was changed since it was made."""
    for fields in _NEEDS[one.kind]:
        if not any(getattr(one.judged, name) for name in fields):
            raise BadRecord(f"a decision of the kind {one.kind!r} needs {' or '.join(fields)}")
    if (one.kind == "undo") != (one.undoes is not None):
        raise BadRecord("what takes a decision back, and nothing else, names it in undoes")
    try:
        moment = datetime.fromisoformat(one.at)
    except ValueError as error:
        raise BadRecord(f"{one.at!r} is no time in ISO 8601") from error
    if moment.tzinfo is None:
        raise BadRecord(f"{one.at!r} does not say in which time zone; end it with Z or +00:00")
    if not one.author.strip():
        raise BadRecord("a decision needs an author")
    if one.id != _id(one.kind, one.key, one.author, one.at, one.judged, one.undoes):
        raise BadRecord("its id is not that of its content: it was changed since it was made")


def _id(kind: DecisionKind, key: str, author: str, at: str, judged: Judged, undoes: str | None) -> str:
    return content_id("dec", kind, key, author, at, encode(judged).decode(), undoes)


def _key(kind: DecisionKind, judged: Judged, undoes: str | None) -> str:
    """Return the hash of what is judged, by its content.

    Kinds that answer one question of one thing have one key: joined and set apart, dismissed and confirmed.
    """
    if undoes is not None:
        return content_id("k", "decision", undoes)
    if judged.difference is not None:
        told = {same_words(each.text) for side in judged.difference.sides for each in side}
        return content_id("k", "difference", judged.difference.type, *sorted(told))
    if judged.others:
        words = {same_words(each.text) for each in (*judged.readings, *judged.others)}
        return content_id("k", "utterance", *sorted(words))
    if judged.readings:
        (one, *_) = judged.readings
        return content_id("k", "quotation", one.capture or one.article, same_words(one.text))
    return content_id("k", "story", *sorted({*judged.articles, *judged.to}))
