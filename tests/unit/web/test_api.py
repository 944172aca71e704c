"""The API: the document, the calls and their answers belong together."""

from __future__ import annotations

import time

import jsonschema
import pytest
from tests.unit.web.conftest import REPORTS

from variorum.web.routes import OPERATIONS, PREFIX

DRAFT = "“Nobody has died, and that is the one bad thing about this evening,” Renn said."


@pytest.fixture
def document(client):
    return client.get(f"{PREFIX}/openapi.json").json()


@pytest.fixture
def call(client, document):
    """Call an operation by its name; its answer must be what the document says."""

    def calling(name, *, status=None, query=None, json=None, content=None, headers=None, **path):
        (one,) = [each for each in OPERATIONS if each.name == name]
        sent = dict(headers or {})
        if content is not None:
            sent["content-type"] = "application/octet-stream"
        answer = client.request(
            one.method,
            PREFIX + one.path.format(**path),
            params=query,
            json=json,
            content=content,
            headers=sent,
        )
        assert answer.status_code == (status or one.status), answer.text
        fits(document, one, answer)
        return answer

    return calling


def fits(document, operation, answer):
    told = document["paths"][PREFIX + operation.path][operation.method.lower()]["responses"]
    assert str(answer.status_code) in told
    if answer.status_code == 304:
        assert answer.content == b""
        return
    content = told[str(answer.status_code)]["content"]
    media = answer.headers["content-type"].partition(";")[0]
    assert media in content
    if "json" in media and "schema" in content[media]:
        schema = {**content[media]["schema"], "components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(answer.json())


def test_the_document_is_whole_and_tells_every_call(client, document):
    assert document["openapi"].startswith("3.1")
    told = {(path, method) for path, each in document["paths"].items() for method in each}
    assert told == {(PREFIX + one.path, one.method.lower()) for one in OPERATIONS}
    names = [one.name for one in OPERATIONS]
    assert len(set(names)) == len(names)
    for each in document["paths"].values():
        for one in each.values():
            in_path = {p["name"] for p in one["parameters"] if p["in"] == "path"}
            assert all(p["schema"] for p in one["parameters"])
            assert all(p["required"] for p in one["parameters"] if p["in"] == "path"), in_path
    for name, schema in document["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema.get("description") or schema.get("enum") or "anyOf" in schema, name


def test_each_call_answers_what_the_document_says(call):
    call("status")
    (row,) = call("stories").json()["items"]
    found = call("story", story=row["id"]).json()
    article = found["collation"]["articles"][0]["id"]
    read = call("article", article=article).json()["annotated"]["article"]
    for utterance in found["collation"]["utterances"]:
        for reading in utterance["readings"]:
            if reading["article"] == article:
                words = " ".join(read["text"][start:end] for start, end in reading["content"])
                assert words == reading["text"]
    assert len(call("versions", article=article).json()["items"]) == 1
    assert "only one version" in call("changes", article=article, status=404).json()["title"]
    assert call("outlets").json()["items"][0]["articles"] == 1
    people = call("people").json()["items"]
    assert "Sunniva Arkell" in [one["name"] for one in people]
    assert call("person", query={"name": "Sunniva Arkell"}).json()["items"]
    assert call("search", query={"words": "rowing"}).json()["items"]
    assert call("searchQuotations", query={"words": "twice the load"}).json()["items"]
    verdicts = call("check", json={"text": DRAFT}).json()["quotations"]
    assert [one["verdict"] for one in verdicts] == ["altered"]
    assert call("exportDecisions").content == b""


def test_nothing_of_that_id_is_a_problem(call):
    for name in ("stories", "people", "decisions"):
        call(name, status=404, query={"cursor": "no-cursor"})
    call("undo", decision="nothing", json={}, status=404)
    call("decide", json={"kind": "confirm", "story": "nothing"}, status=404)
    for name, path in (("story", "story"), ("article", "article"), ("versions", "article"), ("job", "job")):
        assert call(name, status=404, **{path: "nothing"}).json()["status"] == 404


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("stories", {"limit": "0"}),
        ("stories", {"limit": "1e3"}),
        ("stories", {"since": "2027-02-30"}),
        ("stories", {"status": "lost"}),
        ("stories", {"nothing": "1"}),
        ("search", {}),
        ("search", {"words": "x" * 301}),
        ("person", {"name": "a\x00b"}),
    ],
)
def test_what_cannot_be_read_is_said(call, name, query):
    assert call(name, status=422, query=query).json()["title"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"text": 1}', b'{"text": "a", "more": 1}', b'"\xff"'])
