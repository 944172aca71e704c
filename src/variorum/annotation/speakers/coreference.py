"""Who a pronoun, an epithet or a role means, within one article.

Goes through the text once, in order. Pronouns take the nearest person that fits in gender, with weight on
subjects, on the speaker before, and against people who only occur inside quoted words; epithets take the
one person whose titles and appositions hold the same noun. A near tie stays unresolved.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from variorum.annotation.names.profiles import (
    MentionPlace,
    Profile,
    place_of,
    profile,
    role_names,
    sentence_index,
)
from variorum.annotation.speakers.forces import Forces
from variorum.annotation.speakers.lookup import Known
from variorum.annotation.speakers.phrases import Phrase
from variorum.annotation.speakers.polls import Polls
from variorum.language.language import Language
from variorum.model import Annotation, Entity, EntityKind, Span, Speaker, content_id
from variorum.model.span import from_on
from variorum.settings import SPEAKERS, AnnotateSettings
from variorum.text.late import late
from variorum.text.marks import pair_marks
from variorum.text.name_words import NameWords, name_words, same_role
from variorum.text.names import Gender, fold, parse_name
from variorum.text.normalise import read_words


class Trail(Struct, kw_only=True):
    """Who spoke last and where."""

    entity: str
    start: int


class Cast:
    """The people and sources of one article while its text is gone through."""

    def __init__(
        self, article: str, text: str, annotation: Annotation, settings: AnnotateSettings, lang: Language
    ) -> None:
        self.words = name_words(lang)
        self.forces = Forces(text, self.words)
        self.polls = Polls(text, self.words, lang)
        self.article = article
        self.lang = lang
        self.text = text
        self.settings = settings
        self.starts = [sentence.start for sentence in annotation.sentences]
        self.paragraph_starts = [paragraph.start for paragraph in annotation.paragraphs]
        marks = pair_marks(text, annotation.paragraphs)
        self.quoted = [region.span for region in marks if region.level == 0]
        told = sorted(
            span for q in annotation.quotations if q.kind != "direct" for span in q.content if q.source
        )
        self.told = _joined(told)
        self.steps = _steps(self.starts, self.quoted)
        self.entities = {entity.id: entity for entity in annotation.entities}
        self.known = Known(text, lang)
        for entity in annotation.entities:
            self.known.add(entity)
        self.profiles = {e.id: profile(text, e, lang) for e in annotation.entities if e.kind == "person"}
        self.added: dict[str, list[Span]] = {}
        self.spoke: list[Trail] = []
        self.issued: dict[str, list[tuple[Speaker, int]]] = {}
        self.together: list[tuple[int, Speaker]] = []  # several who spoke jointly, and where
        # By a noun, where bodies are called by it, and which; filled as it is asked for (``bodies``).
        self.called: dict[str, tuple[tuple[int, str], ...]] = {}
        # In order of the text, so that what stands in a stretch is found by bisection.
        self.named = sorted((span, e.id) for e in annotation.entities for span in e.mentions)
        self.longest = max((len(span) for span, _ in self.named), default=0)
        self.places = sorted(
            (
                self._place(span, e.id)
                for e in annotation.entities
                if e.kind == "person"
                for span in e.mentions
            ),
            key=_span_of,
        )
        # Where each person first stands, in order.
        self.first: list[tuple[int, str]] = []
        self._first_of: dict[str, int] = {}
        for place in self.places:
            self._stands(place)

    def _stands(self, place: MentionPlace) -> None:
        """Remember where a person first stands."""
        start, known = place.span.start, self._first_of.get(place.entity)
        if known is None or start < known:
            if known is not None:
                del self.first[bisect_left(self.first, (known, place.entity))]
            self._first_of[place.entity] = start
            insort(self.first, (start, place.entity))

    def _add_place(self, place: MentionPlace) -> None:
        insort(self.places, place, key=_span_of)
        self._stands(place)

    def _place(self, span: Span, entity: str) -> MentionPlace:
        quoted = self.is_quoted(span)
        place = place_of(self.text, span, entity, self.starts, self.lang, quoted=quoted)
        if not quoted and _holder(self.told, span) is not None:
            return replace(place, told=True)
        return place

    def is_quoted(self, span: Span) -> bool:
        """Tell whether ``span`` stands in quotation marks."""
        return _holder(self.quoted, span) is not None

    def names_within(self, span: Span) -> list[tuple[Span, str]]:
        """Return the mentions that lie inside ``span`` and their entities, in order."""
        low = bisect_left(self.named, (from_on(span.start),))
        high = bisect_left(self.named, (from_on(span.end),), lo=low)
        return [(mention, entity) for mention, entity in self.named[low:high] if mention.end <= span.end]

    def is_named(self, span: Span) -> bool:
        """Tell whether one mention covers all of ``span``."""
        low = bisect_left(self.named, (from_on(span.start - self.longest),))
        high = bisect_left(self.named, (from_on(span.start + 1),), lo=low)
        return any(mention.contains(span) for mention, _ in self.named[low:high])

    def named_until(self, end: int) -> list[str]:
        """Return the entities that a mention of ends at ``end``."""
        low = bisect_left(self.named, (from_on(end - self.longest),))
        high = bisect_left(self.named, (from_on(end),), lo=low)
        return [entity for mention, entity in self.named[low:high] if mention.end == end]

    def ending_at(self, end: int, *, people: bool = False) -> str | None:
        """Return the entity, or the person alone, that any mention of ends at ``end``; pronouns count."""
        return self.known.ending_at(end, people=people)

    def places_between(self, start: int, end: int) -> list[MentionPlace]:
        """Return the places of people from ``start`` on and before ``end``; of very many the last."""
        low = bisect_left(self.places, start, key=_place_start)
        high = bisect_left(self.places, end, lo=low, key=_place_start)
        return self.places[max(low, high - SPEAKERS.places) : high]

    def introduced(self, before: int) -> list[Profile]:
        """Return the people who stand before an offset; of very many those who came up last."""
        found = bisect_left(self.first, (before, ""))
        return [self.profiles[entity] for _, entity in self.first[max(0, found - SPEAKERS.people) : found]]

    def step(self, sentence: int) -> int:
        """Return the number of a sentence as ``_steps`` counts; 0 before the first."""
        return self.steps[sentence] if sentence >= 0 else 0

    def sentence(self, at: int) -> int:
        """Return the index of the sentence that holds an offset; -1 before the first."""
        return sentence_index(self.starts, at)

    def first_of_step(self, step: int) -> int:
        """Return the first sentence numbered ``step`` or later, as ``_steps`` counts."""
        return min(bisect_left(self.steps, step), len(self.steps) - 1)

    def floor(self, step: int) -> int:
        """Return the offset from which a pronoun in the sentence numbered ``step`` may find its person."""
        first = bisect_left(self.steps, step - self.settings.pronoun_reach)
        return self.starts[first] if first else 0

    def paragraphs_between(self, start: int, end: int) -> int:
        """Return how many paragraphs begin after ``start`` and up to ``end``."""
        return bisect_right(self.paragraph_starts, end) - bisect_right(self.paragraph_starts, start)

    def mention(self, entity: str, span: Span) -> None:
        """Add a mention of a known entity, as antecedent for what follows."""
        if not self.known.mention(entity, span):
            return
        self.added.setdefault(entity, []).append(span)
        if entity in self.profiles:
            self._add_place(self._place(span, entity))

    def introduce(self, name: str, kind: EntityKind, span: Span, gender: Gender | None = None) -> str:
        """Add an entity without a name of its own; return its id."""
        identifier = content_id("e", self.article, name, span.start)
        entity = Entity(id=identifier, name=name, kind=kind, mentions=(span,))
        self.entities[identifier] = entity
        self.known.add(entity)
        insort(self.named, (span, identifier))
        self.longest = max(self.longest, len(span))
        if kind == "person":
            self.profiles[identifier] = Profile(
                entity=entity,
                gender=gender,
                roles=frozenset(fold(name).split()),
                heads=frozenset([name.split()[-1]]),
            )
            self._add_place(self._place(span, identifier))
        return identifier

    def last_spoken(self, before: int) -> Trail | None:
        """Return who spoke last before an offset."""
        return next((trail for trail in reversed(self.spoke) if trail.start < before), None)

    def spoken(self, entity: str, start: int) -> None:
        """Remember a speaker, for the pronoun after the next quotation."""
        self.spoke.append(Trail(entity=entity, start=start))

    def finished(self) -> tuple[Entity, ...]:
        """Return all entities with the mentions added, in order of the text."""
        done = []
        for identifier, entity in self.entities.items():
            spans = tuple(sorted({*entity.mentions, *self.added.get(identifier, [])}))
            entity = replace(entity, mentions=spans)
            named = entity.kind == "person" and entity.name[:1].isupper()
            done.append(replace(entity, roles=role_names(self.text, entity, self.lang)) if named else entity)
        return tuple(sorted(done, key=lambda entity: (entity.mentions[0], entity.name)))


def _joined(spans: list[Span]) -> list[Span]:
    """Return sorted spans with those that overlap made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _steps(starts: Sequence[int], quoted: list[Span]) -> list[int]:
    """Number the sentences; one that begins inside quoted words counts as the one before it.

    A pronoun after a long quotation is as near to what stood before it as after a short one.
    """
    steps: list[int] = []
    for start in starts:
        holder = _holder(quoted, Span(start, start + 1))
        inside = holder is not None and holder.start < start
        steps.append((steps[-1] if steps else 0) + (not inside or not steps))
    return steps


