"""Whom a name of one word means: the one entity of the article that can be called so.

When two can bear a last name and neither honorific, office nor place decides, it stays an entity of its own:
unresolved, not guessed.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import DamerauLevenshtein

from variorum.annotate.coreference_profiles import descriptions
from variorum.annotate.names_clusters import Cluster, without_suffix
from variorum.annotate.names_data import RELATIVES, name_words, same_role
from variorum.annotate.names_kinds import Points, is_speaking
from variorum.annotate.names_spans import NameMention
from variorum.text.names import fold, name_data, parse_name

# A capitalised word right before: what follows is part of a longer name ("Lucky Tom").
_IN_NAME = re.compile(r"(?<![.!?:;]\s)\b[A-Z][\w’'-]*\s\Z")
_KIN = re.compile(r"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir|whose)|[’']s?)\s(?:[\w-]+\s){0,2}?([a-z]+),?\s\Z")
# Uses of a last name alone from which it stays its bearer's when a namesake is named in full later.
_ESTABLISHED = 3
# Letters of a last name from which one letter off is taken for a misprint; "Lund" and "Lind" are two names.
_LONG_ENOUGH = 5


def place_lone(
    text: str,
    found: tuple[NameMention, Points],
    known: tuple[list[Cluster], list[Cluster]],
    lone: dict[str, Cluster],
    starts: list[int],
) -> None:
    """Give a name of one word to the one entity it can mean, else to an entity of its own.

    found: the mention and what tells its kind. known: all clusters, and those that the name can be the last
    or the first one of.
    """
    clusters, near = known
    mention, points = found
    name = mention.span.of(text)
    target, bearers = _called_before(text, mention, near, lone), list[Cluster]()
    if target is None and name.isupper() and len(name) > 1:
        target = _by_initials(name, clusters)
    if target is None and "." not in name and (points["place"] < 3 or is_speaking(text, mention)):
        bearers = _bearers(text, mention, fold(name), near)
        target = _choose(text, mention, bearers, starts) or _misprinted(mention, bearers, clusters)
    if target is None:
        points["person"] += 3 if bearers else 0
        gender = next((g for g in map(name_data().honorifics.get, mention.titles) if g), None)
        key = f"{fold(name)} {gender}" if gender else fold(name)
        if not gender and key not in lone:
            gendered = [k for k in lone if k.startswith(f"{key} ")]
            key = gendered[0] if len(gendered) == 1 else key
        target = lone.setdefault(key, Cluster())
    elif target.kind == "person" and " " in target.name:
        # A last name in passing ("the Lind campaign", "to Lind") looks like a body or a place; the full
        # name tells better.
        points = {}
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
            without_suffix(c.name) != fold(c.name)
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
    called = [c for c in people if name in parse_name(c.name).given[:1]]
    if not mention.titles:
        bearers = bearers or called
    elif name not in name_data().given:
        # "Mr. Pak" is Pak Sun-hi, whose family name comes first.
        bearers = bearers or called
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
        others = [c for c in bearers if not _is_called_by_given(text, c)]
        return others if any(c.start < mention.span.start for c in others) else bearers
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
    """Tell whether the given name stands somewhere without the last name, and not as part of a nickname."""
    given = cluster.name.split(" ")[0]
    alone = rf"(?<![\w“\"‘'(-]){re.escape(given)}(?=[’',.]|\s(?!and\b)[a-z])"
    return any(not _IN_NAME.search(text, 0, match.start()) for match in re.finditer(alone, text))


def _choose(text: str, mention: NameMention, bearers: list[Cluster], starts: list[int]) -> Cluster | None:
    """Return the one bearer by the order of introduction; None when two remain.

    Of several named in full before: the one so named in this paragraph; where none is, the one whose relative
    the others are told to be; the one called by the last name alone before the others were introduced; and
    where nobody has been called so, the one named in full in this or the last two paragraphs.
    """
    if len(bearers) < 2:
        return bearers[0] if bearers else None
    at = mention.span.start
    introduced = {
        id(c): [s.start for s, name, _ in c.mentions if " " in name and s.start < at] for c in bearers
    }
    before = [c for c in bearers if introduced[id(c)]]
    begun = [start for start in starts if start <= at]
    here = [c for c in before if begun and introduced[id(c)][-1] >= begun[-1]]
    principal = [c for c in before if not (here or _is_kin(text, c))]
    for fits in (before, here, principal):
        if len(fits) == 1:
            return fits[0]
    near = begun[-3] if len(begun) > 2 else 0
    recent = [c for c in before if introduced[id(c)][-1] >= near]
    alone = {id(c): sum(" " not in name and s.start < at for s, name, _ in c.mentions) for c in before}
    called = [c for c in before if alone[id(c)]]
    if not called:
        return recent[0] if len(recent) == 1 else None
    established = [
        c
        for c in called
        if alone[id(c)] >= _ESTABLISHED and len(called) == 1 or not any(o is not c for o in recent)
    ]
    return established[0] if len(established) == 1 and not here else None


def _is_kin(text: str, cluster: Cluster) -> bool:
    """Tell whether somebody is brought in as another's relative: "his wife, Ada Lind", "Lind's son Tom"."""
    first = min(span for span, _, _ in cluster.mentions)
    found = _KIN.search(text, max(0, first.start - 60), first.start)
    return found is not None and found[1] in RELATIVES


def _misprinted(mention: NameMention, bearers: list[Cluster], clusters: list[Cluster]) -> Cluster | None:
    """Return the one person whose last name is a letter off a last name that nobody bears; else None."""
    name = fold(mention.words[-1])
    named = name in name_data().given or name in name_words().known_places
    if bearers or named or len(name) < _LONG_ENOUGH:
        return None
    near = [
        c
        for c in clusters
        if c.kind == "person" and " " in c.name and _one_letter_off(name, c.ending.split(" ")[-1])
    ]
    return near[0] if len(near) == 1 else None


def _one_letter_off(a: str, b: str) -> bool:
    """Tell whether one letter differs, stands too much or changed places, behind the same first one.

    A plural ("the Linds") is no misprint.
    """
    if a[0] != b[0] or len(b) < _LONG_ENOUGH or a == f"{b}s" or b == f"{a}s":
        return False
    return DamerauLevenshtein.distance(a, b) == 1
