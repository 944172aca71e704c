"""What reports answer differently of one person or one thing, by whole phrases that exclude each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from msgspec import Struct

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.oppose import by_key
from variorum.collation.claims.stances.marks import Mark, Rows, Sentence
from variorum.collation.claims.stances.subjects import Described, People, Subject
from variorum.language.language import language_of
from variorum.language.tables import Scale
from variorum.model import Collation, Span
from variorum.settings import CollateSettings

_THING = Subject("", "")
Roster = Mapping[str, Sequence[Described]]
NOBODY: Roster = MappingProxyType({})


class Answer(Claim, frozen=True, kw_only=True):
    """What a sentence says of somebody on one scale.

    question: the scale's name and whom it is asked of. key: the name of the answer. value: the phrase that
    gives it, as printed. spans: the whole sentence. rank: place of the answer among the scale's. mark: where
    in the sentence it stands.
    """

    question: tuple[str, Subject]
    key: str
    rank: int
    sentence: Sentence
    mark: Mark


class Contrast(Struct, frozen=True, kw_only=True):
    """Answers of reports that exclude each other, by value: one answer a report, by date and id."""

    scale: Scale
    subject: Subject
    sides: tuple[tuple[Answer, ...], ...]

    @property
    def name(self) -> str:
        """The name of the question, as the scales are called."""
        return self.sides[0][0].question[0]


def contrasts(
    read: Sequence[Rows], collation: Collation, settings: CollateSettings, described: Roster = NOBODY
) -> Iterator[Contrast]:
    """Yield what reports answer differently, in the order of scales and subjects.

    described: whom each report tells by age (``roster``).

    read: the sentences of each report, reports by date and id. A report that gives two answers to a question
    without steps gives none that another can be held against. Last come questions that reports answer of one
    person only, whoever that is.
    """
    told: set[str] = set()
    for scale, subject, kept in answered(read, collation, settings, described):
        pair = _apart(scale, by_key(kept), settings)
        if pair is not None:
            told.add(scale.asks)
            yield Contrast(scale=scale, subject=subject, sides=pair)
    for scale, kept in _of_one_person(read, collation, settings):
        pair = _apart(scale, by_key(kept), settings) if scale.asks not in told else None
        if pair is not None:
            yield Contrast(scale=scale, subject=Subject("", scale.only), sides=pair)


def answered(
    read: Sequence[Rows], collation: Collation, settings: CollateSettings, described: Roster = NOBODY
) -> Iterator[tuple[Scale, Subject, list[Answer]]]:
    """Yield what reports answer to each question of each subject, as ``contrasts`` compares it; an answer a
    report, and none of a report that gives several without steps.
    """
    told: dict[tuple[str, Subject], list[list[Answer]]] = defaultdict(list)
    for rows in read:
        for question, answers in _of_report(rows, collation, settings, described).items():
            told[question].append(answers)
    for (name, subject), by_report in sorted(told.items(), key=lambda item: (item[0][0], item[0][1].key)):
        scale = by_report[0][0].lang.stances[name]
        yield scale, subject, [answer for answers in by_report for answer in _last_word(answers, scale)]


def _of_one_person(
    read: Sequence[Rows], collation: Collation, settings: CollateSettings
) -> Iterator[tuple[Scale, list[Answer]]]:
    """Yield what reports answer to a question that they give one answer to in all, and of one person; of
    those of one day as another report that answers it, or without a day.
    """
    told: dict[str, list[Answer]] = defaultdict(list)
    for rows in read:
        marked = [(name, row) for row in rows if row for name in row.marks if row.lang.stances[name].only]
        people = People(marked[0][1].source, collation, settings) if marked else None
        of_report: dict[str, list[Answer]] = defaultdict(list)
        for name, row in marked:
            for mark in row.marks[name]:
                subject = people.subject(row, mark) if people else None
                of_report[name].append(answer_of(row, mark, _named(subject)))
        for name, answers in of_report.items():
            alone = len({answer.key for answer in answers}) == 1
            if alone and not any(_is_several(answer, settings) for answer in answers):
                told[name].append(answers[0])
    for name, answers in sorted(told.items()):
        days = Counter((answer.source.article.date or "")[:10] for answer in answers)
        yield (
            answers[0].lang.stances[name],
            [one for one in answers if days[(one.source.article.date or "")[:10]] > 1 or days[""]],
        )


def _named(subject: Subject | None) -> Subject:
    """Return a subject that is told by name; the unknown one for a description."""
    return _THING if subject is None or subject.key == subject.name else subject


def _is_several(answer: Answer, settings: CollateSettings) -> bool:
    """Tell whether an answer is told of more than one, or of one of several: "another man is stable"."""
    row, mark = answer.sentence, answer.mark
    beside = row.words[max(0, mark.at - settings.stances.several) : mark.end + settings.stances.behind]
    counting, several = answer.lists.counting, answer.lists.several | answer.lists.others
    return any(word in several or word.isdigit() or counting.get(word, 0) > 1 for word in beside)


def _of_report(
    rows: Rows, collation: Collation, settings: CollateSettings, described: Roster
) -> Mapping[tuple[str, Subject], list[Answer]]:
    found: dict[tuple[str, Subject], list[Answer]] = defaultdict(list)
    people: People | None = None
    for row in rows:
        for name in dict.fromkeys((*row.marks, *row.behind, *row.whole)) if row else ():
            scale = language_of(row.source.article.lang).stances[name] if row else None
            if row is None or scale is None or scale.of in (None, "case") or (scale.steps and row.background):
                continue
            people = people or People(
                row.source, collation, settings, described.get(row.source.article.id, ())
            )
            for mark, subject in _told_of(row, name, None if scale.of == "thing" else people):
                if scale.whole and _is_asked(row, mark, settings):
                    continue
                answer = answer_of(row, mark, subject) if subject is not None else None
                if answer is not None and not (
                    scale.whole and not answer.rank and _is_several(answer, settings)
                ):
                    found[name, answer.question[1]].append(answer)
    return found


def _is_asked(row: Sentence, mark: Mark, settings: CollateSettings) -> bool:
    """Tell whether an answer is only asked for, supposed or denied: "whether she would step down"."""
    lists = row.lang.collation
    before = row.words[max(0, mark.at - settings.stances.negated) : mark.at]
    return any(word in lists.asking or word in lists.denying for word in before)


def answer_of(row: Sentence, mark: Mark, subject: Subject) -> Answer:
    """Return a mark as the answer of whom it is told."""
    scale = row.lang.stances[mark.scale]
    return Answer(
        source=row.source,
        question=(mark.scale, subject),
        key=mark.value,
        value=row.printed(Span(mark.at, mark.end)),
        spans=(row.span,),
        rank=list(scale.values).index(mark.value),
        sentence=row,
        mark=mark,
    )


def _told_of(row: Sentence, scale: str, people: People | None) -> Iterator[tuple[Mark, Subject | None]]:
    """Yield the answers of a sentence on a scale, and of whom each is told.

    people: of its report; None for the one thing of a sort.
    """
    for mark in row.told(scale):
        yield mark, _THING if people is None else people.subject(row, mark)
    for mark in row.behind.get(scale, ()) if people else ():
        yield mark, people.named_behind(row, mark) if people else None


def _last_word(answers: Sequence[Answer], scale: Scale) -> list[Answer]:
    """Return what a report answers: the furthest step, or its only answer; none when it gives several."""
    if scale.steps:
        return [max(answers, key=lambda answer: (answer.rank, -answer.sentence.place))]
    return [answers[0]] if len({answer.key for answer in answers}) == 1 else []


def _apart(
    scale: Scale, sides: Sequence[Sequence[Answer]], settings: CollateSettings
) -> tuple[tuple[Answer, ...], ...] | None:
    """Return the two answers that most reports give and that exclude each other; None for none."""
    ordered = sorted(sides, key=lambda side: (-len(side), side[0].rank))
    for one, other in combinations(ordered, 2):
        if scale.allows(one[0].key, other[0].key):
            continue
        if any(_of_one(scale, a, b, settings) for a in one for b in other):
            return tuple(tuple(side) for side in sorted((one, other), key=lambda side: side[0].rank))
    return None


def _of_one(scale: Scale, one: Answer, other: Answer, settings: CollateSettings) -> bool:
    """Tell whether two sentences are about one matter: besides names they share words of meaning."""
    shared = one.sentence.meaning & other.sentence.meaning
    if scale.of == "thing":
        smaller = min(len(row.sentence.meaning) for row in (one, other))
        return len(shared) >= settings.stances.shared and len(shared) >= settings.stances.share * smaller
    subject, another = one.question[1], other.question[1]
    if subject.key and another.key and subject != another:
        return False
    named = {one.lang.stem(word.casefold()) for word in subject.name.split()}
    return not scale.matter or bool(shared - named)
