"""What asking for a page comes to: its new state, when it is due again, and the article to keep, if any.

A page is asked again ever more rarely, and again at once when its entry in the feed changes. The same words
are no new capture; nor is a page that was whole and is cut short now (a paywall came down), or that gives no
text any more: nothing of what was printed changed.
"""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from variorum.errors import FeedError, shortened
from variorum.model import Article
from variorum.settings import WATCH, ReadSettings, WatchSettings
from variorum.watch.deciding import DENIED
from variorum.watch.fetching import Fetched
from variorum.watch.manners import Held
from variorum.watch.reading import feed_article, page_article, words_hash
from variorum.watch.records import PageState, Round, TextSource, later, seconds_between


class Taken(Struct, frozen=True, kw_only=True):
    """What came of a page. article: what to keep; None for nothing new. digest, size: of its bytes.
    lacking: whether it gave nothing that could be read."""

    page: PageState
    lacking: bool = False
    article: Article | None = None
    digest: str | None = None
    size: int | None = None


class Taking:
    """One round's decisions on pages; ``take`` is a function of what it is given."""

    def __init__(self, round: Round, read: ReadSettings, settings: WatchSettings = WATCH) -> None:
        self._round = round
        self._read = read
        self._settings = settings

    def take(self, page: PageState, found: Fetched | FeedError | None) -> Taken:
        """Return what came of asking for a page; None: it has no address, so its feed must bring its text."""
        if isinstance(found, Held):
            return Taken(page=replace(page, round=self._round.number, next_at=found.until))
        if found is None or page.source == "feed":
            return self._of_feed(page) or self._lacking(page, FeedError("no-text", _NO_ADDRESS))
        problem = found if isinstance(found, FeedError) else found.problem()
        if problem is not None:
            return self._lacking(page, problem)
        assert isinstance(found, Fetched)
        if found.status == 304:
            return Taken(page=self._unchanged(page))
        return self._of_page(page, found)

    def _of_page(self, page: PageState, found: Fetched) -> Taken:
        digest = found.digest
        known = replace(page, etag=found.etag, modified=found.modified, digest=digest)
        if digest == page.digest and page.article is not None:
            return Taken(page=self._unchanged(known))
        try:
            article = page_article(page.lead, found, self._read)
        except FeedError as error:
            return self._lacking(page, error)
        if page.whole and article.status != "read":
            return self._lacking(page, FeedError("cut-short", "it is cut short now, and was whole before"))
        return self._captured(known, article, "page", digest, len(found.body))

    def _of_feed(self, page: PageState) -> Taken | None:
        article = feed_article(page.lead, self._read, self._settings)
        if article is None:
            return None
        body = (page.lead.content or "").encode()
        return self._captured(page, article, "feed", sha256(body).hexdigest(), len(body))

    def _captured(
        self, page: PageState, article: Article, source: TextSource, digest: str | None, size: int
    ) -> Taken:
        words = words_hash(article)
        if words == page.words_hash and page.article is not None:
            return Taken(page=self._unchanged(page))
        state = replace(
            page,
            status="read",
            problem=None,
            words=None,
            tries=0,
            round=self._round.number,
            captured_at=self._round.at,
            source=source,
            words_hash=words,
            whole=article.status == "read",
            lead=replace(page.lead, content=None),
        )
        return Taken(page=self._again(state), article=article, digest=digest, size=size)

    def _unchanged(self, page: PageState) -> PageState:
        state = replace(
            page,
            status="read",
            problem=None,
            words=None,
            tries=0,
            round=self._round.number,
            step=page.step + 1,
            lead=replace(page.lead, content=None),
        )
        return self._again(state)

    def _again(self, page: PageState) -> PageState:
        """Return a page that was read with when it is asked again: ever later, and then no more."""
        gaps, at = self._settings.again, self._round.at
        old = seconds_between(page.first_at, at) >= self._settings.page_age
        if page.source == "feed" or page.step >= len(gaps) or old:
            return replace(page, next_at=None)
        return replace(page, next_at=later(at, gaps[page.step]))

    def _lacking(self, page: PageState, problem: FeedError) -> Taken:
        """Return what comes of a page that gave nothing: its feed's own text, or another try later."""
        denied = problem.code in DENIED
        gaps = self._settings.denied_retry if denied else self._settings.retry
        tries = page.tries + 1
        over = tries > len(gaps)
        no_text = problem.code in ("no-text", "not-text", "front-page")
        if page.article is None and page.url is not None and (denied or no_text or over):
            instead = self._of_feed(page)
            if instead is not None:
                return instead
        state = replace(
            page,
            round=self._round.number,
            tries=tries,
            problem=problem.code,
            words=shortened(problem.message, self._settings.words),
            next_at=None if over else later(self._round.at, gaps[tries - 1]),
        )
        if page.article is not None:  # what was read stays read
            return Taken(page=state, lacking=True)
        status = "given up" if over else "denied" if denied else "empty" if no_text else "failing"
        return Taken(page=replace(state, status=status), lacking=True)


_NO_ADDRESS = "its feed names no address, and brings no whole text"
