"""Plants one difference or one harmless change at a time into reports of invented events.

Everything is written out or generated in a fixed order: the same cases on every machine. Reports are built
with their annotation, so that only collation is measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from variorum.model import (
    AnnotatedArticle,
    Annotation,
    Article,
    Entity,
    Figure,
    Quotation,
    Span,
    Speaker,
)
from variorum.pipeline import annotate_article

SLOT = re.compile(r"<(\w+):([^=<>]*)=([^<>]*)>")
LEADS = (
    "The inquiry opened in a packed hall while rain beat on the windows.",
    "Officials gathered before noon and took questions for almost an hour.",
    "A crowd waited outside as the statement was read to reporters.",
    "Residents stood in line for news long after the doors had closed.",
    "The meeting had been called at short notice by the regional assembly.",
)
FRAMES = ("{quote} said {speaker}.", "{quote} {speaker} told reporters.", "{speaker} said: {quote}")
OTHER_SPEAKERS = ("Anton Verrall", "Bettina Hoyle", "Cyrus Maddock", "Delphine Arkwright")


@dataclass(frozen=True)
class Line:
    """A quotation of the list with its slots still in it."""

    speaker: str
    template: str

    @property
    def plain(self) -> str:
        return SLOT.sub(lambda match: match.group(2), self.template)

    def slots(self) -> Iterator[tuple[str, str]]:
        """Yield each slot's type and the quotation with that slot changed."""
        for chosen in SLOT.finditer(self.template):
            changed = SLOT.sub(
                lambda match, chosen=chosen: match.group(3 if match.start() == chosen.start() else 2),
                self.template,
            )
            yield chosen.group(1), changed


@dataclass(frozen=True)
class Case:
    """Reports of one story; ``kind`` is the difference planted in the last, None for a harmless change."""

    name: str
    kind: str | None
    articles: tuple[AnnotatedArticle, ...]


PARTS = ("quotes", "quotes_second")


def _rows(name: str) -> list[str]:
    rows = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("#")]


def lines(part: str = "quotes") -> list[Line]:
    return [Line(*row.split("|", 1)) for row in _rows(part)]


@cache
def _place_names() -> frozenset[str]:
    """Return the places of the list, as an annotator marks them."""
    listed = [line for part in PARTS for line in lines(part)]
    slots = [slot for line in listed for slot in SLOT.finditer(line.template)]
    return frozenset(slot.group(at) for slot in slots if slot.group(1) == "place" for at in (2, 3))


def _mentions(name: str, text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in re.finditer(re.escape(name), text))


def _cue(text: str, start: int) -> Span:
    found = re.compile(r"\b(?:said|told)\b").search(text, start)
    assert found is not None
    return Span(*found.span())


