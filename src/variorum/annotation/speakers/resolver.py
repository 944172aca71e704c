"""Whom a pronoun, a description or a shared last name means, decided by the trained scorer.

Goes through the sources of an article once, in order, after the rules have. What a form settles stays the
rules': full names, bodies by name, joint sources, labels of transcripts, authors of posts. The rest the
scorer decides over the people, bodies, groups and unnamed ones of the article. Below its threshold a source
stays what it was by its own words: a pronoun is left open, "a witness" is a source of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.candidates import RELATIVE, is_pronoun, words
from variorum.annotation.speakers.fitting import contradicted, fitting, named_beside
from variorum.annotation.speakers.pairs import Floats, Pairs
from variorum.annotation.speakers.phrases import PRESENTED, read_phrase
from variorum.annotation.speakers.scene import Mention, Scene
from variorum.annotation.speakers.scorer import Readings, Scorer, load_scorer
from variorum.annotation.speakers.writers import with_first_persons
from variorum.language.language import language_of
from variorum.model import Annotation, Article, Entity, Quotation, Span, Speaker, content_id
from variorum.settings import SPEAKERS, WORK, AnnotateSettings
from variorum.text.name_words import name_words
from variorum.text.names import parse_name, same_person

Kind = Literal["pronoun", "description", "name", "none"]
# Labels of questions and answers, and those who speak in the text themselves.
_LABELS = frozenset(["q", "a", "question", "answer", "i", "we", "you", "me", "us", "our", "my", "your"])
_SMALL = re.compile(r"\b[a-z]")
_NAME = re.compile(r"[\w’'.-]+")
# From an opening mark and a capital to the end of a sentence.
_WHOLE = re.compile(r"[“\"‘'`]{1,2}[A-Z].*[.!?…]\s?[”\"’']{0,2}\s?\Z", re.DOTALL)
# A name with a comma behind it: "Ada Lind, mayor".
_HEADED = re.compile(r"[A-Z][^\n,.;:]{2,60},\s")


class Decision(Struct, frozen=True, kw_only=True):
    """Whom the scorer takes one source for, how sure that is, and whether it goes against the rules."""

    speaker: Speaker | None
    confidence: float
    changed: bool


class _Change(Struct, frozen=True, kw_only=True):
    """A source that changes hands: out of the mentions of one entity, into those of another."""

    source: Span
    old: str | None
    new: Entity | None
    moved: bool


def assign_meant(
    article: Article,
    annotation: Annotation,
    *,
    settings: AnnotateSettings,
    vectors: Vectors,
    scorer: Scorer | None = None,
) -> Annotation:
    """Return ``annotation`` with the speakers that the scorer is sure of; requires those of the rules.

    vectors: the network's reading of ``article.text`` in the scorer's size. An article without quotations, or
    without anybody who could be meant, comes back as it was.
    """
    scorer = scorer or load_scorer()
    scene = Scene(article.text, annotation, vectors, language_of(article.lang), article.id)
    entities = {each.entity.id: each.entity for each in scene.candidates}
    entities.update({each.id: each for each in annotation.entities})
    speakers: dict[tuple[int, int], Speaker | None] = {}
    changes: list[_Change] = []
    mentions = [(mention, open_kind(scene, mention)) for mention in mentions_of(annotation)]
    asked = _Asked(scene, [(mention, kind) for mention, kind in mentions if kind is not None], scorer)
    for mention, kind in mentions:
        speaker = mention.quotation.speaker
        if kind is not None:
            found = decide(asked, mention, kind, settings)
            if found.changed:
                change = _change(article, mention, kind, found.speaker, entities)
                changes.append(change)
                speaker = found.speaker
                if change.new and speaker is None:
                    speaker = Speaker(name=change.new.name, entity=change.new.id)
                speakers[mention.start, mention.end] = speaker
        scene.note(mention, speaker.entity if speaker else None)
    if not speakers:
        return annotation
    quotations = tuple(
        replace(q, speaker=speakers[_place(q)]) if _place(q) in speakers and _counts(q) else q
        for q in annotation.quotations
    )
    resolved = replace(
        annotation, quotations=quotations, entities=_regrouped(annotation, quotations, changes)
    )
    return replace(resolved, quotations=with_first_persons(article, resolved))


def mentions_of(annotation: Annotation) -> list[Mention]:
    """Return the sources in order of the text, and the places of quoted words that stand without one."""
    found: dict[tuple[int, int], Mention] = {}
    for quotation in annotation.quotations:
        if _counts(quotation):
            start, end = _place(quotation)
            found.setdefault((start, end), Mention(start=start, end=end, quotation=quotation))
    return [found[at] for at in sorted(found)]


def _counts(quotation: Quotation) -> bool:
    if quotation.source:
        return True
    loose = quotation.kind == "direct" and quotation.medium not in ("post", "interview")
    return loose and quotation.speaker is None


def _place(quotation: Quotation) -> tuple[int, int]:
    if quotation.source:
        return quotation.source[0].start, quotation.source[-1].end
    return quotation.content[0].start, quotation.content[0].start


def open_kind(scene: Scene, mention: Mention) -> Kind | None:
    """Return what kind of source it is where its form does not settle who is meant; None where it does."""
    source = words(scene.text[mention.start : mention.end])
    speaker = mention.quotation.speaker
    if not source:
        return "none" if speaker is None else None
    if set(source) <= _LABELS:
        return None
    if speaker is not None and speaker.entity is None:
        return None  # several together
    if is_pronoun(source):
        settled = source[0] in RELATIVE or source[0] in name_words(scene.lang).phrases.counting
        return None if settled and speaker else "pronoun"
    if source[0] in name_words(scene.lang).phrases.counting and len(source) == 1:
        return None
    if speaker is None:
        return "description"
    if speaker.entity not in scene.index:
        return None
    index = scene.index[speaker.entity]
    named = _named_part(scene, mention, index)
    if named is None:
        return None if _is_presented(scene, mention, index) else "description"
    if len(named) > 1 or _bearers(scene, named[0]) < 2:
        return None
    return "name"


def _is_presented(scene: Scene, mention: Mention, index: int) -> bool:
    """Tell whether a candidate is presented by name right behind a description: "a docker named Lund"."""
    phrase = scene.phrase(mention.start, mention.end)
    told = PRESENTED.match(scene.text, phrase.span.end) if phrase else None
    return told is not None and told.end() in scene.candidates[index].starts


def _named_part(scene: Scene, mention: Mention, index: int) -> list[str] | None:
    """Return the words of the name in a source that the rules took for its head; None for a description."""
    each = scene.candidates[index]
    if each.entity.kind in ("group", "document"):
        return None
    low, high = bisect_right(each.ends, mention.start), bisect_left(each.starts, mention.end)
    for start, end in zip(each.starts[low:high], each.ends[low:high], strict=True):
        part = scene.text[start:end]
        name = _NAME.findall(part)
        given = name_words(scene.lang).people.given
        bearer = each.entity.kind == "person" and len(name) > 1 and name[0].lower() in given
        office = not bearer and name_words(scene.lang).is_role(name[-1].lower())
        if not part[:1].isupper() or name[-1][:1].islower() or office:
            continue
        if each.entity.kind in ("person", "other") and _SMALL.match(each.entity.name):
            continue
        return name
    return None


def _bearers(scene: Scene, name: str) -> int:
    """Return how many people of the article bear a name."""
    return scene.bearers[name.lower().strip(".’'")]


class _Asked:
    """The sources whose form leaves them open, in order, with what is known of them before their turn comes.

    That is worked out for many at once, and never for so many that the arrays grow with the article.
    """

    def __init__(self, scene: Scene, opened: Sequence[tuple[Mention, Kind]], scorer: Scorer) -> None:
        self.scene = scene
        self._opened = opened
        self._scorer = scorer
        self._next = self._end = 0
        self._pairs: Pairs
        self._readings: Readings
        self._chosen: list[list[int]] = []

    def next(self) -> tuple[list[int], Callable[[], Floats]]:
        """Return the candidates of the next source, and what gives their probabilities."""
        if self._next == self._end:
            self._read(self._opened[self._next : self._next + WORK.resolver_sources])
        at = self._next - self._end + len(self._chosen)
        mention, kind = self._opened[self._next]
        self._next += 1
        chosen = self._chosen[at]
        left = _left(self.scene, mention, kind, chosen) if kind == "none" else chosen
        return left, partial(self._probabilities, at, left)

    def _read(self, part: Sequence[tuple[Mention, Kind]]) -> None:
        self._end += len(part)
        scene, mentions = self.scene, [mention for mention, _ in part]
        # Whom words without a source can go on with depends on who spoke before.
        self._chosen = [
            scene.chosen(mention) if kind == "none" else candidates_of(scene, mention, kind)
            for mention, kind in part
        ]
        self._pairs = pairs = Pairs(scene, mentions, self._chosen)
        starts, ends = (
            np.array(at, np.int64) for at in zip(*((m.start, m.end) for m in mentions), strict=True)
        )
        sources = scene.vectors.means(starts, ends)
        self._readings = self._scorer.read(sources, pairs.row, scene.readings_at(pairs.places))

    def _probabilities(self, at: int, chosen: Sequence[int]) -> Floats:
        kept, known = self._pairs.kept(at, chosen), self._readings
        features = self._pairs.features(at, chosen)
        return self._scorer.shares(features, known.hidden[kept], known.nobody[at], known.alike[kept])


def candidates_of(scene: Scene, mention: Mention, kind: Kind | None) -> list[int]:
    """Return the candidates that are scored: the nearest, without those that the form rules out."""
    return _left(scene, mention, kind, scene.chosen(mention))


def _left(scene: Scene, mention: Mention, kind: Kind | None, chosen: list[int]) -> list[int]:
    if kind in (None, "name"):
        return chosen
    return [i for i, fits in zip(chosen, fitting(scene, mention, chosen), strict=True) if fits]


def decide(asked: _Asked, mention: Mention, kind: Kind, settings: AnnotateSettings) -> Decision:
    """Return whom a source means: a candidate sure enough, else the rules' where likely, else open."""
    speaker = mention.quotation.speaker
    scene = asked.scene
    chosen, probabilities = asked.next()
    if not chosen:
        return Decision(speaker=speaker, confidence=0.0, changed=False)
    shares = probabilities()
    shares[contradicted(scene, mention, chosen)] = 0.0
    _rule_out(shares, named_beside(scene, mention, chosen))
    _add_up(scene, chosen, shares)
    if kind == "description":
        add_twin(scene, mention, chosen, shares)
    best = int(shares[:-1].argmax())
    sure, keep = _thresholds(scene, mention, kind, chosen[best], settings)
    ruled = scene.index.get(speaker.entity, -1) if speaker and speaker.entity else -1
    at = chosen.index(ruled) if ruled in chosen else -1
    if shares[best] >= sure:
        entity = scene.candidates[chosen[best]].entity
        return Decision(
            speaker=Speaker(name=entity.name, entity=entity.id),
            confidence=float(shares[best]),
            changed=best != at,
        )
    if at < 0 or shares[at] >= keep:
        return Decision(speaker=speaker, confidence=float(shares[at]) if at >= 0 else 0.0, changed=False)
    return Decision(speaker=None, confidence=float(shares[-1]), changed=True)


