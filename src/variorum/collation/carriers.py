"""Who carries what: each utterance, and text that several articles of a story have (wire copy, releases)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from variorum.collation.order import in_order
from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Collation,
    Origin,
    content_id,
    coverage_of,
)
from variorum.reuse.among import passages_among
from variorum.reuse.origins import CreditedText, author, credit_lines, shared_origins
from variorum.reuse.reuse import Passage, Runs, passages_of
from variorum.reuse.shingles import Wording, fingerprints
from variorum.settings import WORK, CollateSettings, ReuseSettings


def assign_origins(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with its origins, and each article with its share of own text and its origin.

    Origins that several articles carry come first, by their first articles; then what single articles have of
    their own. An article is a witness of the origin that most of its prose stands in (``witness``),
    else of its own text. The article that has most of such an origin is a witness of it too: the others
    copied it, or what it copied.
    """
    sources = [CreditedText.of(source.article, _wording(source)) for source in in_order(articles)]
    shared, own = shared_origins(sources, _passages(sources, settings.reuse), settings.reuse)
    shared.sort(key=lambda origin: (origin.articles, origin.id))
    mainly = _witnesses(shared, sources, settings.witness)
    singles = {
        source.article.id: _own_origin(source, share)
        for source, share in zip(sources, own, strict=True)
        if source.article.id not in mainly
    }
    shares = {source.article.id: share for source, share in zip(sources, own, strict=True)}

    def placed(summary: ArticleSummary) -> ArticleSummary:
        origin = mainly.get(summary.id) or singles[summary.id].id
        return replace(summary, own=shares[summary.id], origin=origin)

    return replace(
        collation,
        articles=tuple(placed(summary) for summary in collation.articles),
        origins=(*shared, *singles.values()),
    )


def _wording(source: AnnotatedArticle) -> Wording:
    """Return the words of an article; its quotations, posts and furniture are not its reporter's prose."""
    annotation = source.annotation
    quoted = [
        span
        for quotation in annotation.quotations
        if quotation.kind != "indirect"
        for span in quotation.content
    ]
    posts = [post.span for post in annotation.posts]
    return Wording.of(source.article.text, annotation.sentences, [*quoted, *posts, *annotation.furniture])


def _passages(
    sources: Sequence[CreditedText], settings: ReuseSettings
) -> Mapping[tuple[int, int], Sequence[Passage]]:
    runs = [Runs(source.wording) for source in sources]
    candidates = list(_candidates(sources, settings))
    if len(candidates) > WORK.few_texts:
        return passages_among(runs, candidates, settings)
    return {(a, b): passages for a, b in candidates if (passages := passages_of(runs[a], runs[b], settings))}


def _candidates(sources: Sequence[CreditedText], settings: ReuseSettings) -> Iterator[tuple[int, int]]:
    prints = [
        set(fingerprints(source.wording, settings.print_words, settings.window).tolist())
        for source in sources
    ]
    for a, b in combinations(range(len(sources)), 2):
        if len(prints[a] & prints[b]) >= settings.prints:
            yield a, b


def _witnesses(origins: Sequence[Origin], sources: Sequence[CreditedText], least: float) -> dict[str, str]:
    """Return the origin of each article that is a witness of a shared one.

    An article follows the origin that has most of its prose. The fullest carrier of an origin that others
    follow belongs to them; where it is the fullest of several, these are one witness.
    """
    following: dict[str, str] = {}
    for source in sources:
        share, name = max(_carried(source.article.id, origins), default=(0.0, ""))
        if share >= least:
            following[source.article.id] = name
    fullest: dict[str, str] = {}
    same: dict[str, str] = {}
    for origin in origins:
        if origin.id in following.values() and (article := _fullest(origin, sources)) not in following:
            same[origin.id] = fullest.setdefault(article, origin.id)
    return {article: same.get(name, name) for article, name in following.items()} | fullest


def _carried(article: str, origins: Sequence[Origin]) -> Iterator[tuple[float, str]]:
    for origin in origins:
        for name, share in zip(origin.articles, origin.shares, strict=True):
            if name == article:
                yield share, origin.id


def _fullest(origin: Origin, sources: Sequence[CreditedText]) -> str:
    """Return the article that has most words of an origin; of equals the first by date."""
    prose = {source.article.id: source.wording.prose for source in sources}
    words = {name: share * prose[name] for name, share in zip(origin.articles, origin.shares, strict=True)}
    return max(origin.articles, key=lambda name: (round(words[name]), -origin.articles.index(name)))


def _own_origin(source: CreditedText, share: float) -> Origin:
    _, label = author([source])
    name = source.article.id
    return Origin(
        id=content_id("o", name),
        kind="own",
        articles=(name,),
        shares=(share,),
        label=label,
        credits=tuple(credit_lines(source)),
    )


def assign_coverage(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with a row for each utterance, in which each article has a cell."""
    rows = tuple(coverage_of(utterance, collation.articles) for utterance in collation.utterances)
    return replace(collation, coverage=rows)
