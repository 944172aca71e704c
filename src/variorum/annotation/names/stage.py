"""Mark who and what an article names, and merge the forms of one name.

Rules: capitalised spans with titles (``spans``), kinds by evidence (``kinds``), forms merged
within the article. A last name alone goes to the one person it can mean; when two can bear it and neither
honorific nor place decides, it stays an entity of its own: unresolved, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from variorum.annotation.names.acronyms import join_acronyms
from variorum.annotation.names.clusters import Cluster, merge_bodies, merge_people
from variorum.annotation.names.headlines import find_again, is_headline
from variorum.annotation.names.kinds import Points, best_kind, kind_points
from variorum.annotation.names.lone import Lone, place_lone
from variorum.annotation.names.network import NetworkName, join_names, network_points, tidy
from variorum.annotation.names.parts import gives_other_name, letters_after, within
from variorum.annotation.names.repairs import (
    full_names,
    people_in_full,
    plain_last_names,
    without_leading_words,
)
from variorum.annotation.names.spans import NameMention, begins_sentence, find_names
from variorum.annotation.neural.results import Name
from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Entity, Span, SpanIndex, content_id
from variorum.settings import NAMES, AnnotateSettings
from variorum.text.late import late
from variorum.text.name_words import name_words
from variorum.text.names import fold, folded, name_data, parse_name

_SMALL_WORD = late(r"[^\W\d_A-Z][\w-]+")
_SMALL_IN_TEXT = late(r"(?<![\w’'-])[^\W\d_A-Z][\w-]+")
_IN_WORD = late(r"[\w-]")
_BEFORE_WORD = late(r"[\w’'-]")
# A word with a capital that can be the given name before another, with or without an initial.
_BEFORE_LAST_NAME = late(r"\b[A-Z][\w’'-]{1,60}\s(?:[A-Z]\.\s)?")
_RUN = late(r"\w+")


def assign_entities(
    article: Article, annotation: Annotation, *, settings: AnnotateSettings, names: Sequence[Name] = ()
) -> Annotation:
    """Return ``annotation`` with the named entities, in order of their first mention; none for empty text.

    names: what the network takes for names; none for the rules alone.
    """
    text, lang = article.text, language_of(article.lang)
    furniture = SpanIndex(annotation.furniture)
    paragraphs = [p for p in annotation.paragraphs if not furniture.contains(p)]
    headlines = [p for p in paragraphs if is_headline(p.of(text)) or _is_title(p.of(text), article.title)]
    captions = [block.span for block in article.blocks if block.kind == "caption"]
    body = sorted({*paragraphs, *captions}.difference(headlines))
    mentions = _without_chance_capitals(text, find_names(text, body, lang), lang)
    letters = [span for paragraph in body for span in letters_after(text, paragraph, lang)] if names else []
    known = [name for name in tidy(text, names, lang) if not within(letters, name[0].start)]
    if known:
        mentions = join_names(text, mentions, known, body, lang)
    full = full_names(text, mentions, known, lang)
    mentions = without_leading_words(text, mentions, full, lang)
    full |= people_in_full(text, known, lang)
    mentions = sorted([*mentions, *plain_last_names(text, mentions, full, body, lang)], key=_span_of)
    mentions, others = _other_names(text, mentions, lang)
    clusters = merge_forms(text, mentions, paragraphs, lang, known)
    join_acronyms(text, clusters, body)
    _add_other_names(clusters, others)
    _add_headlines(text, headlines, clusters)
    _add_given_names(text, headlines, article.title or "", clusters, lang)
    named_under = SpanIndex(captions)
    entities = [entity for cluster in clusters if (entity := _entity(article, cluster, named_under))]
    return replace(annotation, entities=tuple(sorted(entities, key=lambda e: (e.mentions[0], e.name))))


def _other_names(
    text: str, mentions: Sequence[NameMention], lang: Language
) -> tuple[list[NameMention], dict[Span, NameMention]]:
    """Return the mentions without birth and former names, and those by the mention before each."""
    kept: list[NameMention] = []
    others: dict[Span, NameMention] = {}
    for mention in mentions:
        bearer = kept[-1] if kept else None
        if (
            bearer is not None
            and not mention.possessive
            and gives_other_name(text, bearer.span.end, mention.span.start)
            and best_kind(kind_points(text, bearer, lang)) == "person"
        ):
            others[bearer.span] = mention
        else:
            kept.append(mention)
    return kept, others


def _add_other_names(clusters: Sequence[Cluster], others: dict[Span, NameMention]) -> None:
    """Add birth and former names to the people they belong to, under their present name."""
    homes = {span: cluster for cluster in clusters for span, _, _ in cluster.mentions if span in others}
    for span, mention in others.items():
        if span in homes:
            homes[span].add(mention, homes[span].name)


def _span_of(mention: NameMention) -> Span:
    return mention.span


def _is_title(line: str, title: str | None) -> bool:
    """Tell whether a paragraph is the article's title in headline case, with or without a full stop."""
    if title is None:
        return False
    bare, wanted = line.rstrip(" ."), fold(title)
    # Most paragraphs begin otherwise; all of each is not folded for it.
    return wanted.startswith(fold(bare.split(None, 1)[0] if bare else "")) and (
        folded(bare) == wanted and is_headline(bare)
    )


