"""What differs between the base of an utterance and one reading: places with a type and a circumstance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from variorum.collation.utterances.rendering import Stretch
from variorum.collation.variants.exchanges import NameKind
from variorum.collation.variants.losses import limits_negation, lost_circumstance, negation_count
from variorum.collation.variants.substitutions import substitution
from variorum.model import DifferenceType
from variorum.model.kinds import Circumstance
from variorum.settings import VARIANTS, CollateSettings
from variorum.text.alignment import Operation
from variorum.text.normalise import Word


class Change(Struct, frozen=True, kw_only=True):
    """One place where a reading departs from the base; positions count words, end exclusive."""

    kind: DifferenceType
    circumstance: Circumstance
    base_start: int
    base_end: int
    start: int
    end: int
    marked: bool | None = None


Read = TypeVar("Read", bound=Stretch, covariant=True)


class AlignedPair(Struct, Generic[Read], frozen=True, kw_only=True):
    """A base, a reading, and how they align."""

    base: Read
    reading: Read
    operations: tuple[Operation, ...]


def changes(pair: AlignedPair[Stretch], name_kind: NameKind, settings: CollateSettings) -> list[Change]:
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
            at_start, at_end = _is_head(operations, index), index == last
            found += _replaced(
                pair, operation, name_kind, at_start=at_start, at_end=at_end, settings=settings
            )
        else:
            found.append(_gap_change(pair, operation, settings))
    return _with_summed(pair, _with_exchanged(pair, _without_doubled(pair, found)), settings)


def _with_summed(pair: AlignedPair[Stretch], found: list[Change], settings: CollateSettings) -> list[Change]:
    """Return the changes with small silent losses of one side taken together: two words of meaning that are
    gone in two places weigh as much as two that are gone in one. A word that stands elsewhere is not gone.
    """
    result = list(found)
    for longer, shorter in ((pair.base, pair.reading), (pair.reading, pair.base)):
        kept = _stems(shorter, 0, len(shorter.keys))
        lost = [
            (index, start, end)
            for index, change in enumerate(found)
            if (change.kind, change.circumstance, change.marked) == ("elision", "function", False)
            for start, end in [
                (change.base_start, change.base_end) if longer is pair.base else (change.start, change.end)
            ]
            if end > start
        ]
        gone = [len(_stems(longer, start, end) - longer.lists.function - kept) for _, start, end in lost]
        if len(lost) > 1 and sum(gone) >= settings.material_loss:
            for (index, _, _), words in zip(lost, gone, strict=True):
                if words:
                    result[index] = replace(found[index], circumstance="content")
    return result


def _is_head(operations: Sequence[Operation], index: int) -> bool:
    return index == 0 or (index == 1 and operations[0].kind != "equal")


def _with_exchanged(pair: AlignedPair[Stretch], found: list[Change]) -> list[Change]:
    """Return the changes with words that stand in each other's place, far apart, taken as exchanged."""
    function = pair.base.lists.function
    result = list(found)
    changed = [
        (
            index,
            _stems(pair.base, change.base_start, change.base_end),
            _stems(pair.reading, change.start, change.end),
        )
        for index, change in enumerate(found)
        if (change.kind, change.circumstance) == ("wording", "content")
    ]
    for (one, lost, new), (other, lost_there, new_there) in combinations(changed, 2):
        if lost == new_there and new == lost_there and lost - function:
            for index in (one, other):
                result[index] = replace(found[index], circumstance="exchanged")
    return result


def _stems(stretch: Stretch, start: int, end: int) -> set[str]:
    return set(map(stretch.lang.stem, stretch.keys[start:end]))


def _without_doubled(pair: AlignedPair[Stretch], found: list[Change]) -> list[Change]:
    """Return the changes with negations that cancel each other taken as wording."""
    result = list(found)
    turned = [index for index, change in enumerate(found) if change.kind == "negation"]
    for one, other in zip(turned, turned[1:], strict=False):
        near = found[other].base_start - found[one].base_end <= VARIANTS.double_reach
        if near and not _moved(pair, found[one], found[other]):
            for index in (one, other):
                result[index] = replace(found[index], kind="wording", circumstance="function", marked=None)
    return result


