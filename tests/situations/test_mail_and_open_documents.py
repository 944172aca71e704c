"""Press releases by mail and documents of LibreOffice, as people have them."""

from __future__ import annotations

import pytest
from tests.saved import mail
from tests.word import open_document

from variorum.formats import read
from variorum.model import Article, Reject

RELEASE = "The lock at Ferrow stays shut.\n\n“We open it before May ends,” Edda Prynn said."


def article(tmp_path, name: str, data: bytes) -> Article:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = read([path])
    assert isinstance(found, Article), found
    return found


def refused(tmp_path, name: str, data: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = read([path])
    assert isinstance(found, Reject)
    return found.reason


def test_a_release_by_mail_has_sender_subject_and_date(tmp_path):
    found = article(tmp_path, "a.eml", mail(RELEASE))
    assert (found.text, found.title, found.outlet) == (RELEASE, "Library stays", "Port of Tull")
    assert found.date == "2027-03-01T09:30:00+01:00"


def test_flowed_lines_are_joined_as_their_sender_meant(tmp_path):
    words = "“We open it \nbefore May ends,” she said. \n\n From here on.\n"
    found = article(tmp_path, "a.eml", mail(words, media="text/plain; charset=utf-8; format=flowed"))
    assert found.text == "“We open it before May ends,” she said. \n\nFrom here on.".replace(". \n\n", ". \n")
    chinese = article(
        tmp_path, "b.eml", mail("一二 \n三四\n", media="text/plain; charset=utf-8; format=flowed; delsp=yes")
    )
    assert chinese.text == "一二三四"


def test_the_mail_that_is_answered_is_no_word_of_this_one(tmp_path):
    answer = "On 3 May 2027, Ada Lind wrote:\n> “Will it open?” we asked.\n> \n> Ada\n-- \nEdda\n+00 1\n"
    answered = f"{RELEASE}\n\n{answer}"
    found = article(tmp_path, "a.eml", mail(answered))
    assert found.text == RELEASE
    assert len(found.extra["read_notes"]) == 2
    quoted = "\n".join(f"> {line}" for line in RELEASE.split("\n"))
    assert "We open it before May ends" in article(tmp_path, "b.eml", mail(quoted)).text


def test_who_wrote_the_answered_mail_may_stand_on_two_lines(tmp_path):
    above = "On Mon, 3 May 2027 at 10:00, Ada Lind\n<ada@example.org> wrote:"
    found = article(tmp_path, "a.eml", mail(f"{RELEASE}\n\n{above}\n\n> “Will it open?” we asked.\n"))
    assert found.text == RELEASE


def test_a_release_that_is_passed_on_is_read_though_it_is_quoted(tmp_path):
    quoted = "\n".join(f"> {line}".rstrip() for line in RELEASE.split("\n"))
    data = mail(f"See below.\n\nAda Lind wrote:\n{quoted}\n").replace(b"Re: Fwd:", b"WG:")
    assert article(tmp_path, "a.eml", b"From ada Mon May  3 10:00:00 2027\n" + data).text.endswith(RELEASE)


def test_flowed_lines_that_are_quoted_are_joined_within_their_depth(tmp_path):
    words = "> “Is it \n> shut?” we \nIt is \nshut.\n"
    found = article(tmp_path, "a.eml", mail(words, media="text/plain; format=flowed"))
    assert found.text == "> “Is it shut?” we \nIt is shut."


def test_what_a_list_adds_below_a_mail_in_html_is_not_the_mail(tmp_path):
    page = "".join(f"<p>{words}</p>" for words in RELEASE.split("\n\n"))
    foot = b"Content-Type: text/plain\n\n____\nports mailing list\n"
    assert article(tmp_path, "a.eml", mail(page, media="text/html; charset=utf-8", more=foot)).text == RELEASE


def test_attached_files_are_told_and_a_mail_of_nothing_else_is_refused(tmp_path):
    attached = b'Content-Type: application/pdf; name="plan.pdf"\nContent-Disposition: attachment\n\nx\n'
    found = article(tmp_path, "a.eml", mail(RELEASE, more=attached))
    assert found.extra["not_read"] == ["an attached file (plan.pdf)"]
    assert "holds no words, only attached files" in refused(tmp_path, "b.eml", mail("", more=attached))
    assert "does not begin with the headers" in refused(tmp_path, "c.eml", b"Hello.\n")


def test_latin_1_is_what_windows_means_by_it(tmp_path):
    data = (
        b"From: a@b.example\nContent-Type: text/plain; charset=iso-8859-1\n\n\x93It is safe,\x94 she said.\n"
    )
    assert article(tmp_path, "a.eml", data).text == "“It is safe,” she said."


def test_html_is_read_where_there_is_no_plain_part(tmp_path):
    words = "".join(f"<p>{part}</p>" for part in RELEASE.split("\n\n"))
    built = "<p>The lock was built for barges of the river.</p>" * 3
    page = f"<html><body><h1>Lock shut</h1>{words}{built}</body></html>"
    assert (
        "“We open it before May ends,” Edda Prynn said."
        in article(tmp_path, "a.eml", mail(page, media="text/html; charset=utf-8")).text
    )


def test_an_answer_in_html_has_no_words_of_the_mail_that_it_answers(tmp_path):
    own = "<p>“We open it before May ends,” Edda Prynn said.</p><p>The lock was built for barges.</p>"
    for old in (
        '<blockquote type="cite"><p>“Will it open?” Ada Lind asked.</p></blockquote>',
        '<div class="gmail_quote">On 3 May Ada Lind wrote:<p>“Will it open?” she asked.</p></div>',
    ):
        data = mail(f"<html><body>{own * 2}{old}</body></html>", media="text/html; charset=utf-8")
        answered = article(tmp_path, "a.eml", data.replace(b"Fwd: ", b""))
        assert "Will it open" not in answered.text
        assert answered.extra["read_notes"] == ["the mail that it answers, quoted below, is left out"]


CHANGED = """<text:tracked-changes><text:changed-region><text:deletion><text:p>never</text:p></text:deletion>
</text:changed-region></text:tracked-changes><text:h>Lock   shut</text:h>
<text:p>“We <text:change text:change-id="1"/>open<text:s text:c="2"/>it <text:span>before</text:span>
   May ends,”<office:annotation><text:p>Check this.</text:p></office:annotation> Edda Prynn said.<text:note
>
<text:note-citation>1</text:note-citation><text:note-body><text:p>At noon.</text:p></text:note-body>
</text:note>
It is so.</text:p><text:p text:style-name="Quotations">Words of old.</text:p>
<text:p>Seen <text:span text:style-name="T9">secret</text:span>words<text:line-break/>and more.</text:p>"""
HIDDEN = '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'


def test_an_open_document_is_its_accepted_text_with_notes_at_the_end(tmp_path):
    found = article(tmp_path, "a.odt", open_document(styles=HIDDEN, body=CHANGED))
    assert found.text == (
        "Lock shut\n\n“We open  it before May ends,” Edda Prynn said. It is so.\n\nWords of old.\n\n"
        "Seen words\nand more.\n\nAt noon."
    )
    assert found.title == "Lock shut"
    assert [(one.kind, one.span.of(found.text)) for one in found.blocks] == [
        ("heading", "Lock shut"),
        ("quote", "Words of old."),
        ("note", "At noon."),
    ]
    assert found.extra["not_read"] == ["hidden text"]
    assert found.extra["not_read_beside"] == ["one of the comments on the text"]


STYLED = """<style:style style:name="A"><style:text-properties text:display="none"/></style:style>
<style:style style:name="B" style:parent-style-name="A"/>
<style:style style:name="C" style:parent-style-name="A">
<style:text-properties text:display="true"/></style:style>
<style:style style:name="D"><style:text-properties style:text-line-through-style="solid"/></style:style>"""
BOXED = """<text:p>We will <text:span text:style-name="B">not </text:span><text:span text:style-name="C">soon
</text:span><text:span text:style-name="D">never </text:span>go.<draw:frame><draw:image/>
<svg:title>t</svg:title>
<svg:desc>“A sign”</svg:desc></draw:frame></text:p>
<text:section text:display="none"><text:p>Kept back.</text:p></text:section>
<table:table><table:table-row><table:table-cell><text:p>Cell.</text:p></table:table-cell>
<table:covered-table-cell><text:p>Covered.</text:p></table:covered-table-cell></table:table-row></table:table>
<text:p><draw:frame><draw:object/></draw:frame>End.</text:p>"""


def test_words_that_an_open_document_does_not_show_are_not_read(tmp_path):
    found = article(tmp_path, "a.odt", open_document(styles=STYLED, body=BOXED))
    assert found.text == "We will soon go.\n\nCell.\n\nEnd."
    assert found.extra["not_read"] == ["hidden text", "one of the objects of another program"]
    assert found.extra["not_read_beside"] == ["one of the pictures"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04 and no more", "is no whole document"),
        (open_document("Words.")[:-30], "is no whole document"),
        (open_document(body="<text:p>"), "is a damaged document"),
        (open_document(body="<text:p> </text:p>"), "is a document without text"),
    ],
)
def test_what_is_no_open_document_is_refused_with_the_reason(tmp_path, data, why):
    assert why in refused(tmp_path, "a.odt", data)


