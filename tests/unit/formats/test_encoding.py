"""Bytes to text."""

from __future__ import annotations

import pytest

from variorum.formats.encoding import decode

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
    text, note = decode(bytes(range(1, 256)))
    assert len(text) == 255
    assert note is not None
