"""Whether all of a store is whole: hashes, spans, and rows that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from variorum.errors import VariorumError
from variorum.model import AnnotatedArticle, Collation, DeskEvent
from variorum.model.codec import decode
from variorum.settings import STORE
from variorum.store import captures, decided, stories
from variorum.store.arrivals import content_of, quoted
from variorum.store.base import Problem
from variorum.store.session import Session

_BACKUP = "take the last backup, or the file that decisions were exported to"
_AGAIN = "add its report again to a new store, or take the last backup"
_REFRESH = "make it again: variorum refresh --all --store FILE"
_EVENTS = "take the last backup; events are told once, and are not made again"


def verify(session: Session, on_progress: Callable[[int, int], None] | None) -> list[Problem]:
    """Return what is wrong; see ``Store.verify``."""
    found = session.check()
    with session.snapshot():
        total = int(session.rows("SELECT count(*) FROM article")[0][0])
        for done, (number, id, content) in enumerate(_articles(session), start=1):
            found += _of_article(session, number, id, content)
            if on_progress is not None:
                on_progress(done, total)
        found += _of_rows(session)
        found += _of_decisions(session)
        for (story,) in session.rows("SELECT story FROM collated ORDER BY story"):
            found += of_story(session, story)
        found += _of_events(session)
    return found


def _articles(session: Session) -> Iterator[tuple[int, str, str]]:
    last = 0
    while rows := session.rows(
        "SELECT number, id, content FROM article WHERE number > ? ORDER BY number LIMIT ?", last, STORE.asked
    ):
        yield from ((int(number), id, content) for number, id, content in rows)
        last = rows[-1][0]


def _of_article(session: Session, number: int, id: str, content: str) -> list[Problem]:
    where = f"article {id}"
    try:
        held = captures.annotated(session, [id])
    except VariorumError as error:
        return [Problem(what=error.message, where=where, remedy=_AGAIN)]
    if not held:
        return [Problem(what="has no annotation", where=where, remedy=_AGAIN)]
    if content_of(held[0].article) != content:
        return [Problem(what="is not what was captured: its hash is another", where=where, remedy=_AGAIN)]
    if not _spans_fit(held[0]):
        return [Problem(what="its layers do not fit its text", where=where, remedy=_AGAIN)]
    rows = session.rows(
        'SELECT id, kind, act, speaker, text, start, "end" FROM quotation WHERE article = ? ORDER BY number',
        number,
    )
    if rows != [(q.id, q.kind, q.act, q.speaker, q.text, q.start, q.end) for q in quoted(held[0])]:
        return [Problem(what="its quotations are not those of its annotation", where=where, remedy=_AGAIN)]
    return []


def _spans_fit(annotated: AnnotatedArticle) -> bool:
    size = len(annotated.article.text)
    layers = annotated.annotation
    spans = [span for one in layers.quotations for span in (*one.content, *one.cue, *one.source)]
    spans += [*layers.sentences, *layers.paragraphs, *(one.span for one in layers.figures)]
    spans += [span for one in layers.entities for span in one.mentions]
    return all(0 <= span.start <= span.end <= size for span in spans)


_QUESTIONS = (
    (
        "SELECT id FROM story AS s WHERE articles <> (SELECT count(*) FROM article WHERE story = s.id)",
        "its number of articles is wrong",
    ),
    (
        "SELECT key FROM person AS p WHERE quotations <> "
        "(SELECT count(*) FROM quotation WHERE person = p.key)",
        "the number of quotations is wrong",
    ),
    (
        "SELECT id FROM decision WHERE undoes IS NOT NULL AND undoes NOT IN (SELECT id FROM decision)",
        "it undoes a decision that there is not",
    ),
    (
        "SELECT page FROM changed_page AS c WHERE latest <> "
        "(SELECT max(number) FROM article WHERE page = c.page)",
        "its last version is another",
    ),
    (
        "SELECT page FROM watch_page WHERE article IS NOT NULL AND article NOT IN (SELECT id FROM article)",
        "it is said to be kept, and is not",
    ),
)


def _of_rows(session: Session) -> list[Problem]:
    return [
        Problem(what=what, where=str(id), remedy=_REFRESH)
        for question, what in _QUESTIONS
        for (id,) in session.rows(question)
    ]


def _of_decisions(session: Session) -> list[Problem]:
    """Tell of decisions that were taken out: they are numbered without gaps, and only ever added."""
    there = int(session.rows("SELECT count(*) FROM decision")[0][0])
    missing = decided.last(session) - there
    if not missing:
        return []
    what = f"of {there + missing:,} decisions {missing:,} {'is' if missing == 1 else 'are'} gone"
    return [Problem(what=what, where="decisions", remedy=_BACKUP)]


def of_story(session: Session, story: str) -> list[Problem]:
    """Return what is wrong with the collation of a story."""
    where = f"story {story}"
    try:
        held = stories.collation(session, story)
        texts = {
            one.article.id: one.article.text
            for one in captures.annotated(session, stories.members(session, story))
        }
    except VariorumError as error:
        return [Problem(what=error.message, where=where, remedy=_REFRESH)]
    if held is None or sorted(one.id for one in held.articles) != sorted(texts):
        return [Problem(what="its collation is of other articles", where=where, remedy=_REFRESH)]
    if any(texts[one][start:end] != text for one, start, end, text in _evidence(held)):
        return [Problem(what="its evidence is not what the articles print", where=where, remedy=_REFRESH)]
    return []


def _of_events(session: Session) -> Iterator[Problem]:
    """Yield the events that cite other words than their articles print, a few read at a time."""
    last = 0
    while rows := session.rows(
        "SELECT number, id, record FROM event WHERE number > ? ORDER BY number LIMIT ?", last, STORE.asked
    ):
        last = rows[-1][0]
        cited = {id: decode(record, DeskEvent).sides for _, id, record in rows}
        names = {part.article for sides in cited.values() for side in sides for part in side.evidence}
        texts: dict[str, str] = dict(
            captures.in_parts(session, "SELECT id, text FROM article WHERE id IN", sorted(names))
        )
        for id, sides in cited.items():
            parts = [part for side in sides for part in side.evidence]
            if any(texts.get(one.article, "")[one.start : one.end] != one.text for one in parts):
                yield Problem(
                    what="it cites other words than the reports print", where=f"event {id}", remedy=_EVENTS
                )


def _evidence(collation: Collation) -> Iterator[tuple[str, int, int, str]]:
    for said in collation.utterances:
        for variant in said.variants:
            for rendered in variant.sides:
                yield from ((one.article, one.start, one.end, one.text) for one in rendered.evidence)
    for told in (*collation.discrepancies, *collation.possible):
        for side in told.sides:
            yield from ((one.article, one.start, one.end, one.text) for one in side.evidence)