class Report:
    """Builds one report and its annotation."""

    def __init__(self, name: str, place: int) -> None:
        self.name = name
        self.text = LEADS[place % len(LEADS)] + "\n\n"
        self.quotations: list[Quotation] = []
        self.figures: list[Figure] = []
        self.sentences = [Span(0, len(self.text) - 2)]
        self.people: dict[str, list[Span]] = {}

    def say(self, quote: str, speaker: str, *, frame: int = 0, marks: str = "“”") -> None:
        """Add a paragraph with a quotation; ``quote`` may hold `` / `` where the attribution splits it."""
        parts = quote.split(" / ")
        start = len(self.text)
        content = []
        if len(parts) == 2:
            for index, part in enumerate(parts):
                printed = f"{marks[0]}{part}{marks[1]}"
                content.append(Span(len(self.text), len(self.text) + len(printed)))
                self.text += printed + (f" {speaker} said, " if index == 0 else ".")
            source = self.text.index(f" {speaker} said", start) + 1
        else:
            layout = FRAMES[frame % len(FRAMES)]
            if layout.startswith("{quote}") and quote.endswith("."):
                quote = f"{quote[:-1]},"  # as every outlet prints it before its "she said"
            printed = f"{marks[0]}{quote}{marks[1]}"
            self.text += layout.format(quote=printed, speaker=speaker)
            at = self.text.index(printed, start)
            content.append(Span(at, at + len(printed)))
            source = self.text.index(speaker, start)
        self._finish(start, content, speaker, source)

    def say_fragment(self, before: str, quote: str, speaker: str) -> None:
        """Add a paragraph whose own prose runs into a quotation."""
        start = len(self.text)
        self.text += f"{speaker} said that {before} “{quote}”"
        at = self.text.index("“", start)
        self._finish(start, [Span(at, len(self.text))], speaker, start)

    def _finish(self, start: int, content: list[Span], speaker: str, source: int) -> None:
        self.people.setdefault(speaker, []).append(Span(source, source + len(speaker)))
        self.quotations.append(
            Quotation(
                id=f"q-{self.name}-{content[0].start}",
                kind="direct",
                content=tuple(content),
                source=(Span(source, source + len(speaker)),),
                cue=(_cue(self.text, start),),
                speaker=Speaker(name=speaker, entity=f"e-{speaker}"),
            )
        )
        self.sentences.append(Span(start, len(self.text)))
        self.text += "\n\n"

    def tell(self, sentence: str, figure: str | None = None, **layers: object) -> None:
        """Add a sentence of the report's own prose; ``figure`` is the number in it as printed."""
        start = len(self.text)
        self.text += sentence
        self.sentences.append(Span(start, len(self.text)))
        if figure is not None:
            at = self.text.index(figure, start)
            self.figures.append(Figure(span=Span(at, at + len(figure)), **layers))  # type: ignore[arg-type]
        self.text += "\n\n"

    def person(self, name: str) -> None:
        start = self.text.index(name)
        self.people.setdefault(name, []).append(Span(start, start + len(name)))

    def done(self) -> AnnotatedArticle:
        entities = tuple(
            Entity(id=f"e-{name}", name=name, kind="person", mentions=tuple(spans))
            for name, spans in sorted(self.people.items(), key=lambda item: item[1][0])
        )
        places = tuple(
            Entity(id=f"p-{place}", name=place, kind="place", mentions=_mentions(place, self.text))
            for place in sorted(_place_names())
            if place in self.text
        )
        return AnnotatedArticle(
            article=Article(id=self.name, text=self.text, outlet=self.name, date="2026-03-11"),
            annotation=Annotation(
                sentences=tuple(self.sentences),
                entities=(*entities, *places),
                figures=tuple(self.figures),
                quotations=tuple(self.quotations),
            ),
        )


def story(
    case: str, first: tuple[str, str], last: tuple[str, str], *, frame: int, **options: str
) -> tuple[AnnotatedArticle, ...]:
    """Return three reports: two with the quotation as it is, the last with it changed."""
    reports = []
    for place, (quote, speaker) in enumerate((first, first, last)):
        report = Report(f"{case}-{place}", place)
        report.say(quote, speaker, frame=frame + place, **(options if place == 2 else {}))
        reports.append(report.done())
    return tuple(reports)


def differences(part: str = "quotes") -> Iterator[Case]:
    """Yield the cases with one planted difference each; the first list has counts of its own prose besides,
    the second what three outlets tell in their own words.
    """
    listed = lines(part)
    for number, line in enumerate(listed):
        plain = line.plain, line.speaker
        for at, (kind, changed) in enumerate(line.slots()):
            if kind not in ("same", "form"):
                name = f"{number}-{at}-{kind}"
                yield Case(name, kind, story(name, plain, (changed, line.speaker), frame=number))
        other = OTHER_SPEAKERS[number % len(OTHER_SPEAKERS)]
        yield Case(
            f"{number}-attribution",
            "attribution",
            story(f"{number}-a", plain, (line.plain, other), frame=number),
        )
        yield from _cuts(number, line)
    yield from _splices(listed)
    yield from (_facts() if part == "quotes" else told(changed=True))