def _holder(spans: list[Span], span: Span) -> Span | None:
    """Return the one of sorted, disjoint ``spans`` that contains ``span``."""
    at = bisect_left(spans, from_on(span.start + 1)) - 1
    return spans[at] if at >= 0 and spans[at].contains(span) else None


_span_of = attrgetter("span")
_place_start = attrgetter("span.start")


def resolve_pronoun(cast: Cast, span: Span, gender: Gender, *, skip: Iterable[Span] = ()) -> str | None:
    """Return the entity that "he" or "she" at ``span`` means; None when nobody or two fit as well.

    skip: content of the quotation that the pronoun is the source of; nobody in there is meant.
    """
    scores: dict[str, float] = {}
    here = cast.step(sentence_index(cast.starts, span.start))
    skipped, profiles, reach = list(skip), cast.profiles, cast.settings.pronoun_reach
    for place in cast.places_between(cast.floor(here), span.start):
        entity = place.entity
        known = profiles[entity].gender
        if known is not None and known != gender:
            continue
        if skipped and any(s.contains(place.span) for s in skipped):
            continue
        distance = here - cast.step(place.sentence)
        if distance > reach:
            continue
        score = _weight(place, distance) + (0.35 if known else 0.0)
        before = scores.get(entity, 0.0)
        scores[entity] = score if score > before else before
    _favour_speaker(cast, scores, span)
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ordered:
        return None
    lead = ordered[0][1] - (ordered[1][1] if len(ordered) > 1 else 0.0)
    if lead < cast.settings.pronoun_margin:
        return None
    best = cast.profiles[ordered[0][0]]
    if best.gender is None and lead >= 2 * cast.settings.pronoun_margin:
        best.gender = gender  # the report tells it; later pronouns follow
    return ordered[0][0]


