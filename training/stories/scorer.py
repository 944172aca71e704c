"""Fit the scorer that grouping uses, on half of the labelled stories.

Usage: python training/stories/scorer.py FOLDER OUT.json

FOLDER holds the labelled collections as ``benchmarks/stories.py`` reads them. Of each collection only
the stories whose id has an even CRC-32 are seen; the others stay for ``benchmarks/stories.py --half 1``.

Model: log-odds = base + a sum of curves, each straight between knots and rising (or falling) wherever
reason says so, fitted by penalised likelihood. Each full-text collection weighs the same; in it, half of
the weight goes to pairs alike, half to articles alike, however many pairs they are in. Every dated
collection counts again with its dates hidden, so that the scorer learns to do without.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.stories import COLLECTIONS, article, b_cubed, half, rows_of

from variorum import engines
from variorum.settings import GroupSettings
from variorum.stories.candidates import candidates
from variorum.stories.cluster import Edges, separate
from variorum.stories.features import features_of
from variorum.stories.group import known_with
from variorum.stories.neighbours import company
from variorum.stories.resemblance import Table, alike, resemblances
from variorum.stories.scorer import COMPANY, Curve, Scorer

# Whether more of a measure speaks for one story (1), against it (-1), or either (0).
DIRECTIONS = {
    "words": 1,
    "names": 1,
    "title": 1,
    "lead": 1,
    "words near": 1,
    "names near": 1,
    "both near": 1,
    "lead near": 1,
    "top word": 1,
    "shared words": 1,
    "shared names": 1,
    "rarest name": 1,
    "opening": 1,
    "rarest opening": 1,
    "figures": 1,
    COMPANY: 1,
    "near": 1,
    "weeks": 1,
    "apart": -1,
    "undated": 0,
    "shorter": 0,
    "ratio": 0,
}
KNOTS = 6
PENALTY = 1e-4
HIDDEN_DATES = 0.2
# Pairs of a collection that are used at most.
PAIRS = 15_000
# Headlines alone are one kind of collection with thousands of pairs a story; they count less.
WEIGHTS = {"uci_headlines": 0.3}

Floats = NDArray[np.float64]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Candidate pairs of one collection: what they share, whether they are of one story, their weight."""

    name: str
    ids: Sequence[str]
    stories: Sequence[str | None]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    table: Table
    measures: Mapping[str, Floats]
    same: NDArray[np.bool_]
    weight: Floats


def sample(name: str, rows: Sequence[dict[str, str | None]]) -> Sample:
    """Return the candidate pairs of a collection, as grouping would look at them."""
    settings = GroupSettings()
    nodes = features_of([article(row) for row in sorted(rows, key=itemgetter("id"))], settings=settings)
    names = [node.id for node in nodes]
    stories = {row["id"]: row.get("story") for row in rows}
    table = Table.of(nodes, known_with(nodes))
    left, right = candidates(table, engines.get(workers=1), settings)
    gold = [stories[node] for node in names]
    same = np.array([gold[a] is not None and gold[a] == gold[b] for a, b in zip(left, right, strict=True)])
    return Sample(
        name=name,
        ids=names,
        stories=gold,
        left=left,
        right=right,
        table=table,
        measures=measured(table, left, right),
        same=same,
        weight=pair_weights(gold, left, right, same),
    )


def pair_weights(
    gold: Sequence[str | None], left: NDArray[np.int64], right: NDArray[np.int64], same: NDArray[np.bool_]
) -> Floats:
    """Return weights that sum to 1: the mean of pairs alike and of articles alike.

    Two unlabelled articles may well report one event: such a pair weighs nothing.
    """
    sizes = Counter(story for story in gold if story is not None)
    size = np.array([sizes[story] if story is not None else 1 for story in gold])
    known = np.array([story is not None for story in gold])
    degree = np.bincount(np.concatenate([left[~same], right[~same]]), minlength=len(gold))
    share = 1 / np.sqrt(np.maximum(1, degree))
    of_articles = np.where(same, 1 / np.maximum(1, size[left] - 1), (share[left] + share[right]) / 2)
    counted = (known[left] | known[right]).astype(np.float64)
    weights = [counted, of_articles * counted]
    return np.asarray(sum(weight / weight.sum() for weight in weights) / len(weights))


def undated(one: Sample) -> Mapping[str, Floats]:
    """Return the measures of a collection as they were without any date."""
    blank = msgspec.structs.replace(one.table, days=np.full(len(one.ids), np.nan))
    return measured(blank, one.left, one.right)


def measured(table: Table, left: NDArray[np.int64], right: NDArray[np.int64]) -> Mapping[str, Floats]:
    """Return all measures of pairs, in the collection they are in."""
    found = dict(resemblances(table, left, right))
    found[COMPANY] = company(len(table.days), left, right, alike(found))
    return found


