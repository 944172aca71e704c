"""Stories: how articles are grouped, what was collated of them, and their lists."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import msgspec

from variorum.errors import InputError, UnreadableFile
from variorum.model import Collation, Discrepancy
from variorum.model.codec import decode, encode
from variorum.settings import STORE
from variorum.store.arrivals import packed
from variorum.store.base import Filter, Listing, Made, StoryRow
from variorum.store.captures import in_parts
from variorum.store.cursors import after, cut, sized
from variorum.store.events import note_stories
from variorum.store.session import Row, Session
from variorum.store.words import phrases

_LISTED = (
    "s.id, s.title, s.articles, s.outlets, s.first, s.last, s.status, s.critical, s.material, s.minor, "
    "s.possible, s.open, s.sort"
)


def grouping(session: Session) -> list[tuple[str, str]]:
    """Return (article, story) of all that are grouped, in the order in which they came."""
    return [
        (article, story)
        for article, story in session.rows(
            "SELECT id, story FROM article WHERE story IS NOT NULL ORDER BY number"
        )
    ]


def uncollated(session: Session, made: Made | None, least: int) -> list[str]:
    """Return the stories without a collation, or with one that was not made so."""
    if made is None and least > 1:  # what is asked after each report, so it has an index
        rows = session.rows(
            "SELECT id FROM story WHERE critical IS NULL AND articles > 1 AND articles >= ? ORDER BY id",
            least,
        )
        return [id for (id,) in rows]
    other = "n.story IS NULL"
    values: tuple[str, ...] = ()
    if made is not None:
        other += " OR n.tool <> ? OR n.annotator <> ? OR n.weights <> ?"
        values = (made.tool, made.annotator, made.weights)
    rows = session.rows(
        "SELECT s.id FROM story AS s LEFT JOIN collated AS n ON n.story = s.id "
        f"WHERE s.articles >= ? AND ({other}) ORDER BY s.id",
        least,
        *values,
    )
    return [id for (id,) in rows]


def put_collations(session: Session, collations: Sequence[Collation], made: Made) -> None:
    """Keep what was collated of stories that are still there as they were."""
    with session.change():
        there = {
            id
            for (id,) in in_parts(session, "SELECT id FROM story WHERE id IN", [c.story for c in collations])
        }
        for one in collations:
            if one.story in there:
                _put(session, one, made)
        note_stories(session, sorted(there))


def _put(session: Session, one: Collation, made: Made) -> None:
    for table in ("collated", "difference", "utterance"):
        session.do(f"DELETE FROM {table} WHERE story = ?", one.story)
    session.do(
        "INSERT INTO collated (story, tool, annotator, weights, packed) VALUES (?, ?, ?, ?, ?)",
        one.story,
        made.tool,
        made.annotator,
        made.weights,
        packed(one),
    )
    told = [(1, place, found) for place, found in enumerate(one.discrepancies)]
    told += [(0, place, found) for place, found in enumerate(one.possible)]
    session.many(
        "INSERT INTO difference (story, told, place, id, type, severity, relation, probability, summary, "
        "sides) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(one.story, *values, *_difference(found)) for *values, found in told],
    )
    session.many(
        "INSERT INTO utterance (story, place, id, speakers, readings, text) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                one.story,
                place,
                said.id,
                _names(s.name for s in said.speakers),
                len(said.readings),
                said.readings[0].text,
            )
            for place, said in enumerate(one.utterances)
            if said.readings
        ],
    )
    by = {
        name: sum(d.severity == name for d in one.discrepancies) for name in ("critical", "material", "minor")
    }
    waiting = by["critical"] + by["material"]
    session.do(
        "UPDATE story SET critical = ?, material = ?, minor = ?, possible = ?, open = ?, status = CASE WHEN "
        "articles = 1 THEN 'single' WHEN ? > 0 THEN 'open' ELSE 'settled' END WHERE id = ?",
        *by.values(),
        len(one.possible),
        waiting,
        waiting,
        one.story,
    )


def _difference(one: Discrepancy) -> tuple[object, ...]:
    sides = [{"value": side.value, "articles": side.articles} for side in one.sides]
    return (
        one.id,
        one.type,
        one.severity,
        one.relation,
        one.probability,
        one.summary,
        encode(sides).decode(),
    )


def _names(names: object) -> str:
    return encode(list(names)).decode()  # type: ignore[call-overload]


def forget_collations(session: Session, ids: Sequence[str]) -> None:
    """Have stories be collated again."""
    with session.change():
        drop(session, ids)


def drop(session: Session, ids: Sequence[str]) -> None:
    """Drop the collations of stories; only inside ``change``."""
    session.many("DELETE FROM collated WHERE story = ?", [(id,) for id in ids])
    session.many("UPDATE story SET critical = NULL WHERE id = ?", [(id,) for id in ids])


def set_open(session: Session, counts: Mapping[str, int]) -> None:
    """Note how many differences of each story wait for a decision."""
    with session.change():
        session.many(
            "UPDATE story SET open = ?, status = CASE WHEN articles = 1 THEN 'single' WHEN ? > 0 THEN 'open' "
            "ELSE 'settled' END WHERE id = ?",
            [(number, number, story) for story, number in counts.items()],
        )


def current(session: Session, story: str) -> str | None:
    """Return the story that most articles of ``story`` are in now; of equals the one of the first id."""
    if session.rows("SELECT 1 FROM story WHERE id = ?", story):
        return story
    found = session.rows("SELECT articles FROM ended WHERE story = ?", story)
    if not found:
        return None
    counts: dict[str, int] = {}
    articles = msgspec.json.decode(found[0][0], type=list[str])
    for (now,) in in_parts(session, "SELECT story FROM article WHERE story IS NOT NULL AND id IN", articles):
        counts[now] = counts.get(now, 0) + 1
    return min(counts, key=lambda id: (-counts[id], id), default=None)


def story(session: Session, id: str) -> StoryRow | None:
    """Return a story as lists show it."""
    rows = session.rows(f"SELECT {_LISTED} FROM story AS s WHERE s.id = ?", id)
    return _row(rows[0]) if rows else None


def members(session: Session, id: str) -> list[str]:
    """Return the articles of a story, by date, undated ones last."""
    rows = session.rows("SELECT id FROM article WHERE story = ? ORDER BY sort = '', sort, id", id)
    return [article for (article,) in rows]


def collation(session: Session, id: str) -> Collation | None:
    """Return the collation of a story, if there is one."""
    rows = session.rows("SELECT packed FROM collated WHERE story = ?", id)
    if not rows:
        return None
    try:
        return decode(zlib.decompress(bytes(rows[0][0])), Collation)
    except (zlib.error, InputError) as error:
        raise UnreadableFile(
            f"the collation of story {id} is damaged ({error}); variorum verify says what else is"
        ) from error


def stories(session: Session, wanted: Filter, cursor: str | None, limit: int) -> Listing[StoryRow]:
    """Return stories, that of the latest report first."""
    limit = sized(limit)
    where, values = _where(session, wanted)
    source = "story AS s"
    if wanted.outlet is not None:
        source = "story_outlet AS o JOIN story AS s ON s.id = o.story"
        where.append("o.outlet = ?")
        values.append(wanted.outlet)
    by = "o.sort" if wanted.outlet is not None else "s.sort"
    id = "o.story" if wanted.outlet is not None else "s.id"
    if (last := after(cursor, str, str)) is not None:
        where.append(f"({by}, {id}) < (?, ?)")
        values += last
    rows = session.rows(
        f"SELECT {_LISTED} FROM {source} WHERE {' AND '.join(where) or '1 = 1'} "
        f"ORDER BY {by} DESC, {id} DESC LIMIT ?",
        *values,
        limit + 1,
    )
    kept, following = cut(rows, limit, lambda row: (row[12], row[0]))
    return Listing(items=tuple(map(_row, kept)), cursor=following)


def _where(session: Session, wanted: Filter) -> tuple[list[str], list[object]]:
    where: list[str] = []
    values: list[object] = []
    for condition, value in (
        ("s.status = ?", wanted.status),
        ("s.sort >= ?", wanted.since),
        ("s.sort < ?", wanted.until and f"{wanted.until}~"),  # all moments of that day come before
    ):
        if value is not None:
            where.append(condition)
            values.append(value)
    if wanted.query is not None:
        asked = phrases(wanted.query)
        found = session.find_words("article", asked, None, STORE.matched, marked=False) if asked else []
        numbers = ", ".join(str(one.number) for one in found) or "0"
        where.append(f"s.id IN (SELECT story FROM article WHERE number IN ({numbers}))")
    return where, values


def outlets(session: Session) -> list[tuple[str, int]]:
    """Return each outlet with its number of articles, the most first."""
    return [
        (outlet, int(number))
        for outlet, number in session.rows(
            "SELECT outlet, count(*) FROM article WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY 2 DESC, 1"
        )
    ]


def _row(row: Row) -> StoryRow:
    return StoryRow(
        id=row[0],
        title=row[1],
        articles=row[2],
        outlets=tuple(msgspec.json.decode(row[3], type=list[str])),
        first=row[4],
        last=row[5],
        status=row[6],
        critical=row[7],
        material=row[8],
        minor=row[9],
        possible=row[10],
        open=row[11],
    )
