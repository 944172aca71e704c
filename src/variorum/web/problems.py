"""What went wrong, as an answer: problem+json (RFC 9457) for programs, a page for people."""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.model.codec import encode

if TYPE_CHECKING:
    from starlette.responses import Response


class Problem(Exception):
    """An answer that is none: its status (HTTP), what it is in a few words, and what helps."""

    def __init__(self, status: int, title: str, detail: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(f"{status} {title}")
        self.status, self.title, self.detail, self.retry_after = status, title, detail, retry_after


class ProblemBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem as JSON (RFC 9457); ``type`` is always about:blank, the status says what kind it is."""

    status: int
    title: str
    type: str = "about:blank"
    detail: str = ""


def problem_response(problem: Problem, *, page: bool = False) -> Response:
    """Return the answer that tells ``problem``, as a page for people or as JSON."""
    from starlette.responses import Response

    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if page:
        return Response(_page(problem), problem.status, headers, "text/html")
    body = ProblemBody(status=problem.status, title=problem.title, detail=problem.detail)
    data = encode({"type": body.type, "title": body.title, "status": body.status, "detail": body.detail})
    return Response(data, problem.status, headers, "application/problem+json")


def _page(problem: Problem) -> str:
    """Return a page that needs nothing but itself: it is also shown where no template could be."""
    words = HTTPStatus(problem.status).phrase
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>'
        f"{escape(words)} · Variorum</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/static/page.css">'
        '<link rel="stylesheet" href="/static/desk.css"></head><body>'
        '<header class="masthead site"><a class="brand" href="/">Variorum</a></header><main id="content">'
        f'<section class="empty"><h1>{escape(problem.title[:1].upper() + problem.title[1:])}</h1>'
        f"<p>{escape(problem.detail)}</p>"
        '<p><a href="/">To the stories</a></p></section></main></body></html>\n'
    )
