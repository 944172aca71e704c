"""Who adds is killed; nothing that was acknowledged is lost (200 kills: ``benchmarks/kills.py``)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.kills import by_fork, kill


def test_five_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    found = kill(tmp_path, 5, seed=3, start=by_fork, size=60, longest=0.6)
    assert found.lost == []
    assert found.problems == []
    assert found.acknowledged > 0
