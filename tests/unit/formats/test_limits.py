"""Pages that would take their parsers for ever, and dates of archives that no calendar has."""

from pathlib import Path

import pytest

import variorum.formats
from variorum.errors import BadRecord
from variorum.formats.page.guard import check_markup
from variorum.model import Article
from variorum.settings import ReadSettings

PAGE = "<p>The old quay was shut yesterday, said Ada Lund of Marl, and nobody had been told.</p>" * 6


@pytest.mark.parametrize("form", ['{name}="x"', "{name}='x y'", "{name}=x", "{name}"])
def test_an_element_with_thousands_of_attributes_is_refused(form: str) -> None:
    attributes = " ".join(form.format(name=f"a{number}") for number in range(1_200))
    with pytest.raises(BadRecord, match="more than 1,000 attributes"):
        check_markup(f"{PAGE}<div {attributes}>a</div>", ReadSettings())


def test_long_values_and_broken_quotes_are_no_attributes() -> None:
    classes = "wide " * 5_000
    check_markup(f"<div class=\"{classes}\" style='{classes}'>{PAGE}</div>", ReadSettings())
    check_markup(f'<a href="x"">{PAGE}</a><a title="{PAGE}', ReadSettings())


@pytest.mark.parametrize("option", ["<option>Marl", "<option value=1>Marl</option>"])
def test_menus_of_tens_of_thousands_of_choices_are_refused(option: str) -> None:
    check_markup(f"<select>{option * 9_000}</select>{PAGE}", ReadSettings())
    with pytest.raises(BadRecord, match="menus have more than 10,000 choices"):
        check_markup(f"<select>{option * 11_000}</select>{PAGE}", ReadSettings())


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2026-03-11T08:00:00Z", "2026-03-11T08:00:00Z"),
        ("2026-03", "2026-03"),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("soon", None),
    ],
)
def test_the_day_of_a_capture_is_bounded_as_all_dates_are(
    tmp_path: Path, printed: str, date: str | None
) -> None:
    body = f"<html><body><article>{PAGE}</article></body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}".encode()
    header = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/quay\r\n"
        f"WARC-Date: {printed}\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    path = tmp_path / "quay.warc"
    path.write_bytes(header.encode() + answer + b"\r\n\r\n")
    (article,) = variorum.formats.read([path])
    assert isinstance(article, Article)
    assert article.date == date
    assert printed in str(article.extra)
