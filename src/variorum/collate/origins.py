"""Text that several articles reuse: wire copy, releases; they count as one witness."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from variorum.collate.lexicon import lexicon
from variorum.collate.rendering import ordered, sentence_at, span_evidence
from variorum.model import AnnotatedArticle, Collation, Evidence, Origin, Span, content_id
from variorum.settings import CollateSettings
from variorum.text.shingles import shingles

# A credit in brackets: the dateline's "(Agency) -", or a line of its own at the end. Any capitalised name
# counts, so that agencies that no list knows are found by the place they stand in.
_DATELINE = re.compile(
    r"^[^\n]{0,80}?\(([A-Z][\w .&'\u2019-]{1,40})\)\s*(?:[-\u2013\u2014]|--)", re.MULTILINE
)
_LAST_LINE = re.compile(r"^\s*[(\[]([A-Z][\w .&'\u2019-]{1,40})[)\]]\s*$", re.MULTILINE)
_MIN_ARTICLE = 12  # words; below it an article has no passage to share


def assign_origins(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with its origins; every article is in exactly one, most in one of their own.

    Articles are of one origin when enough of what the shorter says outside quotations stands word for
    word in the other. Credits label an origin; they do not make one, for an outlet may credit an agency
    for a single line.
    """
    sources = ordered(articles)
    prose = [_Prose.of(source, settings) for source in sources]
    shared: dict[tuple[int, int], list[Span]] = {}
    for a, b in combinations(range(len(sources)), 2):
        spans = _shared(prose[a], prose[b])
        if _share(prose[a], prose[b], spans) >= settings.origin_share:
            shared[a, b] = spans
    origins = tuple(_origin(sources, group, shared) for group in _components(len(sources), shared))
    return replace(collation, origins=origins)


class _Prose(Struct, frozen=True):
    """Runs of words of an article that do not lie inside its quotations."""

    places: dict[int, Span]
    words: int

    @staticmethod
    def of(source: AnnotatedArticle, settings: CollateSettings) -> _Prose:
        found = shingles(source.article.text, settings.origin_words)
        quoted = _joined(
            sorted(
                span
                for quotation in source.annotation.quotations
                if quotation.kind == "direct"
                for span in quotation.content
            )
        )
        places: dict[int, Span] = {}
        outside = 0
        for value, start, end in found:
            if not _mostly_inside(start, end, quoted):
                outside += 1
                places.setdefault(value, Span(start, end))
        return _Prose(places, outside + settings.origin_words - 1 if outside else 0)


def _mostly_inside(start: int, end: int, quoted: Sequence[Span]) -> bool:
    """Tell whether more than half of ``start:end`` lies in ``quoted``, disjoint spans in order."""
    covered = 0
    for at in range(bisect_right(quoted, start, key=lambda span: span.end), len(quoted)):
        if quoted[at].start >= end:
            break
        covered += min(end, quoted[at].end) - max(start, quoted[at].start)
    return 2 * covered > end - start


def _shared(a: _Prose, b: _Prose) -> list[Span]:
    """Return the stretches of ``a`` that ``b`` has as well, joined where they overlap."""
    return _joined(sorted(a.places[value] for value in a.places.keys() & b.places.keys()))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return ``spans``, which are in order, with those that touch each other as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _share(a: _Prose, b: _Prose, spans: Sequence[Span]) -> float:
    """Return how much of the shorter one's prose is shared; runs of words stand for words."""
    shorter = min(a.words, b.words)
    if shorter < _MIN_ARTICLE or not spans:
        return 0.0
    return len(a.places.keys() & b.places.keys()) / shorter


def _components(count: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    of = list(range(count))
    for a, b in sorted(links):
        old, new = max(of[a], of[b]), min(of[a], of[b])
        of = [new if group == old else group for group in of]
    groups: dict[int, list[int]] = defaultdict(list)
    for index, group in enumerate(of):
        groups[group].append(index)
    return [groups[group] for group in sorted(groups)]


def _origin(
    sources: Sequence[AnnotatedArticle], group: Sequence[int], shared: dict[tuple[int, int], list[Span]]
) -> Origin:
    ids = tuple(sources[index].article.id for index in group)
    evidence: list[Evidence] = []
    for (a, _), spans in sorted(shared.items()):
        if a in group:
            longest = max(spans, key=lambda span: (len(span), -span.start))
            evidence.append(span_evidence(sources[a], longest))
    labels = Counter(label for index in group for label in {credit(sources[index])} if label)
    label = min(labels, key=lambda name: (-labels[name], name)) if labels else None
    return Origin(
        id=content_id("o", *sorted(ids)), articles=ids, evidence=tuple(dict.fromkeys(evidence)), label=label
    )


def credit(source: AnnotatedArticle) -> str | None:
    """Return the agency that an article names as the author of its text; None when it names none."""
    article = source.article
    for field in (article.byline, article.outlet):
        known = _agency().search(field or "")
        if known:
            return known.group()
    head, tail = article.text[:400], article.text[-400:]
    for pattern, text in ((_DATELINE, head), (_LAST_LINE, tail)):
        found = pattern.search(text)
        if found:
            return found.group(1).strip()
    return _contribution(source, tail, len(article.text) - len(tail))


def _contribution(source: AnnotatedArticle, tail: str, offset: int) -> str | None:
    """Return the agency in a line such as "Reuters contributed to this report"."""
    for found in _agency().finditer(tail):
        start = offset + found.start()
        line = sentence_at(source, Span(start, start + 1)).of(source.article.text)
        if re.search(r"\b(?:contributed|reporting|material|with agenc)", line):
            return found.group()
    return None


@lru_cache(maxsize=1)
def _agency() -> re.Pattern[str]:
    names = sorted(lexicon().agencies, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b")
