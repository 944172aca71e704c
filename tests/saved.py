"""Pages as browsers save them, and subtitles, for tests: as small as they can be."""

from __future__ import annotations

import base64
import plistlib
import quopri
from collections.abc import Sequence
from html import escape
from typing import Any

ADDRESS = "https://gazette.example/a"
BOUNDARY = "----MultipartBoundary--Qh7----"


def part(data: bytes, *headers: str, encoding: str = "quoted-printable", media: str = "text/html") -> bytes:
    """Return one part of a page saved whole: its headers and its packed bytes."""
    packed = {
        "quoted-printable": lambda: quopri.encodestring(data),
        "base64": lambda: base64.encodebytes(data),
        "8bit": lambda: data,
    }[encoding]()
    lines = [f"Content-Type: {media}", f"Content-Transfer-Encoding: {encoding}", *headers]
    return "\n".join([*lines, "", ""]).encode() + packed


def mhtml(
    *parts: bytes,
    headers: Sequence[str] = (),
    saved: str | None = None,
    address: str | None = ADDRESS,
    ends: str = "\r\n",
    close: bool = True,
) -> bytes:
    """Return a page saved whole; bytes that begin with "<" become the part of a page.

    saved: the header Date. address: where the page was. ends: of its lines. close: with its last boundary.
    """
    whole = [part(each, f"Content-Location: {address}") if each.startswith(b"<") else each for each in parts]
    top = [
        "From: <Saved by Blink>",
        *([f"Snapshot-Content-Location: {address}"] if address else []),
        *([f"Date: {saved}"] if saved else []),
        *headers,
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="{BOUNDARY}"',
    ]
    body = "".join(f"--{BOUNDARY}\n" + each.decode("latin-1").rstrip("\n") + "\n" for each in whole)
    end = f"--{BOUNDARY}--\n" if close else ""
    text = "\n".join(top) + "\n\n" + body + end
    return text.replace("\r\n", "\n").replace("\n", ends).encode("latin-1")


def nested(depth: int, data: bytes) -> bytes:
    """Return a page in parts within parts."""
    parts = (f'Content-Type: multipart/related; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return ("MIME-Version: 1.0\n" + "".join(parts) + "Content-Type: text/html\n\n").encode() + data


def resource(
    data: bytes, *, charset: str = "UTF-8", media: str = "text/html", url: str = ADDRESS
) -> dict[str, Any]:
    """Return one document of a web archive."""
    return {
        "WebResourceData": data,
        "WebResourceMIMEType": media,
        "WebResourceTextEncodingName": charset,
        "WebResourceURL": url,
        "WebResourceFrameName": "",
    }


def webarchive(data: bytes, *frames: bytes, xml: bool = False, **of_main: str) -> bytes:
    """Return a web archive of Safari: of a page, and of the frames in it."""
    whole: dict[str, Any] = {"WebMainResource": resource(data, **of_main), "WebSubresources": []}
    if frames:
        whole["WebSubframeArchives"] = [{"WebMainResource": resource(frame)} for frame in frames]
    return plistlib.dumps(whole, fmt=plistlib.FMT_XML if xml else plistlib.FMT_BINARY)


def subtitles(*turns: str) -> bytes:
    """Return WebVTT of one caption a turn, ten seconds apart."""
    cues = [
        f"{number}\n00:00:{number * 12:02}.000 --> 00:00:{number * 12 + 2:02}.000\n{turn}"
        for number, turn in enumerate(turns)
    ]
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def mail(text: str, *headers: str, media: str = "text/plain; charset=utf-8", more: bytes = b"") -> bytes:
    """Return a mail of ``text``; more: further parts, each with the headers of one and a blank line."""
    top = [
        "From: Port of Tull <press@tull.example>",
        "Subject: Re: Fwd: Library stays",
        "Date: Mon, 1 Mar 2027 09:30:00 +0100",
    ]
    own = f"Content-Type: {media}\nContent-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(
        text.encode()
    )
    top += [*headers, "MIME-Version: 1.0"]
    if not more:
        return "\n".join([*top, ""]).encode() + own
    top += [f'Content-Type: multipart/mixed; boundary="{BOUNDARY}"', "", ""]
    edge = f"--{BOUNDARY}\n".encode()
    return "\n".join(top).encode() + edge + own + edge + more + f"\n--{BOUNDARY}--\n".encode()


def timed_text(*turns: str, head: str = "", more: str = "") -> bytes:
    """Return TTML of one caption a turn, twelve seconds apart; more: behind the captions."""
    captions = "".join(
        f'<p begin="{at * 12}s" end="{at * 12 + 2}s">{escape(turn)}</p>' for at, turn in enumerate(turns)
    )
    spaces = "".join(
        f' xmlns:tt{name[0]}="http://www.w3.org/ns/ttml#{name}"' for name in ("styling", "parameter")
    )
    return (
        f'<tt xmlns="http://www.w3.org/ns/ttml"{spaces} xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
        f'xml:lang="en"><head>{head}</head><body><div>{captions}{more}</div></body></tt>'
    ).encode()