def _cuts(number: int, line: Line) -> Iterator[Case]:
    plain = line.plain, line.speaker
    words = line.plain.split(" ")
    cut = " ".join(words[:-4]).rstrip(",;")
    yield Case(f"{number}-tail", "truncation", story(f"{number}-t", plain, (cut, line.speaker), frame=number))
    marked = " ".join([*words[:4], "…", *words[7:]])
    yield Case(
        f"{number}-marked", "elision", story(f"{number}-m", plain, (marked, line.speaker), frame=number)
    )


def _splices(listed: Sequence[Line]) -> Iterator[Case]:
    """Yield a middle sentence silently dropped between two of one speech."""
    for number in range(0, len(listed) - 2, 2):
        first, second, third = (line.plain for line in listed[number : number + 3])
        speaker = listed[number].speaker
        whole, joined = f"{first} {second} {third}", f"{first} {third}"
        yield Case(
            f"{number}-splice",
            "splice",
            story(f"{number}-s", (whole, speaker), (joined, speaker), frame=number),
        )


FACTS = (
    ("The blast at the Harnow works killed {} people on the night shift.", "12", 12, "15", 15, "people"),
    (
        "At least one carriage left the rails near Brayford and {} passengers were injured.",
        "40",
        40,
        "63",
        63,
        "passengers",
    ),
    (
        "Divers searched the Corrin reservoir, where {} fishermen are missing.",
        "four",
        4,
        "nine",
        9,
        "fishermen",
    ),
    ("Police in Tilmouth arrested {} men after the match.", "17", 17, "28", 28, "men"),
    ("The council of Velden approved {} new homes along the old canal.", "850", 850, "580", 580, "new homes"),
    ("Firefighters from Dunlow rescued {} residents of the burning tower.", "23", 23, "32", 32, "residents"),
)


def _facts() -> Iterator[Case]:
    for number, (sentence, figure, value, other, other_value, of) in enumerate(FACTS):
        yield Case(
            f"fact-{number}",
            "figure",
            _told(f"fact-{number}", sentence, of, (figure, value, {}), (other, other_value, {})),
        )


def _told(name: str, sentence: str, of: str, first: tuple, last: tuple) -> tuple[AnnotatedArticle, ...]:  # type: ignore[type-arg]
    reports = []
    for place, (printed, value, bound) in enumerate((first, first, last)):
        report = Report(f"{name}-{place}", place)
        report.tell(sentence.format(printed), printed, kind="count", value=value, of=of, **bound)
        reports.append(report.done())
    return tuple(reports)


def told(*, changed: bool) -> Iterator[Case]:
    """Yield one happening told by three outlets, the last with the planted value or with the true one."""
    for number, row in enumerate(_rows("told")):
        kind, *sentences = row.split("|")
        slot = re.compile(r"<([^=<>]*)=([^<>]*)>")
        name = f"told-{number}-{kind}-{'changed' if changed else 'same'}"
        texts = [slot.sub(lambda match: match.group(2 if changed else 1), sentence) for sentence in sentences]
        articles = tuple(
            annotated(f"{name}-{place}", f"{LEADS[place]}\n\n{text}\n") for place, text in enumerate(texts)
        )
        yield Case(name, kind if changed else None, articles)


def annotated(name: str, text: str) -> AnnotatedArticle:
    """Return a report as the annotation stages read it."""
    return annotate_article(Article(id=name, text=text, outlet=name, date="2026-03-11"))


def read_whole(case: Case) -> Case:
    """Return the case with its reports annotated from their text alone."""
    articles = tuple(_read(f"report-{place}", one.article.text) for place, one in enumerate(case.articles))
    return Case(case.name, case.kind, articles)


@cache
def _read(name: str, text: str) -> AnnotatedArticle:
    """Return ``annotated``: the reports of one line that nothing was planted in are the same in all cases."""
    return annotated(name, text)


def harmless(part: str = "quotes") -> Iterator[Case]:
    """Yield the cases in which nothing may be reported."""
    for number, line in enumerate(lines(part)):
        plain = line.plain, line.speaker
        for at, (kind, changed) in enumerate(line.slots()):
            if kind in ("same", "form"):
                name = f"{number}-{at}-{kind}"
                yield Case(name, None, story(name, plain, (changed, line.speaker), frame=number))
        for name, changed, options in _printed_otherwise(line.plain):
            case = f"{number}-{name}"
            yield Case(case, None, story(case, plain, (changed, line.speaker), frame=number, **options))
        yield from _other_sources(number, line)
        yield from _in_prose(number, line)
    if part == "quotes":
        yield from _agreeing_facts()
        yield from _other_phrases()
    else:
        yield from told(changed=False)


