"""Whom a report gives words to, against whom a draft gives them to: only what is sure contradicts.

Both sides must name the speaker in so many words before one excludes the other. A pronoun, a quotation whose
speaker is carried on from another paragraph, words quoted inside other words: each may be read wrongly, so
that it contradicts only where the report does not even mention the draft's speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.annotation.speakers.coreference import gender_of_pronoun
from variorum.collation.utterances.voices import Voice, same_voice, voice_of
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Quotation, Span, cover
from variorum.settings import SEARCH
from variorum.text.marks import pair_marks
from variorum.text.name_words import name_words, same_role
from variorum.text.names import Answer, fold, folded, gender_of, parse_name, same_person

_WORD = re.compile(r"\w+")
_TIME = re.compile(r"(?:^\d+\s+(?=[\d:.,]+\s*-->))?\d{1,2}(?::\d\d){1,2}(?:[.,]\d+)?")
_LED_UP = re.compile(r"[^.!?\n]*:\s*\n[\s>]*")  # a sentence that ends in a colon, and its paragraph with it


class Given(Struct, frozen=True):
    """Whom a report gives words to; ``voice`` is None when nobody is quoted, or it cannot be told.

    answer: whether that is the draft's speaker. doubtful: somebody else seems to be quoted, but what says so
        is not sure enough to contradict the draft; ``answer`` is ``unknown`` then.
    """

    voice: Voice | None
    answer: Answer = "unknown"
    doubtful: bool = False


def given(annotated: AnnotatedArticle, place: Span, speaker: Voice | None) -> Given:
    """Return whom ``annotated`` gives the words at ``place`` to, against the draft's ``speaker``."""
    quoting, lang = _quoting(annotated, place), language_of(annotated.article.lang)
    voices = [voice_of(annotated, quotation) for quotation in quoting]
    if not voices:
        return Given(None)
    if speaker is None:
        return Given(voices[0])
    for voice in voices:
        if _agrees(speaker, voice, lang):
            return Given(voice, "yes")
    speaker = _known_here(annotated, speaker)
    if same_voice(speaker, voices[0]) != "no" and not _are_two(annotated, speaker, quoting[0]):
        return Given(voices[0])
    if _excludes(annotated, quoting, place, speaker):
        return Given(voices[0], "no")
    return Given(voices[0], "unknown", doubtful=True)


def _known_here(annotated: AnnotatedArticle, speaker: Voice) -> Voice:
    """Return the draft's ``speaker``, a last name alone, as the one person whom the report knows by it.

    "Lund: “…”" may be a body's name; where the report names one Ada Lund, it is hers.
    """
    lang = language_of(annotated.article.lang)
    name = parse_name(speaker.name, lang)
    if name.given or not name.family or speaker.kind == "person":
        return speaker
    bearers = [
        entity.name
        for entity in annotated.annotation.entities
        if fold(" ".join(parse_name(entity.name, lang).family)) == fold(" ".join(name.family))
    ]
    people = {entity.name for entity in annotated.annotation.entities if entity.kind == "person"}
    return Voice(bearers[0], "person") if len(bearers) == 1 and bearers[0] in people else speaker


def _quoting(annotated: AnnotatedArticle, place: Span) -> list[Quotation]:
    """Return the quotations that hold the better part of ``place``: what holds most first, then the outer."""
    shares = [
        (-_shared(quotation.content, place), quotation.inside is not None, at, quotation)
        for at, quotation in enumerate(annotated.annotation.quotations)
    ]
    held = sorted((share for share in shares if -2 * share[0] >= len(place)), key=lambda share: share[:3])
    return [share[3] for share in held]


def _shared(content: Sequence[Span], place: Span) -> int:
    return sum(max(0, min(span.end, place.end) - max(span.start, place.start)) for span in content)


def is_same_speaker(a: Voice, b: Voice | None) -> bool:
    """Tell whether two speakers are one: one name, or one is the last name of the other."""
    return _agrees(a, b, language_of(a.lang))


def _agrees(a: Voice, b: Voice | None, lang: Language) -> bool:
    """Tell whether two names are one, or one is the last name of the other."""
    if b is None:
        return False
    answer = same_voice(a, b)
    if answer != "unknown":
        return answer == "yes"
    families = parse_name(a.name, lang).family, parse_name(b.name, lang).family
    return bool(families[0]) and families[0] == families[1] and same_person(a.name, b.name, lang) != "no"


