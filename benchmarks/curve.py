"""Draw how time and memory grow: what was measured as points, what is only continued as dashes.

Usage: python -m benchmarks.curve OUT.svg NAME=FILE ...

FILE is what ``benchmarks.scale`` printed, NAME what to call it. From the last point on a dashed line goes on
in proportion to the articles: an extrapolation, not a measurement.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 380, 300, 58, 34, 44
COLOURS = ("#1f5fa8", "#b3541e", "#3c7a3c")
# Powers of ten on the axes: articles, and what is measured.
ARTICLES = (4, 8)


class Panel(NamedTuple):
    """One quantity: its heading, the column of ``benchmarks.scale``, and the powers of ten shown."""

    heading: str
    column: int
    powers: tuple[int, int]


PANELS = (
    Panel("processor time, seconds", 3, (0, 6)),
    Panel("largest process, MB", 5, (1, 7)),
)


def main() -> None:
    target, *named = sys.argv[1:]
    curves = [(name, list(rows(Path(file)))) for name, file in (one.split("=", 1) for one in named)]
    width = WIDTH * len(PANELS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
        f'height="{HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        "<title>Processor time and memory by number of articles, measured and extrapolated</title>",
        f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for number, panel in enumerate(PANELS):
        parts += [f'<g transform="translate({number * WIDTH} 0)">', *drawn(panel, curves), "</g>"]
    Path(target).write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def rows(file: Path) -> Iterator[list[float]]:
    """Yield the columns of each line that starts with an engine's name."""
    for line in file.read_text(encoding="utf-8").splitlines():
        columns = line.replace(",", "").split()
        if columns and columns[0] in ("local", "spark"):
            yield [0.0, *map(float, columns[1:7])]


def drawn(panel: Panel, curves: Sequence[tuple[str, list[list[float]]]]) -> Iterator[str]:
    """Yield the elements of one panel."""
    yield f'<text x="{LEFT}" y="20" font-weight="bold">{panel.heading}</text>'
    for power in range(ARTICLES[0], ARTICLES[1] + 1):
        x, low = across(10**power), HEIGHT - BOTTOM
        yield f'<path d="M{x:.1f} {TOP}V{low}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{low + 16}" text-anchor="middle">{label(power)}</text>'
    for power in range(panel.powers[0], panel.powers[1] + 1):
        y = up(10**power, panel)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - 20}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label(power)}</text>'
    yield f'<text x="{(LEFT + WIDTH - 20) / 2}" y="{HEIGHT - 8}" text-anchor="middle">articles</text>'
    for number, (name, measured) in enumerate(curves):
        colour = COLOURS[number % len(COLOURS)]
        points = [(row[1], row[panel.column]) for row in measured]
        places = [(across(count), up(value, panel)) for count, value in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'
        count, value = points[-1]
        last = 10 ** ARTICLES[1]
        end = across(last), up(value * last / count, panel)
        yield (
            f'<path d="M{places[-1][0]:.1f} {places[-1][1]:.1f}L{end[0]:.1f} {end[1]:.1f}" '
            f'stroke="{colour}" stroke-width="2" stroke-dasharray="5 5"/>'
        )
        key = TOP + 14 + 17 * number
        yield f'<path d="M{LEFT + 10} {key - 4}h18" stroke="{colour}" stroke-width="3"/>'
        yield f'<text x="{LEFT + 34}" y="{key}">{name}</text>'


def across(count: float) -> float:
    """Return where a number of articles stands."""
    share = (math.log10(count) - ARTICLES[0]) / (ARTICLES[1] - ARTICLES[0])
    return LEFT + 8 + share * (WIDTH - 36 - LEFT)


def up(value: float, panel: Panel) -> float:
    """Return where a value stands."""
    low, high = panel.powers
    share = (math.log10(max(value, 10**low)) - low) / (high - low)
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def label(power: int) -> str:
    """Return a power of ten as one says it."""
    thousands, rest = divmod(power, 3)
    return f"{10**rest}{['', 'k', 'M'][thousands]}"


if __name__ == "__main__":
    main()
