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
        number = int(session.rows("SELECT coalesce(max(number), 0) FROM decision")[0][0])
        new = list({one.id: one for one in decisions if one.id not in there}.values())
        session.many(
            f"INSERT INTO decision (number, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (at, one.id, one.kind, one.key, one.author, one.at, one.undoes, encode(one.judged).decode())
                for at, one in enumerate(new, start=number + 1)
            ],
        )
        return len(new)


def decisions(session: Session, skip: int) -> list[Decision]:
    """Return the decisions in the order in which they came, without the first ``skip``."""
    rows = session.rows(f"SELECT {_COLUMNS} FROM decision WHERE number > ? ORDER BY number", skip)
    return [
        Decision(
            id=id, kind=kind, key=key, author=author, at=at, undoes=undoes, judged=decode(judged, Judged)
        )
        for id, kind, key, author, at, undoes, judged in rows
    ]
