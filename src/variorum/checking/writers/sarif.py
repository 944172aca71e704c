"""SARIF 2.1.0, which editors and CI systems show in place: what is to be looked at, and where it is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from variorum.checking.drafts import Draft, Lines
from variorum.checking.notes import VERDICT_WORDS
from variorum.checking.results import FOUND, CheckedQuotation, CheckResult
from variorum.checking.writers.wording import change_words, source_words
from variorum.outputs.wording import shortened
from variorum.settings import SHOWN

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"critical": "error", "material": "warning", "minor": "note"}
_RULES = tuple(verdict for verdict in VERDICT_WORDS if verdict not in FOUND)


def render(result: CheckResult, drafts: Sequence[Draft]) -> str:
    """Return one run; a quotation too short to decide is ``open``, found ones are left out."""
    known = {draft.name: (draft, Lines(draft)) for draft in drafts}
    run: dict[str, Any] = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, *known[one.draft]) for one in result.quotations if one.verdict not in FOUND],
        "properties": {"articles": result.articles, "rejects": len(result.rejects)},
    }
    if told := _not_read(result, known):
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": told}]
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


def _rule(verdict: str) -> dict[str, Any]:
    return {
        "id": _rule_id(verdict),
        "name": verdict.title().replace(" ", ""),
        "shortDescription": {"text": VERDICT_WORDS[verdict]},  # type: ignore[index]
    }


def _rule_id(verdict: str) -> str:
    return f"quotation/{verdict.replace(' ', '-')}"


def _result(one: CheckedQuotation, draft: Draft, lines: Lines) -> dict[str, Any]:
    open_question = one.verdict == "not decided"
    location: dict[str, Any] = {"physicalLocation": _location(one, draft, lines)}
    if draft.record is not None:
        location["logicalLocations"] = [{"name": draft.record, "kind": "record"}]
    return {
        "ruleId": _rule_id(one.verdict),
        "ruleIndex": _RULES.index(one.verdict),
        "kind": "open" if open_question else "fail",
        "level": "none" if open_question else _LEVELS[one.severity or "material"],
        "message": {"text": _message(one)},
        "locations": [location],
        "properties": {"verdict": one.verdict, "changes": one.changes, "matches": one.matches},
    }


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
