"""Checking a draft: its quotations against all that is in the store."""

from __future__ import annotations

from variorum.checking.results import FOUND
from variorum.checking.writers.wording import (
    SCOPE,
    change_words,
    counted,
    otherwise_words,
    pieces,
    searched,
    source_words,
)
from variorum.outputs.wording import SEVERITY_SIGNS, SEVERITY_WORDS
from variorum.web.calls import Call, Shown


def ask(call: Call) -> Shown:
    """Show where to paste a draft."""
    return Shown(template="check.html.j2", values={"title": "Check a draft", "draft": "", "result": None})


def check(call: Call) -> Shown:
    """Show a verdict on each quotation of the draft that was sent."""
    draft = call.form.get("draft", "").replace("\r\n", "\n")  # how forms send the end of a line
    result = call.desk.check(draft) if draft.strip() else None
    values = {
        "title": "Check a draft",
        "draft": draft,
        "result": result,
        "counted": counted(result.quotations) if result else "",
        "searched": searched(result) if result else "",
        "scope": SCOPE,
        "found": FOUND,
        "signs": SEVERITY_SIGNS,
        "severities": SEVERITY_WORDS,
        "pieces": pieces,
        "change_words": change_words,
        "source_words": source_words,
        "otherwise_words": otherwise_words,
    }
    return Shown(template="check.html.j2", values=values)