def named_after_clause(cast: Cast, span: Span, gender: Gender) -> str | None:
    """Return the person named right after the clause a sentence begins with: "On her way home, Lind said"."""
    index = sentence_index(cast.starts, span.start)
    if index < 0 or not _OPENING_CLAUSE.match(cast.text, cast.starts[index], span.start + 1):
        return None
    comma = cast.text.find(", ", span.end, span.end + 80)
    name = next(iter(cast.places_between(comma + 2, comma + 3)), None) if comma > 0 else None
    if name is None or "\n" in cast.text[span.end : comma]:
        return None
    return name.entity if cast.profiles[name.entity].gender in (gender, None) else None


def _weight(place: MentionPlace, distance: int) -> float:
    """Weight of one mention as antecedent: near, subject, in the outlet's own words."""
    near = max(0.0, 1.0 - 0.22 * distance)
    inside = 0.7 if place.quoted else 0.35 if place.told and distance else 0.0
    return near + (0.45 if place.subject else 0.0) + (0.2 if place.leads else 0.0) - inside


def _favour_speaker(cast: Cast, scores: dict[str, float], span: Span) -> None:
    """Add weight for the last speaker, when near and nobody who fits was the subject since."""
    last = cast.last_spoken(span.start)
    if last is None or last.entity not in scores:
        return
    if cast.paragraphs_between(last.start, span.start) > 2:
        return
    newcomer = any(
        place.entity in scores
        and place.entity != last.entity
        and place.subject
        and not (place.quoted or place.told)
        for place in cast.places_between(last.start + 1, span.start)
    )
    if not newcomer:
        scores[last.entity] += 0.45


