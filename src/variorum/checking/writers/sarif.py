"""SARIF 2.1.0, which editors and CI systems show in place: what is to be looked at, and where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from variorum.checking.accepting import words_alike
from variorum.checking.drafts import Draft, Lines
from variorum.checking.notes import VERDICT_HELP, VERDICT_WORDS
from variorum.checking.results import FOUND, CheckedMatch, CheckedQuotation, CheckResult, Verdict
from variorum.checking.writers.wording import accepted_words, change_words, source_words
from variorum.model import content_id
from variorum.outputs.wording import shortened
from variorum.settings import SHOWN

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"critical": "error", "material": "warning", "minor": "note"}
# The level of most findings of a verdict; each result tells its own.
_USUAL: dict[Verdict, str] = {
    "elided": "note", "altered": "error", "other speaker": "error", "partial": "warning",
    "not found": "warning", "not decided": "none",
}  # fmt: skip
_RULES = tuple(verdict for verdict in VERDICT_WORDS if verdict not in FOUND)


def render(result: CheckResult, drafts: Sequence[Draft]) -> str:
    """Return one run; a quotation too short to decide is ``open``, found ones are left out."""
    known = {draft.name: (draft, Lines(draft)) for draft in drafts}
    told = [one for one in result.quotations if one.verdict not in FOUND]
    prints = _fingerprints(told, known)
    run: dict[str, Any] = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, *known[one.draft], fingerprint)
            for one, fingerprint in zip(told, prints, strict=True)
        ],
        "properties": {"articles": result.articles, "rejects": len(result.rejects)},
    }
    if unread := _not_read(result, known):
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": unread}]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=1).decode() + "\n"


def _not_read(result: CheckResult, known: dict[str, tuple[Draft, Lines]]) -> list[dict[str, Any]]:
    """Return what of the drafts was not read, as notifications of the run."""
    told: list[dict[str, Any]] = []
    for one in result.not_read:
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(known[one.draft][0])}}
        if one.line is not None:
            location["region"] = {"startLine": one.line}
        told.append(
            {
                "level": "warning" if one.fails else "note",
                "message": {"text": f"Not read: {one.reason}."},
                "locations": [{"physicalLocation": location}],
            }
        )
    return told


def _driver() -> dict[str, Any]:
    driver: dict[str, Any] = {"name": "variorum", "rules": [_rule(verdict) for verdict in _RULES]}
    with suppress(PackageNotFoundError):  # a tree that is not installed
        driver["version"] = version("variorum")
    return driver


def _rule(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": _rule_id(verdict),
        "name": verdict.title().replace(" ", ""),
        "shortDescription": {"text": VERDICT_WORDS[verdict]},
        "fullDescription": {"text": VERDICT_HELP[verdict]},
        "help": {
            "text": VERDICT_HELP[verdict],
            "markdown": f"**{VERDICT_WORDS[verdict]}.** {VERDICT_HELP[verdict]}",
        },
        "defaultConfiguration": {"level": _USUAL[verdict]},
        "properties": {"tags": ["quotation"]},
    }


def _rule_id(verdict: str) -> str:
    return f"quotation/{verdict.replace(' ', '-')}"


def _fingerprints(told: Sequence[CheckedQuotation], known: dict[str, tuple[Draft, Lines]]) -> list[str]:
    """Return what a finding is known by from run to run: its file, its words and which of them it is.

    Neither lines nor verdict are in it, so that text put in above moves nothing and one finding stays one.
    """
    counted: Counter[tuple[str, ...]] = Counter()
    prints = []
    for one in told:
        draft = known[one.draft][0]
        words = (word for word in words_alike(one.text) if word == "..." or word[-1].isalnum())
        key = (_uri(draft), draft.record or "", *words)
        counted[key] += 1
        prints.append(content_id("q", *key, str(counted[key])))
    return prints


def _result(one: CheckedQuotation, draft: Draft, lines: Lines, fingerprint: str) -> dict[str, Any]:
    open_question = one.verdict == "not decided"
    location: dict[str, Any] = {"physicalLocation": _location(one, draft, lines)}
    logical = [] if draft.record is None else [{"name": draft.record, "kind": "record"}]
    if draft.before is None:
        logical.append({"name": lines.where(one.start), "kind": "element"})
    if logical:
        location["logicalLocations"] = logical
    result = {
        "ruleId": _rule_id(one.verdict),
        "ruleIndex": _RULES.index(one.verdict),
        "kind": "open" if open_question else "fail",
        "level": "none" if open_question else _LEVELS[one.severity or "material"],
        "message": {"text": _message(one)},
        "locations": [location],
        "partialFingerprints": {"quotation/v1": fingerprint},
        "properties": {"verdict": one.verdict, "changes": one.changes, "matches": one.matches},
    }
    if one.matches:
        result["relatedLocations"] = [_related(number, match) for number, match in enumerate(one.matches)]
    if one.accepted is not None:
        kind = "inSource" if one.accepted.by == "comment" else "external"
        words = accepted_words(one.accepted)
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": words}]
    return result


def _related(number: int, match: CheckedMatch) -> dict[str, Any]:
    """Return a report that prints the words: its address or file, and the record where it has neither."""
    words = f"“{shortened(match.text, SHOWN.sarif_words)}” ({source_words(match)})"
    location: dict[str, Any] = {"id": number, "message": {"text": words}}
    if match.url or match.file:
        uri = match.url or quote(match.file or "", errors="surrogateescape")
        location["physicalLocation"] = {"artifactLocation": {"uri": uri}}
    location["logicalLocations"] = [{"name": match.article, "kind": "report"}]
    return location


def _message(one: CheckedQuotation) -> str:
    parts = [f"{shortened(one.text, SHOWN.sarif_words)}: {one.note}"]
    parts += [f"{change_words(change)}." for change in one.changes]
    if one.matches:
        first = one.matches[0]
        parts.append(f"Nearest: “{shortened(first.text, SHOWN.sarif_words)}” ({source_words(first)}).")
    return " ".join(parts)


def _location(one: CheckedQuotation, draft: Draft, lines: Lines) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(draft)}}
    if draft.before is not None:  # else the offsets are none of the file, and a region would mislead
        line, column = lines.place(one.start)
        end_line, end_column = lines.place(one.end)
        location["region"] = {
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column
        }  # fmt: skip
    return location


def _uri(draft: Draft) -> str:
    """Return the file as a URI reference; a relative one stays so, for CI systems that check out elsewhere.

    Every sign that a URI gives a meaning of its own is encoded: ``#3 draft.md`` is no fragment.
    """
    path = Path(draft.file or draft.name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")
