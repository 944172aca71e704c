"""What a figure allows, and whether two figures can both be so."""

from __future__ import annotations

from math import inf

from variorum.model import Figure
from variorum.settings import FACTS


def bounds(figure: Figure) -> tuple[float, float]:
    """Return the lowest and highest value a figure allows.

    "Up to 60" does not allow 5: newspapers write it of values near the bound, so four fifths are taken.
    """
    value = figure.value if isinstance(figure.value, (int, float)) else None
    low = figure.low if figure.low is not None else value
    high = figure.high if figure.high is not None else value
    if low is None and high is None:
        return -inf, inf
    low = high if low is None else low
    high = low if high is None else high
    assert low is not None and high is not None
    if figure.bound in ("at least", "more than"):
        return low, inf
    if figure.bound in ("at most", "less than"):
        return high * 0.8, high
    return (low * 0.9, high * 1.1) if figure.bound == "about" else (low, high)


def agrees(a: Figure, b: Figure, rounding: float) -> bool:
    """Tell whether two figures can both be so, allowing for bounds and rounding."""
    if isinstance(a.value, str) and isinstance(b.value, str):  # scores, told from either side
        return sorted(a.value.split("-")) == sorted(b.value.split("-"))
    (low, high), (other_low, other_high) = bounds(a), bounds(b)
    if low <= other_high and other_low <= high:
        return True
    one, other = _nearest(a, other_low), _nearest(b, low)
    if one is None or other is None:
        return True
    if min(abs(one), abs(other)) >= FACTS.large and abs(one - other) <= FACTS.negligible * max(
        abs(one), abs(other)
    ):
        return True
    rounded = _zeros(one) != _zeros(other)
    return rounded and abs(one - other) <= rounding * max(abs(one), abs(other))


def _nearest(figure: Figure, towards: float) -> float | None:
    """Return the value of a figure, of a range the end nearer to ``towards``; None where it has neither."""
    if isinstance(figure.value, (int, float)):
        return float(figure.value)
    if figure.bound != "range" or figure.low is None or figure.high is None:
        return None
    return figure.high if towards > figure.high else figure.low


def _zeros(value: float) -> int:
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    if "." in digits:
        return -len(digits.split(".")[1])
    return len(digits) - len(digits.rstrip("0"))
