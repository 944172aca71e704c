"""Regular expressions that are compiled once on a machine instead of at each start.

Compiling the patterns that one article needs takes a third of the time of a run over it. Python keeps
compiled modules beside their sources (``__pycache__``) and has no such place for patterns; here they are kept
in that folder, under the same conditions: it can be written, and nobody asked Python to write no bytecode.
Where anything is otherwise than expected (another Python, a damaged file) patterns are compiled as usual,
with the same result.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from array import array
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, NamedTuple

# Codes of patterns are numbers of 32 bits.
_CODES = "I"
_Key = tuple[str, int]


class _Code(NamedTuple):
    """What makes a pattern without reading its text: flags, codes, groups and their names."""

    flags: int
    codes: bytes
    groups: int
    names: dict[str, int]
    by_number: tuple[str | None, ...]


def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return the pattern that ``re.compile`` makes of ``text``, for texts that come again at the next start.

    Not for patterns made of words of an article. Raises re.error for a text that is no pattern.
    """
    try:
        return _kept().pattern(text, flags)
    except re.error:
        raise
    except Exception:  # another Python, whose workings are not these
        return re.compile(text, flags)


class Kept:
    """The patterns kept in one file; those that are new are added to it when the program ends."""

    def __init__(self, path: Path | None) -> None:
        """Read what is kept. path: None where nothing can be."""
        self._path = path
        self._codes = _read(path)
        self._new: dict[_Key, _Code] = {}
        self._made: dict[_Key, re.Pattern[str]] = {}

    def pattern(self, text: str, flags: int) -> re.Pattern[str]:
        """Return a pattern, of its codes where they are kept; the same one for the same text."""
        flags = int(flags)
        made = self._made.get((text, flags))
        if made is None:
            made = self._made[text, flags] = _made(text, self._code_of(text, flags))
        return made

    def _code_of(self, text: str, flags: int) -> _Code:
        code = self._codes.get((text, flags))
        if code is None:
            code = self._codes[text, flags] = self._new[text, flags] = _code(text, flags)
            if len(self._new) == 1 and self._path is not None:
                atexit.register(self.save)
        return code

    def save(self) -> None:
        """Write what is new, with what others have written meanwhile; nothing where that cannot be done."""
        if self._path is None or not self._new:
            return
        kept = _read(self._path) | self._new
        rows = {key: tuple(code) for key, code in kept.items()}
        beside = self._path.with_suffix(f".{os.getpid()}")
        whole: Any = (_stamp(), rows)
        with suppress(OSError, ValueError):
            try:
                beside.write_bytes(marshal.dumps(whole))
                beside.replace(self._path)
            finally:
                beside.unlink(missing_ok=True)


def place_of_patterns() -> Path | None:
    """Return the file that patterns are kept in, beside Python's compiled modules; None for none."""
    if sys.dont_write_bytecode or sys.implementation.name != "cpython":
        return None
    path = Path(cache_from_source(__file__, optimization="kept"))
    return path if os.access(path.parent, os.W_OK) or path.is_file() else None


@cache
def _kept() -> Kept:
    return Kept(place_of_patterns())


def _stamp() -> tuple[object, ...]:
    """Return what codes are good for: this build of Python alone."""
    import _sre  # type: ignore[import-not-found]

    return (sys.version, _sre.MAGIC, _sre.CODESIZE, sys.byteorder)


def _read(path: Path | None) -> dict[_Key, _Code]:
    try:
        stamp, rows = marshal.loads(path.read_bytes()) if path else (None, {})
        return {key: _Code(*row) for key, row in rows.items()} if stamp == _stamp() else {}
    except Exception:  # no file, or a damaged one
        return {}


def _code(text: str, flags: int) -> _Code:
    """Compile a pattern as ``re.compile`` does, up to its codes."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(text, flags)
    codes = array(_CODES, _compiler._code(parsed, flags)).tobytes()
    names: dict[str, int] = dict(parsed.state.groupdict)
    by_number: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        by_number[number] = name
    return _Code(int(flags | parsed.state.flags), codes, parsed.state.groups - 1, names, tuple(by_number))


def _made(text: str, code: _Code) -> re.Pattern[str]:
    import _sre

    codes = array(_CODES)
    codes.frombytes(code.codes)
    made: Any = _sre.compile(text, code.flags, codes.tolist(), code.groups, code.names, code.by_number)
    pattern: re.Pattern[str] = made
    return pattern
