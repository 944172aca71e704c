"""Reads PolNeAR and turns its gold into labels for windows of words."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from variorum.annotation.neural.features import Encoded, Window, encode, windows

Span = tuple[int, int]
IGNORE = -100  # a label that does not count
TAGS = ("O", "B-content", "I-content", "B-cue", "I-cue", "B-source", "I-source")
ROLES = ("O", "B-content", "I-content", "B-source", "I-source")
KINDS = ("PERSON", "ORGANIZATION", "LOCATION", "MISC")
NAMES = ("O", *(f"{p}-{k}" for k in KINDS for p in "BI"))


@dataclass(slots=True)
class Gold:
    """One annotated attribution; spans in code points, end exclusive."""

    content: list[Span]
    cue: list[Span]
    source: list[Span]
    speech: bool
    head: Span | None = None


@dataclass(slots=True)
class Report:
    """One annotated article. ``pronouns`` are (span, part of speech) of words that augmentation may swap."""

    id: str
    text: str
    golds: list[Gold]
    names: list[tuple[int, int, str]]
    named: bool = True  # whether names were annotated at all
    pronouns: list[tuple[int, int, str]] = field(default_factory=list)
    quoted: list[Span] = field(default_factory=list)


def _spans(raw: list[list[int]]) -> list[Span]:
    return [(s[0], s[1]) for s in raw]


def _lines(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(folder: Path, split: str) -> list[Report]:
    """The reports of ``polnear.<split>.jsonl.gz``, with pronouns where the CoreNLP file lies beside it."""
    parsed = folder / f"polnear.{split}.corenlp.jsonl.gz"
    pos = {d["id"]: d for d in _lines(parsed)} if parsed.exists() else {}
    out = []
    for d in _lines(folder / f"polnear.{split}.jsonl.gz"):
        golds = [
            Gold(
                content=_spans(a["content"]), cue=_spans(a["cue"]), source=_spans(a["source"]),
                speech=a["speech"],
                head=tuple(a["source_head"]) if a.get("source_head") else None,
            )
            for a in d["attributions"]
        ]  # fmt: skip
        names = [(a, b, k) for a, b, k in d["ner"] or () if k in KINDS]
        p = pos.get(d["id"])
        tagged = zip(p["tokens"], p["pos"], strict=True) if p else ()
        pronouns = [(t[0], t[1], tag) for t, tag in tagged if tag in ("PRP", "PRP$")]
        quoted = [(q[0], q[1]) for q in d["quote_regions"]]
        out.append(
            Report(
                id=d["id"], text=d["text"], golds=golds, names=names, named=d["ner"] is not None,
                pronouns=pronouns, quoted=quoted,
            )
        )  # fmt: skip
    return out


@dataclass(slots=True)
class Links:
    """An attribution in word indices of its text."""

    content: list[Span]
    cue: Span
    source: list[Span]
    speech: bool


@dataclass(slots=True)
class Labelled:
    """An encoded text with a tag and a name label per word and its attributions."""

    encoded: Encoded
    tags: np.ndarray
    names: np.ndarray
    links: list[Links]


def tokenise(tokenizer: Tokenizer, text: str) -> Encoded:
    """Encodes one text with the features of the run time."""
    e = tokenizer.encode(text, add_special_tokens=False)
    return encode(text, e.ids, e.word_ids, e.offsets)


def _words(encoded: Encoded, span: Span) -> Span | None:
    a = int(np.searchsorted(encoded.end, span[0], side="right"))
    b = int(np.searchsorted(encoded.start, span[1], side="left"))
    return (a, b) if b > a else None


def label(report: Report, tokenizer: Tokenizer) -> Labelled:
    """Labels every word; where roles overlap, a source wins over a cue and a cue over content."""
    x = tokenise(tokenizer, report.text)
    tags, names = np.zeros(x.words, np.int64), np.full(x.words, 0 if report.named else IGNORE)
    links = []
    for gold in report.golds:
        found = {
            role: [w for s in spans if (w := _words(x, s))]
            for role, spans in (("content", gold.content), ("cue", gold.cue), ("source", gold.source))
        }
        for role, base in (("content", 1), ("cue", 3), ("source", 5)):
            for a, b in found[role]:
                tags[a] = base
                tags[a + 1 : b] = base + 1
        if found["cue"]:
            cue = (found["cue"][0][0], found["cue"][-1][1])
            links.append(Links(content=found["content"], cue=cue, source=found["source"], speech=gold.speech))
    for a, b, kind in report.names:
        w = _words(x, (a, b))
        if w:
            k = 1 + 2 * KINDS.index(kind)
            names[w[0]] = k
            names[w[0] + 1 : w[1]] = k + 1
    return Labelled(encoded=x, tags=tags, names=names, links=links)


def roles(link: Links, window: Window) -> np.ndarray:
    """The role of each word of a window for one attribution, as indices into ROLES."""
    out = np.zeros(window.end - window.begin, np.int64)
    for base, spans in ((1, link.content), (3, link.source)):
        for a, b in spans:
            a, b = max(a, window.begin) - window.begin, min(b, window.end) - window.begin
            if b > a:
                out[a] = base
                out[a + 1 : b] = base + 1
    return out


def cut(texts: list[Labelled], limits: list[int]) -> list[tuple[Labelled, Window]]:
    """The windows of all texts, each text with its own limit of sub-words."""
    return [(t, w) for t, n in zip(texts, limits, strict=True) for w in windows(t.encoded, n)]
