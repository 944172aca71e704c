"""Whom a report's first lines describe before it names them: "Harbour chief warns of flood".

The one person who is named in full only below, and is the only one to speak there ("On Monday Ada Lind
said"), is whoever spoke above under a description.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import MutableMapping

from variorum.annotation.speakers.coreference import Cast
from variorum.annotation.speakers.phrases import read_phrase
from variorum.model import Annotation, Quotation, Speaker
from variorum.settings import SPEAKERS


def name_announced(cast: Cast, annotation: Annotation, speakers: MutableMapping[str, Speaker | None]) -> None:
    """Give what those described in the first lines said to the one who is named and speaks right below.

    speakers: by the id of a quotation; changed in place, for all that the descriptions' bearers say.
    """
    known = {each.id for each in annotation.entities}
    sourced = [each for each in annotation.quotations if each.source]
    described: dict[str, int] = {}
    for each in sourced:
        speaker = speakers.get(each.id)
        if speaker and speaker.entity and speaker.entity not in known and _is_announced(cast, each):
            described.setdefault(speaker.entity, each.source[-1].end)
    for entity, end in described.items():
        named = _speaking(cast, sourced, speakers, end)
        if len(named) != 1:
            continue
        (person,) = named
        gender = cast.profiles[entity].gender if entity in cast.profiles else None
        if gender and cast.profiles[person].gender not in (gender, None):
            continue
        for span in cast.entities[entity].mentions:
            cast.mention(person, span)
        for each in sourced:
            speaker = speakers.get(each.id)
            if speaker and speaker.entity == entity:
                speakers[each.id] = Speaker(name=cast.entities[person].name, entity=person)


def _is_announced(cast: Cast, quotation: Quotation) -> bool:
    """Tell whether a source of the first lines describes one person, and brings in nobody's spokesman."""
    source = quotation.source[0]
    if _paragraph(cast, source.start) >= SPEAKERS.announcing:
        return False
    phrase = read_phrase(cast.text, source, cast.lang)
    if phrase is None or phrase.kind != "person" or phrase.plural or phrase.head in cast.words.servants:
        return False
    return phrase.determiner in ("none", "definite")


def _speaking(
    cast: Cast, sourced: list[Quotation], speakers: MutableMapping[str, Speaker | None], end: int
) -> set[str]:
    """Return the people who speak in the first paragraphs and are named in full only below an offset's."""
    found = set()
    for each in sourced:
        speaker = speakers.get(each.id)
        if each.source[0].start < end or _paragraph(cast, each.source[0].start) > SPEAKERS.announced:
            continue
        if speaker and speaker.entity in cast.profiles and cast.entities[speaker.entity].name[:1].isupper():
            found.add(speaker.entity)
    return {each for each in found if _is_new(cast, each, end)}


def _is_new(cast: Cast, entity: str, end: int) -> bool:
    known = cast.entities[entity]
    return " " in known.name and _paragraph(cast, known.mentions[0].start) > _paragraph(cast, end)


def _paragraph(cast: Cast, at: int) -> int:
    return bisect_right(cast.paragraph_starts, at) - 1
