"""Decisions made on the page of what the network found stand when rules have read the reports again."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient
from tests.unit.decisions.test_annotators import PRINTED
from tests.unit.web.conftest import HERE
from tests.unit.web.test_guard import token

from variorum.desk import Desk
from variorum.model import Article
from variorum.web.app import application
from variorum.web.guard import Access


def test_decisions_made_on_the_page_stand_when_others_annotate(tmp_path: Path) -> None:
    reports = [
        Article(id=f"a-{outlet[:5]}", text=text, outlet=outlet, title=outlet, date="2026-11-21")
        for outlet, text in PRINTED
    ]
    with Desk(tmp_path / "desk.db", annotator="model", workers=1) as desk:
        list(desk.add(reports))
        with TestClient(application(desk, Access(hosts=HERE))) as client:
            address = _decide(client)
    with Desk(tmp_path / "desk.db", annotator="rules", workers=1) as desk:
        assert [one.step for one in desk.reannotate()].count("kept") == len(reports)
        list(desk.refresh(everything=True))
        held = desk.article(reports[0].id)
        assert held is not None and held.annotation.annotator == "rules"
        with TestClient(application(desk, Access(hosts=HERE))) as client:
            story = client.get(f"/api/v1{address}").json()
            page = client.get(address).text
        assert desk.verify() == []
    assert [one["state"] for one in story["standings"]] == ["stands", "stands"]
    assert {one["type"] for one in story["dismissed"]} == {"figure"}
    assert not {"figure", "attribution"} & {one["type"] for one in story["collation"]["discrepancies"]}
    assert "two ferries" in page


def _decide(client: TestClient) -> str:
    """Dismiss the number of the hurt and correct a speaker, by the forms of the page; return its address."""
    (row,) = client.get("/api/v1/stories").json()["items"]
    address = f"/stories/{row['id']}"
    found = client.get(f"/api/v1{address}").json()["collation"]
    (figure,) = [one["id"] for one in found["discrepancies"] if one["type"] == "figure"]
    (disputed,) = [one for one in found["utterances"] if "Nobody" in one["readings"][0]["text"]]
    (post,) = [one["quotation"] for one in disputed["readings"] if one["article"] == "a-Sallo"]
    for form in (
        {"kind": "dismiss", "difference": figure, "note": "two ferries"},
        {"kind": "speaker", "utterance": disputed["id"], "quotations": post, "speaker": "Ada Lindqvist"},
    ):
        answer = client.post(
            "/decisions", data={"token": token(client), "story": row["id"], **form}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
    return address
