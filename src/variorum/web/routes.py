"""The one table of what is served: pages (``SCREENS``) and calls of the API (``OPERATIONS``).

The application is made from it, and so is the document that describes the API (``openapi``).
"""

from __future__ import annotations

import re
from typing import get_args

from variorum.checking.results import CheckResult
from variorum.model import Decision, DeskEvent
from variorum.store.base import Hit, Listing, PersonRow, QuotationRow, StoredArticle, StoryRow, StoryStatus
from variorum.store.watched import PageState
from variorum.web import api, telling
from variorum.web.bodies import suffixes
from variorum.web.calls import CURSOR, LIMIT, Operation, Param, Screen
from variorum.web.guard import FEED
from variorum.web.jobs import Job
from variorum.web.openapi import document
from variorum.web.pages import (
    adding,
    articles,
    checking,
    decisions,
    happened,
    home,
    people,
    searching,
    stories,
    versions,
)

PREFIX = api.PREFIX


def _id(name: str, what: str) -> Param:
    return Param(name=name, doc=f"Id of the {what}.", where="path", required=True)


_WORDS = Param(name="words", doc="Words that all must stand there; in double quotes: together.")
_ASKED = Param(name="words", doc=_WORDS.doc, required=True)
_FILTER = (
    _WORDS,
    Param(name="outlet", doc="Only stories that this outlet reports."),
    Param(name="since", doc="Only stories whose last report is of this day or later.", kind="day"),
    Param(name="until", doc="Only stories whose last report is of this day or earlier.", kind="day"),
    Param(
        name="status",
        doc="open: a difference waits for a decision; settled: none does; single: one report only.",
        kind="choice",
        choices=get_args(StoryStatus),
    ),
)
_FILE = Param(
    name="name",
    doc=f"Name of the file; its suffix says what kind it is: {', '.join(suffixes())}, also with .gz.",
    required=True,
    pattern=r"^[^\x00]*\S[^\x00]*(" + "|".join(re.escape(one) for one in suffixes()) + r")(\.gz)?$",
)
_FORM = Param(name="form", doc="Kind of file.", kind="choice", choices=tuple(api.FORMS))
_FORM_PATH = Param(
    name="form", doc="Kind of file.", kind="choice", choices=tuple(api.FORMS), where="path", required=True
)
_STORY, _ARTICLE = _id("story", "story"), _id("article", "article")
_LIST = (CURSOR, LIMIT)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/status",
        name="status",
        doc="What runs here and how much it holds.",
        run=api.status,
        gives=api.Status,
    ),
    Operation(
        method="GET",
        path="/stories",
        name="stories",
        doc="Stories, that of the latest report first.",
        run=api.stories,
        params=(*_FILTER, *_LIST),
        gives=Listing[StoryRow],
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/stories/{story}",
        name="story",
        doc="A story: who said what, where reports differ, what was decided.",
        run=api.story,
        params=(_STORY,),
        gives=api.StoryAnswer,
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/stories/{story}/brief",
        name="brief",
        doc="The brief of a story as a file: what is confirmed, with sentences, outlets, times and hashes.",
        run=api.brief,
        params=(_STORY, _FORM),
        media=tuple(one.partition(";")[0] for one in api.FORMS.values()),
        volatile=True,
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/articles/{article}",
        name="article",
        doc="A report with its layers; offsets count code points into its text, end exclusive.",
        run=api.article_of,
        params=(_ARTICLE,),
        gives=StoredArticle,
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/articles/{article}/versions",
        name="versions",
        doc="The versions of the page that the report is one of, oldest first.",
        run=api.versions,
        params=(_ARTICLE,),
        gives=api.Versions,
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/articles/{article}/changes",
        name="changes",
        doc="What changed between two versions of the page that the report is one of, in kinds.",
        run=versions.changed,
        params=(_ARTICLE, *versions.PAIR),
        gives=versions.Changes,
        problems=(404,),
    ),
    Operation(
        method="POST",
        path="/articles",
        name="add",
        doc="Add the reports of a file; they are read in the background, look at the job.",
        run=api.add,
        params=(_FILE,),
        takes=bytes,
        gives=Job,
        status=202,
        problems=(413, 415, 503),
    ),
    Operation(
        method="GET",
        path="/jobs/{job}",
        name="job",
        doc="How far a file that was sent has come.",
        run=api.job,
        params=(_id("job", "job"),),
        gives=Job,
        volatile=True,
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/outlets",
        name="outlets",
        doc="Outlets, those of most reports first.",
        run=api.outlets,
        gives=api.Outlets,
    ),
    Operation(
        method="GET",
        path="/people",
        name="people",
        doc="Who is quoted, by name.",
        run=api.people,
        params=(Param(name="begins", doc="Only names with a word that begins so."), *_LIST),
        gives=Listing[PersonRow],
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/quotations",
        name="person",
        doc="All that a person was quoted with, the latest report first.",
        run=api.person,
        params=(Param(name="name", doc="The name, as articles give it.", required=True), *_LIST),
        gives=Listing[QuotationRow],
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/search/articles",
        name="search",
        doc="Reports that have the words.",
        run=api.search,
        params=(_ASKED, *_LIST),
        gives=Listing[Hit],
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/search/quotations",
        name="searchQuotations",
        doc="Quotations that have the words.",
        run=api.quotations,
        params=(_ASKED, *_LIST),
        gives=Listing[QuotationRow],
        problems=(404,),
    ),
    Operation(
        method="POST",
        path="/check",
        name="check",
        doc="A verdict on every quotation of a draft, against all that is here.",
        run=api.check,
        takes=api.Draft,
        gives=CheckResult,
        problems=(413, 415),
    ),
    Operation(
        method="GET",
        path="/decisions",
        name="decisions",
        doc="Decisions, the latest first.",
        run=api.decisions,
        params=_LIST,
        gives=api.DecisionsMade,
        problems=(404,),
    ),
    Operation(
        method="POST",
        path="/decisions",
        name="decide",
        doc="Make a decision; for a speaker one for each quotation that is meant.",
        run=api.decide,
        takes=api.DecisionWanted,
        gives=api.DecisionsMade,
        status=201,
        problems=(404, 413, 415),
    ),
    Operation(
        method="POST",
        path="/decisions/{decision}/undo",
        name="undo",
        doc="Take a decision back, by a decision of its own.",
        run=api.undo,
        params=(_id("decision", "decision"),),
        takes=api.Undoing,
        gives=Decision,
        status=201,
        problems=(404, 413, 415),
    ),
    Operation(
        method="GET",
        path="/decisions.jsonl",
        name="exportDecisions",
        doc="All decisions as lines of JSON, the oldest first.",
        run=api.export,
        media=("application/x-ndjson",),
        volatile=True,
    ),
    Operation(
        method="POST",
        path="/decisions.jsonl",
        name="importDecisions",
        doc="Keep the decisions of a file as it is exported; those that are here already are passed over, "
        "and lines that are none are told.",
        run=api.take_in,
        takes=bytes,
        gives=api.Imported,
        problems=(413, 415),
    ),
    Operation(
        method="GET",
        path="/events",
        name="events",
        doc="What happened, the latest first: new stories, reports that differ, what outlets changed.",
        run=telling.events,
        params=(*telling.FILTER, *_LIST),
        gives=Listing[DeskEvent],
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/following",
        name="following",
        doc="What is followed: stories, people, drafts.",
        run=telling.following,
        gives=telling.AllFollowing,
    ),
    Operation(
        method="POST",
        path="/following",
        name="follow",
        doc="Follow a story or a person: of these every event is told.",
        run=telling.follow,
        takes=telling.Wanted,
        gives=telling.Following,
        status=201,
        problems=(404, 413, 415),
    ),
    Operation(
        method="POST",
        path="/following/{followed}/end",
        name="unfollow",
        doc="No longer follow something.",
        run=telling.unfollow,
        params=(_id("followed", "followed story, person or draft"),),
        gives=telling.Ended,
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/feeds",
        name="feeds",
        doc="How the feeds stand that are watched, those in trouble first.",
        run=telling.feeds,
        params=(telling.HEALTH,),
        gives=telling.Feeds,
    ),
    Operation(
        method="GET",
        path="/feeds/pages",
        name="pagesWithoutText",
        doc="Pages that feeds lead to and that gave no text, with the reason.",
        run=telling.pages,
        params=(telling.ONE_FEED, *_LIST),
        gives=Listing[PageState],
        problems=(404,),
    ),
    Operation(
        method="GET",
        path="/hooks",
        name="hooks",
        doc="How far the webhooks are, why one fails, and the events that none of its tries brought there.",
        run=telling.hooks,
        gives=telling.Hooks,
    ),
    Operation(
        method="GET",
        path="/openapi.json",
        name="openapi",
        doc="This document.",
        run=lambda _: document(OPERATIONS, PREFIX),
        gives=dict,
        volatile=True,
    ),
)

