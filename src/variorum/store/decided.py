"""Decisions, kept in the order in which they came; what they mean is not the store's to know."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.store.base import KeptDecision
from variorum.store.captures import in_parts
from variorum.store.session import Row, Session

_COLUMNS = "id, kind, target, payload, author, at, undoes"


def decide(session: Session, decisions: Sequence[KeptDecision]) -> int:
    """Keep decisions that are not here yet; return how many."""
    with session.change():
        ids = [one.id for one in decisions]
        there = {id for (id,) in in_parts(session, "SELECT id FROM decision WHERE id IN", ids)}
        number = int(session.rows("SELECT coalesce(max(number), 0) FROM decision")[0][0])
        new = list({one.id: one for one in decisions if one.id not in there}.values())
        session.many(
            f"INSERT INTO decision (number, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (place, one.id, one.kind, one.target, one.payload, one.author, one.at, one.undoes)
                for place, one in enumerate(new, start=number + 1)
            ],
        )
        return len(new)


def decisions(session: Session, targets: Sequence[str] | None) -> list[KeptDecision]:
    """Return decisions about those targets, or all, by time and id."""
    if targets is None:
        return [_decision(row) for row in session.rows(f"SELECT {_COLUMNS} FROM decision ORDER BY at, id")]
    found = in_parts(session, f"SELECT {_COLUMNS} FROM decision WHERE target IN", targets)
    return sorted(map(_decision, found), key=lambda one: (one.at, one.id))


def _decision(row: Row) -> KeptDecision:
    id, kind, target, payload, author, at, undoes = row
    return KeptDecision(id=id, kind=kind, target=target, payload=payload, author=author, at=at, undoes=undoes)
