"""Figures as a table for people and as a record for programs, with what made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

import variorum
from variorum.annotation.neural import weights
from variorum.evaluation.agreement import Agreement
from variorum.evaluation.intervals import Estimate
from variorum.evaluation.judged import Share
from variorum.evaluation.scored import Score
from variorum.settings import EVALUATION


def version() -> str:
    """Return the version of this program."""
    return variorum.__version__


def record(kind: str, rows: Sequence[Score | Share], more: Mapping[str, Any] | None = None) -> bytes:
    """Return figures as one JSON document, with the version and the weights of this program."""
    head = {
        "what": kind,
        "variorum": version(),
        "weights": weights(),
        "level": EVALUATION.level,
        "rows": rows,
    }
    return msgspec.json.format(msgspec.json.encode({**head, **(more or {})}), indent=1) + b"\n"


def scores_table(rows: Iterable[Score]) -> list[str]:
    """Return scores as lines of a Markdown table."""
    lines = ["| | | precision | recall | F1 | found | labelled |", "|---|---|---|---|---|---|---|"]
    for one in rows:
        found = one.precision.of if one.precision else 0
        labelled = one.recall.of if one.recall else 0
        cells = [one.group or "all", one.asked, *map(percent, (one.precision, one.recall, one.f1))]
        lines.append(f"| {' | '.join(cells)} | {found:,} | {labelled:,} |")
    return lines


def shares_table(rows: Iterable[Share]) -> list[str]:
    """Return shares as lines of a Markdown table."""
    lines = ["| | | right | judged | unclear | open |", "|---|---|---|---|---|---|"]
    for one in rows:
        judged = one.right.of if one.right else 0
        cells = [one.group or "all", one.asked, percent(one.right)]
        lines.append(f"| {' | '.join(cells)} | {judged:,} | {one.unclear:,} | {one.unanswered:,} |")
    return lines


def agreement_lines(found: Mapping[str, Agreement | None]) -> list[str]:
    """Return a line for each thing that two people judged."""
    lines = []
    for asked, one in found.items():
        if one is not None:
            kappa = "undefined, one answer to all" if one.kappa is None else f"{one.kappa:.2f}"
            lines.append(
                f"{asked}: {one.both:,} judged by both, {percent(one.same)} alike, Cohen's kappa {kappa}"
            )
    return lines


def percent(one: Estimate | None) -> str:
    """Return a share in per cent with its interval, "92.3 (89.0–94.8)"; a dash for none."""
    if one is None:
        return "–"
    return f"{100 * one.value:.1f} ({100 * one.low:.1f}–{100 * one.high:.1f})"
