"""Patterns that are compiled when they are first used: most runs never need those of rare forms of text."""

from __future__ import annotations

import re
from typing import AnyStr, cast

from variorum.language.rows import Late


def late(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what can be asked as ``re.compile(text, flags)`` can, and is compiled when it first is.

    A text that is no pattern raises re.error then, not before.
    """
    return cast("re.Pattern[AnyStr]", Late(text, flags))
