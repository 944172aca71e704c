"""Checking a draft: its quotations against what reports printed, read, indexed and annotated here.

>>> result = check("“It is safe,” Ada Quill said.", against="reports/")      # doctest: +SKIP
>>> [(one.text, one.verdict) for one in result.quotations]                   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from variorum.errors import InputError, UnreadableFile, is_fault
from variorum.inputs import Given, sort_out, text_of_draft
from variorum.model import AnnotatedArticle, Article, Reject, content_id, fault
from variorum.pipeline import annotate_article
from variorum.settings import Settings

if TYPE_CHECKING:
    from variorum.checking.checker import Checker
    from variorum.checking.drafts import Draft
    from variorum.checking.results import CheckedQuotation, CheckResult, NotRead

Progress = Callable[[str, int, int | None], None]
"""Called with the step, what is done, and of how many.

Steps are "read", "annotate", "group", "windows", "origins", "collate" and "index".
"""
Collection = Given
"""What drafts are checked against: paths (see ``formats.read``) or articles, one or many."""


def check(
    text: str,
    *,
    against: Collection,
    index: str | Path | None = None,
    name: str = "draft",
    accepted: str | Path | None = None,
    settings: Settings | None = None,
) -> CheckResult:
    """Return a verdict on every quotation of ``text``, a draft; see ``docs/check.md`` for what each means.

    against: the reports, or the file of an index or of a store, or the address of a store
        (``postgresql://…``), which then is all that is searched.
    index: a file that keeps the reports indexed between calls and follows them when they change; without it
        they are indexed in memory.
    name: of the draft in the results.
    accepted: a file that lists quotations which somebody answers for, see ``checking.accepting``.
    Raises UnreadableFile when a path of ``against`` does not exist, InputError when ``text`` is none or the
    name of a file, and for reports that are neither paths nor articles.
    """
    from variorum.checking.drafts import Draft

    text = text_of_draft(text)
    draft = Draft(name=name, article=Article(id=content_id("d", text), text=text))
    return check_drafts([draft], against=against, index=index, accepted=accepted, settings=settings)


def check_drafts(
    drafts: Sequence[Draft],
    *,
    against: Collection,
    index: str | Path | None = None,
    accepted: str | Path | None = None,
    spoken: bool = False,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
) -> CheckResult:
    """Return a verdict on every quotation of ``drafts``, in order; otherwise as ``check``.

    spoken: ``against`` are the words as spoken, so that what is only heard is no difference; see
        ``checking.spoken``.
    """
    from variorum.checking.accepting import accepted_by_list, read_accepted
    from variorum.checking.comments import accepted_by_comments
    from variorum.checking.drafts import lone_marks, placed, readings
    from variorum.checking.results import CheckResult
    from variorum.checking.versions import version_notices

    settings = settings or Settings()
    settings = for_reference(settings) if spoken else settings
    entries = () if accepted is None else read_accepted(accepted)
    with checker_over(against, index, settings, on_progress) as (checker, rejects):
        found: list[CheckedQuotation] = []
        notices: list[str] = []
        unchecked: list[Reject] = []
        left: list[NotRead] = []
        checker.set_aside(article for draft in drafts for article in readings(draft))
        for draft in drafts:
            try:
                of_draft = checker.check(draft.article, draft.name)
                if spoken:
                    of_draft = _as_spoken(of_draft, draft, checker.shown.values())
            except UnreadableFile:  # a damaged index concerns all drafts
                raise
            except Exception as error:
                if not is_fault(error):
                    raise
                unchecked.append(fault(error, file=draft.name))
                continue
            of_draft, told = accepted_by_comments(draft, placed(draft, of_draft))
            of_draft, more = accepted_by_list(draft, of_draft, entries)
            found += of_draft
            versions = version_notices(
                draft.name, draft.article.text, of_draft, checker.shown, settings.check
            )
            notices += (*told, *more, *versions)
            left += (*draft.not_read, *lone_marks(draft, tuple(of_draft)))
        if unchecked and len(unchecked) == len(drafts):
            raise UnreadableFile(unchecked[0].reason, file=unchecked[0].file)
        return CheckResult(
            quotations=tuple(found),
            articles=checker.search.size,
            rejects=(*rejects, *checker.rejects),
            unchecked=tuple(unchecked),
            not_read=tuple(left),
            notices=(
                *checker.notices((draft.name, draft.article.text) for draft in drafts),
                *notices,
            ),
        )


def _as_spoken(
    checked: Sequence[CheckedQuotation], draft: Draft, shown: Iterable[str]
) -> list[CheckedQuotation]:
    from variorum.checking.spoken import as_spoken, words_of
    from variorum.language.language import language_of

    language = language_of(draft.article.lang)
    known = words_of("\n".join(shown))
    return [as_spoken(one, draft.article.text, language, known) for one in checked]


def find(
    words: str,
    *,
    against: Collection,
    speaker: str | None = None,
    index: str | Path | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
) -> CheckResult:
    """Return the verdict on one quotation, with or without marks around it; otherwise as ``check``.

    Its ``matches`` are all reports that print it, up to ``found`` of the settings.
    speaker: who is said to have said it; None asks about the words alone. Raises InputError, besides what
    ``check`` raises, when there are no words.
    """
    from variorum.checking.passages import whole_passage
    from variorum.checking.results import CheckResult

    settings = _for_all_hits(settings or Settings())
    words = text_of_draft(words)
    if not any(map(str.isalnum, words)):
        raise InputError("there are no words to look up: give those of one quotation")
    with checker_over(against, index, settings, on_progress) as (checker, rejects):
        found = checker.check_words(whole_passage(words, speaker), words, "words")
        return CheckResult(
            quotations=(found,), articles=checker.search.size, rejects=(*rejects, *checker.rejects)
        )


def for_reference(settings: Settings) -> Settings:
    """Return settings by which quotations are held against the words as spoken.

    In the words of one event a quotation with one word that carries meaning is as likely changed from what is
    there as a short one with two; in a collection it may be of any other news.
    """
    check = settings.check
    return replace(settings, check=replace(check, agreeing_much=check.agreeing_short))


def _for_all_hits(settings: Settings) -> Settings:
    """Return settings by which a check lists every report that prints the words."""
    check = settings.check
    return replace(
        settings,
        check=replace(check, matches=max(check.matches, check.found), exact=max(check.exact, check.found)),
    )


@contextmanager
def checker_over(
    against: Collection,
    index: str | Path | None,
    settings: Settings,
    on_progress: Progress | None,
    annotate: Callable[[Article], AnnotatedArticle] | None = None,
) -> Iterator[tuple[Checker, tuple[Reject, ...]]]:
    """Give a checker over ``against``; the index is brought up to date first, unless it stands alone.

    annotate: how drafts and reports are annotated, as a check does unless given.
    """
    from variorum.checking.checker import Checker
    from variorum.checking.collection import fill, follow, known_rejects
    from variorum.checking.index import Index, is_index
    from variorum.store import is_address, is_store

    tell = on_progress or no_progress
    annotate = annotate or partial(annotate_article, settings=settings.annotate)
    paths, articles = sort_out([against])
    lone = index is None and not articles and len(paths) == 1
    if any(map(is_address, paths)) and not lone:
        raise InputError("a store on a server is all that is searched: name nothing beside it, and no index")
    if lone and (is_address(paths[0]) or is_store(paths[0])):
        from variorum.checking.stored import stored

        with stored(paths[0], lambda done: tell("index", done, None)) as held:
            yield Checker(held, annotate, settings.check, settings.collate), ()
        return
    alone = lone and is_index(paths[0])
    kept = paths[0] if alone else index
    with Index(None if kept is None else Path(kept)) as held:
        rejects: tuple[Reject, ...] = ()
        if alone:
            rejects = known_rejects(held)
        elif paths or not articles:
            rejects = follow(
                held, paths, settings=settings.read, on_read=lambda done: tell("index", done, None)
            )
        if articles:
            rejects += fill(held, articles)
        yield Checker(held, annotate, settings.check, settings.collate), rejects


def no_progress(step: str, done: int, total: int | None) -> None:
    """Ignore progress."""
