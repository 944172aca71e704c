"""Makes what the page shows of each story (``page_views``), ready to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Collation,
    Discrepancy,
    Evidence,
    Quotation,
    Reading,
    Span,
    Utterance,
)
from variorum.outputs import wording
from variorum.outputs.citations import citation
from variorum.outputs.doubts import doubt_words
from variorum.outputs.fact_views import FactView, fact_views
from variorum.outputs.marks import marked, side_of, unplaced
from variorum.outputs.name_views import NameView, name_views
from variorum.outputs.number_views import NumbersView, PrintedView, number_views
from variorum.outputs.page_views import (
    CellView,
    DifferenceView,
    HappeningView,
    OnlyView,
    PlaceView,
    QuoteView,
    ReadingView,
    ReportView,
    RowView,
    SharedView,
    SideView,
    StoryPage,
    UtteranceView,
    WitnessView,
)
from variorum.outputs.passages import Part, paragraphs, sentences
from variorum.outputs.spoken import SpokenViews, spoken_views
from variorum.outputs.times import in_time, relation_words
from variorum.outputs.titles import bare_title, story_beginning, story_title
from variorum.reuse.witnesses import Witnesses
from variorum.settings import SHOWN


def story_views(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle]
) -> tuple[StoryPage, ...]:
    """Return a view of each collation, in their order; anchors are unique in the page."""
    taken: set[str] = set()
    return tuple(
        _Builder(number, collation, articles, taken).story() for number, collation in enumerate(collations)
    )


def unique_anchor(wish: str, taken: set[str]) -> str:
    """Return ``wish`` as an HTML id that is not in ``taken`` yet, and put it there."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", wish)[:80] or "x"
    anchor, number = plain, 1
    while anchor in taken:
        number += 1
        anchor = f"{plain}-{number}"
    taken.add(anchor)
    return anchor


