"""Decisions: made, taken back, listed, taken along."""

from __future__ import annotations

import msgspec

from variorum.decisions.making import Wanted
from variorum.decisions.records import in_force
from variorum.web import api
from variorum.web.calls import Call, Goto, Raw, Shown
from variorum.web.pages.home import following
from variorum.web.paths import to
from variorum.web.problems import Problem
from variorum.web.told import told

_ONE = ("kind", "story", "difference", "utterance", "other", "to", "speaker", "note")


def decisions(call: Call) -> Shown:
    """Show all decisions, the latest first."""
    found = api.decisions(call)
    standing = {one.id for one in in_force(call.desk.decisions())}
    values = {
        "title": "Decisions",
        "rows": [(told(one), one.kind != "undo" and one.id not in standing) for one in found.items],
        "begun": bool(call.text("cursor")),
        "following": following("/decisions", {}, found.cursor),
    }
    return Shown(template="decisions.html.j2", values=values)


def decide(call: Call) -> Goto:
    """Make the decision of a form, and go back to where it was made."""
    given = {name: call.form[name] for name in _ONE if call.form.get(name)}
    many = {
        name: tuple(call.many.get(name, ())) for name in ("quotations", "articles") if call.many.get(name)
    }
    try:
        asked = msgspec.convert({**given, **many}, Wanted)
    except msgspec.ValidationError as error:
        raise Problem(422, "this is no decision", str(error)) from error
    api.decide_all(call, asked)
    return back(call, asked.story)


def undo(call: Call) -> Goto:
    """Take a decision back, and go back to where that was asked for."""
    call.desk.undo(call.form.get("decision", ""), author=call.author)
    story = call.form.get("story", "")
    return back(call, story) if story else Goto(to="/decisions")


def back(call: Call, story: str) -> Goto:
    """Return the way back to a story, which may have another id by now, and to the place in it."""
    view = call.desk.story(story)
    return Goto(to=to("stories", view.row.id, place=call.form.get("place", "")) if view else "/")


def export(call: Call) -> Raw:
    """Give all decisions as a file."""
    return api.export(call)


def take_in(call: Call) -> Goto:
    """Keep the decisions of a file."""
    if len(call.files) != 1:
        raise Problem(422, "no file was chosen", "Choose one file of decisions, as it is exported here.")
    api.take_in(call)
    return Goto(to="/decisions")


def author(call: Call) -> Goto:
    """Remember how somebody calls themselves; their decisions carry it."""
    return Goto(to="/decisions", remember=call.form.get("author", "").strip()[:80])