def _rule_out(shares: Floats, places: Sequence[int]) -> None:
    """Leave out candidates; the others share what they had, as long as that is not nearly all."""
    left = 1.0 - float(shares[list(places)].sum())
    shares[list(places)] = 0.0
    if places and left > SPEAKERS.left_over:
        shares /= left


def _add_up(scene: Scene, chosen: Sequence[int], shares: Floats) -> None:
    """Give the fuller name of two that can be one, "Mr Lind" and "Ada Lind", or "the board" and "the Harbour
    Board", what both have.
    """
    if len(chosen) < 2:
        return
    first, second = (int(at) for at in shares[:-1].argsort()[:-3:-1])
    entities = [scene.candidates[chosen[at]].entity for at in (first, second)]
    fuller = _fuller_person(scene, entities)
    if fuller is None:
        fuller = fuller_description(entities)
    if fuller is None:
        return
    kept, given = (first, second) if fuller == 0 else (second, first)
    shares[kept] += shares[given]
    shares[given] = 0.0


def add_twin(scene: Scene, mention: Mention, chosen: Sequence[int], shares: Floats) -> None:
    """Give the one body or person with a name who is likely what "the company", left open before, has.

    The same description of before means somebody, too; it is no rival of whom it may mean.
    """
    phrase = scene.phrase(mention.start, mention.end)
    if phrase is None or phrase.determiner != "definite":
        return
    names = [scene.candidates[i].entity.name for i in chosen]
    twins = [k for k, name in enumerate(names) if name.lower() == phrase.name.lower() and name[:1].islower()]
    named = sorted((k for k, name in enumerate(names) if name[:1].isupper()), key=lambda k: -shares[k])
    if not twins or not named or shares[named[0]] < SPEAKERS.twin:
        return
    if len(named) > 1 and shares[named[1]] > shares[named[0]] / 2:
        return
    for k in twins:
        shares[named[0]] += shares[k]
        shares[k] = 0.0


