"""One JSON record to an article; what ``.jsonl`` and ``.json`` share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from variorum.errors import BadRecord, is_fault
from variorum.formats.base import Item
from variorum.formats.dates import to_iso
from variorum.formats.status import cut_short
from variorum.model import Article, ArticleStatus, Block, Reject, article_id, fault
from variorum.settings import ReadSettings

NOTES = "read_notes"  # field of `extra`: what reading had to decide, in words
TIMES = "times"  # field of `extra`: [offset, seconds] of what was recorded, in order
FILE = "file"  # field of `extra`: the name of the file that holds nothing but this report
DATE_AS_GIVEN = "date_as_given"  # field of `extra`: a date that was not ISO 8601, as it came
_STATUSES: dict[str, ArticleStatus] = {
    "read": "read",
    "unreadable": "unreadable",
    "truncated": "truncated",
    "withdrawn": "withdrawn",
}
_KNOWN = frozenset(("id", "text", "title", "outlet", "byline", "date", "url", "lang", "status", "blocks"))
_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}
# Names that other collections give to the text; only used to say what to rename.
_TEXT_LIKE = (
    "content",
    "body",
    "article",
    "articleBody",
    "article_text",
    "full_text",
    "maintext",
    "Text",
    "raw_text",
)


def read_record(record: object, *, file: str, line: int | None, settings: ReadSettings) -> Iterator[Item]:
    """Yield the article that ``record`` holds, or the reject that says why it holds none.

    A page (field ``html``) of which only the title could be had gives both.
    """
    try:
        if not isinstance(record, dict):
            raise BadRecord(f"is {kind(record)}, not a record {{…}}")
        article = _article(record, settings)
    except BadRecord as error:
        yield Reject(file=file, line=line, reason=error.message, id=_some_id(record))
        return
    except Exception as error:
        if not is_fault(error):
            raise
        yield fault(error, file=file, line=line, id=_some_id(record))
        return
    yield article
    if article.status == "unreadable" and not record.get("text") and record.get("html"):
        yield Reject(file=file, line=line, reason=NO_TEXT_ON_PAGE, id=article.id)


NO_TEXT_ON_PAGE = "no report text could be found on the page; the report is listed as unreadable"


def _article(record: dict[str, Any], settings: ReadSettings) -> Article:
    if "text" not in record and record.get("html") is not None:
        return _article_of_page(record, settings)
    if "text" not in record and ("uri" in record or "guid" in record):
        from variorum.formats import ninjs

        if ninjs.is_ninjs(record):
            return ninjs.read_ninjs(record, settings)
    if "quotes" in record:
        from variorum.formats import gdelt

        if gdelt.is_gqg(record):
            return gdelt.read_gqg(record)
    text = _text(record)
    fields = _fields(record)
    blocks = _blocks(record, len(text))
    status = record.get("status")
    if not isinstance(status, str) or status not in _STATUSES:
        status = "read"
        if not text.strip():
            text, status = "", "unreadable"
        elif cut_short(text):
            status = "truncated"
    extra = {name: value for name, value in record.items() if name not in _KNOWN}
    _keep_odd(record, fields, blocks, extra)
    return build(fields, text=text, blocks=blocks, status=status, extra=extra, given_id=_given_id(record))


def _article_of_page(record: dict[str, Any], settings: ReadSettings) -> Article:
    from variorum.formats.page import read_page

    markup = record["html"]
    if not isinstance(markup, str):
        raise BadRecord(f'"html" is {kind(markup)}, not a string')
    page = read_page(markup, settings)
    fields = _fields(record)
    if not page.text and not (page.fields.get("title") or fields.get("title")):
        raise BadRecord('"html" holds no report text and no title')
    extra = {name: value for name, value in record.items() if name not in _KNOWN and name != "html"}
    _keep_odd(record, fields, (), extra)
    for name, value in page.extra.items():
        extra.setdefault(name, value)
    merged = {**page.fields, **{name: value for name, value in fields.items() if value is not None}}
    return build(
        merged,
        text=page.text,
        blocks=page.blocks,
        status=page.status,
        extra=extra,
        given_id=_given_id(record),
    )


def build(
    fields: dict[str, str | None],
    *,
    text: str,
    blocks: tuple[Block, ...] = (),
    status: str = "read",
    extra: dict[str, Any] | None = None,
    given_id: str | None = None,
) -> Article:
    """Make an article; its id is the one given, else a hash of its content.

    fields: title, outlet, byline, date (ISO), url and lang, those that are known. Subclasses of ``str``,
    which some parsers return, become plain strings: nothing else can be written.
    """

    def get(name: str) -> str | None:
        value = fields.get(name)
        return None if value is None else str(value)

    title, outlet, date, url = get("title"), get("outlet"), get("date"), get("url")
    return Article(
        id=given_id or article_id(text=text, title=title, outlet=outlet, date=date, url=url),
        text=text,
        title=title,
        outlet=outlet,
        byline=get("byline"),
        date=date,
        url=url,
        lang=get("lang"),
        # One object for one word, as defaults are left out by identity: some pages come from another process.
        status=_STATUSES[status],
        blocks=blocks,
        extra={} if extra is None else extra,
    )


def note(extra: dict[str, Any], words: str) -> None:
    """Add ``words`` to the article's reading notes, unless they are there already."""
    notes = extra.get(NOTES)
    if not isinstance(notes, list):
        notes = [] if notes is None else [notes]
    if words not in notes:
        extra[NOTES] = [*notes, words]


