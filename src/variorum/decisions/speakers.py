"""What ``speaker`` does: to the annotation of an article, before anything is collated, and to a collation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from variorum.decisions.finding import (
    NO_CAPTURES,
    Captures,
    Finder,
    Place,
    called,
    latecomers,
    quoted,
    touch,
)
from variorum.decisions.records import same_words, text_hash
from variorum.decisions.restricting import reworded
from variorum.decisions.utterances import speakers_of
from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Decision,
    Discrepancy,
    JudgedReading,
    Quotation,
    Reading,
    Side,
    Speaker,
    Standing,
    Utterance,
)


def corrected(annotated: AnnotatedArticle, decisions: Iterable[Decision]) -> AnnotatedArticle:
    """Return an article whose quotations have the speakers that were decided; others are not looked at.

    decisions: in force, oldest first: of several on one quotation the last counts. The words judged must
    stand where they stood: a decision is never carried over to another text. The quotation is that which
    has most of them, whoever annotated it; the speaker is the entity of that name, where the article has one.
    """
    told = [one for one in decisions if one.kind == "speaker" and _is_of(one.judged.readings[0], annotated)]
    if not told:
        return annotated
    quotations = list(annotated.annotation.quotations)
    for one in told:
        at = _quotation(one.judged.readings[0], quotations)
        if at is not None:
            quotations[at] = replace(quotations[at], speaker=_speaker(one.judged.speaker, annotated))
    return replace(annotated, annotation=replace(annotated.annotation, quotations=tuple(quotations)))


def _is_of(judged: JudgedReading, annotated: AnnotatedArticle) -> bool:
    article = annotated.article
    if judged.article != article.id and (judged.capture is None or judged.capture != text_hash(article.text)):
        return False
    return same_words(" ".join(span.of(article.text) for span in judged.content)) == same_words(judged.text)


def _quotation(judged: JudgedReading, quotations: Sequence[Quotation]) -> int | None:
    """Return which quotation has most of the words judged and fewest others; None for none."""
    touched = [at for at, one in enumerate(quotations) if touch(one.content, judged.content)]
    return min(touched, key=lambda at: _apart(quotations[at], judged), default=None)


def _apart(one: Quotation, judged: JudgedReading) -> tuple[float, int]:
    common = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in judged.content
    )
    sizes = sum(len(span) for span in one.content), sum(len(span) for span in judged.content)
    return -common / max(*sizes, 1), one.content[0].start


def _speaker(name: str | None, annotated: AnnotatedArticle) -> Speaker | None:
    if name is None:
        return None
    entities = annotated.annotation.entities
    return Speaker(name=name, entity=next((one.id for one in entities if same_name(one.name, name)), None))


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are the same but for capitals and signs."""
    return same_words(one) == same_words(other)


def covers(name: str, value: str) -> bool:
    """Tell whether what a side is called has the whole of a name, or the name the whole of it."""
    own, words = set(same_words(name).split()), set(same_words(value).split())
    return own <= words or words <= own


def given(
    utterances: Sequence[Utterance], decisions: Iterable[Decision], captures: Captures = NO_CAPTURES
) -> tuple[list[Utterance], dict[str, Place]]:
    """Return utterances with the speakers that were decided, and where each decision (id) found its reading.

    A reading is looked for in its own text alone, whoever printed that: whom other reports give the words to
    is their affair.
    """
    finder = Finder(utterances, captures)
    found: dict[str, Place] = {}
    names: dict[Place, str | None] = {}
    for one in decisions:
        judged = one.judged.readings[0]
        place = finder.in_its_article(judged)
        if place is not None:
            found[one.id] = place
            names |= dict.fromkeys(finder.in_every_copy(judged), one.judged.speaker)
    changed = {place[0] for place, name in names.items() if finder.at(place).speaker != name}
    return [
        _renamed(utterance, {at: name for (home, at), name in names.items() if home == number})
        if number in changed
        else utterance
        for number, utterance in enumerate(utterances)
    ], found


