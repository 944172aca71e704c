"""What is said in a transcript, by the labels of its speakers.

"SMITH:", "Q.", "Jane Smith:", "JANE SMITH, KTV ANCHOR:", "SMITH (voice-over):", ">> SMITH:",
"[00:01:10] SMITH:", "[Smith]:", "**Smith:**", "*Smith:*", "Mr. SMITH.", "The Minister (Ms Smith):",
"Jane Smith –", and a line "Jane Smith  0:01" above the words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from variorum.language.language import Language, language_of
from variorum.model import Article, Span, Spans
from variorum.settings import TRANSCRIPTS
from variorum.text.late import late
from variorum.text.names import fold, name_data

_TIME = r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?[\])]?"
_LEAD = (
    rf"[\"“]?(?:(?:(?P<chevron>>>++)|(?P<time>{_TIME})(?:[ \t]*[-–—|])?|(?P<bold>\*\*|__|[*_](?=[A-Z]))"
    r"|(?P<square>\[)(?=[A-Z][^\[\]\n]{1,60}\]))[ \t]*+)*+"
)
_WORD = r"[A-Z][\w.'’-]*"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|da|di|du|del|der|den|la|le|van|von|bin|al|of|\d{{1,2}})){{0,5}}"
_PARENS = r"[ \t]?\(\w[\w .,'’&/-]{0,40}\)"
_LABEL = late(
    rf"{_LEAD}(?:(?P<qa>[QA])(?=[.:])"
    rf"|(?P<member>(?:Mr|Mrs|Ms|Miss|Dr)\. [A-Z][A-Z'’-]+(?: of [A-Z][a-z]+(?: [A-Z][a-z]+)?)?)(?=[.:]\s)"
    rf"|The (?:[A-Z]\w+|of|for|and|the)(?: (?:[A-Z]\w+|of|for|and|the)){{0,7}} \((?P<holder>{_NAME})\)(?=:)"
    rf"|(?P<name>{_NAME})(?P<aside>(?:{_PARENS})?"
    rf"(?:, [^:.?!“”\"\n]{{2,60}}?(?:\. ?[A-Z][^:.?!“”\"\n]{{0,30}})?)?"
    rf"(?:{_PARENS})*(?:[ \t]+{_TIME})?)(?=\*{{1,2}}:|_{{1,2}}:|\]:|:))"
    r"(?P<close>\*{1,2}|_{1,2}|\])?(?P<colon>[.:])(?:\*{1,2}|_{1,2})?(?:\s+|$)"
)
# The only labels without a colon: "Q." and "Mr. SMITH.".
_POINTED = late(rf"{_LEAD}(?:[QA]\.|(?:Mr|Mrs|Ms|Miss|Dr)\. [A-Z])")
# "<v Ann Lee>": a voice span of WebVTT that was pasted.
_VOICE_SPAN = late(r"<v(?:\.[^\s<>]*)?\s+(?P<name>[^<>\n]{1,60}?)\s*>\s*")
# A name and a time on a line of their own, above the words.
_STAMP = late(
    rf"(?:\*\*|__)?(?:(?P<name>{_NAME})(?:\*\*|__)?(?:{_PARENS})?[ \t]*[-–—|,]?[ \t]*{_TIME}"
    rf"|{_TIME}[ \t]*[-–—|]?[ \t]*(?P<after>{_NAME}))"
    r"(?:\*\*|__)?:?$"
)
_STAGE = late(r"[(\[][^()\[\]]{2,80}[)\]]$")
_FULL_NAME = late(r"[^\W\d_][\w.’'-]+(?: [^\W\d_][\w.’'-]*){1,3}|Speaker \d{1,2}")
_DASHED = late(r"(?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3})[ \t]+[-–—][ \t]+(?=[A-Z\"“])")
_DASH = late(r"[-–—][ \t]")
_OTHER_LABEL = late(r"[A-Z][\w.’' ]{1,40}:\s")  # "Hon. members: Oh!"
_MARKS = '"“”'


class Turn(Struct, frozen=True):
    """The words of one paragraph of a turn, and who is named for them.

    span: without the label. source: the name in the label. cue: its colon; None where there is none.
    continued: it goes on from the paragraph before.
    """

    span: Span
    source: Span
    cue: Span | None
    continued: bool = False


class _Label(Struct, frozen=True):
    """A label: its speaker's key, where it stands, and how sure it is one.

    typical: only transcripts have such labels. full: it says by itself that a person speaks.
    """

    key: str
    number: int
    source: Span
    cue: Span | None
    end: int
    typical: bool
    full: bool


def turns_of(article: Article, paragraphs: Sequence[Span], least: int) -> dict[int, Turn]:
    """Return what is said by the start of its paragraph; see ``turns``. Subtitles name their speakers."""
    named = frozenset(block.span.start for block in article.blocks if block.kind == "turn")
    return _kept_turns(article.text, tuple(paragraphs), least, language_of(article.lang), named)


# Three stages ask about the article at hand, one after the other.
@lru_cache(maxsize=2)
def _kept_turns(
    text: str, paragraphs: Spans, least: int, lang: Language, named: frozenset[int]
) -> dict[int, Turn]:
    return turns(text, paragraphs, least, lang, named)


def turns(
    text: str,
    paragraphs: Sequence[Span],
    least: int,
    lang: Language,
    named: frozenset[int] = frozenset(),
) -> dict[int, Turn]:
    """Return what is said by the start of its paragraph.

    least: paragraphs with labels from which on an article is a transcript; nothing for fewer, or where all
    are one speaker's. A label counts that stands twice and is no head of a list ("Photos:"), a full name
    also where its last word does ("JANE SMITH:", then "SMITH:"); in a transcript also one of a form that only
    transcripts have. An answer goes on until the next label; the last one ends with its paragraph, since
    what comes after it may be the outlet's own. named: where paragraphs begin whose label surely is one.
    """
    lines = _name_lines(text, paragraphs, lang) or _dashed(text, paragraphs, lang)
    found = [
        label if each.start not in named else replace(label, typical=True, full=True)
        for number, each in enumerate(paragraphs)
        if (label := lines.get(number) or _label(text, each, number, lang))
    ]
    if len(found) < (1 if named else least):
        return {}
    used = _used(text, found, lang, dense=_is_dense(text, paragraphs, found))
    speakers = {each.key for each in used}
    pairs = len(speakers) > 1 or not speakers.isdisjoint(lang.words.question_label)
    if not named and (len(used) < least or not pairs):
        return {}
    if not used:
        return {}
    said: dict[int, Turn] = {}
    pure = len(used) >= TRANSCRIPTS.labelled * (used[-1].number - used[0].number + 1)
    repeated = sum(count > 1 for count in Counter(label.key for label in used).values()) > 1
    others = {label.number for label in found}
    others |= {number for number, each in enumerate(paragraphs) if each.start in named}
    for label, following in zip(used, [*used[1:], None], strict=True):
        paragraph = paragraphs[label.number]
        alone = label.end >= paragraph.end
        if not alone:
            said[paragraph.start] = Turn(_words(text, label, paragraph), label.source, label.cue)
        stop = len(paragraphs) if following is None else following.number
        if following is None:
            stop = min(stop, label.number + 1 + alone)
        goes_on = alone or pure or label.typical and (repeated or label.key in lang.words.question_label)
        if (
            stop - label.number > TRANSCRIPTS.answer_paragraphs
            or not goes_on
            or _is_closed(text, label, paragraph)
        ):
            continue
        later = paragraphs[label.number + 1 : stop]
        said.update(_going_on(text, later, label, others, alone=alone))
    return said


def _going_on(
    text: str, later: Sequence[Span], label: _Label, labelled: set[int], *, alone: bool
) -> dict[int, Turn]:
    """Return the paragraphs after a label that belong to its turn: up to another label, a cut, a heading.

    What a transcript says in brackets, "(laughs)", is nobody's.
    """
    said: dict[int, Turn] = {}
    for number, paragraph in enumerate(later, label.number + 1):
        words = paragraph.of(text)
        if _STAGE.fullmatch(words):
            if words[1:-1].isupper():
                break
            continue
        if number in labelled or words.isupper() or not any(map(str.isalnum, words)):
            break
        if _OTHER_LABEL.match(words):
            break
        said[paragraph.start] = Turn(paragraph, label.source, label.cue, continued=bool(said) or not alone)
    return said


def _is_closed(text: str, label: _Label, paragraph: Span) -> bool:
    """Tell whether a turn stands in marks of its own, which say where it ends."""
    return label.end < paragraph.end and text[label.end] in _MARKS and text[paragraph.end - 1] in _MARKS


def _label(text: str, paragraph: Span, number: int, lang: Language) -> _Label | None:
    """Return the label that a paragraph begins with, or is."""
    voice = text.startswith("<v", paragraph.start) and _VOICE_SPAN.match(text, paragraph.start, paragraph.end)
    if voice:
        source = Span(*voice.span("name"))
        return _Label(speaker_key(source.of(text), lang), number, source, None, voice.end(), True, True)
    if text.find(":", paragraph.start, paragraph.end) < 0 and not _POINTED.match(
        text, paragraph.start, paragraph.end
    ):
        return None  # most paragraphs
    stamp = _STAMP.fullmatch(text, paragraph.start, paragraph.end) if len(paragraph) < 80 else None
    if stamp is not None:
        source = Span(*stamp.span("name" if stamp["name"] else "after"))
        return _Label(speaker_key(source.of(text), lang), number, source, None, paragraph.end, True, True)
    match = _LABEL.match(text, paragraph.start, paragraph.end)
    if match is None:
        return None
    group = next(each for each in ("qa", "member", "holder", "name") if match[each])
    if match["colon"] == "." and group not in ("qa", "member"):
        return None
    source = Span(*match.span(group))
    colon = Span(*match.span("colon"))
    if group == "qa":
        source = Span(source.start, source.end + (match["colon"] == "."))
    name, aside = source.of(text), match["aside"] or ""
    if text[match.end() : match.end() + TRANSCRIPTS.headline].isupper() and match.end() < paragraph.end:
        return None
    upper = name.isupper() and len(name) > 1
    marks = ("chevron", "time", "close", "bold", "square", "member")
    marked = any(match[each] for each in marks) or "(" in aside
    full = (
        group == "holder"
        or bool(match["chevron"] or match["time"])
        or upper
        and (bool(aside) or _is_person(name, lang))
    )
    return _Label(
        speaker_key(name, lang),
        number,
        source,
        colon if group != "qa" else None,
        match.end(),
        upper or marked,
        full,
    )


def _name_lines(text: str, paragraphs: Sequence[Span], lang: Language) -> dict[int, _Label]:
    """Return the labels that are names on lines of their own above the words: two or more, each twice."""
    short = {n: each.of(text) for n, each in enumerate(paragraphs) if len(each) <= TRANSCRIPTS.name}
    often = Counter(short.values())
    names = {
        words
        for words, count in often.items()
        if count > 1 and _FULL_NAME.fullmatch(words) and speaker_key(words, lang) not in lang.words.heads
    }
    given = {*name_data(lang).given, "speaker"}
    people = {words for words in names if fold(words.split()[0]) in given}
    if len(names) < 2 or not people:
        return {}
    numbers = [n for n, words in short.items() if words in names]
    if any(n + 1 in numbers for n in numbers):
        return {}
    return {
        n: _Label(speaker_key(short[n], lang), n, paragraphs[n], None, paragraphs[n].end, True, True)
        for n in numbers
    }


def _dashed(text: str, paragraphs: Sequence[Span], lang: Language) -> dict[int, _Label]:
    """Return the labels of a text whose turns begin "Jane Smith – Good evening.": full names, each twice.

    Nearly every paragraph between has one, so that no list of scores or of offices looks alike.
    """
    found: dict[int, Span] = {}
    if not _DASH.search(text):
        return {}
    for number, each in enumerate(paragraphs):
        match = _DASHED.match(text, each.start, each.end)
        if match is not None and text[match.end() : each.end].rstrip('"”').endswith((".", "?", "!")):
            found[number] = Span(*match.span("name"))
    often = Counter(span.of(text) for span in found.values())
    given = any(fold(name.split()[0]) in name_data(lang).given for name in often)
    reach = max(found) - min(found) + 1 if found else 0
    if len(often) < 2 or min(often.values()) < 2 or not given or len(found) < TRANSCRIPTS.dashed * reach:
        return {}
    labels = {}
    for number, span in found.items():
        end = _DASHED.match(text, span.start).end()  # type: ignore[union-attr]
        labels[number] = _Label(speaker_key(span.of(text), lang), number, span, None, end, True, True)
    return labels


def _is_dense(text: str, paragraphs: Sequence[Span], found: Sequence[_Label]) -> bool:
    """Tell whether half of the paragraphs with words from the first label to the last have one."""
    between = paragraphs[found[0].number : found[-1].number + 1]
    return len(found) >= TRANSCRIPTS.labelled * sum(any(map(str.isalpha, each.of(text))) for each in between)


def _used(text: str, found: Sequence[_Label], lang: Language, *, dense: bool) -> list[_Label]:
    """Return the labels that are speakers'."""
    often = Counter(label.key for label in found)
    sure = [
        label
        for label in found
        if label.key in lang.words.question_label
        or _may_speak(label.key, lang)
        and (often[label.key] > 1 or label.full)
    ]
    if all(label.typical for label in found) and max(often.values()) > 1 and dense:
        sure = [
            label for label in found if label.key in lang.words.question_label or _may_speak(label.key, lang)
        ]
    styles: dict[str, Counter[bool]] = {key: Counter() for key in often}
    for label in sure:
        styles[label.key][label.typical] += 1
    # "Gov. Smith: It Will Rain" is a headline where the turns are "SMITH:".
    sure = [label for label in sure if _is_usual(label, styles)]
    known = {label.key for label in sure}
    if len(known) < 2:
        return sure
    initials = {_initials(label.source.of(text)) for label in sure} | _named_initials(text)
    typical = any(label.typical for label in sure)
    return [
        label
        for label in found
        if label.key in known
        and _is_usual(label, styles)
        or _may_speak(label.key, lang)
        and (typical and label.typical and _is_voice(label.source.of(text)) or label.key.upper() in initials)
        or _initials(label.source.of(text)).lower() in known
    ]


