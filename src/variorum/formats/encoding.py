"""Bytes to text: the byte order mark first, then UTF-8, then a guess that says it is one."""

from __future__ import annotations

import codecs
import re

from variorum.settings import FILES

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
# Bytes of no text in any encoding that is read; blanks, line and page ends and the shifts of ISO 2022 are.
_CONTROLS = tuple(bytes([byte]) for byte in (*range(0x01, 0x09), *range(0x10, 0x1B), *range(0x1C, 0x20)))
_GUESS_FROM = 64 * 2**10  # bytes shown to the guesser; more does not change its mind, only its time

_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
# A character beyond the first 65,536 as two halves of three bytes each (Unicode Technical Report 26).
_CESU_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
# Narrow names that browsers read as a wider form.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874",
    "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_MANY_BYTES = frozenset(
    ("gb18030", "cp932", "cp949", "big5hkscs", "cp950", "euc_jp", "johab", "hz", "iso2022_jp")
)


def byte_order_mark(data: bytes) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark at the start of ``data`` tells, and the mark's length."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), None)


def decode(data: bytes, *declared: str | None) -> tuple[str, str | None]:
    """Return the text of ``data`` and, when its encoding had to be guessed or mended, a note that says so.

    declared: encodings that the HTTP header and the page name, the most trustworthy first.

    A byte order mark decides; else UTF-8 when the bytes are valid. Bytes that are not all UTF-8 are UTF-8
    with faults when they are plainly so (``_mended``) or say so: each fault becomes one U+FFFD, and the note
    counts them. Else a declared encoding that they keep; else Windows-1252 or Mac Roman when that gives
    Western prose; else charset-normalizer's best guess; else Windows-1252. UTF-16 without its mark is read
    where zeros show it. Only the mark is taken off, nothing else changes.

    Raises ValueError, with the reason in words, when the bytes are not text.
    """
    if mark := byte_order_mark(data):
        return _marked(data, *mark)
    at = data.find(b"\x00")
    if at >= 0:
        if encoding := _unmarked_utf_16(data):
            return data.decode(encoding), f"no byte order mark; read as {encoding.upper()}"
        raise ValueError(nul_at(at))
    if share := _control_share(data):
        raise ValueError(f"is no text: {share:.0%} of its bytes are control characters")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    names = [name for given in declared if (name := _codec(given))]
    if mended := _mended(data, names):
        return mended
    encoding = next((name for name in names if name != "utf-8" and _keeps(data, name)), "") or _guess(data)
    text = data.decode(encoding, "replace") if encoding != "cp1252" else _windows_1252(data)
    return text, f"not UTF-8; read as {encoding}"


def with_faults(data: bytes) -> tuple[str, str] | None:
    """Return ``data`` as UTF-8 with U+FFFD for each fault, and a note; None when it is not plainly UTF-8.

    The surrogate pairs of CESU-8 (what some databases write for an emoji) are the characters they stand for.
    """
    return _mended(data, [])


def _control_share(data: bytes) -> float:
    """Return the share of bytes that no text is printed with, where it is too large for a text; else 0."""
    found = sum(map(data.count, _CONTROLS))
    share = found / len(data) if data else 0.0
    return share if found >= FILES.controls_least and share > FILES.controls else 0.0


def _marked(data: bytes, encoding: str, length: int) -> tuple[str, str | None]:
    try:
        return data[length:].decode(encoding), None
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _with_signs(data[length:], length)
        raise ValueError(
            f"begins as {encoding.upper()} but breaks off that encoding at byte {error.start + length}"
        ) from error


def _mended(data: bytes, declared: list[str]) -> tuple[str, str] | None:
    """Return the text and a note when ``data`` is UTF-8 but for some bytes.

    Other encodings hardly ever hold a valid sequence of UTF-8: none in Western prose, one in five places of
    Chinese ones. So half as many valid ones as faults are plain. Who declares it is believed with less,
    but not where not one character is UTF-8 and another encoding explains them all.
    """
    shown = data.decode("utf-8", "replace")
    good = sum(1 for _ in _BEYOND_ASCII.finditer(shown))
    bad = shown.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if any(name in _MANY_BYTES and _keeps(data, name) for name in declared):
        return None
    if good and 2 * good >= bad:
        return _with_signs(data, 0)
    if declared[:1] != ["utf-8"] or (not good and _is_another(data, bad, declared)):
        return None
    return _with_signs(data, 0)


