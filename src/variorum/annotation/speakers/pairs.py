"""What the surface tells of a source and a candidate, as numbers.

The features were chosen once and the weights fitted to them: a change here needs new weights
(``python -m training.speakers``).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from variorum.annotation.speakers.candidates import (
    FIRST,
    HE,
    IT,
    PRONOUNS,
    RELATIVE,
    SHE,
    THEY,
    Candidate,
    words,
)
from variorum.annotation.speakers.phrases import Phrase, read_phrase
from variorum.annotation.speakers.scene import Mention, Scene
from variorum.language.language import Language
from variorum.model import Span
from variorum.text.name_words import name_words, same_role

Floats = npt.NDArray[np.float32]

_DETERMINERS = {
    **dict.fromkeys(["the", "that", "this", "those", "these"], 0),
    **dict.fromkeys(["a", "an", "one", "another", "some", "several", "two", "many"], 1),
    **dict.fromkeys(["his", "her", "their", "its", "my"], 2),
}
# Cues of one who has spoken before.
_GOES_ON = frozenset(
    ["added", "adds", "continued", "continues", "concluded", "also", "went", "again", "later"]
)
_AGE = re.compile(r"(\d{1,3})-year-old")
FEATURES = 121


def features(scene: Scene, mention: Mention, chosen: Sequence[int]) -> Floats:
    """Return what the surface tells of each candidate, (n, FEATURES)."""
    here = Here.of(scene, mention, chosen)
    rows = [
        _near(scene, mention, here, i)
        + _stands(scene, mention, here, i)
        + _fits(here, scene.candidates[i], i, scene.lang)
        for i in chosen
    ]
    out = np.array([row + here.flags for row in rows], np.float32)
    return out.reshape(len(chosen), FEATURES)


class Here(Struct, frozen=True, kw_only=True):
    """What is the same for all candidates of one source."""

    sentence: int
    paragraph: int
    people: int
    last: int
    second: int
    ruled: int
    gender: int
    head: str
    own: frozenset[str]
    inside: frozenset[str]
    first: bool
    phrase: Phrase | None
    age: int
    since: int | None
    content: tuple[Span, ...]
    recent: dict[int, tuple[int, int]]
    called: dict[int, int]
    flags: list[float]

    @classmethod
    def of(cls, scene: Scene, mention: Mention, chosen: Sequence[int]) -> Here:
        """Read a source and its surroundings."""
        text, quotation = scene.text, mention.quotation
        source = words(text[mention.start : mention.end][:200])
        pronoun = bool(source) and PRONOUNS.issuperset(source)
        at = Span(mention.start, mention.end)
        phrase = None if pronoun or not source else read_phrase(text, at, scene.lang)
        content = words(" ".join(span.of(text)[:600] for span in quotation.content))
        inside, head = frozenset(content), _head(source)
        shown = name_words(scene.lang).role_gender.get(phrase.head if phrase else head)
        he, she = not HE.isdisjoint(source[:1]), not SHE.isdisjoint(source[:1]) and len(source) == 1
        gender = 1 if he and len(source) == 1 or shown == "male" else -1 if she or shown == "female" else 0
        paragraph = scene.paragraph(mention.start)
        last, second, since = _last_two(scene, paragraph)
        age = _AGE.search(text, mention.start, mention.end)
        ruled = scene.index.get(quotation.speaker.entity or "", -1) if quotation.speaker else -1
        flags = [
            *_flags_of_source(scene, mention, source, he, she),
            min(since, 10),
            bool(FIRST & inside), bool({"we", "our", "us"} & inside), min(len(content), 60) / 20,
            quotation.kind == "direct", quotation.kind == "indirect",
            *_flags_of_phrase(phrase, age is not None, scene.lang),
            bool(_GOES_ON & set(words(" ".join(span.of(text) for span in quotation.cue)))), len(chosen),
        ]  # fmt: skip
        called = {i: _role(phrase, scene.candidates[i], scene.lang) for i in chosen} if phrase else {}
        return cls(
            sentence=scene.sentence(mention.start), paragraph=paragraph,
            people=bisect_left(scene.people, (mention.start, -1)), last=last, second=second, ruled=ruled,
            gender=gender, head=phrase.head if phrase else head, first=bool(FIRST & inside), inside=inside,
            own=frozenset(word for word in source if len(word) > 3), phrase=phrase,
            age=int(age[1]) if age else 0, since=scene.named_since(mention.start), content=quotation.content,
            recent=_recent(scene, mention, gender, chosen), called=called,
            flags=[float(flag) for flag in flags],
        )  # fmt: skip


def _flags_of_source(scene: Scene, mention: Mention, source: list[str], he: bool, she: bool) -> list[float]:
    """Return what the words of a source, and where they stand, tell without a candidate."""
    sentence, paragraph = scene.sentence(mention.start), scene.paragraph(mention.start)
    ruled = mention.quotation.speaker
    determiner = _DETERMINERS.get(source[0], 3) if source else 4
    begins = sentence >= 0 and mention.start - scene.sentences[sentence] <= 2
    opens = paragraph >= 0 and mention.start - scene.paragraphs[paragraph] <= 2
    return [
        he, she,
        bool(THEY & set(source[:1])), bool(IT & set(source[:1])), bool(RELATIVE & set(source[:1])),
        not source, bool(source) and PRONOUNS.issuperset(source), determiner == 0, determiner == 1,
        determiner == 2, determiner == 3, min(len(source), 12), scene.is_quoted(mention.start),
        ruled is not None, ruled is not None and ruled.name[:1].isupper(),
        mention.quotation.content[0].start < mention.start, begins, opens,
    ]  # fmt: skip


def _flags_of_phrase(phrase: Phrase | None, age: bool, lang: Language) -> list[float]:
    if phrase is None:
        return [0.0] * 8
    kinds = [phrase.kind == kind for kind in ("person", "group", "document", "other")]
    words = name_words(lang)
    flags = [*kinds, phrase.plural, phrase.head in words.servants, phrase.head in words.body, age]
    return [float(flag) for flag in flags]


def _near(scene: Scene, mention: Mention, here: Here, i: int) -> list[float]:
    """Return how near a candidate stands, how often, and whether it spoke."""
    each, start, end, text = scene.candidates[i], mention.start, mention.end, scene.text
    before, behind = bisect_right(each.ends, start), bisect_left(each.starts, end)
    sentences, steps, leads, quoted, gap, between = 40, 30, False, False, 10.0, 0
    near: frozenset[str] = frozenset()
    if before:
        at, stop = each.starts[before - 1], each.ends[before - 1]
        s = scene.sentence(at)
        sentences = min(here.sentence - s, 30)
        steps = min(here.paragraph - scene.paragraph(at), 20)
        leads = s >= 0 and scene.leads(at)
        quoted = scene.is_quoted(at)
        gap = math.log1p(max(0, start - stop))
        low = bisect_left(scene.people, (stop, -1))
        between = len({k for _, k in scene.people[low : min(here.people, low + 40)] if k != i})
        near = scene.near(at, stop)
    subject = any(map(scene.leads, each.starts[max(0, before - 3) : before]))
    ahead = math.log1p(each.starts[behind] - end) if behind < len(each.starts) else 10.0
    told = min(here.paragraph - scene.paragraph(each.spoke[-1]), 20) if each.spoke else 30
    gender = (each.male - each.female) * here.gender
    shared = sum(word in each.around for word in here.own)
    return [
        *each.kind,
        sentences, steps, min(before, 10), min(len(each.starts) - behind, 10), min(len(each.starts), 15),
        leads, subject, quoted, min(between, 6), gap, ahead, ahead < 5.3,
        here.last == i, here.second == i, told, min(len(each.spoke), 8),
        each.male, each.female, gender, _sign(gender), each.shown * here.gender, each.shown,
        here.head in near, here.head in each.around, shared, shared / max(1, len(here.own)),
        len(each.name & here.inside), bool(each.name & here.inside) and here.first,
        steps == 0, sentences == 0,
        each.starts[0] / max(1, len(text)), each.starts[0] < 300, len(each.name & here.own), here.ruled == i,
        each.entity.name[:1].islower(), " " in each.entity.name, bool(each.roles), len(each.roles & here.own),
        here.head in each.roles, i >= scene.listed,
    ]  # fmt: skip


def _stands(scene: Scene, mention: Mention, here: Here, i: int) -> list[float]:
    """Return how a candidate stands in the sentences before, and who else came up since."""
    each = scene.candidates[i]
    before = bisect_right(each.ends, mention.start)
    last = before - 1
    plain = next((k for k in range(last, max(-1, last - 6), -1) if not each.quoted[k]), -1)
    sentence = scene.sentence(each.starts[plain]) if plain >= 0 else here.sentence - 40
    own = last >= 0 and any(span.start <= each.starts[last] < span.end for span in here.content)
    behind = bisect_left(each.starts, mention.end)
    spoke = each.spoke[-1] if each.spoke else -1
    rank, others = here.recent.get(i, (7, 7))
    pronouns = bisect_left(each.pronouns, mention.start)
    again = scene.sentence(each.pronouns[pronouns - 1]) if pronouns else here.sentence - 40
    topics = [scene.about.get(here.sentence - back) == i for back in range(4)]
    first = scene.about.get(scene.sentence(scene.paragraphs[here.paragraph])) if here.paragraph >= 0 else None
    return [
        last >= 0 and each.subject[last], last >= 0 and each.leads[last], last >= 0 and each.owner[last],
        last >= 0 and each.told[last], own,
        min(here.sentence - sentence, 40), plain >= 0 and each.subject[plain],
        plain >= 0 and each.leads[plain],
        here.since == i, here.since not in (None, i), *topics, first == i,
        min(here.sentence - again, 40), pronouns > 0 and again > sentence,
        plain >= 0 and scene.paragraph(each.starts[plain]) == here.paragraph and each.leads[plain],
        min(here.sentence - scene.sentence(spoke), 40) if spoke >= 0 else 40,
        spoke >= 0 and scene.paragraph(spoke) == here.paragraph,
        spoke > (each.starts[last] if last >= 0 else -1),
        min(rank, 7), min(others, 7), rank == 0,
        behind < len(each.starts) and scene.sentence(each.starts[behind]) == here.sentence,
        behind < len(each.starts) and scene.paragraph(each.starts[behind]) == here.paragraph,
        min(len(each.spoke), 20) / max(1, len(scene.spoken)),
    ]  # fmt: skip


def _fits(here: Here, each: Candidate, i: int, lang: Language) -> list[float]:
    """Return whether what a source says of somebody is known of a candidate."""
    phrase, role = here.phrase, here.called.get(i, 0)
    best = max(here.called.values(), default=0)
    others = set(phrase.words) - {phrase.head} if phrase else set()
    gone = (
        phrase is not None
        and phrase.head in each.former
        and lang.names.described.former.isdisjoint(phrase.words)
    )
    return [
        role, role > 0 and role == best, sum(value == best for value in here.called.values()) if best else 0,
        len(others & each.described), len(others & each.name), gone,
        here.age > 0 and each.age == here.age, here.age > 0 and each.age not in (0, here.age),
        each.known * here.gender, each.known,
        _sign(each.he - each.she) * here.gender, min(each.he + each.she, 5),
        phrase is not None and phrase.head in each.called, bool(each.age),
    ]  # fmt: skip


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _role(phrase: Phrase, each: Candidate, lang: Language) -> int:
    """Return how well the head of a phrase names an office or a kind of a candidate: 0 not, 2 by the word."""
    if phrase.head in each.heads or phrase.head in each.name:
        return 2
    return int(any(same_role(phrase.head, head, lang) for head in each.heads))


def _recent(scene: Scene, mention: Mention, gender: int, chosen: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return of each candidate how many others came up after it, and how many since somebody spoke.

    By name outside quoted words, or speaking; only people who can be meant count.
    """
    fits = {
        i
        for i in chosen
        if scene.candidates[i].entity.kind in ("person", "other") and scene.candidates[i].known * gender >= 0
    }
    places: dict[int, int] = {}
    for i in fits:
        each = scene.candidates[i]
        last = bisect_right(each.ends, mention.start) - 1
        back = range(last, max(-1, last - 30), -1)
        stood = next((each.starts[k] for k in back if not each.quoted[k]), -1)
        places[i] = max(stood, each.spoke[-1] if each.spoke else -1)
    order = sorted(places, key=lambda i: (-places[i], i))
    since = scene.spoken[-1][0] if scene.spoken else 0
    after = sum(place > since for place in places.values())
    return {i: (order.index(i), after) for i in order}


def _last_two(scene: Scene, paragraph: int) -> tuple[int, int, int]:
    """Return who spoke last, who other than that before, and how many paragraphs ago the last one did."""
    if not scene.spoken:
        return -1, -1, 20
    at, last = scene.spoken[-1]
    second = next((i for _, i in reversed(scene.spoken[-30:]) if i != last), -1)
    return last, second, paragraph - scene.paragraph(at)


def _head(source: list[str]) -> str:
    """Return the last word of a source before "of", "for", "who" and the like."""
    stops = ("of", "for", "who", "which", "from", "in", "at", "with", "that")
    end = next((i for i, word in enumerate(source) if i and word in stops), len(source))
    return source[end - 1] if source else ""
