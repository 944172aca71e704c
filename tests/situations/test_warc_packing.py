"""Pages in a web archive that are packed in a way that only an extra module unpacks.

After a report that bodies in Brotli ended the reading of a whole archive.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import ClassVar

import pytest
from tests import archive
from tests.situations.reading import items_of

from variorum.model import Article, Reject

PAGE = archive.page(
    "The ferry museum opens on Sunday, its founder said on Friday, after four years of work on the hull. " * 2
)
PACKED = b"\x8b\x07\x80" + PAGE[::-1]


def record(name: str, body: bytes, encoding: str | None) -> bytes:
    headers = [f"Content-Encoding: {encoding}"] if encoding else []
    return archive.record(archive.response(body, *headers), url=f"https://ferry.example/{name}")


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)  # as if it were not installed


@pytest.mark.parametrize(("encoding", "module"), [("br", "brotli"), ("zstd", "zstandard"), ("BR", "brotli")])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (0, 2, 1)])
def test_a_packed_page_is_refused_alone_and_the_remedy_is_named(
    monkeypatch: pytest.MonkeyPatch, encoding: str, module: str, order: tuple[int, ...]
) -> None:
    without(monkeypatch, "brotli", "brotlicffi", "zstandard")
    records = [record("a", PAGE, None), record("b", PACKED, encoding), record("c", PAGE, None)]
    items = items_of("crawl.warc", b"".join(records[at] for at in order))
    assert [type(item) for item in items] == [Article if at != 1 else Reject for at in order]
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reject.line == order.index(1) + 1
    assert reject.reason.endswith(
        f'packed as "{encoding.lower()}"; to read it: pip install {module}, and run again'
    )


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip", "deflate"])
def test_a_page_that_its_archiver_unpacked_is_read_whatever_its_header_says(encoding: str) -> None:
    (article,) = items_of("crawl.warc", record("a", PAGE, encoding))
    assert isinstance(article, Article)
    assert article.text.startswith("The ferry museum opens")


class Reversing:
    """Stands in for a module's decompressor: it gives the bytes after the mark, reversed, at the end."""

    taken: ClassVar[list[int]] = []

    def __init__(self) -> None:
        self.data = b""

    def process(self, data: bytes) -> bytes:
        self.taken.append(len(data))
        self.data += data
        return self.data[:2:-1] if len(self.data) == len(PACKED) else b""

    def is_finished(self) -> bool:
        return len(self.data) == len(PACKED)


class Bomb(Reversing):
    def process(self, data: bytes) -> bytes:
        return b"<p>" + b" " * 2**24


def module_with(decompressor: type[Reversing]) -> ModuleType:
    module = ModuleType("brotli")
    module.Decompressor = decompressor  # type: ignore[attr-defined]
    return module


def test_where_the_module_is_installed_the_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", module_with(Reversing))
    (article,) = items_of("crawl.warc", record("a", PACKED, "br"))
    assert isinstance(article, Article)
    assert article.text.startswith("The ferry museum opens")
    assert max(Reversing.taken) <= 16  # small steps: what one makes stays small, too


@pytest.mark.parametrize(
    ("decompressor", "data", "reason"),
    [
        (Reversing, PACKED[:-5], "its packed body is damaged or cut off"),
        (Bomb, PACKED, "unpacks to more than 64 MiB, the limit for one report"),
    ],
)
def test_damage_and_bombs_are_refused_there_too(
    monkeypatch: pytest.MonkeyPatch, decompressor: type[Reversing], data: bytes, reason: str
) -> None:
    monkeypatch.setitem(sys.modules, "brotli", module_with(decompressor))
    (reject,) = items_of("crawl.warc", record("a", data, "br"))
    assert isinstance(reject, Reject)
    assert reject.reason.endswith(reason)


def test_a_packing_that_nobody_knows_is_named() -> None:
    (reject,) = items_of("crawl.warc", record("a", PACKED, "dcb"))
    assert isinstance(reject, Reject)
    assert reject.reason.endswith('its body is packed as "dcb", which is not read')
