"""How much work a run is, counted: the lines and calls of Python that it takes, which no other job slows.

What code in C does in one call (a pattern over a text, an array) is not counted: for that ``growth`` takes
the time.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from math import log
from types import CodeType, FrameType
from typing import Any

# Lines of a function from which on its growth counts: fewer say little, and cost nothing.
TELLING = 1_000


def steps(run: Callable[[], object]) -> Counter[CodeType]:
    """Return how many lines ``run`` takes in each function: each turn of a loop for itself, and each call."""
    counts: Counter[CodeType] = Counter()

    def traced(frame: FrameType, _event: str, _argument: Any) -> Any:
        counts[frame.f_code] += 1
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        run()
    finally:
        sys.settrace(before)
    return counts


def growth(small: Callable[[], object], large: Callable[[], object], times: int) -> dict[str, float]:
    """Return the power of its size that work grows with, of all ("") and of each function by file and name.

    large: as ``small``, but ``times`` as much to read. Both are run once before, so that what is read once
    for all runs counts for neither. A function that takes few lines is left out.
    """
    small()
    large()
    before, after = steps(small), steps(large)
    told = {"": log(after.total() / before.total()) / log(times)}
    for code, count in after.items():
        if count >= TELLING:
            power = log(count / max(1, before[code])) / log(times)
            name = f"{_file(code)} {code.co_name}"
            told[name] = max(power, told.get(name, power))
    return told


def _file(code: CodeType) -> str:
    """Return the file of a function without the folders that it is installed in."""
    path = code.co_filename.replace("\\", "/")
    return path.rpartition("/src/variorum/")[2].rpartition("site-packages/")[2].removeprefix("variorum/")
