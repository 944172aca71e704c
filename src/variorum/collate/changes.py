"""What differs between the base of an utterance and one reading: places with a type and a circumstance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from variorum.collate.lexicon import lexicon, stem
from variorum.collate.losses import lost_circumstance
from variorum.collate.rendering import Rendering
from variorum.collate.severity import Circumstance
from variorum.collate.substitutions import substitution
from variorum.model import DifferenceType
from variorum.settings import CollateSettings
from variorum.text.alignment import Operation
from variorum.text.normalise import Word

NameKind = Callable[[Rendering, Word], str | None]


class Change(Struct, frozen=True, kw_only=True):
    """One place where a reading departs from the base; positions count words, end exclusive."""

    kind: DifferenceType
    circumstance: Circumstance
    base_start: int
    base_end: int
    start: int
    end: int
    marked: bool | None = None


class Pair(Struct, frozen=True, kw_only=True):
    """A base, a reading, and how they align."""

    base: Rendering
    reading: Rendering
    operations: tuple[Operation, ...]


def changes(pair: Pair, name_kind: NameKind, settings: CollateSettings) -> list[Change]:
    """Return the changes of a reading against its base, in order; none for typography."""
    found: list[Change] = []
    operations = _merge_turned(pair)
    last = len(operations) - 1
    for index, operation in enumerate(operations):
        if operation.kind == "equal":
            found += _form_changes(pair, operation)
        elif index in (0, last) and operation.kind != "replace" and len(operations) > 1:
            found += _end_change(pair, operation, at_start=index == 0)
        elif operation.kind == "replace":
            found += _replaced(pair, operation, name_kind)
        else:
            found.append(_gap_change(pair, operation, settings))
    return found


def _merge_turned(pair: Pair) -> list[Operation]:
    """Return the operations with turned words ("a and b" for "b and a") as one replacement each."""
    merged: list[Operation] = []
    for operation in pair.operations:
        merged.append(operation)
        for size in (5, 3):
            tail = merged[-size:]
            if len(tail) == size and tail[0].kind != "equal" and tail[-1].kind != "equal" and _turned(pair, tail):
                whole = Operation("replace", tail[0].a_start, tail[-1].a_end, tail[0].b_start, tail[-1].b_end)
                merged[-size:] = [whole]
                break
    return merged


def _turned(pair: Pair, tail: Sequence[Operation]) -> bool:
    a = pair.base.keys[tail[0].a_start : tail[-1].a_end]
    b = pair.reading.keys[tail[0].b_start : tail[-1].b_end]
    return len(a) <= 12 and sorted(a) == sorted(b)


def _form_changes(pair: Pair, operation: Operation) -> Iterator[Change]:
    """Yield words that are the same and printed in another form; neighbours make one change."""
    offset = operation.b_start - operation.a_start
    start: int | None = None
    for at in range(operation.a_start, operation.a_end + 1):
        differs = at < operation.a_end and _other_form(pair.base.words[at], pair.reading.words[at + offset])
        if differs and start is None:
            start = at
        elif not differs and start is not None:
            yield _change("form", "plain", (start, at, start + offset, at + offset))
            start = None


def _other_form(a: Word, b: Word) -> bool:
    return a.form != b.form or (a.upper != b.upper and len(a.key) > 1 and a.key != "i" and not (a.capital and b.capital))


def _change(
    kind: DifferenceType,
    circumstance: Circumstance,
    place: tuple[int, int, int, int],
    marked: bool | None = None,
) -> Change:
    return Change(
        kind=kind,
        circumstance=circumstance,
        base_start=place[0],
        base_end=place[1],
        start=place[2],
        end=place[3],
        marked=marked,
    )


def _place(operation: Operation) -> tuple[int, int, int, int]:
    return operation.a_start, operation.a_end, operation.b_start, operation.b_end


def _end_change(pair: Pair, operation: Operation, *, at_start: bool) -> Iterator[Change]:
    """Yield the truncation of the side that stops short."""
    longer = pair.base if operation.kind == "delete" else pair.reading
    start, end = _longer_range(operation)
    words = longer.words[start:end]
    if all(word.inserted for word in words):
        yield _change("insertion", "marked", _place(operation), marked=True)
        return
    sense = at_start and _governs(longer, start, end)
    yield _change("truncation", "sense" if sense else "plain", _place(operation))


def _longer_range(operation: Operation) -> tuple[int, int]:
    if operation.kind == "delete":
        return operation.a_start, operation.a_end
    return operation.b_start, operation.b_end


def _governs(longer: Rendering, start: int, end: int) -> bool:
    """Tell whether words cut before ``end`` belong to its sentence and turn or limit it."""
    inside = [cut for cut in longer.read.sentences if cut <= end]
    first = max([start, *inside])
    words = lexicon()
    cut = longer.keys[first:end]
    turning = {"not", "never", "if", "unless", "nobody", "without"} & set(cut)
    return bool(turning) and not _not_only(longer.keys, first, end, words.not_only_followers)


def _not_only(keys: Sequence[str], start: int, end: int, followers: frozenset[str]) -> bool:
    return any(keys[at] == "not" and at + 1 < len(keys) and keys[at + 1] in followers for at in range(start, end))


def _gap_change(pair: Pair, operation: Operation, settings: CollateSettings) -> Change:
    """Return what it is that one side has and the other has not, in the midst of common words."""
    lost_by_reading = operation.kind == "delete"
    longer, shorter = (pair.base, pair.reading) if lost_by_reading else (pair.reading, pair.base)
    start, end = _longer_range(operation)
    gap = operation.b_start if lost_by_reading else operation.a_start
    words = longer.words[start:end]
    place = _place(operation)
    if all(word.kind == "mask" for word in words):
        return _change("censoring", "plain", place)
    circumstance = lost_circumstance(longer, start, end, settings)
    if any(word.inserted for word in words):
        sense = circumstance == "sense" and any(word.key == "not" for word in words)
        return _change("insertion", "sense" if sense else "marked", place, marked=True)
    marked = gap in shorter.read.gaps
    if circumstance == "negation":
        return _change("negation", "plain", place, marked=marked)
    if marked or gap in shorter.read.breaks:
        return _change("elision", "sense" if circumstance == "sense" and marked else "marked", place, marked=marked)
    if _whole_sentences(longer, start, end):
        weight = "function" if circumstance in ("filler", "function") else "plain"
        return _change("splice", weight, place)
    return _change("elision", circumstance, place, marked=False)


def _whole_sentences(longer: Rendering, start: int, end: int) -> bool:
    """Tell whether at least one sentence end lies inside the words, or they are whole sentences."""
    ends = longer.read.sentences
    return any(start < cut < end for cut in ends) or (start in ends and end in ends)


def _replaced(pair: Pair, operation: Operation, name_kind: NameKind) -> Iterator[Change]:
    """Yield what a replacement is, taking an equal start or end of a longer one apart from it."""
    found = substitution(pair.base, pair.reading, operation, name_kind)
    for kind, circumstance, marked in found:
        yield _change(kind, circumstance, _place(operation), marked)


def is_same_stem(a: str, b: str) -> bool:
    """Tell whether two keys are forms of one word."""
    return stem(a) == stem(b)
