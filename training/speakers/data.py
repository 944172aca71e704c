"""Read sources and whom they mean, with what the resolver sees of them."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.pairs import features
from variorum.annotation.speakers.resolver import candidates_of, mentions_of, open_kind
from variorum.annotation.speakers.scene import Mention, Scene
from variorum.language.language import language
from variorum.model import Annotation, Quotation, Span
from variorum.text.view import View

Array = np.ndarray
FOLDS = 3  # by hash: each is judged by what the two others teach
PARTS, SEEN = 10, range(6)  # by hash: the directions of the readings come from articles of these parts


class Gold(Struct, frozen=True, kw_only=True):
    """Whom one source means: ``names``, any of them; none for several, and for whom the report never names.

    same: where the same unnamed one stood before. described: what is said of one without a name.
    """

    start: int
    end: int
    names: tuple[str, ...]
    same: tuple[int, int] | None = None
    described: tuple[str, ...] = ()


class Prepared(Struct, frozen=True, kw_only=True):
    """One article with all that is read and known of it; ``fold``: of ``FOLDS``, -1 for none of them.

    weight: of its sources in training.
    """

    corpus: str
    id: str
    fold: int
    text: str
    annotation: Annotation
    vectors: Vectors
    gold: tuple[Gold, ...]
    weight: float = 1.0


class Example(Struct, kw_only=True):
    """One source: features (n, FEATURES), readings, and which candidates are right; none: nobody is.

    kind: as ``resolver.open_kind`` says.
    """

    corpus: str
    fold: int
    kind: str
    features: Array
    source: Array
    candidates: Array
    right: Array
    weight: float


def read(path: Path) -> list[dict[str, Any]]:
    """Records of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def part_of(key: str, parts: int = PARTS) -> int:
    """The part that all articles of one story, or an article outside them, fall into."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % parts


def words(text: str) -> list[str]:
    """Words in lower case."""
    return re.findall(r"\w+", text.lower())


def same_name(name: str, accepted: Sequence[str]) -> bool:
    """Whether a name is one of the accepted, a part of one, or shares last name and another word with it."""
    got = words(name)
    for one in accepted:
        want = words(one)
        if want and got:
            if set(want) <= set(got) or set(got) <= set(want):
                return True
            if want[-1] in got and (set(want) & set(got)) - {want[-1]}:
                return True
    return False


def placed(mention: dict[str, Any], view: View) -> dict[str, Any]:
    """Return a read mention with its place in a view of its text."""
    span = view.there(Span(mention["start"], mention["end"]))
    return {**mention, "start": span.start, "end": span.end}


def gold_of_mentions(record: dict[str, Any]) -> tuple[Gold, ...]:
    """What speakers.train says of the sources of an article; doubtful ones are left out."""
    found = []
    for m in record["mentions"]:
        if m.get("not_a_source") or not m["sure"]:
            continue
        same = m.get("same_as")
        before = record["mentions"][same] if isinstance(same, int) else None
        place = (before["start"], before["end"]) if before else None
        names = () if m["unnamed"] or len(m["names"]) != 1 else tuple(m["names"])
        described = (m["unnamed"],) if m["unnamed"] else ()
        found.append(Gold(start=m["start"], end=m["end"], names=names, same=place, described=described))
    return tuple(found)


def gold_of_quotations(
    text: str, quotations: Sequence[dict[str, Any]], annotation: Annotation
) -> tuple[Gold, ...]:
    """What natural.dev says of the sources of the quotations that were found."""
    found = {}
    for q in quotations:
        start = text.find(q["start"])
        end = text.find(q["end"], max(start, start + len(q["start"]) - len(q["end"])))
        if start < 0 or not q.get("speaker"):
            continue
        stop = end + len(q["end"]) if end >= 0 else start + len(q["start"])
        best = _overlapping(annotation.quotations, start, stop)
        if best is not None:
            at = (best.source[0].start, best.source[-1].end) if best.source else (best.content[0].start,) * 2
            found[at] = Gold(start=at[0], end=at[1], names=(q["speaker"], *q.get("accept", [])))
    return tuple(found[at] for at in sorted(found))


def _overlapping(quotations: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    def share(q: Quotation) -> float:
        inter = sum(max(0, min(s.end, end) - max(s.start, start)) for s in q.content)
        return inter / max(1, max(end, q.content[-1].end) - min(start, q.content[0].start))

    best = max(quotations, key=share, default=None)
    return best if best is not None and share(best) >= 0.4 else None


def examples(article: Prepared) -> Iterator[Example]:
    """Each source with a known speaker that its form leaves open, and any candidate.

    In half of the articles the gold tells who spoke before, in the others the rules.
    """
    scene = Scene(article.text, article.annotation, article.vectors, language("en"))
    told = int(hashlib.sha256(article.text.encode()).hexdigest()[:2], 16) % 2 == 0
    starts = [g.start for g in article.gold]
    for mention in mentions_of(article.annotation):
        gold = _gold_at(article.gold, starts, mention)
        speaker = mention.quotation.speaker
        entity = speaker.entity if speaker else None
        if gold is not None:
            kind = open_kind(scene, mention)
            chosen = candidates_of(scene, mention, kind)
            right = np.array([_is(scene, i, gold) for i in chosen], bool)
            source = article.text[mention.start : mention.end]
            own = bool(gold.names) and (gold.names[0].islower() or same_name(source, gold.names))
            doubtful = bool(gold.names) and not own and not right.any()  # named somewhere, but not found
            if kind and chosen:
                yield Example(
                    corpus=article.corpus,
                    fold=article.fold,
                    kind=kind,
                    features=features(scene, mention, chosen),
                    source=scene.vector(mention.start, mention.end),
                    candidates=scene.vectors_of(mention, chosen).astype(article.vectors.rows.dtype),
                    right=right,
                    weight=article.weight * (0.3 if doubtful else 1.0),
                )
            if told and right.any():
                entity = scene.candidates[chosen[int(right.argmax())]].entity.id
        scene.note(mention, entity)


def _is(scene: Scene, i: int, gold: Gold) -> bool:
    each = scene.candidates[i]
    if i >= scene.listed:
        return _is_described(each.entity.name, gold)
    if gold.names:
        return same_name(each.entity.name, gold.names)
    if gold.same is None:
        return False
    start, end = gold.same
    return any(s < end and start < e for s, e in zip(each.starts, each.ends, strict=True))


def _is_described(phrase: str, gold: Gold) -> bool:
    """Tell whether a noun phrase is one for whom a source means, by its head."""
    unnamed = gold.names[:1] and any(map(str.islower, re.findall(r"\w+", gold.names[0])))
    told = gold.described or (gold.names if unnamed else ())
    return words(phrase)[-1] in words(" ".join(told))


def _gold_at(gold: Sequence[Gold], starts: Sequence[int], mention: Mention) -> Gold | None:
    near = gold[max(0, bisect_left(starts, mention.start) - 3) : bisect_left(starts, mention.end + 1) + 1]
    for each in near:
        if each.start == mention.start or each.start < mention.end and mention.start < each.end:
            return each
    return None
