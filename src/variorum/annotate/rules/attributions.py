"""Reads the attributions of one unit (a sentence whose quoted regions are whole).

Two orders: the content first ("...," said Smith) and the content last (Smith said ...). A unit is read for
the first order before the second, since a clause inside a content may hold a cue of its own.
"""

from __future__ import annotations

from msgspec import Struct

from variorum.annotate.rules import phrases
from variorum.annotate.rules.cues import UNLISTED, Cue, CueAt, cues_in
from variorum.annotate.rules.items import Unit, asks_for_attribution, begins_sentence, ends_sentence
from variorum.annotate.rules.phrases import DASH, JOINER, PREPOSITION, Cuts
from variorum.model import Span

Run = tuple[int, int]

# How far an adverbial or an addressee may reach between cue and content, in items.
_MAX_GAP = 16
_PASSIVE = frozenset(["was", "were", "is", "are", "been", "be", "being", "'s"])
_PLURAL = frozenset(["i", "you", "we", "they", "who", "people", "police", "men", "women", "both", "many", "some"])


class Found(Struct, kw_only=True):
    """An attribution in items of its unit: half-open runs ``[start, end)``.

    rule: the name of the rule, which sets the confidence.
    low, high: the items it takes up altogether.
    """

    cue: Cue
    rule: str
    content: list[Run]
    cue_items: Run | None
    source: Run | None
    low: int
    high: int


class _View(Struct, frozen=True, kw_only=True):
    """A unit and what all rules ask about it."""

    text: str
    unit: Unit
    cues: list[CueAt]
    cuts: Cuts

    def cuts_for(self, *, comma: bool = False, phrase: bool = False) -> Cuts:
        if not comma and not phrase:
            return self.cuts
        return Cuts(participles=self.cuts.participles, verbs=self.cuts.verbs, comma=comma, phrase=phrase)


def read_unit(text: str, unit: Unit, lang: str) -> list[Found]:
    """Return the attributions of ``unit`` in order."""
    cues = cues_in(unit, lang)
    found: list[Found] = []
    if cues:
        participles = frozenset(cue.start for cue in cues if cue.ing or "a" in cue.cue.frames)
        verbs = frozenset(cue.start for cue in cues if not cue.ing and not cue.base)
        view = _View(text=text, unit=unit, cues=cues, cuts=Cuts(participles=participles, verbs=verbs))
        _read_cues(view, found)
    if any(item.region is not None for item in unit):
        _without_cue(text, unit, found)
    found.sort(key=lambda each: each.low)
    return found


def _read_cues(view: _View, found: list[Found]) -> None:
    low = 0
    for cue in view.cues:
        if cue.start >= low:
            first = _content_first(view, cue, low)
            if first is not None:
                found.append(first)
                low = first.high
    for cue in view.cues:
        room = _room(view.unit, found, cue.start)
        if room is None:
            continue
        last = _content_last(view, cue, room, found) or _cue_leads(view, cue, room)
        if last is not None:
            found.append(last)


def _room(unit: Unit, found: list[Found], at: int) -> Run | None:
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


def _content_first(view: _View, cue: CueAt, low: int) -> Found | None:
    if "a" in cue.cue.frames:
        return _according(view, cue, low)
    if cue.ing or not set("qtc") & set(cue.cue.frames):
        return None
    unit = view.unit
    group = phrases.verb_group_start(unit, cue.start)
    attribution = _subject_verb(view, cue, group, low) or _verb_subject(view, cue, group, low)
    if attribution is None:
        return None
    start, end, source = attribution
    content = _trim(view, low, start)
    if content is None:
        return None
    quoted = unit[content[1] - 1].region is not None
    if not quoted and not _is_parenthetic(view, cue, content, end):
        return None
    if quoted and end < len(unit) and unit[end].low == "that":
        return None
    pieces = [content]
    high = _second_part(view, end, pieces, quoted)
    return Found(
        cue=cue.cue,
        rule="content first",
        content=pieces,
        cue_items=(group, cue.end),
        source=source,
        low=low,
        high=high,
    )


