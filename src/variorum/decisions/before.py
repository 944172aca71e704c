"""What decisions say of a story before it is collated: who spoke, and which quotations are one utterance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from variorum.decisions.finding import Captures
from variorum.decisions.records import in_force, text_hash
from variorum.decisions.speakers import corrected
from variorum.decisions.utterances import rebuilt, regroup
from variorum.model import AnnotatedArticle, Collation, Decision, Utterance


class Before(Struct, frozen=True, kw_only=True):
    """The articles of a story with the speakers that were decided, and what else was, oldest first."""

    articles: tuple[AnnotatedArticle, ...]
    decisions: tuple[Decision, ...]
    captures: Captures

    def with_utterances(self, collation: Collation, printed: Sequence[Utterance]) -> Collation:
        """Return the collation with its utterances joined and parted as decided.

        printed: the same utterances with their readings as they are stored, which decisions are about; a
        stage may see the texts without their markup.
        """
        told = [one for one in self.decisions if one.kind in ("same", "apart")]
        summaries = {one.id: one for one in collation.articles}
        groups = regroup(printed, told, summaries, self.captures).groups
        order = {name: at for at, name in enumerate(summaries)}
        return replace(collation, utterances=rebuilt(collation.utterances, groups, order))


def before(articles: Sequence[AnnotatedArticle], decisions: Iterable[Decision]) -> Before:
    """Return what ``decisions``, any and in any order, say of a story that these are the articles of."""
    told = in_force(decisions)
    return Before(
        articles=tuple(corrected(one, told) for one in articles),
        decisions=told,
        captures={one.article.id: text_hash(one.article.text) for one in articles},
    )
