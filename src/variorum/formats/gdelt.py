"""Records of GDELT's Global Quotation Graph (GQG): the quotations of a page, each with a few words around it.

They come as JSON Lines, a page a record. The text is these pieces, a paragraph each, in the order of the
page: words before, the quotation in the marks that GDELT took off, words behind. It is never a whole report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from variorum.errors import BadRecord
from variorum.formats.records import build, date_field, kind, note
from variorum.model import Article

SOURCE = "gdelt_gqg"  # field of `extra`: true for such a record
LACKS = (
    "GDELT's quotation graph holds quotations with a few words around them, not whole reports (read as "
    "truncated; what they leave out is unknown); who speaks is known where those words say it; the day is "
    "that on which GDELT saw the page, and the outlet is the host of its address"
)
_KNOWN = frozenset(("date", "url", "title", "lang", "quotes"))


def is_gqg(record: Mapping[str, Any]) -> bool:
    """Tell whether a record of JSON is one of the quotation graph."""
    quotes = record.get("quotes")
    if "text" in record or "html" in record or "url" not in record or not isinstance(quotes, list):
        return False
    return all(isinstance(one, dict) and "quote" in one for one in quotes)


def read_gqg(record: Mapping[str, Any]) -> Article:
    """Return the article of a record. Raises BadRecord where it holds no quotation."""
    pieces = [piece for one in record["quotes"] if (piece := _piece(one))]
    if not pieces:
        raise BadRecord("is a record of GDELT without a quotation")
    extra: dict[str, Any] = {name: value for name, value in record.items() if name not in _KNOWN}
    extra[SOURCE] = True
    note(extra, "quotations that GDELT took out of a page, with the words around them; not the whole report")
    fields = {name: value for name in ("url", "title", "lang") if isinstance(value := record.get(name), str)}
    host = urlsplit(fields.get("url", "")).hostname or ""
    return build(
        {
            **fields,
            "title": fields.get("title") or None,
            "outlet": host.removeprefix("www.") or None,
            "date": date_field(record.get("date"), extra),
        },
        text="\n\n".join(dict.fromkeys(pieces)),
        status="truncated",
        extra=extra,
    )


def _piece(quoted: Mapping[str, Any]) -> str:
    """Return a quotation in marks, between the words before and behind it; "" where there is none."""
    before, words, after = (_words(quoted.get(name), name) for name in ("pre", "quote", "post"))
    if not words:
        return ""
    gap = " " if before and before[-1] not in "([—–-“‘\"'" else ""
    behind = " " if after[:1].isalnum() or after[:1] in ("(", "[") else ""
    return f"{before}{gap}“{words}”{behind}{after}"


def _words(value: object, name: str) -> str:
    if value is not None and not isinstance(value, str):
        raise BadRecord(f'"{name}" of a quotation is {kind(value)}, not a string')
    return " ".join((value or "").split())
