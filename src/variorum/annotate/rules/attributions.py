"""Reads the attributions of one unit (a sentence whose quoted regions are whole).

Two orders: the content first ("...," said Smith) and the content last (Smith said ...). A unit is read for
the first order before the second, since a clause inside a content may hold a cue of its own.
"""

from __future__ import annotations

from msgspec import Struct

from variorum.annotate.rules import phrases
from variorum.annotate.rules.cues import UNLISTED, Cue, CueAt, cues_in
from variorum.annotate.rules.items import Unit, asks_for_attribution, begins_sentence, ends_sentence
from variorum.annotate.rules.phrases import DASH, JOINER, PREPOSITION

# How far an adverbial or an addressee may reach between cue and content, in items.
_MAX_GAP = 16


class Found(Struct, kw_only=True):
    """An attribution in items of its unit: half-open runs ``[start, end)``.

    rule: the name of the rule, which sets the confidence.
    low, high: the items it takes up altogether.
    """

    cue: Cue
    rule: str
    content: list[tuple[int, int]]
    cue_items: tuple[int, int] | None
    source: tuple[int, int] | None
    low: int
    high: int


def read_unit(text: str, unit: Unit, lang: str) -> list[Found]:
    """Return the attributions of ``unit`` in order."""
    cues = cues_in(unit, lang)
    participles = frozenset(cue.start for cue in cues if cue.ing or "a" in cue.cue.frames)
    found: list[Found] = []
    low = 0
    for cue in cues:
        if cue.start >= low:
            first = _content_first(text, unit, cue, low, participles)
            if first is not None:
                found.append(first)
                low = first.high
    for cue in cues:
        room = _room(unit, found, cue.start)
        if room is None:
            continue
        last = _content_last(text, unit, cue, room, participles, found)
        if last is not None:
            found.append(last)
    found.sort(key=lambda each: each.low)
    _without_cue(text, unit, found)
    found.sort(key=lambda each: each.low)
    return found


def _room(unit: Unit, found: list[Found], at: int) -> tuple[int, int] | None:
    """Return the items around ``at`` that no attribution has taken, None when it is taken."""
    low, high = 0, len(unit)
    for each in found:
        if each.low <= at < each.high:
            return None
        if each.high <= at:
            low = max(low, each.high)
        elif each.low > at:
            high = min(high, each.low)
    return low, high


# ---- content first ------------------------------------------------------------------------------------


def _content_first(text: str, unit: Unit, cue: CueAt, low: int, participles: frozenset[int]) -> Found | None:
    if "a" in cue.cue.frames:
        return _according(unit, cue, low)
    if cue.ing or not set("qtc") & set(cue.cue.frames):
        return None
    group = phrases.verb_group_start(unit, cue.start)
    attribution = _subject_verb(text, unit, cue, group, low) or _verb_subject(text, unit, cue, group, low)
    if attribution is None:
        return None
    start, end, source = attribution
    content = _trim(text, unit, low, start)
    if content is None:
        return None
    quoted = unit[content[1] - 1].region is not None
    if not quoted and not _is_parenthetic(unit, content, end):
        return None
    if quoted and end < len(unit) and unit[end].low == "that":
        return None
    pieces = [content]
    high = _second_part(text, unit, end, pieces, quoted, participles)
    return Found(
        cue=cue.cue,
        rule="content first",
        content=pieces,
        cue_items=(group if start != group or group == cue.start else group, cue.end),
        source=source,
        low=low,
        high=high,
    )


def _subject_verb(
    text: str, unit: Unit, cue: CueAt, group: int, low: int
) -> tuple[int, int, tuple[int, int]] | None:
    """Read "..., Smith said": return the attribution's start and end, and the source."""
    subject = phrases.noun_phrase_left(unit, group, low)
    if subject is None or subject <= low or not _may_precede(text, unit, subject - 1):
        return None
    return subject, cue.end, (subject, group)


def _verb_subject(
    text: str, unit: Unit, cue: CueAt, group: int, low: int
) -> tuple[int, int, tuple[int, int]] | None:
    """Read "..., said Smith"."""
    if "q" not in cue.cue.frames or group <= low or not _may_precede(text, unit, group - 1):
        return None
    end = phrases.noun_phrase_right(unit, cue.end)
    if end == cue.end:
        return None
    return group, end, (cue.end, end)


