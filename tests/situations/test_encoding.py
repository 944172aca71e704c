"""Files with bytes that are not of their encoding, cut inside a character, or in an encoding they do not name.

After reports that one bad byte turned a whole page in UTF-8 into Windows-1252, Windows-1251 or Mac Roman.
"""

# ruff: noqa: E501
from __future__ import annotations

import json

import pytest
from tests import archive
from tests.situations.reading import annotated, article_of, items_of, notes_of, said

from variorum.formats.encoding import decode
from variorum.model import Article, Reject

TEXT = (
    "Die Orgel der Stiftskirche — gebaut von Jörg Ångström — schweigt seit Ostern.\n\n"
    "“The pipes won’t sound before Advent,” said Zoë Lütgen, who tunes them.\n\n"
    "Repairs cost £40,000, or €46,000; the façade is naïve work of 1712.\n"
)
PROSE = TEXT.replace("Advent", "Adv\x9eent")  # stands in for the bad byte
BAD = {
    "a lone byte above 0x7f": b"\xef",
    "a byte of Windows-1252": b"\x93",
    "a byte that UTF-8 never has": b"\xff",
    "a character without its end": b"\xe2\x80",
    "an overlong form": b"\xc0\xaf",
    "half a surrogate pair": b"\xed\xa0\xbd",
}


def with_byte(text: str, bad: bytes) -> bytes:
    head, tail = text.encode().split("Adv\x9e".encode())
    return head + b"Adv" + bad + tail


def page_of(body: bytes, head: bytes = b'<meta charset="utf-8">') -> bytes:
    paragraphs = body.replace(b"\n\n", b"</p><p>")
    return (
        b"<!DOCTYPE html><html><head>"
        + head
        + b"<title>Organ</title></head><body><article><p>"
        + paragraphs
        + b"</p></article></body></html>"
    )


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", ["organ.txt", "organ.md", "organ.html", "organ.jsonl", "organ.json"])
def test_one_bad_byte_is_one_bad_sign_and_is_told(name: str, bad: str) -> None:
    data = with_byte(PROSE, BAD[bad])
    if name.endswith(".html"):
        data = page_of(data)
    elif "json" in name:
        data = b'{"text": "' + data.replace(b"\n", b"\\n") + b'"}'
    article = article_of(name, data)
    assert "“The pipes won’t sound before Adv�" in article.text.replace("��", "�").replace("��", "�")
    assert "Jörg Ångström" in article.text
    assert "£40,000, or €46,000; the façade is naïve" in article.text
    assert article.status == "read"
    assert "UTF-8, but" in notes_of(article)
    assert "U+FFFD" in notes_of(article)


def test_the_note_counts_the_places() -> None:
    data = TEXT.encode().replace(b"Ostern", b"Oste\xfcrn\x93")
    assert notes_of(article_of("a.txt", data)).startswith("UTF-8, but 2 places are not (the first at byte ")
    assert notes_of(article_of("a.txt", TEXT.encode())) == ""
    assert notes_of(article_of("a.txt", TEXT.replace("seit", "�").encode())) == ""


@pytest.mark.parametrize(
    "data",
    [
        page_of(TEXT.encode() + b"<!-- \xe9\x93 -->"),
        page_of(TEXT.encode(), b'<meta charset="utf-8"><script>var a = "\xe9";</script>'),
        page_of(TEXT.encode(), b"<style>q::before{content:'\xab'}</style>"),
        page_of(TEXT.encode() + b'<img src="x.png" alt="caf\xe9">'),
        page_of(TEXT.encode(), b'<meta name="author" content="Ren\xe9">'),
    ],
)
def test_a_bad_byte_outside_the_report_leaves_it_whole(data: bytes) -> None:
    one = annotated("organ.html", data)
    assert "�" not in one.article.text
    assert said(one, "The pipes won’t sound before Advent") == ["Zoë Lütgen"]
    assert "U+FFFD" in notes_of(one.article)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b'<meta charset="iso-8859-1">',
        b'<meta charset="windows-1252">',
        b'<meta http-equiv="Content-Type" content="text/html; charset=utf8">',
    ],
)
def test_what_is_plainly_utf_8_is_it_whatever_it_says(head: bytes) -> None:
    article = article_of("organ.html", page_of(with_byte(PROSE, b"\xef"), head))
    assert "“The pipes won’t sound before Adv�ent,” said Zoë Lütgen" in article.text


