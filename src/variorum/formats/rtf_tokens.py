"""The signs of Rich Text Format (RTF 1.9.1): groups, control words with their numbers, and bytes of text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<brace>[{}])"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z'])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
    rb"|[\r\n\x00]+|\\",
    re.DOTALL,
)
# Windows code pages of the character sets of fonts (\fcharset).
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 1361: "johab", 20127: "ascii", 28591: "cp1252"}


class Token(NamedTuple):
    """One sign. kind: ``{``, ``}``, ``word``, ``symbol`` or ``text``; text: its bytes; number: of a word."""

    kind: str
    name: str = ""
    number: int | None = None
    text: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the signs of a file in order; raw bytes of pictures (``bin``) are passed over."""
    at = 0
    while (match := _TOKEN.match(data, at)) is not None:
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token("text", text=match["text"])
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            name = match["word"].decode("ascii")
            if name == "bin":
                at += max(0, number or 0)
                continue
            yield Token("word", name, number)
        elif kind == "byte":
            yield Token("text", text=bytes([int(match["byte"], 16)]), name="byte")
        elif kind == "brace":
            yield Token(match["brace"].decode("ascii"))
        elif kind == "symbol":
            yield Token("symbol", match["symbol"].decode("latin-1"))


def codec_of_charset(number: int) -> str | None:
    """Return the encoding of a font's character set; None for the default one and for symbols."""
    return _CHARSETS.get(number)


def codec_of_page(number: int | None) -> str:
    """Return the encoding of a Windows code page (``ansicpg``), ``cp1252`` where it is none that we know."""
    name = _PAGES.get(number or 1252, f"cp{number or 1252}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
