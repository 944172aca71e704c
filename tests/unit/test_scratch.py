"""What a killed process left among the temporary files is removed, and nothing that is in use."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from variorum.scratch import Scratch

_KILLED = """
import os, signal
from variorum.scratch import Scratch
(Scratch().path / "report.html").write_text("x")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_gone_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    other = tmp_path / "variorum-work-of-somebody"
    other.mkdir()
    (other / "notes.txt").write_text("not made by this program", encoding="utf-8")
    with Scratch() as used:
        subprocess.run(
            [sys.executable, "-c", _KILLED], env={**os.environ, "TMPDIR": str(tmp_path)}, check=False
        )
        (left,) = set(tmp_path.iterdir()) - {used, other}
        with Scratch():
            assert left.exists()  # it might just be being made
        for folder in tmp_path.iterdir():
            os.utime(folder, (1, 1))
        with Scratch() as new:
            assert set(tmp_path.iterdir()) == {used, other, new}
    assert set(tmp_path.iterdir()) == {other}
