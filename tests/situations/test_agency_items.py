"""Items of news agencies: what is read of them, and what follows of embargoes, corrections and kills."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.agency import GUID, item, message, ninjs, nitf

from variorum import Article, check, compare
from variorum.formats import read
from variorum.model import Reject
from variorum.outputs import html
from variorum.outputs.wording import headline
from variorum.pipeline import annotate_article

TEXT = "ORRIN – The lock stays shut.\n\n“We open it before May ends,” Edda Prynn said on Thursday."
OTHER = "ORRIN – A lock is shut.\n\n“We open it before June ends,” Edda Prynn said on Thursday."
NOON = "20270312T120000Z"
EMBARGOED = 'management-status="embargoed"'
CANCELED = '<pubStatus qcode="stat:canceled"/>'


def one(tmp_path, name: str, data: bytes) -> Article:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = read([path])
    assert isinstance(found, Article), found
    return found


def notes(article: Article) -> str:
    return "; ".join(article.extra.get("read_notes", ()))


def test_an_item_is_known_by_what_it_begins_with_whatever_it_is_called(tmp_path):
    for name in ("a.xml", "tag_halyard_2027_newsml_L4", "a.nitf"):
        assert one(tmp_path, name, nitf(TEXT)).text == TEXT
    for name in ("b.xml", "b.newsml"):
        assert one(tmp_path, name, item(TEXT).encode()).text == TEXT


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.nitf", nitf(TEXT, docdata='management-status="canceled"')),
        ("b.nitf", nitf(TEXT, docdata='management-status="withheld"')),
        ("c.newsml", item(TEXT, meta=CANCELED).encode()),
        ("d.newsml", item(TEXT, meta='<pubStatus qcode="stat:withheld"/>').encode()),
        ("e.json", ninjs(body_text=TEXT, pubstatus="canceled")),
        ("f.json", ninjs(bodies=[{"value": TEXT}], pubStatus="withheld")),
        ("g.json", ninjs(body_text=TEXT, headline="KILL: Lock stays shut")),
        ("h.nitf", nitf(TEXT, docdata=f'management-doc-idref="{GUID}" management-idref-status="canceled"')),
    ],
)
def test_an_item_that_was_taken_back_says_so_and_nobody_is_quoted_from_it(tmp_path, name, data):
    found = one(tmp_path, name, data)
    assert (found.status, found.text) == ("withdrawn", TEXT)
    assert "nothing is quoted from it" in notes(found)
    layers = annotate_article(found).annotation
    assert layers.paragraphs and not layers.quotations


def test_a_kill_without_words_is_listed_with_what_it_says_to_editors(tmp_path):
    kill = item("", meta=f"{CANCELED}<edNote>The owner was named wrongly.</edNote>", version=3)
    assert one(tmp_path, "a.newsml", kill.encode()).text == "The owner was named wrongly."
    bare = one(tmp_path, "b.newsml", item("", meta=CANCELED).encode())
    assert (bare.status, bare.text, bare.title) == ("withdrawn", "", "Lock stays shut")


def test_what_is_taken_back_differs_from_nobody_nor_does_its_earlier_version(tmp_path):
    (tmp_path / "a.newsml").write_bytes(message(item(TEXT), item(TEXT, meta=CANCELED, version=2)))
    (tmp_path / "b.txt").write_text(OTHER, encoding="utf-8")
    told = compare(tmp_path, one_story=True, annotator="rules", workers=1)
    (collation,) = told.collations
    states = sorted(one.status for one in collation.articles)
    assert states == ["read", "withdrawn", "withdrawn"]
    assert str(headline(collation)).startswith("3 reports (2 withdrawn)")
    assert not collation.discrepancies
    assert {reading.article for said in collation.utterances for reading in said.readings} == {
        one.id for one in collation.articles if one.status == "read"
    }
    html.write(told.collations, told.articles, tmp_path / "out.html")
    assert "Withdrawn by its agency: nothing" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_later_version_that_stands_is_read_again(tmp_path):
    items = (item(TEXT, meta=CANCELED), item(TEXT, version=2))
    (tmp_path / "a.newsml").write_bytes(message(*items))
    (collation,) = compare(tmp_path, one_story=True, annotator="rules", workers=1).collations
    assert sorted(one.status for one in collation.articles) == ["read", "withdrawn"]


def test_a_quotation_is_not_found_in_what_was_taken_back_and_that_is_said(tmp_path):
    (tmp_path / "a.json").write_bytes(ninjs(body_text=TEXT, pubstatus="canceled"))
    found = check("Prynn said: “We open it before May ends.”", against=tmp_path)
    assert [quotation.verdict for quotation in found.quotations] == ["not found"]
    assert any("withdrawn by its agency" in reject.reason for reject in found.rejects)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.nitf", nitf(TEXT, docdata=EMBARGOED, head=f'<date.release norm="{NOON}"/>')),
        ("b.newsml", item(TEXT, meta=f"<embargoed>{NOON}</embargoed>").encode()),
        ("c.json", ninjs(body_text=TEXT, embargoed=NOON)),
        ("d.json", ninjs(bodies=[{"value": TEXT}], embargoedUntil=NOON)),
    ],
)  # fmt: skip
def test_an_embargo_is_told_and_the_item_read(tmp_path, name, data):
    found = one(tmp_path, name, data)
    assert (found.status, found.text, found.extra["embargoed"]) == ("read", TEXT, NOON)
    assert f"under embargo until {NOON}" in notes(found)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.nitf", nitf(TEXT, head='<ed-msg info="CORRECTS the month"/>')),
        ("b.nitf", nitf(TEXT, head='<correction info="the month"/>')),
        ("c.newsml", item(TEXT, meta='<signal qcode="sig:correction"/>').encode()),
        ("d.json", ninjs(body_text=TEXT, headline="CORRECTED-Lock stays shut")),
    ],
)
def test_a_correction_says_that_it_is_one(tmp_path, name, data):
    found = one(tmp_path, name, data)
    assert (found.status, found.text) == ("read", TEXT)
    assert notes(found) == "says that it corrects an earlier version"


def test_bodies_of_one_item_are_one_text_in_other_forms(tmp_path):
    marked = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    bodies = [
        {"role": "own", "contentType": "application/xml", "value": f"<OWN>{TEXT}</OWN>"},
        {"role": "text", "contenttype": "text/plain", "value": TEXT.replace("“", '"')},
        {"role": "main", "contentType": "application/xhtml+xml", "value": marked},
    ]
    assert one(tmp_path, "a.json", ninjs(bodies=bodies)).text == TEXT
    assert one(tmp_path, "b.json", ninjs(bodies=bodies[:2])).text == TEXT.replace("“", '"')
    packed = {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": nitf(TEXT).decode()}
    assert one(tmp_path, "c.json", ninjs(bodies=[bodies[0], packed])).text == TEXT
    plain = '<inlineData contenttype="text/plain">Another rendition.</inlineData>'
    held = f'{plain}<inlineXML contenttype="application/nitf+xml">{nitf(TEXT).decode()[21:]}</inlineXML>'
    assert one(tmp_path, "d.newsml", item("", held=held).encode()).text == TEXT


def test_versions_of_an_item_have_one_address_and_ids_of_their_own(tmp_path):
    lines = [ninjs(body_text=f"{TEXT} {number}", version=str(number)) for number in (1, 2)]
    Path(tmp_path / "wire.jsonl").write_bytes(b"\n".join(lines))
    first, second = (found for found in read([tmp_path]) if isinstance(found, Article))
    assert first.url == second.url == GUID
    assert first.id != second.id


def test_of_a_message_each_item_of_text_is_read_and_the_others_are_counted(tmp_path):
    path = tmp_path / "a.newsml"
    items = (item(TEXT), item("", kind="picture"), item("", kind="video"), item(OTHER, guid="urn:x:2"))
    path.write_bytes(message(*items))
    *found, left = read([path])
    assert [one.text for one in found if isinstance(one, Article)] == [TEXT, OTHER]
    assert isinstance(left, Reject)
    assert left.reason == "2 items hold no text and were left out (picture: 1, video: 1)"


def test_entities_of_the_document_type_are_the_signs_they_stand_for(tmp_path):
    data = nitf("PLACE").replace(b"<nitf", b'<!DOCTYPE nitf SYSTEM "http://a.example/nitf.dtd"><nitf', 1)
    found = one(tmp_path, "a.nitf", data.replace(b"PLACE", b"Caf&eacute; &mdash; shut"))
    assert found.text == "Café — shut"


def test_words_to_editors_in_a_text_are_left_out_and_that_is_said(tmp_path):
    note = '<note type="npa"><body.content><p>Call 555-0100.</p></body.content></note>'
    found = one(tmp_path, "a.nitf", nitf(TEXT, more=note))
    assert (found.text, notes(found)) == (TEXT, "notes to editors in the text are left out")
