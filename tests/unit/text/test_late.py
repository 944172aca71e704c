"""A pattern that is compiled late answers as one that is compiled at once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from variorum.text.late import late


def test_it_is_compiled_when_it_is_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compile_ = re.compile

    def spied(text: str, flags: int = 0) -> Any:
        made.append(text)
        return compile_(text, flags)

    monkeypatch.setattr(re, "compile", spied)
    pier = late(r"(?P<what>pier|quay)s?", re.IGNORECASE)
    assert made == []
    assert [each["what"] for each in pier.finditer("Piers and a quay")] == ["Pier", "quay"]
    assert pier.sub("boat", "Two PIERS") == "Two boat"
    assert pier.match("a pier") is None
    assert pier.flags & re.IGNORECASE


def test_what_is_no_pattern_is_told_when_it_is_used() -> None:
    wrong = late("(")
    with pytest.raises(re.error):
        wrong.search("")