def _is_usual(label: _Label, styles: dict[str, Counter[bool]]) -> bool:
    """Tell whether a label is printed as most of its speaker's are."""
    printed = styles[label.key]
    return 2 * printed[label.typical] >= printed.total()


def _is_person(name: str, lang: Language) -> bool:
    """Tell whether a name in capitals has a title or a given name that people have."""
    words = [word.strip(".").lower() for word in name.split()]
    return len(words) > 1 and (words[0] in lang.words.label_title or words[0] in name_data(lang).given)


def _is_voice(name: str) -> bool:
    """Tell whether a label that stands once in a transcript names somebody: "UNIDENTIFIED MALE", "SMITH"."""
    return len(name.split()) <= TRANSCRIPTS.voice_words


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _named_initials(text: str) -> set[str]:
    """Return the initials of all names of two or three words."""
    names = re.findall(r"(?<![\w.])[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}", text[:5000])
    return {_initials(name) for name in names if not name.isupper()}


def _words(text: str, label: _Label, paragraph: Span) -> Span:
    """Return what follows the label, without the mark that closes one before it: "“FORD: It is shut.”"."""
    whole = text[paragraph.start] in _MARKS and text[paragraph.end - 1] in _MARKS
    inner = sum(text.count(mark, label.end, paragraph.end - 1) for mark in _MARKS)
    end = paragraph.end - (1 if whole and inner % 2 == 0 else 0)
    end -= len("</v>") if text.endswith("</v>", label.end, end) else 0
    bold = text[paragraph.start : paragraph.start + 2]
    bold = bold if bold in ("**", "__") else bold[:1]
    if (
        bold in ("**", "__", "*", "_")
        and text.startswith(bold, end - len(bold))
        and text.count(bold, paragraph.start, end) % 2 == 0
    ):
        end = end - len(bold) if text.count(bold, paragraph.start, label.end) == 1 else end
    return Span(label.end, max(label.end, end))


def speaker_key(label: str, lang: Language) -> str:
    """Return what tells a speaker from another: the last name, in small letters; "speaker 1"."""
    words = [word.strip(".").lower() for word in label.split()]
    while len(words) > 1 and words[-1] in lang.words.label_suffix:
        words.pop()
    if words[-1].isdigit() or words[0] in ("the", "unidentified", "unknown", "speaker"):
        return " ".join(words)
    return words[-1]


def _may_speak(key: str, lang: Language) -> bool:
    """Tell a speaker from the head of a row in a list ("Photos:", "THE FACTS:", "Update:")."""
    return key.rpartition(" ")[2] not in lang.words.heads
