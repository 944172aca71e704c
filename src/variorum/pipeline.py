"""Read first: the ordered stages, what each requires and what it assigns.

Three scopes. An article stage sees one article and the annotation so far, a story stage the annotated
articles of one story and the collation so far; each is a plain function that returns the next one.
Between them the corpus scope groups articles into stories (``Corpus.group``). Engines decide who runs
a stage where; they know no stage names.

The rooms of the story scope and the network are imported where they are used: a run that only annotates, and
each of its processes, starts in half the time without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Literal, get_args

from msgspec.structs import replace

from variorum import limits
from variorum.annotation.dates.stage import assign_dateline
from variorum.annotation.figures.stage import assign_figures
from variorum.annotation.layout.furniture import assign_furniture
from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.names.stage import assign_entities
from variorum.annotation.posts.stage import assign_posts
from variorum.annotation.quotations.reading import assign_reading
from variorum.annotation.quotations.stage import assign_quotations
from variorum.annotation.speakers.stage import assign_speakers
from variorum.collation.order import in_order
from variorum.errors import (
    EngineError,
    InputError,
    TookTooLong,
    in_one_line,
    is_fault,
    lacks_memory,
    memory_error,
)
from variorum.language.language import DEFAULT, language_of
from variorum.model import (
    AnnotatedArticle,
    Annotation,
    Article,
    ArticleSummary,
    Collation,
    Decided,
    Decision,
    Reject,
    article_fault,
    fault,
    lost_articles,
)
from variorum.model.codec import annotated_record, encode, take_annotation
from variorum.rescue import Loss, Rescue, joined, singles
from variorum.reuse.shingles import Wording
from variorum.settings import AnnotateSettings, CollateSettings
from variorum.stages import ArticleStage, Stage, StoryStage, check_order
from variorum.text.declared import is_heard, language_note, other_language, taken_back
from variorum.text.marks import pair_marks
from variorum.text.normalise import keeping_words
from variorum.text.plain import article_in, as_collated, reading_view
from variorum.text.stored import in_stored_texts, placed, with_plain_lines, with_stored_words
from variorum.text.view import View
from variorum.text.wrapping import blank_line_ends, joints

if TYPE_CHECKING:
    from variorum.annotation.neural import NetworkReading
    from variorum.decisions.before import Before

Annotator = Literal["model", "rules"]
DEFAULT_ANNOTATOR: Annotator = "model"
ANNOTATORS: tuple[str, ...] = get_args(Annotator)


ARTICLE_STAGES: tuple[Stage[ArticleStage], ...] = (
    Stage(name="layout", assigns=("paragraphs", "sentences"), run=assign_layout),
    Stage(name="posts", requires=("paragraphs",), assigns=("posts",), run=assign_posts),
    Stage(name="furniture", requires=("paragraphs", "posts"), assigns=("furniture",), run=assign_furniture),
    Stage(name="dateline", requires=("posts",), assigns=("dateline",), run=assign_dateline),
    Stage(
        name="figures",
        requires=("paragraphs", "sentences", "posts", "furniture", "dateline"),
        assigns=("figures",),
        run=assign_figures,
    ),
    Stage(name="entities", requires=("paragraphs", "furniture"), assigns=("entities",), run=assign_entities),
    Stage(
        name="quotations",
        requires=("paragraphs", "sentences", "posts", "furniture"),
        assigns=("quotations",),
        run=assign_quotations,
    ),
    Stage(
        name="speakers",
        requires=("paragraphs", "sentences", "posts", "entities", "quotations"),
        assigns=("quotations.speaker", "entities"),
        run=assign_speakers,
    ),
)


@cache
def story_stages() -> tuple[Stage[StoryStage], ...]:
    """Return the stages of one story."""
    from variorum.collation.carriers import assign_coverage, assign_origins
    from variorum.collation.cast import assign_cast
    from variorum.collation.facts import assign_facts
    from variorum.collation.kinds import assign_discrepancies
    from variorum.collation.timeline import assign_timeline
    from variorum.collation.utterances.stage import assign_utterances
    from variorum.collation.variants.stage import assign_variants

    spoken = ("paragraphs", "posts", "entities", "quotations")
    stages: tuple[Stage[StoryStage], ...] = (
        Stage(
            name="origins",
            requires=("articles",),
            of_articles=("sentences", "posts", "furniture", "quotations"),
            assigns=("origins", "articles.own", "articles.origin"),
            run=assign_origins,
            any_language=True,
        ),
        Stage(
            name="utterances",
            of_articles=(*spoken, "sentences"),
            assigns=("utterances",),
            run=assign_utterances,
        ),
        Stage(
            name="cast",
            requires=("utterances",),
            of_articles=("entities", "quotations"),
            assigns=("entities", "utterances.speakers"),
            run=assign_cast,
        ),
        Stage(
            name="variants",
            requires=("utterances", "origins"),
            of_articles=("paragraphs", "sentences", "entities", "quotations"),
            assigns=("utterances.variants",),
            run=assign_variants,
        ),
        Stage(
            name="discrepancies",
            requires=("utterances", "utterances.speakers", "utterances.variants", "entities", "origins"),
            of_articles=(*spoken, "sentences", "furniture", "figures", "dateline"),
            assigns=("discrepancies", "possible", "facts"),
            run=assign_discrepancies,
        ),
        Stage(
            name="facts",
            requires=("entities", "discrepancies", "facts"),
            of_articles=(*spoken, "sentences", "furniture", "figures"),
            assigns=("facts",),
            run=assign_facts,
        ),
        Stage(
            name="timeline",
            of_articles=("sentences", "posts", "furniture", "figures", "quotations"),
            assigns=("timeline",),
            run=assign_timeline,
        ),
        Stage(
            name="coverage",
            requires=("articles", "utterances", "utterances.variants"),
            assigns=("coverage",),
            run=assign_coverage,
        ),
    )
    check_order(stages, Collation, ["articles"])
    return stages


check_order(ARTICLE_STAGES, Annotation)
# What every language gets.
LAYOUT_STAGES = ARTICLE_STAGES[:3]


def article_stages(reading: NetworkReading | None = None) -> tuple[Stage[ArticleStage], ...]:
    """Return the stages of one article: those above; with the network's reading of it, those that join it.

    The rules run in both cases: they know where names end and who bears them, and only they see posts and
    quotations inside quotations.
    """
    if reading is None:
        return ARTICLE_STAGES
    named = partial(assign_entities, names=reading.names)
    stages = [replace(each, run=named) if each.name == "entities" else each for each in ARTICLE_STAGES]
    join = Stage[ArticleStage](
        name="reading",
        requires=("paragraphs", "sentences", "posts", "furniture", "quotations"),
        assigns=("quotations",),
        run=partial(assign_reading, reading=reading),
    )
    if reading.vectors is None:
        return (*stages[:-1], join, stages[-1])
    from variorum.annotation.speakers.resolver import assign_meant

    meant = Stage[ArticleStage](
        name="meant",
        requires=("quotations", "entities", "speakers"),
        assigns=("speakers", "entities"),
        run=partial(assign_meant, vectors=reading.vectors),
    )
    return (*stages[:-1], join, stages[-1], meant)


def check_annotator(name: str) -> None:
    """Raise InputError when no annotator is called so."""
    if name not in ANNOTATORS:
        raise InputError(f"there is no annotator {name!r}; known: {', '.join(ANNOTATORS)}")


def annotate_article(
    article: Article, settings: AnnotateSettings | None = None, *, reading: NetworkReading | None = None
) -> AnnotatedArticle:
    """Return ``article`` with all its layers, by rules alone unless the network's ``reading`` is given.

    An article without a date takes the one that its text gives itself, where that is sure (see
    ``Annotation.dateline``). All stages, and the ``reading``, see the text as its reader does: without
    markup, broken lines joined, without invisible signs (``text.plain``). Spans are given in the text as it
    is stored. Empty text gives empty layers. An article that declares another language than English gets
    the layers of its layout alone, and a note that says so; one that its agency withdrew, too.
    Raises TookTooLong after ``settings.seconds``, where a limit can be kept (see ``limits``).
    """
    settings = settings or AnnotateSettings()
    language = other_language(article)
    with limits.time_limit(settings.seconds):
        limits.enter("layout")
        view = reading_view(article)
        stages = article_stages(reading) if is_heard(article) else LAYOUT_STAGES
        annotation = _annotation(article, view, stages, settings)
    dateline = annotation.dateline
    if article.date is None and dateline and dateline.confidence >= settings.dateline_sure:
        article = replace(article, date=dateline.date)
    if language is not None:
        from variorum.formats.records import note

        article = replace(article, extra=dict(article.extra))
        note(article.extra, language_note(language))
    return AnnotatedArticle(article=article, annotation=annotation)


def _annotation(
    article: Article, view: View, stages: Sequence[Stage[ArticleStage]], settings: AnnotateSettings
) -> Annotation:
    """Return what ``stages`` mark in ``view``, told in the stored text."""
    source = article_in(article, view)
    annotation = Annotation()
    for stage in stages:
        limits.enter(stage.name)
        annotation = stage.run(source, annotation, settings=settings)
    return placed(annotation, view.back) if view.changed else annotation


def annotate_batch(
    articles: Sequence[Article],
    settings: AnnotateSettings | None = None,
    *,
    annotator: Annotator = DEFAULT_ANNOTATOR,
) -> list[AnnotatedArticle | Reject]:
    """Return the annotated articles of a batch, in order.

    annotator: ``model`` reads quotations with the shipped network, ``rules`` by rules alone: faster, and
        blind to much indirect speech.
    An article that comes annotated already (a line of ``variorum annotate``) keeps its annotation; one
    whose annotation does not fit its text is a reject. So is one at which a stage or the network raises, or
    that takes too long; the others do not know of it.
    """
    check_annotator(annotator)
    settings = settings or AnnotateSettings()
    given: dict[str, AnnotatedArticle | Reject] = {}
    for article in articles:
        limits.enter("annotation of the record")
        try:
            annotated = take_annotation(article)
        except Exception as error:
            given[article.id] = _rejected(article, error)
            continue
        if annotated is not None:
            given[article.id] = annotated
    fresh = [article for article in articles if article.id not in given]
    for article, reading in zip(fresh, _readings(fresh, settings, annotator), strict=True):
        given[article.id] = reading if isinstance(reading, Reject) else _annotated(article, settings, reading)
    return [given[article.id] for article in articles]


def annotate_lines(
    articles: Sequence[Article],
    settings: AnnotateSettings | None = None,
    *,
    annotator: Annotator = DEFAULT_ANNOTATOR,
) -> list[bytes | Reject]:
    """Return what ``annotate_batch`` does as lines of JSON: ten times as quick to send between processes."""
    batch = annotate_batch(articles, settings, annotator=annotator)
    return [item if isinstance(item, Reject) else _line(item) for item in batch]


def annotate_rescue(annotator: Annotator = DEFAULT_ANNOTATOR) -> Rescue:
    """Return what becomes of a batch of articles whose worker dies: each is tried alone, and one is lost."""
    return Rescue(lost=lost_articles, parts=singles, whole=joined, warm=partial(_warm, annotator))


def _warm(annotator: Annotator) -> None:
    """Load what annotating needs."""
    annotate_lines([Article(id="", text="“It is,” Ada said.")], annotator=annotator)


def _line(annotated: AnnotatedArticle) -> bytes | Reject:
    limits.enter("json")
    try:
        return encode(annotated_record(annotated))
    except Exception as error:
        return _rejected(annotated.article, error)


def annotate_alone(
    article: Article, settings: AnnotateSettings | None = None, *, annotator: Annotator = DEFAULT_ANNOTATOR
) -> AnnotatedArticle:
    """Return one article as ``annotate_batch`` does, but let what is raised out: to look into it."""
    check_annotator(annotator)
    if annotator == "rules" or not _for_network(article):
        return annotate_article(article, settings)
    from variorum.annotation.neural import readings
    from variorum.annotation.speakers.scorer import load_scorer

    (reading,) = readings([reading_view(article).text], threads=1, squeeze=load_scorer().squeeze)
    return annotate_article(article, settings, reading=reading)


def lay_out(article: Article, settings: AnnotateSettings | None = None) -> AnnotatedArticle:
    """Return an article with its paragraphs, sentences, posts and furniture alone, which takes no time; with
    all its layers where it came annotated. Raises BadRecord for an annotation that does not fit its text.
    """
    given = take_annotation(article)
    if given is not None:
        return given
    settings = settings or AnnotateSettings()
    with limits.time_limit(settings.seconds):
        limits.enter("layout")
        annotation = _annotation(article, reading_view(article), LAYOUT_STAGES, settings)
    return AnnotatedArticle(article=article, annotation=annotation)


def _for_network(article: Article) -> bool:
    """Tell whether an article is in the language that the network was trained on."""
    return is_heard(article) and language_of(article.lang).code == DEFAULT


def _annotated(
    article: Article, settings: AnnotateSettings, reading: NetworkReading | None
) -> AnnotatedArticle | Reject:
    try:
        return annotate_article(article, settings, reading=reading)
    except Exception as error:
        return _rejected(article, error)


def _rejected(article: Article, error: Exception) -> Reject:
    """Return the reject for a fault of one article; raise again what concerns the run as a whole."""
    if not is_fault(error):
        raise error
    return article_fault(article, error)


def _readings(
    articles: Sequence[Article], settings: AnnotateSettings, annotator: Annotator
) -> Sequence[NetworkReading | Reject | None]:
    """Return the network's reading of each article, None for each without the network."""
    english = [article for article in articles if _for_network(article)]
    if annotator == "rules" or not english:
        return [None] * len(articles)
    from variorum.annotation.neural import load, readings
    from variorum.annotation.speakers.scorer import load_scorer

    limits.enter("network")
    try:
        load(1)
        squeeze = load_scorer().squeeze
    except ImportError:
        raise
    except Exception as error:  # no article's fault
        raise (
            memory_error(error)
            if lacks_memory(error)
            else EngineError(f"the network cannot be loaded: {in_one_line(error)}")
        ) from error
    texts = [reading_view(article).text for article in english]
    try:
        with limits.time_limit(settings.seconds and settings.seconds * len(texts)):
            # One thread: the engine's workers share the cores, and results may not depend on how many.
            found = iter(list(readings(texts, threads=1, squeeze=squeeze)))
    except Exception as error:
        if len(articles) == 1:
            return [_rejected(articles[0], error)]
        if not is_fault(error):
            raise
    else:
        return [next(found) if _for_network(article) else None for article in articles]
    # Which of them it was shows when each is read alone; alone they are read the same.
    return [one for article in articles for one in _readings([article], settings, annotator)]


