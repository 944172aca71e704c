"""Tools for assistants over the Model Context Protocol: check, find, compare, annotate; ``variorum mcp``.

The answers are the records that the commands write: each verdict with its evidence and offsets.
Needs the SDK, the extra ``variorum[mcp]``; it is imported where a server is made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from variorum import __version__, checks
from variorum.checking.drafts import Draft
from variorum.corpus import Corpus
from variorum.errors import InputError, MissingExtra, VariorumError
from variorum.inputs import text_of_draft
from variorum.model import Article, content_id
from variorum.model.codec import annotated_record
from variorum.pipeline import DEFAULT_ANNOTATOR, Annotator
from variorum.scratch import Scratch
from variorum.settings import Settings

if TYPE_CHECKING:
    from mcp.server import MCPServer

Records = list[dict[str, Any]]
Answer = dict[str, Any]


def _text(words: str) -> str:
    return " ".join(words.split())


_INSTRUCTIONS = _text("""
Tools over news reports. Quotations are compared word by word: nothing counts as found because it is
similar, and a lost 'not' or an exchanged figure is critical. A verdict is about the reports given, nothing
else: 'not found' never means that nobody said it. Report a verdict with its evidence, the words as printed
and their outlet, and do not call a quotation right unless its verdict is verbatim, typographic, or elided
with severity minor. Offsets count code points of the text given, end exclusive. `reports` are records with
`text`, and as far as known `id`, `title`, `outlet`, `byline`, `date` (ISO 8601) and `url`; without them the
reports that the server was started with are used.
""")
_CHECK = _text("""
Check every quotation of a draft against what was printed. Each gets a verdict (verbatim, typographic,
elided, altered, other speaker, partial, not found, not decided), a severity, what was changed (was, now)
and the passages of the reports that show it. `passed` is false when one is something to look at, or
something of the draft was not read.
""")
_FIND = _text("""
Look one quotation up: which reports print it, in which words, given to whom. `speaker`, where it is known,
is who is said to have said it. The answer is that of `check` for one quotation, with every report listed.
""")
_COMPARE = _text("""
Compare reports of the same event: what they report differently, each difference with its sides and the
words that show them, the gravest first; `possible` ones are not sure enough to be told as differences.
`everything` adds all utterances with their renderings, who is who, origins, the timeline and who carries
what. `one_story` takes all reports as one event.
""")
_ANNOTATE = _text("""
Mark what one report holds: its quotations with speakers and kinds, the people and bodies it names, its
figures, each with offsets into `text`.
""")
# What is asked of the system before anything goes out; https://docs.python.org/3/library/audit_events.html
_NETWORK = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
    }
)


class Desk:
    """What the tools do, each as the command of its name does it; one call at a time.

    against: reports that are used when a call brings none. index: keeps them indexed, see ``checks.check``; a
    temporary file unless given. Use it as a context manager, so that this one is removed.
    """

    def __init__(
        self,
        against: Sequence[str | Path] = (),
        *,
        index: str | Path | None = None,
        annotator: Annotator = DEFAULT_ANNOTATOR,
        settings: Settings | None = None,
    ) -> None:
        self._against = list(against)
        self._index = index
        self._annotator: Annotator = annotator
        self._settings = settings or Settings()
        self._stack = ExitStack()

    def __enter__(self) -> Desk:
        if self._against and self._index is None and not self._is_index():
            folder = self._stack.enter_context(Scratch())
            self._index = folder / "reports.index"
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _is_index(self) -> bool:
        from variorum.checking.index import is_index
        from variorum.store import is_store

        return len(self._against) == 1 and (is_index(self._against[0]) or is_store(self._against[0]))

    # The tools are coroutines so that they run in the main thread, where time limits on reports hold.

    async def check(self, draft: str, reports: Records | None = None) -> Answer:
        """Return what ``variorum check`` prints as JSON, and whether the draft passes."""
        return _answer(lambda: self._check(draft, reports))

    def _check(self, draft: str, reports: Records | None) -> Answer:
        text = text_of_draft(draft)
        if not text.strip():
            raise InputError("the draft is empty: there is nothing that could pass")
        given = Draft(name="draft", article=Article(id=content_id("d", text), text=text))
        result = checks.check_drafts([given], settings=self._settings, **self._those(reports))
        return {**msgspec.to_builtins(result), "passed": result.passed()}

    async def find(self, words: str, speaker: str | None = None, reports: Records | None = None) -> Answer:
        """Return what ``variorum find`` prints as JSON."""
        return _answer(lambda: self._find(words, speaker, reports))

    def _find(self, words: str, speaker: str | None, reports: Records | None) -> Answer:
        result = checks.find(words, speaker=speaker, settings=self._settings, **self._those(reports))
        return {**msgspec.to_builtins(result), "passed": result.passed()}

    async def compare(
        self, reports: Records | None = None, one_story: bool = False, everything: bool = False
    ) -> Answer:
        """Return the stories of ``collation.json``: what differs, or ``everything``."""
        return _answer(lambda: self._compare(reports, one_story, everything))

    def _compare(self, reports: Records | None, one_story: bool, everything: bool) -> Answer:
        with self._corpus(reports) as corpus:
            found = corpus.compare(one_story=one_story)
        stories = [msgspec.to_builtins(one) for one in found.collations]
        if not everything:
            kept = ("story", "articles", "discrepancies", "possible")
            stories = [{name: story[name] for name in kept} for story in stories]
        return {"stories": stories, "rejects": msgspec.to_builtins(found.rejects)}

    async def annotate(
        self, text: str, title: str | None = None, outlet: str | None = None, date: str | None = None
    ) -> Answer:
        """Return the line of ``variorum annotate`` for one report."""
        return _answer(lambda: self._annotate({"text": text, "title": title, "outlet": outlet, "date": date}))

    def _annotate(self, record: dict[str, Any]) -> Answer:
        with self._corpus([record]) as corpus:
            found = [annotated_record(one) for one in corpus.annotate()]
            rejects = corpus.rejects
        if not found:
            raise InputError(f"the text could not be read: {rejects[0].reason if rejects else 'it is empty'}")
        answer: Answer = msgspec.to_builtins(found[0])
        return answer

    def _corpus(self, reports: Records | None) -> Corpus:
        given: Any = self._given(reports)
        return Corpus(given, annotator=self._annotator, workers=1, settings=self._settings)

    def _those(self, reports: Records | None) -> dict[str, Any]:
        return {"against": self._given(reports), "index": None if reports else self._index}

    def _given(self, reports: Records | None) -> Records | list[str | Path]:
        if not reports and not self._against:
            raise InputError("there are no reports: give some, or start the server with --against PATH")
        return reports or self._against


def _answer(run: Callable[[], Answer]) -> Answer:
    """Return what ``run`` does; an error of ours becomes one that the assistant is told."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return run()
    except VariorumError as error:
        raise ToolError(str(error)) from error


