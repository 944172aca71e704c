"""Pages as browsers save them whole: MHTML of Chrome, Edge, Internet Explorer and others, Safari's web archive."""

# ruff: noqa: E501
from __future__ import annotations

import pytest
from tests.saved import ADDRESS, mhtml, part, resource, webarchive
from tests.situations.reading import annotated, article_of, items_of, notes_of, said

from variorum.model import Reject

TITLE = "Lighthouse keepers return"
LINES = (
    "The keepers of Fanø Skerry return to their tower in May, the coast service said — after nine years of lamps "
    "that nobody watched.",
    "“A light wants company,” said Søren Naudé, who kept it until 2017.",
    "The service counts 14 ships that passed too close last winter.",
)


def page_of(head: str = "", body: str | None = None) -> bytes:
    words = "".join(f"<p>{line}</p>" for line in LINES) if body is None else body
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}<title>{TITLE}</title></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{TITLE}</h1>{words}</article></body></html>"
    ).encode()


PICTURE = part(
    b"\x89PNG" * 40, "Content-Location: https://gazette.example/a.png", encoding="base64", media="image/png"
)
STYLE = part(b"p { color: blue }", "Content-Location: cid:css-1@mhtml.blink", media="text/css")
LATIN = (
    page_of('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">')
    .decode()
    .encode("cp1252")
)
AT = f"Content-Location: {ADDRESS}"
FRAME = part(
    b"<html><body><p>Buy a boat.</p></body></html>",
    "Content-ID: <frame-9@mhtml.blink>",
    AT.replace("/a", "/ad"),
)

SAVED = {
    "quoted-printable": ("a.mhtml", mhtml(page_of())),
    "with pictures and styles": ("a.mhtml", mhtml(page_of(), STYLE, PICTURE)),
    "the page after its parts": ("a.mhtml", mhtml(PICTURE, STYLE, page_of())),
    "a frame before the page": ("a.mhtml", mhtml(FRAME, page_of())),
    "base64": ("a.mht", mhtml(part(page_of(), AT, encoding="base64"))),
    "eight bits": ("a.mht", mhtml(part(page_of(), AT, encoding="8bit"))),
    "lines that end in LF": ("a.mht", mhtml(page_of(), ends="\n")),
    "Windows-1252 by its header": (
        "a.mht",
        mhtml(part(LATIN, AT, encoding="base64", media='text/html;\n\tcharset="Windows-1252"'), address=None),
    ),
    "Windows-1252 by the page": ("a.mht", mhtml(part(LATIN, AT, media="text/html"), address=None)),
    "start names the page": (
        "a.mhtml",
        mhtml(FRAME, part(page_of(), "Content-ID: <p1@x>"), headers=["X: y"]).replace(
            b'type="text/html";', b'type="text/html"; start="<p1@x>";'
        ),
    ),
    "alternatives inside": (
        "a.mht",
        mhtml(
            b'Content-Type: multipart/alternative; boundary="alt"\n\n--alt\nContent-Type: text/plain\n\nNo markup.\n'
            b"--alt\n" + part(page_of(), AT) + b"\n--alt--\n"
        ),
    ),
    "one part only": (
        "a.mht",
        f"MIME-Version: 1.0\r\n{AT}\r\n".encode() + part(page_of(), encoding="base64"),
    ),
    "named .html": ("a.html", mhtml(page_of())),
    "without a suffix": ("page", mhtml(page_of())),
    "a byte order mark in front": ("a.mhtml", b"\xef\xbb\xbf" + mhtml(page_of())),
    "Safari, binary": ("a.webarchive", webarchive(page_of())),
    "Safari, XML": ("a.webarchive", webarchive(page_of(), xml=True)),
    "Safari, UTF-16": ("a.webarchive", webarchive(page_of().decode().encode("utf-16"), charset="UTF-16")),
    "Safari, Latin-1": ("a.webarchive", webarchive(LATIN, charset="ISO-8859-1")),
    "Safari, with frames": ("a.webarchive", webarchive(page_of(), b"<html><p>Buy a boat.</p></html>")),
    "Safari, named .txt": ("a.txt", webarchive(page_of())),
    "Safari, without a suffix": ("page", webarchive(page_of(), xml=True)),
}


