"""Utterances of quotations that are known to belong together."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from variorum.collation.utterances.linked import Linked
from variorum.collation.utterances.matching import fullness
from variorum.collation.utterances.rendering import Rendering
from variorum.collation.utterances.statements import Statement, Statements
from variorum.collation.utterances.voices import Voice, fullest, is_short_for, rendering_voice, same_voice
from variorum.model import Quotation, Reading, Spans, Utterance, UtteranceSpeaker, utterance_id

Order = tuple[int, int, str]
Said = tuple[Order, str, Voice | None]
"""Where it stands, in which article, and who says it."""


def utterances_of(
    quotations: Sequence[Rendering],
    groups: Sequence[Sequence[int]],
    said: Statements,
    linked: Sequence[Linked],
) -> tuple[Utterance, ...]:
    """Return the utterances in order of their first appearance; none for no quotations.

    groups: of ``quotations``, each in one of them, what is one utterance word for word. linked: statements
    that tell one utterance, whatever their words.
    """
    home = {index: at for at, group in enumerate(groups) for index in group}
    used: set[int] = set()
    found: list[_Parts] = []
    for one in linked:
        parts = _parts(one, quotations, groups, said, home)
        if parts is not None:
            used |= parts.groups
            found.append(parts)
    for at, group in enumerate(groups):
        if at not in used:
            found.append(_Parts(quoted=_base_first([quotations[index] for index in group])))
    return tuple({one.id: one for one in map(_utterance, sorted(found, key=_first))}.values())


class _Parts(Struct, frozen=True, kw_only=True):
    """What one utterance is made of. quoted: collated word by word, base first. told: in other words.

    groups: places of the groups of quotations that stand in it and nowhere else.
    """

    quoted: Sequence[Rendering] = ()
    told: Sequence[Statement] = ()
    groups: frozenset[int] = frozenset()


def _parts(
    one: Linked,
    quotations: Sequence[Rendering],
    groups: Sequence[Sequence[int]],
    said: Statements,
    home: dict[int, int],
) -> _Parts | None:
    """Return the parts of linked statements; None where they are of one report, or nothing was linked."""
    members = [said.found[at] for at in one.members]
    also = [said.found[at] for at in one.also]
    if len({part.place for part in (*members, *also)}) < 2:
        return None
    kept = {home[index] for part in members for index in part.stretches if len(groups[home[index]]) > 1}
    direct = [index for part in members if part.quotation.kind == "direct" for index in part.stretches]
    main: Sequence[int] = ()
    if kept:
        main = groups[max(kept, key=lambda at: (len(groups[at]), -at))]
    elif direct:
        main = [max(direct, key=lambda index: fullness(quotations[index]))]
    told = [part for part in (*members, *also) if not set(part.stretches) & set(main)]
    if not told:
        return None
    alone = {home[index] for part in told if part in members for index in part.stretches} - kept
    of_main = {home[index] for index in main}
    return _Parts(
        quoted=_base_first([quotations[index] for index in main]),
        told=sorted(told, key=lambda part: part.order),
        groups=frozenset(alone | of_main),
    )


def _base_first(members: Sequence[Rendering]) -> list[Rendering]:
    if not members:
        return []
    found = sorted(members, key=lambda rendering: rendering.order)
    base = max(found, key=fullness)
    return [base, *(rendering for rendering in found if rendering is not base)]


def _first(parts: _Parts) -> Order:
    return min([*(one.order for one in parts.quoted), *(one.order for one in parts.told)])


def _utterance(parts: _Parts) -> Utterance:
    told = list(parts.told)
    if not parts.quoted:
        told.sort(key=lambda one: (-len(one.keys), one.order))
    readings = (
        *(_reading(one, one.quotation, one.content, paraphrase=False) for one in parts.quoted),
        *(_reading(one, one.quotation, one.content, paraphrase=True) for one in told),
    )
    said: list[Said] = [(one.order, one.article, rendering_voice(one)) for one in parts.quoted]
    if not said:
        said = [(one.order, one.source.article.id, one.voice) for one in parts.told]
    return Utterance(
        id=utterance_id(readings),
        speakers=_speakers(sorted(said, key=lambda one: one[0])),
        readings=readings,
    )


def _reading(
    one: Rendering | Statement, quotation: Quotation, content: Spans, *, paraphrase: bool
) -> Reading:
    text = one.source.article.text
    return Reading(
        article=one.source.article.id,
        quotation=quotation.id,
        kind=quotation.kind,
        speaker=quotation.speaker.name if quotation.speaker else None,
        content=content,
        text=" ".join(span.of(text) for span in content),
        paraphrase=paraphrase,
    )


class _Named(Struct, kw_only=True):
    names: list[str]
    articles: list[str]
    voices: list[Voice]


def _speakers(said: Sequence[Said]) -> tuple[UtteranceSpeaker, ...]:
    """Return the speakers by first appearance; forms of one name are one speaker, under the fullest form."""
    found: list[_Named] = []
    for _, article, voice in said:
        if voice is None:
            continue
        named = next(
            (one for one in found if any(same_voice(voice, other) == "yes" for other in one.voices)),
            None,
        )
        if named is None:
            named = _Named(names=[], articles=[], voices=[])
            found.append(named)
        named.names.append(voice.name)
        named.voices.append(voice)
        if article not in named.articles:
            named.articles.append(article)
    found = _with_last_names(found)
    return tuple(UtteranceSpeaker(name=fullest(one.names), articles=tuple(one.articles)) for one in found)


def _with_last_names(found: list[_Named]) -> list[_Named]:
    """Return the speakers, those given by a last name joined to the one full name that it is short for."""
    kept: list[_Named] = []
    for one in found:
        hosts = [
            other
            for other in found
            if other is not one and all(any(is_short_for(a, b) for b in other.voices) for a in one.voices)
        ]
        if len(hosts) != 1:
            kept.append(one)
            continue
        hosts[0].articles += [article for article in one.articles if article not in hosts[0].articles]
    return kept
