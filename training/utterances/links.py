"""Fit what tells whether two statements of different reports are one utterance, told in other words.

Usage: python training/utterances/links.py OUT.json LABELLED.json.gz LABELLED_ANN.jsonl

LABELLED: stories that were read completely, ``{key: {"articles", "utterances"}}``: each utterance with a
snippet of every reading. LABELLED_ANN: their output of ``variorum annotate``, each record with "event". Only
stories whose key has an even first byte of SHA-256 are seen; the others stay for measuring.

Pairs of statements that render one utterance are the positives, all other pairs that a story would be asked
about the negatives. Readers name what is worth linking, not everything: two statements of which the reading
names neither count little, and nothing where they share a long stretch of words, so that a repetition that
nobody wrote down is not learnt as a difference. Gradient boosting of small trees (LightGBM, in
training/requirements.txt), where more of a measure may only speak for one utterance, or only against it,
wherever reason says so. First it prints, by five-fold cross-validation over stories, the precision among
pairs of which the reading names at least one, and the share of all linked pairs that are found, by threshold.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import lightgbm
import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.differences.slots import stories
from training.stories.scorer import steps, tree

from variorum.collation.utterances.rendering import renderings
from variorum.collation.utterances.resemblance import MEASURES, likenesses
from variorum.collation.utterances.statements import Statements, statements
from variorum.settings import LinkSettings
from variorum.text.trees import Scale, Scorer

TREES, LEAVES, RATE, LEAST = 150, 6, 0.05, 20
SEEDS = 1
RISING = (
    "alike", "short_share", "long_share", "weight", "rarest", "shared", "prefixes", "couples", "run", "voice",
    "voice_words", "numbers", "names", "sentence", "around", "margin", "other_margin", "roles", "called",
)  # fmt: skip
FALLING = ("numbers_missing", "names_missing", "apart", "rank", "other_rank")
UNNAMED = 0.1  # what a negative weighs of which the reading names neither statement
LONG_RUN = 6  # equal words in a row from which such a pair weighs nothing
OVERLAP = 0.3  # of a snippet, in code points, that a statement must hold
THRESHOLDS = (0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1)
FOLDS = 5
Floats = NDArray[np.float64]


class Examples(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs of statements. table: their measures. named: whether the reading names one of the two.

    fold: of the story. missed: pairs of one utterance that no story would be asked about.
    """

    table: Floats
    same: NDArray[np.bool_]
    named: NDArray[np.bool_]
    fold: NDArray[np.int64]
    missed: int


def held_back(key: str) -> bool:
    """Tell whether a story is of the half that nothing is fitted on."""
    return bool(sha256(key.encode()).digest()[0] % 2)


def readings(story: Mapping[str, object], said: Statements) -> list[set[int]]:
    """Return for each statement the utterances of the reading that it renders."""
    texts = {one["id"]: one["text"] for one in story["articles"]}
    found: list[set[int]] = [set() for _ in said.found]
    for number, utterance in enumerate(story["utterances"]):
        for reading in utterance["readings"]:
            start = texts[reading["article"]].find(reading["snippet"])
            size = len(reading["snippet"])
            for place, one in enumerate(said.found):
                if start >= 0 and one.source.article.id == reading["article"]:
                    shared = [min(span.end, start + size) - max(span.start, start) for span in one.content]
                    if max(shared) > OVERLAP * size:
                        found[place].add(number)
    return found


def examples(gold: Path, annotated: Path) -> Examples:
    """Return the pairs of the stories that are seen."""
    with gzip.open(gold, "rt", encoding="utf-8") as file:
        read = json.load(file)
    settings = LinkSettings()
    rows, same, named, fold = [], [], [], []
    missed = 0
    for key, articles in stories(annotated).items():
        if held_back(key):
            continue
        said = statements(articles, renderings(tuple(articles)), settings.sentences)
        renders = readings(read[key], said)
        asked = likenesses(said, settings)
        pairs = list(zip(asked.one, asked.other, strict=True))
        if pairs:
            rows.append(np.array([asked.measures[name] for name in MEASURES]).T)
        same += [bool(renders[a] & renders[b]) for a, b in pairs]
        named += [bool(renders[a] or renders[b]) for a, b in pairs]
        fold += [sha256(key.encode()).digest()[1] % FOLDS] * len(pairs)
        looked_at = set(pairs)
        missed += sum(
            (a, b) not in looked_at
            and said.found[a].place != said.found[b].place
            and bool(renders[a] & renders[b])
            for a, b in combinations(range(len(renders)), 2)
        )
    return Examples(
        table=np.vstack(rows), same=np.array(same), named=np.array(named), fold=np.array(fold), missed=missed
    )


