"""Read first: the ordered stages, what each requires and what it assigns.

Three scopes. An article stage sees one article and the annotation so far, a story stage the annotated
articles of one story and the collation so far; each is a plain function that returns the next one.
Between them the corpus scope groups articles into stories (``corpus.group``). Engines decide who runs
a stage where; they know no stage names.

The rooms of the story scope and the network are imported where they are used: a run that only annotates, and
each of its processes, starts in half the time without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from variorum import limits
from variorum.annotation.dates.stage import assign_dateline
from variorum.annotation.figures.stage import assign_figures
from variorum.annotation.layout.furniture import assign_furniture
from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.names.stage import assign_entities
from variorum.annotation.placing import as_seen, placed_back
from variorum.annotation.posts.stage import assign_posts
from variorum.annotation.quotations.reading import assign_reading
from variorum.annotation.quotations.stage import assign_quotations
from variorum.annotation.speakers.stage import assign_speakers
from variorum.errors import EngineError, PipelineError, in_one_line, is_fault, lacks_memory, memory_error
from variorum.model import (
    AnnotatedArticle,
    Annotation,
    Article,
    ArticleSummary,
    Collation,
    Reject,
    article_fault,
    fault,
    lost_articles,
)
from variorum.model.codec import annotated_record, encode, take_annotation
from variorum.rescue import Loss, Rescue, joined, singles
from variorum.reuse.shingles import Wording
from variorum.settings import AnnotateSettings, CollateSettings
from variorum.text.marks import pair_marks
from variorum.text.plain import in_stored_texts, plain_of, plain_text
from variorum.text.seen import seen, without_invisible
from variorum.text.stored import as_stored, joined_article, with_plain_lines, with_stored_words
from variorum.text.wrapping import Unwrapped, blank_line_ends

if TYPE_CHECKING:
    from variorum.annotation.neural import Reading

ArticleStage = Callable[..., Annotation]  # (article, annotation, *, settings: AnnotateSettings)
StoryStage = Callable[..., Collation]  # (articles, collation, *, settings: CollateSettings)
Annotator = Literal["model", "rules"]
DEFAULT_ANNOTATOR: Annotator = "model"
Run = TypeVar("Run")


class Stage(Struct, Generic[Run], frozen=True, kw_only=True):
    """One step: the layers it needs, the layers it adds, and the function that does it."""

    name: str
    requires: tuple[str, ...]
    assigns: tuple[str, ...]
    run: Run


ARTICLE_STAGES: tuple[Stage[ArticleStage], ...] = (
    Stage(name="layout", requires=("text",), assigns=("paragraphs", "sentences"), run=assign_layout),
    Stage(name="posts", requires=("paragraphs",), assigns=("posts",), run=assign_posts),
    Stage(name="furniture", requires=("paragraphs", "posts"), assigns=("furniture",), run=assign_furniture),
    Stage(name="dateline", requires=("posts",), assigns=("dateline",), run=assign_dateline),
    Stage(
        name="figures",
        requires=("sentences", "posts", "furniture", "dateline"),
        assigns=("figures",),
        run=assign_figures,
    ),
    Stage(name="entities", requires=("sentences", "furniture"), assigns=("entities",), run=assign_entities),
    Stage(
        name="quotations",
        requires=("sentences", "posts", "furniture", "entities"),
        assigns=("quotations",),
        run=assign_quotations,
    ),
    Stage(
        name="speakers",
        requires=("quotations", "entities"),
        assigns=("speakers", "entities"),
        run=assign_speakers,
    ),
)


@cache
def story_stages() -> tuple[Stage[StoryStage], ...]:
    """Return the stages of one story."""
    from variorum.collation.cast import assign_cast
    from variorum.collation.coverage import assign_coverage
    from variorum.collation.kinds import assign_discrepancies
    from variorum.collation.origins import assign_origins
    from variorum.collation.timeline import assign_timeline
    from variorum.collation.utterances.stage import assign_utterances
    from variorum.collation.variants.stage import assign_variants

    stages: tuple[Stage[StoryStage], ...] = (
        Stage(name="origins", requires=("articles",), assigns=("origins",), run=assign_origins),
        Stage(name="utterances", requires=("articles",), assigns=("utterances",), run=assign_utterances),
        Stage(name="cast", requires=("articles", "utterances"), assigns=("entities",), run=assign_cast),
        Stage(name="variants", requires=("utterances",), assigns=("variants",), run=assign_variants),
        Stage(
            name="discrepancies",
            requires=("utterances", "variants", "origins"),
            assigns=("discrepancies",),
            run=assign_discrepancies,
        ),
        Stage(name="timeline", requires=("articles",), assigns=("timeline",), run=assign_timeline),
        Stage(
            name="coverage", requires=("utterances", "variants"), assigns=("coverage",), run=assign_coverage
        ),
    )
    check_order(stages, ["articles"])
    return stages


def check_order(stages: Sequence[Stage[Run]], given: Sequence[str]) -> None:
    """Raise PipelineError when a stage requires a layer that nothing before it assigns."""
    known = set(given)
    for stage in stages:
        missing = [layer for layer in stage.requires if layer not in known]
        if missing:
            raise PipelineError(
                f"stage {stage.name!r} requires {', '.join(missing)}, which no stage before it assigns"
            )
        known.update(stage.assigns)


check_order(ARTICLE_STAGES, ["text"])


def article_stages(reading: Reading | None = None) -> tuple[Stage[ArticleStage], ...]:
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
        requires=("quotations", "posts", "furniture"),
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


def annotate_article(
    article: Article, settings: AnnotateSettings | None = None, *, reading: Reading | None = None
) -> AnnotatedArticle:
    """Return ``article`` with all its layers, by rules alone unless the network's ``reading`` is given.

    An article without a date takes the one that its text gives itself, where that is sure (see
    ``Annotation.dateline``). All stages, and the ``reading``, see the text as its reader does: without markup
    (``text.plain``), lines that were broken at a width joined to paragraphs (``text.wrapping``), without
    invisible signs (``text.seen``). Spans are given in the text as it is stored. Empty text gives empty layers.
    Raises TookTooLong after ``settings.seconds``, where a limit can be kept (see ``limits``).
    """
    settings = settings or AnnotateSettings()
    if plain := plain_of(article):
        return plain.stored_annotation(annotate_article(plain.article, settings, reading=reading))
    annotation = Annotation()
    with limits.time_limit(settings.seconds):
        limits.enter("layout")
        joined, lines = joined_article(article)
        view = seen(joined.text)
        source = joined if view is None else as_seen(joined, view)
        for stage in article_stages(reading):
            limits.enter(stage.name)
            annotation = stage.run(source, annotation, settings=settings)
        if view is not None:
            annotation = placed_back(annotation, view)
        annotation = as_stored(annotation, lines)
    dateline = annotation.dateline
    if article.date is None and dateline and dateline.confidence >= settings.dateline_sure:
        article = replace(article, date=dateline.date)
    return AnnotatedArticle(article=article, annotation=annotation)


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
    if annotator == "rules":
        return annotate_article(article, settings)
    from variorum.annotation.neural import readings
    from variorum.annotation.speakers.scorer import load_scorer

    (reading,) = readings([article.text], threads=1, squeeze=load_scorer().squeeze)
    return annotate_article(article, settings, reading=reading)


def _annotated(
    article: Article, settings: AnnotateSettings, reading: Reading | None
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
) -> Sequence[Reading | Reject | None]:
    """Return the network's reading of each article, None for each without the network."""
    if annotator == "rules":
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
    texts = [without_invisible(Unwrapped(plain_text(article)).text) for article in articles]
    try:
        with limits.time_limit(settings.seconds and settings.seconds * len(texts)):
            # One thread: the engine's workers share the cores, and results may not depend on how many.
            return list(readings(texts, threads=1, squeeze=squeeze))
    except Exception as error:
        if len(articles) == 1:
            return [_rejected(articles[0], error)]
        if not is_fault(error):
            raise
    # Which of them it was shows when each is read alone; alone they are read the same.
    return [one for article in articles for one in _readings([article], settings, annotator)]


