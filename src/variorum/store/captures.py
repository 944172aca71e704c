"""Captures, articles with their annotation and quotations, versions: what comes in and how it is had back."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from variorum.errors import InputError, UnreadableFile
from variorum.model import AnnotatedArticle, Article, Block, instant
from variorum.model.codec import encode
from variorum.settings import STORE
from variorum.store.arrivals import content_of, person_key, unpacked
from variorum.store.base import Arrival, Capture, Kept, Listing, Made, Quoted, StoredArticle, Version
from variorum.store.cursors import after, cut, sized
from variorum.store.session import Row, Session

COLUMNS = "id, text, title, outlet, byline, date, url, lang, status, rest"
"""The columns of an article that ``article_of`` takes, in their order."""


class _Rest(Struct, frozen=True, omit_defaults=True):
    """What of an article has no column."""

    blocks: tuple[Block, ...] = ()
    extra: dict[str, object] = {}


class _Known(Struct, frozen=True):
    content: str
    page: str


# ---- coming in


def keep(session: Session, captures: Sequence[Capture], arrivals: Sequence[Arrival]) -> list[Kept]:
    """Keep captures and their articles; see ``Store.keep``."""
    with session.change():
        session.many(
            "INSERT INTO capture (id, name, at, tool, annotator, weights, sha256, size) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            [
                (
                    one.id,
                    one.name,
                    one.at,
                    one.made.tool,
                    one.made.annotator,
                    one.made.weights,
                    one.sha256,
                    one.size,
                )
                for one in captures
            ],
        )
        at = {one.id: one.at for one in captures}
        return _kept(session, arrivals, at)


def _kept(session: Session, arrivals: Sequence[Arrival], at: dict[str, str]) -> list[Kept]:
    known = _known_ids(session, [id for one in arrivals for id in (one.article.id, one.content)])
    pages = {
        page
        for (page,) in in_parts(
            session, "SELECT DISTINCT page FROM article WHERE page IN", [a.page for a in arrivals]
        )
    }
    number = int(session.rows("SELECT coalesce(max(number), 0) FROM article")[0][0])
    told: list[Kept] = []
    new: list[tuple[int, str, str, Arrival]] = []
    versions: list[tuple[str, int]] = []
    pages |= {one.page for one in known.values()}
    for one in arrivals:
        id, page = one.article.id, one.page
        if (there := known.get(id)) is not None and there.content != one.content:
            # Another text under an id that was given: a version of that page.
            id, page = one.content, there.page
            there = known.get(id)
        if there is not None:
            told.append(Kept(article=id, state="known", page=there.page))
            continue
        number += 1
        told.append(Kept(article=id, state="version" if page in pages else "new", page=page))
        if page in pages:
            versions.append((page, number))
        known[id] = _Known(one.content, page)
        pages.add(page)
        new.append((number, id, page, one))
    _insert(session, new, at)
    session.many(
        "INSERT INTO changed_page (page, latest) VALUES (?, ?) "
        "ON CONFLICT (page) DO UPDATE SET latest = excluded.latest",
        versions,
    )
    return told


def _insert(session: Session, new: Sequence[tuple[int, str, str, Arrival]], at: dict[str, str]) -> None:
    rows = []
    for number, id, page, one in new:
        article = one.article
        if one.capture not in at:
            found = session.rows("SELECT at FROM capture WHERE id = ?", one.capture)
            if not found:
                raise InputError(f"there is no capture {one.capture!r}", article=id)
            at[one.capture] = found[0][0]
        rest = encode(_Rest(article.blocks, article.extra)).decode()
        rows.append(
            (
                number,
                id,
                one.content,
                page,
                one.capture,
                one.line,
                at[one.capture],
                one.day,
                _sort(article),
                article.outlet,
                article.title,
                article.date,
                article.url,
                article.lang,
                article.byline,
                article.status,
                encode(one.terms).decode(),
                rest,
                article.text,
            )
        )
    session.many(
        "INSERT INTO article (number, id, content, page, capture, line, at, day, sort, outlet, title, date, "
        f"url, lang, byline, status, terms, rest, text) VALUES ({', '.join('?' * 19)})",
        rows,
    )
    session.add_words("article", [(row[0], row[10] or "", row[18]) for row in rows])
    session.many(
        "INSERT INTO term (term, article) VALUES (?, ?)",
        [(term, number) for number, _, _, one in new for term in dict.fromkeys(one.terms)],
    )
    _annotate(session, [(number, one) for number, _, _, one in new])


def _sort(article: Article) -> str:
    return instant(article.date) if article.date else ""


def outdated(session: Session, made: Made) -> list[str]:
    """Return the articles whose annotation was made otherwise."""
    rows = session.rows(
        "SELECT id FROM article JOIN annotation AS n ON n.article = number WHERE n.tool <> ? "
        "OR n.annotator <> ? OR n.weights <> ? ORDER BY number",
        made.tool,
        made.annotator,
        made.weights,
    )
    return [id for (id,) in rows]


def reannotate(session: Session, arrivals: Sequence[Arrival]) -> None:
    """Replace the annotation of articles; see ``Store.reannotate``."""
    with session.change():
        numbers: dict[str, int] = dict(
            in_parts(session, "SELECT id, number FROM article WHERE id IN", [a.article.id for a in arrivals])
        )
        for one in arrivals:
            number = numbers.get(one.article.id)
            if number is None:
                raise InputError("is not in the store", article=one.article.id)
            _forget(session, number)
        _annotate(session, [(numbers[one.article.id], one) for one in arrivals])
        stories = in_parts(
            session,
            "SELECT DISTINCT story FROM article WHERE story IS NOT NULL AND number IN",
            list(numbers.values()),
        )
        session.many("DELETE FROM collated WHERE story = ?", stories)
        session.many("UPDATE story SET critical = NULL WHERE id = ?", stories)


def _forget(session: Session, number: int) -> None:
    old = session.rows("SELECT number, text, person FROM quotation WHERE article = ?", number)
    session.drop_words("quotation", [(row, text) for row, text, _ in old])
    people = [person for _, _, person in old if person is not None]
    session.many(
        "UPDATE person SET quotations = quotations - ? WHERE key = ?",
        [(people.count(person), person) for person in set(people)],
    )
    session.many("UPDATE person SET articles = articles - 1 WHERE key = ?", [(p,) for p in set(people)])
    session.do("DELETE FROM quotation WHERE article = ?", number)
    session.do("DELETE FROM annotation WHERE article = ?", number)


def _annotate(session: Session, arrivals: Sequence[tuple[int, Arrival]]) -> None:
    session.many(
        "INSERT INTO annotation (article, tool, annotator, weights, packed) VALUES (?, ?, ?, ?, ?)",
        [
            (number, one.made.tool, one.made.annotator, one.made.weights, one.layers)
            for number, one in arrivals
        ],
    )
    place = int(session.rows("SELECT coalesce(max(number), 0) FROM quotation")[0][0])
    rows: list[Row] = []
    for number, one in arrivals:
        for said in one.quotations:
            place += 1
            person = said.speaker and person_key(said.speaker)
            rows.append(
                (
                    place,
                    number,
                    said.id,
                    said.kind,
                    said.act,
                    said.speaker,
                    person,
                    said.text,
                    said.start,
                    said.end,
                    _sort(one.article),
                )
            )
    session.many(
        'INSERT INTO quotation (number, article, id, kind, act, speaker, person, text, start, "end", sort) '
        f"VALUES ({', '.join('?' * 11)})",
        rows,
    )
    session.add_words("quotation", [(row[0], row[7]) for row in rows])
    _count_people(session, [one.quotations for _, one in arrivals])


def _count_people(session: Session, spoken: Sequence[Sequence[Quoted]]) -> None:
    counts: dict[str, tuple[str, int, int]] = {}
    for quotations in spoken:
        here: dict[str, int] = {}
        names: dict[str, str] = {}
        for said in quotations:
            if said.speaker and (key := person_key(said.speaker)):
                here[key] = here.get(key, 0) + 1
                names.setdefault(key, said.speaker)
        for key, number in here.items():
            name, quotations_before, articles = counts.get(key, (names[key], 0, 0))
            counts[key] = (name, quotations_before + number, articles + 1)
    session.many(
        "INSERT INTO person (key, name, quotations, articles) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO "
        "UPDATE SET quotations = person.quotations + excluded.quotations, "
        "articles = person.articles + excluded.articles",
        [(key, *values) for key, values in sorted(counts.items())],
    )
    session.many(
        "INSERT INTO person_word (word, person) VALUES (?, ?) ON CONFLICT (word, person) DO NOTHING",
        [(word, key) for key in sorted(counts) for word in dict.fromkeys([key, *key.split()])],
    )


# ---- had back


def known(session: Session, articles: Sequence[Article]) -> dict[str, str]:
    """Return which are here, by their own ids; see ``Store.known``."""
    contents = {one.id: content_of(one) for one in articles}
    there = _known_ids(session, [id for pair in contents.items() for id in pair])
    found = {}
    for id, content in contents.items():
        if id in there and there[id].content == content:
            found[id] = id
        elif id in there and content in there:
            found[id] = content
    return found


def _known_ids(session: Session, ids: Sequence[str]) -> dict[str, _Known]:
    rows = in_parts(session, "SELECT id, content, page FROM article WHERE id IN", ids)
    return {id: _Known(content, page) for id, content, page in rows}


def article(session: Session, id: str) -> StoredArticle | None:
    """Return one article; see ``Store.article``."""
    rows = session.rows(
        f"SELECT {', '.join(f'a.{name}' for name in COLUMNS.split(', '))}, n.packed, a.number, a.page, "
        "a.line, a.story, n.tool, n.annotator, n.weights, c.id, c.name, c.at, c.tool, c.annotator, "
        "c.weights, c.sha256, c.size FROM article AS a JOIN annotation AS n ON n.article = a.number "
        "JOIN capture AS c ON c.id = a.capture WHERE a.id = ?",
        id,
    )
    if not rows:
        return None
    number, page, line, story, *made = rows[0][11:18]
    capture = rows[0][18:]
    before, every = session.rows(
        "SELECT sum(CASE WHEN number <= ? THEN 1 ELSE 0 END), count(*) FROM article WHERE page = ?",
        number,
        page,
    )[0]
    return StoredArticle(
        annotated=_annotated(rows[0]),
        page=page,
        version=int(before),
        versions=int(every),
        capture=Capture(
            id=capture[0],
            name=capture[1],
            at=capture[2],
            made=_made(capture[3:6]),
            sha256=capture[6],
            size=capture[7],
        ),
        line=line,
        story=story,
        annotation=_made(made),
    )


def annotated(session: Session, ids: Sequence[str]) -> list[AnnotatedArticle]:
    """Return some articles, in the order asked for."""
    rows = in_parts(
        session,
        f"SELECT {COLUMNS}, n.packed FROM article JOIN annotation AS n ON n.article = number WHERE id IN",
        ids,
    )
    found = {row[0]: _annotated(row) for row in rows}
    return [found[id] for id in ids if id in found]


def all_annotated(session: Session) -> Iterator[AnnotatedArticle]:
    """Yield every article, in the order in which they came."""
    last = 0
    while rows := session.rows(
        f"SELECT {COLUMNS}, n.packed, number FROM article JOIN annotation AS n ON n.article = number "
        "WHERE number > ? ORDER BY number LIMIT ?",
        last,
        STORE.asked,
    ):
        yield from map(_annotated, rows)
        last = rows[-1][11]


def versions(session: Session, page: str) -> list[Version]:
    """Return the versions of a page, oldest first."""
    rows = session.rows(
        "SELECT id, at, title, outlet, date, length(text) FROM article WHERE page = ? ORDER BY number", page
    )
    return [
        Version(
            number=place, page=page, article=id, at=at, title=title, outlet=outlet, date=date, characters=size
        )
        for place, (id, at, title, outlet, date, size) in enumerate(rows, start=1)
    ]


def changed_pages(session: Session, cursor: str | None, limit: int) -> Listing[Version]:
    """Return the last version of each page that has several, the newest first."""
    limit = sized(limit)
    last = after(cursor, int)
    rows = session.rows(
        "SELECT latest, page FROM changed_page WHERE latest < ? ORDER BY latest DESC LIMIT ?",
        last[0] if last else 2**62,
        limit + 1,
    )
    kept, following = cut(rows, limit, lambda row: row[:1])
    return Listing(items=tuple(versions(session, page)[-1] for _, page in kept), cursor=following)


def article_of(row: Row) -> Article:
    """Return the article of a row of ``COLUMNS``. Raises UnreadableFile when it is damaged."""
    id, text, title, outlet, byline, date, url, lang, status, rest = row
    try:
        more = msgspec.json.decode(rest, type=_Rest)
    except msgspec.DecodeError as error:
        raise _damaged(id, error) from error
    return Article(
        id=id,
        text=text,
        title=title,
        outlet=outlet,
        byline=byline,
        date=date,
        url=url,
        lang=lang,
        status=status,
        blocks=more.blocks,
        extra=more.extra,
    )


def _annotated(row: Row) -> AnnotatedArticle:
    own = article_of(row[:10])
    try:
        return AnnotatedArticle(article=own, annotation=unpacked(bytes(row[10])))
    except (zlib.error, InputError) as error:
        raise _damaged(own.id, error) from error


def _damaged(id: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(f"its layers are damaged ({error}); variorum verify says what else is", article=id)


def _made(row: Sequence[str]) -> Made:
    return Made(tool=row[0], annotator=row[1], weights=row[2])


def in_parts(session: Session, statement: str, values: Iterable[object]) -> list[Row]:
    """Return what a question that ends in ``IN`` finds for any number of values."""
    every = list(dict.fromkeys(values))
    found: list[Row] = []
    for start in range(0, len(every), STORE.asked):
        part = every[start : start + STORE.asked]
        found += session.rows(f"{statement} ({', '.join('?' * len(part))})", *part)
    return found
