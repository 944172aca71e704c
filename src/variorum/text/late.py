"""Patterns that are compiled when they are first used: most runs never need those of rare forms of text."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands for a pattern; each method asked for is that of the pattern from then on."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def late(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what can be asked as ``re.compile(text, flags)`` can, and is compiled when it first is.

    A text that is no pattern raises re.error then, not before.
    """
    return cast("re.Pattern[AnyStr]", _Late(text, flags))
