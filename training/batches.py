"""Batches of windows for the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from training.corpus import IGNORE, Labelled, Links, roles
from variorum.annotation.neural.batches import Batch, collate
from variorum.annotation.neural.features import Window
from variorum.annotation.neural.proposals import buckets, propose

Item = tuple[Labelled, Window]
UNKNOWN, SPECIAL = 100, 999  # sub-word ids: [UNK]; those below SPECIAL are markers and single letters


@dataclass(slots=True)
class Cues:
    """Cues of a batch with what the reader should say about them; word positions are flat over the batch."""

    first: np.ndarray
    last: np.ndarray
    context: np.ndarray
    bucket: np.ndarray
    mask: np.ndarray
    roles: np.ndarray
    kind: np.ndarray


def shuffled(items: list[Item], budget: int, rng: np.random.Generator) -> Iterator[list[Item]]:
    """All items once in random order, in batches of like length and at most ``budget`` sub-words."""
    order = [items[i] for i in rng.permutation(len(items))]
    batches: list[list[Item]] = []
    for k in range(0, len(order), 160):
        chunk = sorted(order[k : k + 160], key=lambda item: item[1].size)
        while chunk:
            take = max(1, budget // (chunk[-1][1].size + 2))
            batches.append(chunk[-take:])
            del chunk[-take:]
    for i in rng.permutation(len(batches)):
        yield batches[i]


def noisy(batch: Batch, rng: np.random.Generator, words: float = 0.03, case: float = 0.06) -> Batch:
    """Hides some sub-words, and the case of all words of some windows."""
    hide = (rng.random(batch.ids.shape) < words) & (batch.ids > SPECIAL)
    batch.ids[hide] = UNKNOWN
    for row in np.flatnonzero(rng.random(len(batch.ids)) < case):
        flat = batch.case[row]
        flat[flat > 0] = 1 if rng.random() < 0.6 else 3
    return batch


def targets(items: Sequence[Item]) -> tuple[np.ndarray, np.ndarray]:
    """Tags and names of the words of a batch, one window after the other."""
    tags = [t.tags[w.begin : w.end] for t, w in items]
    return np.concatenate(tags), np.concatenate([t.names[w.begin : w.end] for t, w in items])


def cues(items: Sequence[Item], probabilities: np.ndarray, threshold: float, extra: int = 4) -> Cues | None:
    """Gold cues of a batch, and candidates that the network itself proposes: they teach it to refuse."""
    rows = []
    at = 0
    width = max(w.end - w.begin for _, w in items)
    for labelled, window in items:
        n = window.end - window.begin
        rows += _rows(labelled, window, probabilities[at : at + n], at, width, threshold, extra)
        at += n
    if not rows:
        return None
    return Cues(*(np.stack([row[i] for row in rows]) for i in range(7)))


def _rows(
    labelled: Labelled, window: Window, p: np.ndarray, at: int, width: int, threshold: float, extra: int
) -> list[tuple]:
    n, begin = window.end - window.begin, window.begin
    golds = [k for k in labelled.links if begin <= k.cue[0] and k.cue[1] <= window.end]
    chosen: list[tuple[tuple[int, int], Links | None]] = [
        ((k.cue[0] - begin, k.cue[1] - begin), k) for k in golds
    ]
    exact = {c for c, _ in chosen}
    offered = sorted((c for c in propose(p, threshold) if c not in exact), key=lambda c: -p[c[0], 3])[:extra]
    for c in offered:
        over = [k for k in golds if k.cue[0] - begin < c[1] and c[0] < k.cue[1] - begin]
        chosen.append((c, over[0] if over else None))
    paragraph = window.source.paragraph[begin : window.end]
    rows = []
    for c, gold in chosen:
        context, bucket = np.zeros(width, np.int64), np.zeros(width, np.int64)
        mask, role = np.zeros(width, np.float32), np.full(width, IGNORE)
        context[:n], bucket[:n], mask[:n] = np.arange(at, at + n), buckets(c, paragraph), 1
        role[:n] = roles(gold, window) if gold else 0
        kind = 0 if gold is None else 1 if gold.speech else 2
        rows.append(
            (np.int64(at + c[0]), np.int64(at + c[1] - 1), context, bucket, mask, role, np.int64(kind))
        )
    return rows


__all__ = ["Cues", "collate", "cues", "noisy", "shuffled", "targets"]
