"""Who is who across the reports of a story: one entity under all the names and descriptions it has.

By name first. A last name or a given name alone belongs to the one person of the story who can be called so;
a description ("the harbour chief") to the one whose office it is in some report. Where two can be meant, what
they say decides, or they stay apart: never guessed. What one report tells apart stays apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.order import in_order
from variorum.collation.utterances.rendering import span_evidence
from variorum.language.language import Language, language_of
from variorum.model import (
    AnnotatedArticle,
    Collation,
    Entity,
    StoryEntity,
    StoryMember,
    Utterance,
    UtteranceSpeaker,
    content_id,
)
from variorum.settings import NAMES, CollateSettings
from variorum.text.names import fold, full_name_keys, gender_of, name_data, parse_name, same_person


class _Node(Struct, frozen=True):
    """An entity of one article.

    said: the utterances that are given to it there. lone: families whom its article has by a last name alone.
    """

    source: AnnotatedArticle
    entity: Entity
    said: frozenset[str]
    lone: frozenset[tuple[str, ...]]

    @property
    def article(self) -> str:
        return self.source.article.id

    @property
    def lang(self) -> Language:
        """The language of its article."""
        return language_of(self.source.article.lang)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all other nodes, and orders them by content alone."""
        return self.article, self.entity.id

    @property
    def start(self) -> int:
        return self.entity.mentions[0].start


class _Cluster(list[_Node]):
    """Nodes of one entity, with what the rules ask of all of them at once; grown by ``take`` alone.

    lone, roles, said: of any of the nodes.
    """

    def __init__(self, nodes: Iterable[_Node] = ()) -> None:
        super().__init__()
        self.articles: set[str] = set()
        self.names: set[str] = set()
        self.lone: set[tuple[str, ...]] = set()
        self.roles: set[str] = set()
        self.said: set[str] = set()
        self.take(nodes)

    def take(self, nodes: Iterable[_Node]) -> None:
        """Add ``nodes`` at the end."""
        for node in nodes:
            self.append(node)
            self.articles.add(node.article)
            self.names.add(node.entity.name)
            self.lone |= node.lone
            self.roles.update(node.entity.roles)
            self.said |= node.said