SCREENS: tuple[Screen, ...] = (
    Screen(path="/", run=home.stories, params=(*_FILTER, CURSOR)),
    Screen(path="/stories/{story}", run=stories.story, params=(_STORY,)),
    Screen(path="/stories/{story}/brief.{form}", run=stories.brief, params=(_STORY, _FORM_PATH)),
    Screen(
        path="/stories/{story}/move",
        run=stories.move,
        params=(_STORY, _WORDS, CURSOR, Param(name="article", doc="Id of the report to move.")),
    ),
    Screen(
        path="/stories/{story}/join",
        run=stories.join,
        params=(_STORY, Param(name="utterance", doc="Id of an utterance.", required=True)),
    ),
    Screen(path="/articles/{article}", run=articles.article, params=(_ARTICLE, articles.LAYERS)),
    Screen(path="/articles/{article}/versions", run=versions.versions, params=(_ARTICLE, *versions.PAIR)),
    Screen(path="/changed", run=articles.changed, params=(CURSOR,)),
    Screen(path="/people", run=people.people, params=(Param(name="begins", doc=""), CURSOR)),
    Screen(path="/people/{name}", run=people.person, params=(_id("name", "person"), CURSOR)),
    Screen(path="/search", run=searching.search, params=(_WORDS, searching.IN, CURSOR)),
    Screen(path="/check", run=checking.ask),
    Screen(path="/check", run=checking.check, method="POST", takes="files"),
    Screen(path="/add", run=adding.ask),
    Screen(path="/add", run=adding.add, method="POST", takes="files"),
    Screen(path="/jobs/{job}", run=adding.job, params=(_id("job", "batch"),)),
    Screen(path="/decisions", run=decisions.decisions, params=(CURSOR,)),
    Screen(path="/decisions", run=decisions.decide, method="POST"),
    Screen(path="/decisions/undo", run=decisions.undo, method="POST"),
    Screen(path="/decisions/import", run=decisions.take_in, method="POST", takes="files"),
    Screen(path="/decisions.jsonl", run=decisions.export),
    Screen(path="/author", run=decisions.author, method="POST"),
    Screen(path="/events", run=happened.events, params=(*telling.FILTER, CURSOR)),
    Screen(path=FEED, run=happened.feed_of_events, params=(*telling.FILTER, telling.TOKEN)),
    Screen(path="/follow", run=happened.follow, method="POST"),
    Screen(path="/feeds", run=happened.feeds, params=(telling.HEALTH, telling.ONE_FEED, CURSOR)),
)