def _subject_verb(view: _View, cue: CueAt, group: int, low: int) -> tuple[int, int, Run] | None:
    """Read "..., Smith said": return the attribution's start and end, and the source."""
    unit = view.unit
    subject = phrases.noun_phrase_left(unit, group, low)
    if subject is None or subject <= low:
        return None
    start = subject
    if unit[subject - 1].low == "as" and subject - 1 > low:  # "..., as Smith noted"
        start = subject - 1
    if not _may_precede(view, start - 1):
        return None
    return start, cue.end, (subject, phrases.source_end(unit, subject, group))


def _verb_subject(view: _View, cue: CueAt, group: int, low: int) -> tuple[int, int, Run] | None:
    """Read "..., said Smith"."""
    if "q" not in cue.cue.frames or group <= low or not _may_precede(view, group - 1):
        return None
    end = phrases.noun_phrase_right(view.unit, cue.end)
    return None if end == cue.end else (group, end, (cue.end, end))


def _may_precede(view: _View, at: int) -> bool:
    """Tell whether a content can end at item ``at``."""
    item = view.unit[at]
    if item.region is not None:
        return asks_for_attribution(view.text, item.region) or begins_sentence(view.text, item.region)
    return at > 0 and (item.low in (",", "?", "!", "…", "...") or item.low in DASH)


def _is_parenthetic(view: _View, cue: CueAt, content: Run, end: int) -> bool:
    """Tell whether "..., Smith said" closes or interrupts an indirect statement that began before it."""
    unit = view.unit
    following = unit[end] if end < len(unit) else None
    complete = phrases.has_finite(unit, *content)
    if following is None or following.low in (".", "?", "!", ";"):
        return complete and content[1] - content[0] >= 2
    if following.region is not None or following.low in ("that", ":"):
        return False
    if following.low == "," or following.low in DASH:
        if "c" not in cue.cue.frames or end + 1 >= len(unit):
            return complete
        after = unit[end + 1]
        if after.region is not None:
            return not begins_sentence(view.text, after.region)
        return complete or not after.low.endswith("ing") and end + 1 not in view.cuts.participles
    if following.low not in phrases.PLACE_START and following.low not in phrases.ADDRESSEE:
        return False
    if phrases.has_finite(unit, end + 1, len(unit)):
        return False
    return complete and unit[content[0]].low not in PREPOSITION


def _trim(view: _View, low: int, high: int) -> Run | None:
    """Return the content between ``low`` and ``high`` without what only leads up to it."""
    unit = view.unit
    while high > low and _is_loose(unit, high - 1, (")", "%", "]")):
        high -= 1
    if high > low and unit[high - 1].region is not None:
        low = _quoted_from(view, low, high)
    while low < high and (
        _is_loose(unit, low, ("(", "[", "$")) or unit[low].low in JOINER and unit[low].region is None
    ):
        low += 1
    return (low, high) if low < high else None


def _is_loose(unit: Unit, at: int, but: tuple[str, ...]) -> bool:
    item = unit[at]
    return item.region is None and not item.is_word and item.low not in but


def _quoted_from(view: _View, low: int, high: int) -> int:
    """Return where a content that ends in marks begins: at the marks, unless they finish a clause."""
    unit, region = view.unit, view.unit[high - 1].region
    assert region is not None
    start = high - 1
    while start > low and unit[start - 1].region is not None:
        start -= 1
    before = unit[start - 1] if start > low else None
    if before is None or before.low in (":", ",", ".") or before.low in DASH or before.low in JOINER:
        if begins_sentence(view.text, region) or not phrases.has_finite(unit, low, start):
            return start
    elif start == high - 1 and asks_for_attribution(view.text, region) and start - low <= 1:
        return start
    return low


