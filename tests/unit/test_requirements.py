"""An install brings the same whichever pip makes it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def reached(requirements: list[str], spelled: Callable[[str], str]) -> set[str]:
    """Return the distributions that ``requirements`` install; extras match where ``spelled`` agrees."""
    done: set[tuple[str, str]] = set()
    waiting = [(one.name, extra) for one in map(Requirement, requirements) for extra in ("", *one.extras)]
    while waiting:
        name, extra = waiting.pop()
        if (normal(name), extra) in done:
            continue
        done.add((normal(name), extra))
        try:
            known = distribution(name)
        except PackageNotFoundError:  # needed on another system only
            continue
        offered = {spelled(one): one for one in known.metadata.get_all("Provides-Extra") or ()}
        wanted = offered.get(spelled(extra), "")
        for needed in map(Requirement, known.requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": wanted}):
                waiting += [(needed.name, inner) for inner in ("", *needed.extras)]
    return {name for name, _ in done}


def test_an_older_pip_installs_the_same() -> None:
    # pip before 23.3 takes "html_clean" and "html-clean" for two extras, and installs neither's packages.
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)["project"]["dependencies"]
    newer, older = reached(declared, normal), reached(declared, str)
    assert "lxml" in older
    assert newer - older == set()
