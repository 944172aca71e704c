"""Fit what tells which values that do not agree are a difference, from pairs that were read one by one.

Usage: python training/differences/judge.py SLOTS.json VERDICTS.json ANN.jsonl...

SLOTS: what ``slots.py`` wrote; the judge and its curve are put into it. ANN: as for ``slots.py``. VERDICTS:
``{key of a pair: 1 or 0}``, whether a reader called the pair a difference in what both reports tell (1), or
two things, a birthday, a sum, a rounding (0); see ``key``. The pairs were chosen in four rounds, each time
the likeliest by what the verdicts before had given. No text is kept of them.

Prints, for folds of whole stories, how many of the likeliest pairs are differences.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import lightgbm
import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.differences.slots import logistic, stories
from training.stories.scorer import steps, tree

from variorum.collation.claims.slots.likely import Likelihood, log_odds
from variorum.collation.claims.slots.nearest import index
from variorum.collation.claims.slots.pairs import MEASURES, Pair, pairs
from variorum.collation.claims.slots.relations import RELATIONS, relations
from variorum.collation.claims.slots.values import Value
from variorum.model import AnnotatedArticle
from variorum.settings import CollateSettings
from variorum.text.trees import Scale, Scorer

TREES, LEAVES, RATE, SEEDS = 150, 5, 0.05, (1, 2, 3)
FOLDS = 10
NAMES = (*MEASURES, *RELATIONS)
Floats = NDArray[np.float64]


def key(pair: Pair) -> str:
    """Return the first 16 digits of a hash of both sentences and of where in them the values stand."""
    return sha256("\0".join((*_where(pair.one), *_where(pair.other))).encode()).hexdigest()[:16]


def _where(value: Value) -> tuple[str, str]:
    sentence = value.source.annotation.sentences[value.sentence]
    return sentence.of(value.source.article.text), str(value.span.start - sentence.start)


def examples(
    shipped: Likelihood, articles: Sequence[AnnotatedArticle], verdicts: dict[str, int]
) -> tuple[Floats, list[int]]:
    """Return rows and verdicts of the pairs of a story that were read."""
    of = index(articles)
    found = list(pairs(articles, CollateSettings(), of))
    rows = relations(found, shipped.odds(found), of.rarity, len(articles), of.lang)
    known = [verdicts.get(key(pair)) for pair in found if not pair.same]
    kept = [at for at, verdict in enumerate(known) if verdict is not None]
    return rows[kept], [known[at] or 0 for at in kept]


def fit(scales: tuple[Scale, ...], table: Floats, labels: NDArray[np.int8]) -> Scorer:
    """Return the mean of a few sums of trees."""
    empty = Scorer(note="", scales=scales, trees=())
    codes = empty.codes(dict(zip(NAMES, table.T, strict=True))).T
    trees = []
    for seed in SEEDS:
        settings = {
            "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 10,
            "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 3,
            "boost_from_average": True, "deterministic": True, "force_row_wise": True, "seed": seed,
            "num_threads": 1, "verbose": -1, "use_missing": False,
        }  # fmt: skip
        booster = lightgbm.train(settings, lightgbm.Dataset(codes, labels), TREES)
        for one in booster.dump_model()["tree_info"]:
            made = tree(one["tree_structure"])
            leaves = tuple(round(leaf / len(SEEDS), 5) for leaf in made.leaves)
            trees.append(msgspec.structs.replace(made, leaves=leaves))
    note = "which values that do not agree are a difference; fitted by training/differences/judge.py"
    return Scorer(note=note, scales=scales, trees=tuple(trees))


def judged(scorer: Scorer, table: Floats) -> Floats:
    """Return what the trees say of each row, as log-odds."""
    return log_odds(scorer.probabilities(scorer.codes(dict(zip(NAMES, table.T, strict=True)))))


def main(target: Path, verdicts_path: Path, annotated: Sequence[Path]) -> None:
    """Fit, put into the file, and print what folds give."""
    shipped = msgspec.json.decode(target.read_bytes(), type=Likelihood)
    verdicts = json.loads(verdicts_path.read_text())
    rows, labels, folds = [], [], []
    for path in annotated:
        for event, articles in stories(path).items():
            found, read = examples(shipped, articles, verdicts)
            rows.append(found)
            labels += read
            folds += [int(sha256(event.encode()).hexdigest(), 16) % FOLDS] * len(read)
    table, truth, fold = np.vstack(rows), np.array(labels, np.int8), np.array(folds)
    scales = tuple(Scale(measure=name, thresholds=steps([table[:, at]])) for at, name in enumerate(NAMES))
    apart = np.zeros(len(truth))
    for one in range(FOLDS):
        if (fold == one).any():
            apart[fold == one] = judged(
                fit(scales, table[fold != one], truth[fold != one]), table[fold == one]
            )
    weights = logistic(apart[:, None], truth.astype(bool), ridge=0.1)
    curve = (round(float(weights[0]), 4), round(float(weights[1]), 4))
    whole = msgspec.structs.replace(shipped, judge=fit(scales, table, truth), curve=curve)
    target.write_bytes(msgspec.json.encode(whole) + b"\n")
    order = np.argsort(-apart, kind="stable")
    hits = {count: int(truth[order[:count]].sum()) for count in (10, 20, 30, 50, 80, 120, 200)}
    print(f"{len(truth):,} of {len(verdicts):,} verdicts, {truth.sum()} differences; likeliest: {hits}")
    print(f"{target}: {target.stat().st_size:,} bytes; curve {curve}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