def _moved(pair: AlignedPair[Stretch], one: Change, other: Change) -> bool:
    """Tell whether a negation that is gone in one place stands in the other: it turns other words now."""
    lost = [pair.base.keys[change.base_start : change.base_end] for change in (one, other)]
    new = [pair.reading.keys[change.start : change.end] for change in (one, other)]
    return (
        bool(lost[0])
        and lost[0] == new[1]
        and not new[0]
        or bool(lost[1])
        and lost[1] == new[0]
        and not new[1]
    )


def _merge_turned(pair: AlignedPair[Stretch]) -> list[Operation]:
    """Return the operations with turned words ("a and b" for "b and a") as one replacement each."""
    merged: list[Operation] = []
    for operation in pair.operations:
        merged.append(operation)
        for size in (5, 3):
            tail = merged[-size:]
            if (
                len(tail) == size
                and tail[0].kind != "equal"
                and tail[-1].kind != "equal"
                and _turned(pair, tail)
            ):
                whole = Operation("replace", tail[0].a_start, tail[-1].a_end, tail[0].b_start, tail[-1].b_end)
                merged[-size:] = [whole]
                break
    return merged


def _turned(pair: AlignedPair[Stretch], tail: Sequence[Operation]) -> bool:
    a = pair.base.keys[tail[0].a_start : tail[-1].a_end]
    b = pair.reading.keys[tail[0].b_start : tail[-1].b_end]
    return len(a) <= VARIANTS.turned and sorted(a) == sorted(b)


def _form_changes(pair: AlignedPair[Stretch], operation: Operation) -> Iterator[Change]:
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
    return a.form != b.form or (
        a.upper != b.upper and len(a.key) > 1 and a.key != "i" and not (a.capital and b.capital)
    )


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


def _end_change(pair: AlignedPair[Stretch], operation: Operation, *, at_start: bool) -> Iterator[Change]:
    """Yield the truncation of the side that stops short."""
    longer = pair.base if operation.kind == "delete" else pair.reading
    start, end = _longer_range(operation)
    words = longer.words[start:end]
    if all(word.inserted for word in words):
        yield _change("insertion", "marked", _place(operation), marked=True)
        return
    if not at_start and end - start == 1 and negation_count(longer, start, end):
        yield _change("negation", "plain", _place(operation))  # "they aren't", "they are"
        return
    sense = _governs(longer, start, end) if at_start else limits_negation(longer, start, end)
    yield _change("truncation", "sense" if sense else "plain", _place(operation))


def _longer_range(operation: Operation) -> tuple[int, int]:
    if operation.kind == "delete":
        return operation.a_start, operation.a_end
    return operation.b_start, operation.b_end


def _governs(longer: Stretch, start: int, end: int) -> bool:
    """Tell whether words cut before ``end`` belong to its sentence and turn or limit it, or give it to
    somebody.
    """
    inside = [cut for cut in longer.read.sentences if cut <= end]
    first = max([start, end - VARIANTS.governing_reach, *inside])
    if longer.keys[end - 1] in longer.lists.beginning_anew or _answered(longer, end - 1):
        return False
    lists = longer.lists
    if (
        end - start > 1
        and longer.keys[end - 1] in lists.introducing
        and longer.keys[end - 2] in lists.relaying
    ):
        return True  # "the articles charge that he ..." becomes "he ..."
    turning = lists.turning & set(longer.keys[first:end])
    return bool(turning) and not _not_only(longer.keys, first, end, lists.not_only_followers)


def _answered(longer: Stretch, at: int) -> bool:
    """Tell whether a word is an answer by itself, as the first of "No, I will not"."""
    text, end = longer.source.article.text, longer.words[at].end
    return longer.keys[at] == "no" and text[end : end + 1] in (",", ".", ";", ":")


