"""Resolve names of one word: the one entity of the article that can be called so.

When two can bear a last name and neither honorific, office nor place decides, it stays an entity of its own:
unresolved, not guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from variorum.annotation.names.clusters import Cluster, without_suffix
from variorum.annotation.names.kinds import Points, is_speaking
from variorum.annotation.names.spans import NameMention
from variorum.language.language import Language
from variorum.settings import NAMES
from variorum.text.name_words import name_words, same_role
from variorum.text.names import Gender, fold, name_data, parse_name

# A capitalised word right before: what follows is part of a longer name ("Lucky Tom").
_IN_NAME = re.compile(r"(?<![.!?:;]\s)\b[A-Z][\w’'-]*\s\Z")
_WORD = re.compile(r"\w+")
_PART_END = re.compile(r"[\s-]")
_JOINED_BEFORE = frozenset("“\"‘'(-")
_ALONE_AFTER = re.compile(r"[’',.]|\s(?!and\b)[a-z]")


class Lone:
    """Resolves the names of one word of an article, one after the other.

    clusters: the entities named in full. starts: where paragraphs begin, in order. lang: the article's.
    What is looked up for each name is indexed here, so that time grows with the text and no faster.
    """

    def __init__(self, text: str, clusters: Sequence[Cluster], starts: Sequence[int], lang: Language) -> None:
        self.text = text
        self.lang = lang
        self.starts = starts
        self.lone: dict[str, Cluster] = {}
        self._names = [(cluster, cluster.name) for cluster in clusters]
        self._longer: dict[str, list[str]] = {}
        self._called: dict[str, list[Cluster]] = {}
        self._misprints: dict[str, dict[Cluster, None]] = {}
        self._by_given: dict[str, bool] = {}
        for cluster in clusters:
            *before, last = cluster.ending.split(" ")
            middle = [word for word in before[2:] if len(word) > 1]
            for word in {last, *middle, *parse_name(cluster.name, lang).given[:1]}:
                self._called.setdefault(word, []).append(cluster)
            for form in _with_a_letter_less(cluster.ending.split(" ")[-1]):
                self._misprints.setdefault(form, {})[cluster] = None

    def called(self, mention: NameMention) -> list[Cluster]:
        """Return the entities whose last or first name this can be; of very many, the nearest in the text."""
        known = self._called.get(fold(mention.words[-1]).split(" ")[-1], [])
        if len(known) <= NAMES.called:
            return known
        at = bisect_left(known, mention.span.start, key=lambda cluster: cluster.start)
        return known[max(0, at - NAMES.called // 2) : at + NAMES.called // 2]

    def by_initials(self, name: str) -> Cluster | None:
        """Return the one body that an acronym stands for."""
        found = [
            cluster
            for cluster in self._initials.get(name.replace(".", ""), [])
            if cluster.kind in ("organisation", "other")
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _initials(self) -> dict[str, list[Cluster]]:
        """The entities by the first letters of their capitals."""
        found: dict[str, list[Cluster]] = {}
        for cluster, name in self._names:
            letters = [word[0] for word in _PART_END.split(name) if word[:1].isupper()]
            found.setdefault("".join(letters), []).append(cluster)
        return found

    def near_misprints(self, name: str) -> list[Cluster]:
        """Return the entities whose last name is perhaps one letter off: equal with a letter deleted."""
        forms = _with_a_letter_less(name)
        return list(dict.fromkeys(each for form in forms for each in self._misprints.get(form, ())))

    def own(self, name: str, gender: str | None) -> Cluster:
        """Return the entity of a name that belongs to nobody named in full."""
        key = f"{name} {gender}" if gender else name
        if not gender and key not in self.lone:
            longer = self._longer.get(key, [])
            key = longer[0] if len(longer) == 1 else key
        return self.add(key)

    def add(self, key: str) -> Cluster:
        """Return the entity under a key, a new one where there is none."""
        if key not in self.lone:
            self.lone[key] = Cluster(self.lang)
            words = key.split(" ")[: NAMES.lone_words]
            for size in range(1, len(words)):
                self._longer.setdefault(" ".join(words[:size]), []).append(key)
        return self.lone[key]

    def is_called_by_given(self, cluster: Cluster) -> bool:
        """Tell whether the given name stands somewhere without the last name, and not in a nickname."""
        given = cluster.name.split(" ")[0]
        if given not in self._by_given:
            self._by_given[given] = any(self._stands_alone(given, at) for at in self._places_of(given))
        return self._by_given[given]

    def _stands_alone(self, given: str, at: int) -> bool:
        """Tell whether a given name stands at ``at`` alone, in no nickname and in no longer name."""
        text = self.text
        marked = at > 0 and text[at - 1] in _JOINED_BEFORE
        whole = text.startswith(given, at) and not marked and _ALONE_AFTER.match(text, at + len(given))
        return bool(whole) and not _IN_NAME.search(text, max(0, at - NAMES.look_back), at)

    def _places_of(self, given: str) -> Iterable[int]:
        first = _WORD.match(given)
        if first is None:
            return (match.start() for match in re.finditer(re.escape(given), self.text))
        if len(self._by_given) < NAMES.looked_for:
            return _whole(self.text, first[0])
        return self._words.get(first[0], ())

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """Where the first word of each name stands as a whole word."""
        wanted = {
            found[0] for known in self._called.values() for c in known if (found := _WORD.match(c.name))
        }
        places: dict[str, list[int]] = {}
        for match in _WORD.finditer(self.text):
            if match[0] in wanted:
                places.setdefault(match[0], []).append(match.start())
        return places


def _whole(text: str, word: str) -> Iterator[int]:
    """Yield where ``word`` stands in the text as a whole word."""
    at = text.find(word)
    while at >= 0:
        found = _WORD.match(text, at)
        if found is not None and found[0] == word and not (at and _WORD.match(text, at - 1)):
            yield at
        at = text.find(word, at + 1)


# One name is met again and again, within a report and across reports.
@lru_cache(maxsize=16384)
def _with_a_letter_less(name: str) -> frozenset[str]:
    """Return the forms of a last name without one of its letters, and itself; none of a short name."""
    if not NAMES.misprint_letters <= len(name) <= NAMES.misprint_longest:
        return frozenset()
    return frozenset([name, *(name[:at] + name[at + 1 :] for at in range(len(name)))])


def place_lone(mention: NameMention, points: Points, known: Lone) -> None:
    """Add a name of one word to the one entity it can mean, else to an entity of its own.

    points: the evidence for the kind of ``mention``.
    """
    text = known.text
    name, near = mention.span.of(text), known.called(mention)
    target, bearers = _called_before(mention, near, known), list[Cluster]()
    if target is None and name.isupper() and len(name) > 1:
        target = known.by_initials(name)
    if target is None and "." not in name and (points["place"] < 3 or is_speaking(text, mention, known.lang)):
        bearers = _bearers(mention, fold(name), near, known)
        target = _choose(text, mention, bearers, known.starts) or _misprinted(mention, bearers, known)
    if target is None:
        points["person"] += 3 if bearers else 0
        gender = _honoured(mention, known.lang)
        target = known.own(fold(name), gender)
    elif target.kind == "person" and " " in target.name:
        # A last name in passing ("the Lind campaign", "to Lind") looks like a body or a place; the full
        # name tells better.
        points = {}
    target.add(mention, name, points)


def _honoured(mention: NameMention, lang: Language) -> Gender | None:
    """Return the gender that a title before a name shows; None when none does."""
    if not mention.titles:
        return None
    return next((g for g in map(name_data(lang).honorifics.get, mention.titles) if g), None)


def _called_before(mention: NameMention, near: list[Cluster], ground: Lone) -> Cluster | None:
    """Return the person who was called by office and last name before namesakes were named: "Mr. Lind" again.

    Of "President Lind" and his daughters Ada and Mara Lind, who are named later, "Mr. Lind" is the
    president.
    """
    if not near:
        return None
    text = ground.text
    name = fold(mention.span.of(text))
    bearers = [c for c in near if c.ending.endswith(f" {name}")]
    gender = _honoured(mention, ground.lang)
    known = ground.lone.get(name)
    if known is None:
        office = bool(bearers and mention.titles) and gender is None
        return ground.add(name) if office and _is_another(text, mention, bearers) else None
    if (
        not bearers
        or not known.titles
        or known.kind != "person"
        or any(c.start < known.start for c in bearers)
    ):
        return None
    if gender and known.gender not in (gender, None):
        return None
    # Another bearer who is named in full in this paragraph may be meant.
    begun = bisect_right(ground.starts, mention.span.start)
    here = ground.starts[begun - 1] if begun else 0
    return None if any(_last_full(c, mention.span.start) >= here for c in bearers) else known


def _last_full(cluster: Cluster, before: int) -> int:
    """Return where an entity was last named in full; -1 when it was not yet."""
    found = bisect_left(cluster.full, before)
    return cluster.full[found - 1] if found else -1


def _is_another(text: str, mention: NameMention, bearers: list[Cluster]) -> bool:
    """Tell whether "President Lind" is somebody else than all namesakes who are named in full later on.

    Each of those is "Jr.", or described by something else than the office ("the first lady, Chiara Lind").
    """
    office = mention.titles[-1]
    return bool(bearers) and all(
        c.start > mention.span.start
        and not _is_described(text, c, office)
        and not any(same_role(office, t, c.lang) for t in c.titles)
        and (without_suffix(c.name, c.lang) != fold(c.name) or c.heads(text))
        for c in bearers
    )


def _bearers(mention: NameMention, name: str, clusters: list[Cluster], known: Lone) -> list[Cluster]:
    """Return the people that a lone name can mean, as far as form, honorific and title tell."""
    if not clusters:
        return []
    people = [c for c in clusters if c.kind == "person"]
    bearers = [c for c in people if c.ending.endswith(f" {name}")]
    if not bearers and (others := _double_named(mention, name, clusters, people)):
        return others
    called = [c for c in people if name in parse_name(c.name, known.lang).given[:1]]
    if not mention.titles:
        bearers = bearers or called
    elif name not in name_data(known.lang).given:
        # "Mr. Pak" is Pak Sun-hi, whose family name comes first.
        bearers = bearers or called
    gender = _honoured(mention, known.lang)
    if gender:
        bearers = [c for c in bearers if c.gender in (gender, None)]
        shown = [c for c in bearers if c.gender == gender]
        return shown if len(shown) == 1 else bearers
    if len(bearers) > 1 and mention.titles:
        title = mention.titles[-1]
        titled = [c for c in bearers if any(same_role(title, t, c.lang) for t in c.titles)]
        return titled or [c for c in bearers if _is_described(known.text, c, title)] or bearers
    if len(bearers) > 1 and name == bearers[0].ending.split(" ")[-1]:
        # Whom the report calls by the given name, a child or a victim, the last name alone does not mean.
        others = [c for c in bearers if not known.is_called_by_given(c)]
        return others if any(c.start < mention.span.start for c in others) else bearers
    return bearers


def _double_named(
    mention: NameMention, name: str, clusters: list[Cluster], people: list[Cluster]
) -> list[Cluster]:
    """Return who is called by the first of two last names: "Ms Moreno" of "Ines Moreno de Alba".

    Without a title, which firm is called by its name alone: "Tern" of "Tern Corp.".
    """
    if mention.titles:
        return [c for c in people if name in c.ending.split(" ")[2:-1]]
    firms = name_words(clusters[0].lang).firms
    bodies = [c for c in clusters if c.kind == "organisation" and c.ending.startswith(f" {name} ")]
    return [c for c in bodies if c.ending.count(" ") == 2 and c.ending.split(" ")[-1] in firms]


def _is_described(text: str, cluster: Cluster, title: str) -> bool:
    """Tell whether the words beside a full name give the office of ``title``: "the fire chief, Axel Lind"."""
    return any(same_role(title, head, cluster.lang) for head in cluster.heads(text, full=True))


def _choose(text: str, mention: NameMention, bearers: list[Cluster], starts: Sequence[int]) -> Cluster | None:
    """Return the one bearer by the order of introduction; None when two remain.

    Of several named in full before: the one so named in this paragraph; where none is, the one whose relative
    the others are told to be; the one called by the last name alone before the others were introduced; and
    where nobody has been called so, the one named in full in this or the last two paragraphs.
    """
    if len(bearers) < 2:
        return bearers[0] if bearers else None
    at = mention.span.start
    introduced = {c: _last_full(c, at) for c in bearers}
    before = [c for c in bearers if introduced[c] >= 0]
    begun = bisect_right(starts, at)
    here = [c for c in before if begun and introduced[c] >= starts[begun - 1]]
    principal = [c for c in before if not (here or _is_kin(text, c))]
    for fits in (before, here, principal):
        if len(fits) == 1:
            return fits[0]
    near = starts[begun - 3] if begun > 2 else 0
    recent = [c for c in before if introduced[c] >= near]
    alone = {c: bisect_left(c.alone, at) for c in before}
    called = [c for c in before if alone[c]]
    if not called:
        return recent[0] if len(recent) == 1 else None
    established = [
        c
        for c in called
        if alone[c] >= NAMES.established and len(called) == 1 or not any(o is not c for o in recent)
    ]
    return established[0] if len(established) == 1 and not here else None


@cache
def _kin(lang: Language) -> re.Pattern[str]:
    """Return the pattern of a noun of kinship with its owner before a name."""
    either = [f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in lang.names.around.owners]
    either += lang.names.around.whose
    return re.compile(rf"(?:\b(?:{'|'.join(either)})|[’']s?)\s(?:[\w-]+\s){{0,2}}?([a-z]+),?\s\Z")


def _is_kin(text: str, cluster: Cluster) -> bool:
    """Tell whether somebody is introduced as another's relative: "his wife, Ada Lind", "Lind's son Tom"."""
    found = _kin(cluster.lang).search(text, max(0, cluster.start - 60), cluster.start)
    return found is not None and found[1] in name_words(cluster.lang).relatives


def _misprinted(mention: NameMention, bearers: list[Cluster], known: Lone) -> Cluster | None:
    """Return the one person whose last name differs by one letter from a last name that nobody bears."""
    name = fold(mention.words[-1])
    words = name_words(known.lang)
    named = name in words.people.given or name in words.known_places
    if bearers or named or len(name) < NAMES.misprint_letters:
        return None
    near = [
        c
        for c in known.near_misprints(name)
        if c.kind == "person" and " " in c.name and _one_letter_off(name, c.ending.split(" ")[-1])
    ]
    return near[0] if len(near) == 1 else None


def _one_letter_off(a: str, b: str) -> bool:
    """Tell whether one letter is changed, added or swapped, with the same first letter.

    A plural ("the Linds") is no misprint.
    """
    if a[0] != b[0] or len(b) < NAMES.misprint_letters or a == f"{b}s" or b == f"{a}s":
        return False
    return DamerauLevenshtein.distance(a, b) == 1
