"""The summary on the terminal: the main findings of each story, on about one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from variorum.model import AnnotatedArticle, Collation, Discrepancy, Reject, Side
from variorum.outputs.doubts import doubt_words
from variorum.outputs.faults import each, place_of, unused
from variorum.outputs.passages import Sentence, sentences
from variorum.outputs.spoken import HEADING, reference_of, spoken_line
from variorum.outputs.times import in_time
from variorum.outputs.titles import story_beginning, story_title
from variorum.outputs.wording import (
    CONTROLS,
    NO_VERDICT,
    SEVERITY_ORDER,
    SEVERITY_SIGNS,
    SEVERITY_WORDS,
    STATUS_WORDS,
    article_labels,
    dates_in_words,
    headline,
    listed,
    listed_few,
    no_differences,
    plain_period,
    plural,
    readable,
    shared_words,
    shortened,
    status_words,
    type_words,
)
from variorum.settings import SHOWN

_STYLES = {"critical": "bold red", "material": "bold yellow", "minor": "green"}


def print_summary(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    console: Console,
    report_path: Path,
    rejects: Sequence[Reject] = (),
) -> None:
    """Print the ranked differences of each story and where the page is.

    Several stories are ordered by what differs; only the first are shown with their differences, the
    next by one line. Colours only where ``console`` has them; every sign stands with a word. No
    collation prints that there is nothing to compare. A story at which that fails is named in its place.
    rejects: what could not be used; counted here, the page and the file beside it have the reasons.
    """
    width = min(console.width, SHOWN.terminal)
    for part in _parts(collations, articles):
        console.print(part, width=width, highlight=False, soft_wrap=False)
    for kind in unused(rejects):
        console.print()
        console.print(
            Text(f"{kind.head}: {_plain(kind.lines[0])}", style="yellow"), width=width, highlight=False
        )
        if len(kind.lines) > 1:
            console.print(Text("  the others: on the page", style="dim"), width=width, highlight=False)
    console.print()
    # Not wrapped: a path that is broken over two lines cannot be copied.
    console.print(Text.assemble("The whole comparison: ", (_plain(str(report_path)), "bold")), soft_wrap=True)
    console.print(NO_VERDICT, style="dim", width=width, highlight=False)


def _parts(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle]
) -> Iterator[RenderableType]:
    if not collations:
        yield Text("Nothing to compare: no report was given, or none could be read.")
        return
    if len(collations) == 1:
        yield from _story(collations[0], articles, SHOWN.differences)
        return
    told: list[Reject] = []
    counted = list(each(collations, lambda one: _counts(one, articles), "terminal", told.append))
    several = [(rank, one) for readable, rank, _, one in counted if readable > 1]
    comparable = [one for _, one in sorted(several, key=lambda ranked: ranked[0])]
    titles = Counter(title for _, _, title, _ in counted)
    alike = {title for title, times in titles.items() if times > 1}
    reports = sum(len(one.articles) for one in collations)
    yield Text(f"{plural(reports, 'report')} in {plural(len(collations), 'story')}", style="bold")
    for one in comparable[: SHOWN.stories_in_full]:
        yield Text("")
        yield from _story(one, articles, SHOWN.differences_of_many, alike)
    rest = comparable[SHOWN.stories_in_full :]
    if rest:
        yield Text("\nMore stories", style="bold")
        yield _listed_stories(rest[: SHOWN.stories_listed], articles, alike)
    if len(rest) > SHOWN.stories_listed:
        yield Text(f"  and {len(rest) - SHOWN.stories_listed} more on the page", style="dim")
    alone = [one for readable, _, _, one in counted if readable < 2]
    if alone:
        noun = "story has" if len(alone) == 1 else "stories have"
        yield Text(f"\n{len(alone)} {noun} one readable report only: nothing to compare there.")
        named = (label for one in alone for label in article_labels(one.articles, articles).values())
        yield Text(_plain(f"  {listed_few(named)}"), style="dim")
    yield from _failed(told)


def _counts(
    collation: Collation, articles: Mapping[str, AnnotatedArticle]
) -> tuple[int, tuple[int, ...], str, Collation]:
    return headline(collation).readable, _rank(collation), story_title(collation, articles), collation


def _title(
    collation: Collation, articles: Mapping[str, AnnotatedArticle], limit: int, alike: Collection[str]
) -> str:
    """Return what a story is headed by, on one line; one of several of one title with how it begins."""
    title = story_title(collation, articles)
    beginning = story_beginning(collation, articles) if title in alike else ""
    line = shortened(title, limit)
    return f"{line}: {shortened(beginning, limit)}" if beginning not in ("", title) else line


def _rank(collation: Collation) -> tuple[int, ...]:
    severities: list[str] = [one.severity for one in collation.discrepancies]
    return tuple(-severities.count(severity) for severity in SEVERITY_ORDER)


def _story(
    collation: Collation,
    articles: Mapping[str, AnnotatedArticle],
    limit: int,
    alike: Collection[str] | None = None,
) -> Iterator[RenderableType]:
    """Yield a story. alike: the titles of several stories, where there are several; None for one alone."""
    told: list[Reject] = []
    yield from chain.from_iterable(
        each(
            [collation],
            lambda one: list(_whole_story(one, articles, limit, alike)),
            "terminal",
            told.append,
        )
    )
    yield from _failed(told)


def _failed(told: Sequence[Reject]) -> Iterator[RenderableType]:
    for reject in told:
        yield Text(_plain(f"{place_of(reject)}: {reject.reason}"), style="yellow")


def _whole_story(
    collation: Collation,
    articles: Mapping[str, AnnotatedArticle],
    limit: int,
    alike: Collection[str] | None,
) -> Iterator[RenderableType]:
    counts = headline(collation)
    yield Text(_plain(_title(collation, articles, 160, alike or ())), style="bold underline")
    yield Text(f"{counts}.")
    period = plain_period(one.date for one in collation.articles)
    witnesses = f"{plural(counts.readable, 'report')} read, {plural(counts.origins, 'origin')}"
    yield Text(f"{witnesses}{'; ' if period else ''}{period}", style="dim")
    labels = article_labels(collation.articles, articles)
    for line in shared_words(collation, labels)[: SHOWN.shared]:
        yield Text(_plain(shortened(line, 200)), style="dim")
    if alike is not None:
        named = listed_few(labels[one.id] for one in collation.articles)
        yield Text(_plain(f"Reports: {named}"), style="dim")
    if doubts := doubt_words(collation, labels):
        yield Text(_plain(doubts), style="yellow")
    yield from _not_read(collation, labels, articles)
    if counts.readable < 2:
        only = "One report only" if counts.reports == 1 else "Fewer than two reports could be read"
        yield Text(f"{only}: nothing to compare.")
        return
    if (reference := reference_of(collation)) is not None:
        yield Text(_plain(f"{HEADING}: {spoken_line(reference)}."))
    if not collation.discrepancies:
        yield Text(no_differences(counts))
    reported = {one.id: one.date for one in collation.articles}
    for rank, one in enumerate(collation.discrepancies[:limit], 1):
        yield Text("")
        yield _difference(rank, one, _sides(one, reported, labels, articles))
    more = collation.discrepancies[limit:]
    if more:
        yield Text(f"\nand {plural(len(more), 'more difference')}: {_counted(more)}", style="dim")
    if collation.possible:
        possible = plural(len(collation.possible), "possible difference")
        yield Text(f"\n{possible} to be read: on the page", style="dim")


def _not_read(
    collation: Collation, labels: Mapping[str, str], articles: Mapping[str, AnnotatedArticle]
) -> Iterator[RenderableType]:
    named: dict[str, list[str]] = {words: [] for words in STATUS_WORDS.values()}
    for one in collation.articles:
        if words := status_words(one, articles):
            named.setdefault(words, []).append(_plain(labels[one.id]))
    for words, names in named.items():
        if names:
            shown = listed(names) if len(names) < 5 else f"{', '.join(names[:4])} and {len(names) - 4} more"
            yield Text(_plain(f"{shown}: {words[0].lower()}{words[1:]}"), style="yellow")


def _counted(discrepancies: Sequence[Discrepancy]) -> str:
    severities: list[str] = [one.severity for one in discrepancies]
    return ", ".join(f"{severities.count(one)} {one}" for one in SEVERITY_ORDER if one in severities)


def _difference(rank: int, one: Discrepancy, sides: Table) -> Table:
    severity = f"{SEVERITY_SIGNS[one.severity]} {SEVERITY_WORDS[one.severity]}"
    table = Table.grid(padding=(0, 1))
    table.add_row(f"{rank}.", Text.assemble((severity, _STYLES[one.severity]), f"  {type_words(one)}"))
    table.add_row("", Text(_plain(shortened(readable(dates_in_words(one.summary)), 200)), style="bold"))
    table.add_row("", sides)
    return table


def _sides(
    one: Discrepancy,
    reported: Mapping[str, str | None],
    labels: Mapping[str, str],
    articles: Mapping[str, AnnotatedArticle],
) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=24, overflow="fold")
    table.add_column(overflow="fold")
    for side, as_of in in_time(one, reported, articles)[: SHOWN.sides]:
        table.add_row(
            Text(_plain(shortened(dates_in_words(side.value), 60)), style="cyan"),
            _carriers(side, as_of, labels, articles),
        )
    if len(one.sides) > SHOWN.sides:
        table.add_row("", Text(f"and {plural(len(one.sides) - SHOWN.sides, 'more side')}", style="dim"))
    return table


def _carriers(
    side: Side, as_of: str, labels: Mapping[str, str], articles: Mapping[str, AnnotatedArticle]
) -> Text:
    names = [_plain(labels.get(article, article)) for article in side.articles]
    shown = listed(names) if len(names) < 5 else f"{', '.join(names[:3])} and {len(names) - 3} more"
    line = Text(f"{shown} (as of {as_of})" if as_of else shown)
    for one in sentences(side.evidence, articles)[:1]:
        line.append(": ")
        line.append_text(_quoted(one))
    return line


def _quoted(sentence: Sentence) -> Text:
    """Return the cited words in bold with as much of their sentence as fits on two lines or so."""
    room = max(SHOWN.quoted - sum(len(part.text) for part in sentence.parts if part.cited), 0) // 2
    line = Text()
    for number, part in enumerate(sentence.parts):
        text = _plain(" ".join(part.text.split()))
        if part.cited:
            line.append(shortened(text, SHOWN.quoted) or "‸", style="bold")
            continue
        if not text:
            line.append(" " if number and part.text else "")
            continue
        if number == 0 and len(text) > room:
            text = "… " + text[len(text) - room :].partition(" ")[2]
        elif len(text) > room:
            text = text[:room].rpartition(" ")[0] + " …"
        left = " " if number and part.text[:1].isspace() else ""
        right = " " if part.text[-1:].isspace() else ""
        line.append(f"{left}{text}{right}")
    return line


def _listed_stories(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle], alike: Collection[str]
) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="ellipsis", no_wrap=True, ratio=1)
    table.add_column(no_wrap=True, justify="right")
    told: list[Reject] = []
    for row in each(collations, lambda one: _row(one, articles, alike), "terminal", told.append):
        table.add_row(*row)
    for line in _failed(told):
        table.add_row(line, Text(""))
    return table


def _row(
    collation: Collation, articles: Mapping[str, AnnotatedArticle], alike: Collection[str]
) -> tuple[Text, Text]:
    differences = _counted(collation.discrepancies) or "no differences"
    return Text("  " + _plain(_title(collation, articles, 90, alike))), Text(differences)


def _plain(text: str) -> str:
    """Return ``text`` without control characters: a report must not steer the terminal."""
    return CONTROLS.sub("�", text)