def _not_only(keys: Sequence[str], start: int, end: int, followers: frozenset[str]) -> bool:
    return any(
        keys[at] == "not" and at + 1 < len(keys) and keys[at + 1] in followers for at in range(start, end)
    )


def _gap_change(pair: AlignedPair[Stretch], operation: Operation, settings: CollateSettings) -> Change:
    """Return what it is that one side has and the other has not, in the midst of common words."""
    lost_by_reading = operation.kind == "delete"
    longer, shorter = (pair.base, pair.reading) if lost_by_reading else (pair.reading, pair.base)
    operation = _at_sentences(longer, operation)
    start, end = _longer_range(operation)
    gap = operation.b_start if lost_by_reading else operation.a_start
    words = longer.words[start:end]
    place = _place(operation)
    if all(word.kind == "mask" for word in words):
        return _change("censoring", "plain", place)
    if longer.keys[start:end] == ("'s",) and start > 0 and longer.keys[start - 1].endswith("s"):
        return _change("form", "plain", place)  # the two ways to write a possessive: States', States's
    circumstance = lost_circumstance(longer, start, end, settings)
    if any(word.inserted for word in words):
        sense = circumstance == "sense" and any(word.key == "not" for word in words)
        return _change("insertion", "sense" if sense else "marked", place, marked=True)
    marked = bool(
        shorter.read.gaps & {gap - 1, gap, gap + 1}
    )  # a word repeated at its edge may shift the gap
    if circumstance == "negation":
        if not _whole_sentences(longer, start, end):
            turned = _change("negation", "plain", place)
            return _change("elision", "sense", place, marked=True) if marked else turned
        circumstance = "content"
    if marked or gap in shorter.read.breaks:
        return _change(
            "elision", "sense" if circumstance == "sense" and marked else "marked", place, marked=marked
        )
    if _whole_sentences(longer, start, end):
        weight: Circumstance = "function" if circumstance in ("filler", "function") else "plain"
        return _change("splice", weight, place)
    return _change("elision", circumstance, place, marked=False)


def _at_sentences(longer: Stretch, operation: Operation) -> Operation:
    """Return the gap moved to sentence ends, where words that repeat leave open which were lost."""
    start, end = _longer_range(operation)
    ends = longer.read.sentences | {0, len(longer.keys)}
    for step in range(end - start):
        at, last = start - step, end - step
        if at < 0 or (step and longer.keys[at] != longer.keys[last]):
            break
        if at in ends and last in ends:
            if operation.kind == "delete":
                return Operation("delete", at, last, operation.b_start - step, operation.b_end - step)
            return Operation("insert", operation.a_start - step, operation.a_end - step, at, last)
    return operation


def _whole_sentences(longer: Stretch, start: int, end: int) -> bool:
    """Tell whether at least one sentence end lies inside the words, or they are whole sentences."""
    ends = longer.read.sentences
    return any(start < cut < end for cut in ends) or (start in ends and end in ends)


def _replaced(
    pair: AlignedPair[Stretch],
    operation: Operation,
    name_kind: NameKind,
    *,
    at_start: bool,
    at_end: bool,
    settings: CollateSettings,
) -> Iterator[Change]:
    """Yield what a replacement is; at an end, different sentences or a marked gap are no changed words."""
    gap = _gap_before_end(pair, operation)
    if gap is not None:
        yield _gap_change(pair, gap, settings)
        return
    if _marked_change(pair, operation) or (at_end and _after_gap(pair, operation)):
        yield _change("elision", "marked", _place(operation), marked=True)
        return
    lengths = operation.a_end - operation.a_start, operation.b_end - operation.b_start
    if sorted(pair.base.keys[operation.a_start : operation.a_end]) == sorted(
        pair.reading.keys[operation.b_start : operation.b_end]
    ):
        for kind, circumstance, marked in substitution(pair.base, pair.reading, operation, name_kind):
            yield _change(kind, circumstance, _place(operation), marked)
        return
    apart = (at_start and _ends_sentence(pair, operation)) or (at_end and _begins_sentence(pair, operation))
    if apart or ((at_start or at_end) and min(lengths) >= VARIANTS.other_words):
        yield from _two_ends(pair, operation, at_start=at_start, settings=settings)
        return
    if at_end:
        operation = _within_sentence(pair, operation)
    for kind, circumstance, marked in substitution(pair.base, pair.reading, operation, name_kind):
        yield _change(kind, circumstance, _place(operation), marked)