def _second_part(view: _View, end: int, pieces: list[Run], quoted: bool) -> int:
    """Add what goes on after the attribution ("A," he said, "b") and return where all of it ends."""
    unit = view.unit
    at = end
    while at < len(unit) and at - end < _MAX_GAP:
        item = unit[at]
        if item.region is not None or item.low in (",", ":", ";") or item.low in DASH:
            break
        if item.low in (".", "?", "!"):
            return at + 1 if at + 1 == len(unit) else at
        at += 1
    start = at if at < len(unit) and unit[at].region is not None else at + 1
    if start >= len(unit):
        return min(at, len(unit)) if at + 1 < len(unit) else len(unit)
    region = unit[start].region
    if region is not None:
        stop = start + 1
        if not ends_sentence(view.text, region):
            stop = max(stop, phrases.clause_end(unit, start, len(unit), view.cuts))
        pieces.append((start, stop))
        return stop
    if not quoted and at == end and (unit[at].low == "," or unit[at].low in DASH) and _resumes(view, start):
        stop = phrases.clause_end(unit, start, len(unit), view.cuts)
        if stop > start:
            pieces.append((start, stop))
            return stop
    return at


def _resumes(view: _View, start: int) -> bool:
    """Tell whether the statement goes on after "..., he said,"."""
    item = view.unit[start]
    if start in view.cuts.participles or not item.is_word:
        return False
    return not (item.low.endswith("ing") or item.low in phrases.STOP or item.low in ("who", "as", "when", "after"))


def _according(view: _View, cue: CueAt, low: int) -> Found | None:
    """Read "according to X, ..." and "..., according to X"."""
    unit = view.unit
    before = cue.start
    while before > low and (unit[before - 1].low == "," or unit[before - 1].low in DASH):
        before -= 1
    leads = cue.start == low or unit[cue.start - 1].low in (":", ";", "that", *JOINER) or before - low <= 1
    end = _first_comma(unit, cue.end) if leads else phrases.noun_phrase_right(unit, cue.end)
    if end <= cue.end:
        return None
    pieces = [] if leads else _before_according(view, low, before)
    goes_on = end < len(unit) and unit[end].low == ","
    high = end
    if leads or goes_on and pieces and not phrases.has_finite(unit, *pieces[0]):
        start = end + 1 if goes_on else end
        high = phrases.clause_end(unit, start, len(unit), view.cuts)
        if high - start < 2:
            return None
        pieces.append((start, high))
    if not pieces:
        return None
    return Found(
        cue=cue.cue,
        rule="according",
        content=pieces,
        cue_items=(cue.start, cue.end),
        source=(cue.end, end),
        low=cue.start if leads else pieces[0][0],
        high=high,
    )


def _first_comma(unit: Unit, start: int) -> int:
    """Return where the source of a leading "according to" ends: at the comma, after an apposition if any."""
    commas = [at for at in range(start, min(len(unit), start + 40)) if unit[at].low == ","]
    if not commas:
        return phrases.noun_phrase_right(unit, start)
    if len(commas) > 1 and unit[commas[0] + 1].low in ("a", "an", "who", "which", "the"):
        if not phrases.has_finite(unit, commas[0] + 2, commas[1]) or unit[commas[0] + 1].low in ("who", "which"):
            return commas[1]
    return commas[0]


def _before_according(view: _View, low: int, before: int) -> list[Run]:
    unit = view.unit
    start = low
    while start < before and (_is_loose(unit, start, ("(", "[", "$")) or unit[start].low in JOINER):
        start += 1
    return [(start, before)] if before - start >= 2 or before > start and unit[start].region is not None else []


# ---- content last -------------------------------------------------------------------------------------


