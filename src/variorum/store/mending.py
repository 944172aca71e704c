"""What a store puts right by itself, where somebody else changed its file: rows that can be made again."""

from __future__ import annotations

from variorum.store.checkup import of_story
from variorum.store.regrouping import describe
from variorum.store.session import Session
from variorum.store.stories import drop

_NO_STORY = "NOT EXISTS (SELECT 1 FROM story AS s WHERE s.id = {0}.story)"
_OF_STORIES = ("story_outlet", "collated", "difference", "utterance")


def mend(session: Session, *, everything: bool) -> None:
    """Have articles of a story that is gone be grouped again; see ``Store.mend``."""
    if session.rows(
        f"SELECT 1 FROM article WHERE story IS NOT NULL AND {_NO_STORY.format('article')} LIMIT 1"
    ):
        with session.change():
            for table in _OF_STORIES:
                session.do(f"DELETE FROM {table} WHERE {_NO_STORY.format(table)}")
            session.do(f"UPDATE article SET story = NULL WHERE {_NO_STORY.format('article')}")
    if everything:
        with session.change():
            _count_again(session)
            held = session.rows("SELECT story FROM collated ORDER BY story")
            drop(session, [story for (story,) in held if of_story(session, story)])


def _count_again(session: Session) -> None:
    """Put right what is counted: articles of stories, quotations of people, the last version of a page."""
    wrong = session.rows(
        "SELECT id FROM story AS s WHERE articles <> (SELECT count(*) FROM article WHERE story = s.id)"
    )
    describe(session, [id for (id,) in wrong])
    session.do("DELETE FROM story WHERE NOT EXISTS (SELECT 1 FROM article WHERE article.story = story.id)")
    counted = "(SELECT count(*) FROM quotation AS q WHERE q.person = person.key)"
    session.do(
        f"UPDATE person SET quotations = {counted}, articles = (SELECT count(DISTINCT q.article) FROM "
        f"quotation AS q WHERE q.person = person.key) WHERE quotations <> {counted}"
    )
    last = "(SELECT max(a.number) FROM article AS a WHERE a.page = changed_page.page)"
    session.do(f"UPDATE changed_page SET latest = {last} WHERE latest <> {last}")
