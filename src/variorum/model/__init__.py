"""The types of the house: frozen, keyword-only, JSON in and out (see ``codec``)."""

from variorum.model.annotation import (
    AnnotatedArticle,
    Annotation,
    Bound,
    Dateline,
    Entity,
    EntityKind,
    Figure,
    FigureKind,
    Post,
)
from variorum.model.article import (
    Article,
    ArticleStatus,
    Block,
    BlockKind,
    Reject,
    article_id,
    by_date,
    instant,
)
from variorum.model.collation import (
    ArticleSummary,
    Collation,
    Coverage,
    CoverageCell,
    CoverageState,
    Happening,
    StoryEntity,
    StoryMember,
)
from variorum.model.discrepancy import Discrepancy, Relation, Side
from variorum.model.event import Event
from variorum.model.faults import article_fault, fault, lost_articles, show_trace, too_little_memory
from variorum.model.ids import content_id
from variorum.model.kinds import DifferenceType, Severity
from variorum.model.origin import Carrier, CorpusOrigin, Origin, OriginKind
from variorum.model.quotation import Act, Quotation, QuotationKind, Speaker
from variorum.model.span import Span, SpanIndex, Spans, SpansWith, cover
from variorum.model.utterance import (
    Evidence,
    Reading,
    Utterance,
    UtteranceSpeaker,
    Variant,
    VariantSide,
)

__all__ = [
    "Act",
    "AnnotatedArticle",
    "Annotation",
    "Article",
    "ArticleStatus",
    "ArticleSummary",
    "Block",
    "BlockKind",
    "Bound",
    "Carrier",
    "Collation",
    "CorpusOrigin",
    "Coverage",
    "CoverageCell",
    "CoverageState",
    "Dateline",
    "DifferenceType",
    "Discrepancy",
    "Entity",
    "EntityKind",
    "Event",
    "Evidence",
    "Figure",
    "FigureKind",
    "Happening",
    "Origin",
    "OriginKind",
    "Post",
    "Quotation",
    "QuotationKind",
    "Reading",
    "Reject",
    "Relation",
    "Severity",
    "Side",
    "Span",
    "SpanIndex",
    "SpansWith",
    "Spans",
    "Speaker",
    "StoryEntity",
    "StoryMember",
    "Utterance",
    "UtteranceSpeaker",
    "Variant",
    "VariantSide",
    "article_fault",
    "article_id",
    "by_date",
    "instant",
    "content_id",
    "cover",
    "fault",
    "lost_articles",
    "show_trace",
    "too_little_memory",
]
