"""How the time of a reader grows with its text; ``make growth [TO=2000000]`` measures all kinds up to there.

A reader is measured in processor time, at sizes four times apart, until one takes long enough to be told from
noise. Twice the text may take ``LIMIT`` times as long; a quadratic reader takes four times.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from math import log2

from tests.fuzz.kinds import KINDS
from tests.fuzz.readers import READERS, Reader

LIMIT = 2.6
_STEP = 4
# Two doublings. What is quadratic shows when it takes a fifth of what is linear at the smaller size.
_LIMIT_OF_STEP = 2.45**2
_TELLING = 0.04  # seconds from which a time counts
_TOLD = 2  # sizes that take so long
_TRIES = 3


def seconds(reader: Reader, text: str, tries: int = 1) -> float:
    """Return the processor time of reading ``text``, the best of ``tries``; preparing is not counted."""
    best = float("inf")
    for _ in range(tries):
        run = reader(text)
        started = time.process_time()
        run()
        best = min(best, time.process_time() - started)
    return best


def fault(reader: Reader, kind: Callable[[int], str], start: int, most: int) -> str | None:
    """Return what is wrong with the growth from ``start`` to at most ``most`` code points, None for nothing.

    It ends one size behind the first that takes long enough: what grows too fast shows there, or was not slow
    at all.
    """
    size, before, told = start, seconds(reader, kind(start)), 0
    while size * _STEP <= most and told < _TOLD:
        size *= _STEP
        now = seconds(reader, kind(size))
        if now > _TELLING:
            told += 1
            if wrong := _too_fast(reader, kind, size, before, now):
                return wrong
        before = now
    return None


def _too_fast(reader: Reader, kind: Callable[[int], str], size: int, before: float, now: float) -> str | None:
    """Return the two times when they are too far apart, also when measured again; None when they are not."""
    # What is too short to be measured well is taken for a part of what can be.
    for tries in range(1, _TRIES + 1):
        if now <= _LIMIT_OF_STEP * max(before, _TELLING / _LIMIT_OF_STEP / 2):
            return None
        # A loaded machine slows one of the two: the best time of each counts, of more and more tries.
        before = seconds(reader, kind(size // _STEP), tries)
        now = min(now, seconds(reader, kind(size), tries))
    if now <= _LIMIT_OF_STEP * before or seconds(reader, kind(size * _STEP), 2) <= _LIMIT_OF_STEP * now:
        return None  # what begins at some size, as a process of its own, is paid once and grows no further
    return f"{before:.3f} s for {size // _STEP:,} code points, {now:.3f} s for {size:,}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the times of all kinds and what is too slow; the exit status is 1 when anything is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("kinds", nargs="*", help="names of kinds; none: all")
    parser.add_argument("--reader", default="annotate", choices=sorted(READERS))
    parser.add_argument("--start", type=int, default=125_000)
    parser.add_argument("--to", type=int, default=2_000_000)
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="no size is tried that would take longer if time doubled"
    )
    given = parser.parse_args(arguments)
    failed = 0
    for name in given.kinds or KINDS:
        times, fault = _times(READERS[given.reader], KINDS[name], given)
        exponent = _exponent(times)
        slow = fault is not None or exponent > log2(LIMIT)
        failed += slow
        told = f"{given.start * 2 ** (len(times) - 1):>10,}  time ~ length^{exponent:.2f}" if times else ""
        print(
            f"{name:28s} {' '.join(f'{each:7.2f}' for each in times)} {told}"
            f"{'  GROWS TOO FAST ' if slow else ''}{fault or ''}",
            flush=True,
        )
    return 1 if failed else 0


def _times(
    reader: Reader, kind: Callable[[int], str], given: argparse.Namespace
) -> tuple[list[float], str | None]:
    """Return the seconds at each size from the first, and what was raised at the next, if anything."""
    times: list[float] = []
    size = given.start
    while size <= given.to and (not times or 2 * times[-1] <= given.seconds):
        try:
            times.append(seconds(reader, kind(size)))
        except Exception as error:  # the other kinds are measured all the same
            return times, f"{type(error).__name__}: {error}"
        size *= 2
    return times, None


def _exponent(times: Sequence[float]) -> float:
    """Return the power of the length that time grew by in the last two doublings; one alone is too noisy."""
    if len(times) < 3:
        return 0.0
    return log2(max(times[-1], _TELLING) / max(times[-3], _TELLING)) / 2


if __name__ == "__main__":
    sys.exit(main())
