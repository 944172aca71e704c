"""Bytes to text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from variorum import formats
from variorum.formats.encoding import decode
from variorum.model import Reject

ENGLISH = "“We can’t rule it out,” said Zoë at the café — “not yet…”"
FRENCH = "Le café était fermé à Genève."
POLISH = "Źle się dzieje w mieście Łódź, powiedział burmistrz, który jest już zmęczony całą sprawą." * 3
RUSSIAN = "Министр транспорта заявил, что паром столкнулся с волнорезом у входа в гавань." * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_says_its_encoding_needs_no_note(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == (ENGLISH, None)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        (ENGLISH, "mac_roman"),
        (FRENCH, "mac_roman"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
    ],
)
def test_a_guess_is_right_and_says_that_it_is_one(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, f"not UTF-8; read as {encoding}")


def test_what_a_page_declares_goes_before_a_guess_but_not_before_valid_utf_8() -> None:
    assert decode("Łódź".encode("iso8859-2"), "ISO-8859-2")[0] == "Łódź"
    assert decode("café".encode(), "iso-8859-1") == ("café", None)
    assert decode("“café”".encode("cp1252"), "iso-8859-1")[0] == "“café”"
    assert decode("“café”".encode("cp1252"), "no-such-charset")[0] == "“café”"


def test_every_byte_can_be_read() -> None:
    printed = b"The wall fell on Monday. " * 40  # alone, so many control characters are no text
    text, note = decode(printed + bytes(range(1, 256)))
    assert len(text) == len(printed) + 255
    assert note is not None


@pytest.mark.parametrize("name", ["bytes.html", "bytes.txt", "bytes.md"])
def test_random_bytes_are_no_report(tmp_path: Path, name: str) -> None:
    scattered = random.Random(7)
    (tmp_path / name).write_bytes(bytes(scattered.randrange(1, 256) for _ in range(3_000)))
    (found,) = formats.read([str(tmp_path / name)])
    assert isinstance(found, Reject)
    assert "is no text: 9% of its bytes are control characters" in found.reason


def test_a_text_with_some_escapes_is_still_a_text() -> None:
    text = "\x1b[31mThe wall fell on Monday.\x1b[0m\n\x0c\x01 Nobody was hurt.\n" * 20
    assert decode(text.encode()) == (text, None)
