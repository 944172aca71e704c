"""Keeps what a command is given from being replaced by what it writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from variorum.errors import InputError


def keep_inputs(
    outputs: Iterable[Path | None],
    reports: Iterable[str | Path] = (),
    others: Iterable[tuple[str, str | Path | None]] = (),
) -> None:
    """Raise InputError where a file that is to be written is one of those given.

    reports: files and folders that are read; a file that stands in such a folder is one of them, unless it is
    passed over there (what an earlier run wrote under its usual name, say). others: further files, after what
    they are called ("draft", "accepted list").
    """
    there = [path for path in outputs if path is not None and str(path) != "-" and path.is_file()]
    if not there:
        return
    known = {_key(path): path for path in there}
    for name, path in others:
        if path is not None and (key := _key(Path(path))) in known:
            raise _replaced(name, known[key])
    from variorum.formats.places import find_files

    for found in find_files([str(path) for path in reports if Path(path).exists()]):
        if isinstance(found, Path) and (key := _key(found)) in known:
            raise _replaced("report", known[key])


def _replaced(name: str, path: Path) -> InputError:
    article = "an" if name[0] in "aeiou" else "a"
    told = f"is {article} {name} that was given, which the output would replace; name another file after -o"
    return InputError(told, file=str(path))


def _key(path: Path) -> tuple[int, int] | None:
    """Return what tells files apart, whatever name they are given by; None for one that there is not."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
