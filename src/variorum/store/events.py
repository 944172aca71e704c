"""Events, what is followed, and webhooks, in the tables of a store; see ``telling`` for what each means."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.errors import InputError
from variorum.model import DeskEvent, DeskEventKind, content_id
from variorum.model.codec import decode, encode
from variorum.model.kinds import GRAVITY
from variorum.settings import STORE
from variorum.store.base import Listing
from variorum.store.captures import in_parts
from variorum.store.cursors import after, cut, sized
from variorum.store.session import Session
from variorum.store.telling import DeadDelivery, EventFilter, Followed, HookState, Place, Untold

PLAIN_NOT: tuple[DeskEventKind, ...] = ("report", "rewritten")
"""Kinds that are told only to those who ask for them: there are as many as reports."""


class SqlTelling:
    """The part of a store that tells events; see ``telling.Telling`` for what each method does."""

    session: Session

    # ---- deriving

    def untold(self) -> Untold:
        """Return what has changed since events were derived last."""
        session = self.session
        stories = session.rows("SELECT story, mark FROM event_waiting ORDER BY story")
        marks: dict[str, int] = dict(
            session.rows("SELECT name, value FROM meta WHERE name IN ('told', 'told_from')")
        )
        waiting = session.rows("SELECT min(number) FROM article WHERE story IS NULL")[0][0]
        rows = session.rows(
            "SELECT id, number FROM article WHERE number > ? AND number < ? ORDER BY number",
            marks["told"],
            2**62 if waiting is None else waiting,
        )
        return Untold(
            stories=tuple((story, int(mark)) for story, mark in stories),
            articles=tuple(id for id, _ in rows),
            upto=int(rows[-1][1]) if rows else int(marks["told"]),
            since=int(marks["told_from"]),
        )

    def put_events(self, events: Sequence[DeskEvent], told: Untold) -> int:
        """Keep events and note what is told."""
        session = self.session
        with session.change():
            known = {
                id for (id,) in in_parts(session, "SELECT id FROM event WHERE id IN", [e.id for e in events])
            }
            new = list({one.id: one for one in events if one.id not in known}.values())
            number = int(session.rows("SELECT coalesce(max(number), 0) FROM event")[0][0])
            numbered = list(enumerate(new, start=number + 1))
            session.many(
                "INSERT INTO event (number, id, kind, at, severity, plain, said, record) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        at,
                        one.id,
                        one.kind,
                        one.at,
                        one.severity,
                        int(is_plain(one)),
                        one.said,
                        encode(one).decode(),
                    )
                    for at, one in numbered
                ],
            )
            session.many(
                "INSERT INTO event_article (article, event) VALUES (?, ?)",
                [(article, at) for at, one in numbered for article in dict.fromkeys(one.articles)],
            )
            session.many("DELETE FROM event_waiting WHERE story = ? AND mark = ?", told.stories)
            session.do("UPDATE meta SET value = ? WHERE name = 'told' AND value < ?", told.upto, told.upto)
        return len(new)

    def places(self, articles: Sequence[str]) -> dict[str, Place]:
        """Return where articles stand."""
        rows = in_parts(
            self.session,
            "SELECT a.id, a.number, a.at, a.page, a.story, a.outlet, a.title, a.date, (SELECT b.id FROM "
            "article AS b WHERE b.page = a.page AND b.number < a.number ORDER BY b.number DESC LIMIT 1), "
            "NOT EXISTS (SELECT 1 FROM article AS c WHERE c.page = a.page AND c.number > a.number), "
            "a.status FROM article AS a WHERE a.id IN",
            articles,
        )
        quoted: dict[str, list[str]] = {}
        for article, speaker in in_parts(
            self.session,
            "SELECT a.id, q.speaker FROM quotation AS q JOIN article AS a ON a.number = q.article "
            "WHERE q.speaker IS NOT NULL AND a.id IN",
            articles,
        ):
            quoted.setdefault(article, []).append(speaker)
        return {
            row[0]: Place(
                article=row[0],
                number=int(row[1]),
                at=row[2],
                page=row[3],
                story=row[4],
                outlet=row[5],
                title=row[6],
                date=row[7],
                before=row[8],
                last=bool(row[9]),
                status=row[10],
                people=tuple(sorted(set(quoted.get(row[0], ())))),
            )
            for row in rows
        }

    def first_of(self, stories: Sequence[str]) -> dict[str, int]:
        """Return the number of the first article of each story."""
        return {
            story: int(number)
            for part in _parts(stories)
            for story, number in self.session.rows(
                f"SELECT story, min(number) FROM article WHERE story IN ({', '.join('?' * len(part))}) "
                "GROUP BY story",
                *part,
            )
        }

    def latest_versions(self, articles: Sequence[str]) -> list[str]:
        """Return the articles of the stories of some, of each page the last version."""
        stories = in_parts(
            self.session, "SELECT DISTINCT story FROM article WHERE story IS NOT NULL AND id IN", articles
        )
        rows = in_parts(
            self.session,
            "SELECT number, id FROM article AS a WHERE NOT EXISTS (SELECT 1 FROM article AS b WHERE "
            "b.page = a.page AND b.number > a.number) AND story IN",
            [story for (story,) in stories],
        )
        return [id for _, id in sorted(rows)]

    # ---- reading

    def events_on(self, articles: Sequence[str], kinds: Sequence[DeskEventKind]) -> list[DeskEvent]:
        """Return the events of some kinds that cite any of some articles."""
        of_kinds = ", ".join(f"'{kind}'" for kind in kinds)
        numbers = [
            number
            for (number,) in in_parts(
                self.session, "SELECT DISTINCT event FROM event_article WHERE article IN", articles
            )
        ]
        rows = in_parts(
            self.session,
            f"SELECT number, record FROM event WHERE kind IN ({of_kinds}) AND number IN",
            sorted(numbers),
        )
        return [decode(record, DeskEvent) for _, record in sorted(rows)]

    def events(
        self, wanted: EventFilter, *, cursor: str | None = None, limit: int = 50
    ) -> Listing[DeskEvent]:
        """Return events, the latest told first."""
        limit = sized(limit)
        where, values = _where(wanted)
        if (last := after(cursor, int)) is not None:
            where.append("number < ?")
            values += last
        rows = self.session.rows(
            f"SELECT number, record FROM event WHERE {' AND '.join(where) or '1 = 1'} "
            "ORDER BY number DESC LIMIT ?",
            *values,
            limit + 1,
        )
        kept, following = cut(rows, limit, lambda row: row[:1])
        return Listing(items=tuple(decode(record, DeskEvent) for _, record in kept), cursor=following)

    def events_after(self, event: str | None, *, limit: int = 50) -> list[DeskEvent]:
        """Return events in the order in which they were told."""
        number = 0
        if event is not None:
            found = self.session.rows("SELECT number FROM event WHERE id = ?", event)
            if not found:
                raise InputError(f"there is no event {event!r}; begin without --since")
            number = int(found[0][0])
        rows = self.session.rows(
            "SELECT record FROM event WHERE number > ? ORDER BY number LIMIT ?", number, sized(limit)
        )
        return [decode(record, DeskEvent) for (record,) in rows]

    # ---- what is followed

    def follow(self, one: Followed) -> bool:
        """Keep what is followed."""
        with self.session.change():
            there = self.session.rows("SELECT 1 FROM followed WHERE id = ?", one.id)
            self.session.do(
                "INSERT INTO followed (id, kind, label, at, record) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET label = excluded.label, at = excluded.at, "
                "record = excluded.record",
                one.id,
                one.kind,
                one.label,
                one.at,
                encode(one).decode(),
            )
        return not there

    def unfollow(self, id: str) -> bool:
        """Take it back."""
        with self.session.change():
            there = self.session.rows("SELECT 1 FROM followed WHERE id = ?", id)
            self.session.do("DELETE FROM followed WHERE id = ?", id)
        return bool(there)

    def following(self) -> list[Followed]:
        """Return what is followed."""
        rows = self.session.rows("SELECT record FROM followed ORDER BY kind, label, id")
        return [decode(record, Followed) for (record,) in rows]

    # ---- webhooks

    def hook(self, id: str, url: str) -> HookState:
        """Return how far a webhook has come."""
        found = self.session.rows("SELECT record FROM hook WHERE id = ?", id)
        if found:
            return decode(found[0][0], HookState)
        with self.session.change():
            last = int(self.session.rows("SELECT coalesce(max(number), 0) FROM event")[0][0])
            state = HookState(id=id, url=url, done=last)
            self._write_hook(state)
        return state

    def hooks(self) -> list[HookState]:
        """Return all webhooks."""
        return [
            decode(record, HookState)
            for (record,) in self.session.rows("SELECT record FROM hook ORDER BY url, id")
        ]

    def numbered_events(self, after: int, *, limit: int = 50) -> list[tuple[int, DeskEvent]]:
        """Return events with their numbers."""
        rows = self.session.rows(
            "SELECT number, record FROM event WHERE number > ? ORDER BY number LIMIT ?", after, sized(limit)
        )
        return [(int(number), decode(record, DeskEvent)) for number, record in rows]

    def put_hook(self, state: HookState, dead: DeadDelivery | None = None) -> None:
        """Note how far a webhook has come."""
        with self.session.change():
            found = self.session.rows("SELECT record FROM hook WHERE id = ?", state.id)
            if not found or decode(found[0][0], HookState).done <= state.done:
                self._write_hook(state)
            if dead is not None:
                self.session.do(
                    "INSERT INTO hook_dead (hook, event, at, tries, problem) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (hook, event) DO NOTHING",
                    dead.hook,
                    dead.event,
                    dead.at,
                    dead.tries,
                    dead.problem,
                )

    def _write_hook(self, state: HookState) -> None:
        self.session.do(
            "INSERT INTO hook (id, url, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "url = excluded.url, record = excluded.record",
            state.id,
            state.url,
            encode(state).decode(),
        )

    def dead_deliveries(self, *, limit: int = 50) -> list[DeadDelivery]:
        """Return what was given up."""
        rows = self.session.rows(
            "SELECT hook, event, at, tries, problem FROM hook_dead ORDER BY at DESC, event LIMIT ?",
            sized(limit),
        )
        return [
            DeadDelivery(hook=hook, event=event, at=at, tries=int(tries), problem=problem)
            for hook, event, at, tries, problem in rows
        ]


def note_stories(session: Session, stories: Sequence[str]) -> None:
    """Note that stories changed, so that what they tell is looked for; only inside ``change``."""
    session.many(
        "INSERT INTO event_waiting (story, mark) SELECT ?, value FROM meta WHERE name = 'generation' "
        "ON CONFLICT (story) DO UPDATE SET mark = excluded.mark",
        [(story,) for story in stories],
    )


def hook_id(url: str) -> str:
    """Return the id of a webhook."""
    return content_id("h", url)


def is_plain(one: DeskEvent) -> bool:
    """Tell whether an event is told to whoever asks for nothing else: no report, rewording or minor thing."""
    return one.kind not in PLAIN_NOT and one.severity != "minor"


def _where(wanted: EventFilter) -> tuple[list[str], list[object]]:
    where: list[str] = []
    values: list[object] = []
    if wanted.kinds:
        where.append(f"kind IN ({', '.join('?' * len(wanted.kinds))})")
        values += wanted.kinds
    if wanted.story is not None:
        where.append(
            "number IN (SELECT e.event FROM event_article AS e JOIN article AS a ON a.id = e.article "
            "WHERE a.story = ?)"
        )
        values.append(wanted.story)
    if wanted.severity is not None:
        fits = [name for name in GRAVITY if GRAVITY[name] <= GRAVITY[wanted.severity]]
        where.append(f"(severity IS NULL OR severity IN ({', '.join('?' * len(fits))}))")
        values += fits
    if wanted.plain:
        where.append("plain = 1")
    for condition, moment in (("at >= ?", wanted.since), ("at < ?", wanted.until)):
        if moment is not None:
            where.append(condition)
            values.append(moment)
    return where, values


def _parts(values: Sequence[str]) -> list[list[str]]:
    every = list(dict.fromkeys(values))
    return [every[start : start + STORE.asked] for start in range(0, len(every), STORE.asked)]