def _is_another(data: bytes, bad: int, declared: list[str]) -> bool:
    """Tell whether data that is declared UTF-8, but has no UTF-8 character at all, is in another encoding."""
    if bad < FILES.faults:
        return False
    other = any(name != "utf-8" and _keeps(data, name) for name in declared)
    return other or bad >= FILES.all_faults or _western_best(data)[0] >= FILES.western


def _with_signs(data: bytes, before: int) -> tuple[str, str]:
    whole = _CESU_PAIR.sub(_pair, data)
    pairs = (len(data) - len(whole)) // 2  # six bytes became four
    text = whole.decode("utf-8", "replace")
    bad = text.count("\ufffd") - whole.count(b"\xef\xbf\xbd")
    notes = []
    if pairs:
        notes.append(f"CESU-8 (two halves for one character, {pairs:,} times), read as UTF-8")
    if bad:
        try:
            data.decode("utf-8")
            at = 0
        except UnicodeDecodeError as error:
            at = error.start + before
        places = "1 place is" if bad == 1 else f"{bad:,} places are"
        first = "" if pairs else f" ({'the first ' if bad > 1 else ''}at byte {at})"
        notes.append(f"UTF-8, but {places} not{first}; U+FFFD stands there")
    return text, "; ".join(notes)


def _pair(match: re.Match[bytes]) -> bytes:
    pair = match[0].decode("utf-8", "surrogatepass")
    return pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()


def _unmarked_utf_16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, None when it is none.

    Its zeros all stand on one side of each pair of bytes: spaces and line ends at least, in every script.
    """
    if len(data) < FILES.utf_16 or len(data) % 2:
        return None
    high, low = data[1::2].count(0), data[0::2].count(0)
    encoding = "utf-16-le" if high > low else "utf-16-be"
    if max(high, low) < len(data) // 2 * FILES.zeros or min(high, low) > 0:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding if all(sign.isprintable() or sign.isspace() for sign in text) else None


def nul_at(byte: int) -> str:
    """Return the reason to give for a text with NUL bytes, the first of them at ``byte``."""
    return f"holds NUL bytes (the first at byte {byte}): binary, or UTF-16 without its mark; save it as UTF-8"


def _codec(name: str | None) -> str | None:
    """Return Python's name of the encoding that browsers use when a page declares ``name``; None for none.

    They read Latin-1 and ASCII as Windows-1252, and older names of others as their widest form; a page that
    can say in ASCII that it is UTF-16 is none (WHATWG Encoding Standard, sections 4.2 and 6.2).
    """
    given = (name or "").strip().lower()
    if given in ("utf8", "utf-8", "unicode-1-1-utf-8", "utf-8-sig"):
        return "utf-8"
    try:
        found = codecs.lookup(given).name
    except (LookupError, ValueError):
        return None
    return "utf-8" if found.startswith(("utf-16", "utf-32", "utf-8")) else _WIDER.get(found, found)


def _keeps(data: bytes, encoding: str) -> bool:
    """Tell whether ``data`` decodes with one fault at most, or one in 20 characters beyond ASCII."""
    try:
        text = data.decode(encoding, "replace") if encoding != "cp1252" else _windows_1252(data)
    except (LookupError, UnicodeDecodeError, ValueError):
        return False  # codecs that make no text (rot13, hex)
    beyond = sum(1 for _ in _BEYOND_ASCII.finditer(text))
    return text.count("\ufffd") <= max(beyond > 0, beyond * FILES.faults_share)


def _guess(data: bytes) -> str:
    share, name = _western_best(data)
    if share >= FILES.western:
        return name
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_FROM]).best()
    return best.encoding if best is not None else "cp1252"


def _western_best(data: bytes) -> tuple[float, str]:
    shares = [(_western_share(text), name) for name, text in _western(data)]
    return max(shares, key=lambda pair: pair[0])


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
