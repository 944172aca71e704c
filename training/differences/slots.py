"""Fit what tells which figures of two reports answer one question.

Usage: python training/differences/slots.py OUT.json ANN.jsonl...

ANN: output of ``variorum annotate`` over many stories of several reports each, every record with the field
``event``. No labels are needed: two figures of one kind in neighbouring sentences whose values agree most
likely answer one question; two that do not, while the value of one stands elsewhere in the other report,
answer two. What tells these apart without looking at the values is learnt (gradient boosting of small trees,
LightGBM, in training/requirements.txt).

What is written has no judge yet; ``judge.py`` puts one in.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import lightgbm
import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.stories.scorer import steps, tree

from variorum.collation.claims.slots.likely import Likelihood
from variorum.collation.claims.slots.pairs import MEASURES, Pair, pairs
from variorum.model import AnnotatedArticle, Article
from variorum.model.codec import take_annotation
from variorum.settings import CollateSettings
from variorum.text.trees import Scale, Scorer

TREES, LEAVES, RATE = 150, 8, 0.08
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
        if (pair.same and pair.one.key != TRIVIAL) or (not pair.same and any(pair.elsewhere))
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


def main(target: Path, annotated: Sequence[Path]) -> None:
    """Fit and write."""
    settings = CollateSettings()
    free = [
        pair
        for path in annotated
        for articles in stories(path).values()
        for pair in pairs(articles, settings)
    ]
    none = Scorer(note="", scales=(), trees=())
    made = Likelihood(slots=fit_trees(free), judge=none, curve=(0.0, 1.0))
    target.write_bytes(msgspec.json.encode(made) + b"\n")
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
