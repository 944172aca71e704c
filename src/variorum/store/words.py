"""Searching by words, and who is quoted."""

from __future__ import annotations

import re

from variorum.store.arrivals import person_key
from variorum.store.base import Hit, Listing, PersonRow, QuotationRow
from variorum.store.captures import in_parts
from variorum.store.cursors import after, cut, sized
from variorum.store.session import Found, Row, Session

_ASKED = re.compile(r'"([^"]*)"|(\S+)')
_QUOTATION = (
    'a.id, q.id, q.kind, q.speaker, q.text, q.start, q."end", a.outlet, a.title, a.date, a.story, q.sort, '
    "q.number"
)
_QUOTATIONS = f"SELECT {_QUOTATION} FROM quotation AS q JOIN article AS a ON a.number = q.article WHERE"


def phrases(words: str) -> list[str]:
    """Return what is asked for: words, and between double quotes phrases; nothing else means anything."""
    found = [
        phrase or word for phrase, word in _ASKED.findall(words.translate({0x201C: '"', 0x201D: '"', 0: " "}))
    ]
    return [one for one in found if any(map(str.isalnum, one))]


def search(session: Session, words: str, cursor: str | None, limit: int) -> Listing[Hit]:
    """Return the articles that have all the words, the latest added first."""
    found, following = _found(session, "article", words, cursor, limit)
    numbers = [one.number for one in found]
    rows = in_parts(
        session, "SELECT number, id, title, outlet, date, story FROM article WHERE number IN", numbers
    )
    by_number = {row[0]: row[1:] for row in rows}
    return Listing(
        items=tuple(_hit(by_number[one.number], one.marked) for one in found if one.number in by_number),
        cursor=following,
    )


def search_quotations(session: Session, words: str, cursor: str | None, limit: int) -> Listing[QuotationRow]:
    """Return the quotations that have all the words, the latest added first."""
    found, following = _found(session, "quotation", words, cursor, limit, marked=False)
    rows = in_parts(session, f"{_QUOTATIONS} q.number IN", [one.number for one in found])
    by_number = {row[12]: _quotation(row) for row in rows}
    return Listing(
        items=tuple(by_number[one.number] for one in found if one.number in by_number), cursor=following
    )


def _found(
    session: Session, table: str, words: str, cursor: str | None, limit: int, *, marked: bool = True
) -> tuple[list[Found], str | None]:
    limit = sized(limit)
    last = after(cursor, int)
    asked = phrases(words)
    if not asked:
        return [], None
    rows = [
        (one.number, one)
        for one in session.find_words(table, asked, last[0] if last else None, limit + 1, marked=marked)
    ]
    kept, following = cut(rows, limit, lambda row: row[:1])
    return [one for _, one in kept], following


def _hit(row: Row, marked: str) -> Hit:
    """Return a hit; the signs around what was found are taken out of its text, and told as places."""
    parts = re.split("[\x02\x03]", marked)
    places, at = [], 0
    for place, part in enumerate(parts):
        if place % 2:
            places.append((at, at + len(part)))
        at += len(part)
    id, title, outlet, date, story = row
    return Hit(
        article=id,
        title=title,
        outlet=outlet,
        date=date,
        story=story,
        snippet="".join(parts),
        found=tuple(places),
    )


def person(session: Session, name: str, cursor: str | None, limit: int) -> Listing[QuotationRow]:
    """Return the quotations that are given to that name, the latest report first."""
    limit = sized(limit)
    where, values = "q.person = ?", [person_key(name)]
    if (last := after(cursor, str, int)) is not None:
        where += " AND (q.sort, q.number) < (?, ?)"
        values += last
    rows = session.rows(
        f"{_QUOTATIONS} {where} ORDER BY q.sort DESC, q.number DESC LIMIT ?", *values, limit + 1
    )
    kept, following = cut(rows, limit, lambda row: row[11:13])
    return Listing(items=tuple(map(_quotation, kept)), cursor=following)


def people(session: Session, prefix: str, cursor: str | None, limit: int) -> Listing[PersonRow]:
    """Return who is quoted, of names with a word that begins so, in alphabetical order."""
    limit = sized(limit)
    key = person_key(prefix)
    where, values = "p.quotations > 0", []
    if key:
        where += " AND p.key IN (SELECT person FROM person_word WHERE word >= ? AND word < ?)"
        values += [key, f"{key}\U0010ffff"]
    if (last := after(cursor, str)) is not None:
        where += " AND p.key > ?"
        values += last
    rows = session.rows(
        f"SELECT p.name, p.quotations, p.articles, p.key FROM person AS p WHERE {where} "
        "ORDER BY p.key LIMIT ?",
        *values,
        limit + 1,
    )
    kept, following = cut(rows, limit, lambda row: row[3:])
    return Listing(
        items=tuple(PersonRow(name=row[0], quotations=row[1], articles=row[2]) for row in kept),
        cursor=following,
    )


def _quotation(row: Row) -> QuotationRow:
    article, quotation, kind, speaker, text, start, end, outlet, title, date, story = row[:11]
    return QuotationRow(
        article=article,
        quotation=quotation,
        kind=kind,
        speaker=speaker,
        text=text,
        start=start,
        end=end,
        outlet=outlet,
        title=title,
        date=date,
        story=story,
    )