def _may_precede(text: str, unit: Unit, at: int) -> bool:
    """Tell whether a content can end at item ``at``."""
    item = unit[at]
    if item.region is not None:
        return asks_for_attribution(text, item.region) or begins_sentence(text, item.region)
    if item.low in (",", "?", "!", "…", "...") or item.low in DASH:
        return at > 0
    return False


def _is_parenthetic(unit: Unit, content: tuple[int, int], end: int) -> bool:
    """Tell whether "..., Smith said" closes or interrupts an indirect statement that began before it."""
    first = unit[content[0]]
    if end < len(unit):
        following = unit[end]
        if following.region is not None or following.low in ("that", ":"):
            return False
        if following.low not in (".", ",", ";", "?", "!") and following.low not in DASH:
            if following.low not in phrases.PLACE_START and following.low not in phrases.ADDRESSEE:
                return False
            if phrases.has_finite(unit, end + 1, len(unit)):
                return False
    if (
        first.low in PREPOSITION
        or first.low.endswith("ing")
        or first.low in ("when", "while", "because", "if")
    ):
        comma = end < len(unit) and unit[end].low == ","
        return (
            not comma
            and phrases.has_finite(unit, *content)
            and first.low not in ("when", "after", "while", "as")
        )
    return content[1] - content[0] >= 2 and phrases.has_finite(unit, *content)


def _trim(text: str, unit: Unit, low: int, high: int) -> tuple[int, int] | None:
    """Return the content between ``low`` and ``high`` without what only leads up to it."""
    while (
        high > low
        and unit[high - 1].region is None
        and not unit[high - 1].is_word
        and unit[high - 1].low not in (")", "%", "]")
    ):
        high -= 1
    if high > low and unit[high - 1].region is not None:
        region = unit[high - 1].region
        assert region is not None
        start = high - 1
        while start > low and unit[start - 1].region is not None:
            start -= 1
        before = unit[start - 1] if start > low else None
        if before is None or before.low in (":", ",", ".") or before.low in DASH or before.low in JOINER:
            if begins_sentence(text, region) or not phrases.has_finite(unit, low, start):
                low = start
        elif start == high - 1 and asks_for_attribution(text, region) and start - low <= 1:
            low = start
    while (
        low < high
        and unit[low].region is None
        and (not unit[low].is_word and unit[low].low not in ("(", "[", "$") or unit[low].low in JOINER)
    ):
        low += 1
    return (low, high) if low < high else None


def _second_part(
    text: str,
    unit: Unit,
    end: int,
    pieces: list[tuple[int, int]],
    quoted: bool,
    participles: frozenset[int],
) -> int:
    """Add what goes on after the attribution ("A," he said, "b") and return where all of it ends."""
    at = end
    while at < len(unit) and at - end < _MAX_GAP:
        item = unit[at]
        if item.region is not None or item.low in (",", ":", ";") or item.low in DASH:
            break
        if item.low in (".", "?", "!"):
            return at + 1 if at + 1 == len(unit) else at
        at += 1
    if at >= len(unit):
        return at
    start = at if unit[at].region is not None else at + 1
    if start >= len(unit):
        return len(unit)
    if unit[start].region is not None:
        stop = start + 1
        region = unit[start].region
        assert region is not None
        if not ends_sentence(text, region):
            stop = max(stop, phrases.clause_end(unit, start, participles))
        pieces.append((start, stop))
        return stop
    if not quoted and unit[at].low in (",", *DASH) and at == end and _resumes(unit, start, participles):
        stop = phrases.clause_end(unit, start, participles)
        if stop > start:
            pieces.append((start, stop))
            return stop
    return at


def _resumes(unit: Unit, start: int, participles: frozenset[int]) -> bool:
    """Tell whether the statement goes on after "..., he said,"."""
    item = unit[start]
    if start in participles or not item.is_word:
        return False
    return not (
        item.low.endswith("ing") or item.low in phrases.STOP or item.low in ("who", "as", "when", "after")
    )