def prose_of(article: Article, settings: AnnotateSettings | None = None) -> Wording:
    """Return the words of ``article`` and which of them are its reporter's prose.

    Not so are words in quotation marks, posts and furniture, as layout and marks alone tell them: for the
    corpus scope, where articles are not annotated.
    """
    settings = settings or AnnotateSettings()
    with limits.time_limit(settings.seconds):
        limits.enter("layout")
        view = View(article.text, joints(article.text))
        annotation = _annotation(article, view, LAYOUT_STAGES, settings)
    limits.enter("prose")
    text = blank_line_ends(article.text, annotation.paragraphs) if view.changed else article.text
    quoted = [region.span for region in pair_marks(text, annotation.paragraphs)]
    posts = [post.span for post in annotation.posts]
    return Wording.of(text, annotation.sentences, [*quoted, *posts, *annotation.furniture])


def _load_arrays() -> None:
    """Load what the stages of a story reckon with, before its time runs: a module whose loading a limit ended
    cannot be loaded again.
    """
    import numpy  # noqa: F401


def collate_story(
    story: str,
    articles: Sequence[AnnotatedArticle],
    settings: CollateSettings | None = None,
    *,
    decisions: Sequence[Decision] = (),
) -> Collation:
    """Return the collation of one story; the order of ``articles`` changes nothing.

    decisions: those that were made on stories, of any kind and in any order. Who said a quotation and which
    of them are one utterance is taken from them, and all else found by it; what is dismissed still stands
    here (``decisions.apply`` takes it out, and says what has become of each decision).

    The stages see the texts without markup and linked headlines and with plain line ends; what they find is
    told in the stored ones. Of an article in another language than English only the text that it shares is
    compared.
    Raises TookTooLong after ``settings.seconds`` for each article, or ``settings.story_seconds``, where a
    limit can be kept.
    """
    settings = settings or CollateSettings()
    _load_arrays()
    with limits.time_limit(_story_limit(len(articles), settings)), keeping_words():
        limits.enter("story")
        return _collation(story, articles, settings, decisions)