def _content_last(view: _View, cue: CueAt, room: Run, found: list[Found]) -> Found | None:
    unit = view.unit
    low, high = room
    group = phrases.verb_group_start(unit, cue.start)
    if group < low or "a" in cue.cue.frames or not _is_verb(unit, cue, group):
        return None
    start = _content_start(view, cue, high)
    if start is None:
        return None
    own = None if cue.ing else phrases.noun_phrase_left(unit, group, low)
    if own is None and not cue.ing and not (cue.start and unit[group - 1].low in (*JOINER, "then", *phrases.SUBORDINATOR)):
        return None
    source = (own, phrases.source_end(unit, own, group)) if own is not None else _borrowed(unit, group, found)
    phrase = not set("qtc") & set(cue.cue.frames)
    stop = _content_stop(view, start, high, _ends_at_comma(unit, own, group), phrase and unit[start].low != "to")
    if stop <= start:
        return None
    return Found(
        cue=cue.cue,
        rule=_rule(unit, start, phrase),
        content=[(start, stop)],
        cue_items=(group if group < cue.start else cue.start, cue.end),
        source=source,
        low=group if own is None else own,
        high=stop,
    )


def _rule(unit: Unit, start: int, phrase: bool) -> str:
    if phrase:
        return "phrase"
    return "content last" if unit[start].region is not None or unit[start].low == "that" else "clause"


def _ends_at_comma(unit: Unit, own: int | None, group: int) -> bool:
    """Tell whether the attribution stands in a subordinate clause, so that a comma ends its content."""
    if own is None:
        return group > 0 and unit[group - 1].low in phrases.SUBORDINATOR
    if unit[own].low in phrases.RELATIVE:
        return True
    return own > 0 and unit[own - 1].low in phrases.SUBORDINATOR


def _is_verb(unit: Unit, cue: CueAt, group: int) -> bool:
    """Tell whether the form stands as a finite verb or participle of its own, not as a noun or adjective."""
    if cue.start == 0:
        return cue.ing
    before = unit[cue.start - 1]
    if before.low in phrases.DETERMINER or before.low in ("to", "'s", "’s"):
        return False
    if cue.ing:
        if set("qtc") & set(cue.cue.frames):
            return not before.low.endswith(("'s", "’s"))
        return before.low in (",", "and", "by", "is", "are", "was", "were", "been") or before.region is not None
    if before.low in PREPOSITION or before.low.endswith(("'s", "’s", "s’", "s'")):
        return False
    if {item.low for item in unit[group : cue.start]} & _PASSIVE:
        return False
    if cue.base and group == cue.start:
        return before.low in _PLURAL or before.low.endswith("s") and not before.low.endswith("ss")
    return True


def _borrowed(unit: Unit, group: int, found: list[Found]) -> Run | None:
    """Return the source of the attribution before, else the subject of the nearest finite verb before."""
    earlier = [each for each in found if each.high <= group and each.source is not None]
    if earlier:
        return max(earlier, key=lambda each: each.high).source
    return nearest_subject(unit, group)


def nearest_subject(unit: Unit, limit: int) -> Run | None:
    """Return the subject of the nearest finite verb before ``limit``, as far as words tell."""
    for at in range(limit - 1, 0, -1):
        item = unit[at]
        if item.region is None and (phrases.is_finite(item) or item.low.endswith("s") and not item.capital):
            group = phrases.verb_group_start(unit, at)
            start = phrases.noun_phrase_left(unit, group, 0)
            if start is not None and (unit[start].capital or unit[start].low in phrases.PRONOUN | phrases.DETERMINER):
                return start, phrases.source_end(unit, start, group)
    return None


def _content_start(view: _View, cue: CueAt, high: int) -> int | None:
    """Return the item the content begins with, None when nothing that fits the cue's frames follows."""
    unit, frames = view.unit, cue.cue.frames
    at = cue.end
    if at >= high:
        return None
    direct = _strong_start(unit, at, high, frames)
    if direct is not None:
        return direct
    at = _skip_addressee(unit, at, high) if "o" in frames else _skip_time(unit, at, high)
    if at >= high:
        return None
    if at > cue.end and "o" in frames and _strong_start(unit, at, high, frames) == at:
        return at
    if "s" in frames and phrases.begins_anything(unit, at) or "c" in frames and phrases.begins_clause(unit, at):
        return at
    if "i" in frames and unit[at].low == "to" or "n" in frames and _begins_phrase(unit, at):
        return at
    ahead = _ahead(view, at, high, frames)
    if ahead is None and "q" in frames and _quotes_in_clause(unit, at, high):
        return at
    return ahead


