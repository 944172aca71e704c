"""Origins as the model has them: copied texts with their places in code points, authors and shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from variorum.language.language import language_of
from variorum.model import Article, Evidence, Origin, OriginKind, by_date, content_id
from variorum.reuse.copies import CopiedPlace, CopiedText, Holder, copied_texts
from variorum.reuse.credits import Credit, credits, is_agency
from variorum.reuse.reuse import Passage
from variorum.reuse.shingles import Wording, word_places
from variorum.settings import ReuseSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CreditedText(Struct, frozen=True, kw_only=True):
    """An article with its words and whom it credits."""

    article: Article
    wording: Wording
    credits: tuple[Credit, ...]

    @classmethod
    def of(cls, article: Article, wording: Wording) -> Self:
        """Return the words of an article, with its credits."""
        found = credits(article.text, language_of(article.lang), article.byline, article.outlet)
        return cls(article=article, wording=wording, credits=found)


def shared_origins(
    sources: Sequence[CreditedText],
    shared: Mapping[tuple[int, int], Sequence[Passage]],
    settings: ReuseSettings,
) -> tuple[list[Origin], list[float]]:
    """Return the origins that several of ``sources`` carry, and of each source the share of its own prose.

    shared: the passages of pairs, by index, the lower first. An article without prose is all its own.
    """
    holders = [
        Holder(
            name=source.article.id,
            wording=source.wording,
            day=day_number(source.article.date),
            credited=any(credit.whole and credit.kind == "agency" for credit in source.credits),
        )
        for source in sources
    ]
    copied = copied_texts(holders, shared, settings)
    reader = _Reader(sources)
    origins = [_origin(one, sources, reader) for one in copied]
    places: list[list[CopiedPlace]] = [[] for _ in sources]
    for one in copied:
        for index, taken in one.places().items():
            places[index] += taken
    own = [round(1 - _share(source.wording, taken), 4) for source, taken in zip(sources, places, strict=True)]
    return origins, own


def author(carriers: Sequence[CreditedText]) -> tuple[OriginKind, str | None]:
    """Return what kind of text the carriers share, and who is named as its author by most of them.

    A credit for a part ("contributed") counts when half of several carriers have it. What no list knows as an
    agency is one when somebody else than that outlet credits it.
    """
    whole = Counter(name for source in carriers for name in {one.name for one in source.credits if one.whole})
    part = Counter(
        name for source in carriers for name in {one.name for one in source.credits if not one.whole}
    )
    named = whole or Counter({name: n for name, n in part.items() if n > 1 and 2 * n >= len(carriers)})
    if not named:
        return "copy", None
    fuller = {name: max((one for one in named if one.startswith(name)), key=len) for name in named}
    label = min(named, key=lambda name: (-named[name], name))
    crediting = [
        (credit.kind, source.article.outlet or "")
        for source in carriers
        for credit in source.credits
        if fuller.get(credit.name) == fuller[label]
    ]
    if any(kind == "release" for kind, _ in crediting):
        return "release", fuller[label]
    others = any(label.casefold() not in outlet.casefold() for _, outlet in crediting)
    listed = any(is_agency(label, language_of(source.article.lang)) for source in carriers)
    return ("agency" if others or listed else "copy"), fuller[label]


class _Reader:
    """Gives words of an article back as evidence; keeps the places of the words it has looked up."""

    def __init__(self, sources: Sequence[CreditedText]) -> None:
        self._sources = sources
        self._places: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}

    def evidence(self, place: CopiedPlace) -> Evidence:
        article = self._sources[place.text].article
        if place.text not in self._places:
            self._places[place.text] = word_places(article.text)
        starts, ends = self._places[place.text]
        start, end = int(starts[place.start]), int(ends[place.end - 1])
        return Evidence(article=article.id, start=start, end=end, text=article.text[start:end])


def _origin(copied: CopiedText, sources: Sequence[CreditedText], reader: _Reader) -> Origin:
    places = copied.places()
    carriers = sorted(places, key=lambda index: by_date(sources[index].article))
    rank = {index: number for number, index in enumerate(carriers)}
    passages = tuple(
        tuple(
            reader.evidence(place)
            for place in sorted(passage, key=lambda place: (rank[place.text], place.start))
        )
        for passage in copied.passages
    )
    ids = tuple(sources[index].article.id for index in carriers)
    kind, label = author([sources[index] for index in carriers])
    return Origin(
        id=content_id("o", *sorted(ids), *sorted(passage[0].text for passage in passages)),
        kind=kind,
        label=label,
        articles=ids,
        shares=tuple(_share(sources[index].wording, places[index]) for index in carriers),
        passages=passages,
        credits=tuple(line for index in carriers for line in credit_lines(sources[index])),
    )


def credit_lines(source: CreditedText) -> list[Evidence]:
    """Return the lines of an article that name an author, in order of the text."""
    spans = dict.fromkeys(credit.span for credit in source.credits if credit.span)
    article = source.article
    return [
        Evidence(article=article.id, start=span.start, end=span.end, text=span.of(article.text))
        for span in spans
    ]


def _share(wording: Wording, places: Iterable[CopiedPlace]) -> float:
    """Return how much of a text's prose stands in some places of it, four digits; 0 where it has no prose."""
    import numpy as np

    inside = np.zeros(len(wording.own), np.bool_)
    for place in places:
        inside[place.start : place.end] = True
    return round(float((inside & wording.own).sum()) / max(1, wording.prose), 4)


def day_number(moment: str | None) -> int | None:
    """Return the day of an ISO 8601 day or moment as a number that rises by one a day; None for no date."""
    try:
        return date.fromisoformat((moment or "")[:10]).toordinal()
    except ValueError:
        return None