def _entity(article: Article, cluster: Cluster, captions: SpanIndex) -> Entity | None:
    """Return the entity of a cluster; None when it is named only in captions, which tell fuller names."""
    spans = tuple(sorted({span for span, _, _ in cluster.mentions if not captions.contains(span)}))
    if not spans:
        return None
    if cluster.kind == "organisation":
        spans = tuple(_with_article(article.text, span) for span in spans)
    name = cluster.name
    honorifics = name_data(cluster.lang).honorifics
    honorific = next((t[-1] for _, _, t in cluster.mentions if t and honorifics.get(t[-1])), None)
    if cluster.kind == "person" and " " not in name and honorific:
        # A lone last name keeps what tells it from another bearer's.
        name = f"{honorific.capitalize()} {name}"
    return Entity(
        id=content_id("e", article.id, name, spans[0].start), name=name, kind=cluster.kind, mentions=spans
    )


def _with_article(text: str, span: Span) -> Span:
    """Return a body's mention with a capital "The" before it: within a sentence it is part of the name."""
    start = span.start - len("The ")
    own = start > 0 and text.startswith("The ", start) and not begins_sentence(text, start, 0)
    return Span(start, span.end) if own else span


def _without_chance_capitals(text: str, mentions: list[NameMention], lang: Language) -> list[NameMention]:
    """Drop single words that are capitalised only because they begin a sentence.

    Those with no capital elsewhere in the text, or written small elsewhere.
    """
    sure = {word for m in mentions if not m.initial or len(m.words) > 1 for word in m.words}
    given = name_data(lang).given
    told = [(m, word := m.span.of(text), len(m.words) > 1 or not m.initial or word in sure) for m in mentions]
    small = _small_ones(text, {word.lower() for _, word, certain in told if not certain})
    kept = []
    for mention, word, certain in told:
        if certain or word.lower() not in small:
            shown = certain or fold(word) in given or word.isupper()
            if shown or max(kind_points(text, mention, lang).values()) >= 0.8:
                kept.append(mention)
    return kept


def _small_ones(text: str, words: set[str]) -> set[str]:
    """Return those of ``words`` that stand in the text in small letters."""
    if len(words) > NAMES.looked_for:
        return words.intersection(_SMALL_IN_TEXT.findall(text))
    return {word for word in words if _stands_small(text, word)}