def _fuller_person(scene: Scene, entities: Sequence[Entity]) -> int | None:
    """Return which of two is the fuller name of one person; None where they may be two."""
    names = [parse_name(each.name, scene.lang) for each in entities]
    family = names[0].family
    if not family or family != names[1].family or {each.kind for each in entities} != {"person"}:
        return None
    if names[0].given and names[1].given or _bearers(scene, family[-1]) != len(names):
        return None
    if same_person(entities[0].name, entities[1].name, scene.lang) == "no":
        return None
    return 1 if names[1].given else 0


def fuller_description(entities: Sequence[Entity]) -> int | None:
    """Return which of two begins with more words, where the other is a bare noun and ends it; else None."""
    names = [each.name.lower() for each in entities]
    for at, bare in ((1, 0), (0, 1)):
        if entities[bare].name.islower() and " " not in names[bare] and names[at].endswith(f" {names[bare]}"):
            return at
    return None


def _thresholds(
    scene: Scene, mention: Mention, kind: Kind, best: int, settings: AnnotateSettings
) -> tuple[float, float]:
    """Return from which probability the best candidate is taken, and below which the rules' is given up."""
    if kind == "pronoun":
        unnamed = scene.candidates[best].entity.name.split()[-1][:1].islower()  # "Lind's best friend"
        return settings.unnamed_sure if unnamed else settings.pronoun_sure, settings.pronoun_keep
    if kind == "description":
        return settings.description_sure, settings.description_keep
    if kind == "none":
        goes_on = _goes_on(scene, mention, best) or _announces(scene, mention, best)
        return settings.going_on_sure if goes_on else settings.loose_sure, 0.0
    return settings.name_sure, 0.0