def resolve_epithet(cast: Cast, phrase: Phrase) -> str | None:
    """Return the one person whose roles hold the head of ``phrase``; None when none or several do.

    Of several, the one with most of the phrase's other words; an age settles it ("the 54-year-old").
    """
    people = cast.introduced(phrase.span.start)
    age = next((w for w in phrase.words if w.endswith("-year-old")), None)
    if age:
        told = read_words(age, [Span(0, age.index("-"))], cast.lang).words  # "nine" and "9" have one key
        aged = [p for p in people if [str(p.age)] == [word.key for word in told]]
        return aged[0].entity.id if len(aged) == 1 else None
    fits = _bearers(people, phrase, cast.lang)
    if not fits:
        fits = [p for p in people if phrase.head in p.roles and phrase.head not in cast.words.body]
    if len(fits) > 1:
        fits = _best_described(fits, phrase)
    return fits[0].entity.id if len(fits) == 1 else None


def resolve_variation(cast: Cast, phrase: Phrase) -> str | None:
    """Return the last speaker, where a definite phrase can only be another word for them; else None.

    Reports vary their words: "... Perry said. ... the Texas governor went on". The speaker before must have
    spoken in this or the last paragraph with no other person as subject since. Either the phrase fits several
    people and the speaker is one of them, or it fits nobody, introduces nobody, and is no servant of others.
    """
    last = cast.last_spoken(phrase.span.start)
    if phrase.determiner != "definite" or last is None or last.entity not in cast.profiles:
        return None
    if cast.is_quoted(phrase.span):
        return None
    speaker = cast.profiles[last.entity]
    if speaker.entity.name.split()[0] in cast.words.phrases.counting:
        return None  # "another docker": one of several, whom nothing more is told of
    gender = cast.words.role_gender.get(phrase.head)
    if (
        gender
        and speaker.gender not in (gender, None)
        or cast.paragraphs_between(last.start, phrase.span.start) > 1
    ):
        return None
    since = cast.places_between(last.start + 1, phrase.span.start)
    if any(p.subject and not p.quoted and p.entity != last.entity for p in since):
        return None
    fits = _bearers(cast.introduced(phrase.span.start), phrase, cast.lang)
    if fits:
        return last.entity if speaker in fits else None
    if phrase.head.endswith("-year-old") and speaker.age is None:
        return last.entity
    apart = (
        phrase.head in cast.words.servants
        or cast.known.is_brought_in(phrase.head, phrase.span.start)
        or " of " in phrase.name
    )
    return None if apart or len(phrase.words) < 2 else last.entity


