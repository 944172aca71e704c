"""Changing which articles are a story."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import nlargest

from variorum.model import Article
from variorum.model.codec import decode, encode
from variorum.settings import STORE
from variorum.store.base import Grouped
from variorum.store.captures import in_parts
from variorum.store.events import note_stories
from variorum.store.session import Session

_READ = "SELECT id, substr(text, 1, ?), title, date, lang FROM article"


class SqlRegrouping:
    """What regrouping asks and does; see ``Regrouping``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._began = self._count()

    def _count(self) -> int:
        return int(self._session.rows("SELECT value FROM meta WHERE name = 'grouping'")[0][0])

    def waiting(self) -> list[str]:
        """Return the articles that are in no story yet."""
        rows = self._session.rows("SELECT id FROM article WHERE story IS NULL ORDER BY number")
        return [id for (id,) in rows]

    def size(self) -> int:
        """Return how many articles there are."""
        return int(self._session.rows("SELECT count(*) FROM article")[0][0])

    def openings(self, articles: Sequence[str] | None, characters: int) -> Iterator[Article]:
        """Yield what grouping reads of articles, in the order in which they came."""
        if articles is None:
            last, more = 0, True
            while more:
                rows = self._session.rows(
                    f"{_READ.replace('FROM', ', number FROM')} WHERE number > ? ORDER BY number LIMIT ?",
                    characters,
                    last,
                    STORE.asked,
                )
                more = bool(rows)
                last = rows[-1][5] if rows else last
                yield from (_opening(row[:5]) for row in rows)
            return
        numbers = sorted(
            number
            for (number,) in in_parts(self._session, "SELECT number FROM article WHERE id IN", articles)
        )
        for start in range(0, len(numbers), STORE.asked):
            part = numbers[start : start + STORE.asked]
            places = ", ".join("?" * len(part))
            for row in self._session.rows(
                f"{_READ} WHERE number IN ({places}) ORDER BY number", characters, *part
            ):
                yield _opening(row)

    def near(self, articles: Sequence[str], *, most: int, holders: int, far: float) -> set[str]:
        """Return the articles that share rare words with each of ``articles``."""
        found: set[int] = set()
        days: dict[int, float | None] = {}

        @lru_cache(maxsize=STORE.terms)
        def holding(term: int) -> list[int]:
            rows = self._session.rows(
                "SELECT article FROM term WHERE term = ? ORDER BY article DESC LIMIT ?", term, holders
            )
            return [other for (other,) in rows]

        for terms, day in in_parts(self._session, "SELECT terms, day FROM article WHERE id IN", articles):
            alike: dict[int, float] = {}
            for term in decode(terms, list[int]):
                held = holding(term)
                weight = 1 / math.log(2 + len(held))
                for other in held:
                    alike[other] = alike.get(other, 0.0) + weight
            if day is not None:
                asked = [other for other in alike if other not in days]
                days.update(in_parts(self._session, "SELECT number, day FROM article WHERE number IN", asked))
                for other in alike:
                    its = days.get(other)
                    if its is None or abs(its - day) > STORE.days:
                        alike[other] *= far
            found.update(nlargest(most, alike, key=lambda other: (alike[other], other)))
        ids = in_parts(self._session, "SELECT id FROM article WHERE number IN", sorted(found))
        return {id for (id,) in ids} | set(articles)

    def beside(self, articles: Sequence[str]) -> dict[str, str]:
        """Return every article of the stories of ``articles``, with its story."""
        stories = in_parts(
            self._session, "SELECT DISTINCT story FROM article WHERE story IS NOT NULL AND id IN", articles
        )
        return dict(
            in_parts(self._session, "SELECT id, story FROM article WHERE story IN", [s for (s,) in stories])
        )

    def replace(self, stories: Sequence[Grouped]) -> bool:
        """Put articles into stories; see ``Regrouping.replace``."""
        with self._session.change():
            if self._count() != self._began:
                return False
            self._session.do("UPDATE meta SET value = value + 1 WHERE name = 'grouping'")
            self._began += 1
            replace(self._session, stories)
        return True


def _opening(row: Sequence[str]) -> Article:
    id, text, title, date, lang = row
    return Article(id=id, text=text, title=title, date=date, lang=lang)


def replace(session: Session, stories: Sequence[Grouped]) -> None:
    """Put the articles of ``stories`` into them; what they leave without any ends. Only inside ``change``."""
    moved = [id for one in stories for id in one.articles]
    held: dict[str, list[str]] = {}
    touched = in_parts(session, "SELECT DISTINCT story FROM article WHERE story IS NOT NULL AND id IN", moved)
    for id, story in in_parts(
        session, "SELECT id, story FROM article WHERE story IN", [s for (s,) in touched]
    ):
        held.setdefault(story, []).append(id)
    new = [one for one in stories if sorted(held.get(one.id, ())) != sorted(one.articles)]
    session.many(
        "INSERT INTO story (id, title, articles, outlets, sort, status) "
        "VALUES (?, '', 0, '[]', '', 'single') ON CONFLICT (id) DO NOTHING",
        [(one.id,) for one in new],
    )
    session.many(
        "UPDATE article SET story = ? WHERE id = ?", [(one.id, id) for one in new for id in one.articles]
    )
    session.many("DELETE FROM ended WHERE story = ?", [(one.id,) for one in new])
    left = {
        story
        for (story,) in in_parts(session, "SELECT DISTINCT story FROM article WHERE story IN", list(held))
    }
    gone = sorted(held.keys() - left - {one.id for one in stories})
    session.many(
        "INSERT INTO ended (story, articles) VALUES (?, ?) ON CONFLICT (story) DO UPDATE SET articles = "
        "excluded.articles",
        [(story, encode(sorted(held[story])).decode()) for story in gone],
    )
    session.many("DELETE FROM story WHERE id = ?", [(story,) for story in gone])
    describe(session, [one.id for one in new])
    note_stories(session, [one.id for one in new])


def describe(session: Session, stories: Sequence[str]) -> None:
    """Write what lists show of stories; only inside ``change``."""
    held: dict[str, list[tuple[str | None, ...]]] = {}
    for story, *values in in_parts(
        session, "SELECT story, sort, date, title, outlet, id FROM article WHERE story IN", stories
    ):
        held.setdefault(story, []).append(tuple(values))
    rows, outlets = [], []
    for story, members in held.items():
        members.sort(key=lambda one: (one[0] == "", one[0] or "", one[4] or ""))
        dated = [one for one in members if one[0]]
        title = next((one[2] for one in members if one[2]), "")
        named = list(dict.fromkeys(one[3] for one in members if one[3]))
        sort = dated[-1][0] if dated else ""
        first, last = (dated[0][1], dated[-1][1]) if dated else (None, None)
        status = "single" if len(members) == 1 else "settled"
        rows.append((title, len(members), encode(named).decode(), first, last, sort, status, story))
        outlets += [(name, sort, story) for name in named]
    session.many("DELETE FROM story_outlet WHERE story = ?", [(story,) for story in held])
    session.many(
        "UPDATE story SET title = ?, articles = ?, outlets = ?, first = ?, last = ?, sort = ?, status = ? "
        "WHERE id = ?",
        rows,
    )
    session.many("INSERT INTO story_outlet (outlet, sort, story) VALUES (?, ?, ?)", outlets)
