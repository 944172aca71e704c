"""The page of a story: as in report.html, with what was decided and the forms to decide."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from variorum.model.codec import encode
from variorum.outputs import templates
from variorum.outputs.story_views import story_views
from variorum.store.base import Filter
from variorum.web import api
from variorum.web.calls import Call, Raw, Shown
from variorum.web.pages.home import following
from variorum.web.problems import Problem
from variorum.web.standing import Standings

if TYPE_CHECKING:
    from variorum.desk import StoryView
    from variorum.model import Utterance


def story(call: Call) -> Shown:
    """Show a story; the page is made again only when something in it has changed."""
    view = api.story_of(call)
    followed = call.desk.follows_story(view.row.id)
    key = encode((view, followed))
    return Shown(template="story.html.j2", values=partial(_whole, call, view, followed), key=key)


def _whole(call: Call, view: StoryView, followed: bool) -> dict[str, Any]:
    (page,) = story_views([view.decided.collation], view.articles)
    parts = templates.shown([page])
    state = Standings(view, page)
    entities = view.decided.collation.entities
    people = sorted({one.name for one in entities if one.kind in ("person", "organisation")})
    desk = call.looks.macros(
        "decide.html.j2",
        {
            "state": state,
            "story_id": view.row.id,
            "followed": followed,
            "token": call.token,
            "packed": parts["packed"],
        },
    )
    return {
        **parts,
        "title": page.title,
        "story": page,
        "story_id": view.row.id,
        "desk": desk,
        "people": people,
        "page_id": sha256(view.row.id.encode()).hexdigest()[:16],
    }


def brief(call: Call) -> Raw:
    """Give the brief of a story as a file."""
    return api.brief(call)


def move(call: Call) -> Shown:
    """Show which stories a report, or this whole story, can be moved to."""
    view = api.story_of(call)
    words, id = call.text("words"), call.text("article")
    report = next((one for one in view.decided.collation.articles if one.id == id), None)
    if id and report is None:
        raise Problem(404, "there is no such report in this story")
    found = api.listed(call, partial(call.desk.stories, Filter(query=words.strip() or None)))
    asked = {"words": words, "article": id}
    values = {
        "title": "Move a report" if report else "Merge two stories",
        "row": view.row,
        "story_id": view.row.id,
        "report": report,
        "words": words,
        "rows": [one for one in found.items if one.id != view.row.id],
        "following": following(call.path.partition("?")[0], asked, found.cursor),
    }
    return Shown(template="move.html.j2", values=values)


def join(call: Call) -> Shown:
    """Show which utterances of the story one can be the same as."""
    view = api.story_of(call)
    utterances = {one.id: one for one in view.decided.collation.utterances}
    chosen = utterances.get(call.text("utterance"))
    if chosen is None:
        raise Problem(404, "there is no such utterance in this story")
    values = {
        "title": "The same utterance",
        "row": view.row,
        "story_id": view.row.id,
        "chosen": _line(chosen),
        "others": [_line(one) for one in utterances.values() if one is not chosen],
    }
    return Shown(template="join.html.j2", values=values)


def _line(one: Utterance) -> dict[str, str]:
    first = one.readings[0].text if one.readings else ""
    return {"id": one.id, "speakers": " / ".join(each.name for each in one.speakers), "words": first}