def _renamed(utterance: Utterance, names: Mapping[int, str | None]) -> Utterance:
    readings = tuple(
        replace(one, speaker=names[at]) if at in names else one for at, one in enumerate(utterance.readings)
    )
    kept = [
        replace(one, articles=tuple(each for each in one.articles if _gives(each, one.name, readings)))
        for one in utterance.speakers
    ]
    decided = {name for name in names.values() if name is not None}
    known = [one for one in utterance.speakers for name in decided if covers(name, one.name)]
    full = [
        replace(one, articles=tuple(dict.fromkeys(reading.article for reading in readings))) for one in known
    ]
    speakers = speakers_of(readings, [*kept, *full])
    variants = utterance.variants
    if len(speakers) < 2:
        variants = tuple(one for one in variants if one.type != "attribution")
    return replace(utterance, readings=readings, speakers=speakers, variants=variants)


def _gives(article: str, name: str, readings: Iterable[Reading]) -> bool:
    return any(
        one.article == article and one.speaker is not None and covers(one.speaker, name) for one in readings
    )


def resided(one: Discrepancy, utterance: Utterance) -> Discrepancy | None:
    """Return a difference of speakers with each report on the side of whom it gives the words to now.

    None where all who are left are on one side. A report that gives them to somebody whom no side is called
    by makes a side of its own.
    """
    said = {
        reading.article: reading.speaker for reading in reversed(utterance.readings) if not reading.paraphrase
    }
    sides: dict[str, list[Side]] = {side.value: [] for side in one.sides}
    for side in one.sides:
        for article in side.articles:
            name = said.get(article, side.value)
            if name is None:
                continue
            home = (
                side.value
                if covers(name, side.value)
                else next((other.value for other in one.sides if covers(name, other.value)), name)
            )
            parts = tuple(part for part in side.evidence if part.article == article)
            sides.setdefault(home, []).append(Side(value=home, articles=(article,), evidence=parts))
    kept = tuple(_joined(value, parts) for value, parts in sides.items() if parts)
    if kept == one.sides:
        return one
    return reworded(one, kept) if len(kept) > 1 else None


def _joined(value: str, parts: Iterable[Side]) -> Side:
    given = list(parts)
    return Side(
        value=value,
        articles=tuple(dict.fromkeys(article for part in given for article in part.articles)),
        evidence=tuple(dict.fromkeys(one for part in given for one in part.evidence)),
    )


def speaker_standing(
    decision: Decision,
    utterances: Sequence[Utterance],
    place: Place | None,
    summaries: Mapping[str, ArticleSummary],
    captures: Captures = NO_CAPTURES,
) -> Standing:
    """Return what a decision on a speaker has come to, once all are carried out.

    It is questionable where a report that came since gives the same utterance to somebody else. Where no
    utterance has the words, but the report is the same to the letter, it stands: nothing speaks against it,
    and what one report alone tells in its own words is no utterance.
    """
    judged = decision.judged
    if place is None:
        words = quoted(judged.readings[0].text)
        if judged.readings[0].capture in captures.values():
            return Standing(
                decision=decision.id,
                state="stands",
                reason=f"the words {words} are compared with no other report's here",
            )
        return Standing(
            decision=decision.id,
            state="moot",
            reason=f"the words {words} are no quotation of that report in this story any more",
        )
    utterance = utterances[place[0]]
    reading = utterance.readings[place[1]]
    about = (reading.quotation, utterance.id)
    if reading.speaker != judged.speaker:
        return Standing(
            decision=decision.id, state="moot", reason="it was decided otherwise since", about=about
        )
    others = [one for one in utterance.readings if not one.paraphrase and one.speaker is not None]
    new = latecomers(decision, (one.article for one in others))
    for one in others:
        if one.article not in new or one.speaker is None:
            continue
        if judged.speaker is None or not covers(judged.speaker, one.speaker):
            return Standing(
                decision=decision.id,
                state="questionable",
                reason=f"{called(one.article, summaries)} came since and gives these words to {one.speaker}",
                about=about,
            )
    return Standing(decision=decision.id, state="stands", about=about)