class _Builder:
    """Holds what every part of one story's view needs: names, indices, anchors, cited places."""

    def __init__(
        self, number: int, collation: Collation, articles: Mapping[str, AnnotatedArticle], taken: set[str]
    ) -> None:
        self.number = number
        self.collation = collation
        self.articles = articles
        self.taken = taken
        self.texts = {name: one.article.text for name, one in articles.items()}
        self.labels = wording.article_labels(collation.articles, articles)
        self.zone = wording.zones_differ(one.date for one in collation.articles)
        self.reported = {one.id: one.date for one in collation.articles}
        self.index = {one.id: place for place, one in enumerate(collation.articles)}
        self.witnesses = Witnesses(collation)
        self.contested = {one.utterance for one in collation.discrepancies if one.type == "attribution"}
        self.cited: dict[str, set[Span]] = {one.id: set() for one in collation.articles}
        self.anchors: dict[str, str] = {}

    def story(self) -> StoryPage:
        """Return the view of the story."""
        collation = self.collation
        self.anchors = {one.id: unique_anchor(one.id, self.taken) for one in collation.utterances}
        anchor = unique_anchor(f"story-{collation.story}", self.taken)
        differences = tuple(self.difference(one) for one in collation.discrepancies)
        possible = tuple(self.difference(one) for one in collation.possible)
        utterances = tuple(self.utterance(one) for one in collation.utterances)
        shared, timeline, numbers = tuple(self.shared()), tuple(self.timeline()), self.numbers()
        cards = {one.id: view.anchor for one, view in zip(collation.discrepancies, differences, strict=True)}
        facts, names, spoken = self.facts(cards), self.names(), self.spoken()
        return StoryPage(
            anchor=anchor,
            key=f"r{self.number}",
            title=story_title(collation, self.articles),
            beginning=story_beginning(collation, self.articles),
            doubts=doubt_words(collation, self.labels),
            dates=wording.plain_period(one.date for one in collation.articles),
            headline=wording.headline(collation),
            # Last: by now every cited place is known.
            reports=tuple(self.report(place, one) for place, one in enumerate(collation.articles)),
            differences=differences,
            possible=possible,
            utterances=utterances,
            rows=self.rows(utterances),
            shared=shared,
            alone=self.alone(utterances),
            timeline=timeline,
            numbers=numbers,
            facts=facts,
            names=names,
            spoken=spoken,
        )

    def spoken(self) -> SpokenViews | None:
        """Return what the reports quote against the words as spoken, each place noted as cited."""
        found = spoken_views(self.collation, self.index)
        for one in (*found.wrong, *found.absent, *found.verbatim, *found.open) if found else ():
            if one.report >= 0:
                self.cite(self.collation.articles[one.report].id, one.spans)
        return found

    def report(self, place: int, one: ArticleSummary) -> ReportView:
        """Return a report with its text cut at every cited place."""
        annotated = self.articles.get(one.id)
        text = annotated.article.text if annotated else ""
        return ReportView(
            anchor=f"r{self.number}-{place}",
            label=self.labels[one.id],
            outlet=wording.shortened(one.outlet or "", SHOWN.name),
            title=wording.shortened(bare_title(one.title or "", one.outlet), SHOWN.title),
            date=wording.plain_date(one.date, zone=self.zone),
            iso_date=one.date or "",
            byline=wording.shortened(one.byline or "", SHOWN.name),
            url=one.url
            if one.url and len(one.url) < SHOWN.address and re.match(r"https?://", one.url)
            else "",
            lang=_lang(annotated),
            status=one.status,
            status_words=wording.status_words(one, self.articles),
            own_words=wording.own_words(one, self.labels, self.collation),
            characters=len(text),
            paragraphs=paragraphs(annotated, self.cited[one.id]) if annotated else (),
        )

    def quotes(self, evidence: Iterable[Evidence]) -> tuple[QuoteView, ...]:
        """Return evidence in its sentence, equal sentences once; note each place, to cut the report there."""
        folded: dict[tuple[object, ...], tuple[tuple[Part, ...], list[PlaceView]]] = {}
        for one in sentences(evidence, self.articles):
            self.cite(one.article, one.places)
            key = tuple((part.cited, _words(part.text)) for part in one.parts)
            _, places = folded.setdefault(key, (one.parts, []))
            places.append(PlaceView(report=self.index.get(one.article, -1), spans=one.places))
        return tuple(QuoteView(parts=parts, places=tuple(places)) for parts, places in folded.values())

    def cite(self, article: str, places: Iterable[Span]) -> None:
        """Note the places of ``article`` that the page links to."""
        if article in self.cited:
            self.cited[article].update(places)

    def difference(self, one: Discrepancy) -> DifferenceView:
        """Return the card of a discrepancy."""
        sides = tuple(
            SideView(
                value=wording.clipped(wording.dates_in_words(side.value), SHOWN.title),
                reports=self.places(side.articles),
                origins=self.witnesses.count(side.evidence),
                quotes=self.quotes(side.evidence),
                as_of=as_of,
            )
            for side, as_of in in_time(one, self.reported, self.articles)
        )
        return DifferenceView(
            anchor=unique_anchor(one.id, self.taken),
            type=one.type,
            type_words=wording.type_words(one),
            severity=one.severity,
            relation_words=relation_words(one, self.reported, self.articles),
            summary=wording.clipped(wording.readable(wording.dates_in_words(one.summary)), SHOWN.summary),
            sides=sides,
            reports=tuple(sorted({place for side in sides for place in side.reports})),
            utterance=self.anchors.get(one.utterance or "", ""),
            citation=citation(one, self.collation, self.articles),
        )

    def places(self, articles: Iterable[str]) -> tuple[int, ...]:
        """Return the indices of ``articles`` in the order of the story."""
        return tuple(sorted({self.index[one] for one in articles if one in self.index}))

    def utterance(self, one: Utterance) -> UtteranceView:
        """Return an utterance with identical readings folded together."""
        folded: dict[tuple[object, ...], list[Reading]] = {}
        for reading in one.readings:
            folded.setdefault(_fold_key(reading, one), []).append(reading)
        variants = sorted(one.variants, key=lambda variant: wording.SEVERITY_ORDER.index(variant.severity))
        speakers = [self.speaker_words(speaker.name, one) for speaker in one.speakers]
        contested = one.id in self.contested or any(variant.type == "attribution" for variant in variants)
        return UtteranceView(
            anchor=self.anchors[one.id],
            speakers=(" or " if contested else " / ").join(speakers) or "Speaker not named",
            contested=contested,
            label=wording.shortened(one.readings[0].text, 300) if one.readings else "",
            short=wording.shortened(one.readings[0].text, 90) if one.readings else "",
            severity=variants[0].severity if variants else "",
            types=tuple(
                dict.fromkeys((variant.type, wording.TYPE_WORDS[variant.type]) for variant in variants)
            ),
            readings=tuple(self.reading(group, one) for group in folded.values()),
            reports=self.places(reading.article for reading in one.readings),
        )

    def speaker_words(self, name: str, utterance: Utterance) -> str:
        """Return a speaker as the reports print it: the name, or what was taken to be of that name."""
        taken = self.sources_taken([one for one in utterance.readings if one.speaker == name])
        return f"“{taken[0]}”, taken to be {name}" if taken else name

    def reading(self, group: list[Reading], utterance: Utterance) -> ReadingView:
        """Return one way of printing an utterance, with everyone who prints it so."""
        first = group[0]
        return ReadingView(
            witnesses=tuple(self.witness(one) for one in group),
            speaker=first.speaker or "",
            taken=self.sources_taken(group),
            base=utterance.readings[0] in group,
            paraphrase=first.paraphrase,
            indirect=first.kind == "indirect",
            marks=marked(first, utterance, self.texts),
            unplaced=unplaced(first, utterance),
        )

    def sources_taken(self, group: Sequence[Reading]) -> tuple[str, ...]:
        """Return the printed sources of readings that name their speaker nowhere: “he”, “the mayor”."""
        name = group[0].speaker if group else None
        printed = [
            source
            for one in group
            if (annotated := self.articles.get(one.article)) and (source := _source(annotated, one.quotation))
        ]
        if not name or any(_named(name, source) for source in printed):
            return ()
        return tuple(dict.fromkeys(printed))

    def witness(self, reading: Reading) -> WitnessView:
        """Return where a report prints a reading, and note the place as cited."""
        annotated = self.articles.get(reading.article)
        spans = reading.content
        if annotated is None or any(span.end > len(annotated.article.text) for span in spans):
            return WitnessView(
                report=self.index.get(reading.article, -1),
                quotation=reading.quotation,
                spans=(),
                attribution="",
            )
        self.cite(reading.article, spans)
        return WitnessView(
            report=self.index.get(reading.article, -1),
            quotation=reading.quotation,
            spans=spans,
            attribution=_attribution(annotated, reading.quotation),
        )

    def rows(self, utterances: Sequence[UtteranceView]) -> tuple[RowView, ...]:
        """Return the matrix: the utterances that have a coverage, in their order."""
        views = {one.anchor: one for one in utterances}
        printed = {
            one.id: {reading.article for reading in one.readings if not reading.paraphrase}
            for one in self.collation.utterances
        }
        return tuple(
            RowView(
                utterance=views[self.anchors[row.utterance]],
                cells=tuple(
                    CellView(
                        state="retold"
                        if cell.state == "carries" and cell.article not in printed[row.utterance]
                        else cell.state,
                        report=self.index[cell.article],
                    )
                    for cell in row.cells
                    if cell.article in self.index
                ),
            )
            for row in self.collation.coverage
            if row.utterance in self.anchors
        )

    def shared(self) -> Iterable[SharedView]:
        """Yield the texts that several reports reuse."""
        for origin in self.collation.origins:
            if len(origin.articles) < 2:
                continue
            longest = sorted(origin.passages, key=lambda passage: -len(passage[0].text))
            shown = [passage for passage in origin.passages if passage in longest[: SHOWN.passages]]
            yield SharedView(
                label=origin.label or "",
                kind_words=wording.ORIGIN_WORDS[origin.kind],
                reports=self.places(origin.articles),
                shares=tuple(
                    (self.index[article], round(100 * share))
                    for article, share in zip(origin.articles, origin.shares, strict=True)
                    if article in self.index
                ),
                quotes=tuple(quote for passage in shown for quote in self.passage(passage)),
                more=len(origin.passages) - len(shown),
                credits=self.quotes(origin.credits),
            )

    def passage(self, passage: Sequence[Evidence]) -> tuple[QuoteView, ...]:
        """Return a shared passage in the words of its first report, with every place where it stands."""
        first, *others = self.quotes(passage)
        return (replace(first, places=first.places + tuple(p for one in others for p in one.places)),)

    def alone(self, utterances: Sequence[UtteranceView]) -> tuple[OnlyView, ...]:
        """Return what one origin alone has, when there are several to compare."""
        if len(wording.origin_groups(self.collation)) < 2:
            return ()
        found: dict[str, list[Utterance]] = {}
        for one in self.collation.utterances:
            origins = {self.witness_of(reading) for reading in one.readings}
            if len(origins) == 1:
                found.setdefault(origins.pop(), []).append(one)
        shown = {one.anchor: one for one in utterances}
        views = [
            OnlyView(
                reports=self.places({reading.article for one in alone for reading in one.readings}),
                utterances=tuple(shown[self.anchors[one.id]] for one in alone),
            )
            for alone in found.values()
        ]
        return tuple(sorted(views, key=lambda view: view.reports))

    def witness_of(self, reading: Reading) -> str:
        """Return the origin that a reading goes back to."""
        return self.witnesses.of(reading.article, reading.content[0].start, reading.content[-1].end)

    def numbers(self) -> tuple[NumbersView, ...]:
        """Return the numbers by what they count, each place noted as cited; none for too many columns."""
        if len(self.collation.articles) > SHOWN.columns:
            return ()
        found = number_views(self.collation, self.articles, self.witnesses.of)
        for row in found:
            self.cite_cells(row.cells)
        return found

    def facts(self, cards: Mapping[str, str]) -> tuple[FactView, ...]:
        """Return what reports answer to one question. cards: the anchor of each difference by its id."""
        found = fact_views(self.collation, self.articles, self.witnesses)
        for row in found:
            self.cite_cells(row.cells)
        return tuple(replace(row, difference=cards.get(row.difference, "")) for row in found)

    def names(self) -> tuple[NameView, ...]:
        """Return who is who, each first place of a form noted as cited; none for too many columns."""
        if len(self.collation.articles) > SHOWN.columns:
            return ()
        found = name_views(self.collation, self.articles)
        for row in found:
            self.cite_cells([(*cell.forms, *cell.taken) for cell in row.cells])
        return found

    def cite_cells(self, cells: Sequence[Sequence[PrintedView]]) -> None:
        """Note what stands in the cells of a row, a cell a report, as cited."""
        for one, cell in zip(self.collation.articles, cells, strict=True):
            self.cite(one.id, (span for printed in cell for span in printed.spans))

    def timeline(self) -> Iterable[HappeningView]:
        """Yield the dated happenings, by date."""
        for one in sorted(self.collation.timeline, key=lambda happening: happening.date):
            yield HappeningView(
                date=wording.plain_date(one.date),
                iso_date=one.date,
                inferred=wording.inferred_from(one, self.reported),
                quotes=self.quotes(one.printed or one.evidence),
            )


