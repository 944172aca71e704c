"""Word documents: what prints once all tracked changes are accepted, and what is told not to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.word import archive, paragraph, run, word_parts

from variorum.formats import read
from variorum.model import Article

DEL, INS = '<w:del w:id="1" w:author="Ed"/>', '<w:ins w:id="2" w:author="Ed"/>'
FROM, TO = '<w:moveFrom w:id="3" w:author="Ed"/>', '<w:moveTo w:id="4" w:author="Ed"/>'


def of(folder: Path, body: str, **parts: str) -> Article:
    path = folder / "a.docx"
    path.write_bytes(word_parts(body, **parts))
    (item,) = read([path])
    assert isinstance(item, Article), item
    return item


def deleted(words: str) -> str:
    return f"<w:del><w:r><w:delText>{words}</w:delText></w:r></w:del>"


def inserted(words: str) -> str:
    return f"<w:ins>{run(words)}</w:ins>"


def moved_from(words: str) -> str:
    return f'<w:moveFromRangeStart w:name="m"/><w:moveFrom>{run(words)}</w:moveFrom><w:moveFromRangeEnd/>'


def moved_to(words: str) -> str:
    return f'<w:moveToRangeStart w:name="m"/><w:moveTo>{run(words)}</w:moveTo><w:moveToRangeEnd/>'


def mark(change: str) -> str:
    return f"<w:rPr>{change}</w:rPr>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # moved words stand once, where they were moved to
        (paragraph("One. ", moved_from("Two. "), "Three. ", moved_to("Two.")), "One. Three. Two."),
        (paragraph(moved_to("Two. "), "One. ", moved_from("Two. ")), "Two. One."),
        (
            paragraph("One.")
            + paragraph(moved_from("Two."), properties=mark(FROM))
            + paragraph("Three.")
            + paragraph(moved_to("Two."), properties=mark(TO)),
            "One.\n\nThree.\n\nTwo.",
        ),
        (
            paragraph(moved_from("It was warm."), properties=mark(FROM))
            + paragraph(moved_to("It was "), deleted("warm"), inserted("cold"), moved_to(".")),
            "It was cold.",
        ),
        (
            paragraph(f"<w:moveFrom><w:hyperlink>{run('Link. ')}</w:hyperlink></w:moveFrom>", "Rest."),
            "Rest.",
        ),
        # a paragraph whose mark is deleted goes on in the next
        (paragraph("One ", properties=mark(DEL)) + paragraph("two."), "One two."),
        (paragraph("a ", properties=mark(DEL)) * 3 + paragraph("b."), "a a a b."),
        (paragraph(deleted("Gone."), properties=mark(DEL)) + paragraph("Stays."), "Stays."),
        (paragraph("One.", properties=mark(INS)) + paragraph("Two."), "One.\n\nTwo."),
        (paragraph("Last.", properties=mark(DEL)), "Last."),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('One ', properties=mark(DEL))}{paragraph('two.')}</w:tc>"
            f"<w:tc>{paragraph('Three.')}</w:tc></w:tr></w:tbl>",
            "One two.\n\nThree.",
        ),
        (
            paragraph("Before.", properties=mark(DEL))
            + f"<w:tbl><w:tr><w:tc>{paragraph('Cell.')}</w:tc></w:tr></w:tbl>{paragraph('After.')}",
            "Before.\n\nCell.\n\nAfter.",
        ),
        # words, tabs and breaks taken away or put in
        (paragraph("Not ", deleted("so "), "here."), "Not here."),
        (
            paragraph("a", "<w:del><w:r><w:tab/><w:br/><w:delText>x</w:delText><w:cr/></w:r></w:del>", "b."),
            "ab.",
        ),
        (paragraph("a ", f"<w:ins>{deleted('never ')}</w:ins>", "b."), "a b."),
        (
            f"<w:tbl><w:tr><w:trPr>{DEL}</w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
            f"<w:tr><w:trPr>{INS}</w:trPr><w:tc>{paragraph('new')}</w:tc></w:tr></w:tbl>",
            "new",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('gone')}</w:tc>"
            f"<w:tc>{paragraph('stays')}</w:tc></w:tr></w:tbl>",
            "stays",
        ),
        # hidden and struck words
        (paragraph(run("Unseen. ", "<w:vanish/>"), "Seen."), "Seen."),
        (paragraph(run("Seen ", '<w:vanish w:val="0"/>'), "too."), "Seen too."),
        (paragraph("It will ", run("not ", "<w:strike/>"), "be."), "It will be."),
        (paragraph("It will ", run("not ", "<w:dstrike/>"), "be."), "It will be."),
        (paragraph("It will ", run("not ", '<w:strike w:val="false"/>'), "be."), "It will not be."),
        (paragraph("Mark hidden.", properties=mark("<w:vanish/>")), "Mark hidden."),
        # fields, forms, breaks and signs
        (
            paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK</w:instrText></w:r>',
                run("code "),
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                run("result"),
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                run(" after."),
            ),
            "result after.",
        ),
        (
            paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "never ended") + paragraph("Next."),
            "Next.",
        ),
        (
            paragraph("a co", "<w:r><w:noBreakHyphen/></w:r>", "op ro", "<w:r><w:softHyphen/></w:r>", "of"),
            "a co\u2011op roof",
        ),
        (paragraph("one", "<w:r><w:br/></w:r>", "two"), "one\ntwo"),
        (paragraph("x", properties='<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>'), "x"),
        (paragraph("at 5 ", '<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>', "C"), "at 5 °C"),
        (
            "<w:sdt><w:sdtContent>"
            + paragraph(f"<w:smartTag>{run('In a form.')}</w:smartTag>")
            + "</w:sdtContent></w:sdt>",
            "In a form.",
        ),
        (paragraph(f"<w:ruby><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby>"), "漢"),
        # note marks typed by hand, and raised words that are none
        (paragraph("wall", run("1", '<w:vertAlign w:val="superscript"/>'), " fell"), "wall fell"),
        (paragraph("10", run("th", '<w:vertAlign w:val="superscript"/>'), " of May"), "10th of May"),
        (paragraph("5 m", run("2", '<w:vertAlign w:val="superscript"/>'), " of it"), "5 m² of it"),
        # drawings kept in two forms
        (
            paragraph(
                "<mc:AlternateContent><mc:Choice/><mc:Fallback>"
                + run("Old.")
                + "</mc:Fallback></mc:AlternateContent>"
            ),
            "Old.",
        ),
        (
            paragraph(
                "<mc:AlternateContent><mc:Choice>"
                + run("New.")
                + "</mc:Choice><mc:Choice>"
                + run("Newer.")
                + "</mc:Choice></mc:AlternateContent>"
            ),
            "New.",
        ),
        (
            paragraph('<w:r><w:pict><v:shape><v:textpath string="Art."/></v:shape></w:pict></w:r>', "Text."),
            "Art.\n\nText.",
        ),
    ],
)
def test_what_prints_is_read_once_and_nothing_else(tmp_path: Path, body: str, text: str) -> None:
    assert of(tmp_path, body).text == text


WAS_QUOTE = '<w:pPrChange><w:pPr><w:pStyle w:val="Zitat"/></w:pPr></w:pPrChange>'
STYLES = (
    '<w:style w:styleId="Zitat"><w:name w:val="Intense Quote"/></w:style>'
    '<w:style w:styleId="Eigen"><w:basedOn w:val="Zitat"/></w:style>'
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Geheim"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Weg"><w:rPr><w:strike/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:pStyle w:val="Zitat"/>', "quote"),
        ('<w:pStyle w:val="Eigen"/>', "quote"),
        ('<w:pStyle w:val="Block-Text"/>', "quote"),
        ('<w:pStyle w:val="berschrift1"/>', "heading"),
        ('<w:outlineLvl w:val="1"/>', "heading"),
        ('<w:pStyle w:val="Normal"/>', None),
        ('<w:pStyle w:val="Normal"/>' + WAS_QUOTE, None),
        (WAS_QUOTE, None),
        ('<w:pStyle w:val="Zitat"/>' + WAS_QUOTE.replace("Zitat", "Normal"), "quote"),
    ],
)
def test_the_style_that_a_paragraph_has_now_tells_what_it_is(
    tmp_path: Path, properties: str, kind: str | None
) -> None:
    article = of(tmp_path, paragraph("Intro.") + paragraph("Words.", properties=properties), styles=STYLES)
    assert [block.kind for block in article.blocks] == ([kind] if kind else [])
    assert article.text == "Intro.\n\nWords."


def test_styles_hide_and_strike_words(tmp_path: Path) -> None:
    body = paragraph("a ", run("b ", '<w:rStyle w:val="Geheim"/>'), run("c ", '<w:rStyle w:val="Weg"/>'), "d")
    hidden = paragraph("All of it.", properties='<w:pStyle w:val="Geheim"/>')
    article = of(tmp_path, body + hidden, styles=STYLES)
    assert article.text == "a d"
    assert article.extra["not_read"] == ["hidden text"]


def reference(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def test_notes_follow_the_text_in_its_order_as_blocks_of_their_own(tmp_path: Path) -> None:
    foot = "".join(
        f'<w:footnote w:id="{number}"{more}>{inside}</w:footnote>'
        for number, more, inside in (
            (0, ' w:type="separator"', paragraph("separator")),
            (1, "", paragraph("<w:r><w:footnoteRef/></w:r>", " First note.") + paragraph("It goes on.")),
            (2, "", paragraph("Second ", deleted("old "), inserted("new "), "note.")),
            (3, "", paragraph("Nobody refers to it.")),
        )
    )
    end = f'<w:endnote w:id="1">{paragraph("An endnote.")}</w:endnote>'
    gone = f"<w:del>{reference('footnote', 3)}</w:del>"
    body = paragraph("Text", reference("endnote", 1), " and", reference("footnote", 2), gone, " on.")
    body += paragraph("More", reference("footnote", 1), ".")
    article = of(tmp_path, body, footnotes=foot, endnotes=end)
    notes = [block.span.of(article.text) for block in article.blocks if block.kind == "note"]
    assert article.text.startswith("Text and on.\n\nMore.\n\nSecond new note.\n\nFirst note.")
    assert notes == ["Second new note.", "First note.\n\nIt goes on.", "An endnote."]
    assert "Nobody" not in article.text


@pytest.mark.parametrize(
    ("body", "parts", "told"),
    [
        (paragraph("x", run("hidden", "<w:vanish/>")), {}, "hidden text"),
        (
            paragraph("x", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "never ended"),
            {},
            "a field that does not end",
        ),
        (paragraph("x") + '<w:altChunk r:id="a"/>', {}, "a file put in whole"),
        (paragraph("x", "<w:r><w:drawing><dgm:relIds/></w:drawing></w:r>"), {}, "a diagram"),
        (paragraph("x", reference("footnote", 7)), {}, "a note not in the file"),
        (paragraph("x"), {"hdr1": paragraph("“Never,” he said.")}, "a header"),
        (
            paragraph("x", '<w:r><wp:docPr descr="“Never,” he said."/><pic:pic/></w:r>'),
            {},
            "a picture, described with words in quotation marks",
        ),
    ],
)
def test_what_is_not_read_is_said(tmp_path: Path, body: str, parts: dict[str, str], told: str) -> None:
    (said,) = of(tmp_path, body, **parts).extra["not_read"]
    assert said.startswith(told)


@pytest.mark.parametrize(
    ("body", "parts", "told"),
    [
        (paragraph("x", "<w:r><pic:pic/></w:r>"), {}, "a picture"),
        (paragraph("x"), {"comments": f'<w:comment w:id="1">{paragraph("“So?”")}</w:comment>'}, "a comment"),
    ],
)
def test_pictures_and_remarks_are_told_without_alarm(
    tmp_path: Path, body: str, parts: dict[str, str], told: str
) -> None:
    extra = of(tmp_path, body, **parts).extra
    assert "not_read" not in extra
    assert extra["not_read_beside"][0].startswith(told)


def test_a_document_under_another_name_is_found_by_its_relations(tmp_path: Path) -> None:
    whole = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    path = tmp_path / "a.docx"
    path.write_bytes(
        archive(
            {
                "word/document2.xml": f"{whole}{paragraph('Here.')}</w:body></w:document>".encode(),
                "_rels/.rels": f'<R><Relationship Type="{types}" Target="word/document2.xml"/></R>'.encode(),
            }
        )
    )
    (item,) = read([path])
    assert isinstance(item, Article)
    assert item.text == "Here."


def test_a_long_document_of_short_paragraphs_is_read_in_time_linear_in_its_length(tmp_path: Path) -> None:
    article = of(tmp_path, paragraph("A short paragraph.") * 20_000)
    assert article.text.count("A short paragraph.") == 20_000