def _stands_small(text: str, word: str) -> bool:
    """Tell whether a word in small letters stands in the text, whole and not behind an apostrophe."""
    if not _SMALL_WORD.fullmatch(word):
        return False
    at = text.find(word)
    while at >= 0:
        if not _IN_WORD.match(text, at + len(word)) and not (at and _BEFORE_WORD.match(text, at - 1)):
            return True
        at = text.find(word, at + 1)
    return False


def _with_network(points: Points, mention: NameMention, names: Sequence[NetworkName]) -> Points:
    """Return what the words around a mention tell of its kind, and what the network tells."""
    points = dict(points)
    if names:
        for kind, value in network_points(names, mention).items():
            points[kind] += value
    return points


def merge_forms(
    text: str,
    mentions: list[NameMention],
    paragraphs: Iterable[Span],
    lang: Language,
    names: Sequence[NetworkName] = (),
) -> list[Cluster]:
    """Return the clusters of ``mentions``: full names first, then bodies, then lone names one by one."""
    shared = _shared_names(text, mentions, lang)
    mentions, heirs = _parted_heirs(mentions)
    single: list[NameMention] = []
    full: list[NameMention] = []
    for mention in mentions:
        alone = mention.span.start not in shared and _is_lone(text, mention, lang)
        (single if alone else full).append(mention)
    clusters: list[Cluster] = []
    forms: dict[str, Cluster] = {}
    called = {fold(m.words[0]) for m in mentions if len(m.words) == 1}
    plain = {m.span.start: kind_points(text, m, lang) for m in mentions}
    heard = {fold(m.words[0]) for m in mentions if len(m.words) == 1 and _speaks(plain[m.span.start])}
    for mention in full:
        points = _with_network(plain[mention.span.start], mention, names)
        if fold(mention.words[-1]) in called and len(mention.words) < 4:
            # Reports call people by the last name once they have introduced them.
            points["person"] += 0.6
        if len(mention.words) == 2 and fold(mention.words[0]) in heard:
            points["person"] += 0.6
        name = shared.get(mention.span.start) or mention.span.of(text)
        if fold(name) not in forms:
            forms[fold(name)] = Cluster(lang)
            clusters.append(forms[fold(name)])
        forms[fold(name)].add(mention, name, points)
    merge_people(text, clusters)
    merge_bodies(clusters)
    clusters += _place_heirs(text, heirs, clusters, lang)
    known = Lone(text, clusters, [paragraph.start for paragraph in paragraphs], lang)
    for mention in single:
        place_lone(mention, _with_network(plain[mention.span.start], mention, names), known)
    return clusters + sorted(known.lone.values(), key=lambda cluster: cluster.start)


def _parted_heirs(mentions: Sequence[NameMention]) -> tuple[list[NameMention], list[NameMention]]:
    """Return the mentions without "Reyes Jr." and the like, and those: a last name with a suffix."""
    # "Richard III" and "Phase II" are no last names.
    heirs = [
        m for m in mentions if len(m.words) == 2 and fold(m.words[1]) in ("jr", "sr", "junior", "senior")
    ]
    if not heirs:
        return list(mentions), []
    return [m for m in mentions if m not in heirs], heirs


def _place_heirs(
    text: str, heirs: Iterable[NameMention], clusters: Sequence[Cluster], lang: Language
) -> list[Cluster]:
    """Add "Reyes Jr." to the one person so named in full; return entities of their own for the others."""
    own: dict[str, Cluster] = {}
    for mention in heirs:
        name = mention.span.of(text)
        wanted = parse_name(name, lang)
        bearers = [
            cluster
            for cluster in clusters
            if cluster.kind == "person"
            and (full := parse_name(cluster.name, lang)).suffix == wanted.suffix
            and full.family == wanted.family
        ]
        if len(bearers) == 1:
            bearers[0].add(mention, name)
        else:
            points = kind_points(text, mention, lang)
            points["person"] += NAMES.heir
            own.setdefault(fold(name), Cluster(lang)).add(mention, name, points)
    return list(own.values())