def noted(item: Item, words: str | None) -> Item:
    """Return the article with ``words`` among its reading notes; a reject, or no words, changes nothing."""
    if words is None or isinstance(item, Reject):
        return item
    extra = dict(item.extra)
    note(extra, words)
    return msgspec.structs.replace(item, extra=extra)


def date_field(value: object, extra: dict[str, Any]) -> str | None:
    """Return ``value`` as ISO 8601. One that is no date is kept in ``extra``, with a note."""
    if value is None or value == "":
        return None
    iso = to_iso(value)
    if iso is None:
        extra["date"] = value
        note(extra, f"date {shown(value)} is not a clear date; left out")
    elif iso != value:
        extra.setdefault(DATE_AS_GIVEN, value)
    return iso


def kind(value: object) -> str:
    """Name the JSON kind of ``value`` with its article."""
    return _KINDS.get(type(value), "odd")


def shown(value: object, longest: int = 60) -> str:
    """Return ``value`` as JSON, cut for a message."""
    words = json.dumps(value, ensure_ascii=False, default=str)
    return words if len(words) <= longest else words[: longest - 1] + "…"


def _text(record: dict[str, Any]) -> str:
    text = record.get("text")
    if isinstance(text, str):
        if not text.strip() and not _title(record):
            raise BadRecord('"text" is empty and there is no title')
        return text
    if text is not None:
        raise BadRecord(f'"text" is {kind(text)}, not a string')
    if "text" in record:
        if _title(record):
            return ""
        raise BadRecord('"text" is null and there is no title')
    if {"utterances", "articles"} <= record.keys() or {"version", "stories"} <= record.keys():
        raise BadRecord("is a collation that variorum wrote, not a report; give the reports themselves")
    for name in _TEXT_LIKE:
        if isinstance(record.get(name), str):
            raise BadRecord(f'has no "text" or "html"; it has "{name}": rename that to "text"')
    names = ", ".join(f'"{name}"' for name in list(record)[:6]) or "no fields"
    raise BadRecord(f'has no "text" or "html" (it has {names})')


def _title(record: dict[str, Any]) -> bool:
    title = record.get("title")
    return isinstance(title, str) and bool(title.strip())


def _given_id(record: dict[str, Any]) -> str | None:
    value = record.get("id")
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise BadRecord(f'"id" is {kind(value)}; an id is a string or a number')


def _some_id(record: object) -> str | None:
    value = record.get("id") if isinstance(record, dict) else None
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _fields(record: dict[str, Any]) -> dict[str, str | None]:
    fields: dict[str, str | None] = {}
    for name in ("title", "outlet", "url", "lang", "byline"):
        value = record.get(name)
        if isinstance(value, str):
            fields[name] = value or None
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            fields[name] = str(value)
    names = record.get("byline")
    if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
        fields["byline"] = ", ".join(names)
    return fields


def _keep_odd(
    record: dict[str, Any], fields: dict[str, str | None], blocks: tuple[Block, ...], extra: dict[str, Any]
) -> None:
    """Read the date, and move to ``extra`` values that a field of an article cannot hold."""
    fields["date"] = date_field(record.get("date"), extra)
    for name in ("title", "outlet", "url", "lang", "byline"):
        value = record.get(name)
        if isinstance(value, str) or value is None:
            continue
        if name not in fields:
            extra[name] = value
            note(extra, f'"{name}" is {kind(value)}, not a string; left as it is')
    if not blocks and record.get("blocks") not in (None, []):
        extra["blocks"] = record["blocks"]
    status = record.get("status")
    if status is not None and not (isinstance(status, str) and status in _STATUSES):
        extra["status_as_given"] = status


def _blocks(record: dict[str, Any], length: int) -> tuple[Block, ...]:
    given = record.get("blocks")
    if not given:
        return ()
    try:
        blocks = msgspec.convert(given, tuple[Block, ...])
    except msgspec.ValidationError:
        return ()
    inside = all(0 <= block.span.start <= block.span.end <= length for block in blocks)
    return blocks if inside else ()