OUTLOOK = (
    "<div style='border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Ada Lind<br><b>Sent:</b> Monday, May 3, 2027"
    "<br><b>To:</b> Press<br><b>Subject:</b> Lock</p></div><p>“Will it open?” Ada asked.</p>"
)
OUTLOOK_WEB = (
    '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Von:</b> Ada<br><b>Gesendet:</b> Mo</div>'
    "<div>“Will it open?” Ada asked.</div>"
)


@pytest.mark.parametrize("old", [OUTLOOK, f"<div>{OUTLOOK}</div>", OUTLOOK_WEB])
def test_an_answer_of_outlook_has_no_words_of_the_mail_that_it_answers(tmp_path, old):
    own = "".join(
        f"<p>{part}</p>" for part in [*RELEASE.split("\n\n"), "It was built for barges of the river."]
    )
    data = mail(f"<html><body><div>{own}{old}</div></body></html>", media="text/html; charset=utf-8")
    found = article(tmp_path, "a.eml", data.replace(b"Fwd: ", b""))
    assert found.text.startswith(RELEASE) and "Will it open" not in found.text
    assert found.extra["read_notes"] == ["the mail that it answers, quoted below, is left out"]
    assert "Will it open" in article(tmp_path, "b.eml", data.replace(b"Re: ", b"")).text  # passed on