def _excludes(annotated: AnnotatedArticle, quoting: Sequence[Quotation], place: Span, speaker: Voice) -> bool:
    """Tell whether the report surely gives the words to the one it names, and so not to ``speaker``."""
    text, own, lang = annotated.article.text, quoting[0], language_of(annotated.article.lang)
    other = _apart(speaker.name, own.speaker.name if own.speaker else "", lang)
    if not mentions(text, other, lang):
        return True
    if own.speaker and _may_describe(annotated, own.speaker.name, speaker, lang):
        return False
    if own.speaker and _in_post(annotated, place):
        return True
    inner = any(
        region.level > 0 and region.span.contains(place)
        for region in pair_marks(text, annotated.annotation.paragraphs or None)
    )
    if inner or own.speaker is None:
        return False
    if _by_last_name(annotated, own, speaker, lang):
        return False
    if names_speaker(annotated, own, place, own.speaker.name):
        return not _beside(annotated, own, other) and not _by_pronoun(annotated, own, place, lang)
    beside = [source.of(text).lower() for source in _sources_beside(annotated, own, place)]
    said = [gender for source in beside if (gender := gender_of_pronoun(source, name_words(lang)))]
    if said and gender_of(speaker.name, lang) not in (None, *said):
        return True
    return bool(beside) and not mentions(_reach(annotated, place, own).of(text), other, lang)


def _may_describe(annotated: AnnotatedArticle, name: str, speaker: Voice, lang: Language) -> bool:
    """Tell whether ``name`` names nobody ("Norland's envoy", "Prime Minister", "his response") and may be the
    draft's speaker: a thing of theirs, or a role that the report gives them, too, or gives them none. A
    member of a party holds any office: only another party is another role.
    """
    words = re.split(r"\s(?:of|at|for|from|to|in|with|who)\s", name)[0].split()
    head = words[-1].casefold() if words else ""
    if head and not name_words(lang).is_role(head):
        return words[-1] == head  # a thing ("his response"), or a name
    roles = [
        word
        for entity in annotated.annotation.entities
        if entity.kind == "person" and same_person(entity.name, speaker.name, lang) == "yes"
        for role in entity.roles
        for word in role.casefold().split()
    ]
    if head in (members := name_words(lang).members):
        roles = [word for word in roles if word in members]
    return not roles or any(same_role(head, word, lang) for word in roles)


def _by_last_name(annotated: AnnotatedArticle, own: Quotation, speaker: Voice, lang: Language) -> bool:
    """Tell whether the report gives the words to a last name alone, which ``speaker`` bears, too."""
    name = parse_name(speaker.name, lang)
    said = [source.of(annotated.article.text) for source in own.source]
    parts = [parse_name(words, lang) for words in said]
    return bool(name.family and said) and all(
        not part.given and part.family == name.family and same_person(words, speaker.name, lang) != "no"
        for words, part in zip(said, parts, strict=True)
    )


def _by_pronoun(annotated: AnnotatedArticle, own: Quotation, place: Span, lang: Language) -> bool:
    """Tell whether "he" or "she" stands between a source that is no person and the words after it.

    "Officials said he had told a neighbour: “…”": not the officials said that.
    """
    voice = voice_of(annotated, own)
    if voice is None or voice.kind in (None, "person"):
        return False
    text = annotated.article.text
    between = [text[source.end : place.start] for source in own.source if source.end <= place.start]
    lists = name_words(lang)
    return any(gender_of_pronoun(word, lists) for part in between for word in _WORD.findall(part.lower()))


def _are_two(annotated: AnnotatedArticle, speaker: Voice, own: Quotation) -> bool:
    """Tell whether the report knows the draft's speaker and its own as two: it quotes both ("VANCE:" and
    "OSTROVE:"), or names both in full ("Mira Brenn and her brother Otto Brenn").
    """
    if own.speaker is None:
        return False
    spoken = {each.speaker for each in annotated.annotation.quotations if each.speaker}
    others = [each for each in spoken if each.entity != own.speaker.entity]
    if any(each.name.casefold() == speaker.name.casefold() for each in others):
        return True
    lang = language_of(annotated.article.lang)
    return same_person(speaker.name, own.speaker.name, lang) == "no" and any(
        entity.kind == "person" and entity.id != own.speaker.entity
        and same_person(entity.name, speaker.name, lang) == "yes"
        for entity in annotated.annotation.entities
    )  # fmt: skip


def _in_post(annotated: AnnotatedArticle, place: Span) -> bool:
    """Tell whether words stand in an embedded post, whose author its network names."""
    return any(post.author and post.span.contains(place) for post in annotated.annotation.posts)


def _apart(name: str, own: str, lang: Language) -> str:
    """Return the part of ``name`` by which a report would mention it beside ``own`` of the same last name."""
    parsed, other = parse_name(name, lang), parse_name(own, lang)
    if parsed.family != other.family:
        return name
    if parsed.suffix and other.suffix and parsed.suffix != other.suffix:
        return parsed.suffix  # "Jr." beside "Sr."
    return parsed.nickname or " ".join(parsed.given[:1]) or name


