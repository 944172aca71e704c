"""Adding reports: files are dropped or chosen, and what becomes of them is shown."""

from __future__ import annotations

from variorum.web import api
from variorum.web.bodies import suffixes
from variorum.web.calls import Call, Goto, Shown
from variorum.web.paths import to
from variorum.web.problems import Problem


def ask(call: Call) -> Shown:
    """Show where to drop files."""
    values = {"title": "Add reports", "suffixes": suffixes(), "jobs": call.jobs.latest()}
    return Shown(template="add.html.j2", values=values)


def add(call: Call) -> Goto:
    """Take the files that were sent, or the text that was pasted, and go to where their progress is shown."""
    if not call.files:
        raise Problem(422, "no file was chosen", "Choose one or more files, or drop them on the page.")
    return Goto(to=to("jobs", call.jobs.submit(call.files).id))


def job(call: Call) -> Shown:
    """Show how far a batch has come; the page asks again by itself until it is done."""
    one = api.job(call)
    stories = [row for id in one.stories if (view := call.desk.story(id)) is not None for row in [view.row]]
    values = {
        "title": "Adding reports",
        "job": one,
        "working": one.state in ("waiting", "working"),
        "rows": list({row.id: row for row in stories}.values()) if one.state == "done" else [],
    }
    return Shown(template="job.html.j2", values=values)