CUT = ("kirche —".encode(), "Zoë".encode(), "“The".encode(), "£40".encode(), "façade".encode())


@pytest.mark.parametrize("at", range(len(CUT)))
@pytest.mark.parametrize("name", ["organ.txt", "organ.md", "organ.html"])
def test_a_file_cut_inside_a_character_is_utf_8_and_stops_short(name: str, at: int) -> None:
    whole = TEXT.encode() * 2
    end = whole.rindex(CUT[at]) + max(CUT[at].find(b"\xe2"), CUT[at].find(b"\xc3"), CUT[at].find(b"\xc2")) + 1
    data = page_of(whole[:end]).partition(b"</p></article>")[0] if name.endswith("html") else whole[:end]
    article = article_of(name, data)
    assert "“The pipes won’t sound before Advent,” said Zoë Lütgen" in article.text
    assert article.text.rstrip().endswith("�")
    assert article.status == ("truncated" if CUT[at] != "“The".encode() else article.status)


@pytest.mark.parametrize("reason", ["length", "time", "disconnect", "unspecified"])
def test_a_record_that_its_archive_cut_is_truncated(reason: str) -> None:
    body = page_of(TEXT.encode()).partition(" cost £".encode())[0] + b" cost \xc2"
    data = archive.record(archive.response(body), WARC_Truncated=reason)
    article = article_of("crawl.warc", data)
    assert article.status == "truncated"
    assert f"WARC-Truncated: {reason}" in notes_of(article)
    assert "said Zoë Lütgen" in article.text


def test_a_cut_record_that_was_packed_gives_what_there_is() -> None:
    import gzip

    packed = gzip.compress(page_of(TEXT.encode() * 3), mtime=0)[:-40]
    cut = archive.record(archive.response(packed, "Content-Encoding: gzip"), WARC_Truncated="length")
    assert article_of("crawl.warc", cut).status == "truncated"
    chunked = b"%x\r\n" % 900 + page_of(TEXT.encode() * 3)[:700]
    cut = archive.record(archive.response(chunked, "Transfer-Encoding: chunked"), WARC_Truncated="time")
    assert article_of("crawl.warc", cut).status == "truncated"


@pytest.mark.parametrize("name", ["organ.txt", "organ.md"])
def test_cesu_8_is_read_as_the_characters_it_means(name: str) -> None:
    pair = "🎼".encode("utf-16-be")
    halves = b"".join(
        chr(int.from_bytes(pair[i : i + 2], "big")).encode("utf-8", "surrogatepass") for i in (0, 2)
    )
    article = article_of(name, TEXT.encode() + halves)
    assert article.text.endswith("🎼")
    assert "“The pipes won’t" in article.text
    assert "CESU-8" in notes_of(article)


GREEK = "Το εκκλησιαστικό όργανο σιωπά από το Πάσχα, είπε η Ζωή Λύτγκεν, που το κουρδίζει."
RUSSIAN = "Орган молчит с Пасхи, сказала Зоя Лютген, которая его настраивает. Ремонт стоит дорого."
JAPANESE = "オルガンは復活祭から鳴っていない、と調律師のゾーイさんは話した。修理には時間がかかる。"
KOREAN = "오르간은 부활절부터 울리지 않았다고 조율사 조이가 말했다. 수리에는 시간이 걸린다."
TRUE = [
    (TEXT, "cp1252", b""),
    (TEXT, "mac_roman", b""),
    (TEXT, "cp1252", b'<meta charset="windows-1252">'),
    (TEXT, "cp1252", b'<meta charset="iso-8859-1">'),
    (TEXT, "cp1252", b'<meta charset="utf-8">'),  # says what it is not: not one character of it is UTF-8
    (RUSSIAN, "cp1251", b'<meta charset="windows-1251">'),
    (RUSSIAN, "koi8-r", b'<meta charset="koi8-r">'),
    (GREEK, "iso8859-7", b'<meta charset="iso-8859-7">'),
    (JAPANESE, "shift_jis", b'<meta charset="shift_jis">'),
    (JAPANESE, "euc_jp", b'<meta charset="euc-jp">'),
    (KOREAN, "euc_kr", b'<meta charset="euc-kr">'),
    (TEXT, "utf-16", b'<meta charset="utf-16">'),
    (TEXT, "utf-16-le", b""),
    (TEXT, "utf-16-be", b""),
    (TEXT, "utf-8-sig", b'<meta charset="iso-8859-1">'),
]