@pytest.mark.parametrize(
    "head",
    [
        "From: Ada Lind\nSent: Monday, May 3, 2027 10:00 AM\nTo: Press",
        "-----Original Message-----\nFrom: Ada Lind [mailto:ada@lind.example]\nDate: Monday, May 3, 2027",
        "________________________________\nDe : Ada Lind\nEnvoyé : lundi 3 mai 2027",
    ],
)
def test_an_answer_of_outlook_in_plain_words_too(tmp_path, head):
    data = mail(f"{RELEASE}\n\n{head}\n\n“Will it open?” she asked.\n")
    assert article(tmp_path, "a.eml", data.replace(b"Fwd: ", b"")).text == RELEASE


def test_a_release_that_begins_with_whom_it_is_from_is_whole(tmp_path):
    words = f"PRESS RELEASE\nFrom: Port of Tull\nDate: 3 May 2027\n\n{RELEASE}"
    assert article(tmp_path, "a.eml", mail(words)).text == words


def test_a_plain_part_that_only_stands_in_for_the_one_in_html_is_not_the_mail(tmp_path):
    whole = f"{RELEASE}\n\nThe lock was built for barges of the river, and its two gates are made of oak."
    page = "".join(f"<p>{part}</p>" for part in whole.split("\n\n"))
    html = f"Content-Type: text/html; charset=utf-8\n\n<html><body>{page}</body></html>".encode()
    found = article(tmp_path, "a.eml", mail("View it in your browser.", more=html))
    assert found.text == whole
    assert found.extra["read_notes"] == ["its plain part only stands in for the one in HTML, which is read"]
    assert article(tmp_path, "b.eml", mail(RELEASE, more=html)).text == RELEASE
