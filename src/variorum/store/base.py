"""What a store keeps and gives back: the records, and the Protocol that every store fulfils.

A store keeps captures and what was made of them, and knows nothing of how it was made. Its words:

- a *capture* is what was read at one moment: one file, one feed entry; its bytes' hash, the time, the tool.
- an *article* comes out of a capture and never changes; its id is a hash of its content, or was given.
- a *page* is where articles come from: those of one address (without one: of one outlet, title and day) are
  *versions* of one page, in the order in which they were captured.
- a *layer* is what was made of articles and can be made again: annotation, grouping, collation. Each says by
  which version of the tool and of the weights it was made.

All times are given by the caller, as ISO 8601 in UTC. Offsets are code points, end exclusive. Lists that may
be long come a ``Listing`` at a time: give its ``cursor`` back for the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Generic, Literal, Protocol, Self, TypeVar

from msgspec import Struct

from variorum.model import AnnotatedArticle, Article, Collation, Decision
from variorum.store.telling import Telling
from variorum.store.watched import Watched

Item = TypeVar("Item")
StoryStatus = Literal["open", "settled", "single"]
"""``open``: a told difference waits for a decision. ``settled``: none does. ``single``: one report only."""
State = Literal["new", "version", "known"]


class Made(Struct, frozen=True, kw_only=True):
    """By what a layer was made: version of the program, who annotated, a short hash of the weights."""

    tool: str
    annotator: str
    weights: str


class Capture(Struct, frozen=True, kw_only=True):
    """What was read at one moment; immutable.

    id: hash of ``sha256`` and ``at``. name: of the file as it was given, never opened again. sha256: of its
    bytes, hexadecimal; None for what came without bytes of its own. size: in bytes.
    """

    id: str
    name: str
    at: str
    made: Made
    sha256: str | None = None
    size: int | None = None


class Quoted(Struct, frozen=True, array_like=True):
    """A quotation as a row: its words as printed, spans joined by one space, and where they stand."""

    id: str
    kind: str
    act: str
    speaker: str | None
    text: str
    start: int
    end: int


class Arrival(Struct, frozen=True, kw_only=True):
    """An annotated article to keep; ``arrivals.arrival`` makes it, mostly in a worker.

    content: hash of what it says and who says it. page: see ``arrivals.page_of``. layers: its annotation as
    JSON, packed by zlib. day: since 1970, None without a date. terms: numbers of the rare words by which
    reports of one event are found. capture: id of its own. line: its place there, from 1, where it holds
    several articles.
    """

    article: Article
    content: str
    page: str
    layers: bytes
    quotations: tuple[Quoted, ...]
    made: Made
    day: float | None = None
    terms: tuple[int, ...] = ()
    capture: str = ""
    line: int | None = None


class Kept(Struct, frozen=True, kw_only=True):
    """What became of an arrival.

    article: its id in the store: its own, unless another text has that id already; then a hash of its
        content. state: ``new``, ``version`` of a page that is known, or ``known`` word for word.
    page: the page that it is a version of.
    """

    article: str
    state: State
    page: str


class StoredArticle(Struct, frozen=True, kw_only=True):
    """An article with what the store knows about it.

    annotated: its own layers. capture: how it was read; None only in a damaged store. version: its number
    among ``versions`` of its page, from 1. story: the story that it is in; None until it is grouped.
    annotation: by what it was annotated.
    """

    annotated: AnnotatedArticle
    page: str
    version: int
    versions: int
    capture: Capture
    line: int | None
    story: str | None
    annotation: Made


class Version(Struct, frozen=True, kw_only=True):
    """One version of a page. number: from 1, in the order of ``at``, when it was captured."""

    number: int
    page: str
    article: str
    at: str
    title: str | None
    outlet: str | None
    date: str | None
    characters: int


class StoryRow(Struct, frozen=True, kw_only=True):
    """A story as lists show it.

    articles, outlets: how many. first, last: dates of its first and last report, ISO 8601, as far as known.
    critical, material, minor, possible: how many differences; None until it is collated.
    open: how many told ones, critical or material, wait for a decision.
    """

    id: str
    title: str
    articles: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    status: StoryStatus
    critical: int | None = None
    material: int | None = None
    minor: int | None = None
    possible: int | None = None
    open: int = 0


class QuotationRow(Struct, frozen=True, kw_only=True):
    """A quotation as lists show it: words as printed, spans joined by one space, and where they stand."""

    article: str
    quotation: str
    kind: str
    speaker: str | None
    text: str
    start: int
    end: int
    outlet: str | None
    title: str | None
    date: str | None
    story: str | None


class PersonRow(Struct, frozen=True, kw_only=True):
    """Who is quoted, by the name that articles give, and how often."""

    name: str
    quotations: int
    articles: int


class Hit(Struct, frozen=True, kw_only=True):
    """An article that has the words. snippet: text around them; found: where in it they stand."""

    article: str
    title: str | None
    outlet: str | None
    date: str | None
    story: str | None
    snippet: str
    found: tuple[tuple[int, int], ...]


class Listing(Struct, Generic[Item], frozen=True, kw_only=True):
    """Part of a list. cursor: give it for what follows; None when this was the end."""

    items: tuple[Item, ...]
    cursor: str | None = None


class Problem(Struct, frozen=True, kw_only=True):
    """Something that ``verify`` found wrong. where: the row or article. remedy: what to do."""

    what: str
    where: str
    remedy: str


class Filter(Struct, frozen=True, kw_only=True):
    """Which stories to list. query: words, all of which one article must have. since, until: ISO days, both
    inclusive, by the last report. All given must hold; nothing given lists all."""

    query: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    status: StoryStatus | None = None


class Grouped(Struct, frozen=True, kw_only=True):
    """A story to keep: its id and its articles."""

    id: str
    articles: tuple[str, ...]


class Regrouping(Protocol):
    """What regrouping asks and does; what it asked is as it was when it began."""

    def waiting(self) -> Sequence[str]:
        """Return the articles that are in no story yet, in the order in which they came."""
        ...

    def size(self) -> int:
        """Return how many articles there are."""
        ...

    def openings(self, articles: Sequence[str] | None, characters: int) -> Iterator[Article]:
        """Yield what grouping reads of articles (None: of all): title, day, language, start of the text."""
        ...

    def near(self, articles: Sequence[str], *, most: int, holders: int, far: float) -> set[str]:
        """Return the articles that share rare words with each of ``articles``, ``most`` for each.

        holders: of a word that more have, the latest. far: what sharing counts where days lie far apart.
        """
        ...

    def beside(self, articles: Sequence[str]) -> dict[str, str]:
        """Return every article of the stories of ``articles``, with its story."""
        ...

    def replace(self, stories: Sequence[Grouped]) -> bool:
        """Put the articles of ``stories`` into them; stories that have none left end.

        False, and nothing done, when somebody else regrouped since this began.
        """
        ...


class Store(Telling, Watched, Protocol):
    """Captures, articles, layers, decisions and events, kept. Safe to use from several threads and processes.

    What writes returns only when it is on the disk. Whoever finds the store busy waits.
    Raises, besides what each names: OutputError when it cannot be written (full, read-only, busy for too
    long), UnreadableFile when it is damaged.
    """

    @property
    def path(self) -> Path | None:
        """The file that it is in; None for a store on a server."""
        ...

    @property
    def address(self) -> str:
        """What ``open_store`` finds it by. It may hold a password."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def close(self) -> None:
        """Let go of the file; what was written stays."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Read as of one moment inside, in this thread, whatever others write meanwhile."""
        ...

    # ---- captures and articles

    def keep(self, captures: Sequence[Capture], arrivals: Sequence[Arrival]) -> list[Kept]:
        """Keep captures and their articles in one go: all or, after an error, none.

        What is known already stays as it is, its annotation too.
        """
        ...

    def known(self, articles: Sequence[Article]) -> dict[str, str]:
        """Return, for those that are here word for word, the id that they have here by their own."""
        ...

    def outdated(self, made: Made) -> list[str]:
        """Return the articles whose annotation was made otherwise, in the order in which they came."""
        ...

    def reannotate(self, arrivals: Sequence[Arrival]) -> None:
        """Replace the annotation of articles that are here, and have their stories be collated again.

        Raises InputError for one that is not here.
        """
        ...

    def article(self, id: str) -> StoredArticle | None:
        """Return one article; None when there is none of that id."""
        ...

    def annotated(self, ids: Sequence[str]) -> list[AnnotatedArticle]:
        """Return those articles that are here, in the order asked for."""
        ...

    def all_annotated(self) -> Iterator[AnnotatedArticle]:
        """Yield every article, in the order in which they came."""
        ...

    def versions(self, page: str) -> list[Version]:
        """Return the versions of a page, oldest first; none for one that is not known."""
        ...

    def changed_pages(self, *, cursor: str | None = None, limit: int = 50) -> Listing[Version]:
        """Return the last version of each page that has several, the newest first."""
        ...

    # ---- stories

    def regrouping(self, *, alone: bool = False) -> AbstractContextManager[Regrouping]:
        """Change the grouping. alone: others that write wait until it ends, so that ``replace`` succeeds."""
        ...

    def grouping(self) -> list[tuple[str, str]]:
        """Return (article, story) of all that are grouped, in the order in which they came."""
        ...

    def uncollated(self, made: Made | None = None, *, least: int = 1) -> list[str]:
        """Return the stories without a collation, or not by ``made``, of at least so many reports."""
        ...

    def put_collations(self, collations: Sequence[Collation], made: Made) -> None:
        """Keep the collation of each story as it is now; of one that has ended nothing is kept."""
        ...

    def forget_collations(self, stories: Sequence[str]) -> None:
        """Have stories be collated again: what was decided on them has changed."""
        ...

    def set_open(self, counts: Mapping[str, int]) -> None:
        """Note how many differences of each story wait for a decision."""
        ...

    def current(self, story: str) -> str | None:
        """Return the id of the story that most articles of ``story`` are in now; None when it never was."""
        ...

    def story(self, id: str) -> StoryRow | None:
        """Return a story as lists show it; None when there is none, also when it ended (``current``)."""
        ...

    def members(self, story: str) -> list[str]:
        """Return the articles of a story, by date; none when there is none."""
        ...

    def collation(self, story: str) -> Collation | None:
        """Return what was kept last; None when the story is not collated yet."""
        ...

    def stories(self, wanted: Filter, *, cursor: str | None = None, limit: int = 50) -> Listing[StoryRow]:
        """Return stories, that of the latest report first."""
        ...

    def outlets(self) -> list[tuple[str, int]]:
        """Return each outlet with its number of articles, the most first."""
        ...

    # ---- who said what

    def person(self, name: str, *, cursor: str | None = None, limit: int = 50) -> Listing[QuotationRow]:
        """Return the quotations that are given to that name, the latest report first."""
        ...

    def people(self, prefix: str = "", *, cursor: str | None = None, limit: int = 50) -> Listing[PersonRow]:
        """Return who is quoted, of names with a word that begins so, in alphabetical order."""
        ...

    def search(self, words: str, *, cursor: str | None = None, limit: int = 20) -> Listing[Hit]:
        """Return the articles that have all the words in title or text, or the phrase in double quotes, the
        latest added first. Nothing but words and quotes means anything; no words find nothing."""
        ...

    def search_quotations(
        self, words: str, *, cursor: str | None = None, limit: int = 20
    ) -> Listing[QuotationRow]:
        """Return the quotations that have all the words, otherwise as ``search``."""
        ...

    # ---- decisions

    def decide(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions; return how many are new. One whose id is here already is passed over."""
        ...

    def decisions(self, *, skip: int = 0) -> list[Decision]:
        """Return the decisions in the order in which they came, without the first ``skip``."""
        ...

    # ---- the whole

    def generation(self) -> int:
        """Return a number that grows with every change: for ETags."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return how many captures, articles, quotations, stories and decisions there are."""
        ...

    def mend(self, *, everything: bool = False) -> None:
        """Have articles be grouped again whose story somebody else took out; everything: count anew, too."""
        ...

    def verify(self, on_progress: Callable[[int, int], None] | None = None) -> list[Problem]:
        """Look whether all is whole: the file, hashes of articles, spans, rows that belong together."""
        ...

    def backup(self, to: Path) -> None:
        """Write a copy as of now, while others go on. Raises OutputError when ``to`` is there already."""
        ...