def _reach(annotated: AnnotatedArticle, place: Span, quotation: Quotation) -> Span:
    """Return where a pronoun beside ``place`` finds whom it means: its own paragraph and some before."""
    paragraphs = annotated.annotation.paragraphs
    parts = (place, *quotation.source)
    first = bisect_right(paragraphs, min(part.start for part in parts), key=lambda span: span.start) - 1
    last = bisect_right(paragraphs, max(part.start for part in parts), key=lambda span: span.start) - 1
    if first < 0:
        return Span(0, len(annotated.article.text))
    return Span(paragraphs[max(0, first - SEARCH.pronoun_reach)].start, paragraphs[last].end)


def _beside(annotated: AnnotatedArticle, quotation: Quotation, name: str) -> bool:
    """Tell whether ``name`` stands in the sentence that says who speaks, outside the words quoted.

    Of two people in "Ada Lind told the Post, after Tom Reyes had called it safe, that" either may speak.
    """
    text, sentences = annotated.article.text, annotated.annotation.sentences
    lang = language_of(annotated.article.lang)
    for part in (*quotation.source, *quotation.cue):
        at = bisect_right(sentences, part.start, key=lambda sentence: sentence.start) - 1
        start, end = (sentences[at].start, sentences[at].end) if at >= 0 else (part.start, part.end)
        for content in quotation.content:
            if start < content.end and content.start < end:  # the sentence's own words, before or after
                if content.start <= start:
                    start = content.end
                elif mentions(text[start : content.start], name, lang):
                    return True
                else:
                    start = content.end
        if start < end and mentions(text[start:end], name, lang):
            return True
    return False


def names_speaker(annotated: AnnotatedArticle, quotation: Quotation, place: Span, name: str) -> bool:
    """Tell whether a source with a word of ``name`` stands beside the words at ``place``."""
    text, lang = annotated.article.text, language_of(annotated.article.lang)
    beside = (*_sources_beside(annotated, quotation, place), *_sources_set_off(annotated, quotation))
    return any(mentions(source.of(text), name, lang) for source in beside)


def _sources_set_off(annotated: AnnotatedArticle, quotation: Quotation) -> Iterator[Span]:
    """Yield the sources that the layout gives all of the words to: a signature below, the label of a turn."""
    text, paragraphs = annotated.article.text, annotated.annotation.paragraphs
    first, last = quotation.content[0].start, quotation.content[-1].end
    for source in quotation.source:
        if last <= source.start:
            between = text[last : source.start]
            below = "\n" in between.strip(" \t") and not re.search(r"[.!?]\s", between.strip('"”’*_ \t\r\n>'))
            if len(_WORD.findall(between)) <= (SEARCH.leads if below else 0):
                yield source
        elif source.end <= first:
            at = bisect_right(paragraphs, source.start, key=lambda paragraph: paragraph.start) - 1
            begins = at >= 0 and not _WORD.search(_TIME.sub("", text[paragraphs[at].start : source.start]))
            gap = text[source.end : first].rstrip("\"“‘'*_ ")
            begins = begins or bool(_LED_UP.fullmatch(gap))
            if begins and "." not in gap and (gap.endswith((":", "\n")) or not _WORD.search(gap)):
                yield source


def _sources_beside(annotated: AnnotatedArticle, quotation: Quotation, place: Span) -> Iterator[Span]:
    """Yield the sources in the paragraph of ``place`` with no sentence between that is not quoted with it."""
    layers = annotated.annotation
    at = bisect_right(layers.paragraphs, place.start, key=lambda paragraph: paragraph.start) - 1
    here = layers.paragraphs[at] if at >= 0 else Span(0, len(annotated.article.text))
    for source in quotation.source:
        said = cover((source, *quotation.cue))
        low, high = (said.end, place.start) if said.start < place.start else (place.end, said.start)
        first = bisect_right(layers.sentences, low - 1, key=lambda sentence: sentence.start)
        between = layers.sentences[first : bisect_right(layers.sentences, high, key=lambda s: s.end)]
        own = all(any(part.overlaps(sentence) for part in quotation.content) for sentence in between)
        if own and here.start <= source.start < here.end:
            yield source


def mentions(text: str, name: str, lang: Language) -> bool:
    """Tell whether ``text`` holds the last word of ``name``, however accented and in any case."""
    parts = parse_name(name, lang)
    wanted = fold(" ".join(parts.family or parts.given) or name).split()[-1:]
    return bool(wanted) and wanted[0] in set(_WORD.findall(folded(text)))