@pytest.mark.parametrize(("text", "encoding", "head"), TRUE)
def test_other_encodings_are_still_read(text: str, encoding: str, head: bytes) -> None:
    whole = page_of(text.encode(), head).decode()
    assert text.strip().split("\n\n")[-1] in article_of("organ.html", whole.encode(encoding)).text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (JAPANESE, "shift_jis"), (KOREAN, "euc_kr"), (GREEK, "iso8859-7")],
)
def test_a_bad_byte_in_a_declared_encoding_is_one_bad_sign_too(text: str, encoding: str) -> None:
    data = text[:10].encode(encoding) + b"\xff" + text[10:].encode(encoding)
    read, note = decode(data, encoding)
    assert text[:8] in read
    assert text[-8:] in read
    assert note is not None


def test_what_the_server_says_goes_before_the_page_but_not_before_the_bytes() -> None:
    def body_of(text: str, encoding: str, meta: str, sent: str) -> str:
        body = page_of(text.encode(), f'<meta charset="{meta}">'.encode()).decode().encode(encoding)
        item = article_of(
            "a.warc", archive.record(archive.response(body, media=f"text/html; charset={sent}"))
        )
        return item.text

    assert RUSSIAN in body_of(RUSSIAN, "cp1251", "iso-8859-1", "windows-1251")
    assert RUSSIAN in body_of(RUSSIAN, "cp1251", "windows-1251", "utf-8")
    assert "Zoë Lütgen" in body_of(TEXT, "utf-8", "utf-8", "iso-8859-1")
    assert "Zoë Lütgen" in body_of(TEXT, "utf-8", "iso-8859-1", "windows-1252")
    assert "Zoë Lütgen" in body_of(TEXT, "cp1252", "utf-8", "iso-8859-1")


def test_nul_bytes_in_a_page_are_left_out_and_in_a_text_refused() -> None:
    article = article_of("organ.html", page_of(TEXT.encode().replace(b"Advent", b"Adv\x00ent")))
    assert "before Advent,” said Zoë" in article.text
    assert notes_of(article) == "1 NUL byte in the page left out"
    (reject,) = items_of("organ.txt", TEXT.encode().replace(b"Advent", b"Adv\x00ent"))
    assert isinstance(reject, Reject)
    assert reject.reason.startswith("holds NUL bytes (the first at byte ")


@pytest.mark.parametrize("name", ["organ.txt", "organ.md", "organ.html"])
def test_a_mark_of_utf_8_holds_whatever_comes_after_it(name: str) -> None:
    data = with_byte(PROSE, b"\x93")
    article = article_of(name, b"\xef\xbb\xbf" + (page_of(data, b"") if name.endswith("html") else data))
    assert "before Adv�ent,” said Zoë" in article.text
    assert "1 place is not" in notes_of(article)


def test_half_and_half_is_the_better_half_with_every_fault_told() -> None:
    half = TEXT.encode() + TEXT.encode("cp1252")
    article = article_of("mixed.txt", half)
    assert article.text.startswith(TEXT)
    assert "places are not" in notes_of(article)
    article = article_of("mixed.html", page_of(half))
    assert "“The pipes won’t sound before Advent,” said Zoë Lütgen" in article.text


def test_a_bad_line_stops_no_other_and_latin_1_is_still_refused() -> None:
    lines = [json.dumps({"id": str(n), "text": TEXT}, ensure_ascii=False).encode() for n in range(3)]
    lines[1] = lines[1].replace(b"Advent", b"Adv\xe9ent")
    items = items_of("a.jsonl", b"\n".join([*lines, b'{"id": "9", "text": "caf\xe9"}']))
    assert [item.id for item in items if isinstance(item, Article)] == ["0", "1", "2"]
    assert [notes_of(item)[:16] for item in items if isinstance(item, Article)] == [
        "",
        "UTF-8, but 1 pla",
        "",
    ]
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert (reject.line, reject.reason[:12]) == (4, "is not UTF-8")