def weights(of: Examples) -> Floats:
    """Return what each pair counts."""
    found = np.ones(len(of.same))
    unnamed = ~of.named & ~of.same
    found[unnamed] = UNNAMED
    found[unnamed & (of.table[:, MEASURES.index("run")] >= LONG_RUN)] = 0.0
    return found


def fit(of: Examples, seen: NDArray[np.bool_]) -> Scorer:
    """Return the trees fitted on the pairs that are ``seen``, the mean of several seeds."""
    weight = weights(of)
    used = seen & (weight > 0)
    measures = {name: of.table[used, at] for at, name in enumerate(MEASURES)}
    scales = tuple(Scale(measure=name, thresholds=steps([measures[name]])) for name in MEASURES)
    codes = Scorer(note="", scales=scales, trees=()).codes(measures).T
    directions = [int(name in RISING) - int(name in FALLING) for name in MEASURES]
    trees = []
    for seed in range(SEEDS):
        settings = {
            "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": LEAST,
            "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0,
            "monotone_constraints": directions, "use_missing": False, "deterministic": True,
            "force_row_wise": True, "seed": seed, "num_threads": 1, "verbose": -1,
        }  # fmt: skip
        examples_of = lightgbm.Dataset(codes, of.same[used].astype(np.int8), weight=weight[used])
        booster = lightgbm.train(settings, examples_of, TREES)
        trees += [tree(one["tree_structure"]) for one in booster.dump_model()["tree_info"]]
    note = "whether two statements are one utterance; fitted by training/utterances/links.py"
    return Scorer(note=note, scales=scales, trees=tuple(_share(one) for one in trees))


def _share(one):
    """Return a tree that adds its part of the mean of the seeds."""
    return msgspec.structs.replace(one, leaves=tuple(round(leaf / SEEDS, 6) for leaf in one.leaves))


def probabilities(scorer: Scorer, of: Examples, asked: NDArray[np.bool_]) -> Floats:
    """Return what the trees say of the pairs that are ``asked``."""
    return scorer.probabilities(scorer.codes({name: of.table[asked, at] for at, name in enumerate(MEASURES)}))


def crossed(of: Examples) -> Floats:
    """Return the probability of each pair by trees that never saw its story."""
    found = np.zeros(len(of.same))
    for fold in range(FOLDS):
        out = of.fold == fold
        found[out] = probabilities(fit(of, ~out), of, out)
    return found


def show(values: Floats, of: Examples) -> None:
    """Print precision among named pairs and recall, by how many of the two are direct."""
    for direct, name in enumerate(("both indirect", "one", "both direct")):
        own = of.table[:, MEASURES.index("direct")] == direct
        for threshold in THRESHOLDS:
            said = own & of.named & (values >= threshold)
            print(
                f"{name}, from {threshold}: {of.same[said].mean():.2f} of {said.sum()} right,"
                f" {(of.same & said).sum() / max(1, (of.same & own).sum()):.2f} found"
            )


def main(target: Path, gold: Path, annotated: Path) -> None:
    """Fit, print what cross-validation gives, and write."""
    of = examples(gold, annotated)
    print(f"{len(of.same):,} pairs, {of.same.sum()} of one utterance, {of.missed} more are never asked about")
    show(crossed(of), of)
    scorer = fit(of, np.ones(len(of.same), np.bool_))
    target.write_bytes(msgspec.json.encode(scorer) + b"\n")
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