def _printed_otherwise(plain: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield house styles: marks, dashes, spaces, commas, an attribution in the middle."""
    yield "straight", plain, {"marks": '""'}
    yield "single", plain.replace("'", "’"), {"marks": "‘’"}
    yield "comma", plain.rstrip(".") + ",", {}
    yield "spaces", plain.replace(", ", ",\u00a0").replace(" and ", "  and "), {}
    yield "dash", plain.replace(", and ", " – and "), {}
    yield "stop", plain.replace(", and ", "; and "), {}
    words = plain.split(" ")
    middle = next((at for at, word in enumerate(words) if word.endswith(",") and 2 < at < len(words) - 3), 4)
    yield "split", " ".join(words[: middle + 1]) + " / " + " ".join(words[middle + 1 :]), {}
    yield "capital", f"[{plain[0].upper()}]{plain[1:]}", {}


def _other_sources(number: int, line: Line) -> Iterator[Case]:
    """Yield the same words under another form of the source: none of them a conflict."""
    last = line.speaker.split()[-1]
    for at, source in enumerate(
        (f"Mr. {last}" if number % 4 else last, "the official", f"{line.speaker} and Ulla Brandt")
    ):
        name = f"{number}-source-{at}"
        yield Case(name, None, story(name, (line.plain, line.speaker), (line.plain, source), frame=number))


def _in_prose(number: int, line: Line) -> Iterator[Case]:
    """Yield the quotation with its beginning moved before the marks."""
    words = line.plain.split(" ")
    reports = []
    for place in range(3):
        report = Report(f"{number}-prose-{place}", place)
        if place < 2:
            report.say(line.plain, line.speaker, frame=number + place)
        else:
            report.say_fragment(" ".join(words[:3]).lower(), " ".join(words[3:]), line.speaker)
        reports.append(report.done())
    yield Case(f"{number}-prose", None, tuple(reports))


AGREEING = (
    ("1,013", 1013, {}, "more than 1,000", 1000, {"bound": "more than", "low": 1000.0}),
    ("48", 48, {}, "about 50", 50, {"bound": "about"}),
    ("312", 312, {}, "at least 300", 300, {"bound": "at least", "low": 300.0}),
    ("between 40 and 60", 50, {"bound": "range", "low": 40.0, "high": 60.0}, "55", 55, {}),
    ("12", 12, {}, "twelve", 12, {}),
    ("2,980", 2980, {}, "3,000", 3000, {}),
)


def _agreeing_facts() -> Iterator[Case]:
    for number, (sentence, _, _, _, _, of) in enumerate(FACTS):
        for at, (printed, value, bound, other, other_value, other_bound) in enumerate(AGREEING):
            name = f"agree-{number}-{at}"
            yield Case(
                name,
                None,
                _told(name, sentence, of, (printed, value, bound), (other, other_value, other_bound)),
            )


PHRASES = (
    (
        "We will rebuild the school before the winter.",
        "We will rebuild the harbour, whatever the insurers say about it.",
    ),
    (
        "I have nothing to hide from the people of this town.",
        "I have nothing to add to what the coroner said this morning.",
    ),
    (
        "The people of this valley are tired.",
        "The people of this valley deserve a railway that runs on time.",
    ),
    ("It is a sad day for football in our city.", "It is a sad day when a child is afraid to walk home."),
)


def _other_phrases() -> Iterator[Case]:
    """Yield two like phrases out of one speech, one a report: no rendering of each other."""
    for number, (one, other) in enumerate(PHRASES):
        name = f"phrase-{number}"
        yield Case(name, None, story(name, (one, "Ingrid Falk"), (other, "Ingrid Falk"), frame=number))