def _according(unit: Unit, cue: CueAt, low: int) -> Found | None:
    """Read "according to X, ..." and "..., according to X"."""
    end = phrases.noun_phrase_right(unit, cue.end)
    if end == cue.end:
        return None
    source = (cue.end, end)
    before = cue.start
    while before > low and unit[before - 1].low in (",", *DASH):
        before -= 1
    leading = before - low <= 1 or cue.start == low
    if leading:
        start = end + 1 if end < len(unit) and unit[end].low == "," else end
        stop = phrases.clause_end(unit, start, frozenset())
        if stop - start < 3:
            return None
        return Found(
            cue=cue.cue, rule="according", content=[(start, stop)], cue_items=(cue.start, cue.end),
            source=source, low=low, high=stop,
        )  # fmt: skip
    start = low
    while start < before and (
        not unit[start].is_word and unit[start].region is None or unit[start].low in JOINER
    ):
        start += 1
    if before - start < 2 and unit[start].region is None:
        return None
    return Found(
        cue=cue.cue, rule="according", content=[(start, before)], cue_items=(cue.start, cue.end),
        source=source, low=low, high=end,
    )  # fmt: skip


# ---- content last -------------------------------------------------------------------------------------


def _content_last(
    text: str,
    unit: Unit,
    cue: CueAt,
    room: tuple[int, int],
    participles: frozenset[int],
    found: list[Found],
) -> Found | None:
    low, high = room
    group = phrases.verb_group_start(unit, cue.start)
    if group < low or "a" in cue.cue.frames or not _is_verb(unit, cue, group):
        return None
    start = _content_start(text, unit, cue, high)
    if start is None:
        return None
    source = _subject(unit, cue, group, low, found)
    stop = _content_stop(text, unit, start, high, participles)
    if stop <= start:
        return None
    rule = "content last" if unit[start].region is not None or unit[start].low == "that" else "clause"
    if not set("qtc") & set(cue.cue.frames):
        rule = "phrase"
    return Found(
        cue=cue.cue, rule=rule, content=[(start, stop)], cue_items=(group if source is None or group >= source[1] else cue.start, cue.end),
        source=source, low=min(group, source[0] if source and source[0] >= low else group), high=stop,
    )  # fmt: skip


def _is_verb(unit: Unit, cue: CueAt, group: int) -> bool:
    """Tell whether the form stands as a finite verb or participle of its own, not as a noun or adjective."""
    before = unit[cue.start - 1] if cue.start else None
    if before is None:
        return cue.ing
    if (
        before.low in phrases.DETERMINER
        or before.low == "'s"
        or before.low.endswith(("'s", "’s"))
        and not cue.ing
    ):
        return False
    if before.low == "to":
        return False
    if cue.ing:
        return (
            before.low in (",", "and", "by", "is", "are", "was", "were", "been", "in")
            or before.region is not None
            or before.low in DASH
            or before.is_word
        )
    if before.low in PREPOSITION:
        return False
    auxiliaries = {item.low for item in unit[group : cue.start]}
    if auxiliaries & {"was", "were", "is", "are", "been", "be", "being"}:
        return False
    if cue.base and group == cue.start:
        return (
            before.low in ("i", "you", "we", "they", "who")
            or (before.low.endswith("s") and not before.low.endswith("ss"))
            or before.low in ("people", "police", ",")
        )
    return True


def _subject(unit: Unit, cue: CueAt, group: int, low: int, found: list[Found]) -> tuple[int, int] | None:
    """Return the source: the phrase left of the verb, or what an attribution before it in the unit has."""
    if not cue.ing:
        start = phrases.noun_phrase_left(unit, group, low)
        if start is not None:
            return start, group
    earlier = [each for each in found if each.high <= cue.start and each.source is not None]
    if earlier:
        return max(earlier, key=lambda each: each.high).source
    return first_subject(unit, cue.start)


