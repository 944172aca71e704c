"""Revisions of the program in environments of their own, and what a process of theirs takes."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def installed(revision: str | None, folder: Path) -> Path:
    """Return the environment that has ``revision``, or the working tree as it is; made where there is none.

    Raises CalledProcessError when Git does not know it or it cannot be installed.
    """
    if revision is None:
        environment = folder.absolute() / "now"
        shutil.rmtree(environment, ignore_errors=True)
        return with_packages(environment, [str(ROOT)])
    name = git("rev-parse", "--short", f"{revision}^{{commit}}").decode().strip()
    environment = folder.absolute() / name
    if not (environment / "bin" / "variorum").exists():
        with tempfile.TemporaryDirectory() as source:
            with tarfile.open(fileobj=BytesIO(git("archive", revision))) as archive:
                archive.extractall(source, filter="data")
            with_packages(environment, [source])
    return environment


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, stdout=subprocess.PIPE).stdout


def with_packages(environment: Path, packages: Sequence[str]) -> Path:
    """Make an environment with ``packages`` and the newest of what they need."""
    print(f"installing into {environment}", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, *packages], check=True)
    return environment


def measured(command: Sequence[str], output: Path | None = None) -> tuple[float, float]:
    """Run a command; return its processor time in seconds, workers included, and its peak memory in MB.

    output: where its standard output goes; nowhere unless told. The peak is that of its largest process.
    Raises RuntimeError when it fails.
    """
    with tempfile.TemporaryFile() as errors, Path(output or os.devnull).open("wb") as out:
        # What is installed is measured, not what whoever runs this imports.
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        process = subprocess.Popen(command, stdout=out, stderr=errors, stdin=subprocess.DEVNULL, env=own)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        # A check ends with 1 where a quotation is not as printed.
        if process.returncode not in ((0, 1) if "check" in command else (0,)):
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {errors.read().decode(errors='replace')[-2000:]}")
    scale = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    return used.ru_utime + used.ru_stime, used.ru_maxrss / scale


def read(path: Path, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the first records of a file of JSON Lines."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        yield from islice((json.loads(line) for line in lines if line.strip()), most)


def write(records: Iterable[dict[str, Any]], path: Path) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path