def decide_story(
    story: str,
    articles: Sequence[AnnotatedArticle],
    settings: CollateSettings | None = None,
    *,
    decisions: Sequence[Decision] = (),
) -> Decided:
    """Return the collation of one story as ``decisions`` leave it, and what each of them has come to."""
    collation = collate_story(story, articles, settings, decisions=decisions)
    if not decisions:
        return Decided(collation=collation)
    from variorum.decisions.apply import apply
    from variorum.decisions.records import text_hash

    captures = {one.article.id: text_hash(one.article.text) for one in articles}
    return apply(collation, decisions, captures)


def _story_limit(articles: int, settings: CollateSettings) -> float | None:
    """Return how long a story may take; None for no limit."""
    told = (settings.seconds and settings.seconds * articles, settings.story_seconds)
    return min((each for each in told if each), default=None)


def _collation(
    story: str,
    articles: Sequence[AnnotatedArticle],
    settings: CollateSettings,
    decisions: Sequence[Decision] = (),
) -> Collation:
    decided = _decided(articles, decisions) if decisions else None
    if decided is not None:
        articles = decided.articles
    views: dict[str, View] = {}
    compared = []
    withdrawn = taken_back(each.article for each in articles)
    for each in articles:
        if each.article.id in withdrawn:
            each = replace(each, article=replace(each.article, status="withdrawn"))
        plain, view = as_collated(each.article)
        if view.changed:
            views[plain.id] = view
            each = AnnotatedArticle(article=plain, annotation=placed(each.annotation, view.there))
        compared.append(each)
    ordered = in_order(with_plain_lines(each) for each in compared)
    heard = tuple(_if_heard(each) for each in ordered)
    shown = {each.article.id: each.article.text for each in ordered}
    texts = {
        one.article.id: one.article.text for one in compared if one.article.text != shown[one.article.id]
    }
    collation = Collation(story=story, articles=tuple(_summary(item.article) for item in ordered))
    for stage in story_stages():
        limits.enter(stage.name)
        given = ordered if stage.any_language else heard
        collation = stage.run(given, collation, settings=settings)
        if decided is not None and "utterances" in stage.assigns:
            printed = in_stored_texts(with_stored_words(collation.utterances, texts), views)
            collation = decided.with_utterances(collation, printed)
    return in_stored_texts(with_stored_words(collation, texts), views)


