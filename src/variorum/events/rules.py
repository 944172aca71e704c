"""Which events somebody wants: rules in a small TOML file, and what is followed.

>>> only = Rule(kind=("quotation",), outlet=("Skarra Line",))
>>> only.kind
('quotation',)
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from variorum.errors import InputError, UnreadableFile
from variorum.model import DeskEvent, DeskEventKind, Severity
from variorum.model.kinds import GRAVITY
from variorum.store.arrivals import person_key
from variorum.store.base import Store
from variorum.store.events import is_plain

Words = tuple[str, ...]


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Events that are wanted: those that fit all that a rule gives. A list is fitted by any of its members.

    name: for ``rules`` of a hook. kind, outlet, person: as events have them; capitals do not count.
    story: ids of stories, also ones that they had before. words: all of which stand in the sentence or the
    title. severity: so grave or graver; what has none fits. followed: about a followed story, person or
    draft. silent: changed without a note of correction. plain: without reports, rewordings and what is minor.
    """

    name: str = ""
    kind: tuple[DeskEventKind, ...] = ()
    outlet: Words = ()
    person: Words = ()
    story: Words = ()
    words: Words = ()
    severity: Severity | None = None
    followed: bool | None = None
    silent: bool | None = None
    plain: bool | None = None


class Hook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Where events are sent. url: https, or http on request of the command. secret_env, secret_file: the
    variable or the file that holds the secret; it stands nowhere else. rules: names of rules, all if none."""

    url: str
    secret_env: str | None = None
    secret_file: str | None = None
    rules: tuple[str, ...] = ()


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of rules. An event is wanted when any of ``rule`` fits."""

    rule: tuple[Rule, ...] = ()
    hook: tuple[Hook, ...] = ()


DEFAULT = (Rule(name="plain", plain=True), Rule(name="followed", followed=True))
"""Without rules: all but reports, rewordings and what is minor; of what is followed everything."""


class Interests(Struct, frozen=True, kw_only=True):
    """What is followed: ids of stories as they are now, keys of people (``person_key``), ids of drafts."""

    stories: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()


def read_rules(path: Path) -> Rules:
    """Return the rules in a file.

    Raises UnreadableFile when it cannot be read, InputError with the reason for what is no rule.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}", file=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is no TOML: {error}", file=str(path)) from error
    try:
        rules = msgspec.convert(_with_lists(given), Rules)
    except msgspec.ValidationError as error:
        raise InputError(f"cannot be used: {error}", file=str(path)) from error
    names = {one.name for one in rules.rule}
    for hook in rules.hook:
        if (hook.secret_env is None) == (hook.secret_file is None):
            raise InputError("a hook needs secret-env or secret-file, and not both", file=str(path))
        if missing := [name for name in hook.rules if name not in names]:
            raise InputError(f"there is no rule of the name {missing[0]!r}", file=str(path))
    return rules


_LISTS = ("kind", "outlet", "person", "story", "words")


def _with_lists(given: Mapping[str, object]) -> dict[str, object]:
    """Return what a file gives, with single words as lists of one."""
    rules = given.get("rule", [])
    if not isinstance(rules, list):
        return dict(given)
    widened = [
        {key: [value] if key in _LISTS and isinstance(value, str) else value for key, value in one.items()}
        if isinstance(one, dict)
        else one
        for one in rules
    ]
    return {**given, "rule": widened}


def interests(store: Store) -> Interests:
    """Return what is followed, as it is now: a story is where most of its articles are."""
    stories: set[str] = set()
    people: set[str] = set()
    drafts: set[str] = set()
    for one in store.following():
        if one.kind == "person":
            people.add(person_key(one.label))
        elif one.kind == "draft":
            drafts.add(one.id)
        elif (now := story_now(store, one.articles)) is not None:
            stories.add(now)
    return Interests(stories=frozenset(stories), people=frozenset(people), drafts=frozenset(drafts))


def story_now(store: Store, articles: Sequence[str]) -> str | None:
    """Return the story that most of ``articles`` are in; of equals the one of the first id."""
    held = [one.story for one in store.places(articles).values() if one.story is not None]
    return min(set(held), key=lambda id: (-held.count(id), id), default=None)


class Chooser:
    """Tells which events fit rules; reads what is followed when it is made."""

    def __init__(self, store: Store, rules: Sequence[Rule] = DEFAULT) -> None:
        self._store = store
        self._rules = rules or DEFAULT
        self._interests = interests(store)
        self._named = {
            id: now
            for id in {id for rule in self._rules for id in rule.story}
            if (now := store.current(id)) is not None
        }

    def wants(self, event: DeskEvent) -> bool:
        """Tell whether any rule fits an event."""
        return any(self._fits(rule, event) for rule in self._rules)

    def is_followed(self, event: DeskEvent) -> bool:
        """Tell whether an event is about something that is followed."""
        found = self._interests
        if event.draft in found.drafts or any(person_key(name) in found.people for name in event.people):
            return True
        return bool(found.stories) and not found.stories.isdisjoint(self._stories(event))

    def _stories(self, event: DeskEvent) -> set[str]:
        """Return the stories that what an event cites is in now."""
        return {one.story for one in self._store.places(event.articles).values() if one.story is not None}

    def _fits(self, rule: Rule, event: DeskEvent) -> bool:
        if rule.kind and event.kind not in rule.kind:
            return False
        if rule.severity and event.severity and GRAVITY[event.severity] > GRAVITY[rule.severity]:
            return False
        if rule.outlet and not _shared(rule.outlet, event.outlets):
            return False
        if rule.person and not _shared(rule.person, event.people):
            return False
        if rule.silent is not None and event.silent is not rule.silent:
            return False
        if rule.plain and not is_plain(event):
            return False
        told = f"{event.title or ''} {event.said}".casefold()
        if not all(words.casefold() in told for words in rule.words):
            return False
        if rule.story:
            wanted = {now for id, now in self._named.items() if id in rule.story}
            if wanted.isdisjoint(self._stories(event)):
                return False
        return rule.followed is None or self.is_followed(event) is rule.followed


def _shared(wanted: Collection[str], given: Collection[str]) -> bool:
    return not {person_key(one) for one in wanted}.isdisjoint(person_key(one) for one in given)
