"""From the network's scores to spans: best paths, one owner for each word, whole quotations."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from variorum.annotation.neural.features import Encoded, Window
from variorum.annotation.neural.results import Attribution, Name, NameKind, Spans

__all__ = ["Calibration", "Candidate", "attributions", "best_paths", "names", "runs"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Run = tuple[int, int]

KINDS: tuple[NameKind, ...] = ("person", "organization", "location", "misc")
CONTENT, SOURCE = (1, 2), (3, 4)  # labels of first and further words
_NEVER = np.float32(-1e9)  # log-probability of what must not be


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How raw probabilities become a confidence: a logistic function fitted to the development split.

    accept: a candidate cue is taken from this probability on.
    weights: for the log-odds of cue, content and source, then the constant.
    """

    accept: float = 0.5
    weights: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)

    def confidence(self, cue: float, content: float, source: float) -> float:
        """The calibrated probability, 0 to 1, rounded to 4 digits."""
        z = self.weights[3]
        for w, p in zip(self.weights, (cue, content, source), strict=False):
            p = min(max(p, 1e-4), 1 - 1e-4)
            z += w * math.log(p / (1 - p))
        return round(1 / (1 + math.exp(-z)), 4)


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A cue that may be one, in words of its window, with what the reader says about it."""

    cue: Run
    valid: float
    attitude: bool
    path: Ints
    scores: Floats  # probability of each label of each word


def best_paths(logp: Floats, steps: Floats | None = None) -> Ints:
    """The best sequence of labels for each row of (rows, words, labels) log-probabilities.

    Label 0 stands for none; labels 2k - 1 and 2k are the first and the further words of kind k. A further
    word must follow a word of its own kind.
    steps: what going from one label to another adds (from, to), learned with the weights; None for nothing.
    """
    rows, length, labels = logp.shape
    out = np.zeros((rows, length), np.int64)
    if not length:
        return out
    further = np.arange(2, labels, 2)
    allowed = np.zeros((labels, labels), np.float32) if steps is None else steps.copy()
    for k in further.tolist():
        allowed[np.delete(np.arange(labels), (k - 1, k)), k] = _NEVER
    back = np.zeros((length, labels, rows), np.int8)
    score = logp[:, 0].T.copy()
    score[further] += _NEVER
    for t in range(1, length):
        reached = score[:, None] + allowed[:, :, None]
        back[t] = reached.argmax(0)
        score = reached.max(0) + logp[:, t].T
    out[:, -1] = score.argmax(0)
    every = np.arange(rows)
    for t in range(length - 1, 0, -1):
        out[:, t - 1] = back[t, out[:, t], every]
    return out


def runs(path: Ints, first: int, further: int, breaks: Ints) -> list[Run]:
    """Spans of words of one kind.

    A new one begins at ``first`` and wherever ``breaks``, a number for each word that never falls, changes.
    """
    out: list[Run] = []
    for found in _run(first, further).finditer(path.astype(np.uint8).tobytes()):
        a, b = found.span()
        cuts = np.flatnonzero(np.diff(breaks[a:b])) + (a + 1) if breaks[a] != breaks[b - 1] else ()
        edges = [a, *map(int, cuts), b]
        out += zip(edges, edges[1:], strict=False)
    return out


@cache
def _run(first: int, further: int) -> re.Pattern[bytes]:
    """Return what finds a run among labels written as bytes."""
    return re.compile(b"[%b%b]%b*" % tuple(re.escape(bytes([k])) for k in (first, further, further)))


def attributions(window: Window, candidates: list[Candidate], calibration: Calibration) -> list[Attribution]:
    """Chooses among candidates and gives each word of content to one of them; in order of certainty."""
    n = window.end - window.begin
    owned = np.zeros(n, bool)
    cues = np.zeros(n, bool)
    breaks = window.source.paragraph[window.begin : window.end]
    out = []
    for c in sorted(candidates, key=lambda c: (-c.valid, c.cue)):
        if c.valid < calibration.accept or owned[slice(*c.cue)].any() or cues[slice(*c.cue)].any():
            continue
        path = c.path.copy()
        path[(owned | cues) & (path > 0) & (path <= CONTENT[1])] = 0
        path[slice(*c.cue)] = 0
        content = [_whole(window, r) for r in runs(path, *CONTENT, breaks)]
        if not content:
            continue
        sources = runs(path, *SOURCE, breaks)
        best = max(sources, key=lambda r: float(_mean(c.scores, r, SOURCE)), default=None)
        for a, b in content:
            owned[a:b] = True
        cues[slice(*c.cue)] = True
        out.append(_attribution(window.source, window.begin, c, content, best, calibration))
    return out


def _mean(scores: Floats, run: Run, labels: Run) -> float:
    one, other = labels
    part = scores[run[0] : run[1], one] + scores[run[0] : run[1], other]
    return float(np.add.reduce(part) / np.float32(len(part)))


def _whole(window: Window, run: Run) -> Run:
    """Takes in the quotation marks that stand right beside a run of quoted words."""
    a, b = run
    quote = window.source.quote[window.begin : window.end]
    if a > 0 and quote[a] in (3, 6, 7) and quote[a - 1] in (1, 4):
        a -= 1
    if b < len(quote) and quote[b - 1] in (3, 6) and quote[b] in (2, 5):
        b += 1
    return a, b


def _attribution(
    x: Encoded, at: int, c: Candidate, content: list[Run], source: Run | None, calibration: Calibration
) -> Attribution:
    def spans(parts: list[Run]) -> Spans:
        return tuple((int(x.start[at + a]), int(x.end[at + b - 1])) for a, b in parts)

    inside = min(_mean(c.scores, r, CONTENT) for r in content)
    who = _mean(c.scores, source, SOURCE) if source else 1 - float(c.scores[:, SOURCE[0]].max())
    return Attribution(
        content=spans(content), cue=spans([c.cue]), source=spans([source]) if source else (),
        act="attitude" if c.attitude else "speech", confidence=calibration.confidence(c.valid, inside, who),
    )  # fmt: skip


def names(window: Window, labels: Ints) -> list[Name]:
    """Names from one label a word: 0 for none, then first and further word of each kind."""
    x, at = window.source, window.begin
    kind = (labels + 1) // 2
    begins = (kind > 0) & ((labels % 2 == 1) | (np.append(0, kind[:-1]) != kind))
    out = []
    for a in np.flatnonzero(begins).tolist():
        b = a + 1
        while b < len(labels) and kind[b] == kind[a] and not begins[b]:
            b += 1
        start, end = int(x.start[at + a]), int(x.end[at + b - 1])
        out.append(Name(start=start, end=end, kind=KINDS[int(kind[a]) - 1]))
    return out