def _speaks(points: Points) -> bool:
    """Tell whether the evidence beside a lone name is that of somebody who speaks."""
    return points["person"] >= 0.8 and points["person"] > max(points["organisation"], points["place"])


def _shared_names(text: str, mentions: list[NameMention], lang: Language) -> dict[int, str]:
    """Return the full name of the first of a pair with one last name, by its offset: "Tom and Ana Reyes"."""
    given = name_data(lang).given
    shared: dict[int, str] = {}
    for first, second in pairwise(mentions):
        if (
            len(first.words) == 1
            and len(second.words) == 2
            and text[first.span.end : second.span.start] in (" and ", " & ")
            and not second.titles
            and fold(first.words[0]) in given
            and fold(first.words[0]) != fold(second.words[1])
        ):
            shared[first.span.start] = f"{first.words[0]} {second.words[1]}"
    return shared


def _is_lone(text: str, mention: NameMention, lang: Language) -> bool:
    """Tell whether a mention is one last name, perhaps of several words: "Reyes", "Van der Berg"."""
    return (
        len(mention.words) == 1
        or mention.words[0] in ("'t", "’t")
        or fold(mention.words[0]) in name_words(lang).particles
        and not parse_name(mention.span.of(text), lang).given
    )


def _add_headlines(text: str, headlines: list[Span], clusters: list[Cluster]) -> None:
    """Find the known names again in headlines; an ambiguous last name is left out."""
    forms: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for form in sorted({name for _, name, _ in cluster.mentions}):
            forms.setdefault(fold(form), []).append(cluster)
        if cluster.kind == "person":
            forms.setdefault(fold(cluster.name.split()[-1]), []).append(cluster)
    names = [name for c in clusters for _, name, _ in c.mentions]
    names += [c.name.split()[-1] for c in clusters if c.kind == "person"]
    for mention in find_again(text, headlines, names):
        bearers = {id(c): c for c in forms.get(fold(mention.span.of(text)), [])}
        if len(bearers) == 1:
            next(iter(bearers.values())).add(mention, mention.span.of(text))


def _add_given_names(
    text: str, headlines: list[Span], title: str, clusters: list[Cluster], lang: Language
) -> None:
    """Give those who are called by one name alone the full name that a headline or the title has for them.

    "Ada Lind Quits" above a report that says "Lind"; not where two given names stand before the last name.
    """
    in_text = _before_names(text, headlines)
    in_title = _before_names(title, [Span(0, len(title))])
    for cluster in clusters:
        run = _RUN.match(cluster.name)
        if cluster.kind != "person" or " " in cluster.name or run is None:
            continue
        if run[0] not in in_text and run[0] not in in_title:
            continue
        last = re.compile(rf"\b([A-Z][\w’'-]+)\s(?:[A-Z]\.\s)?{re.escape(cluster.name)}\b")
        stood = [m for at, end in in_text.get(run[0], ()) if (m := last.match(text, at, end))]
        titled = [m for at, end in in_title.get(run[0], ()) if (m := last.match(title, at, end))]
        named = {m[0]: m for m in [*titled, *stood] if fold(m[1]) in name_data(lang).given}
        if len({fold(match[1]) for match in named.values()}) != 1:
            continue
        for match in stood:
            if match[0] in named:
                span = Span(*match.span())
                cluster.drop_within(span)
                cluster.add(NameMention(span=span, words=tuple(match[0].split())), match[0])
        cluster.call(min(named))


def _before_names(text: str, lines: Iterable[Span]) -> dict[str, list[tuple[int, int]]]:
    """Return where a given name can stand in ``lines``, and its line ends, by the word that follows it."""
    places: dict[str, list[tuple[int, int]]] = {}
    for line in lines:
        for found in _BEFORE_LAST_NAME.finditer(text, line.start, line.end):
            following = _RUN.match(text, found.end(), line.end)
            if following:
                places.setdefault(following[0], []).append((found.start(), line.end))
    return places