def _lang(annotated: AnnotatedArticle | None) -> str:
    lang = annotated.article.lang if annotated else None
    return lang if lang and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang) else ""


def _fold_key(reading: Reading, utterance: Utterance) -> tuple[object, ...]:
    """Return what makes two readings the same to a reader: words, speaker, kind and variants.

    Marks and spaces differ between house styles and are never reported, so they do not count.
    """
    sides = tuple(
        variant.sides.index(side)
        for variant in utterance.variants
        if (side := side_of(variant, reading)) is not None
    )
    return reading.paraphrase, reading.speaker, sides, _words(reading.text)


def _named(name: str, source: str) -> bool:
    """Tell whether a printed source has a word of the name, or its initials ("the FBI")."""
    initials = "".join(word[0] for word in name.split() if word[:1].isupper())
    return (
        not set(_words(name)).isdisjoint(_words(source)) or len(initials) > 1 and initials in source.split()
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+(?:'\w+)*", text.casefold().replace("’", "'")))


def _source(annotated: AnnotatedArticle, quotation: str) -> str:
    """Return the source of a quotation as printed; '' without one."""
    found = (one for one in annotated.annotation.quotations if one.id == quotation)
    return " ".join(span.of(annotated.article.text) for one in found for span in one.source)


def _attribution(annotated: AnnotatedArticle, quotation: str) -> str:
    """Return how the report attributes the words: cue and source in the order they are printed."""
    found: Quotation | None = next(
        (one for one in annotated.annotation.quotations if one.id == quotation), None
    )
    if found is None:
        return ""
    text, printed = annotated.article.text, ""
    at = None
    for span in sorted((*found.cue, *found.source)):
        if at is not None:
            between = text[at : span.start]
            printed += between if len(between) < 4 and not between.strip(" ,:\n") else " … "
        printed += span.of(text)
        at = span.end
    return " ".join(printed.split())
