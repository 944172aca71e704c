"""The handlers of the API: each answers with a record of the house, which becomes JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from msgspec import Struct

from variorum import __version__
from variorum.briefs import BriefForm
from variorum.checking.results import CheckResult
from variorum.decisions.making import NotShown, Wanted, made
from variorum.decisions.records import dump, load
from variorum.desk import StoryView
from variorum.errors import BadRecord, InputError
from variorum.model import Collation, Decision, Discrepancy, Standing
from variorum.settings import SERVE
from variorum.store.base import (
    Filter,
    Hit,
    Listing,
    PersonRow,
    QuotationRow,
    StoredArticle,
    StoryRow,
    Version,
)
from variorum.web.calls import Call, Done, Raw
from variorum.web.jobs import Job
from variorum.web.problems import Problem

Item = TypeVar("Item")
_PLACE = re.compile(r"[0-9]{1,9}")
PREFIX = "/api/v1"
FORMS = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}


class Status(Struct, frozen=True, kw_only=True):
    """What runs here, and how much it holds."""

    version: str
    counts: dict[str, int]


class Outlet(Struct, frozen=True, kw_only=True):
    """An outlet and how many of its reports are here."""

    name: str
    articles: int


class Outlets(Struct, frozen=True, kw_only=True):
    """All outlets, those of most reports first."""

    items: tuple[Outlet, ...]


class Versions(Struct, frozen=True, kw_only=True):
    """The versions of one page, oldest first."""

    items: tuple[Version, ...]


class Draft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft to check. name: what its quotations are told to be of."""

    text: str
    name: str = "draft"


class DecisionsMade(Struct, frozen=True, kw_only=True):
    """Decisions. cursor: as in other lists."""

    items: tuple[Decision, ...]
    cursor: str | None = None


class NotTaken(Struct, frozen=True, kw_only=True):
    """A line that is no decision, from 1, and why."""

    line: int
    reason: str


class Imported(Struct, frozen=True, kw_only=True):
    """How many decisions of a file were new, and which lines of it are none; the first of these are told."""

    new: int
    rejects: tuple[NotTaken, ...] = ()
    left_out: int = 0


class Undoing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes a decision back."""

    author: str = ""


class DecisionWanted(Wanted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision to make. author: who decides, as they call themselves."""

    author: str = ""


class StoryAnswer(Struct, frozen=True, kw_only=True):
    """A story as decisions leave it.

    collation: without what was dismissed. decisions: those in force; standings: what has become of each.
    """

    row: StoryRow
    collation: Collation
    dismissed: tuple[Discrepancy, ...]
    decisions: tuple[Decision, ...]
    standings: tuple[Standing, ...]


def status(call: Call) -> Status:
    """Tell what runs here."""
    return Status(version=__version__, counts=dict(call.desk.counts()))


def stories(call: Call) -> Listing[StoryRow]:
    """List stories."""
    return listed(call, partial(call.desk.stories, wanted(call)))


def wanted(call: Call) -> Filter:
    """Return which stories are asked for."""
    given = {name: call.text(name).strip() or None for name in ("outlet", "since", "until", "status")}
    return Filter(query=call.text("words").strip() or None, **cast(Any, given))


def listed(call: Call, ask: Callable[..., Listing[Item]], most: int | None = None) -> Listing[Item]:
    """Return the part of a list that is asked for; raises Problem for a cursor that is none of it."""
    try:
        return ask(cursor=cursor(call), limit=most or limit(call))
    except InputError as error:
        if cursor(call) is None:
            raise
        raise Problem(404, "there is no such place in the list", error.message) from error


def cursor(call: Call) -> str | None:
    """Return where to go on, None at the beginning."""
    return call.text("cursor") or None


def limit(call: Call) -> int:
    """Return how many lines are asked for."""
    return int(call.values.get("limit", SERVE.rows))


def story_of(call: Call) -> StoryView:
    """Return the story that is asked for; raises Problem where there is none."""
    found = call.desk.story(call.text("story"))
    if found is None:
        raise Problem(404, "there is no such story")
    return found


def story(call: Call) -> StoryAnswer:
    """Tell all of a story."""
    found = story_of(call)
    return StoryAnswer(
        row=found.row,
        collation=found.decided.collation,
        dismissed=found.decided.dismissed,
        decisions=found.decided.decisions,
        standings=found.decided.standings,
    )


