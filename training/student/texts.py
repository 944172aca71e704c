"""What the student reads: articles without labels, and PolNeAR's with theirs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from training.augment import Names, vary
from training.batches import Item
from training.corpus import IGNORE, Labelled, Report, cut, label, tokenise

SHINGLE = 8  # words in a row that two texts share where one copies the other
COPIED = 0.1  # part of these in a text that a held-back text has too, from which it is left out
SHORT = 200  # code points; shorter texts are headlines or scraps


def _texts(value: object) -> Iterator[str]:
    """All strings under a key ``text``, however deep."""
    if isinstance(value, dict):
        for k, v in value.items():
            if k == "text" and isinstance(v, str):
                yield v
            else:
                yield from _texts(v)
    elif isinstance(value, list):
        for v in value:
            yield from _texts(v)


def read(path: Path) -> list[str]:
    """The articles of a ``.json.gz`` or ``.jsonl.gz`` file of any shape."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        if path.name.endswith(".json.gz"):
            return list(_texts(json.load(file)))
        return [t for line in file for t in _texts(json.loads(line))]


def _shingles(text: str) -> set[int]:
    words = text.lower().split()
    return {hash(tuple(words[i : i + SHINGLE])) for i in range(max(0, len(words) - SHINGLE + 1))}


def unlabelled(paths: list[Path], held: list[Path]) -> list[str]:
    """Different texts of ``paths``, without those that repeat a text of ``held``."""
    kept = set().union(*(_shingles(t) for p in held for t in read(p)))
    out = []
    for text in dict.fromkeys(t for p in paths for t in read(p) if len(t) >= SHORT):
        own = _shingles(text)
        if len(own & kept) <= COPIED * len(own):
            out.append(text)
    return out


def bare(text: str, tokenizer: Tokenizer) -> Labelled:
    """A text of which nothing is known."""
    x = tokenise(tokenizer, text)
    blank = np.full(x.words, IGNORE)
    return Labelled(encoded=x, tags=blank, names=blank, links=[])


def endless(
    texts: list[str], reports: list[Report], share: float, sizes: tuple[int, int], tokenizer: Tokenizer,
    augment: float, rng: np.random.Generator,
) -> Iterator[tuple[list[Item], list[Item]]]:  # fmt: skip
    """Windows of some texts and of some reports with gold, drawn anew for ever; ``share``: of reports."""
    names = Names(reports)
    of_texts, of_reports = _again(len(texts), rng), _again(len(reports), rng)
    while True:
        few = [bare(texts[next(of_texts)], tokenizer) for _ in range(round(160 * (1 - share)))]
        chosen = [reports[next(of_reports)] for _ in range(round(160 * share))]
        gold = [label(vary(r, names, rng) if rng.random() < augment else r, tokenizer) for r in chosen]
        yield tuple(cut(x, rng.integers(*sizes, len(x)).tolist()) for x in (few, gold))  # type: ignore[misc]


def _again(n: int, rng: np.random.Generator) -> Iterator[int]:
    while True:
        yield from rng.permutation(n).tolist()