def test_a_body_that_cannot_be_used_is_refused(client, body):
    answer = client.post(f"{PREFIX}/check", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    answer = client.post(f"{PREFIX}/check", content=body, headers={"content-type": "text/plain"})
    assert answer.status_code == 415


def test_another_method_is_told_which_there_are(client):
    answer = client.delete(f"{PREFIX}/decisions")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) >= {"GET", "POST"}
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_file_is_added_in_the_background(call, client):
    data = (REPORTS / "harbour-gazette.html").read_bytes()
    answer = call("add", content=data, query={"name": "harbour-gazette.html"})
    assert answer.headers["location"] == f"{PREFIX}/jobs/{answer.json()['id']}"
    until = time.monotonic() + 60
    while (job := call("job", job=answer.json()["id"]).json())["state"] not in ("done", "failed"):
        assert time.monotonic() < until, job
        time.sleep(0.01)
    assert (job["state"], job["kept"], job["known"]) == ("done", 1, 0)
    assert call("story", story=job["stories"][0]).json()["row"]["articles"] == 4


def test_decisions_are_made_listed_taken_back_and_taken_along(call):
    (row,) = call("stories").json()["items"]
    found = call("story", story=row["id"]).json()["collation"]["discrepancies"]
    for one in found[:3]:
        wanted = {"kind": "dismiss", "story": row["id"], "difference": one["id"], "author": "Ines"}
        (made,) = call("decide", json=wanted).json()["items"]
        assert (made["author"], made["judged"]["difference"]["summary"]) == ("Ines", one["summary"])
    left = call("story", story=row["id"]).json()
    assert [one["id"] for one in left["dismissed"]] == [one["id"] for one in found[:3]]
    listed, cursor = [], None
    while True:
        page = call("decisions", query={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        listed += [one["id"] for one in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert len(set(listed)) == len(listed) == 3
    assert listed[0] == made["id"]
    call("undo", decision=listed[0], json={"author": "Ines"})
    assert len(call("story", story=row["id"]).json()["dismissed"]) == 2
    kept = call("exportDecisions").content
    assert kept.count(b"\n") == 4
    assert call("importDecisions", content=kept).json() == {"new": 0, "rejects": [], "left_out": 0}
    told = call("importDecisions", content=kept + b"{}\n").json()
    assert [one["line"] for one in told["rejects"]] == [5]


def test_what_has_not_changed_is_not_sent_again(call):
    (row,) = call("stories").json()["items"]
    tag = call("story", story=row["id"]).headers["etag"]
    asked = {"if-none-match": f'"other", W/{tag}'}
    call("story", story=row["id"], headers=asked, status=304)
    call("story", story=row["id"], headers={"if-none-match": "*"}, status=304)
    call("people", headers={"if-none-match": "*"}, status=304)  # whether or not it was asked for before
    found = call("story", story=row["id"]).json()["collation"]["discrepancies"]
    call("decide", json={"kind": "confirm", "story": row["id"], "difference": found[0]["id"]})
    assert call("story", story=row["id"], headers=asked).headers["etag"] != tag


def test_an_id_may_have_any_sign(call, desk):
    from variorum.model import Article

    list(
        desk.add(
            [Article(id="wire/2027 #1?é%2F", text="Five barges sank at Tull Lock on Monday.", outlet="Wire")]
        )
    )
    from urllib.parse import quote

    found = call("article", article=quote("wire/2027 #1?é%2F", safe="")).json()
    assert found["annotated"]["article"]["outlet"] == "Wire"
