"""An index that follows files: what is new or changed is read, what is gone is taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from variorum import formats
from variorum.checking.index import Index, digest_of
from variorum.errors import InputError
from variorum.formats.places import check_paths, find_files
from variorum.model import Article, Reject
from variorum.model.faults import outdated
from variorum.settings import ReadSettings

_BUFFER = 1 << 20
Read = Callable[[int], None]
"""Called with how many articles were read so far."""


class _File(Struct, frozen=True, kw_only=True):
    """A file as it is now."""

    path: str
    size: int
    modified: int


def fill(index: Index, articles: Iterable[Article]) -> tuple[Reject, ...]:
    """Add ``articles`` that come from no file; return those that could not be."""
    with index.changing():
        return tuple(one for one in index.add(articles) if isinstance(one, Reject))


def known_rejects(index: Index) -> tuple[Reject, ...]:
    """Return what could not be read when ``index`` last followed its files."""
    kept = (index.rejects_in(rejects) for *_, rejects in index.files().values())
    return tuple(reject for rejects in kept for reject in rejects)


def follow(
    index: Index,
    paths: Sequence[str | Path],
    *,
    settings: ReadSettings,
    on_read: Read | None = None,
) -> tuple[Reject, ...]:
    """Make ``index`` hold the reports in ``paths`` and nothing else; return what could not be read.

    A file with the same size and time of change is taken to be the same; one that is the same byte for byte
    keeps its articles, and of a changed one only the articles that changed are indexed again.

    Raises UnreadableFile for a path that does not exist, InputError for standard input with an index that is
    kept in a file.
    """
    rejects: list[Reject] = []
    names = check_paths(paths)
    known = index.files()
    with index.changing():
        seen = set()
        done = 0
        for found in find_files(names):
            if isinstance(found, Reject):
                rejects.append(found)
                continue
            if found is None and index.path is not None:
                raise InputError(
                    "standard input cannot be kept in an index; give files, or leave out --index"
                )
            name = "-" if found is None else str(found.resolve())
            if index.path is not None and name == str(index.path.resolve()):
                continue  # kept beside the reports
            seen.add(name)
            kept = known.get(name)
            state = _state(found, name)
            if kept and state and (state.size, state.modified) == kept[1:3] and not _outdated(kept[4]):
                rejects += index.rejects_in(kept[4])
                continue
            for _ in _refresh(index, found, name, state, rejects, settings):
                done += 1
                if on_read:
                    on_read(done)
        for name in known.keys() - seen:
            index.remove_file(known[name][0])
    return tuple(rejects)


def _outdated(rejects: bytes) -> bool:
    """Tell whether reports failed in another version of Variorum, and are to be tried again."""
    return any(outdated(reject) for reject in msgspec.json.decode(rejects, type=list[Reject]))


def _state(path: Path | None, name: str) -> _File | None:
    if path is None:
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return _File(path=name, size=status.st_size, modified=status.st_mtime_ns)


def _refresh(
    index: Index,
    path: Path | None,
    name: str,
    state: _File | None,
    rejects: list[Reject],
    settings: ReadSettings,
) -> Iterator[Article]:
    """Read one file and index what is new in it, yielding each article that is."""
    digest = _digest(path)
    kept = index.files().get(name)
    number = index.put_file(name, state.size if state else 0, state.modified if state else 0, digest)
    if kept and kept[3] == digest and digest and not _outdated(kept[4]):
        rejects += index.rejects_in(kept[4])
        return
    old = {held.digest: held.number for held in index.of_file(number)}
    refused: list[Reject] = []
    fresh: set[bytes] = set()

    def new() -> Iterator[Article]:
        for item in formats.read(["-" if path is None else path], settings=settings):
            if isinstance(item, Reject):
                refused.append(item)
                continue
            digest = digest_of(item)
            if digest not in old and digest not in fresh:
                yield item
            fresh.add(digest)

    for added in index.add(new(), number):
        if isinstance(added, Reject):
            refused.append(msgspec.structs.replace(added, file=name))
        else:
            yield added
    index.remove(held for digest, held in old.items() if digest not in fresh)
    index.put_rejects(number, msgspec.json.encode(refused))
    rejects += refused


def _digest(path: Path | None) -> bytes:
    """Return a hash of the file's bytes; none for standard input and what cannot be opened."""
    if path is None:
        return b""
    digest = blake2b(digest_size=16)
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BUFFER):
                digest.update(block)
    except OSError:
        return b""
    return digest.digest()