def first_subject(unit: Unit, limit: int) -> tuple[int, int] | None:
    """Return the subject of the first finite verb before ``limit``, as far as words tell."""
    for at in range(1, limit):
        if unit[at].region is None and phrases.is_finite(unit[at]):
            group = phrases.verb_group_start(unit, at)
            start = phrases.noun_phrase_left(unit, group, 0)
            if start is not None:
                return start, group
    return None


def _content_start(text: str, unit: Unit, cue: CueAt, high: int) -> int | None:
    """Return the item the content begins with, None when nothing that fits the cue's frames follows."""
    frames = cue.cue.frames
    at = cue.end
    if at >= high:
        return None
    direct = _strong_start(text, unit, at, high, frames)
    if direct is not None:
        return direct
    if "o" in frames:
        at = _skip_addressee(unit, at, high)
        if at < high and (
            _strong_start(text, unit, at, high, frames) == at or unit[at].low == "to" and "i" in frames
        ):
            return at
    else:
        at = _skip_time(unit, at, high)
    if at >= high:
        return None
    if "c" in frames and phrases.begins_clause(unit, at):
        return at
    if "i" in frames and unit[at].low == "to":
        return at
    if "n" in frames and _begins_phrase(unit, at):
        return at
    if (
        "o" in frames
        and "c" in frames
        and at < high
        and unit[at].low in ("if", "whether", "how", "what", "why")
    ):
        return at
    ahead = _ahead(text, unit, at, high, frames)
    if ahead is None and "q" in frames and _quotes_in_clause(unit, at, high):
        return at
    return ahead


def _strong_start(text: str, unit: Unit, at: int, high: int, frames: str) -> int | None:
    """Return where content begins right at ``at``: "that", marks, or marks after a comma or colon."""
    item = unit[at]
    if item.low == "that" and "t" in frames:
        return at
    if item.low in ("how", "why", "whether", "what", "if") and "c" in frames:
        return at
    if item.region is not None:
        return at if "q" in frames or "n" in frames else None
    if item.low in (",", ":") and at + 1 < high and unit[at + 1].region is not None and "q" in frames:
        return at + 1
    return None


def _skip_time(unit: Unit, at: int, high: int) -> int:
    """Step over "on Monday", "last week", "Tuesday"."""
    while at < high:
        low = unit[at].low
        if low in phrases.TIME and low != "may" or phrases.is_adverb(unit[at]) and low != "not":
            at += 1
        elif (
            low in ("on", "in", "this", "last", "late", "early")
            and at + 1 < high
            and unit[at + 1].low in phrases.TIME
        ):
            at += 2
        else:
            break
    return at


def _skip_addressee(unit: Unit, at: int, high: int) -> int:
    """Step over who is told: a pronoun, "reporters", or a name."""
    start = at
    if unit[at].low in phrases.ADDRESSEE or unit[at].low in phrases.PRONOUN:
        return _skip_time(unit, at + 1, high)
    while at < high and at - start < _MAX_GAP:
        item = unit[at]
        if item.region is not None or item.low in (",", ":", "that", "to"):
            break
        if at > start and item.low in phrases.PRONOUN:
            break
        if at > start and item.low in phrases.DETERMINER and unit[at - 1].low not in PREPOSITION:
            break
        at += 1
    return at


def _begins_phrase(unit: Unit, at: int) -> bool:
    item = unit[at]
    if item.region is not None:
        return True
    return item.is_word and item.low not in PREPOSITION and item.low not in phrases.BOUNDARY


def _ahead(text: str, unit: Unit, at: int, high: int, frames: str) -> int | None:
    """Look over an adverbial or an addressee for "that" or for marks after a comma or colon."""
    for place in range(at, min(high, at + _MAX_GAP)):
        item = unit[place]
        if item.low == "that" and "t" in frames:
            return place
        if item.low in (",", ":") and place + 1 < high:
            region = unit[place + 1].region
            if region is not None and "q" in frames and (item.low == ":" or begins_sentence(text, region)):
                return place + 1
        if item.low in (";", ".") or item.region is not None or phrases.is_finite(item):
            return None
    return None


def _quotes_in_clause(unit: Unit, at: int, high: int) -> bool:
    """Tell whether marks stand in what follows, before the clause is over."""
    if unit[at].low in (",", ";", ":", "."):
        return False
    return any(item.region is not None for item in unit[at : min(high, at + 2 * _MAX_GAP)])


