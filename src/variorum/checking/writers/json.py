"""The result as it is, one JSON object; ``docs/check.md`` names its fields."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.checking.drafts import Draft
from variorum.checking.results import CheckResult
from variorum.model.codec import encode


def render(result: CheckResult, drafts: Sequence[Draft]) -> str:
    """Return compact JSON with a line end."""
    return encode(result).decode() + "\n"
