"""The mentions of one entity while its forms are gathered, and which full forms are one.

Bodies and people are joined by their full names here; a last name alone is for ``lone``.
"""

from __future__ import annotations

from bisect import insort

from variorum.annotation.names.kinds import Points, best_kind
from variorum.annotation.names.profiles import descriptions
from variorum.annotation.names.spans import NameMention
from variorum.language.language import Language
from variorum.model import EntityKind, Span
from variorum.settings import NAMES
from variorum.text.names import Gender, fold, gender_of, name_data, same_person

_HEIRS = frozenset(["son", "daughter", "father", "grandson", "grandfather", "nephew", "uncle"])


class Cluster:
    """The mentions of one entity while they are gathered."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.mentions: list[tuple[Span, str, tuple[str, ...]]] = []
        # Where it is called by several words and by one, in order, and the titles that stand before.
        self.full: list[int] = []
        self.alone: list[int] = []
        self.titles: dict[str, None] = {}
        self._start: int | None = None
        self._honoured: Gender | None = None
        self._described = 0  # of the mentions, how many were looked at for descriptions
        self._heads: set[str] = set()
        self._full_heads: set[str] = set()
        self.points: Points = {"person": 0.0, "organisation": 0.0, "place": 0.0}
        self._forms: set[str] = set()
        self._name: str | None = None
        self._ending: str | None = None
        self._kind: EntityKind | None = None

    def add(self, mention: NameMention, name: str, points: Points | None = None) -> None:
        """Add a mention under the form ``name``."""
        self.mentions.append((mention.span, name, mention.titles))
        self._place(mention.span.start, name, mention.titles)
        self._count(points or {})
        self._know(name)

    def call(self, name: str) -> None:
        """Take a form that no mention in the text has."""
        self._count({})
        self._know(name)

    def drop_within(self, span: Span) -> None:
        """Leave out the mentions inside ``span``, which are part of a longer one."""
        kept = [each for each in self.mentions if not span.contains(each[0])]
        self.mentions, self.full, self.alone, self.titles = [], [], [], {}
        self._start = self._honoured = None
        self._described = 0
        self._take(kept, {})

    def absorb(self, other: Cluster) -> None:
        """Take over the mentions and points of another cluster."""
        self._take(other.mentions, other.points)

    def _take(self, mentions: list[tuple[Span, str, tuple[str, ...]]], points: Points) -> None:
        self.mentions += mentions
        for span, name, titles in mentions:
            self._place(span.start, name, titles)
            self._know(name)
        self._count(points)

    def _place(self, start: int, name: str, titles: tuple[str, ...]) -> None:
        """Note where a mention begins and the titles before it."""
        insort(self.full if " " in name else self.alone, start)
        self._start = start if self._start is None else min(self._start, start)
        if titles:
            self.titles |= dict.fromkeys(titles)
            if self._honoured is None:
                genders = (name_data(self.lang).honorifics.get(title) for title in titles)
                self._honoured = next(filter(None, genders), None)

    def _count(self, points: Points) -> None:
        """Add points; the kind they speak for is reckoned again when it is asked for."""
        for kind, value in points.items():
            self.points[kind] += value
        self._kind = None

    def _know(self, form: str) -> None:
        """Take a form of the name."""
        if form not in self._forms:
            self._forms.add(form)
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
            self._ending = f" {without_suffix(self.name, self.lang)}"
        return self._ending

    @property
    def gender(self) -> Gender | None:
        """The gender that an honorific or the given name shows."""
        return self._honoured or gender_of(self.name, self.lang)

    @property
    def start(self) -> int:
        """Offset of the first mention."""
        if self._start is None:
            raise ValueError("an entity without a mention begins nowhere")
        return self._start

    def heads(self, text: str, *, full: bool = False) -> set[str]:
        """Return the head nouns beside its mentions; ``full``: only beside those of several words."""
        for span, name, _ in self.mentions[self._described :]:
            found = {head for _, head in descriptions(text, span, self.lang)}
            self._heads |= found
            self._full_heads |= found if " " in name else set()
        self._described = len(self.mentions)
        return self._full_heads if full else self._heads


def _fullness(form: str) -> tuple[bool, int, int, str]:
    return form.isupper() and " " in form, -len(form.split()), -len(form), form


def without_suffix(name: str, lang: Language) -> str:
    """Return a folded name without "Jr." and the like; ``name`` has a word."""
    words = fold(name).split()
    return " ".join(words[:-1] if words[-1:] and words[-1] in name_data(lang).generations else words)


def merge_people(text: str, clusters: list[Cluster]) -> None:
    """Join full names of one person; a form that fits two people joins neither.

    So many forms with one last name as only an archive has are left as they stand.
    """
    gone: set[Cluster] = set()
    bearers: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        if cluster.kind == "person":
            bearers.setdefault(without_suffix(cluster.name, cluster.lang).split(" ")[-1], []).append(cluster)
    for people in bearers.values():
        people.sort(key=lambda cluster: (-len(cluster.name), cluster.start))
        for cluster in list(people) if 1 < len(people) <= NAMES.bearers else ():
            others = [
                o
                for o in people
                if o is not cluster and _one_person(cluster, o) and not _is_heir(text, cluster, o)
            ]
            distinct = any(same_person(o.name, p.name, o.lang) == "no" for o in others for p in others)
            if others and not distinct:
                others[0].absorb(cluster)
                people.remove(cluster)
                gone.add(cluster)
    clusters[:] = [cluster for cluster in clusters if cluster not in gone]


def _one_person(a: Cluster, b: Cluster) -> bool:
    one = same_person(a.name, b.name, a.lang) == "yes" or _is_family_of(a, b) or _is_family_of(b, a)
    return one and _genders_fit(a, b)


def _is_family_of(short: Cluster, full: Cluster) -> bool:
    """Tell whether a name of two words is the family name of another: "Moreno Alba" of "Ines Moreno Alba"."""
    words = without_suffix(short.name, short.lang).split(" ")
    return (
        len(words) == 2
        and words[0] not in name_data(short.lang).given
        and full.ending.endswith(f" {' '.join(words)}")
    )


def _is_heir(text: str, a: Cluster, b: Cluster) -> bool:
    """Tell whether two of one name are parent and child: "Tom Lind ... his son, Tom Lind Jr."."""
    if (without_suffix(a.name, a.lang) == fold(a.name)) == (without_suffix(b.name, b.lang) == fold(b.name)):
        return False
    return not (_HEIRS.isdisjoint(a.heads(text)) and _HEIRS.isdisjoint(b.heads(text)))


def _genders_fit(a: Cluster, b: Cluster) -> bool:
    return not (a.gender and b.gender and a.gender != b.gender)


def merge_bodies(clusters: list[Cluster]) -> None:
    """Join a short form of a body with the one body whose name ends in it ("Harbour Board")."""
    bodies = [cluster for cluster in clusters if cluster.kind == "organisation"]
    ending: dict[str, list[Cluster]] = {}
    for cluster in bodies:
        words = fold(cluster.name).split(" ")
        for at in range(1, len(words)):
            ending.setdefault(" ".join(words[at:]), []).append(cluster)
    gone: set[Cluster] = set()
    for cluster in bodies:
        short = fold(cluster.name)
        longer = [
            other
            for other in ending.get(short, ())
            if other is not cluster and other not in gone and fold(other.name).endswith(f" {short}")
        ]
        if len(longer) == 1:
            longer[0].absorb(cluster)
            gone.add(cluster)
    clusters[:] = [cluster for cluster in clusters if cluster not in gone]
