"""Mark who and what an article names, and merge the forms of one name.

Rules: capitalised spans with titles (``names_spans``), kinds by evidence (``names_kinds``), forms merged
within the article. A last name alone goes to the one person it can mean; when two can bear it and neither
honorific nor place decides, it stays an entity of its own: unresolved, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from variorum.annotate.coreference_profiles import descriptions
from variorum.annotate.names_data import PARTICLES, same_role
from variorum.annotate.names_kinds import Points, best_kind, kind_points
from variorum.annotate.names_network import NetworkName, join_names, network_points, tidy
from variorum.annotate.names_spans import NameMention, find_again, find_names, is_headline
from variorum.annotate.neural.results import Name
from variorum.model import Annotation, Article, Entity, EntityKind, Span, content_id
from variorum.settings import AnnotateSettings
from variorum.text.names import Gender, fold, gender_of, name_data, parse_name, same_person

_SMALL_WORD = re.compile(r"[^\W\d_A-Z][\w-]+")
_HEIRS = frozenset(["son", "daughter", "father", "grandson", "grandfather", "nephew", "uncle"])
_JOINS = ("_", "’", "'", "-")


class Cluster:
    """The mentions of one entity while they are gathered."""

    def __init__(self) -> None:
        self.mentions: list[tuple[Span, str, tuple[str, ...]]] = []
        self.points: Points = {"person": 0.0, "organisation": 0.0, "place": 0.0}
        self._forms: set[str] = set()
        self._name: str | None = None
        self._ending: str | None = None
        self._kind: EntityKind | None = None

    def add(self, mention: NameMention, name: str, points: Points | None = None) -> None:
        """Add a mention under the form ``name``."""
        self._take([(mention.span, name, mention.titles)], points or {})

    def absorb(self, other: Cluster) -> None:
        """Take over the mentions and points of another cluster."""
        self._take(other.mentions, other.points)

    def _take(self, mentions: list[tuple[Span, str, tuple[str, ...]]], points: Points) -> None:
        self.mentions += mentions
        for kind, value in points.items():
            self.points[kind] += value
        self._kind = None
        forms = {name for _, name, _ in mentions} - self._forms
        if forms:
            self._forms |= forms
            self._name = self._ending = None

    @property
    def kind(self) -> EntityKind:
        """The kind most points speak for."""
        if self._kind is None:
            self._kind = best_kind(self.points)
        return self._kind

    @property
    def name(self) -> str:
        """The fullest form: most words, then longest, then first; capitals only where nothing else stands."""
        if self._name is None:
            self._name = min(self._forms, key=_fullness)
        return self._name

    @property
    def ending(self) -> str:
        """The folded name without "Jr." and the like, after a blank, to compare its last words with."""
        if self._ending is None:
            self._ending = f" {_without_suffix(self.name)}"
        return self._ending

    @property
    def gender(self) -> Gender | None:
        """The gender that an honorific or the given name shows."""
        data = name_data().honorifics
        for _, _, titles in self.mentions:
            for title in titles:
                if data.get(title):
                    return data[title]
        return gender_of(self.name)

    @property
    def start(self) -> int:
        """Offset of the first mention."""
        return min(span.start for span, _, _ in self.mentions)


def _fullness(form: str) -> tuple[bool, int, int, str]:
    return form.isupper() and " " in form, -len(form.split()), -len(form), form


def assign_entities(
    article: Article, annotation: Annotation, *, settings: AnnotateSettings, names: Sequence[Name] = ()
) -> Annotation:
    """Return ``annotation`` with the named entities, in order of their first mention; none for empty text.

    names: what the network takes for names; none for the rules alone.
    """
    text = article.text
    furniture = annotation.furniture
    paragraphs = [p for p in annotation.paragraphs if not any(f.contains(p) for f in furniture)]
    headlines = [p for p in paragraphs if is_headline(p.of(text))]
    captions = [block.span for block in article.blocks if block.kind == "caption"]
    body = sorted({*paragraphs, *captions}.difference(headlines))
    mentions = _without_chance_capitals(text, find_names(text, body))
    known = tidy(text, names)
    if known:
        mentions = join_names(text, mentions, known, body)
    clusters = merge_forms(text, mentions, paragraphs, known)
    _add_headlines(text, headlines, clusters)
    entities = [entity for cluster in clusters if (entity := _entity(article, cluster, captions))]
    return replace(annotation, entities=tuple(sorted(entities, key=lambda e: (e.mentions[0], e.name))))


def _entity(article: Article, cluster: Cluster, captions: Sequence[Span]) -> Entity | None:
    """Return the entity of a cluster; None when it is named only under pictures, which tell fuller names."""
    spans = tuple(
        sorted(
            {
                span
                for span, _, _ in cluster.mentions
                if not any(caption.contains(span) for caption in captions)
            }
        )
    )
    if not spans:
        return None
    name = cluster.name
    honorific = next((t[-1] for _, _, t in cluster.mentions if t and name_data().honorifics.get(t[-1])), None)
    if cluster.kind == "person" and " " not in name and honorific:
        # A lone last name keeps what tells it from another bearer's.
        name = f"{honorific.capitalize()} {name}"
    return Entity(
        id=content_id("e", article.id, name, spans[0].start), name=name, kind=cluster.kind, mentions=spans
    )


def _without_chance_capitals(text: str, mentions: list[NameMention]) -> list[NameMention]:
    """Drop single words that only begin a sentence: no capital elsewhere, or in small letters elsewhere."""
    sure = {word for m in mentions if not m.initial or len(m.words) > 1 for word in m.words}
    given = name_data().given
    kept = []
    for mention in mentions:
        word = mention.span.of(text)
        certain = len(mention.words) > 1 or not mention.initial or word in sure
        if certain or not _stands_small(text, word.lower()):
            shown = certain or fold(word) in given or word.isupper()
            if shown or max(kind_points(text, mention).values()) >= 0.8:
                kept.append(mention)
    return kept


def _stands_small(text: str, word: str) -> bool:
    """Tell whether a word in small letters stands in the text, whole and not behind an apostrophe."""
    if not _SMALL_WORD.fullmatch(word):
        return False
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before in _JOINS) and not (after.isalnum() or after in ("_", "-")):
            return True
        at = text.find(word, end)
    return False


def _with_network(points: Points, mention: NameMention, names: Sequence[NetworkName]) -> Points:
    """Return what the words around a mention tell of its kind, and what the network tells."""
    points = dict(points)
    for kind, value in network_points(names, mention).items():
        points[kind] += value
    return points


def merge_forms(
    text: str, mentions: list[NameMention], paragraphs: Iterable[Span], names: Sequence[NetworkName] = ()
) -> list[Cluster]:
    """Return the clusters of ``mentions``: full names first, then bodies, then lone names one by one."""
    shared = _shared_names(text, mentions)
    single = [m for m in mentions if _is_lone(text, m) and m.span.start not in shared]
    full = [m for m in mentions if not _is_lone(text, m) or m.span.start in shared]
    clusters: list[Cluster] = []
    forms: dict[str, Cluster] = {}
    alone = {fold(m.words[0]) for m in mentions if len(m.words) == 1}
    plain = {m.span.start: kind_points(text, m) for m in mentions}
    heard = {fold(m.words[0]) for m in mentions if len(m.words) == 1 and _speaks(plain[m.span.start])}
    for mention in full:
        points = _with_network(plain[mention.span.start], mention, names)
        if fold(mention.words[-1]) in alone and len(mention.words) < 4:
            # Reports call people by the last name once they have introduced them.
            points["person"] += 0.6
        if len(mention.words) == 2 and fold(mention.words[0]) in heard:
            points["person"] += 0.6
        name = shared.get(mention.span.start) or mention.span.of(text)
        if fold(name) not in forms:
            forms[fold(name)] = Cluster()
            clusters.append(forms[fold(name)])
        forms[fold(name)].add(mention, name, points)
    _merge_people(text, clusters)
    _merge_bodies(clusters)
    lone: dict[str, Cluster] = {}
    starts = [paragraph.start for paragraph in paragraphs]
    called = _by_single_names(clusters)
    for mention in single:
        near = called.get(fold(mention.words[-1]).split(" ")[-1], [])
        words = plain[mention.span.start]
        points = _with_network(words, mention, names)
        _place_lone(text, (mention, points, words), (clusters, near), lone, starts)
    return clusters + sorted(lone.values(), key=lambda cluster: cluster.start)


def _speaks(points: Points) -> bool:
    """Tell whether the words around a lone name are those around one who speaks."""
    return points["person"] >= 0.8 and points["person"] > max(points["organisation"], points["place"])


def _shared_names(text: str, mentions: list[NameMention]) -> dict[int, str]:
    """Return the full name of the first of a pair with one last name, by its offset: "Tom and Ana Reyes"."""
    given = name_data().given
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


def _by_single_names(clusters: list[Cluster]) -> dict[str, list[Cluster]]:
    """Return by the last word of a name, and by the first, who can be meant by it."""
    called: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for word in {cluster.ending.split(" ")[-1], *parse_name(cluster.name).given[:1]}:
            called.setdefault(word, []).append(cluster)
    return called


def _is_lone(text: str, mention: NameMention) -> bool:
    """Tell whether a mention is one name, be it of several words: "Reyes", "Van der Berg"."""
    return (
        len(mention.words) == 1
        or fold(mention.words[0]) in PARTICLES
        and not parse_name(mention.span.of(text)).given
    )


def _merge_people(text: str, clusters: list[Cluster]) -> None:
    """Join full names of one person; a form that fits two people joins neither."""
    bearers: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        if cluster.kind == "person":
            bearers.setdefault(_without_suffix(cluster.name).split(" ")[-1], []).append(cluster)
    for people in bearers.values():
        people.sort(key=lambda cluster: (-len(cluster.name), cluster.start))
        for cluster in list(people) if len(people) > 1 else ():
            others = [
                o
                for o in people
                if o is not cluster and _one_person(cluster, o) and not _is_heir(text, cluster, o)
            ]
            distinct = any(same_person(o.name, p.name) == "no" for o in others for p in others)
            if others and not distinct:
                others[0].absorb(cluster)
                clusters.remove(cluster)
                people.remove(cluster)


def _one_person(a: Cluster, b: Cluster) -> bool:
    return same_person(a.name, b.name) == "yes" and _genders_fit(a, b)


def _is_heir(text: str, a: Cluster, b: Cluster) -> bool:
    """Tell whether two of one name are parent and child: "Tom Lind ... his son, Tom Lind Jr."."""
    if (_without_suffix(a.name) == fold(a.name)) == (_without_suffix(b.name) == fold(b.name)):
        return False
    return any(
        head in _HEIRS for c in (a, b) for span, _, _ in c.mentions for _, head in descriptions(text, span)
    )


def _genders_fit(a: Cluster, b: Cluster) -> bool:
    return not (a.gender and b.gender and a.gender != b.gender)


def _merge_bodies(clusters: list[Cluster]) -> None:
    """Join a short form of a body with the one body whose name ends in it ("Harbour Board")."""
    bodies = [cluster for cluster in clusters if cluster.kind == "organisation"]
    for cluster in bodies:
        short = fold(cluster.name)
        longer = [
            o for o in bodies if o is not cluster and o in clusters and fold(o.name).endswith(f" {short}")
        ]
        if len(longer) == 1:
            longer[0].absorb(cluster)
            clusters.remove(cluster)


def _place_lone(
    text: str,
    found: tuple[NameMention, Points, Points],
    known: tuple[list[Cluster], list[Cluster]],
    lone: dict[str, Cluster],
    starts: list[int],
) -> None:
    """Give a name of one word to the one entity it can mean, else to an entity of its own.

    found: the mention, what tells its kind, and how much of that the words around it tell. known: all
    clusters, and those that the name can be the last or the first one of.
    """
    clusters, near = known
    mention, points, words = found
    name = mention.span.of(text)
    target, bearers = _called_before(text, mention, near, lone), list[Cluster]()
    if target is None and name.isupper() and len(name) > 1:
        target = _by_initials(name, clusters)
    if target is None and points["place"] < 3:
        bearers = _bearers(text, mention, fold(name), near)
        target = _choose(mention, bearers, starts)
    if target is None:
        points["person"] += 3 if bearers else 0
        gender = next((g for g in map(name_data().honorifics.get, mention.titles) if g), None)
        key = f"{fold(name)} {gender}" if gender else fold(name)
        if not gender and key not in lone:
            gendered = [k for k in lone if k.startswith(f"{key} ")]
            key = gendered[0] if len(gendered) == 1 else key
        target = lone.setdefault(key, Cluster())
    elif target.kind == "person" and " " in target.name:
        # The network takes a last name in passing for a body or a place; the full name tells better.
        points = words
    target.add(mention, name, points)


def _called_before(
    text: str, mention: NameMention, near: list[Cluster], lone: dict[str, Cluster]
) -> Cluster | None:
    """Return the person called by office and last name before others of that name came up: "Mr. Lind" again.

    Of "President Lind" and his daughters Ada and Mara Lind, who are named later, "Mr. Lind" is the president.
    """
    if not near:
        return None
    name = fold(mention.span.of(text))
    bearers = [c for c in near if c.ending.endswith(f" {name}")]
    gender = next((g for g in map(name_data().honorifics.get, mention.titles) if g), None)
    known = lone.get(name)
    if known is None:
        office = bool(bearers and mention.titles) and gender is None
        return lone.setdefault(name, Cluster()) if office and _is_another(text, mention, bearers) else None
    titled = any(titles for _, _, titles in known.mentions)
    if not bearers or not titled or known.kind != "person" or any(c.start < known.start for c in bearers):
        return None
    if gender and known.gender not in (gender, None):
        return None
    # Another bearer who is named in full in this paragraph may be meant.
    line = text.rfind("\n", 0, mention.span.start)
    here = any(
        line < s.start < mention.span.start for c in bearers for s, form, _ in c.mentions if " " in form
    )
    return None if here else known


def _is_another(text: str, mention: NameMention, bearers: list[Cluster]) -> bool:
    """Tell whether "President Lind" is none of those named in full later on, who are told to be others.

    Each is "Jr.", or described as something else than the office ("the first lady, Chiara Lind").
    """
    office = mention.titles[-1]
    return bool(bearers) and all(
        c.start > mention.span.start
        and not _is_described(text, c, office)
        and not any(same_role(office, t) for _, _, titles in c.mentions for t in titles)
        and (
            _without_suffix(c.name) != fold(c.name)
            or any(True for s, _, _ in c.mentions for _ in descriptions(text, s))
        )
        for c in bearers
    )


def _by_initials(name: str, clusters: list[Cluster]) -> Cluster | None:
    letters = name.replace(".", "")
    found = [
        cluster
        for cluster in clusters
        if cluster.kind in ("organisation", "other")
        and "".join(word[0] for word in re.split(r"[\s-]", cluster.name) if word[:1].isupper()) == letters
    ]
    return found[0] if len(found) == 1 else None


def _bearers(text: str, mention: NameMention, name: str, clusters: list[Cluster]) -> list[Cluster]:
    """Return the people that a lone name can mean, as far as form, honorific and title tell."""
    people = [c for c in clusters if c.kind == "person"]
    bearers = [c for c in people if c.ending.endswith(f" {name}")]
    if not mention.titles:
        bearers = bearers or [c for c in people if name in parse_name(c.name).given[:1]]
    gender = next((g for g in map(name_data().honorifics.get, mention.titles) if g), None)
    if gender:
        bearers = [c for c in bearers if c.gender in (gender, None)]
        shown = [c for c in bearers if c.gender == gender]
        return shown if len(shown) == 1 else bearers
    if len(bearers) > 1 and mention.titles:
        title = mention.titles[-1]
        titled = [c for c in bearers if any(same_role(title, t) for _, _, ts in c.mentions for t in ts)]
        return titled or [c for c in bearers if _is_described(text, c, title)] or bearers
    if len(bearers) > 1 and name == bearers[0].ending.split(" ")[-1]:
        # Whom the report calls by the given name, a child or a victim, the last name alone does not mean.
        return [c for c in bearers if not _is_called_by_given(text, c)] or bearers
    return bearers


def _is_described(text: str, cluster: Cluster, title: str) -> bool:
    """Tell whether the words beside a full name give the office of ``title``: "the fire chief, Axel Lind"."""
    return any(
        same_role(title, head)
        for span, name, _ in cluster.mentions
        if " " in name
        for _, head in descriptions(text, span)
    )


def _is_called_by_given(text: str, cluster: Cluster) -> bool:
    """Tell whether the given name stands somewhere without the last name."""
    given = cluster.name.split(" ")[0]
    alone = rf"(?<![\w“\"‘'(-]){re.escape(given)}(?=[’',.]|\s(?!and\b)[a-z])"
    return re.search(alone, text) is not None


def _without_suffix(name: str) -> str:
    words = fold(name).split()
    return " ".join(words[:-1] if words[-1] in name_data().generations else words)


def _choose(mention: NameMention, bearers: list[Cluster], starts: list[int]) -> Cluster | None:
    """Return the one bearer by the order of introduction; None when two remain.

    Of several named in full before, the one so named in this paragraph; else the one for whom the lone
    name stood before the other was introduced, while no other was named in full in the last two paragraphs.
    """
    if len(bearers) < 2:
        return bearers[0] if bearers else None
    at = mention.span.start
    introduced = {
        id(c): [s.start for s, name, _ in c.mentions if " " in name and s.start < at] for c in bearers
    }
    before = [c for c in bearers if introduced[id(c)]]
    if len(before) == 1:
        return before[0]
    begun = [start for start in starts if start <= at]
    here = [c for c in before if begun and introduced[id(c)][-1] >= begun[-1]]
    if len(here) == 1:
        return here[0]
    near = begun[-3] if len(begun) > 2 else 0
    established = [
        c
        for c in before
        if any(" " not in name and s.start < at for s, name, _ in c.mentions)
        and not any(introduced[id(o)][-1] >= near for o in before if o is not c)
    ]
    return established[0] if len(established) == 1 and not here else None


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