def assign_cast(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with the people, bodies and places of the story, by first appearance.

    Utterances that were given to two forms of one entity have it as one speaker.
    """
    speaking = _speaking(articles)
    said = _said(speaking, collation.utterances)
    nodes = [
        _Node(source, entity, frozenset(said.get((source.article.id, entity.id), ())), lone)
        for source in in_order(articles)
        for lone in (_lone(source),)
        for entity in source.annotation.entities
        if entity.kind != "document" and entity.mentions
    ]
    things = _things(nodes)
    taken = {node.key for cluster in things for node in cluster}
    people = _people([n for n in nodes if n.entity.kind == "person" and n.key not in taken])
    places = {source.article.id: number for number, source in enumerate(in_order(articles))}
    clusters = sorted([*people, *things], key=lambda c: min((places[n.article], n.start, n.key) for n in c))
    entities = tuple(_entity(cluster, places) for cluster in clusters)
    homes = {(m.article, m.entity): entity for entity in entities for m in entity.members}
    spoken = {key: homes[key[0], entity] for key, entity in speaking.items() if (key[0], entity) in homes}
    utterances = tuple(_united(utterance, spoken) for utterance in collation.utterances)
    return replace(collation, entities=entities, utterances=utterances)


def _speaking(articles: Sequence[AnnotatedArticle]) -> dict[tuple[str, str], str]:
    """Return the entity that speaks in each quotation, by article and quotation."""
    return {
        (source.article.id, quotation.id): quotation.speaker.entity
        for source in articles
        for quotation in source.annotation.quotations
        if quotation.speaker and quotation.speaker.entity
    }


def _said(
    speaking: dict[tuple[str, str], str], utterances: Iterable[Utterance]
) -> dict[tuple[str, str], set[str]]:
    """Return the utterances by article and entity of the speaker."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for utterance in utterances:
        for reading in utterance.readings:
            entity = speaking.get((reading.article, reading.quotation))
            if entity and not reading.paraphrase:
                said[reading.article, entity].add(utterance.id)
    return said


def _people(nodes: list[_Node]) -> list[_Cluster]:
    """Return the people: full names first, then those called by one name, then descriptions."""
    # The longest name first, then by content: the order of the reports decides nothing.
    nodes = sorted(nodes, key=lambda n: (-len(n.entity.name), n.entity.name, n.key))
    full = [n for n in nodes if _is_named(n) and _is_full(n)]
    lone = [n for n in nodes if _is_named(n) and not _is_full(n)]
    described = [n for n in nodes if not _is_named(n)]
    people = _People()
    for node in full:
        people.join(node, _one(node, people.near(_full_keys(node.entity.name, node.lang)), _may_be_full))
    people = _People(_without_misprints(people.clusters))
    for rule, keys, group in (
        (_may_be_called, _lone_keys, lone),
        (_may_be_described, _office_keys, described),
    ):
        # All are looked up before any joins, so that the one does not stand in the way of the other.
        found = [(node, _one(node, people.near(keys(node.entity.name, node.lang)), rule)) for node in group]
        for node, home in found:
            people.join(node, home or _alike(node, people.near([_same_key(node.entity.name)])))
    return people.clusters


def _is_full(node: _Node) -> bool:
    """Tell whether a name has more than a last name: a given name, or a nickname ("Senator “Rich” Lind")."""
    parsed = parse_name(node.entity.name, node.lang)
    return bool(parsed.given or parsed.nickname)


_Key = tuple[str, object]


class _People:
    """Clusters, and by key those that a rule may find: to look at all takes the square of the time."""

    def __init__(self, clusters: Iterable[_Cluster] = ()) -> None:
        self.clusters: list[_Cluster] = []
        self._by_key: dict[_Key, dict[int, _Cluster]] = defaultdict(dict)
        for cluster in clusters:
            self.clusters.append(cluster)
            for node in cluster:
                self._enter(node, cluster)

    def near(self, keys: Iterable[_Key]) -> list[_Cluster]:
        """Return the clusters that have one of ``keys``."""
        found: dict[int, _Cluster] = {}
        for key in keys:
            found |= self._by_key.get(key, {})
        return list(found.values())

    def join(self, node: _Node, home: _Cluster | None) -> None:
        """Add ``node`` to ``home``, or as somebody new."""
        if home is None:
            home = _Cluster()
            self.clusters.append(home)
        home.take([node])
        self._enter(node, home)

    def _enter(self, node: _Node, cluster: _Cluster) -> None:
        name, lang = node.entity.name, node.lang
        parsed = parse_name(name, lang)
        called: list[_Key] = []
        if _is_full(node):
            called = [("family", parsed.family), *(("given", word) for word in parsed.given[:1])]
        offices = (key for role in node.entity.roles for key in _office_keys(role, lang))
        for key in (_same_key(name), *_full_keys(name, lang), *called, *offices):
            self._by_key[key][id(cluster)] = cluster


def _same_key(name: str) -> _Key:
    return "same", fold(name)


def _full_keys(name: str, lang: Language) -> list[_Key]:
    return [("full", key) for key in full_name_keys(name, lang)]


def _lone_keys(name: str, lang: Language) -> list[_Key]:
    """Return what a full name has that may be called by a lone one: its last or its first given name."""
    family = parse_name(name, lang).family
    return [("family", family), *(("given", word) for word in family[:1])]


def _office_keys(name: str, lang: Language) -> list[_Key]:
    """Return the head of a description: two that name one office have the same."""
    return [("office", word) for word in name.lower().split()[-1:]]


def _is_named(node: _Node) -> bool:
    return node.entity.name[:1].isupper()


def _one(
    node: _Node, clusters: Iterable[_Cluster], rule: Callable[[_Node, _Cluster], bool]
) -> _Cluster | None:
    """Return the one cluster that a rule finds for a node; of several, the one that says the same words."""
    fits = [cluster for cluster in clusters if rule(node, cluster)]
    if len(fits) > 1:
        fits = [cluster for cluster in fits if _say_the_same(node, cluster)]
    return fits[0] if len(fits) == 1 else None


def _alike(node: _Node, clusters: Iterable[_Cluster]) -> _Cluster | None:
    """Return the cluster of the same words, where nothing else is known of either: "police spokesman"."""
    if not _may_be_shared(node):
        return None
    name = fold(node.entity.name)
    same = [c for c in clusters if all(fold(other) == name for other in c.names)]
    return same[0] if len(same) == 1 and node.article not in same[0].articles else None


def _may_be_shared(node: _Node) -> bool:
    """Tell whether two reports that use the same name or description mean the same person by it."""
    return _is_named(node) or _is_definite(node) and " " in node.entity.name


def _say_the_same(node: _Node, cluster: _Cluster) -> bool:
    return not node.said.isdisjoint(cluster.said)


def _may_be_full(node: _Node, cluster: _Cluster) -> bool:
    """Tell whether a full name is that of a person with another form of it."""
    if node.article in cluster.articles:
        return False
    answers = {same_person(node.entity.name, other, node.lang) for other in cluster.names}
    if "yes" not in answers or "no" in answers:
        return False
    suffixes = {parse_name(form, node.lang).suffix for form in (node.entity.name, *cluster.names)}
    return len(suffixes) == 1 or _say_the_same(
        node, cluster
    )  # "Tom Lind" may be the father of "Tom Lind Jr."


def _without_misprints(clusters: list[_Cluster]) -> list[_Cluster]:
    """Return the people, two of them joined whose last names are a slip apart, where they say the same words
    or hold one office.
    """
    for cluster in list(clusters):
        if not cluster.roles and not cluster.said:
            continue
        near = [other for other in clusters if other is not cluster and _is_misprint(cluster, other)]
        if len(near) == 1 and cluster in clusters:
            near[0].take(cluster)
            clusters.remove(cluster)
    return clusters


def _is_misprint(one: _Cluster, other: _Cluster) -> bool:
    if not one.articles.isdisjoint(other.articles):
        return False
    if one.roles.isdisjoint(other.roles) and one.said.isdisjoint(other.said):
        return False
    return any(_is_slip(a, b, one[0].lang) for a in one.names for b in other.names)


def _is_slip(a: str, b: str, lang: Language) -> bool:
    one, other = parse_name(a, lang), parse_name(b, lang)
    family_a, family_b = "".join(one.family), "".join(other.family)
    long = min(len(family_a), len(family_b)) >= NAMES.misprint_letters
    return long and one.given == other.given and DamerauLevenshtein.distance(family_a, family_b) == 1


def _may_be_called(node: _Node, cluster: _Cluster) -> bool:
    """Tell whether a name of one word, "Mr Lind" or "Ada", may be that of a person with a full name."""
    lang = node.lang
    name = parse_name(node.entity.name, lang)
    if node.article in cluster.articles or name.family in cluster.lone:
        return False  # one of their reports did not take them for one
    genders = {gender_of(form, lang) for form in (node.entity.name, *cluster.names)} - {None}
    if len(genders) > 1:
        return False
    fulls = [full for form in sorted(cluster.names) if (full := parse_name(form, lang)).given]
    if any(full.family == name.family for full in fulls):
        return True
    alone = not name.titles and len(name.family) == 1
    return alone and any(full.given[0] == name.family[0] for full in fulls)


def _lone(source: AnnotatedArticle) -> frozenset[tuple[str, ...]]:
    """Return the families of which a report has somebody by the last name alone, apart from full names."""
    names = (e.name for e in source.annotation.entities if e.kind == "person" and e.name[:1].isupper())
    lang = language_of(source.article.lang)
    return frozenset(parsed.family for name in names if not (parsed := parse_name(name, lang)).given)


def _may_be_described(node: _Node, cluster: _Cluster) -> bool:
    """Tell whether a definite description is the office of a person, as some report gives it."""
    if not cluster.roles or not _is_definite(node) or not any(name[:1].isupper() for name in cluster.names):
        return False
    role = node.entity.name.lower().split()
    roles = cluster.roles
    if node.article in cluster.articles:
        own = [other for other in cluster if other.article == node.article]
        # Its own report names the person only later on: "the transport minister" of a first sentence.
        return " ".join(role) in roles and all(node.start < other.start for other in own)
    return any(_is_office(role, other.split(), node.lang.collation.ranks) for other in roles)


def _is_office(role: Sequence[str], other: Sequence[str], ranks: frozenset[str]) -> bool:
    """Tell whether two phrases name one office: the same words, or the head with one more of them shared."""
    if list(role) == list(other):
        return True
    shared = set(role[:-1]) & set(other[:-1])
    return role[-1] == other[-1] and bool(shared) and ranks & set(role) == ranks & set(other)


def _is_definite(node: _Node) -> bool:
    span = node.entity.mentions[0]
    first, _, rest = node.source.article.text[span.start : span.end].lower().partition(" ")
    return bool(rest) and first in node.lang.collation.definite


def _things(nodes: Iterable[_Node]) -> list[_Cluster]:
    """Return bodies, places and other things with a name, by that name or its initials.

    A name that one report takes for a person's and another for a body's is a body's, unless it begins with a
    given name.
    """
    found: dict[str, _Cluster] = defaultdict(_Cluster)
    named = [n for n in nodes if _is_named(n)]
    sure = {fold(n.entity.name) for n in named if n.entity.kind in ("organisation", "group", "place")}
    for node in named:
        name = fold(node.entity.name)
        if node.entity.kind != "person" or name in sure and name.split()[0] not in name_data(node.lang).given:
            first, _, rest = name.partition(" ")
            found[rest if rest and first in node.lang.collation.definite else name].take([node])
    longs: dict[str, list[str]] = defaultdict(list)
    for name, cluster in found.items():
        if " " in name:
            longs[_initials(cluster[0])].append(name)
    for name in sorted(found):
        full = longs.get(name, [])
        if " " not in name and len(full) == 1:
            found[full[0]].take(found.pop(name))
    return list(found.values())


def _initials(node: _Node) -> str:
    return "".join(word[0] for word in node.entity.name.split() if word[:1].isupper()).lower()


def _entity(cluster: _Cluster, places: dict[str, int]) -> StoryEntity:
    members = sorted(cluster, key=lambda n: (places[n.article], n.start, n.key))
    names = [n.entity.name for n in members]
    forms = sorted(set(names))
    name = max(forms, key=lambda form: (*_fullness(form), names.count(form)))
    kinds = [n.entity.kind for n in members]
    kinds = [kind for kind in kinds if kind != "person"] or kinds
    return StoryEntity(
        id=content_id("p", *(part for node in sorted(cluster, key=lambda n: n.key) for part in node.key)),
        name=name,
        kind=max(sorted(set(kinds)), key=kinds.count),
        aliases=tuple(form for form in forms if form != name),
        roles=tuple(sorted({role for n in members for role in n.entity.roles})),
        members=tuple(
            StoryMember(
                article=n.article,
                entity=n.entity.id,
                name=n.entity.name,
                evidence=span_evidence(n.source, n.entity.mentions[0]),
            )
            for n in members
        ),
    )


def _fullness(form: str) -> tuple[bool, bool, int]:
    """Order forms: names before descriptions, capitals only where nothing else stands, more words first."""
    return form[:1].isupper(), not form.isupper(), len(form.split())


def _united(utterance: Utterance, spoken: dict[tuple[str, str], StoryEntity]) -> Utterance:
    """Return an utterance whose speakers that are one entity of the story are one, under its name."""
    if len(utterance.speakers) < 2:
        return utterance
    kept: dict[str, UtteranceSpeaker] = {}
    for speaker in utterance.speakers:
        readings = [r for r in utterance.readings if r.article in speaker.articles and not r.paraphrase]
        found = [spoken.get((reading.article, reading.quotation)) for reading in readings]
        home = found[0] if found and all(entity == found[0] for entity in found) else None
        key = home.id if home else speaker.name
        if home and key in kept:
            articles = tuple(dict.fromkeys([*kept[key].articles, *speaker.articles]))
            speaker = UtteranceSpeaker(name=home.name, articles=articles)
        kept[key] = speaker
    return replace(utterance, speakers=tuple(kept.values()))
