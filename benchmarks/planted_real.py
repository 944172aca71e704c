"""Recall by type and precision on differences planted into reports of your own.

    python -m benchmarks.planted_real PATH... [--stories 150] [--seed 1] [--annotator model|rules] [--show]

PATH holds reports (files or folders, every format that Variorum reads). Of each report drawn, one or two
retellings are made: paragraphs are left out, some change places, words of the prose, marks and the order of
"she said" change.
Into the last one up to four differences and four harmless changes are planted, each in a paragraph of its
own (``planting.py``). What is reported at a planted difference with its type is right, everything else is
wrong. Nothing of the reports is kept; --show prints what was missed or wrong, for reading only.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.planting import ALSO, DIFFERENCES, HARMLESS, Rule, marks, order, people, quoted, reworded
from msgspec import Struct
from msgspec.structs import replace

from variorum import formats
from variorum.model import AnnotatedArticle, Article, Collation, Evidence, Reject
from variorum.pipeline import annotate_batch, collate_story

_PARAGRAPHS = 8  # a shorter report has not enough to tell
_QUOTED = 4  # paragraphs with a quotation, at least
_LONGEST = 20_000  # code points; longer ones are transcripts and lists
_PLANTS = 4
_NEAR = 3  # paragraphs before one, in which a pronoun of it may have its person
_SENTENCE_END = re.compile(r"[.?!…][\"”'’)]*$")  # links and labels of a player are not told by anybody
_KEPT = 0.75  # share of the paragraphs without a plant that a retelling keeps


class Plant(Struct, frozen=True):
    """A changed paragraph: of what kind ("" for harmless), by which rule, as it was and is."""

    kind: str
    rule: str
    was: str
    now: str


class Case(Struct, frozen=True):
    """Reports of one story; the plants are in the last."""

    name: str
    articles: tuple[Article, ...]
    plants: tuple[Plant, ...]


def case(report: Article, source: random.Random) -> Case | None:
    """Return the report with its retellings; None when nothing could be planted."""
    paragraphs = list(dict.fromkeys(part.strip() for part in report.text.split("\n") if part.strip()))
    quoting = sum(bool(quoted(part)) for part in paragraphs)
    if len(paragraphs) < _PARAGRAPHS or len(report.text) > _LONGEST or quoting < _QUOTED:
        return None
    named = people(report.text)
    plants: dict[int, Plant] = {}
    for kind, rules in _drawn(source):
        _plant(paragraphs, named, kind, rules, plants, source)
    if not any(plant.kind for plant in plants.values()):
        return None
    plants = {at: replace(plant, now=reworded(plant.now, source)) for at, plant in plants.items()}
    texts = [report.text]
    if source.random() < 0.5:
        texts.append(_retold(paragraphs, {}, source))
    texts.append(_retold(paragraphs, plants, source))
    articles = tuple(
        Article(
            id=f"{report.id}-{at}", text=text, outlet=f"Outlet {at}", date=report.date, title=report.title
        )
        for at, text in enumerate(texts)
    )
    return Case(report.id, articles, tuple(plants.values()))


def _drawn(source: random.Random) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """Yield harmless rules and kinds in a random order; kinds that find a place seldom come first."""
    harmless = [("", (rule,)) for rule in source.sample(HARMLESS, len(HARMLESS))]
    rare = source.sample(["status", "date", "name", "place", "splice", "figure"], 6)
    others = source.sample([kind for kind in DIFFERENCES if kind not in rare], len(DIFFERENCES) - len(rare))
    kinds = [*rare[:2], *others, *rare[2:]]
    yield from harmless[: _PLANTS + 2]
    for kind in kinds:
        rules = DIFFERENCES[kind]
        yield kind, rules if source.random() < 0.5 else rules[::-1]


def _plant(
    paragraphs: Sequence[str],
    named: Sequence[str],
    kind: str,
    rules: Sequence[Rule],
    plants: dict[int, Plant],
    source: random.Random,
) -> None:
    """Change one paragraph that is still as it was, and note it; nothing when there are enough."""
    if sum(bool(plant.kind) == bool(kind) for plant in plants.values()) >= _PLANTS:
        return
    for rule in rules:
        for at in source.sample(range(len(paragraphs)), len(paragraphs)):
            running = at not in plants and _SENTENCE_END.search(paragraphs[at])
            now = rule(paragraphs[at], _elsewhere(named, paragraphs, at), source) if running else None
            if now is not None and now.split() != paragraphs[at].split() or (now and not kind):
                plants[at] = Plant(kind, rule.__name__, paragraphs[at], now)
                return


def _elsewhere(named: Sequence[str], paragraphs: Sequence[str], at: int) -> list[str]:
    """Return the people whom a pronoun of the paragraph cannot mean: not the last one named, nor one near."""
    before = "\n".join(paragraphs[:at])
    places = {name: before.rfind(name.split()[-1]) for name in named}
    near = sum(map(len, paragraphs[max(0, at - _NEAR) : at])) + _NEAR
    last = max(places.values(), default=-1)
    return [name for name, place in places.items() if place < max(0, len(before) - near) and place < last]


def _retold(paragraphs: Sequence[str], plants: dict[int, Plant], source: random.Random) -> str:
    """Return the report told again: without some paragraphs, two stretches turned, other house style."""
    kept = [at for at in range(len(paragraphs)) if at in plants or at < 2 or source.random() < _KEPT]
    if len(kept) > 10 and source.random() < 0.5:
        cut, end = len(kept) // 2, len(kept) * 3 // 4
        kept = kept[:cut] + kept[end:] + kept[cut:end]
    restyle = source.random() < 0.5
    told = []
    for at in kept:
        text = plants[at].now if at in plants else paragraphs[at]
        if at not in plants:
            text = reworded(text, source)
        if restyle and at not in plants:
            text = order(text, (), source) or text
        if restyle:
            text = marks(text, (), source) or text
        told.append(text)
    return "\n\n".join(told)


def cases(paths: Sequence[str], stories: int, seed: int) -> Iterator[Case]:
    """Yield ``stories`` cases drawn by ``seed``."""
    reports = [item for item in formats.read(paths) if isinstance(item, Article)]
    source = random.Random(seed)
    count = 0
    for report in source.sample(sorted(reports, key=lambda one: one.id), len(reports)):
        found = case(report, random.Random(f"{seed}-{report.id}"))
        if found is not None:
            yield found
            count += 1
            if count == stories:
                return


def collated(found: Case, annotator: str) -> tuple[Collation, tuple[AnnotatedArticle, ...]]:
    annotated = tuple(
        item
        for item in annotate_batch(found.articles, annotator=annotator)
        if not isinstance(item, Reject)  # type: ignore[arg-type]
    )
    return collate_story(found.name, annotated), annotated


def touched(found: Case, evidence: Sequence[Evidence], kind: str) -> Plant | None:
    """Return the plant in whose paragraph the evidence stands, in the last report or in the others.

    Evidence of a saying that comes twice may stand in two; the one that is of the type of ``kind`` is meant.
    """
    plants = []
    for report in found.articles[::-1]:
        starts = [part.start for part in evidence if part.article == report.id]
        for plant in found.plants:
            place = _place(report.text, plant)
            if place is not None and any(place[0] <= start < place[1] for start in starts):
                plants.append(plant)
    return next((plant for plant in plants if of_kind(plant, kind)), plants[0] if plants else None)


def of_kind(plant: Plant, kind: str) -> bool:
    """Tell whether a difference of type ``kind`` is the one that was planted."""
    return kind in (plant.kind, *ALSO.get(plant.kind, ()))


def _place(text: str, plant: Plant) -> tuple[int, int] | None:
    for paragraph in (plant.now, plant.was):
        for form in (paragraph, marks(paragraph, (), random.Random(0)) or paragraph):
            at = text.find(form)
            if at >= 0:
                return at, at + len(form)
    return None


class Score:
    """Counts over cases."""

    def __init__(self) -> None:
        self.planted = Counter[str]()
        self.found = Counter[str]()
        self.rules = Counter[str]()
        self.rules_found = Counter[str]()
        self.right = self.wrong = self.harmless = self.harmless_reported = 0
        self.shown: list[str] = []

    def add(self, found: Case, collation: Collation) -> None:
        hits: set[Plant] = set()
        alarmed: set[Plant] = set()
        for one in collation.discrepancies:
            plant = touched(found, [part for side in one.sides for part in side.evidence], one.type)
            if plant is not None and of_kind(plant, one.type):
                self.right += 1
                hits.add(plant)
            else:
                self.wrong += 1
                where = (
                    "nothing planted"
                    if plant is None
                    else f"{plant.rule}\n    was {plant.was}\n    now {plant.now}"
                )
                self.shown.append(f"WRONG {found.name} {one.type} {one.severity}: {one.summary} [{where}]")
                if plant is not None and not plant.kind:
                    alarmed.add(plant)
        for utterance in collation.utterances:
            for variant in utterance.variants:
                plant = touched(
                    found, [part for side in variant.sides for part in side.evidence], variant.type
                )
                if plant is not None and of_kind(plant, variant.type):
                    hits.add(plant)
        for plant in found.plants:
            if not plant.kind:
                self.harmless += 1
                self.harmless_reported += plant in alarmed
                continue
            self.planted[plant.kind] += 1
            self.rules[plant.rule] += 1
            self.found[plant.kind] += plant in hits
            self.rules_found[plant.rule] += plant in hits
            if plant not in hits:
                self.shown.append(
                    f"MISSED {found.name} {plant.rule}\n    was {plant.was}\n    now {plant.now}"
                )

    def lines(self) -> Iterator[str]:
        for kind in DIFFERENCES:
            parts = ", ".join(
                f"{rule.__name__} {self.rules_found[rule.__name__]}/{self.rules[rule.__name__]}"
                for rule in DIFFERENCES[kind]
            )
            share = self.found[kind] / max(1, self.planted[kind])
            yield f"{kind:12} {self.found[kind]:4} of {self.planted[kind]:4}  {share:.3f}  ({parts})"
        total, hit = sum(self.planted.values()), sum(self.found.values())
        yield f"{'all':12} {hit:4} of {total:4}  {hit / max(1, total):.3f}"
        reported = self.right + self.wrong
        yield f"reported {reported}, at a plant of the type {self.right}: {self.right / max(1, reported):.3f}"
        yield f"harmless changes {self.harmless}, reported {self.harmless_reported}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--stories", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--annotator", choices=("model", "rules"), default="model")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    score = Score()
    for found in cases(options.paths, options.stories, options.seed):
        score.add(found, collated(found, options.annotator)[0])
    print(*score.lines(), sep="\n")
    if options.show:
        print(*score.shown, sep="\n")


if __name__ == "__main__":
    main()