def _content_stop(text: str, unit: Unit, start: int, high: int, participles: frozenset[int]) -> int:
    region = unit[start].region
    if region is not None and (ends_sentence(text, region) or start and unit[start - 1].low in (",", ":")):
        stop = start + 1
        while stop < high and unit[stop].region is not None:
            stop += 1
        return stop
    return min(high, phrases.clause_end(unit, start, participles))


# ---- without a listed cue ------------------------------------------------------------------------------


def _without_cue(text: str, unit: Unit, found: list[Found]) -> None:
    """Add regions that a colon, a dash with a name, or an unlisted verb attributes."""
    for at, item in enumerate(unit):
        if item.region is None or any(each.low <= at < each.high for each in found):
            continue
        low = max((each.high for each in found if each.high <= at), default=0)
        each = (
            _colon(unit, at, low)
            or _unlisted_after(text, unit, at)
            or _dash(unit, at)
            or _unlisted_before(text, unit, at, low)
        )
        if each is not None:
            found.append(each)


def _colon(unit: Unit, at: int, low: int) -> Found | None:
    """Read 'Smith: "..."' and 'She had this to say: "..."'."""
    if at - 1 <= low or unit[at - 1].low != ":":
        return None
    colon = at - 1
    source: tuple[int, int] | None
    if not phrases.has_finite(unit, low, colon):
        start = phrases.noun_phrase_left(unit, colon, low)
        source = None if start is None else (start, colon)
    else:
        source = first_subject(unit, colon)
    return Found(
        cue=UNLISTED, rule="colon", content=[(at, at + 1)], cue_items=(colon, at), source=source, low=low,
        high=at + 1,
    )  # fmt: skip


def _unlisted_after(text: str, unit: Unit, at: int) -> Found | None:
    """Read '"...," he chuckled.': a short clause of subject and verb after the region."""
    region = unit[at].region
    assert region is not None
    if not asks_for_attribution(text, region) or at + 2 >= len(unit):
        return None
    end = phrases.noun_phrase_right(unit, at + 1)
    for verb in range(at + 2, min(len(unit), max(end, at + 3) + 1, at + 14)):
        low = unit[verb].low
        if (
            low.endswith(("ed", "s"))
            and len(low) > 3
            and not unit[verb].capital
            and low not in phrases.FINITE
        ):
            after = unit[verb + 1].low if verb + 1 < len(unit) else "."
            if after in (".", ",", ":") or after in phrases.PLACE_START:
                return Found(
                    cue=UNLISTED, rule="unlisted", content=[(at, at + 1)], cue_items=(verb, verb + 1),
                    source=(at + 1, verb), low=at, high=verb + 1,
                )  # fmt: skip
    return None


def _unlisted_before(text: str, unit: Unit, at: int, low: int) -> Found | None:
    """Read 'Smith chuckled, "..."'."""
    region = unit[at].region
    assert region is not None
    if (
        at - 1 <= low
        or unit[at - 1].low != ","
        or not begins_sentence(text, region)
        or len(region.inner) < 12
    ):
        return None
    source = first_subject(unit, at - 1)
    if source is None:
        return None
    return Found(
        cue=UNLISTED, rule="unlisted", content=[(at, at + 1)], cue_items=(source[1], source[1] + 1),
        source=source, low=low, high=at + 1,
    )  # fmt: skip


def _dash(unit: Unit, at: int) -> Found | None:
    """Read '"..." - Mary Smith'."""
    if at + 2 >= len(unit) or unit[at + 1].low not in DASH or not unit[at + 2].capital:
        return None
    rest = unit[at + 2 :]
    if len(rest) > 12 or any(phrases.is_finite(item) or item.region is not None for item in rest):
        return None
    end = len(unit)
    while unit[end - 1].low in (".", ","):
        end -= 1
    return Found(
        cue=UNLISTED, rule="dash", content=[(at, at + 1)], cue_items=(at + 1, at + 2), source=(at + 2, end),
        low=at, high=len(unit),
    )  # fmt: skip
