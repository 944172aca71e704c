"""Alignment of two or more readings, word by word, with types of operation.

Long common runs are fixed first (unique n-grams in the longest increasing chain, as patience diff does);
what lies between them is small and gets an affine-gap alignment (Gotoh 1982) whose scores know words. So
memory stays linear in the length of the readings, and three words find their one place in three hundred.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from variorum.settings import ALIGNMENT, WORK

OperationKind = Literal["equal", "replace", "delete", "insert"]
Similarity = Callable[[int, int], float]

# Affine scores, under names of their own, which are quicker to look up.
_EQUAL = ALIGNMENT.equal
_OPEN = ALIGNMENT.open
_EXTEND = ALIGNMENT.extend
_BOTH = ALIGNMENT.both
_START = 3  # state: the alignment begins here
_CELLS = ALIGNMENT.cells
_NONE = float("-inf")
# What stands in two windows, whether the alignment may begin and end inside them; and the pairs found there.
Windows = dict[tuple[tuple[int, ...], tuple[int, ...], bool, bool], list[tuple[int, int]]]


class Operation(Struct, frozen=True, gc=False):
    """What turns ``a[a_start:a_end]`` into ``b[b_start:b_end]``; positions count words."""

    kind: OperationKind
    a_start: int
    a_end: int
    b_start: int
    b_end: int


def align(
    a: Sequence[int],
    b: Sequence[int],
    *,
    similar: Similarity | None = None,
    windows: Windows | None = None,
) -> tuple[Operation, ...]:
    """Return the operations that turn ``a`` into ``b``, in order, covering both from end to end.

    a, b: ids of word keys. similar: score of setting a word against a different one, by their ids, below 2.5;
    -1 for all when None. Gaps at the ends cost nothing: one reading may be a fragment of the other. windows:
    kept from call to call, of ids and scores that stay the same: what stands between equal runs often comes
    again in texts that take over from each other.
    An empty side gives one insert or delete; two empty sides give no operations.
    """
    pairs = _matched(a, b, similar or _all_unlike, {} if windows is None else windows)
    return _operations(pairs, a, b)


def align_all(
    base: Sequence[int], readings: Sequence[Sequence[int]], *, similar: Similarity | None = None
) -> tuple[tuple[Operation, ...], ...]:
    """Return the alignment of each of ``readings`` to ``base``.

    Each is aligned to the base alone, so neither their order nor their number changes any of them.
    """
    return tuple(align(base, reading, similar=similar) for reading in readings)


def _all_unlike(_a: int, _b: int) -> float:
    return -1.0


def _matched(
    a: Sequence[int], b: Sequence[int], similar: Similarity, windows: Windows
) -> list[tuple[int, int]]:
    """Return the pairs of positions set against each other, equal or replaced, in order."""
    if list(a) == list(b):
        return [(i, i) for i in range(len(a))]
    runs = _anchor_runs(a, b)
    pairs: list[tuple[int, int]] = []
    a_at = b_at = 0
    for a_start, b_start, length in runs:
        first = not pairs
        window = a_at, a_start, b_at, b_start
        pairs += _between(a, b, window, similar, windows, free_start=first, free_end=False)
        pairs += [(a_start + step, b_start + step) for step in range(length)]
        a_at, b_at = a_start + length, b_start + length
    window = a_at, len(a), b_at, len(b)
    pairs += _between(a, b, window, similar, windows, free_start=not pairs, free_end=True)
    return pairs


def _anchor_runs(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return common runs (a start, b start, length) that stand in the same order in both.

    Runs of n words that occur once on each side; n falls from 4 to 2 until something is found.
    """
    for size in (4, 3, 2):
        shared = _unique_shared(a, b, size)
        if shared:
            return _merge(_increasing(shared), a, b, size)
    return []


def _unique_shared(a: Sequence[int], b: Sequence[int], size: int) -> list[tuple[int, int]]:
    places_a = _unique_places(a, size)
    places_b = _unique_places(b, size)
    return sorted(
        (at, places_b[gram]) for gram, at in places_a.items() if at >= 0 and places_b.get(gram, -1) >= 0
    )


def _unique_places(ids: Sequence[int], size: int) -> dict[tuple[int, ...], int]:
    """Return where each n-gram stands; -1 for one that occurs more than once."""
    if len(ids) <= WORK.aligned_words:
        return _kept_places(tuple(ids), size)
    return _places(ids, size)


@lru_cache(maxsize=WORK.aligned_readings)
def _kept_places(ids: tuple[int, ...], size: int) -> dict[tuple[int, ...], int]:
    """Return what ``_places`` does of a reading that is likely aligned to many, one after the other."""
    return _places(ids, size)


