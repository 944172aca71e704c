"""The same words given to different speakers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Self

from msgspec import Struct

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.oppose import count_reports, make_discrepancy, make_side, sentence_case
from variorum.collation.claims.story import StoryView
from variorum.collation.claims.told_alike import diverging
from variorum.collation.utterances.matching import Vocabulary
from variorum.collation.utterances.matching import compare as compare_words
from variorum.collation.utterances.rendering import Rendering, member_of
from variorum.collation.utterances.voices import Voice, fullest, is_short_for, rendering_voice, same_voice
from variorum.collation.variants.substitutions import spelled_alike
from variorum.language.language import language_of
from variorum.language.tables import Lexicon
from variorum.model import Utterance
from variorum.model.kinds import severity_of
from variorum.settings import ATTRIBUTIONS, CollateSettings
from variorum.text.connected import connected
from variorum.text.names import Gender, fold, gender_of, joint_names, parse_name

NAME = "attribution"

_PARAGRAPH = re.compile(r"(?:^|\n)\s*(?=\S)")
_NAME_WORD = re.compile(r"[^\W\d_]+")
_OTHER_GENDER: dict[str, Gender] = {"he": "female", "she": "male"}


class _Given(Claim, frozen=True, kw_only=True):
    """A reading as given to a speaker (``voice``), where the report does so: by its source and cue."""

    reading: Rendering
    voice: Voice


_Side = Sequence[_Given]
"""Readings given to one speaker, under whatever forms of the name."""


class _Who(Struct, frozen=True):
    """The speaker of a side, read once for all its readings: last names, folded; genders of the sources."""

    families: frozenset[str]
    genders: frozenset[Gender | None]

    @classmethod
    def of(cls, side: _Side) -> Self:
        forms = {(given.voice.name, given.lang) for given in side}
        return cls(
            frozenset(
                family
                for form, lang in forms
                for name in joint_names(form, lang)
                for family in parse_name(name, lang).family[-1:]
            ),
            frozenset(gender_of(_printed_source(given.reading), given.lang) for given in side),
        )


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield the utterances whose speakers are resolved, distinct and incompatible."""
    found = list(_given_apart(view, settings))
    yield from found
    yield from diverging(view, NAME, settings, found)