def _gap_before_end(pair: AlignedPair[Stretch], operation: Operation) -> Operation | None:
    """Return what one side has more, where the words of the other are the last ones of both."""
    a = pair.base.keys[operation.a_start : operation.a_end]
    b = pair.reading.keys[operation.b_start : operation.b_end]
    if len(a) > len(b) and a[-len(b) :] == b:
        end = operation.a_end - len(b)
        return Operation("delete", operation.a_start, end, operation.b_start, operation.b_start)
    if len(b) > len(a) and b[-len(a) :] == a:
        end = operation.b_end - len(a)
        return Operation("insert", operation.a_start, operation.a_start, operation.b_start, end)
    return None


def _within_sentence(pair: AlignedPair[Stretch], operation: Operation) -> Operation:
    """Return a replacement at the end without the sentences by which one side goes on."""
    a_end = min((cut for cut in pair.base.read.sentences if cut > operation.a_start), default=operation.a_end)
    b_end = min(
        (cut for cut in pair.reading.read.sentences if cut > operation.b_start), default=operation.b_end
    )
    return Operation(
        "replace",
        operation.a_start,
        min(a_end, operation.a_end),
        operation.b_start,
        min(b_end, operation.b_end),
    )


def _marked_change(pair: AlignedPair[Stretch], operation: Operation) -> bool:
    """Tell whether an ellipsis stands at the place, so that the words beside it need not correspond."""
    a, b = pair.base.read.gaps, pair.reading.read.gaps
    return (
        bool(a & {operation.a_start, operation.a_end} or b & {operation.b_start, operation.b_end})
        and max(operation.a_end - operation.a_start, operation.b_end - operation.b_start) > 2
    )


def _after_gap(pair: AlignedPair[Stretch], operation: Operation) -> bool:
    """Tell whether one side has an ellipsis a word or two before its last words: "... It is"."""
    places = (pair.base.read.gaps, operation.a_start), (pair.reading.read.gaps, operation.b_start)
    return any(0 < start - gap <= VARIANTS.resumed for gaps, start in places for gap in gaps)


def _ends_sentence(pair: AlignedPair[Stretch], operation: Operation) -> bool:
    a, b = pair.base.read, pair.reading.read
    return operation.a_end in a.sentences | a.breaks or operation.b_end in b.sentences | b.breaks


def _begins_sentence(pair: AlignedPair[Stretch], operation: Operation) -> bool:
    a, b = pair.base.read, pair.reading.read
    return operation.a_start in a.sentences | a.breaks or operation.b_start in b.sentences | b.breaks


def _two_ends(
    pair: AlignedPair[Stretch], operation: Operation, *, at_start: bool, settings: CollateSettings
) -> Iterator[Change]:
    """Yield what each side has beyond the common words, where one side is at another sentence there."""
    a = Operation("delete", operation.a_start, operation.a_end, operation.b_start, operation.b_start)
    b = Operation("insert", operation.a_end, operation.a_end, operation.b_start, operation.b_end)
    if at_start:
        a = Operation("delete", operation.a_start, operation.a_end, operation.b_end, operation.b_end)
    for part in (a, b):
        longer = pair.base if part is a else pair.reading
        start, end = _longer_range(part)
        if lost_circumstance(longer, start, end, settings) == "filler":
            yield _change("elision", "filler", _place(part), marked=False)
        else:
            yield _change("truncation", "plain", _place(part))