def _decided(articles: Sequence[AnnotatedArticle], decisions: Sequence[Decision]) -> Before:
    from variorum.decisions.before import before

    return before(articles, decisions)


def _if_heard(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article; without its layers where it declares another language, or was withdrawn."""
    return annotated if is_heard(annotated.article) else replace(annotated, annotation=Annotation())


def _lost_story(group: tuple[str, Sequence[AnnotatedArticle]], loss: Loss) -> Reject:
    story, articles = group
    late = isinstance(loss.cause, TookTooLong)
    ordered = sorted((item.article for item in articles), key=lambda one: one.id)
    lost = fault(
        loss.cause,
        file=str(ordered[0].extra.get("file", "input")) if ordered else "input",
        stage=loss.stage,
        story=story,
        articles=[one.id for one in ordered],
    )
    return replace(lost, reason=f"{lost.reason}; {_REMEDY}") if late else lost


_REMEDY = "give it more time (--time-limit, 0 for no limit) or fewer of its reports"
# What becomes of a story that cannot be collated; the others go on.
COLLATE_RESCUE = Rescue(lost=_lost_story)


def _summary(article: Article) -> ArticleSummary:
    return ArticleSummary(
        id=article.id,
        outlet=article.outlet,
        title=article.title,
        date=article.date,
        # What another language says is as unknown as words that could not be had.
        status=article.status
        if article.status == "withdrawn" or other_language(article) is None
        else "unreadable",
        url=article.url,
        byline=article.byline,
    )
