"""The list of stories."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from variorum.outputs.wording import plural
from variorum.settings import SERVE
from variorum.web import api
from variorum.web.calls import Call, Shown

_FIELDS = ("words", "outlet", "since", "until", "status")
_COUNTED = ("article", "quotation", "decision")


def stories(call: Call) -> Shown:
    """Show the stories that fit, that of the latest report first."""
    found = api.listed(call, partial(call.desk.stories, api.wanted(call)))
    asked = {name: call.text(name) for name in _FIELDS}
    values = {
        "title": "Stories",
        "rows": found.items,
        "asked": asked,
        "narrowed": any(asked.values()),
        "following": following("/", asked, found.cursor),
        "begun": bool(call.text("cursor")),
        "outlets": [name for name, _ in call.desk.outlets()[: SERVE.outlets]],
        "counts": [plural(count, name) for name, count in call.desk.counts().items() if name in _COUNTED],
    }
    return Shown(template="stories.html.j2", values=values)


def following(path: str, asked: dict[str, str], cursor: str | None) -> str:
    """Return the address of what follows in a list; '' at its end."""
    if cursor is None:
        return ""
    return (
        f"{path}?{urlencode({**{name: value for name, value in asked.items() if value}, 'cursor': cursor})}"
    )
