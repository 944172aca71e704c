"""Fit how likely two sentences that answer a question of status or certainty otherwise are a difference.

Usage: python training/differences/stances.py OUT.json LABELLED.json.gz LABELLED_ANN.jsonl READ_ANN.jsonl

LABELLED: stories that were read completely, ``{key: {"articles", "differences"}}``; ANN: their annotation by
``variorum annotate``, every record with the field ``event``. A pair of answers is a difference when the
reading has one, of any type, at both places; all others are none, since the reading is complete. READ_ANN:
stories of which pairs of sentences were read (``readings.py``); pairs of answers in other sentences are left
out. Small trees (gradient boosting, LightGBM, in training/requirements.txt) are fitted on both, of the
labelled stories on one half, by the first byte of the SHA-256 of the key (even). Printed is what they give
there, each eighth of the stories by trees of the other seven, and on the half that is held back.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import lightgbm
import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.differences.readings import Place, Readings
from training.differences.slots import stories
from training.stories.scorer import steps, tree

from variorum.collation.claims.slots.nearest import index
from variorum.collation.claims.stances.marks import Sentence, sentences
from variorum.collation.claims.stances.pairs import MEASURES, AnswerPair, WordSpan, pairs
from variorum.settings import StanceSettings
from variorum.text.trees import Scale, Scorer

TREES, LEAVES, RATE, FOLDS = 80, 4, 0.06, 8
SLACK = 60  # characters between an answer and the words of a labelled side, at most
STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1.0)  # of probability, to show how well it is calibrated
BYTE = 2  # digits of a hash in base 16 that make its first byte
Floats = NDArray[np.float64]
Gold = list[list[list[tuple[str, int, int]]]]


def held_back(key: str) -> bool:
    """Tell whether a labelled story is of the half that nothing is fitted on."""
    return bool(int(sha256(key.encode()).hexdigest()[:BYTE], 16) % 2)


def codes_of(empty: Scorer, found: Sequence[AnswerPair]) -> NDArray[np.uint8]:
    """Return a row for each pair."""
    table = np.array([pair.measures for pair in found], np.float64).T
    return empty.codes(dict(zip(MEASURES, table, strict=True))).T


def fit(codes: NDArray[np.uint8], labels: NDArray[np.bool_]) -> lightgbm.Booster:
    """Return the trees for some pairs."""
    settings = {
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 40,
        "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5,
        "use_missing": False, "deterministic": True, "force_row_wise": True, "seed": 1,
        "num_threads": 1, "verbose": -1,
    }  # fmt: skip
    return lightgbm.train(settings, lightgbm.Dataset(codes, labels.astype(np.int8)), TREES)


def gold(story: Mapping[str, list[dict[str, object]]]) -> Gold:
    """Return the places of each side of each difference of a story."""
    texts = {one["id"]: one["text"] for one in story["articles"]}
    return [
        [
            [
                (one["article"], texts[one["article"]].find(one["snippet"]), len(one["snippet"]))
                for one in side["evidence"]
            ]
            for side in difference["sides"]
        ]
        for difference in story["differences"]
    ]


def is_difference(pair: AnswerPair, differences: Gold) -> bool:
    """Tell whether the reading has a difference whose two sides stand at the places of a pair."""
    return any(
        i != j and _near(pair.one, pair.mark, first) and _near(pair.other, pair.other_mark, second)
        for sides in differences
        for i, first in enumerate(sides)
        for j, second in enumerate(sides)
    )


def _near(sentence: Sentence, place: WordSpan | None, places: Sequence[tuple[str, int, int]]) -> bool:
    start = sentence.spans[place[0]].start if place else sentence.span.start
    end = sentence.spans[place[1] - 1].end if place else sentence.span.end
    own = sentence.source.article.id
    return any(
        article == own and at >= 0 and at - SLACK <= end and start <= at + size + SLACK
        for article, at, size in places
    )


def examples(gold_file: Path, annotated: Path) -> Iterator[tuple[str, AnswerPair, bool]]:
    """Yield story, pair and label."""
    with gzip.open(gold_file, "rt", encoding="utf-8") as file:
        read = json.load(file)
    for key, articles in stories(annotated).items():
        differences = gold(read[key])
        settings = StanceSettings()
        rows = [sentences(source, settings) for source in articles]
        for pair in pairs(rows, index(articles), settings):
            yield key, pair, is_difference(pair, differences)


def read_examples(annotated: Path) -> Iterator[tuple[str, AnswerPair, bool]]:
    """Yield story, pair and label of the pairs of answers in sentences that were read as a pair."""
    readings = Readings()
    for key, articles in stories(annotated).items():
        settings = StanceSettings()
        rows = [sentences(source, settings) for source in articles]
        for pair in pairs(rows, index(articles), settings):
            reading = readings.of(_text(pair.one), _text(pair.other))
            if reading is not None:
                yield (
                    key,
                    pair,
                    reading.differs(_place(pair.one, pair.mark), _place(pair.other, pair.other_mark)),
                )


def _text(sentence: Sentence) -> str:
    return sentence.span.of(sentence.source.article.text)


def _place(sentence: Sentence, place: WordSpan | None) -> Place:
    """Return where in its sentence an answer stands."""
    if place is None:
        return None
    start = sentence.span.start
    return sentence.spans[place[0]].start - start, sentence.spans[place[1] - 1].end - start


def report(
    name: str, keys: Sequence[str], found: Sequence[AnswerPair], odds: Floats, labels: NDArray[np.bool_]
) -> None:
    """Print how many of the likeliest pairs of sentences are differences."""
    seen: set[object] = set()
    order: list[bool] = []
    for at in np.argsort(-odds, kind="stable").tolist():
        one, other = found[at].one, found[at].other
        places = (one.source.article.id, one.place, other.source.article.id, other.place)
        if places not in seen:
            seen.add(places)
            order.append(bool(labels[at]))
    hits = {count: sum(order[:count]) for count in (10, 20, 40, 80, 120, 160)}
    print(f"{name}: {len(set(keys))} stories, {len(order):,} pairs, differences among the likeliest: {hits}")


def main(target: Path, gold_file: Path, annotated: Path, read: Path) -> None:
    """Fit, write, and print both halves and what was read in pairs."""
    labelled = list(examples(gold_file, annotated))
    keys, found, marks = zip(*labelled, *read_examples(read), strict=True)
    labels = np.array(marks)
    whole = np.arange(len(keys)) < len(labelled)
    kept = np.array([held_back(key) for key in keys]) & whole
    used = [pair for pair, held in zip(found, kept, strict=True) if not held]
    table = np.array([pair.measures for pair in used]).T
    scales = tuple(
        Scale(measure=name, thresholds=steps([row])) for name, row in zip(MEASURES, table, strict=True)
    )
    empty = Scorer(note="", scales=scales, trees=())
    codes = codes_of(empty, found)
    folds = np.array([int(sha256((key + "cv").encode()).hexdigest(), 16) % FOLDS for key in keys])
    odds = np.zeros(len(found))
    for fold in range(FOLDS):
        booster = fit(codes[~kept & (folds != fold)], labels[~kept & (folds != fold)])
        odds[~kept & (folds == fold)] = booster.predict(codes[~kept & (folds == fold)])
    booster = fit(codes[~kept], labels[~kept])
    odds[kept] = booster.predict(codes[kept])
    trees = tuple(tree(one["tree_structure"]) for one in booster.dump_model()["tree_info"])
    note = "which answers of status and certainty differ; fitted by training/differences/stances.py"
    target.write_bytes(msgspec.json.encode(Scorer(note=note, scales=scales, trees=trees)) + b"\n")
    print(
        f"{target}: {target.stat().st_size:,} bytes; {len(used):,} pairs, {labels[~kept].sum()} differences"
    )
    for name, part in (("cross-validated", ~kept & whole), ("held back", kept), ("read", ~whole)):
        places = np.flatnonzero(part).tolist()
        report(name, [keys[at] for at in places], [found[at] for at in places], odds[part], labels[part])
        for low, high in zip(STEPS, STEPS[1:], strict=False):
            band = part & (odds >= low) & (odds < high)
            print(f"  probability {low} to {high}: {labels[band].sum()} of {band.sum()}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