def resolve_relative(cast: Cast, phrase: Phrase) -> str | None:
    """Return whom "her mother" means after a person spoke: the one other bearer of the last name who fits.

    None when nobody or several fit, or when the other bearer is told to be another relative.
    """
    gender = cast.words.role_gender.get(phrase.head)
    last = cast.last_spoken(phrase.span.start)
    if (
        phrase.determiner != "possessive"
        or gender is None
        or last is None
        or last.entity not in cast.profiles
    ):
        return None
    speaker = cast.profiles[last.entity]
    owner = gender_of_pronoun(phrase.span.of(cast.text).split()[0].lower(), cast.words)
    if owner is None or speaker.gender not in (owner, None):
        return None
    family = parse_name(speaker.entity.name, cast.lang).family
    relatives = cast.words.relatives
    fits = [
        p
        for p in cast.introduced(phrase.span.start)
        if p is not speaker
        and p.gender in (gender, None)
        and parse_name(p.entity.name, cast.lang).family == family
        and (speaker.heads & relatives or not p.heads & relatives)
    ]
    return fits[0].entity.id if len(fits) == 1 else None


def named_later(cast: Cast, phrase: Phrase) -> str | None:
    """Return whom the first line of a report describes and the report names below; None where unsure.

    "Marl diplomat praises pier" is the one person of the whole report who is called a diplomat.
    """
    if cast.paragraphs_between(0, phrase.span.start) or phrase.plural or phrase.head in cast.words.body:
        return None
    fits = [
        each
        for each in cast.introduced(len(cast.text))
        if phrase.head in each.roles - each.former and each.entity.name[:1].isupper()
    ]
    if len(fits) != 1 or fits[0].entity.mentions[0].start < phrase.span.end:
        return None
    named = fits[0].entity
    return named.id if cast.paragraphs_between(0, named.mentions[0].start) <= 2 else None


def _bearers(people: list[Profile], phrase: Phrase, lang: Language) -> list[Profile]:
    """Return those of ``people`` who bear the office that ``phrase`` names, and still bear it."""
    fits = [p for p in people if phrase.head in p.heads or _same_office(phrase, p, lang)]
    gender = name_words(lang).role_gender.get(phrase.head)
    if gender:
        fits = [p for p in fits if p.gender in (gender, None)]
    if lang.names.described.former.isdisjoint(phrase.words):
        fits = [p for p in fits if phrase.head not in p.former]
    return fits


def _same_office(phrase: Phrase, person: Profile, lang: Language) -> bool:
    """Tell whether another noun names the office, and what else the phrase says is known of the person.

    "the police chief" is no "shipping boss", though a chief may be called a boss.
    """
    if not any(same_role(phrase.head, head, lang) for head in person.heads):
        return False
    others = phrase.words[: phrase.words.index(phrase.head)] if phrase.head in phrase.words else ()
    origins = name_words(lang).origins
    # Terms served, party and origin tell more about whoever holds the office; other words name another one.
    telling = {word for word in others if not _TERMS.match(word) and word not in origins}
    return not telling or bool(telling & person.roles)


def _best_described(fits: list[Profile], phrase: Phrase) -> list[Profile]:
    others = set(phrase.words) - {phrase.head}
    counts = {p.entity.id: len(others & p.roles) + (phrase.head in p.heads) for p in fits}
    most = max(counts.values())
    best = [p for p in fits if counts[p.entity.id] == most]
    named = [p for p in best if p.entity.name[:1].isupper()]
    return named if len(named) == 1 and most else best


_TERMS = late(
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|long|longest)-"
    r"(?:term|time|year|serving|ranking|youngest|oldest|longest)$"
)
_OPENING_CLAUSE = late(
    r"(?:On|In|At|With|As|After|Before|While|When|During|For|Despite|From|By|To|Since|Though|Although|If|Asked|Speaking"
    r"|Until|Unlike|Among|Without|Besides)\b[^.,;:“\"\n]*"
)


def gender_of_pronoun(word: str, words: NameWords) -> Gender | None:
    """Return the gender that a pronoun in lower case shows."""
    kind = words.pronouns.get(word)
    if kind == "male":
        return "male"
    return "female" if kind == "female" else None