def _goes_on(scene: Scene, mention: Mention, last: int) -> bool:
    """Tell whether whole sentences in marks stand shortly after words of one who spoke last, and nobody else
    was named since.
    """
    if not scene.spoken or scene.spoken[-1][1] != last:
        return False
    spoke = scene.spoken[-1][0]
    if scene.paragraph(mention.start) - scene.paragraph(spoke) > SPEAKERS.going_on:
        return False
    if _is_signed(scene, mention, last):
        return False
    low, high = (bisect_left(scene.plain, (at, -1)) for at in (spoke, mention.start))
    since = {i for start, i in scene.plain[low:high] if scene.is_prose(scene.paragraph(start))}
    return (
        since <= {last}
        and _WHOLE.match(scene.text, mention.start, mention.quotation.content[-1].end + 1) is not None
    )


def _is_signed(scene: Scene, mention: Mention, last: int) -> bool:
    """Tell whether the line before or behind words in marks is no sentence and begins with another's name,
    before with a comma behind it: "Lind, board member".
    """
    before = scene.paragraph(mention.start) - 1
    behind = scene.paragraph(mention.quotation.content[-1].end - 1) + 1
    for paragraph in (before, behind):
        if not 0 <= paragraph < len(scene.paragraphs) or scene.is_prose(paragraph):
            continue
        start = scene.paragraphs[paragraph]
        at = bisect_left(scene.plain, (start, -1))
        if at == len(scene.plain) or scene.plain[at][0] != start or scene.plain[at][1] == last:
            continue
        if paragraph == behind or _HEADED.match(scene.text, start):
            return True
    return False


