"""Bytes to text: the byte order mark first, then UTF-8, then a guess that says it is one."""

from __future__ import annotations

import codecs

# Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Signs beyond ASCII that Western European prose is printed with. Text that uses only these after
# decoding as Windows-1252 or Mac Roman is that; statistics on a few accented letters err (measured:
# charset-normalizer takes short French and English in Windows-1252 for Mac Latin 2 or Windows-1250).
_WESTERN = frozenset(
    "“”‘’„‚«»‹›–—…•·†£€¢¥©®™°§¶\xa0½¼¾²³ºª¿¡àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ"
)
_WESTERN_SHARE = 0.98  # of the signs beyond ASCII; leaves room for one odd sign in fifty
_GUESS_FROM = 64 * 2**10  # bytes shown to the guesser; more does not change its mind, only its time


def byte_order_mark(data: bytes) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark at the start of ``data`` tells, and the mark's length."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), None)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text of ``data`` and, when its encoding had to be guessed or mended, a note that says so.

    A byte order mark decides; else UTF-8 when the bytes are valid; else ``declared`` (what the page
    says of itself); else Windows-1252 or Mac Roman when that gives Western prose; else
    charset-normalizer's best guess; else Windows-1252. Only the mark is taken off, nothing else changes.

    Raises ValueError, with the reason in words, when the bytes are not text.
    """
    if mark := byte_order_mark(data):
        encoding, length = mark
        try:
            return data[length:].decode(encoding), None
        except UnicodeDecodeError as error:
            raise ValueError(
                f"begins as {encoding.upper()} but breaks off that encoding at byte {error.start + length}"
            ) from error
    at = data.find(b"\x00")
    if at >= 0:
        raise ValueError(nul_at(at))
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    encoding = _declared(data, declared) or _guess(data)
    text = data.decode(encoding, "replace") if encoding != "cp1252" else _windows_1252(data)
    return text, f"not UTF-8; read as {encoding}"


def nul_at(byte: int) -> str:
    """Say what NUL bytes mean, the first of them at ``byte``."""
    return f"holds NUL bytes (the first at byte {byte}): binary, or UTF-16 without its mark; save it as UTF-8"


def _declared(data: bytes, name: str | None) -> str | None:
    try:
        encoding = codecs.lookup(name or "").name
        # Browsers read Latin-1 and ASCII as Windows-1252 (WHATWG Encoding Standard, section 4.2).
        encoding = "cp1252" if encoding in ("iso8859-1", "ascii", "utf-8") else encoding
        if encoding != "cp1252":
            data.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    return encoding if name and "utf-8" not in name.lower().replace("utf8", "utf-8") else None


def _guess(data: bytes) -> str:
    shares = [(_western_share(text), name) for name, text in _western(data)]
    share, name = max(shares, key=lambda pair: pair[0])
    if share >= _WESTERN_SHARE:
        return name
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_FROM]).best()
    return best.encoding if best is not None else "cp1252"


def _western(data: bytes) -> list[tuple[str, str]]:
    return [("cp1252", _windows_1252(data)), ("mac_roman", data.decode("mac_roman"))]


def _western_share(text: str) -> float:
    beyond = [sign for sign in text if sign > "\x7f"]
    return sum(sign in _WESTERN for sign in beyond) / len(beyond) if beyond else 0.0


def _windows_1252(data: bytes) -> str:
    # Five bytes are undefined in Python's codec and C1 controls in the Encoding Standard.
    return data.decode("cp1252", "variorum_c1")


def _c1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("variorum_c1", _c1)
