"""Fit what tells which figures of two reports answer one question, and how likely they then differ.

Usage: python training/differences/slots.py OUT.json LABELLED.json.gz LABELLED_ANN.jsonl ANN.jsonl...

ANN: output of ``variorum annotate`` over many stories of several reports each, every record with the field
``event``. No labels are needed: two figures of one kind in neighbouring sentences whose values agree most
likely answer one question; two that do not, while the value of one stands elsewhere in the other report,
answer two. What tells these apart without looking at the values is learnt (gradient boosting of small trees,
LightGBM, in training/requirements.txt).

LABELLED: stories that were read completely, ``{key: {"articles", "differences"}}``, and their annotation.
On one half of them, by the SHA-256 of the key, a logistic curve from the trees' sum and what the values are
to each other to the share of pairs that the reading calls a difference is fitted; the other half is printed:
how many of the likeliest pairs are differences there.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import lightgbm
import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.stories.scorer import steps, tree

from variorum.collation.slots.likely import Likelihood, relations
from variorum.collation.slots.pairs import MEASURES, Pair, pairs
from variorum.model import AnnotatedArticle, Article
from variorum.model.codec import take_annotation
from variorum.settings import CollateSettings
from variorum.text.trees import Scale, Scorer

TREES, LEAVES, RATE = 150, 8, 0.08
SLACK = 60  # characters between a pair's figure and the words of a labelled side, at most
TRIVIAL = "1-1"  # "one" agrees with "one" whatever was asked
Floats = NDArray[np.float64]


def stories(path: Path) -> dict[str, list[AnnotatedArticle]]:
    """Return the annotated articles of each event, by date and id."""
    found: dict[str, list[AnnotatedArticle]] = defaultdict(list)
    fields = set(Article.__struct_fields__) - {"extra"}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        own = {name: record[name] for name in fields & set(record) if record[name] is not None}
        rest = {name: value for name, value in record.items() if name not in fields}
        article = take_annotation(msgspec.convert({**own, "extra": rest}, Article))
        if article is not None:
            found[str(record["event"])].append(article)
    for of_event in found.values():
        of_event.sort(key=lambda one: (one.article.date is None, one.article.date or "", one.article.id))
    return found


def columns(found: Sequence[Pair]) -> dict[str, Floats]:
    """Return the measures of pairs by name."""
    table = np.array([pair.measures for pair in found], np.float64).T
    return dict(zip(MEASURES, table, strict=True))


def fit_trees(found: Sequence[Pair]) -> Scorer:
    """Return the trees that tell pairs of equal values from pairs that answer two questions."""
    used = [
        pair
        for pair in found
        if (pair.same and pair.one.key != TRIVIAL) or (not pair.same and pair.elsewhere)
    ]
    measures = columns(used)
    scales = tuple(Scale(measure=name, thresholds=steps([measures[name]])) for name in MEASURES)
    empty = Scorer(note="", scales=scales, trees=())
    settings = {
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 60,
        "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1, "use_missing": False,
        "deterministic": True, "force_row_wise": True, "seed": 1, "num_threads": 1, "verbose": -1,
    }  # fmt: skip
    labels = np.array([pair.same for pair in used])
    examples = lightgbm.Dataset(empty.codes(measures).T, labels.astype(np.int8))
    booster = lightgbm.train(settings, examples, TREES)
    print(f"{len(used):,} pairs, {labels.sum():,} of equal values", flush=True)
    trees = tuple(tree(one["tree_structure"]) for one in booster.dump_model()["tree_info"])
    note = "which figures answer one question; fitted without labels by training/differences/slots.py"
    return Scorer(note=note, scales=scales, trees=trees)


def held_back(key: str) -> bool:
    """Tell whether a labelled story is of the half that nothing is fitted on."""
    return bool(int(sha256(key.encode()).hexdigest(), 16) % 2)


def labelled(story: Mapping[str, object], found: Sequence[Pair]) -> Iterator[bool]:
    """Yield for each pair whether the reading has a figure or a date that differs at its two places."""
    texts = {one["id"]: one["text"] for one in story["articles"]}
    wanted = []
    for difference in story["differences"]:
        if difference["type"] in ("figure", "date"):
            sides = []
            for side in difference["sides"]:
                places = [
                    (one["article"], texts[one["article"]].find(one["snippet"]), len(one["snippet"]))
                    for one in side["evidence"]
                ]
                sides.append(places)
            wanted.append(sides)
    for pair in found:
        yield any(
            i != j and _near(pair.one, first) and _near(pair.other, second)
            for sides in wanted
            for i, first in enumerate(sides)
            for j, second in enumerate(sides)
        )


def _near(value: object, places: Sequence[tuple[str, int, int]]) -> bool:
    span = value.span
    return any(
        article == value.source.article.id and at - SLACK <= span.end and span.start <= at + size + SLACK
        for article, at, size in places
    )


def logistic(rows: Floats, labels: NDArray[np.bool_], ridge: float = 3.0) -> Floats:
    """Return the weights of a logistic curve, the constant first; Newton's method with a ridge."""
    table = np.hstack([np.ones((len(rows), 1)), rows])
    weights = np.zeros(table.shape[1])
    penalty = np.full(table.shape[1], ridge)
    penalty[0] = 0
    for _ in range(30):
        expected = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (labels - expected) - penalty * weights
        curve = (table * (expected * (1 - expected))[:, None]).T @ table + np.diag(penalty)
        weights += np.linalg.solve(curve, slope)
    return weights


def main(target: Path, gold: Path, gold_annotated: Path, unlabelled: Sequence[Path]) -> None:
    """Fit, write, and print what the held-back half gives."""
    rounding = CollateSettings().rounding
    free = [
        pair
        for path in unlabelled
        for of_event in stories(path).values()
        for pair in pairs(of_event, rounding)
    ]
    scorer = fit_trees(free)
    with gzip.open(gold, "rt", encoding="utf-8") as file:
        read = json.load(file)
    rows, labels, held, named = [], [], [], []
    for key, articles in stories(gold_annotated).items():
        found = [pair for pair in pairs(articles, rounding) if not pair.same]
        if found:
            rows.append(relations(scorer, found))
            labels += list(labelled(read[key], found))
            held += [held_back(key)] * len(found)
            named += [(key, pair.one.kind, *sorted((pair.one.key, pair.other.key))) for pair in found]
    table, truth, kept = np.vstack(rows), np.array(labels), np.array(held)
    weights = logistic(table[~kept], truth[~kept])
    target.write_bytes(
        msgspec.json.encode(Likelihood(slots=scorer, weights=tuple(np.round(weights, 5).tolist()))) + b"\n"
    )
    print(f"{target}: {target.stat().st_size:,} bytes; weights {np.round(weights, 3).tolist()}")
    odds = weights[0] + table @ weights[1:]
    for name, half in (("fitted", ~kept), ("held back", kept)):
        best: dict[tuple[str, ...], tuple[float, bool]] = {}
        for place in np.flatnonzero(half).tolist():
            best[named[place]] = max(
                best.get(named[place], (-99.0, False)), (float(odds[place]), bool(truth[place]))
            )
        order = sorted(best.values(), reverse=True)
        hits = {count: sum(label for _, label in order[:count]) for count in (10, 20, 30, 50, 80, 120, 200)}
        print(f"{name}: {len(order):,} pairs of values, differences among the likeliest: {hits}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
