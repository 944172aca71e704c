"""A second independent source for what so far one origin alone carried.

Reports of one origin (wire copy, a release, a text that was copied) count once. When a report that is not
made of it has what two or more of its carriers had before, that is told: once for each statement. Before and
after go by the order in which articles came to the store, so it does not matter in how many rounds they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.decisions.records import same_words
from variorum.events.making import Places, called, made, outlets_of, quoted, sided, words_of
from variorum.model import Collation, DeskEvent, EventSide, Evidence, Origin
from variorum.outputs.wording import listed_few, plural
from variorum.reuse.witnesses import Witnesses


class Statement(Struct, frozen=True, kw_only=True):
    """Something that reports of a story state. words: to call it by. evidence: where each states it."""

    words: str
    evidence: tuple[Evidence, ...]
    people: tuple[str, ...] = ()


class _Second(Struct, frozen=True, kw_only=True):
    """A statement that an origin carried, and the first article that has it independently."""

    statement: Statement
    carried: tuple[Evidence, ...]
    other: tuple[Evidence, ...]


def origins(
    collation: Collation, places: Places, told: Sequence[DeskEvent], since: int
) -> Iterator[DeskEvent]:
    """Yield what is to be told of the origins of a story; parameters as of ``differing.differences``."""
    shared = {one.id: one for one in collation.origins if len(one.articles) > 1}
    if not shared:
        return
    known = [side.evidence for one in told if one.kind == "origin" for side in one.sides[:1]]
    seen = {(part.article, same_words(part.text)) for evidence in known for part in evidence}
    found: dict[tuple[str, str], list[_Second]] = defaultdict(list)
    witness = _Witness(collation)
    for statement in statements(collation):
        second = _second(statement, witness, shared, places)
        if second is None:
            continue
        origin, one = second
        if any((part.article, same_words(part.text)) in seen for part in one.carried):
            continue
        if places[one.other[0].article].number > since:
            found[origin, one.other[0].article].append(one)
    for (origin, article), those in sorted(found.items()):
        yield _event(shared[origin], article, those, places)


def statements(collation: Collation) -> Iterator[Statement]:
    """Yield what reports of a story say that several may say: utterances, and answers to one question."""
    for one in collation.utterances:
        evidence = tuple(
            Evidence(article=r.article, start=r.content[0].start, end=r.content[0].end, text=r.text)
            for r in one.readings
            if len(r.content) == 1 and len(r.text) == r.content[0].end - r.content[0].start
        )
        people = tuple(each.name for each in one.speakers)
        if evidence:
            yield Statement(words=quoted(evidence[0].text), evidence=evidence, people=people)
    for fact in collation.facts:
        for answer in fact.answers:
            yield Statement(words=f"{fact.question}: {answer.value}", evidence=answer.evidence)


class _Witness:
    """Whose witness a place in an article is: of the passage that it stands in, else of the text that most of
    the article is."""

    def __init__(self, collation: Collation) -> None:
        self._of_places = Witnesses(collation)
        self._mainly = {one.id: one.origin or one.id for one in collation.articles}

    def of(self, part: Evidence) -> str:
        found = self._of_places.of(part.article, part.start, part.end)
        return self._mainly.get(part.article, part.article) if found == part.article else found


def _second(
    statement: Statement, witness: _Witness, shared: dict[str, Origin], places: Places
) -> tuple[str, _Second] | None:
    """Return the origin that carried a statement first, in two reports at least, with what came second."""
    held: dict[str, list[Evidence]] = defaultdict(list)
    for part in statement.evidence:
        if part.article in places:
            held[witness.of(part)].append(part)
    if len(held) < 2:
        return None
    for parts in held.values():
        parts.sort(key=lambda part: (places[part.article].number, part.start))
    first = min(held, key=lambda name: places[held[name][0].article].number)
    carriers = list(dict.fromkeys(part.article for part in held[first]))
    outlets = {_owner(name, places) for name in carriers}
    if first not in shared or len(outlets) < 2:
        return None
    before = next(
        places[name].number for name in carriers if _owner(name, places) != _owner(carriers[0], places)
    )
    others = [
        parts
        for name, parts in held.items()
        if name != first and parts[0].article not in shared[first].articles
    ]
    others = [parts for parts in others if _owner(parts[0].article, places) not in outlets]
    if not others:
        return None
    second = min(others, key=lambda parts: places[parts[0].article].number)
    if places[second[0].article].number < before:
        return None
    own = tuple(part for part in second if part.article == second[0].article)
    came = places[second[0].article].number
    carried = tuple(part for part in held[first] if places[part.article].number < came)
    return first, _Second(statement=statement, carried=carried, other=own)


def _owner(article: str, places: Places) -> str:
    return places[article].outlet or places[article].page


def _event(origin: Origin, article: str, found: Sequence[_Second], places: Places) -> DeskEvent:
    carried = [part for one in found for part in one.carried]
    other = [part for one in found for part in one.other]
    names = {part.article for part in carried}
    text = f"the text of {origin.label}" if origin.label else "one text"
    more = f" and {plural(len(found) - 1, 'other statement')}" if len(found) > 1 else ""
    where = listed_few(outlets_of(names, places)) or plural(len(names), "report")
    it = "them" if more else "it"
    return made(
        "origin",
        f"{called([article], places)} is a second independent source: it has {found[0].statement.words}"
        f"{more}. So far only {text} had {it}, in {where}.",
        places=places,
        articles=[*names, article],
        about=words_of(carried),
        sides=(
            EventSide(value=origin.label or "", outlets=sided(names, places), evidence=tuple(carried)),
            EventSide(value="", outlets=outlets_of([article], places), evidence=tuple(other)),
        ),
        people=[name for one in found for name in one.statement.people],
    )
