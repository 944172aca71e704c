"""A release and the texts that a reader has, put together again.

A text fits when it is the one the release was made of (its hash), or the same but for white space, marks and
dashes; then every place is found again in it, and that is said. Nothing else is used: what does not fit is
rejected with the reason, and so is a story of which a text does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from variorum.errors import BadRecord, UnreadableFile
from variorum.exchange.anchors import Anchor, Fingerprint, hash_of, plain
from variorum.exchange.printed import decode, is_coded
from variorum.exchange.release import (
    FILES,
    FORM,
    HEAD,
    NOT_PRINTED,
    PRINTED,
    SPAN_FIELDS,
    SPANS_FIELDS,
    printed_text,
    value_hash,
)
from variorum.model import Article, Reject
from variorum.model.annotation import Annotation
from variorum.model.codec import article_record, encode
from variorum.model.codec import decode as read_json
from variorum.outputs.lines import make_folder, write_lines

Fit = Literal["exact", "found again"]
_LAYERS = frozenset((*Annotation.__struct_fields__, "blocks"))


class Texts:
    """The texts that a reader has, by what a release tells of them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._by_id: dict[str, Article] = {}
        self._exact: dict[str, list[Article]] = {}
        self._plain: dict[str, list[Article]] = {}
        for one in articles:
            self._by_id.setdefault(one.id, one)
            self._exact.setdefault(hash_of(one.text), []).append(one)
            self._plain.setdefault(hash_of(plain(one.text).text), []).append(one)

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, id: str, told: Fingerprint) -> Article:
        """Return the article whose text fits, of several the one of that id; raises BadRecord for none."""
        for fitting in (self._exact.get(told.sha256), self._plain.get(told.plain)):
            if fitting:
                return next((one for one in fitting if one.id == id), fitting[0])
        if (other := self._by_id.get(id)) is not None:
            sizes = f"{len(other.text):,} code points, {told.characters:,} were annotated"
            raise BadRecord(f"its text is another one ({sizes})", article=id)
        raise BadRecord("its text is not among those given", article=id)


class Joined(Struct, frozen=True, kw_only=True):
    """An article put together: the line, the reader's texts of it, and how its text fitted.

    missing: fields that the reader's record lacks, or has otherwise; the line is without them.
    """

    record: Mapping[str, Any]
    article: Article
    anchors: Mapping[str, Anchor]
    fit: Fit
    missing: tuple[str, ...] = ()


def check_release(folder: Path) -> None:
    """Raise UnreadableFile where a folder is no release, or one of another form."""
    path = folder / HEAD
    try:
        form = read_json(path.read_bytes(), dict[str, Any]).get("release")
    except OSError as error:
        raise UnreadableFile(
            f"cannot be read ({error.strerror}); give the folder that `variorum export --as release` wrote",
            file=str(path),
        ) from error
    except BadRecord as error:
        raise UnreadableFile(f"is no release ({error.message})", file=str(path)) from error
    if form != FORM:
        raise UnreadableFile(f"is a release of form {form}; this version reads form {FORM}", file=str(path))


def lines_of(path: Path, rejected: Callable[[Reject], None]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the records of a file of a release with their lines; what is none is rejected."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", file=str(path)) from error
    for number, line in enumerate(lines, 1):
        try:
            yield number, read_json(line, dict[str, Any])
        except BadRecord as error:
            rejected(Reject(file=str(path), line=number, reason=error.message))


class Told(Struct, kw_only=True):
    """What came of rejoining: how many lines were written, and how their texts fitted.

    missing: by field, how many articles are without it: the reader's record lacks it, or has it otherwise.
    """

    articles: int = 0
    again: int = 0
    collations: int = 0
    missing: dict[str, int] = {}


def write(folder: Path, texts: Texts, output: Path, rejected: Callable[[Reject], None]) -> Told:
    """Write articles, stories and collations of a release with their words; return what came of it.

    rejected: called with each line that cannot be put together. Raises UnreadableFile for what is no release.
    """
    check_release(folder)
    articles, stories, collations = (folder / name for name in FILES)
    make_folder(output)
    told, joined = Told(), dict[str, Joined]()

    def rejoined() -> Iterator[bytes]:
        for line, record in lines_of(articles, rejected):
            one = _or_reject(articles, line, record, lambda it: rejoin_article(it, texts), rejected)
            if one is not None:
                joined[str(one.record["id"])] = one
                told.again += one.fit != "exact"
                for name in one.missing:
                    told.missing[name] = told.missing.get(name, 0) + 1
                yield encode(one.record)

    told.articles = write_lines(output / articles.name, rejoined())
    grouping = (encode(record) for _, record in lines_of(stories, rejected) if record.get("id") in joined)
    write_lines(output / stories.name, grouping)
    found = (
        _or_reject(collations, line, record, lambda it: rejoin_collation(it, joined), rejected)
        for line, record in lines_of(collations, rejected)
    )
    told.collations = write_lines(output / collations.name, (encode(one) for one in found if one is not None))
    return told


Made = TypeVar("Made")


def _or_reject(
    path: Path,
    line: int,
    record: dict[str, Any],
    make: Callable[[dict[str, Any]], Made],
    rejected: Callable[[Reject], None],
) -> Made | None:
    try:
        return make(record)
    except BadRecord as error:
        id = record.get("id", record.get("story"))
        reject = Reject(file=str(path), line=line, reason=error.message, id=None if id is None else str(id))
        rejected(reject)
        return None


