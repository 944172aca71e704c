"""Web archives for tests, as small as they can be."""

from __future__ import annotations

import io
import zipfile

HTML = "text/html; charset=utf-8"


def response(body: bytes, *headers: str, status: int = 200, media: str = HTML) -> bytes:
    """Return an HTTP response as it was recorded."""
    lines = [f"HTTP/1.1 {status} Any", f"Content-Type: {media}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def record(
    block: bytes, kind: str = "response", url: str = "https://gazette.example/a", **more: str
) -> bytes:
    """Return one record of an archive; ``more`` are header lines, ``_`` for ``-``."""
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2026-03-12T06:30:00Z",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def page(*paragraphs: str, title: str = "Library stays", more: str = "") -> bytes:
    """Return the markup of a page."""
    body = "".join(f"<p>{part}</p>" for part in paragraphs)
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><article>{body}{more}</article></body></html>".encode()


def wacz(**members: bytes) -> bytes:
    """Return a packed web archive of these files of records, by name without ``archive/`` and ``.warc``."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(f"archive/{name}.warc"), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()