def prose_of(article: Article, settings: AnnotateSettings | None = None) -> Wording:
    """Return the words of ``article`` and which of them are its reporter's prose.

    Not so are words in quotation marks, posts and furniture, as layout and marks alone tell them: for the
    corpus scope, where articles are not annotated.
    """
    settings = settings or AnnotateSettings()
    annotation = Annotation()
    with limits.time_limit(settings.seconds):
        limits.enter("layout")
        joined, view = joined_article(article)
        for stage in ARTICLE_STAGES[:3]:
            limits.enter(stage.name)
            annotation = stage.run(joined, annotation, settings=settings)
    annotation = as_stored(annotation, view)
    limits.enter("prose")
    text = article.text if view is None else blank_line_ends(article.text, annotation.paragraphs)
    quoted = [region.span for region in pair_marks(text, annotation.paragraphs)]
    posts = [post.span for post in annotation.posts]
    return Wording.of(text, annotation.sentences, [*quoted, *posts, *annotation.furniture])


def collate_story(
    story: str, articles: Sequence[AnnotatedArticle], settings: CollateSettings | None = None
) -> Collation:
    """Return the collation of one story; the order of ``articles`` changes nothing."""
    settings = settings or CollateSettings()
    if plains := {item.article.id: plain for item in articles if (plain := plain_of(item.article))}:
        as_read = [
            plain.plain_annotation(each) if (plain := plains.get(each.article.id)) else each
            for each in articles
        ]
        return in_stored_texts(collate_story(story, as_read, settings), plains)
    ordered = tuple(with_plain_lines(each) for each in sorted(articles, key=_by_date))
    collation = Collation(story=story, articles=tuple(_summary(item.article) for item in ordered))
    for stage in story_stages():
        limits.enter(stage.name)
        collation = stage.run(ordered, collation, settings=settings)
    shown = {each.article.id: each.article.text for each in ordered}
    stored = {each.article.id: each.article.text for each in articles}
    return with_stored_words(collation, {name: text for name, text in stored.items() if text != shown[name]})


def _lost_story(group: tuple[str, Sequence[AnnotatedArticle]], loss: Loss) -> Reject:
    story, articles = group
    ordered = sorted((item.article for item in articles), key=lambda one: one.id)
    return fault(
        loss.cause,
        file=str(ordered[0].extra.get("file", "input")) if ordered else "input",
        stage=loss.stage,
        story=story,
        articles=[one.id for one in ordered],
    )


# What becomes of a story that cannot be collated; the others go on.
COLLATE_RESCUE = Rescue(lost=_lost_story)


def _by_date(annotated: AnnotatedArticle) -> tuple[bool, str, str]:
    """Order by date, undated articles last, then by id."""
    article = annotated.article
    return (article.date is None, article.date or "", article.id)


def _summary(article: Article) -> ArticleSummary:
    return ArticleSummary(
        id=article.id,
        outlet=article.outlet,
        title=article.title,
        date=article.date,
        status=article.status,
        url=article.url,
        byline=article.byline,
    )
