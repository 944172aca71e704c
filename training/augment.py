"""Rewrites annotated reports so that the network learns forms that the corpus hardly shows.

Every function takes a report and a random generator and returns a new report whose spans still say the same.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

import numpy as np

from training.corpus import Gold, Report, Span
from variorum.annotation.neural.features import paragraph_spans, quote_states

Edit = tuple[int, int, str]

STYLES = (  # opening, closing mark; weights beside them
    (('"', '"'), 0.34),
    (("“", "”"), 0.24),
    (("‘", "’"), 0.22),
    (("'", "'"), 0.12),
    (("``", "''"), 0.05),
    (("«", "»"), 0.03),
)
SAID_WORDS = [
    "added", "explained", "insisted", "warned", "recalled", "joked", "argued", "admitted", "noted",
    "claimed", "quipped", "conceded", "acknowledged", "declared", "stressed", "observed", "complained",
    "shouted", "tweeted", "wrote", "testified", "continued", "concluded", "recounted", "boasted",
    "lamented", "responded", "replied", "countered", "predicted", "announced", "stated", "remarked",
    "cautioned", "confirmed", "confessed", "reflected", "asserted", "maintained", "offered", "ventured",
    "mused", "yelled", "whispered", "posted", "vowed", "alleged", "reasoned", "suggested",
]  # fmt: skip
SAYS_WORDS = [
    "adds",
    "explains",
    "insists",
    "warns",
    "recalls",
    "jokes",
    "argues",
    "admits",
    "notes",
    "writes",
]
POOLS = {"said": SAID_WORDS, "says": SAYS_WORDS, "according to": ("per",), "According to": ("Per",)}
SWAP = {"he": "she", "she": "he", "himself": "herself", "herself": "himself", "his": "her", "him": "her"}


class Names:
    """First and last names of the people a corpus mentions, for swapping."""

    def __init__(self, reports: Iterable[Report]) -> None:
        first, last = set(), set()
        for r in reports:
            for a, b, kind in r.names:
                words = r.text[a:b].split()
                if kind == "PERSON" and len(words) == 2 and all(w.isalpha() and w.istitle() for w in words):
                    first.add(words[0])
                    last.add(words[1])
        self.first, self.last = sorted(first), sorted(last - first)


def edit(report: Report, edits: list[Edit]) -> Report:
    """Applies replacements that do not overlap and moves every span; spans that vanish are dropped."""
    edits = sorted(edits)
    begins = [e[0] for e in edits]
    shifts = np.cumsum([0] + [len(new) - (e - s) for s, e, new in edits]).tolist()
    out, at = [], 0
    for s, e, new in edits:
        out += [report.text[at:s], new]
        at = e
    text = "".join([*out, report.text[at:]])

    def move(p: int, closing: bool) -> int:
        k = bisect.bisect_left(begins, p) if closing else bisect.bisect_right(begins, p)
        if k:
            s, e, new = edits[k - 1]
            if p < e or (closing and p == e):
                return s + shifts[k - 1] + (len(new) if closing else 0)
        return p + shifts[k]

    def spans(old: Iterable[Span]) -> list[Span]:
        moved = [(move(a, False), move(b, True)) for a, b in old]
        return [(a, b) for a, b in moved if b > a]

    def marked(old: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        moved = [(move(a, False), move(b, True), k) for a, b, k in old]
        return [(a, b, k) for a, b, k in moved if b > a]

    golds = [
        Gold(content=spans(g.content), cue=spans(g.cue), source=spans(g.source), speech=g.speech)
        for g in report.golds
    ]  # fmt: skip
    return Report(
        id=report.id, text=text, golds=golds, names=marked(report.names), named=report.named,
        pronouns=marked(report.pronouns),
    )  # fmt: skip


def marks(report: Report, rng: np.random.Generator) -> Report:
    """Other quotation marks throughout."""
    pairs = [p for p, _ in STYLES]
    weights = np.array([w for _, w in STYLES])
    opening, closing = pairs[rng.choice(len(pairs), p=weights / weights.sum())]
    states = quote_states(report.text, paragraph_spans(report.text))
    edits: list[Edit] = []
    for value, new in ((1, opening), (2, closing)):
        where = np.flatnonzero(states == value).tolist()
        for i in where:
            if not (i and states[i - 1] == value and i - 1 in where and report.text[i] in "`'"):
                width = 2 if report.text[i : i + 2] in ("``", "''") else 1
                edits.append((i, i + width, new))
    return edit(report, edits)


def people(report: Report, names: Names, rng: np.random.Generator) -> Report:
    """Other people: each first and last name becomes another one, the same throughout the report."""
    table: dict[str, str] = {}
    spans = sorted(
        (report.text[a:b].split() for a, b, k in report.names if k == "PERSON"), key=len, reverse=True
    )
    for words in spans:
        for i, w in enumerate(words):
            if w not in table and w.isalpha() and len(w) > 2 and w.istitle():
                pool = names.first if len(words) > 1 and i == 0 else names.last
                table[w] = pool[rng.integers(len(pool))]
    if not table:
        return report
    found = re.finditer(r"\b(?:" + "|".join(map(re.escape, table)) + r")\b", report.text)
    return edit(report, [(m.start(), m.end(), table[m.group()]) for m in found])


def pronouns(report: Report, rng: np.random.Generator) -> Report:
    """He for she and the reverse, throughout."""
    edits = []
    for a, b, tag in report.pronouns:
        word = report.text[a:b]
        new = ("his" if tag == "PRP$" else "him") if word.lower() == "her" else SWAP.get(word.lower())
        if new:
            edits.append((a, b, new.capitalize() if word[0].isupper() else new))
    return edit(report, edits)


def cues(report: Report, rng: np.random.Generator, rate: float = 0.15) -> Report:
    """Rarer verbs for some of "said" and "says"."""
    edits = []
    for a, b in sorted({g.cue[0] for g in report.golds if g.cue}):
        pool = POOLS.get(report.text[a:b])
        if pool and rng.random() < rate:
            edits.append((a, b, str(rng.choice(pool))))
    return edit(report, edits)


def formats(report: Report, rng: np.random.Generator, rate: float = 0.3) -> Report:
    """Some one-paragraph quotations as a transcript ("NAME: words") or with a dash ("words" - Name)."""
    lines = paragraph_spans(report.text)
    begins = [a for a, _ in lines]
    touched: dict[int, list[int]] = {}
    for i, g in enumerate(report.golds):
        for k in {bisect.bisect_right(begins, a) - 1 for a, _ in [*g.content, *g.cue, *g.source]}:
            touched.setdefault(k, []).append(i)
    for k in sorted(touched, reverse=True):  # from the end, so that earlier paragraphs keep their offsets
        if len(touched[k]) == 1 and rng.random() < rate:
            made = _restyle(report, lines[k], touched[k][0], rng)
            report = made or report
    return report


def _restyle(report: Report, line: Span, index: int, rng: np.random.Generator) -> Report | None:
    gold, text = report.golds[index], report.text
    if not len(gold.content) == len(gold.source) == len(gold.cue) == 1:
        return None
    (a, b), (s, e), (c, d) = gold.content[0], gold.source[0], gold.cue[0]
    between = text[b : min(s, c)] + text[min(e, d) : max(s, c)] + text[max(e, d) : line[1]]
    if (
        a != line[0]
        or min(s, c) < b
        or between.strip(" .,")
        or text[a] not in '"“'
        or text[b - 1] not in '"”'
    ):
        return None
    name = text[s:e]
    if not name[:1].isupper() or len(name) < 4 or b - a < 12:
        return None
    if rng.random() < 0.5:
        dash = str(rng.choice(["\n— ", " — ", "\n- ", " - ", "\n-", "\n― ", " –"]))
        made = edit(report, [(b, s, dash), (e, line[1], "")])
        moved = made.golds[index]
        at = moved.content[0][1] + (1 if dash[0] in " \n" else 0)
        moved.cue, moved.source = [(at, at + 1)], [(b + len(dash), b + len(dash) + len(name))]
        return made
    speaker = str(rng.choice([name, name.upper(), "A" if rng.random() < 0.7 else "Q"], p=[0.45, 0.4, 0.15]))
    keep = rng.random() < 0.4
    head, stop = f"{speaker}: {text[a] if keep else ''}", text[b - 2] if text[b - 2] in ".?!" else "."
    tail = stop + (text[b - 1] if keep else "")
    made = edit(
        report,
        [(a, a + 1, head), (b - 2, line[1], tail)]
        if text[b - 2] in ".?!,"
        else [(a, a + 1, head), (b - 1, line[1], tail)],
    )
    moved = made.golds[index]
    begin = a + len(speaker) + 2
    stop_at = begin + (b - a) + (0 if keep else -2) + (0 if text[b - 2] in ".?!," else 1)
    moved.content, moved.cue = [(begin, stop_at)], [(a + len(speaker), a + len(speaker) + 1)]
    moved.source = [(a, a + len(speaker))]
    return made


def vary(report: Report, names: Names, rng: np.random.Generator) -> Report:
    """One random mixture of the above."""
    if rng.random() < 0.5:
        report = formats(report, rng)
    if rng.random() < 0.5:
        report = cues(report, rng)
    if rng.random() < 0.25:
        report = pronouns(report, rng)
    if rng.random() < 0.4:
        report = people(report, names, rng)
    if rng.random() < 0.45:
        report = marks(report, rng)
    return report