def rejoin_article(record: Mapping[str, Any], texts: Texts) -> Joined:
    """Return the line that a line of a release was made of, on the text that fits.

    Raises BadRecord with the reason where none does, and for what is no line of a release.
    """
    id = str(record.get("id"))
    try:
        told = msgspec.convert(record["text"], Fingerprint)
    except (KeyError, msgspec.ValidationError) as error:
        raise BadRecord(f"is no line of a release ({error})", article=id) from error
    article = texts.find(id, told)
    own = article_record(article)
    anchors, missing = _anchors(record, own, id)
    stretch = _stretch([anchors])
    found: dict[str, Any] = {}
    for name, value in record.items():
        if name in anchors:
            found[name] = anchors[name].text
        elif name in _LAYERS:
            found[name] = _with_words(value, name, stretch, {}, anchors["text"], id)
        elif name in NOT_PRINTED or not isinstance(value, dict):
            found[name] = value
        elif name in own and value_hash(own[name]) == value.get("sha256"):
            found[name] = own[name]
        else:
            missing.append(name)
    return Joined(
        record=found,
        article=article,
        anchors=anchors,
        fit="exact" if anchors["text"].exact else "found again",
        missing=tuple(missing),
    )


def _anchors(
    record: Mapping[str, Any], own: Mapping[str, Any], id: str
) -> tuple[dict[str, Anchor], list[str]]:
    """Return the reader's text, title and byline as far as they fit, and the names of those that do not."""
    anchors, missing = {}, []
    for name in PRINTED:
        if not isinstance(record.get(name), dict):
            continue
        try:
            anchors[name] = Anchor(msgspec.convert(record[name], Fingerprint), own.get(name) or "")
        except (ValueError, msgspec.ValidationError) as error:
            if name == "text":
                raise BadRecord(f"its text {error}", article=id) from error
            missing.append(name)
    return anchors, missing


def rejoin_collation(record: Mapping[str, Any], joined: Mapping[str, Joined]) -> dict[str, Any]:
    """Return the line of ``collate`` that a line of a release was made of.

    joined: its articles, by id. Raises BadRecord with the reason where one is missing.
    """
    story = str(record.get("story"))
    try:
        ids = [one["id"] for one in record["articles"]]
    except (KeyError, TypeError) as error:
        raise BadRecord("is no line of a release") from error
    if missing := [id for id in ids if id not in joined]:
        raise BadRecord(f"story {story} needs texts that did not fit: {', '.join(missing)}")
    anchors = {id: joined[id].anchors for id in ids}
    stretch = _stretch([anchors[id] for id in ids])
    first, *rest = record
    found = {first: record[first]}
    for name in rest:
        if name == "articles":
            found[name] = [_summary(one, stretch) for one in record[name]]
        else:
            found[name] = _with_words(record[name], name, stretch, anchors, None, story)
    return found


def _summary(record: Mapping[str, Any], stretch: Callable[..., str]) -> dict[str, Any]:
    """Return an article as a collation lists it; a headline that the reader has not is none."""

    def told(value: Any) -> Any:
        try:
            return decode(value, stretch) if is_coded(value) else value
        except _Missing:
            return None

    return {name: told(value) for name, value in record.items()}


class _Missing(BadRecord):
    """Words of a field that the reader's record does not have."""


def _stretch(sources: Sequence[Mapping[str, Anchor]]) -> Callable[[int, str, int, int], str]:
    def stretch(article: int, field: str, start: int, end: int) -> str:
        anchor = sources[article].get(field) if 0 <= article < len(sources) else None
        if anchor is None:
            raise _Missing(f"needs the {field} as it was printed, which your record has not")
        return anchor.span(start, end).of(anchor.text)

    return stretch


def _with_words(
    value: Any,
    name: str,
    stretch: Callable[..., str],
    anchors: Mapping[str, Mapping[str, Anchor]],
    own: Anchor | None,
    where: str,
) -> Any:
    """Return a value with its words, and its places as they are in the reader's texts.

    own: of the article that the record is of; None in a story, where each place names its article.
    """
    try:
        return _Walk(stretch, anchors).value(value, name, own)
    except _Missing:
        raise
    except (ValueError, TypeError, KeyError) as error:
        raise BadRecord(f"{where} is no line of a release ({error})") from error


class _Walk:
    """Puts words and places into the values of a record."""

    def __init__(self, stretch: Callable[..., str], anchors: Mapping[str, Mapping[str, Anchor]]) -> None:
        self._stretch = stretch
        self._anchors = anchors
        self._texts = {id: each["text"].text for id, each in anchors.items()}

    def value(self, value: Any, name: str, own: Anchor | None) -> Any:
        """Return a value of the field ``name``; ``own``: of the text that places in it are of."""
        if is_coded(value):
            return decode(value, self._stretch)
        if isinstance(value, dict):
            return self._record(value, own)
        if isinstance(value, list):
            if own is not None and name in SPAN_FIELDS:
                return self._place(value, own)
            if own is not None and name in SPANS_FIELDS:
                return [self._place(one, own) for one in value]
            return [self.value(one, name, own) for one in value]
        return value

    def _record(self, value: Mapping[str, Any], own: Anchor | None) -> dict[str, Any]:
        if isinstance(id := value.get("article"), str) and id in self._anchors:
            own = self._anchors[id]["text"]
        found = {key: self.value(one, key, own) for key, one in value.items()}
        if own is not None and isinstance(found.get("start"), int) and isinstance(found.get("end"), int):
            found["start"], found["end"] = self._place([found["start"], found["end"]], own)
        if "text" in found and found["text"] is None:
            found["text"] = printed_text(found, self._texts)
        return found

    @staticmethod
    def _place(value: Sequence[int], own: Anchor) -> list[int]:
        start, end = value
        there = own.span(start, end)
        if not 0 <= there.start <= there.end <= len(own.text):
            raise ValueError(f"{start} to {end} lies outside the text")
        return [there.start, there.end]