def _strong_start(unit: Unit, at: int, high: int, frames: str) -> int | None:
    """Return where content begins right at ``at``: "that", marks, or marks after a comma or colon."""
    item = unit[at]
    if item.low == "that" and "t" in frames or item.low in _WH and "w" in frames:
        return at
    if item.region is not None:
        return at if "q" in frames or "n" in frames else None
    if item.low in (",", ":") and at + 1 < high and unit[at + 1].region is not None and "q" in frames:
        return at + 1
    return None


_WH = frozenset(["how", "why", "whether", "what", "if", "who", "when", "where", "which"])


def _skip_time(unit: Unit, at: int, high: int) -> int:
    """Step over "on Monday", "last week", "Tuesday"."""
    while at < high:
        low = unit[at].low
        if low in phrases.TIME and low != "may" or phrases.is_adverb(unit[at]) and low != "not":
            at += 1
        elif low in _TIME_LEAD and at + 1 < high and unit[at + 1].low in phrases.TIME:
            at += 2
        else:
            break
    return at


_TIME_LEAD = frozenset(["on", "in", "this", "last", "late", "early"])


def _skip_addressee(unit: Unit, at: int, high: int) -> int:
    """Step over who is told: a pronoun, "reporters", or a name."""
    start = at
    if unit[at].low in phrases.ADDRESSEE or unit[at].low in phrases.PRONOUN:
        return _skip_time(unit, at + 1, high)
    while at < high and at - start < _MAX_GAP:
        item = unit[at]
        if item.region is not None or item.low in (",", ":", "that", "to") or item.low in _WH and at > start:
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


def _ahead(view: _View, at: int, high: int, frames: str) -> int | None:
    """Look over an adverbial or an addressee for "that" or for marks after a comma or colon."""
    unit = view.unit
    for place in range(at, min(high, at + _MAX_GAP)):
        item = unit[place]
        if item.low == "that" and "t" in frames:
            return place
        if item.low in (",", ":") and place + 1 < high:
            region = unit[place + 1].region
            if region is not None and "q" in frames and (item.low == ":" or begins_sentence(view.text, region)):
                return place + 1
        if item.low in (";", ".") or item.region is not None or phrases.is_finite(item) or place in view.cuts.verbs:
            return None
    return None


def _quotes_in_clause(unit: Unit, at: int, high: int) -> bool:
    """Tell whether marks stand in what follows, before the clause is over."""
    if unit[at].low in (",", ";", ":", "."):
        return False
    return any(item.region is not None for item in unit[at : min(high, at + 2 * _MAX_GAP)])


def _content_stop(view: _View, start: int, high: int, comma: bool, phrase: bool) -> int:
    unit, region = view.unit, view.unit[start].region
    if region is not None:
        before = unit[start - 1].low if start else ""
        if ends_sentence(view.text, region) or before in (",", ":"):
            stop = start + 1
            while stop < high and unit[stop].region is not None:
                stop += 1
            return stop
    return phrases.clause_end(unit, start, high, view.cuts_for(comma=comma, phrase=phrase))


def _cue_leads(view: _View, cue: CueAt, room: Run) -> Found | None:
    """Read 'Said Smith, "..."' and 'Added Smith: "..."'."""
    unit = view.unit
    if cue.ing or "q" not in cue.cue.frames or cue.start != room[0] or not unit[cue.start].capital:
        return None
    end = phrases.noun_phrase_right(unit, cue.end)
    at = end + 1 if end < room[1] and unit[end].low in (",", ":") else end
    if end == cue.end or at >= room[1] or unit[at].region is None:
        return None
    return Found(
        cue=cue.cue,
        rule="content last",
        content=[(at, at + 1)],
        cue_items=(cue.start, cue.end),
        source=(cue.end, end),
        low=cue.start,
        high=at + 1,
    )