def brief(call: Call) -> Raw:
    """Return the brief of a story as a file."""
    form = cast(BriefForm, call.text("form") or "md")
    data = call.desk.brief(call.text("story"), form)
    if data is None:
        raise Problem(404, "there is no such story")
    return Raw(data=data, media=FORMS[form], name=f"brief.{form}")


def article_of(call: Call) -> StoredArticle:
    """Return the article that is asked for; raises Problem where there is none."""
    found = call.desk.article(call.text("article"))
    if found is None:
        raise Problem(404, "there is no such report")
    return found


def versions(call: Call) -> Versions:
    """List the versions of the page that an article is one of."""
    return Versions(items=tuple(one for one, _ in call.desk.versions(article_of(call).page)))


def people(call: Call) -> Listing[PersonRow]:
    """List who is quoted."""
    return listed(call, partial(call.desk.people, call.text("begins")))


def person(call: Call) -> Listing[QuotationRow]:
    """List what somebody was quoted with."""
    return listed(call, partial(call.desk.person, call.text("name")))


def search(call: Call) -> Listing[Hit]:
    """List the reports that have words."""
    return listed(call, partial(call.desk.search, call.text("words")))


def quotations(call: Call) -> Listing[QuotationRow]:
    """List the quotations that have words."""
    return listed(call, partial(call.desk.search_quotations, call.text("words")))


def outlets(call: Call) -> Outlets:
    """List the outlets."""
    found = call.desk.outlets()
    return Outlets(items=tuple(Outlet(name=name, articles=count) for name, count in found))


def check(call: Call) -> CheckResult:
    """Check a draft."""
    return call.desk.check(call.body.text, name=call.body.name)


def add(call: Call) -> Done:
    """Take a file whose reports are to be added."""
    job = call.jobs.submit(call.files)
    return Done(value=job, status=202, location=f"{PREFIX}/jobs/{job.id}")


def job(call: Call) -> Job:
    """Tell how far a batch has come."""
    found = call.jobs.get(call.text("job"))
    if found is None:
        raise Problem(404, "there is no such batch")
    return found


def decisions(call: Call) -> DecisionsMade:
    """List the decisions, the latest first.

    Only ever some are added, so a place in their order of arrival is where to go on.
    """
    given, found = cursor(call), call.desk.decisions()
    if given is not None and not _PLACE.fullmatch(given):
        raise Problem(404, "there is no such place in the list", "Give the cursor of the answer before.")
    end = min(int(given), len(found)) if given is not None else len(found)
    start = max(0, end - limit(call))
    return DecisionsMade(items=tuple(reversed(found[start:end])), cursor=str(start) if start else None)


def decide(call: Call) -> DecisionsMade:
    """Make a decision: one, or one for each quotation that is meant."""
    return DecisionsMade(items=tuple(decide_all(call, call.body, call.body.author)))


def decide_all(call: Call, asked: Wanted, author: str = "") -> list[Decision]:
    """Make the decisions that are asked for and return them."""
    view, other = call.desk.story(asked.story), call.desk.story(asked.to) if asked.to else None
    if view is None:
        raise Problem(404, "there is no such story")
    try:
        found = made(
            asked,
            (view.decided.collation, view.found),
            author=author.strip()[:80] or call.author,
            articles=view.articles,
            to=other.decided.collation if other else None,
        )
    except NotShown as error:
        raise Problem(404, error.message) from error
    for number, one in enumerate(found, 1):
        call.desk.decide(one, later=number < len(found))
    return found


def undo(call: Call) -> Decision:
    """Take a decision back."""
    who = (call.body.author if call.body else "").strip()[:80] or call.author
    one = call.text("decision")
    if one not in {each.id for each in call.desk.decisions()}:
        raise Problem(404, "there is no such decision")
    return call.desk.undo(one, author=who)


def export(call: Call) -> Raw:
    """Return all decisions as lines of JSON."""
    return Raw(data=call.desk.export_decisions(), media="application/x-ndjson", name="decisions.jsonl")


def take_in(call: Call) -> Imported:
    """Keep the decisions of a file; a line that is none stops no other."""
    (file,) = call.files
    taken: list[Decision] = []
    rejects: list[NotTaken] = []
    with file.path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                taken += load(line)
            except BadRecord as error:
                rejects.append(NotTaken(line=number, reason=error.message.replace("line 1 is", "it is", 1)))
    file.path.unlink(missing_ok=True)
    told = tuple(rejects[: SERVE.rejects])
    new = call.desk.import_decisions(dump(taken)) if taken else 0
    return Imported(new=new, rejects=told, left_out=len(rejects) - len(told))
