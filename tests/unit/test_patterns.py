"""Patterns that are kept from one start to the next are those that ``re.compile`` makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from variorum import patterns
from variorum.patterns import Kept, compiled

TEXTS = [
    (r"(?P<day>\d{1,2})\s(?P<month>may|june)\b", re.IGNORECASE),
    (r"[“\"][^”\"]{2,}[”\"]", 0),
    (r"(?<![\w-])([A-Z])\w*+(?!\1)", 0),
    (r"^\s*(?:é|ſ|[ß-ÿ])+$", re.MULTILINE | re.IGNORECASE),
    (r"(?ix) a b # c", 0),
]


@pytest.mark.parametrize(("text", "flags"), TEXTS)
def test_a_kept_pattern_equals_the_one_that_is_compiled(text: str, flags: int, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    first = Kept(path)
    made = first.pattern(text, flags)
    first.save()
    again = Kept(path)
    kept = again.pattern(text, flags)
    assert made == kept == re.compile(text, flags)
    assert kept.groupindex == re.compile(text, flags).groupindex
    again.save()
    assert not again._new  # it came from the file


def test_what_two_programs_keep_is_joined(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    one, other = Kept(path), Kept(path)
    one.pattern("a+", 0)
    other.pattern("b+", 0)
    one.save()
    other.save()
    assert {text for text, _ in Kept(path)._codes} == {"a+", "b+"}
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("damage", [b"", b"nothing", None])
def test_a_damaged_file_is_as_good_as_none(damage: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    kept = Kept(path)
    kept.pattern("a+", 0)
    kept.save()
    path.write_bytes(path.read_bytes()[:40] if damage is None else damage)
    assert Kept(path).pattern("a+", 0) == re.compile("a+")


def test_codes_that_are_none_are_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Kept(None)
    wrong._codes["a+", 0] = patterns._code("b+", 0)._replace(codes=b"\xff\xff\xff\xff" * 3)
    monkeypatch.setattr(patterns, "_kept", lambda: wrong)
    assert compiled("a+") == re.compile("a+")


def test_no_pattern_is_an_error_as_ever() -> None:
    with pytest.raises(re.error):
        compiled("(")


def test_nothing_is_written_where_python_writes_no_bytecode(tmp_path: Path) -> None:
    show = "from variorum.patterns import place_of_patterns as place; print(place())"
    told = {
        wanted: subprocess.run(
            [sys.executable, "-c", show],
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": wanted, "PYTHONPYCACHEPREFIX": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for wanted in ("1", "")
    }
    assert told["1"] == "None"
    assert told[""].startswith(str(tmp_path))