def _places(ids: Sequence[int], size: int) -> dict[tuple[int, ...], int]:
    places: dict[tuple[int, ...], int] = {}
    for at in range(len(ids) - size + 1):
        gram = tuple(ids[at : at + size])
        places[gram] = -1 if gram in places else at
    return places


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of pairs that rises on both sides (patience sorting, O(n log n))."""
    tails: list[int] = []
    tail_at: list[int] = []
    previous = [-1] * len(pairs)
    for index, (_, b_at) in enumerate(pairs):
        slot = bisect_left(tails, b_at)
        previous[index] = tail_at[slot - 1] if slot else -1
        if slot == len(tails):
            tails.append(b_at)
            tail_at.append(index)
        else:
            tails[slot] = b_at
            tail_at[slot] = index
    chain = []
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        chain.append(pairs[index])
        index = previous[index]
    return chain[::-1]


def _merge(
    chain: Sequence[tuple[int, int]], a: Sequence[int], b: Sequence[int], size: int
) -> list[tuple[int, int, int]]:
    """Return the chain's n-grams as maximal runs that do not touch each other's words."""
    runs: list[tuple[int, int, int]] = []
    a_at = b_at = 0
    for a_start, b_start in chain:
        if a_start + size <= a_at or b_start + size <= b_at:
            continue
        skip = max(a_at - a_start, b_at - b_start, 0)
        start_a, start_b = a_start + skip, b_start + skip
        while skip == 0 and start_a > a_at and start_b > b_at and a[start_a - 1] == b[start_b - 1]:
            start_a, start_b = start_a - 1, start_b - 1
        end_a, end_b = start_a, start_b
        while end_a < len(a) and end_b < len(b) and a[end_a] == b[end_b]:
            end_a, end_b = end_a + 1, end_b + 1
        if end_a > start_a:
            runs.append((start_a, start_b, end_a - start_a))
            a_at, b_at = end_a, end_b
    return runs


def _between(
    a: Sequence[int],
    b: Sequence[int],
    window: tuple[int, int, int, int],
    similar: Similarity,
    windows: Windows,
    *,
    free_start: bool,
    free_end: bool,
) -> list[tuple[int, int]]:
    """Return the matched pairs inside the window (a start, a end, b start, b end)."""
    a_start, a_end, b_start, b_end = window
    rows, columns = a_end - a_start, b_end - b_start
    if rows == 0 or columns == 0:
        return []
    if rows * columns > _CELLS:
        return _by_edit_distance(a, b, window)
    key = tuple(a[a_start:a_end]), tuple(b[b_start:b_end]), free_start, free_end
    found = windows.get(key)
    if found is None:
        found = windows[key] = _Gotoh(key[0], key[1], similar, free_start, free_end).pairs()
    return [(a_start + i, b_start + j) for i, j in found]


def _by_edit_distance(
    a: Sequence[int], b: Sequence[int], window: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Return pairs by plain edit distance (rapidfuzz works in linear memory); equal words only."""
    a_start, a_end, b_start, b_end = window
    pairs = []
    for code in Levenshtein.opcodes(list(a[a_start:a_end]), list(b[b_start:b_end])):
        if code.tag == "equal":
            length = code.src_end - code.src_start
            pairs += [(a_start + code.src_start + k, b_start + code.dest_start + k) for k in range(length)]
    return pairs


_Row = tuple[list[float], list[float], list[float]]  # scores of one row of the table, by state


class _Gotoh:
    """One small affine-gap table; words ``a`` down, ``b`` across.

    States: 0 matched, 1 gap in b (a's word left out), 2 gap in a. Of equal scores a match is reached from
    the lowest state, a gap from the highest. ``back`` keeps for each cell whence its three states are
    reached, two bits each. Plain lists and one loop: most of the time of a collation is spent here.
    """

    def __init__(
        self, a: Sequence[int], b: Sequence[int], similar: Similarity, free_start: bool, free_end: bool
    ) -> None:
        self.a, self.b = a, b
        self.similar = similar
        self.free_start, self.free_end = free_start, free_end
        self.back: list[list[int]] = []

    def pairs(self) -> list[tuple[int, int]]:
        """Return the matched positions in order."""
        state, i, j = self._fill()
        found = []
        while i > 0 and j > 0:
            before = self.back[i][j] >> 2 * state & 3
            if state == 0:
                found.append((i - 1, j - 1))
                i, j = i - 1, j - 1
                if before == _START:
                    break
            elif state == 1:
                i -= 1
            else:
                j -= 1
            state = before
        return found[::-1]

    def _fill(self) -> tuple[int, int, int]:
        """Fill the table; return state and cell at which to begin the way back."""
        rows, columns = len(self.a), len(self.b)
        opened = [0.0 if self.free_start else _OPEN + _EXTEND * j for j in range(max(rows, columns) + 1)]
        none = [_NONE] * (columns + 1)
        above: _Row = ([0.0, *none[1:]], none, [_NONE, *opened[1 : columns + 1]])
        self.back = [[2 << 4] * (columns + 1)]
        best = (_NONE, 0, 0, 0)
        for i, word in enumerate(self.a, 1):
            gains = [_EQUAL if word == other else self.similar(word, other) for other in self.b]
            above, ways = _next_row(above, gains, opened[i], self.free_start and i > 1)
            self.back.append(ways)
            if self.free_end:
                inner = max(above[0])
                at = max(j for j, score in enumerate(above[0]) if score == inner)
                best = max(best, _end(above, i, columns), (inner + _BOTH, i, at, 0))
        if self.free_end:
            best = max(best, *(_end(above, rows, j) for j in range(columns + 1)))
            score, i, j, state = best
            return (state, i, j) if score > 0 else (0, 0, 0)
        return max(range(3), key=lambda state: above[state][columns]), rows, columns


