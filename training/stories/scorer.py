"""Fit the scorer that grouping uses, on half of the labelled stories.

Usage: python training/stories/scorer.py FOLDER OUT.json

FOLDER holds the labelled collections as ``benchmarks/stories.py`` reads them. Of each collection only
the stories whose id has an even CRC-32 are seen; the others stay for ``benchmarks/stories.py --half 1``.
Before it fits, it prints what halves of that half give: a scorer fitted on one of them groups the whole
collection, and the stories of the other are scored. By these figures variants were chosen.

Model: gradient boosting of small trees (LightGBM, in training/requirements.txt) on measures cut into steps,
where more of a measure may only speak for one story, or only against it, wherever reason says so. Each
full-text collection weighs the same; in it, half of the weight goes to pairs alike, half to articles alike,
however many pairs they are in. Every dated collection counts again with its dates hidden, so that the scorer
learns to do without.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from zlib import crc32

import lightgbm
import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.stories import COLLECTIONS, article, b_cubed, half, rows_of

from variorum import engines
from variorum.settings import GroupSettings
from variorum.stories.candidates import candidates
from variorum.stories.cluster import Edges, separate
from variorum.stories.features import Features, features_of
from variorum.stories.furniture import furniture, of_each, opening, printed, without
from variorum.stories.group import known_with
from variorum.stories.neighbours import neighbours
from variorum.stories.resemblance import FeatureTable, alike, resemblances
from variorum.text.trees import DIGITS, Scale, Scorer, Tree

# Whether more of a measure speaks for one story (1), against it (-1), or either (0).
DIRECTIONS = {"apart": -1, "undated": 0, "shorter": 0, "ratio": 0, "crowd least": 0, "crowd most": 0}
# Steps of a measure at most.
STEPS = 63
TREES = 300
LEAVES = 8
RATE = 0.05
HIDDEN_DATES = 0.5
# Handfuls of a collection, what they weigh together beside it, and articles in one at most.
HANDFULS = 200
HANDFULS_WEIGHT = 2.0
LARGEST = 40
# Pairs of a collection that are used at most.
PAIRS = 15_000
# Headlines alone are one kind of collection with thousands of pairs a story; they count less.
WEIGHTS = {"uci_headlines": 0.3}
JOINS = (0.35, 0.4, 0.45, 0.5, 0.55)

Floats = NDArray[np.float64]
Measures = Mapping[str, Floats]
Examples = tuple[NDArray[np.uint8], NDArray[np.bool_], Floats]
"""Codes of pairs, a column each; whether they are of one story; what each weighs."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Candidate pairs of one collection: what they share, whether they are of one story.

    hidden: what they share when the dates are hidden; None where most have none. part: of each article, which
    quarter of the collection its story is in; 0 and 1 are the half that is trained on.
    """

    name: str
    ids: Sequence[str]
    stories: Sequence[str | None]
    part: NDArray[np.int64]
    nodes: Sequence[Features]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    measures: Measures
    hidden: Measures | None
    same: NDArray[np.bool_]


def sample(name: str, rows: Sequence[dict[str, str | None]]) -> Sample:
    """Return the candidate pairs of a collection, as grouping would look at them."""
    settings = GroupSettings()
    articles = [opening(article(row), settings) for row in sorted(rows, key=itemgetter("id"))]
    prints = printed(articles)
    known = furniture(prints, settings)
    nodes = features_of(without(articles, of_each(prints, known), settings), settings=settings)
    stories = {row["id"]: row.get("story") for row in rows}
    gold = [stories[node.id] for node in nodes]
    table = FeatureTable.of(nodes, known_with(nodes))
    left, right = candidates(table, engines.get(workers=1), settings)
    blank = msgspec.structs.replace(table, days=np.full(len(nodes), np.nan))
    measures = measured(table, left, right)
    return Sample(
        name=name,
        ids=[node.id for node in nodes],
        stories=gold,
        nodes=nodes,
        part=np.array([quarter(story or node.id) for story, node in zip(gold, nodes, strict=True)]),
        left=left,
        right=right,
        measures=measures,
        hidden=measured(blank, left, right) if np.mean(measures["undated"]) < 0.5 else None,
        same=np.array([gold[a] is not None and gold[a] == gold[b] for a, b in zip(left, right, strict=True)]),
    )


class Handful(msgspec.Struct, frozen=True, kw_only=True):
    """A few articles of stories that resemble each other, as an editor may give them, and their pairs."""

    stories: Sequence[str]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    measures: Measures


def handfuls(one: Sample, parts: Sequence[int]) -> list[Handful]:
    """Return ``HANDFULS`` stories of these quarters, each with those most like it; with dates and without."""
    draw = np.random.default_rng(len(one.ids))
    members: dict[str, list[int]] = {}
    for place, (story, part) in enumerate(zip(one.stories, one.part.tolist(), strict=True)):
        if story is not None and part in parts:
            members.setdefault(story, []).append(place)
    near = resembling(one, members)
    names = sorted(members)
    found = []
    for story in draw.choice(names, min(HANDFULS, len(names)), replace=False).tolist():
        places = sorted(nearest(story, members, near, int(draw.integers(4, LARGEST))))
        nodes = [one.nodes[place] for place in places]
        table = FeatureTable.of(nodes, known_with(nodes))
        blank = msgspec.structs.replace(table, days=np.full(len(nodes), np.nan))
        for own in (table, blank) if one.hidden is not None else (table,):
            left, right = candidates(own, engines.get(workers=1), GroupSettings())
            stories = [one.stories[place] or "" for place in places]
            measures = measured(own, left, right)
            found.append(Handful(stories=stories, left=left, right=right, measures=measures))
    return found


def resembling(one: Sample, members: Mapping[str, Sequence[int]]) -> dict[str, dict[str, float]]:
    """Return for each story how alike the most alike articles of it and each other story are."""
    near: dict[str, dict[str, float]] = {story: {} for story in members}
    for a, b, value in zip(one.left.tolist(), one.right.tolist(), alike(one.measures).tolist(), strict=True):
        stories = one.stories[a] or "", one.stories[b] or ""
        if stories[0] != stories[1] and all(story in near for story in stories):
            for story, other in (stories, stories[::-1]):
                near[story][other] = max(near[story].get(other, 0.0), value)
    return near


def nearest(
    story: str, members: Mapping[str, Sequence[int]], near: Mapping[str, Mapping[str, float]], most: int
) -> list[int]:
    """Return the articles of a story and of those it resembles, and so on, until there are enough."""
    chosen: list[int] = []
    reached, waiting = {story}, {story: 1.0}
    while waiting and len(chosen) < most:
        next_one = max(waiting, key=lambda other: (waiting[other], other))
        del waiting[next_one]
        chosen += members[next_one][:most]
        for other, value in near[next_one].items():
            if other not in reached:
                reached.add(other)
                waiting[other] = value
    return chosen


def quarter(story: str) -> int:
    """Return 0 or 1 in the half that is trained on, else 2 or 3."""
    return 2 * half({"id": story, "story": story}) + crc32(story.encode()) // 2 % 2


def measured(table: FeatureTable, left: NDArray[np.int64], right: NDArray[np.int64]) -> Measures:
    """Return all measures of pairs, in the collection they are in."""
    found = resemblances(table, left, right)
    return found | neighbours(len(table.days), left, right, alike(found))


def pair_weights(one: Sample, pairs: NDArray[np.int64]) -> Floats:
    """Return weights that sum to 1: the mean of pairs alike and of articles alike.

    Two unlabelled articles may well report one event: such a pair weighs nothing.
    """
    left, right, same = one.left[pairs], one.right[pairs], one.same[pairs]
    sizes = Counter(story for story in one.stories if story is not None)
    size = np.array([sizes[story] if story is not None else 1 for story in one.stories])
    known = np.array([story is not None for story in one.stories])
    degree = np.bincount(np.concatenate([left[~same], right[~same]]), minlength=len(known))
    share = 1 / np.sqrt(np.maximum(1, degree))
    of_articles = np.where(same, 1 / np.maximum(1, size[left] - 1), (share[left] + share[right]) / 2)
    counted = (known[left] | known[right]).astype(np.float64)
    weights = [counted, of_articles * counted]
    return np.asarray(sum(weight / weight.sum() for weight in weights) / len(weights))


def fit(samples: Sequence[Sample], parts: Sequence[int]) -> Scorer:
    """Return the scorer fitted on pairs of which both are in these quarters."""
    taken = [(one, *drawn(one, parts)) for one in samples]
    scales = tuple(
        Scale(measure=name, thresholds=steps([one.measures[name][pairs] for one, pairs, _ in taken]))
        for name in samples[0].measures
    )
    empty = Scorer(note="", scales=scales, trees=())
    found = [*whole_examples(taken, empty), *handful_examples(samples, parts, empty)]
    codes = np.concatenate([codes for codes, _, _ in found], axis=1).T
    same = np.concatenate([same for _, same, _ in found])
    weight = np.concatenate([weight for _, _, weight in found])
    note = "sum of trees, log-odds; fitted by training/stories/scorer.py on half of the stories of each of: "
    note += ", ".join(one.name for one in samples)
    trees = boosted(codes, same, weight / weight.mean(), [scale.measure for scale in scales])
    return Scorer(note=note, scales=scales, trees=trees)


def whole_examples(
    taken: Sequence[tuple[Sample, NDArray[np.int64], Floats]], empty: Scorer
) -> Iterator[Examples]:
    """Yield what is learnt from whole collections, with their dates and without."""
    for one, pairs, weight in taken:
        for measures, times in ((one.measures, 1.0), (one.hidden, HIDDEN_DATES)):
            if measures is not None:
                codes = empty.codes({name: values[pairs] for name, values in measures.items()})
                yield codes, one.same[pairs], weight * times


def handful_examples(samples: Sequence[Sample], parts: Sequence[int], empty: Scorer) -> Iterator[Examples]:
    """Yield what is learnt from handfuls of full texts."""
    for one in samples:
        if one.name not in WEIGHTS:
            own = [(few, *handful_pairs(few)) for few in handfuls(one, parts)]
            total = sum(float(weight.sum()) for _, _, weight in own)
            for few, same, weight in own:
                yield empty.codes(few.measures), same, weight * HANDFULS_WEIGHT / total


def boosted(
    codes: NDArray[np.uint8], same: NDArray[np.bool_], weight: Floats, names: Sequence[str]
) -> tuple[Tree, ...]:
    """Return the trees that LightGBM makes of the examples."""
    model = lightgbm.LGBMClassifier(
        n_estimators=TREES,
        learning_rate=RATE,
        num_leaves=LEAVES,
        min_child_weight=5,
        reg_lambda=1.0,
        colsample_bytree=0.6,
        subsample=0.8,
        subsample_freq=1,
        monotone_constraints=[DIRECTIONS.get(name, 1) for name in names],
        use_missing=False,
        deterministic=True,
        force_row_wise=True,
        random_state=1,
        n_jobs=1,
        verbose=-1,
    )
    model.fit(codes, same, sample_weight=weight)
    return tuple(tree(one["tree_structure"]) for one in model.booster_.dump_model()["tree_info"])


def handful_pairs(few: Handful) -> tuple[NDArray[np.bool_], Floats]:
    """Return which pairs of a handful are of one story, and weights: each article counts alike."""
    same = np.array(
        [few.stories[a] == few.stories[b] for a, b in zip(few.left, few.right, strict=True)], bool
    )
    weight = np.zeros(len(same))
    for kind in (same, ~same):
        ends = np.bincount(np.concatenate([few.left[kind], few.right[kind]]), minlength=len(few.stories))
        weight[kind] = (1 / np.maximum(1, ends))[few.left[kind]] + (1 / np.maximum(1, ends))[few.right[kind]]
    return same, weight


def drawn(one: Sample, parts: Sequence[int]) -> tuple[NDArray[np.int64], Floats]:
    """Return which pairs are used, at most ``PAIRS`` by chance, always the same; and what each weighs."""
    inside = np.isin(one.part, parts)
    pairs = np.flatnonzero(inside[one.left] & inside[one.right])
    if len(pairs) > PAIRS:
        pairs = np.sort(np.random.default_rng(0).choice(pairs, PAIRS, replace=False))
    return pairs, pair_weights(one, pairs) * WEIGHTS.get(one.name, 1.0)


def steps(columns: Sequence[Floats]) -> tuple[float, ...]:
    """Return places that part the values into shares alike, each collection counted alike.

    They lie half a digit beside what is rounded to ``DIGITS``.
    """
    values = np.concatenate([np.quantile(column, np.linspace(0, 1, 501)) for column in columns])
    places = np.unique(np.round(np.quantile(values, np.linspace(0, 1, STEPS + 2)[1:-1]), DIGITS))
    return tuple(round(float(place) + 0.5 * 10**-DIGITS, DIGITS + 1) for place in places)


def tree(structure: Mapping[str, object]) -> Tree:
    """Return a tree of LightGBM in the form of ``Scorer``."""
    splits: list[tuple[int, int, int, int]] = []
    leaves: list[float] = []

    def place(node: Mapping[str, object]) -> int:
        if "split_feature" not in node:
            leaves.append(round(float(node["leaf_value"]), 5))
            return -len(leaves)
        number = len(splits)
        splits.append((0, 0, 0, 0))
        code = int(np.floor(node["threshold"]))
        ways = place(node["left_child"]), place(node["right_child"])
        splits[number] = (int(node["split_feature"]), code, *ways)
        return number

    place(structure)
    return Tree(splits=tuple(splits), leaves=tuple(leaves))


def score(scorer: Scorer, one: Sample, joins: float, parts: Sequence[int]) -> float:
    """Return B-cubed F1 of the stories in some quarters, when the whole collection is grouped."""
    stories = grouped(scorer, len(one.ids), one.left, one.right, one.measures, joins)
    gold = dict(enumerate(one.stories))
    scored = {place for place, part in enumerate(one.part.tolist()) if part in parts and gold[place]}
    return harmonic(*b_cubed(gold, stories, scored))


def score_handfuls(scorer: Scorer, found: Sequence[Handful], joins: float) -> float:
    """Return the mean of B-cubed F1 over handfuls."""
    scores = []
    for few in found:
        stories = grouped(scorer, len(few.stories), few.left, few.right, few.measures, joins)
        scores.append(harmonic(*b_cubed(dict(enumerate(few.stories)), stories)))
    return float(np.mean(scores))


def grouped(
    scorer: Scorer,
    size: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    measures: Measures,
    joins: float,
) -> dict[int, int]:
    """Return the story of each article."""
    settings = GroupSettings(joins=joins)
    found = scorer.probabilities(scorer.codes(measures))
    likely = found >= settings.likely
    edges = Edges(left=left[likely], right=right[likely], probabilities=found[likely])
    return {place: story[0] for story in separate(size, edges, settings) for place in story}


def harmonic(precision: float, recall: float) -> float:
    """Return F1."""
    return 2 * precision * recall / (precision + recall)


def main(folder: Path, target: Path) -> None:
    """Tell what halves of the training half give; fit, and write the scorer."""
    samples = [sample(name, rows_of(folder, name)) for name in COLLECTIONS]
    full = [one for one in samples if one.name not in WEIGHTS]
    scorers = [fit(samples, [part]) for part in (0, 1)]
    few = [[handfuls(one, [1 - part]) for one in full] for part in (0, 1)]
    for joins in JOINS:
        scores = {
            one.name: float(np.mean([score(scorers[part], one, joins, [1 - part]) for part in (0, 1)]))
            for one in samples
        }
        small = [
            float(np.mean([score_handfuls(scorers[part], few[part][place], joins) for part in (0, 1)]))
            for place in range(len(full))
        ]
        mean = np.mean([scores[one.name] for one in full])
        figures = "  ".join(f"{name} {value:.3f}" for name, value in scores.items())
        handful = "  ".join(f"{value:.3f}" for value in small)
        print(
            f"joins {joins:.2f}  full texts {mean:.4f}  {figures}  handfuls {np.mean(small):.4f}  {handful}",
            flush=True,
        )
    scorer = fit(samples, [0, 1])
    target.write_bytes(msgspec.json.encode(scorer) + b"\n")
    print(f"{target}: {len(scorer.trees)} trees, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
