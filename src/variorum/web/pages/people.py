"""Who is quoted, and with what."""

from __future__ import annotations

from functools import partial

from variorum.settings import SERVE
from variorum.web import api
from variorum.web.calls import Call, Shown
from variorum.web.pages.home import following
from variorum.web.paths import to


def people(call: Call) -> Shown:
    """Show who is quoted, by name."""
    begins = call.text("begins")
    found = api.listed(call, partial(call.desk.people, begins), SERVE.most_rows)
    values = {
        "title": "People",
        "begins": begins,
        "rows": found.items,
        "begun": bool(call.text("cursor")),
        "following": following("/people", {"begins": begins}, found.cursor),
    }
    return Shown(template="people.html.j2", values=values)


def person(call: Call) -> Shown:
    """Show all that somebody was quoted with: where, when, in which words."""
    name = call.text("name")
    found = api.listed(call, partial(call.desk.person, name))
    values = {
        "title": name,
        "name": name,
        "followed": call.desk.follows_person(name),
        "rows": found.items,
        "begun": bool(call.text("cursor")),
        "following": following(to("people", name), {}, found.cursor),
    }
    return Shown(template="person.html.j2", values=values, status=200 if found.items else 404)
