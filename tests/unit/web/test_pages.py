"""The pages of the desk, as they are without script."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from tests.unit.web.conftest import REPORTS
from tests.unit.web.test_guard import token

from variorum.model import Article
from variorum.web.routes import SCREENS

EVIL = '"><script>window.pwned=1</script>'


def story_id(client):
    return client.get("/api/v1/stories").json()["items"][0]["id"]


def differences(client):
    return client.get(f"/api/v1/stories/{story_id(client)}").json()["collation"]["discrepancies"]


def decide(client, **fields):
    answer = client.post("/decisions", data={"token": token(client), "story": story_id(client), **fields})
    assert answer.status_code == 303, answer.text
    return answer


def test_every_page_answers_and_has_no_inline_script_or_style(client):
    story = story_id(client)
    found = client.get(f"/api/v1/stories/{story}").json()["collation"]
    article, utterance = found["articles"][0]["id"], found["utterances"][0]["id"]
    shown = 0
    for screen in SCREENS:
        if screen.method != "GET" or "{job}" in screen.path or "{form}" in screen.path:
            continue
        address = screen.path.format(story=story, article=article, name="Tobias%20Renn")
        needed = f"?utterance={utterance}" if address.endswith("/join") else ""
        answer = client.get(address + needed)
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", answer.text), address
        assert re.findall(r"<script(?![^>]*(?: src=| type=\"text/plain\"))", answer.text) == [], address
        assert len(re.findall(r"<h1[ >]", answer.text)) == 1, address
        shown += 1
    assert shown > 10


def test_nothing_of_a_report_is_taken_for_markup(client, desk):
    reports = [
        Article(
            id=f"x/{number}?{EVIL}",
            text=f"“Nobody saw {EVIL} a barge sink at Tull Lock,” said Ada {EVIL} Ode.\n\n{number} sank",
            outlet=EVIL + str(number),
            title=f"Barge sinks at Tull Lock {EVIL}",
            url="javascript:alert(1)",
            byline=EVIL,
            date=EVIL,
        )
        for number in (4, 5)
    ]
    list(desk.add(reports))
    rows = client.get("/api/v1/stories").json()["items"]
    (story,) = [one["id"] for one in rows if "Barge" in one["title"]]
    article = client.get(f"/api/v1/stories/{story}").json()["collation"]["articles"][0]["id"]
    for address in (
        "/",
        f"/stories/{story}",
        "/search?words=barge",
        f"/search?words={EVIL}",
        "/people",
        "/changed",
    ):
        text = client.get(address).text
        assert "<script>window" not in text
        assert not re.search(r'(href|src|action)="?javascript:', text)
    links = re.findall(r'href="(/articles/[^"#]+)"', client.get(f"/stories/{story}").text)
    answer = client.get(unescape(links[0]))
    assert answer.status_code == 200  # an id may have any sign, a slash too
    assert "<script>window" not in answer.text
    assert article.startswith("x/")


def test_stories_are_found_by_words_outlet_days_and_what_waits(client):
    def shown(query):
        return "Footbridge over the Lenn" in client.get(f"/?{query}").text

    assert shown("words=rowing")
    assert not shown("words=volcano")
    assert shown("outlet=Northern%20Courier")
    assert not shown("outlet=Nobody")
    assert shown("since=2027-05-19&until=2027-05-20")
    assert not shown("until=2027-05-01")
    assert shown("status=open")
    assert not shown("status=settled")
    assert client.get("/?since=yesterday").status_code == 422


def test_a_line_that_is_dismissed_is_gone_counted_and_can_come_back(client):
    (day,) = [one for one in differences(client) if one["type"] == "date"]
    decide(client, kind="dismiss", difference=day["id"], note="the city says June")
    text = client.get(f"/stories/{story_id(client)}").text
    assert day["id"] not in [one["id"] for one in differences(client)]
    assert "Dismissed <b>1</b>" in text
    assert "the city says June" in text
    decision = re.search(r'name="decision" value="([^"]+)"', text)[1]
    form = {"token": token(client), "decision": decision, "story": story_id(client)}
    assert client.post("/decisions/undo", data=form).status_code == 303
    assert day["id"] in [one["id"] for one in differences(client)]
    assert "taken back" in client.get("/decisions").text


def test_a_speaker_is_put_right_and_the_difference_it_made_is_gone(client):
    found = client.get(f"/api/v1/stories/{story_id(client)}").json()["collation"]
    (wrong,) = [one for one in found["discrepancies"] if one["type"] == "attribution"]
    whole = next(one for one in found["utterances"] if one["id"] == wrong["utterance"])
    readings = [one["quotation"] for one in whole["readings"] if one["speaker"] == "Tobias Renn"]
    decide(client, kind="speaker", utterance=whole["id"], speaker="Sunniva Arkell", quotations=readings)
    assert "attribution" not in [one["type"] for one in differences(client)]
    assert "Speaker: Sunniva Arkell" in client.get(f"/stories/{story_id(client)}").text


def test_who_decides_is_remembered_and_told(client):
    answer = client.post("/author", data={"token": token(client), "author": "Inés Ø"})
    assert answer.status_code == 303
    decide(client, kind="confirm", difference=differences(client)[0]["id"])
    assert "Inés Ø" in client.get("/decisions").text


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "dismiss", "difference": "nothing"},
        {"kind": "confirm"},
        {"kind": "apart", "utterance": "nothing"},
        {"kind": "move", "articles": "nothing", "to": "nothing"},
        {"kind": "split", "articles": "nothing"},
        {"kind": "note", "note": "far too long " * 2_000},
        {"kind": "bless"},
        {"kind": "undo"},
        {"kind": "note", "note": " "},
    ],
)
def test_what_is_no_decision_is_refused(client, fields):
    answer = client.post("/decisions", data={"token": token(client), "story": story_id(client), **fields})
    assert answer.status_code in (404, 422)
    assert client.get("/api/v1/decisions").json()["items"] == []


def test_a_story_is_not_split_off_itself_and_no_utterance_joined_with_itself(client):
    found = client.get(f"/api/v1/stories/{story_id(client)}").json()["collation"]
    utterance = found["utterances"][0]["id"]
    for fields in (
        {"kind": "split", "articles": [one["id"] for one in found["articles"]]},
        {"kind": "same", "utterance": utterance, "other": utterance},
    ):
        answer = client.post("/decisions", data={"token": token(client), "story": story_id(client), **fields})
        assert answer.status_code == 422, fields
    assert client.get("/api/v1/decisions").json()["items"] == []


def test_taking_a_decision_back_twice_is_taking_it_back(client):
    before = differences(client)
    decide(client, kind="dismiss", difference=before[0]["id"])
    (made,) = client.get("/api/v1/decisions").json()["items"]
    for _ in range(2):  # two clicks
        answer = client.post("/decisions/undo", data={"token": token(client), "decision": made["id"]})
        assert answer.status_code == 303
    assert differences(client) == before
    items = client.get("/api/v1/decisions").json()["items"]
    assert [one["kind"] for one in items] == ["undo", "dismiss"]
    client.post("/decisions/undo", data={"token": token(client), "decision": items[0]["id"]})
    assert len(differences(client)) == len(before) - 1


def test_a_report_is_split_off_and_moved_back(client):
    story = story_id(client)
    article = client.get(f"/api/v1/stories/{story}").json()["collation"]["articles"][-1]["id"]
    decide(client, kind="split", articles=article)
    rows = client.get("/api/v1/stories").json()["items"]
    assert sorted(one["articles"] for one in rows) == [1, 2]
    alone, others = sorted(rows, key=lambda one: one["articles"])
    decide_there = {"token": token(client), "story": alone["id"], "kind": "move", "articles": article}
    assert client.post("/decisions", data={**decide_there, "to": others["id"]}).status_code == 303
    assert [one["articles"] for one in client.get("/api/v1/stories").json()["items"]] == [3]


def test_files_are_added_with_progress_and_what_cannot_be_read_is_told(client):
    files = [
        ("files", ("harbour-gazette.html", (REPORTS / "harbour-gazette.html").read_bytes(), "text/html")),
        ("files", ("../../etc/passwd.txt", b"", "text/plain")),
        ("files", ("told.txt", b"The quarry stays open, said Ines Morrow.", "text/plain")),
    ]
    answer = client.post("/add", data={"token": token(client)}, files=files)
    assert answer.status_code == 303
    address = answer.headers["location"]
    until = time.monotonic() + 60
    while 'data-state="done"' not in (text := client.get(address).text):
        assert time.monotonic() < until, text
        time.sleep(0.02)
    assert "2 new reports" in text
    assert "passwd.txt" in text
    assert "Footbridge over the Lenn" in text
    assert client.get("/api/v1/status").json()["counts"]["article"] == 5
    told = client.get("/api/v1/search/articles", params={"words": "quarry"}).json()["items"][0]["article"]
    assert "from told.txt" in client.get(f"/articles/{told}").text
    stored = client.get(f"/api/v1/articles/{told}").text
    assert stored.count('"told.txt"') == 2, "the name that people know it by, not that of a copy"


def test_a_kind_of_file_that_is_not_read_is_refused(client):
    files = [("files", ("program.exe", b"MZ", "application/octet-stream"))]
    assert client.post("/add", data={"token": token(client)}, files=files).status_code == 422
    assert client.post("/add", data={"token": token(client)}).status_code in (415, 422)


def test_a_draft_is_checked_against_the_store(client):
    draft = "“Nobody has died, and that is the one bad thing about this evening,” Renn said."
    text = client.post("/check", data={"token": token(client), "draft": draft}).text
    assert "altered" in text
    assert "Osterby Post" in text


def test_a_report_shows_the_layers_that_are_asked_for(client):
    article = client.get(f"/api/v1/stories/{story_id(client)}").json()["collation"]["articles"][0]["id"]
    page = f"/articles/{article}"
    assert 'class="l-content"' in client.get(page).text
    figures = client.get(f"{page}?layers=figures,names").text
    assert "l-figure" in figures
    assert "l-name" in figures
    assert "l-content" not in figures


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/")
    assert client.get("/", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    style = re.search(r'href="(/static/page.css[^"]*)"', first.text)[1]
    assert "immutable" in client.get(style).headers["cache-control"]
    assert client.get("/static/../../pyproject.toml").status_code == 404


def test_what_changed_between_versions_of_a_page_is_told_in_kinds(client, desk):
    first = (
        "Five barges sank at Tull Lock on Monday.\n\n“We had warned them twice,” said Ada Quill, the keeper."
        "\n\nThe lock stays closed."
    )
    then = first.replace("Five", "Six").replace("twice", "three times") + "\n\nA diver was sent for."
    for text, title in ((first, "Barges sink"), (then, "Barges sink at Tull Lock")):
        list(
            desk.add([Article(id=title, text=text, title=title, outlet="Wire", url="https://wire.example/1")])
        )
    assert "Barges sink at Tull Lock" in client.get("/changed").text
    text = client.get("/articles/Barges%20sink/versions").text
    assert re.findall(r"<h3>([^<]+)", text) == ["Headline", "Quotation", "Figure or date", "Words"]
    assert '<del class="was-words">twice</del>' in text
    assert '<ins class="now-words">three times</ins>' in text
    assert "A diver was sent for." in text
    page = client.get("/articles/Barges%20sink/versions?old=2&new=2").text
    assert "Both say the same." in page
    assert client.get("/articles/Barges%20sink/versions?new=7").status_code == 404
