"""A decision as a page or a program asks for it: a kind, the id of what is meant, and what else it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from variorum.decisions import making
from variorum.decisions.making import Articles
from variorum.decisions.records import seen
from variorum.errors import InputError
from variorum.model import Collation, Decision


class _By(TypedDict):
    author: str
    at: str | None
    note: str | None


def requested(
    kind: str,
    target: str,
    payload: Mapping[str, Any] | None = None,
    *,
    collation: Collation,
    story: Callable[[str], Collation | None] = lambda _: None,
    articles: Articles | None = None,
    author: str,
    at: str | None = None,
) -> Decision:
    """Return the decision that was asked for on a story.

    ==================  ==========================================  ====================================
    kind                target                                      payload
    ==================  ==========================================  ====================================
    dismiss, confirm    id of a difference, told or possible
    same                id of an utterance                          ``other``: id of another one
    apart               id of an utterance                          ``quotations``: ids of some of its
    speaker             id of a quotation                           ``speaker``: a name, or null
    move                id of the story                             ``articles``: ids; ``to``: a story
    split               id of the story                             ``articles``: ids
    merge               id of the story                             ``to``: a story
    note                id of a difference, quotation, article,     ``note``: the words
                        or of the story
    ==================  ==========================================  ====================================

    Every payload may have ``note``, why. collation: the story as it was shown. story: finds another story by
    its id. articles: of the story, by id. To take a decision back see ``records.undo``.
    Raises InputError for what is no decision, or about something that the story does not have.
    """
    given = dict(payload or {})
    words = _text(given, "note") if given.get("note") is not None else None
    ready: _By = {"author": author, "at": at, "note": words}
    if kind == "dismiss":
        return making.on_difference("dismiss", collation, target, **ready)
    if kind == "confirm":
        return making.on_difference("confirm", collation, target, **ready)
    if kind == "same":
        return making.same(collation, target, _text(given, "other"), articles=articles, **ready)
    if kind == "apart":
        return making.apart(collation, target, _texts(given, "quotations"), articles=articles, **ready)
    if kind == "speaker":
        name = None if given.get("speaker") is None else _text(given, "speaker")
        article = _article_of(collation, target)
        return making.speaker(collation, article, target, name, articles=articles, **ready)
    if kind == "split":
        return making.split(collation, _texts(given, "articles"), **ready)
    if kind == "move" or kind == "merge":
        other = story(_text(given, "to"))
        if other is None:
            raise InputError(f"there is no story {given['to']!r}")
        if kind == "merge":
            return making.merge(collation, other, **ready)
        return making.move(collation, _texts(given, "articles"), other, **ready)
    if kind == "note":
        return _note(collation, target, _text(given, "note"), articles, author, at)
    raise InputError(f"there is no decision of the kind {kind!r}")


def _note(
    collation: Collation, target: str, words: str, articles: Articles | None, author: str, at: str | None
) -> Decision:
    if target == collation.story:
        return making.note(collation, words, author=author, at=at)
    if any(one.id == target for one in (*collation.discrepancies, *collation.possible)):
        return making.note(collation, words, difference=target, author=author, at=at)
    if target in seen(collation):
        return making.note(collation, words, article=target, author=author, at=at)
    article = _article_of(collation, target)
    return making.note(
        collation, words, article=article, quotation=target, articles=articles, author=author, at=at
    )


def _article_of(collation: Collation, quotation: str) -> str:
    for utterance in collation.utterances:
        for reading in utterance.readings:
            if reading.quotation == quotation:
                return reading.article
    raise InputError(f"the story has nothing that is called {quotation!r}")


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"a decision of this kind needs {name!r}, a text")
    return value


def _texts(given: Mapping[str, Any], name: str) -> list[str]:
    value = given.get(name)
    if not isinstance(value, list | tuple) or not value or not all(isinstance(one, str) for one in value):
        raise InputError(f"a decision of this kind needs {name!r}, a list of ids")
    return list(value)
