"""Who may ask, how much and how fast."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.unit.web.conftest import HERE

from variorum.settings import SERVE
from variorum.web.app import application
from variorum.web.guard import Access, Rates


def token(client, page="/check"):
    return re.search(r'name="token" value="([0-9a-f]{64})"', client.get(page).text)[1]


def test_a_name_that_was_pointed_here_is_not_answered(client):
    for host in ("evil.example", "testserver.evil.example", "", "testserver@evil.example", "a/testserver"):
        answer = client.get("/", headers={"host": host})
        assert answer.status_code == 421
        assert "twice the load" not in answer.text
    assert client.get("/", headers={"host": "testserver:8765"}).status_code == 200


@pytest.mark.parametrize("address", ["/decisions", "/check", "/add", "/api/v1/check", "/api/v1/decisions"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver:81"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_a_page_of_another_site_cannot_send_anything(client, address, headers):
    answer = client.post(address, headers=headers, data={"token": token(client)})
    assert answer.status_code == 403


def test_a_form_needs_the_token_of_its_session(client, serving):
    form = {"draft": "“It would carry twice the load,” he said."}
    assert client.post("/check", data=form).status_code == 403
    assert client.post("/check", data=form | {"token": token(serving())}).status_code == 403
    assert client.post("/check", data=form | {"token": token(client)}).status_code == 200


def test_no_answer_may_load_or_run_anything_from_elsewhere(client):
    for address in ("/", "/nothing", "/api/v1/stories", "/api/v1/nothing", "/static/page.css"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    refused = client.get("/", headers={"host": "evil.example"})
    assert refused.headers["content-security-policy"] == policy


def test_what_says_that_it_is_too_large_is_refused_unread(client):
    headers = {"content-length": str(10**9), "content-type": "application/json"}
    assert client.post("/api/v1/check", content=b"x", headers=headers).status_code == 413


def asked(app, messages, **scope):
    """Return the status of what ``app`` answers to these messages, and how many of them it took."""
    left, sent = list(messages), []

    async def receive():
        return left.pop(0)

    async def send(message):
        sent.append(message)

    base = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"testserver")],
    }
    # In a thread of its own: what drives browsers leaves a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(base | scope, receive, send)).result()
    return sent[0]["status"], len(messages) - len(left)


def test_of_a_body_without_length_no_more_than_the_limit_is_taken(desk):
    pieces = [{"type": "http.request", "body": b"x" * 2**20, "more_body": True} for _ in range(200)]
    json = [(b"host", b"testserver"), (b"content-type", b"application/json")]
    scope = {"path": "/api/v1/check", "headers": json, "client": ("127.0.0.1", 1)}
    status, taken = asked(application(desk, Access(hosts=HERE)), pieces, **scope)
    assert status == 413
    assert taken == SERVE.body // 2**20 + 1


def test_each_client_may_ask_so_often(monkeypatch):
    now = [0.0]
    rates = Rates(2.0, 3, clock=lambda: now[0])
    assert [rates.wait("a") for _ in range(3)] == [0, 0, 0]
    assert rates.wait("a") == pytest.approx(0.5)
    assert rates.wait("b") == 0
    now[0] += 0.5
    assert rates.wait("a") == 0
    assert rates.wait("a") > 0


def test_who_asks_too_often_is_told_when_to_come_back(client):
    form = {"token": token(client)}
    client.app._writes = Rates(0.01, 3)
    answers = [client.post("/decisions/undo", data=form) for _ in range(4)]
    assert [one.status_code for one in answers[:3]] == [422] * 3
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert client.get("/").status_code == 200  # reading goes on


def test_beyond_this_machine_a_key_is_asked_for(serving):
    client = serving(Access(hosts=HERE, key="open-sesame"))
    assert client.get("/").status_code == 401
    assert client.get("/api/v1/stories").status_code == 401
    assert client.get("/?key=wrong").status_code == 401
    assert client.get("/api/v1/stories", headers={"authorization": "Bearer open-sesame"}).status_code == 200
    answer = client.get("/search?words=bridge&key=open-sesame")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?words=bridge")
    assert "open-sesame" not in answer.text
    assert client.get("/search?words=bridge").status_code == 200  # the key is in a cookie now
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
