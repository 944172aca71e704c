"""Mails that Outlook saved as files of its own."""

from __future__ import annotations

import struct

import pytest
from tests import outlook
from tests.situations.reading import items_of

from variorum.model import Article, Reject

RELEASE = "The lock at Ferrow stays shut.\n\n“We open it before May ends,” Edda Prynn said."
BUILT = "The lock was built for the barges of the river, and its gates are made of oak."
PAGE = "".join(f"<p>{part}</p>" for part in [*RELEASE.split("\n\n"), BUILT])
WHOLE = f"{RELEASE}\n\n{BUILT}"


def article(*properties: dict[str, bytes]) -> Article:
    (found,) = items_of("a.msg", outlook.message(outlook.values(), *properties))
    assert isinstance(found, Article), found
    return found


def plain_rich(data: bytes) -> dict[str, bytes]:
    """Return a body in rich text that is not packed."""
    return outlook.data(0x1009, struct.pack("<II4sI", len(data) + 12, len(data), b"MELA", 0) + data)


def escaped(words: str) -> bytes:
    return "".join(f"\\u{ord(sign)}?" if ord(sign) > 126 else sign for sign in words).encode()


TAGGED = (
    escaped(PAGE)
    .replace(b"<p>", b"{\\*\\htmltag64 <p>}\\htmlrtf {\\b\\htmlrtf0 ")
    .replace(b"</p>", b"\\htmlrtf }\\par\\htmlrtf0{\\*\\htmltag72 </p>}")
)


def test_a_message_has_sender_subject_and_moment() -> None:
    (found,) = items_of("a.msg", outlook.letter(RELEASE))
    assert isinstance(found, Article)
    assert (found.text, found.title, found.outlet) == (RELEASE, "Library stays", "Port of Tull")
    assert found.date == "2027-03-01T08:30:00Z"


def test_what_came_by_the_net_has_the_date_of_its_headers() -> None:
    headers = outlook.text(
        0x7D, "From: Ada Lind <ada@lind.example>\r\nDate: Mon, 1 Mar 2027 09:30:00 +0100\r\n\r\n"
    )
    found = article(outlook.text(0x1000, RELEASE), headers)
    assert (found.outlet, found.date) == ("Ada Lind", "2027-03-01T09:30:00+01:00")


@pytest.mark.parametrize(
    "body",
    [
        outlook.data(0x1013, f"<html><body>{PAGE}</body></html>".encode()),
        outlook.text(0x1013, f"<html><body>{PAGE}</body></html>"),
        plain_rich(b"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag19 <body>}" + TAGGED + b"}"),
    ],
    ids=["bytes", "text", "rich"],
)
def test_a_body_in_html_is_read_before_the_plain_one_wherever_it_is_kept(body: dict[str, bytes]) -> None:
    assert article(body, outlook.text(0x1000, "See the other part.")).text == WHOLE


def test_of_rich_text_alone_its_words_are_read() -> None:
    body = b"{\\rtf1\\ansi " + escaped(RELEASE).replace(b"\n\n", b"\\par ") + b"{\\v secret}}"
    assert article(plain_rich(body)).text == RELEASE


def test_attached_files_are_told_and_a_message_of_nothing_else_is_refused() -> None:
    plan = outlook.text(0x3707, "plan.pdf", "__attach_version1.0_#00000000/")
    assert article(outlook.text(0x1000, RELEASE), plan).extra["not_read"] == ["an attached file (plan.pdf)"]
    (reject,) = items_of("a.msg", outlook.message(outlook.values(), plan))
    assert isinstance(reject, Reject)
    assert reject.reason == "holds no words, only attached files or nothing"


def test_a_long_body_and_many_properties_are_read() -> None:
    many = [outlook.text(0x6000 + number, "x" * 90) for number in range(60)]
    assert article(outlook.text(0x1000, BUILT * 400), *many).text == BUILT * 400