def fit(samples: Sequence[Sample]) -> Scorer:
    """Return the scorer with the greatest penalised likelihood."""
    parts = []
    for one in samples:
        drawn = draw(one)
        weight = drawn_weight(one, drawn) * WEIGHTS.get(one.name, 1.0)
        parts.append((taken(one.measures, drawn), one.same[drawn], weight))
        if one.name not in WEIGHTS and np.mean(one.measures["undated"]) < 0.5:
            parts.append((taken(undated(one), drawn), one.same[drawn], weight * HIDDEN_DATES))
    knots = {name: knots_of([measures[name] for measures, _, _ in parts]) for name in DIRECTIONS}
    basis = np.concatenate([ramps(measures, knots) for measures, _, _ in parts])
    sign = np.concatenate([np.where(same, 1.0, -1.0) for _, same, _ in parts])
    weight = np.concatenate([weight for _, _, weight in parts])
    base, steps = likeliest(basis, sign, weight / weight.sum(), bounds(knots))
    curves = []
    start = 0
    for name, places in knots.items():
        rises = steps[start : start + len(places) - 1]
        start += len(places) - 1
        if np.any(np.abs(rises) > 1e-6):
            curves.append(curve(name, places, np.concatenate([[0.0], np.cumsum(rises)])))
    note = "additive log-odds; fitted by training/stories/scorer.py on half of the stories of each of: "
    note += ", ".join(one.name for one in samples)
    return Scorer(note=note, base=round(base, 4), curves=tuple(curves))


def draw(one: Sample) -> NDArray[np.int64]:
    """Return which pairs of a collection are used: all, or ``PAIRS`` of them by chance, always the same."""
    size = len(one.same)
    return np.arange(size) if size <= PAIRS else np.random.default_rng(0).choice(size, PAIRS, replace=False)


def drawn_weight(one: Sample, drawn: NDArray[np.int64]) -> Floats:
    """Return the weights of the pairs drawn, which together weigh as much as all."""
    return np.asarray(one.weight[drawn] * (one.weight.sum() / one.weight[drawn].sum()))


def taken(measures: Mapping[str, Floats], drawn: NDArray[np.int64]) -> Mapping[str, Floats]:
    """Return the measures of the pairs drawn."""
    return {name: values[drawn] for name, values in measures.items()}


def curve(name: str, knots: Floats, values: Floats) -> Curve:
    """Return a curve with short figures."""
    return Curve(
        measure=name,
        knots=tuple(round(float(knot), 4) for knot in knots),
        values=tuple(round(float(value), 4) for value in values),
    )


def knots_of(columns: Sequence[Floats]) -> Floats:
    """Return places that part the values into shares alike, each collection counted alike."""
    levels = np.linspace(0.01, 0.99, KNOTS)
    drawn = np.concatenate([np.quantile(column, np.linspace(0, 1, 201)) for column in columns])
    places = np.unique(np.round(np.quantile(drawn, levels), 4))
    return places if len(places) > 1 else np.array([0.0, 1.0])


def ramps(measures: Mapping[str, Floats], knots: Mapping[str, Floats]) -> Floats:
    """Return for each pair how far it has come between each two knots, 0 to 1."""
    columns = [
        np.clip((measures[name] - low) / (high - low), 0, 1)
        for name, places in knots.items()
        for low, high in zip(places[:-1], places[1:], strict=True)
    ]
    return np.column_stack(columns)


def bounds(knots: Mapping[str, Floats]) -> list[tuple[float | None, float | None]]:
    """Return what each step of each curve may be."""
    allowed = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    return [allowed[DIRECTIONS[name]] for name, places in knots.items() for _ in places[1:]]


def likeliest(
    basis: Floats, sign: Floats, weight: Floats, limits: list[tuple[float | None, float | None]]
) -> tuple[float, Floats]:
    """Return base and steps (L-BFGS-B, Byrd et al. 1995)."""

    def loss(point: Floats) -> tuple[float, Floats]:
        base, steps = point[0], point[1:]
        wrong = -sign * (basis @ steps + base)
        slope = -sign * weight / (1 + np.exp(-wrong))
        value = float(weight @ np.logaddexp(0, wrong)) + PENALTY * float(steps @ steps)
        return value, np.concatenate([[slope.sum()], basis.T @ slope + 2 * PENALTY * steps])

    start = np.concatenate([[-1.0], np.zeros(basis.shape[1])])
    limits = [(None, None), *limits]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 400})
    return float(found.x[0]), found.x[1:]


def score(scorer: Scorer, one: Sample, joins: float) -> float:
    """Return B-cubed F1 of a collection under the scorer."""
    settings = GroupSettings(joins=joins)
    alone = {name: values for name, values in one.measures.items() if name != COMPANY}
    found = scorer.probabilities(scorer.odds(alone), one.measures[COMPANY])
    likely = found >= settings.likely
    edges = Edges(left=one.left[likely], right=one.right[likely], probabilities=found[likely])
    stories = {
        one.ids[number]: story[0] for story in separate(len(one.ids), edges, settings) for number in story
    }
    precision, recall = b_cubed(dict(zip(one.ids, one.stories, strict=True)), stories)
    return 2 * precision * recall / (precision + recall)


def main(folder: Path, target: Path) -> None:
    """Fit, write the scorer, and tell what thresholds (settings) give on the training half."""
    samples = [sample(name, [row for row in rows_of(folder, name) if half(row) == 0]) for name in COLLECTIONS]
    scorer = fit(samples)
    target.write_bytes(msgspec.json.format(msgspec.json.encode(scorer), indent=1) + b"\n")
    for joins in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        scores = [score(scorer, one, joins) for one in samples]
        full_texts = [value for one, value in zip(samples, scores, strict=True) if one.name not in WEIGHTS]
        figures = "  ".join(f"{one.name} {value:.3f}" for one, value in zip(samples, scores, strict=True))
        print(f"joins {joins:.2f}  full texts {np.mean(full_texts):.4f}  {figures}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
