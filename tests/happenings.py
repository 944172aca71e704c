"""Invented reports of a dam in rounds: wire copy, a report of its own, edits with and without a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from variorum.desk import Desk
from variorum.model import AnnotatedArticle, Article, Collation, DeskEvent, Reject, article_id
from variorum.pipeline import annotate_batch, collate_story

WIRE = (
    "ORRIN - The spillway of the Orrin dam was opened on Tuesday after {level} centimetres of rain fell on "
    "the upper valley within a day and the gauge at Callow Bridge rose faster than in any spring so far.\n\n"
    "“The wall {holds} and nobody below it has to leave tonight,” said the dam keeper Maud Ellery.\n\n"
    "Forty families in the lower street of Callow carried their furniture to the upper floors before dark, "
    "and the school of the village stays closed until the river board has looked at the footbridge.\n\n"
    "The river board was founded in 1911, and its two engineers have looked after the dam ever since."
)
OWN = (
    "CALLOW - Our reporter stood on the crest of the Orrin dam when the keeper let the first water go.\n\n"
    "“The wall holds and nobody below it has to leave tonight,” Maud Ellery told us.\n\n"
    "Rain had come down for a day and a night: the gauge showed 55 centimetres of it. Behind the church of "
    "Callow a cellar was pumped dry by three neighbours, who then went on to the next house."
)
VOTE = (
    "HOLLIN - The council of Hollin voted by nine to four for a new ferry across the lake.\n\n"
    "“We will have it by spring,” said the mayor Piet Lansdale after the vote on Monday."
)
NOTE = "\n\nCorrection: an earlier version of this report gave another amount of rain."


def told(outlet: str, text: str, title: str, *, page: str, day: int = 3) -> Article:
    values = {
        "title": title,
        "outlet": outlet,
        "date": f"2027-02-{day:02d}T08:00:00Z",
        "url": f"https://{page}.example/{page}",
    }
    return Article(id=article_id(text=text, **values), text=text, **values)


def wire(
    outlet: str, page: str, *, level: int = 60, holds: str = "holds", more: str = "", **options: str
) -> Article:
    title = options.get("title", "Orrin dam spillway opened after record rain")
    return told(outlet, WIRE.format(level=level, holds=holds) + more, title, page=page)


ROUNDS: tuple[tuple[Article, ...], ...] = (
    (
        wire("Callow Courier", "courier"),
        told("Hollin Herald", VOTE, "Hollin votes for a ferry", page="ferry"),
    ),
    (wire("Valley Voice", "voice"),),
    (told("Orrin Observer", OWN, "On the crest of the Orrin dam", page="observer"),),
    (wire("Callow Courier", "courier", holds="does not hold"),),
    (wire("Valley Voice", "voice", level=65, more=NOTE),),
    (
        wire(
            "Callow Courier",
            "courier",
            holds="does not hold",
            title="Orrin dam: spillway open, families upstairs",
        ),
    ),
)


_read: dict[str, AnnotatedArticle | Reject] = {}
_compared: dict[tuple[str, ...], Collation] = {}


def annotating(articles: Sequence[Article], **options: Any) -> list[AnnotatedArticle | Reject]:
    """As ``annotate_batch``, but each text is read once in a run of the tests."""
    for one in articles:
        if one.id not in _read:
            (_read[one.id],) = annotate_batch([one], **options)
    return [_read[one.id] for one in articles]


def comparing(story: str, articles: Sequence[AnnotatedArticle], *values: Any, **options: Any) -> Collation:
    """As ``collate_story``, but each story is compared once in a run of the tests."""
    key = (story, *(one.article.id for one in articles))
    if key not in _compared:
        _compared[key] = collate_story(story, articles, *values, **options)
    return _compared[key]


def moment(number: int) -> str:
    """Return the time of a round."""
    return (datetime(2027, 2, 3, 9, tzinfo=UTC) + timedelta(hours=number)).isoformat(timespec="milliseconds")


def add(path: Path, number: int, reports: Sequence[Article], arm: object = None) -> None:
    """Add a round; arm: called with the desk before anything is written."""
    with Desk(path, annotator="rules", workers=1, now=lambda: moment(number)) as desk:
        if callable(arm):
            arm(desk)
        for _ in desk.add(*reports):
            pass


def events(path: Path) -> list[DeskEvent]:
    with Desk(path, annotator="rules", workers=1) as desk:
        return list(desk.events_since())


def run(path: Path, rounds: Sequence[Sequence[Article]] = ROUNDS) -> list[DeskEvent]:
    """Add all rounds and return what was told."""
    for number, reports in enumerate(rounds):
        add(path, number, reports)
    return events(path)