def server(desk: Desk) -> MCPServer:
    """Return a server whose tools are those of ``desk``; raises MissingExtra without the SDK.

    An argument that a tool does not know is refused: passed over, it would look as if it had been heeded.
    """
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.server.mcpserver.tools import Tool
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise MissingExtra(
            "tools for assistants need the MCP SDK; install it with: pip install 'variorum[mcp]'"
        ) from error
    hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    known: dict[str, Sequence[str]] = {}
    tools = []
    for run, title, description in (
        (desk.check, "Check a draft's quotations", _CHECK),
        (desk.find, "Find a quotation", _FIND),
        (desk.compare, "Compare reports", _COMPARE),
        (desk.annotate, "Annotate a report", _ANNOTATE),
    ):
        tool = Tool.from_function(
            run, name=run.__name__, title=title, description=description, annotations=hints
        )
        tool.parameters["additionalProperties"] = False
        known[tool.name] = tuple(tool.parameters["properties"])
        tools.append(tool)

    class Server(MCPServer):
        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            there = known.get(name, tuple(arguments))
            if unknown := [one for one in arguments if one not in there]:
                raise ToolError(f"{name} has no argument {', '.join(unknown)}; it has: {', '.join(there)}")
            return await super().call_tool(name, arguments, context)

    made: MCPServer = Server(
        "variorum", instructions=_INSTRUCTIONS, version=__version__, log_level="ERROR", tools=tools
    )
    return made


def forbid_network() -> None:
    """Let this process reach no network from here on: every attempt raises PermissionError.

    What Python asks the system for is audited (PEP 578), and a hook once added stays. On Windows the loop of
    events speaks with itself through the address of the machine itself, which stays open.
    """
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _NETWORK:
        return
    address = arguments[1] if len(arguments) > 1 else None
    own = isinstance(address, tuple) and address and address[0] in ("127.0.0.1", "::1")
    if os.name == "nt" and own:
        return
    raise PermissionError("variorum mcp uses no network")