def _announces(scene: Scene, mention: Mention, named: int) -> bool:
    """Tell whether the words before a quotation end with a colon and name one: "In Lind's words: ..."."""
    start = scene.sentences[max(0, scene.sentence(mention.start - 2))]
    if not scene.text[start : mention.start].rstrip().endswith(":"):
        return False
    low, high = (bisect_left(scene.plain, (at, -1)) for at in (start, mention.start))
    return {i for _, i in scene.plain[low:high]} == {named}


def _change(
    article: Article, mention: Mention, kind: Kind, speaker: Speaker | None, entities: dict[str, Entity]
) -> _Change:
    """Return what a decision changes; a description that means nobody else becomes a source of its own."""
    old = mention.quotation.speaker
    source = Span(mention.start, mention.end)
    new = entities.get(speaker.entity) if speaker and speaker.entity else None
    if speaker is None and kind == "description":
        phrase = read_phrase(article.text, source, language_of(article.lang))
        if phrase is not None:
            new = Entity(
                id=content_id("e", article.id, phrase.name, phrase.span.start),
                name=phrase.name,
                kind=phrase.kind,
                mentions=(phrase.span,),
            )
    return _Change(source=source, old=old.entity if old else None, new=new, moved=kind != "none")


def _inside(places: Sequence[Span], source: Span) -> Iterator[Span]:
    """Yield those of sorted places that a source contains."""
    for k in range(bisect_left(places, source.start, key=_start), len(places)):
        if places[k].start > source.end:
            break
        if source.contains(places[k]):
            yield places[k]


def _start(span: Span) -> int:
    return span.start


def _regrouped(
    annotation: Annotation, quotations: Iterable[Quotation], changes: Iterable[_Change]
) -> tuple[Entity, ...]:
    """Return the entities with the sources that changed hands among the mentions of whom they mean."""
    entities = {each.id: each for each in annotation.entities}
    spans = {each.id: set(each.mentions) for each in annotation.entities}
    changes = list(changes)
    added = [
        span for change in changes for span in (change.source, *(change.new.mentions if change.new else ()))
    ]
    places = sorted({*added, *chain.from_iterable(spans.values())})
    for change in changes:
        own = spans.get(change.old or "", set())
        taken = own.intersection(_inside(places, change.source)) if change.moved else set()
        if change.old:
            spans[change.old] -= taken
        if change.new is not None:
            entities.setdefault(change.new.id, change.new)
            theirs = spans.setdefault(change.new.id, set(change.new.mentions))
            theirs |= taken or ({change.source} if change.moved else set())
    wanted = {q.speaker.entity for q in quotations if q.speaker}
    kept = []
    for identifier, each in entities.items():
        if not spans[identifier] and identifier not in wanted:
            continue
        mentions = tuple(sorted(spans[identifier])) or each.mentions
        kept.append(replace(each, mentions=mentions) if mentions != each.mentions else each)
    return tuple(sorted(kept, key=lambda each: (each.mentions[0], each.name)))
