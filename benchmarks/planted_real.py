"""Recall by type and precision on differences planted into reports of your own.

    python -m benchmarks.planted_real PATH... [--by FIELD] [--stories 150] [--seed 1]
        [--annotator model|rules] [--show]

PATH holds reports (files or folders, every format that Variorum reads). Of each report drawn, one or two
retellings are made: paragraphs are left out, some change places, words of the prose, marks and the order of
"she said" change.
Into the last one up to four differences and four harmless changes are planted, each in a paragraph of its
own (``planting.py``). What is reported at a planted difference with its type is right, everything else is
wrong. --by takes real stories instead, whose reports have one value in FIELD: one report is changed where
another tells the same words, and what is reported without the changes, too, does not count
(``planted_stories.py``). Nothing of the reports is kept; --show prints what was missed or wrong, for reading
only.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks import planted_stories
from benchmarks.planted_cases import PLANTS, Case, Plant, drawn, elsewhere, running
from benchmarks.planting import ALSO, DIFFERENCES, Rule, marks, order, people, quoted, reworded
from msgspec.structs import replace

from variorum import formats
from variorum.evaluation.intervals import proportion
from variorum.evaluation.report import percent
from variorum.model import AnnotatedArticle, Article, Collation, Discrepancy, Evidence, Reject
from variorum.pipeline import annotate_batch, collate_story

_PARAGRAPHS = 8  # a shorter report has not enough to tell
_QUOTED = 4  # paragraphs with a quotation, at least
_LONGEST = 20_000  # code points; longer ones are transcripts and lists
_KEPT = 0.75  # share of the paragraphs without a plant that a retelling keeps


def case(report: Article, source: random.Random) -> Case | None:
    """Return the report with its retellings; None when nothing could be planted."""
    paragraphs = list(dict.fromkeys(part.strip() for part in report.text.split("\n") if part.strip()))
    quoting = sum(bool(quoted(part)) for part in paragraphs)
    if len(paragraphs) < _PARAGRAPHS or len(report.text) > _LONGEST or quoting < _QUOTED:
        return None
    named = people(report.text)
    plants: dict[int, Plant] = {}
    for kind, rules in drawn(source):
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


def _plant(
    paragraphs: Sequence[str],
    named: Sequence[str],
    kind: str,
    rules: Sequence[Rule],
    plants: dict[int, Plant],
    source: random.Random,
) -> None:
    """Change one paragraph that is still as it was, and note it; nothing when there are enough."""
    if sum(bool(plant.kind) == bool(kind) for plant in plants.values()) >= PLANTS:
        return
    for rule in rules:
        for at in source.sample(range(len(paragraphs)), len(paragraphs)):
            free = at not in plants and running(paragraphs[at])
            now = rule(paragraphs[at], elsewhere(named, paragraphs, at), source) if free else None
            if now is not None and now.split() != paragraphs[at].split() or (now and not kind):
                plants[at] = Plant(kind, rule.__name__, paragraphs[at], now)
                return


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


Annotated = dict[tuple[str, str], AnnotatedArticle]


def annotated(found: Case, annotator: str) -> Annotated:
    """Return the reports of a case, as they are and as changed, annotated, by id and text."""
    found_before = [report for report in found.before if report not in found.articles]
    items = [
        item
        for reports in (found.articles, tuple(found_before))
        for item in annotate_batch(reports, annotator=annotator)  # type: ignore[arg-type]
    ]
    return {(one.article.id, one.article.text): one for one in items if not isinstance(one, Reject)}


def collated(found: Case, known: Annotated) -> tuple[Collation, Collation | None]:
    """Return the collation of a case, and that of its reports without the changes, if they are a story."""

    def of(reports: Sequence[Article]) -> Collation:
        keys = [(report.id, report.text) for report in reports]
        return collate_story(found.name, tuple(known[key] for key in keys if key in known))

    return of(found.articles), of(found.before) if found.before else None


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


def _told(one: Discrepancy) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return what a discrepancy says, wherever in its reports."""
    return one.type, frozenset((part.article, part.text) for side in one.sides for part in side.evidence)


class Score:
    """Counts over cases."""

    def __init__(self) -> None:
        self.planted = Counter[str]()
        self.found = Counter[str]()
        self.rules = Counter[str]()
        self.rules_found = Counter[str]()
        self.right = self.wrong = self.harmless = self.harmless_reported = 0
        self.shown: list[str] = []

    def add(self, found: Case, collation: Collation, before: Collation | None = None) -> None:
        known = {_told(one) for one in before.discrepancies} if before else set()
        hits: set[Plant] = set()
        alarmed: set[Plant] = set()
        for one in collation.discrepancies:
            plant = touched(found, [part for side in one.sides for part in side.evidence], one.type)
            if plant is not None and of_kind(plant, one.type):
                self.right += 1
                hits.add(plant)
            elif _told(one) not in known:
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
            share = percent(proportion(self.found[kind], self.planted[kind]))
            yield f"{kind:12} {self.found[kind]:4} of {self.planted[kind]:4}  {share}  ({parts})"
        total, hit = sum(self.planted.values()), sum(self.found.values())
        yield f"{'all':12} {hit:4} of {total:4}  {percent(proportion(hit, total))}"
        reported = self.right + self.wrong
        share = percent(proportion(self.right, reported))
        yield f"reported {reported}, at a plant of the type {self.right}: {share}"
        yield f"harmless changes {self.harmless}, reported {self.harmless_reported}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--by", metavar="FIELD", help="take real stories, by this field of their records")
    parser.add_argument("--stories", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--annotator", choices=("model", "rules"), default="model")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    score = Score()
    told = (
        planted_stories.cases(options.paths, options.by, options.stories, options.seed)
        if options.by
        else cases(options.paths, options.stories, options.seed)
    )
    for found in told:
        score.add(found, *collated(found, annotated(found, options.annotator)))
    print(*score.lines(), sep="\n")
    if options.show:
        print(*score.shown, sep="\n")


if __name__ == "__main__":
    main()
