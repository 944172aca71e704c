"""Finds the files to read: opens folders, leaves out our own output and litter, reports all else."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from variorum.errors import InputError, UnreadableFile, shortened
from variorum.model import Reject, content_id
from variorum.settings import FILES
from variorum.text.late import late

# Left out of folders without a word: what systems and editors leave, what Spark, Hive and Delta write beside
# their data, and what projects keep there.
_LITTER = late(
    r"\..*|~\$.*|.*~|.*\.(?:swp|tmp|part|crdownload|crc)|thumbs\.db|desktop\.ini|__macosx|__pycache__"
    r"|_success|_(?:started|committed)_\d+|_(?:common_)?metadata|_temporary|_delta_log|_spark_metadata",
    re.I,
)
_NOT_REPORTS = late(
    r"(?:read-?me|licen[cs]e|copying|notice|authors|contributing|change-?log)(?:\.(?:txt|md|html?))?", re.I
)
_ADDRESS = late(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_REJECT_FIELDS = frozenset(Reject.__struct_fields__)
_COLLATION_BEGINS = late(r'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"stories"\s*:\s*\[')
_PAGE_IS_OURS = late(r"<meta[^>]+name=[\"']?generator[\"']?[^>]+content=[\"']variorum", re.IGNORECASE)


def check_paths(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """Return ``paths`` as strings.

    Raises UnreadableFile for an empty one, and for one that does not exist, naming the nearest that does.
    """
    names = tuple(os.fspath(path) for path in paths)
    for name in names:
        if not name:
            raise UnreadableFile("an empty path was given (a variable that is not set?)")
        if name != "-" and not _exists(name):
            raise _missing(name)
    return names


def _exists(name: str) -> bool:
    """Tell whether the file or folder exists; raises UnreadableFile where a text was given for a path."""
    try:
        if (found := Path(name).exists()) or not re.search(r"[\n\0]", name):
            return found
    except PermissionError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", file=printable(name)) from error
    except OSError:  # too long
        pass
    shown = shortened(" ".join(printable(name).replace("\0", " ").split()))
    raise UnreadableFile(
        "is no path; a text is put into a file, and its name given (in Python also "
        "variorum.Article(id=…, text=…))",
        file=shown,
    )


def printable(path: str | Path) -> str:
    """Return ``path`` as text that can be stored and shown: bytes that are not UTF-8 as ``\\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find_files(names: Sequence[str]) -> Iterator[Path | None | Reject]:
    """Yield the files to read, in the order given and by name inside folders; None is standard input.

    A file reached twice, an empty folder and what is no regular file are rejects. Left out of folders, and
    only there: hidden files, litter of systems and editors, files named README, LICENSE and the like,
    ``NAME_files`` beside a saved page, and what variorum itself wrote.
    """
    seen: set[tuple[int, int]] = set()
    for name in names:
        if name == "-":
            yield None
            continue
        path = Path(name)
        count = 0
        for found in _walk(path, frozenset()) if path.is_dir() else [path]:
            count += 1
            yield found if isinstance(found, Reject) else _once(found, seen)
        if not count:
            yield Reject(file=printable(name), reason="the folder holds no reports")


def fingerprint(names: Sequence[str]) -> str:
    """Return a hash of the names, sizes and times of change of the files behind ``names``.

    Raises UnreadableFile for a path that does not exist, InputError for standard input, which cannot be
    read again.
    """
    known: list[object] = []
    for path in find_files(check_paths(names)):
        if path is None:
            raise InputError("standard input cannot be read a second time; give files")
        if isinstance(path, Reject):
            known += [path.file, path.reason]
            continue
        status = path.stat()
        known += [printable(path.resolve()), status.st_size, status.st_mtime_ns]
    return content_id("i", *known)


def size_of(names: Sequence[str]) -> int:
    """Return the total size of the files that ``names`` lead to, in bytes; unknown sizes count as 0."""
    paths = [path for path in find_files(names) if isinstance(path, Path)]
    return sum(path.stat().st_size for path in paths if path.is_file())


def _once(path: Path, seen: set[tuple[int, int]]) -> Path | Reject:
    try:
        status = path.stat()
    except OSError as error:
        return Reject(file=printable(path), reason=f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return path
    if (status.st_dev, status.st_ino) in seen:
        return Reject(file=printable(path), reason="is given twice; it was read the first time")
    seen.add((status.st_dev, status.st_ino))
    return path


def _walk(folder: Path, above: frozenset[Path]) -> Iterator[Path | Reject]:
    real = folder.resolve()
    if real in above:  # a link back to where we came from
        return
    try:
        # By stem first: "a.txt" before its copy "a (1).txt", which is then the duplicate of the two.
        entries = sorted(folder.iterdir(), key=lambda path: (path.stem, path.name))
    except OSError as error:
        yield Reject(file=printable(folder), reason=f"the folder cannot be opened: {error.strerror}")
        return
    names = {path.name for path in entries}
    for path in entries:
        if _LITTER.fullmatch(path.name):
            continue
        if path.is_dir():
            if not _belongs_to_page(path.name, names):
                yield from _walk(path, above | {real})
        elif not path.exists():
            yield Reject(file=printable(path), reason="is a link to a file that does not exist")
        elif not path.is_file():
            yield Reject(file=printable(path), reason="is no regular file")
        elif not _NOT_REPORTS.fullmatch(path.name) and not is_own_output(path):
            yield path


def _belongs_to_page(folder: str, names: set[str]) -> bool:
    stem, joint, _ = folder.rpartition("_files")
    return bool(joint) and (f"{stem}.html" in names or f"{stem}.htm" in names)


def is_own_output(path: Path) -> bool:
    """Tell whether variorum wrote this file: by its name and what it begins with, so nothing else is lost."""
    if path.name not in ("rejects.jsonl", "collation.json", "report.html"):
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(FILES.peek).decode("utf-8", "replace")
    except OSError:
        return False
    if path.name == "report.html":
        return _PAGE_IS_OURS.search(head) is not None
    if path.name == "collation.json":
        return _COLLATION_BEGINS.match(head) is not None
    return not head or _is_reject(head.partition("\n")[0])


def _is_reject(line: str) -> bool:
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and {"file", "reason"} <= record.keys() <= _REJECT_FIELDS


def _missing(name: str) -> UnreadableFile:
    """Return the error for a path that does not exist; it suggests a name that does."""
    if _ADDRESS.match(name):
        return UnreadableFile(
            "is an address, not a file; save the page and give the file", file=printable(name)
        )
    path = Path(name)
    parent = path.parent
    while not parent.exists() and parent != parent.parent:
        path, parent = parent, parent.parent
    try:
        names = sorted(entry.name for entry in parent.iterdir())
    except OSError:
        names = []
    import difflib

    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    hint = f"did you mean {printable(parent / near[0])}?" if near else f"{_listed(parent, names)}"
    return UnreadableFile(f"no such file or folder; {hint}", file=printable(name))


def _listed(folder: Path, names: list[str]) -> str:
    shown = [printable(name) for name in names if not name.startswith(".")]
    if not shown:
        return f"the folder {printable(folder)} is empty"
    more = f" and {len(shown) - 4} more" if len(shown) > 4 else ""
    return f"the folder {printable(folder)} holds {', '.join(shown[:4])}{more}"