def _given_apart(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    for utterance in view.collation.utterances:
        sides = _sides(view, utterance)
        opposed = [side for side in sides if any(_opposed(side, other, settings) for other in sides)]
        if len(opposed) > 1:
            yield _discrepancy(view, utterance, _joined(_joined(opposed, is_short_for), _spelled_apart))


def _joined(sides: Sequence[_Side], may_join: Callable[[Voice, Voice], bool]) -> list[_Side]:
    """Return the sides, each that may join exactly one other (all of its speaker's names with all of the
    other's) joined to it.
    """
    kept = list(sides)
    for own in sides:
        hosts = [
            side
            for side in kept
            if side is not own and all(may_join(a.voice, b.voice) for a in own for b in side)
        ]
        if own in kept and len(hosts) == 1:
            kept[kept.index(hosts[0])] = sorted((*hosts[0], *own), key=lambda one: one.reading.order)
            kept.remove(own)
    return kept


def _spelled_apart(one: Voice, other: Voice) -> bool:
    """Tell whether two full names, that may be one person's, are a slip apart: Maren Lind and Marin Lind."""
    words = [fold(voice.name).split() for voice in (one, other)]
    genders = {gender_of(voice.name, language_of(voice.lang)) for voice in (one, other)} - {None}
    return (
        same_voice(one, other) == "unknown"
        and len(words[0]) == len(words[1]) > 1
        and len(genders) < 2
        and all(a == b or spelled_alike(a, b) for a, b in zip(*words, strict=True))
    )


def _sides(view: StoryView, utterance: Utterance) -> list[_Side]:
    """Return the readings by speaker, forms of one name together, in order of the story."""
    readings = [view.known[member_of(reading)] for reading in utterance.readings if not reading.paraphrase]
    given = [
        _given(reading, voice)
        for reading in sorted(readings, key=lambda one: one.order)
        if (voice := rendering_voice(reading)) is not None
    ]
    voices = list(dict.fromkeys(one.voice for one in given))
    alike = (
        (a, b) for a, b in combinations(range(len(voices)), 2) if same_voice(voices[b], voices[a]) == "yes"
    )
    groups = [{voices[at] for at in group} for group in connected(range(len(voices)), alike)]
    return [[one for one in given if one.voice in group] for group in groups]


def _given(reading: Rendering, voice: Voice) -> _Given:
    spans = sorted({*reading.quotation.source, *reading.quotation.cue}) or reading.content[:1]
    return _Given(
        source=reading.source,
        key=voice.name,
        value=voice.name,
        spans=tuple(spans),
        reading=reading,
        voice=voice,
    )


def _opposed(one: _Side, other: _Side, settings: CollateSettings) -> bool:
    """Tell whether no form of one speaker's name can be the other, and both are given the same words."""
    voices = [dict.fromkeys(given.voice for given in side) for side in (one, other)]
    if one is other or any(same_voice(a, b) != "no" for a, b in product(*voices)):
        return False
    own, others = _Who.of(one), _Who.of(other)
    return any(
        _same_words(a, b, settings) and not _quoted_by(a, b) and not _quoted_by(b, a)
        for a, b in product(_surely(one, own, others), _surely(other, others, own))
        if a.article != b.article
        and (_mentions(a, own) or _mentions(b, others))
        and not (_led_to(a, others) or _led_to(b, own))
    )


def _surely(side: _Side, who: _Who, other: _Who) -> list[Rendering]:
    """Return the readings that surely give the words to the speaker of ``side``, and not to the other.

    The source names the speaker, or is a pronoun in a report that never names the other, who then cannot be
    meant by it. An epithet may be resolved wrongly, whoever signs a post may be quoting, a colon alone may
    belong to a headline, and "said the speaker, according to a reporter" names the reporter second hand, as
    "the reporter quoted the speaker as saying" does the speaker.
    """
    return [
        reading
        for reading in (one.reading for one in side)
        if _has_cue(reading)
        and _stands_by(reading)
        and (_mentions(reading, who) or _by_pronoun(reading, who, other))
        and not _speaks_for(reading)
        and not _passed_on(reading)
        and not _second_hand(reading)
    ]


def _stands_by(reading: Rendering) -> bool:
    """Tell whether words and source stand near each other, so that none of somebody else's lie between, nor
    the beginning of what somebody else did ("..., as Lind rejects reports").
    """
    text = reading.source.article.text
    gaps = [
        text[min(part.end, source.end) : max(part.start, source.start)]
        for part in reading.content
        for source in reading.quotation.source
    ]
    return any(
        len(gap) <= ATTRIBUTIONS.source
        and len(_PARAGRAPH.findall(gap)) <= 2
        and not _leads_on(gap, reading.lists)
        for gap in gaps
    )


def _leads_on(gap: str, lists: Lexicon) -> bool:
    """Tell whether what stands between words and source ends by beginning another clause."""
    words = re.findall(r"\w+", gap.casefold())
    return not lists.subordinating.isdisjoint(words[-1:])


def _by_pronoun(reading: Rendering, who: _Who, other: _Who) -> bool:
    """Tell whether the source is a pronoun that cannot mean the other: of another gender, or of a report that
    does not name the other before it, or not around and after the place where the side's speaker was last
    named.
    """
    text = reading.source.article.text
    source = _printed_source(reading).casefold()
    if source not in reading.lists.persons:
        return False
    if _OTHER_GENDER.get(source, "") in other.genders:
        return True
    if not _holds(text, other):
        return True
    end = max(span.end for span in (*reading.content, *reading.quotation.source))
    own, others = _last_named(text, who, end), _last_named(text, other, end)
    if own is None or end - own > ATTRIBUTIONS.pronoun:
        return False
    if others is None:  # first named further down; a headline may have told who speaks
        return not _holds(reading.source.article.title or "", other)
    starts, ends = _paragraph_places(text)
    since, last = bisect_right(starts, own) - 1, bisect_left(ends, end) - 1
    if since < last:  # named in an earlier paragraph: who came up just before counts, too
        since = max(0, since - 1)
    return others < starts[since]


@lru_cache(maxsize=64)  # texts; a story's are asked again for each reading
def _paragraph_places(text: str) -> tuple[list[int], list[int]]:
    """Return where the gaps between paragraphs begin and end, the first before the text."""
    found = [match.span() for match in _PARAGRAPH.finditer(text)]
    return [start for start, _ in found], [end for _, end in found]


def _has_cue(reading: Rendering) -> bool:
    text = reading.source.article.text
    return any(character.isalpha() for cue in reading.quotation.cue for character in cue.of(text))


def _mentions(reading: Rendering, who: _Who) -> bool:
    """Tell whether the source of a reading holds the last name of a speaker ("Lind's lawyer")."""
    return _holds(_printed_source(reading), who)


def _printed_source(reading: Rendering) -> str:
    text = reading.source.article.text
    return " ".join(span.of(text) for span in reading.quotation.source)


def _holds(text: str, who: _Who) -> bool:
    words = _name_words(text)
    return any(family in words for family in who.families)


def _last_named(text: str, who: _Who, end: int) -> int | None:
    """Return the last offset at which ``text``, up to ``end``, has the last name of a speaker."""
    words, last = _name_words(text), None
    for family in who.families:
        starts, ends = words.get(family, ((), ()))
        at = bisect_right(ends, end) - 1
        if at >= 0 and (last is None or starts[at] > last):
            last = starts[at]
    return last


@lru_cache(maxsize=64)  # texts; a story's are asked again for each reading
def _name_words(text: str) -> dict[str, tuple[list[int], list[int]]]:
    """Return where each word that may be a name begins and ends, by its folded form."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for word in _NAME_WORD.finditer(text):
        starts, ends = found.setdefault(fold(word.group()), ([], []))
        starts.append(word.start())
        ends.append(word.end())
    return found


def _led_to(reading: Rendering, other: _Who) -> bool:
    """Tell whether the source or the words of a reading name the other speaker, who then may be quoted in it
    ("Senator Lind said ...") or spoken for ("Lind's deputy chief of staff").
    """
    text = reading.source.article.text
    return _mentions(reading, other) or any(
        _holds(span.of(text), other) for span in reading.quotation.content
    )


def _speaks_for(reading: Rendering) -> bool:
    """Tell whether the source is described as speaking for others ("a spokeswoman", "her lawyer")."""
    words = set(re.findall(r"\w+", _printed_source(reading).casefold()))
    if any(word.startswith("spokes") for word in words):
        return True
    owned = not words.isdisjoint(("his", "her", "their", "its"))
    # "Lind's lawyer" names whom he speaks for, which _led_to sees; "her lawyer" does not.
    return owned and not reading.lists.speaking_for.isdisjoint(words)


def _passed_on(reading: Rendering) -> bool:
    """Tell whether somebody else is told to have spoken between the words and their cue."""
    text, quotation = reading.source.article.text, reading.quotation
    content_end = reading.content[-1].end
    cue_start = min((span.start for span in quotation.cue), default=content_end)
    between = re.findall(r"\w+", text[content_end:cue_start].casefold())
    return not reading.lists.saying.isdisjoint(between)


def _second_hand(reading: Rendering) -> bool:
    """Tell whether somebody else quotes the speaker: "quoted Lind as saying", "reported Lind saying"."""
    text, cue = reading.source.article.text, reading.quotation.cue
    saying = text[max(0, cue[-1].start - len("as ")) : cue[-1].end] if cue else ""
    return (
        reading.lang.collation_phrases.cited.search(saying) is not None
        or len(cue) > 1
        and saying.endswith("ing")
    )


def _same_words(a: Rendering, b: Rendering, settings: CollateSettings) -> bool:
    match = compare_words(a, b, Vocabulary(a.lang))
    shorter, longer = sorted((len(a.words), len(b.words)))
    if match.matched < ATTRIBUTIONS.fragment and shorter < ATTRIBUTIONS.common * longer:
        return False
    shared = (
        match.run >= ATTRIBUTIONS.words
        and match.content > 1
        and match.matched >= ATTRIBUTIONS.common * shorter
    )
    return shared and match.identity >= (
        settings.other_speaker_identity if match.matched < ATTRIBUTIONS.few else ATTRIBUTIONS.agreeing
    )


def _quoted_by(inner: Rendering, other: Rendering) -> bool:
    """Tell whether ``inner`` is nested in words of the other's speaker, who quotes it."""
    if inner.quotation.inside is None:
        return False
    hosts = [one for one in inner.source.annotation.quotations if one.id == inner.quotation.inside]
    voice, lang = rendering_voice(other), inner.source.article.lang
    if voice is None:
        return bool(hosts)
    speakers = [Voice(host.speaker.name, lang=lang) if host.speaker else None for host in hosts]
    return any(same_voice(speaker, voice) != "no" for speaker in speakers)


def _given_to(side: _Side) -> str:
    """Return whom the reports of a side give the words to; where none prints the name, by what they print."""
    name = fullest(given.voice.name for given in side)
    full = next(given.voice for given in side if given.voice.name == name)
    spelled = sorted({given.voice.name for given in side if _spelled_apart(given.voice, full)})
    who = _Who.of(side)
    if any(_mentions(given.reading, who) for given in side):
        return f"{name} ({', '.join(f'“{form}”' for form in spelled)})" if spelled else name
    return f"“{_printed_source(side[0].reading)}”, taken to be {name}"


def _discrepancy(view: StoryView, utterance: Utterance, opposed: Sequence[_Side]) -> Difference:
    sides = [
        make_side(_given_to(side), [part for given in side for part in given.evidence]) for side in opposed
    ]
    verb = "gives" if len(sides[0].articles) == 1 else "give"
    shown = [f"{count_reports(view, side)} to {side.value}" for side in sides]
    shown[0] = shown[0].replace(" to ", f" {verb} these words to ", 1)
    summary = sentence_case(", ".join(shown) + ".")
    return make_discrepancy(NAME, severity_of(NAME), sides, summary, utterance=utterance.id)
