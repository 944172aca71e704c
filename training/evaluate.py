"""Scores findings against gold: the measures that compare runs, and how far confidence can be trusted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from training.corpus import Gold, Report, Span
from variorum.annotation.neural import Attribution, NetworkReading
from variorum.annotation.neural.decode import KINDS as NAME_KINDS

WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
TYPES = ("all", "direct", "mixed", "indirect")


@dataclass(slots=True)
class Item:
    """An attribution as sets of word numbers, so that blanks and marks at the edges never decide."""

    content: frozenset[int]
    cue: frozenset[int]
    source: frozenset[int]
    head: frozenset[int]
    kind: str


class Words:
    """The words of a report, and which of them stand in quotation marks."""

    def __init__(self, report: Report) -> None:
        self.at = np.full(len(report.text) + 1, -1)
        quoted = np.zeros(len(report.text) + 1, bool)
        for a, b in report.quoted:
            quoted[a:b] = True
        self.quoted: list[bool] = []
        for i, m in enumerate(WORD.finditer(report.text)):
            self.at[m.start() : m.end()] = i
            self.quoted.append(bool(quoted[m.start() : m.end()].all()))

    def set(self, spans: Iterable[Span]) -> frozenset[int]:
        """Numbers of the words that the spans touch."""
        return frozenset(w for a, b in spans for w in np.unique(self.at[a:b]).tolist() if w >= 0)

    def item(self, found: Gold | Attribution) -> Item:
        """An attribution in words; its kind is read from the marks around its content."""
        content, source = self.set(found.content), self.set(found.source)
        inside = sum(self.quoted[w] for w in content)
        kind = "indirect" if not inside else "direct" if inside == len(content) else "mixed"
        head = getattr(found, "head", None)
        heads = self.set([head]) if head else self.set(found.source[:1])
        heads = heads if head else frozenset([max(heads)]) if heads else frozenset()
        return Item(content, self.set(found.cue), source, heads, kind)


def pairs(golds: Sequence[Item], found: Sequence[Item], key: str, least: float) -> list[tuple[int, int]]:
    """One-to-one pairs whose overlap (shared words by all words) is at least ``least``, best first."""
    options = []
    for i, g in enumerate(golds):
        for j, f in enumerate(found):
            a, b = getattr(g, key), getattr(f, key)
            if a & b and len(a & b) / len(a | b) >= least:
                options.append((-len(a & b) / len(a | b), i, j))
    left, right, out = set(), set(), []
    for _, i, j in sorted(options):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def right_source(gold: Item, found: Item) -> bool:
    """Whether the head of the gold source lies in the found one, or both have none."""
    return bool(gold.head & found.source) if gold.source else not found.source


def outcomes(report: Report, found: Sequence[Attribution]) -> list[bool]:
    """For each finding whether content (half of all words shared) and source are right."""
    words = Words(report)
    golds, items = [words.item(g) for g in report.golds], [words.item(f) for f in found]
    good = {j for i, j in pairs(golds, items, "content", 0.5) if right_source(golds[i], items[j])}
    return [j in good for j in range(len(found))]


def score(reports: Sequence[Report], readings: Sequence[NetworkReading]) -> dict[str, float]:
    """F1 in per cent: content and content with source for each kind, cue (same words), names.

    ``act`` is the share of found contents whose act agrees with the corpus's flag for speech.
    """
    n: Counter[tuple[str, str, str]] = Counter()
    for report, reading in zip(reports, readings, strict=True):
        words = Words(report)
        golds = [words.item(g) for g in report.golds]
        found = [words.item(a) for a in reading.attributions]
        matched = pairs(golds, found, "content", 0.5)
        linked = [(i, j) for i, j in matched if right_source(golds[i], found[j])]
        told = [(report.golds[i].speech, reading.attributions[j].act == "speech") for i, j in matched]
        _add(n, "act", len(told), len(told), sum(flag == speech for flag, speech in told))
        for t in TYPES:
            n["gold", "", t] += sum(t in ("all", g.kind) for g in golds)
            n["found", "", t] += sum(t in ("all", f.kind) for f in found)
            for name, good in (("content", matched), ("linked", linked)):
                n["recalled", name, t] += sum(t in ("all", golds[i].kind) for i, _ in good)
                n["precise", name, t] += sum(t in ("all", found[j].kind) for _, j in good)
        same = len(pairs(golds, found, "cue", 1.0))
        _add(n, "cue", sum(bool(g.cue) for g in golds), sum(bool(f.cue) for f in found), same)
        if report.named:
            real = {(a, b, k.lower()) for a, b, k in report.names}
            seen = {(x.start, x.end, str(x.kind)) for x in reading.names}
            _add(n, "names", len(real), len(seen), len(real & seen))
            for kind in NAME_KINDS:
                _add(n, kind, *(sum(k == kind for _, _, k in each) for each in (real, seen, real & seen)))
    out = {f"{name} {t}": _f1(n, name, t) for name in ("content", "linked") for t in TYPES}
    return out | {k: _f1(n, k, k) for k in ("cue", "act", "names", *NAME_KINDS)}


def _add(n: Counter[tuple[str, str, str]], name: str, golds: int, found: int, right: int) -> None:
    """Counts what is wanted, what is there and what is both; pairs are one to one."""
    n["gold", "", name] += golds
    n["found", "", name] += found
    n["recalled", name, name] += right
    n["precise", name, name] += right


def _f1(n: Counter[tuple[str, str, str]], name: str, t: str) -> float:
    p = n["precise", name, t] / max(1, n["found", "", t])
    r = n["recalled", name, t] / max(1, n["gold", "", t])
    return round(200 * p * r / (p + r), 1) if p + r else 0.0


def logistic(x: np.ndarray, y: np.ndarray, penalty: float = 1.0) -> tuple[float, ...]:
    """Weights, the constant last and not penalised, of a logistic regression by Newton's method."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    keep = np.diag([penalty] * (x.shape[1] - 1) + [1e-6])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + keep, x.T @ (y - p) - keep @ w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return tuple(round(float(v), 4) for v in w)


def reliability(
    confidence: Sequence[float], right: Sequence[bool], bins: int = 10
) -> list[tuple[float, float, int]]:
    """For each tenth of the scale that has findings: mean confidence, share that is right, how many."""
    c, r = np.asarray(confidence), np.asarray(right, float)
    at = np.minimum((c * bins).astype(int), bins - 1)
    return [
        (round(float(c[at == k].mean()), 3), round(float(r[at == k].mean()), 3), int((at == k).sum()))
        for k in range(bins)
        if (at == k).any()
    ]