@pytest.mark.parametrize("kind", SAVED)
def test_a_saved_page_is_read_as_the_page_it_was(kind: str) -> None:
    name, data = SAVED[kind]
    one = annotated(name, data)
    assert one.article.text == "\n\n".join(LINES)
    assert one.article.title == TITLE
    assert one.article.url == ADDRESS
    assert one.article.status == "read"
    assert said(one, "A light wants company") == ["Søren Naudé"]


def test_a_saved_page_without_a_date_has_the_day_on_which_it_was_saved() -> None:
    article = article_of("a.mhtml", mhtml(page_of(), saved="Tue, 03 Feb 2026 18:20:00 -0000"))
    assert article.date == "2026-02-03T18:20:00Z"
    assert article.extra["captured"] == "2026-02-03T18:20:00Z"
    assert "the day on which it was saved" in notes_of(article)
    dated = page_of('<meta property="article:published_time" content="2026-01-30T07:00:00Z">')
    article = article_of("a.mhtml", mhtml(dated, saved="Tue, 03 Feb 2026 18:20:00 -0000"))
    assert article.date == "2026-01-30T07:00:00Z"
    assert article_of("a.webarchive", webarchive(dated)).date == "2026-01-30T07:00:00Z"


def test_a_report_in_a_frame_is_found() -> None:
    shell = b"<!DOCTYPE html><html><head><title>Shell</title></head><body><iframe src='cid:f'></iframe></body></html>"
    for name, data in (
        ("a.mhtml", mhtml(shell, part(page_of(), "Content-ID: <f>", AT.replace("/a", "/frame")))),
        ("a.webarchive", webarchive(shell, page_of())),
    ):
        article = article_of(name, data)
        assert article.text == "\n\n".join(LINES)
        assert article.url == ADDRESS
        assert "frame" in notes_of(article)


def test_a_file_that_ends_inside_the_page_is_truncated() -> None:
    whole = mhtml(page_of())
    cut = whole[: whole.index(b"who kept it") + 30]
    article = article_of("a.mhtml", cut)
    assert article.status == "truncated"
    assert "said Søren Naudé" in article.text
    assert article_of("a.mhtml", mhtml(page_of(), PICTURE)[:-60]).status == "read"  # only a picture is cut


def test_a_bad_byte_in_a_saved_page_is_one_bad_sign() -> None:
    data = page_of().replace(b"company", b"comp\xe9ny")
    for name, saved in (("a.mhtml", mhtml(data)), ("a.webarchive", webarchive(data))):
        article = article_of(name, saved)
        assert "“A light wants comp�ny,” said Søren Naudé" in article.text
        assert "U+FFFD" in notes_of(article)


def test_the_subject_is_the_title_of_a_page_without_one() -> None:
    bare = (
        page_of().replace(f"<title>{TITLE}</title>".encode(), b"").replace(f"<h1>{TITLE}</h1>".encode(), b"")
    )
    article = article_of("a.mhtml", mhtml(bare, headers=["Subject: =?utf-8?Q?Keepers_of_Fan=C3=B8?="]))
    assert article.title == "Keepers of Fanø"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.mhtml", mhtml(PICTURE), "holds no page (image/png: 1)"),
        ("a.mhtml", page_of(), "is plain HTML, no page saved with its parts; name it .html"),
        ("a.mht", b"Keepers return.", "is no saved page: it does not begin with the headers of one"),
        ("a.webarchive", page_of(), "is no whole web archive"),
        ("a.webarchive", webarchive(page_of())[:-9], "is no whole web archive"),
        ("a.webarchive", webarchive(b"GIF89a", media="image/gif"), "holds no page (image/gif)"),
    ],
)
def test_what_is_no_saved_page_is_refused_with_the_reason(name: str, data: bytes, reason: str) -> None:
    (reject,) = items_of(name, data)
    assert isinstance(reject, Reject)
    assert reject.reason.startswith(reason)


def test_odd_values_in_a_web_archive_break_nothing() -> None:
    import plistlib

    for main in (3, {}, {"WebResourceData": 4}, {**resource(page_of()), "WebResourceTextEncodingName": 9}):
        items = items_of(
            "a.webarchive", plistlib.dumps({"WebMainResource": main, "WebSubframeArchives": [1, {}]})
        )
        assert len(items) == 1
