"""Invented reports of three events, and what the desk's tests do with them."""

from __future__ import annotations

from itertools import count

import msgspec
from msgspec.structs import replace

from variorum.model import AnnotatedArticle, Article, article_id
from variorum.pipeline import annotate_article
from variorum.store.arrivals import arrival
from variorum.store.base import Arrival, Capture, Made

MADE = Made(tool="1.0", annotator="rules", weights="")
_EVENTS = (
    (
        "Bridge at Ostrava Quay closed after crack",
        "OSTRAVA QUAY - The Tern Bridge was closed on Monday after a crack {size} centimetres long was found "
        "in a girder of the crossing over the Tern.",
        "“{said} the girder is safe,” said the bridge engineer Ilse Brandvold.",
        "Lorries of the quarry at Hollin are sent round by the Tern valley until the girder is mended.",
    ),
    (
        "Baker wins Larkfield mayoral vote",
        "LARKFIELD - The baker Tomas Quillfeather was elected mayor of Larkfield with {size} per cent.",
        "“{said} we open the town hall,” said Quillfeather on the steps of his bakery.",
        "His rival Petra Sandholm conceded the mayoral race before the ballots of Upper Larkfield were in.",
    ),
    (
        "Storm takes roof off Peverell school",
        "PEVERELL - A storm took the roof off the village school of Peverell at night; {size} pupils stay.",
        "“{said} lessons go on in the parish barn,” said the headmistress Odile Marchbanks.",
        "The slates of the school lay as far as the Peverell cemetery, and the caretaker counted them.",
    ),
)
_OUTLETS = ("Tern Gazette", "Hollin Post", "Radio Larkfield", "The Peverell Letter")


def report(
    event: int, outlet: int, *, size: int = 40, said: str = "By Friday", url: str | None = None
) -> Article:
    """Return the report of an outlet on an event; ``size`` and ``said`` are where reports differ."""
    title, *paragraphs = _EVENTS[event]
    text = "\n\n".join(paragraphs).format(size=size, said=said) + f"\n\nReporting for {_OUTLETS[outlet]}."
    date = f"2026-03-{10 + event:02d}T0{outlet}:00:00Z"
    values = {"title": title, "outlet": _OUTLETS[outlet], "date": date, "url": url}
    return Article(id=article_id(text=text, **values), text=text, **values)


_annotated: dict[str, AnnotatedArticle] = {}


def annotated(article: Article) -> AnnotatedArticle:
    known = _annotated.get(repr(msgspec.to_builtins(article)))
    if known is None:
        known = _annotated[repr(msgspec.to_builtins(article))] = annotate_article(article)
    return known


def arrived(
    article: Article, capture: Capture, terms: tuple[int, ...] = (), line: int | None = None
) -> Arrival:
    return replace(arrival(annotated(article), MADE, day=1.0, terms=terms), capture=capture.id, line=line)


def capture(name: str, at: str = "2026-03-12T08:00:00.000+00:00") -> Capture:
    return Capture(id=f"c-{name}", name=name, at=at, made=MADE, sha256="0" * 64, size=12)


def clock() -> object:
    """Return a clock that shows a second more each time."""
    seconds = count()
    return lambda: f"2026-03-12T08:00:{next(seconds) % 60:02d}.000+00:00"