def _next_row(above: _Row, gains: Sequence[float], first: float, may_start: bool) -> tuple[_Row, list[int]]:
    """Return the row under ``above``, and whence each of its cells is reached.

    gains: of setting the row's word against each word across. first: the gap before all of them. may_start:
    the alignment may begin inside the row.
    """
    matched, skipped_a, skipped_b = [_NONE], [first], [_NONE]
    ways = [1 << 2]
    opened, extended, both = _OPEN, _EXTEND, _BOTH  # local names are quicker to look up
    left, left_a, left_b = _NONE, first, _NONE
    cells = zip(gains, zip(*above, strict=True), islice(zip(*above, strict=True), 1, None), strict=False)
    for gain, (entered, corner_a, corner_b), (up, up_a, up_b) in cells:
        way = 0
        if corner_a > entered:
            entered, way = corner_a, 1
        if corner_b > entered:
            entered, way = corner_b, 2
        if may_start and entered < both and len(ways) > 1:
            entered, way = both, _START
        score, from_above = up + opened, 0
        if up_a + extended >= score:
            score, from_above = up_a + extended, 1 << 2
        if up_b + opened >= score:
            score, from_above = up_b + opened, 2 << 2
        gap, from_left = left + opened, 0
        if left_a + opened >= gap:
            gap, from_left = left_a + opened, 1 << 4
        if left_b + extended >= gap:
            gap, from_left = left_b + extended, 2 << 4
        left, left_a, left_b = entered + gain, score, gap
        matched.append(left)
        skipped_a.append(score)
        skipped_b.append(gap)
        ways.append(way | from_above | from_left)
    return (matched, skipped_a, skipped_b), ways


def _end(row: _Row, i: int, j: int) -> tuple[float, int, int, int]:
    """Return the best score of a cell with the cell and the state; the lowest state of equal ones."""
    state = max(range(3), key=lambda state: row[state][j])
    return row[state][j], i, j, state


def _operations(
    pairs: Sequence[tuple[int, int]], a: Sequence[int], b: Sequence[int]
) -> tuple[Operation, ...]:
    """Return the operations behind the matched pairs; changes that touch become one operation."""
    operations: list[Operation] = []
    a_at = b_at = run = 0
    a_length, b_length = len(a), len(b)
    for a_index, b_index in [*pairs, (a_length, b_length)]:
        ends = a_index == a_length or b_index == b_length
        equal = not ends and a[a_index] == b[b_index]
        if run and equal and a_index == a_at and b_index == b_at:
            run, a_at, b_at = run + 1, a_at + 1, b_at + 1
            continue
        if run:
            _add(operations, Operation("equal", a_at - run, a_at, b_at - run, b_at), join=True)
            run = 0
        if a_index > a_at or b_index > b_at:
            at_end = not operations or a_index == a_length and b_index == b_length
            _add(operations, _gap(a_at, a_index, b_at, b_index), join=not at_end)
        if equal:
            run = 1
        elif not ends:
            join = len(operations) > 1 or not operations or operations[0].kind != "delete"
            _add(operations, Operation("replace", a_index, a_index + 1, b_index, b_index + 1), join=join)
        a_at, b_at = a_index + 1, b_index + 1
    return tuple(operations)


def _gap(a_start: int, a_end: int, b_start: int, b_end: int) -> Operation:
    kind: OperationKind = "insert" if a_start == a_end else "delete" if b_start == b_end else "replace"
    return Operation(kind, a_start, a_end, b_start, b_end)


def _add(operations: list[Operation], new: Operation, *, join: bool) -> None:
    """Append ``new``, or let it run together with the operation before it when both are of a sort.

    A gap at either end of the alignment stays apart (join False): there one reading simply goes on.
    """
    last = operations[-1] if operations else None
    if last is None or not join or (last.kind == "equal") != (new.kind == "equal"):
        operations.append(new)
        return
    kind: OperationKind = "equal"
    if new.kind != "equal":
        kind = _gap(last.a_start, new.a_end, last.b_start, new.b_end).kind
    operations[-1] = Operation(kind, last.a_start, new.a_end, last.b_start, new.b_end)


def turned_operations(a: Sequence[str], b: Sequence[str]) -> tuple[Operation, ...] | None:
    """Return how ``b`` departs from ``a`` when it has the same words in another order, None when it has not.

    What is not in the same place at both ends is one replacement.
    """
    if len(a) != len(b) or a == b or sorted(a) != sorted(b):
        return None
    size = len(a)
    start = next(at for at in range(size) if a[at] != b[at])
    end = next(at for at in range(size, 0, -1) if a[at - 1] != b[at - 1])
    inner = Operation("replace", start, end, start, end)
    head = (Operation("equal", 0, start, 0, start),) if start else ()
    return (*head, inner, Operation("equal", end, size, end, size)) if end < size else (*head, inner)