# ---- without a listed cue ------------------------------------------------------------------------------


def _without_cue(text: str, unit: Unit, found: list[Found]) -> None:
    """Add regions that a colon, a dash with a name, or an unlisted verb attributes."""
    view = _View(text=text, unit=unit, cues=[], cuts=Cuts(participles=frozenset(), verbs=frozenset()))
    for at, item in enumerate(unit):
        if item.region is None or any(each.low <= at < each.high for each in found):
            continue
        low = max((each.high for each in found if each.high <= at), default=0)
        each = (
            _colon(view, at, low)
            or _unlisted_after(view, at)
            or _dash(unit, at)
            or _unlisted_before(view, at, low)
        )
        if each is not None:
            found.append(each)


def _uncued(rule: str, content: Run, cue: Run, source: Run | None, low: int, high: int) -> Found:
    return Found(
        cue=UNLISTED, rule=rule, content=[content], cue_items=cue, source=source, low=low, high=high
    )


def _colon(view: _View, at: int, low: int) -> Found | None:
    """Read 'Smith: "..."' and 'She had this to say: "..."'."""
    unit, region = view.unit, view.unit[at].region
    assert region is not None
    if at - 1 <= low or unit[at - 1].low != ":":
        return None
    colon = at - 1
    source: Run | None
    if not phrases.has_finite(unit, low, colon):
        start = phrases.noun_phrase_left(unit, colon, low)
        source = None if start is None else (start, colon)
    else:
        source = nearest_subject(unit, colon)
    stop = at + 1
    if not ends_sentence(view.text, region):  # a headline: Smith: 'No idea' why it sank
        stop = max(stop, phrases.clause_end(unit, at, len(unit), view.cuts))
    return _uncued("colon", (at, stop), (colon, at), source, low, stop)


def _unlisted_after(view: _View, at: int) -> Found | None:
    """Read '"...," he chuckled.': a short clause of subject and verb after the region."""
    unit, region = view.unit, view.unit[at].region
    assert region is not None
    if not asks_for_attribution(view.text, region) or at + 2 >= len(unit) or _is_title(view.text, region.inner):
        return None
    first = unit[at + 1]
    if not (first.capital or first.low in phrases.PRONOUN | phrases.DETERMINER) or phrases.is_finite(first):
        return None
    end = phrases.noun_phrase_right(unit, at + 1)
    for verb in range(at + 2, min(len(unit), max(end, at + 3) + 1, at + 14)):
        low = unit[verb].low
        if low.endswith(("ed", "s")) and len(low) > 3 and not unit[verb].capital and low not in phrases.FINITE:
            after = unit[verb + 1].low if verb + 1 < len(unit) else "."
            if after in (".", ",", ":") or after in phrases.PLACE_START:
                return _uncued("unlisted", (at, at + 1), (verb, verb + 1), (at + 1, verb), at, verb + 1)
    return None


def _is_title(text: str, inner: Span) -> bool:
    """Tell whether the quoted words look like a title: few, and all longer ones capitalised."""
    words = text[inner.start : inner.end].split()
    return len(words) <= 8 and all(word[:1].isupper() or len(word) <= 3 for word in words) and text[inner.end - 1] == ","


def _unlisted_before(view: _View, at: int, low: int) -> Found | None:
    """Read 'Smith chuckled, "..."'."""
    unit, region = view.unit, view.unit[at].region
    assert region is not None
    if at - 1 <= low or unit[at - 1].low != ",":
        return None
    if not begins_sentence(view.text, region) or _is_title(view.text, region.inner) or len(region.inner) < 12:
        return None
    source = nearest_subject(unit, at - 1)
    if source is None:
        return None
    verb = source[1]
    while verb + 1 < at and phrases.is_adverb(unit[verb]):
        verb += 1
    return _uncued("unlisted", (at, at + 1), (verb, verb + 1), source, low, at + 1)


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
    return _uncued("dash", (at, at + 1), (at + 1, at + 2), (at + 2, end), at, len(unit))
