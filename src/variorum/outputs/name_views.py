"""What the page shows of names: who is who, in which forms and with which roles each report calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Collation, Entity, Span, StoryEntity
from variorum.outputs.number_views import PrintedView
from variorum.outputs.wording import shortened
from variorum.settings import SHOWN
from variorum.text.name_words import name_words

_NAMED = ("person", "organisation", "group", "other")


class CalledView(Struct, frozen=True, kw_only=True):
    """How one report calls somebody: forms as printed, the roles beside them, and descriptions that were
    taken to be of the same one ("the mayor").
    """

    forms: tuple[PrintedView, ...] = ()
    roles: tuple[str, ...] = ()
    taken: tuple[PrintedView, ...] = ()


class NameView(Struct, frozen=True, kw_only=True):
    """A row: someone or something under the fullest name, and how each report calls it."""

    name: str
    cells: tuple[CalledView, ...]

    @property
    def shared(self) -> bool:
        """Tell whether several reports have it."""
        return sum(bool(cell.forms or cell.taken) for cell in self.cells) > 1


def name_views(collation: Collation, articles: Mapping[str, AnnotatedArticle]) -> tuple[NameView, ...]:
    """Return a row for each person and body of a story: people first, those of most reports before others.

    In one report alone only people with a full name; places and documents not at all. Pronouns are no forms.
    """
    rows = []
    for order, entity in enumerate(collation.entities):
        if entity.kind not in _NAMED:
            continue
        row = NameView(
            name=shortened(entity.name, SHOWN.name), cells=tuple(_cells(entity, collation, articles))
        )
        reports = sum(bool(cell.forms) for cell in row.cells)
        person = entity.kind == "person"
        if reports > 1 or (reports and person and _is_full(entity.name)):
            rows.append(((not person, -reports, order), row))
    rows.sort(key=lambda one: one[0])
    return tuple(row for _, row in rows)


def _is_full(name: str) -> bool:
    """Tell whether a name has two words or more, the last of them capitalised."""
    words = name.split()
    return len(words) > 1 and words[-1][:1].isupper()


def _cells(
    entity: StoryEntity, collation: Collation, articles: Mapping[str, AnnotatedArticle]
) -> Iterable[CalledView]:
    members: dict[str, list[str]] = {}
    for member in entity.members:
        members.setdefault(member.article, []).append(member.entity)
    for one in collation.articles:
        annotated = articles.get(one.id)
        own = members.get(one.id, ())
        found = [each for each in annotated.annotation.entities if each.id in own] if annotated else []
        yield _called(annotated, found, entity.name) if annotated and found else CalledView()


def _called(annotated: AnnotatedArticle, entities: Iterable[Entity], name: str) -> CalledView:
    text, lang = annotated.article.text, language_of(annotated.article.lang)
    forms: dict[str, list[Span]] = {}
    taken: dict[str, list[Span]] = {}
    roles: dict[str, None] = {}
    for entity in entities:
        short = (role for role in entity.roles if len(role.split()) <= SHOWN.role_words)
        roles |= dict.fromkeys(_as_printed(role, text) for role in short)
        for span in entity.mentions:
            if span.end > len(text) or not (printed := _form(span.of(text), lang)):
                continue
            told = forms if _names(printed, name) else taken
            told.setdefault(printed, []).append(span)
    return CalledView(forms=_printed(forms), roles=tuple(roles), taken=_printed(taken))


def _as_printed(role: str, text: str) -> str:
    """Return a role, which records hold in lower case, as the text prints it, but not all in capitals."""
    found = re.finditer(r"\s+".join(map(re.escape, role.split())), text, re.IGNORECASE)
    return next((one.group() for one in found if not one.group().isupper()), role)


def _names(printed: str, name: str) -> bool:
    """Tell whether what is printed is a name: capitals behind its first word, or a word of ``name``."""
    words = printed.split()
    shared = not set(printed.casefold().split()).isdisjoint(name.casefold().split())
    return shared or any(word[:1].isupper() for word in words[1:] or words)


def _form(printed: str, lang: Language) -> str:
    """Return what somebody is called, on one line; '' for a pronoun."""
    line = shortened(printed, SHOWN.name)
    return "" if line.casefold() in name_words(lang).pronouns else line


def _printed(found: Mapping[str, list[Span]]) -> tuple[PrintedView, ...]:
    """Return the forms in the order of the report, each with its first place: a report has hundreds.

    A capital that only begins a sentence makes no other form.
    """
    merged: dict[str, tuple[Span, str]] = {}
    for span, text in sorted((min(spans), text) for text, spans in found.items()):
        merged.setdefault(text[:1].casefold() + text[1:], (span, text))
    firsts = merged.values()
    return tuple(PrintedView(text=text, spans=(span,)) for span, text in firsts)
