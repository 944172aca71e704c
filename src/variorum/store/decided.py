"""Decisions, kept in the order in which they came; what they mean is not the store's to know."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.model import Decision, Judged
from variorum.model.codec import decode, encode
from variorum.store.captures import in_parts
from variorum.store.session import Session

_COLUMNS = "id, kind, key, author, at, undoes, judged"


def decide(session: Session, decisions: Sequence[Decision]) -> int:
    """Keep decisions that are not here yet; return how many."""
    with session.change():
        ids = [one.id for one in decisions]
        there = {id for (id,) in in_parts(session, "SELECT id FROM decision WHERE id IN", ids)}
        number = last(session)
        new = list({one.id: one for one in decisions if one.id not in there}.values())
        session.many(
            f"INSERT INTO decision (number, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (at, one.id, one.kind, one.key, one.author, one.at, one.undoes, encode(one.judged).decode())
                for at, one in enumerate(new, start=number + 1)
            ],
        )
        session.do(
            "INSERT INTO meta (name, value) VALUES ('decisions', ?) ON CONFLICT (name) DO UPDATE SET value = "
            "excluded.value",
            number + len(new),
        )
        return len(new)


def last(session: Session) -> int:
    """Return how many decisions there have ever been, so that one that somebody takes out is missed."""
    rows = session.rows("SELECT value FROM meta WHERE name = 'decisions'")
    there = session.rows("SELECT coalesce(max(number), 0) FROM decision")
    return max(int(value) for (value,) in [*rows, *there])


def decisions(session: Session, skip: int) -> list[Decision]:
    """Return the decisions in the order in which they came, without the first ``skip``."""
    after = "(SELECT number FROM decision ORDER BY number LIMIT 1 OFFSET ?)"
    where, values = (f"WHERE number > {after}", [skip - 1]) if skip else ("", [])
    rows = session.rows(f"SELECT {_COLUMNS} FROM decision {where} ORDER BY number", *values)
    return [
        Decision(
            id=id, kind=kind, key=key, author=author, at=at, undoes=undoes, judged=decode(judged, Judged)
        )
        for id, kind, key, author, at, undoes, judged in rows
    ]
