"""What comparing reports found, and what following them over days did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.model import AnnotatedArticle, Collation, Decided, Event, Reject, Standing
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.outputs.frame import Frame


class Comparison(Struct, frozen=True, kw_only=True):
    """What ``compare`` found: stories by size and id, the articles behind them, what could not be read.

    decided: of a comparison with decisions, what they have come to, for each of ``collations``; else nothing.
    regrouped: the same of those on which articles are a story.
    """

    collations: tuple[Collation, ...]
    articles: Mapping[str, AnnotatedArticle]
    rejects: tuple[Reject, ...]
    decided: tuple[Decided, ...] = ()
    regrouped: tuple[Standing, ...] = ()

    def to_frame(self, table: str = "quotations") -> Frame:
        """Return a flat table of what was found, see ``outputs.frame``.

        table: ``articles``, ``quotations``, ``speakers``, ``differences``, ``evidence`` or ``origins``.
        Raises InputError for any other.
        """
        from variorum.outputs.flat import frame

        return frame(table, self.collations, self.articles)

    def __repr__(self) -> str:
        return f"Comparison({_counted(self)})"

    def _repr_html_(self) -> str:
        from variorum.outputs.frame import html_table
        from variorum.outputs.titles import story_title
        from variorum.outputs.wording import headline

        rows = [
            (story_title(one, self.articles), str(headline(one)), str(len(one.discrepancies)))
            for one in self.collations
        ]
        return html_table(_counted(self), ("story", "what", "differences"), rows[: SHOWN.frame_rows])


def _counted(found: Comparison) -> str:
    from variorum.outputs.wording import plural

    stories = len(found.collations)
    told = [f"{stories:,} {'story' if stories == 1 else 'stories'}", plural(len(found.articles), "article")]
    return ", ".join([*told, plural(len(found.rejects), "reject")])


class Following(Struct, frozen=True, kw_only=True):
    """What ``Corpus.follow`` found.

    stories: (article id, story id) of all articles that the state knows, in the order of arrival.
    events: what this call changed, in order. new: articles that were not known before, of those ``read``.
    """

    stories: list[tuple[str, str]]
    events: list[Event]
    new: int
    read: int
