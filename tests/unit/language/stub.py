"""A tiny language of invented words: every list that a language must give has one word, some have more."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from variorum.language import language, rows
from variorum.language.language import TABLES, Language

MONTHS = [
    "brumo",
    "velto",
    "gramo",
    "florio",
    "pradel",
    "messo",
    "thermo",
    "fruct",
    "vendro",
    "nevo",
    "pluvo",
    "frimo",
]
WEEKDAYS = ["unidi", "duodi", "tridi", "quadri", "quinti", "sexti", "septi"]
# What the tests speak about; all else is filled with one word a list.
SAID: dict[str, Any] = {
    "cues": {
        "rows": [
            {
                "lemma": "dru",
                "forms": ["dru", "drus", "drud", "drusing"],
                "act": "speech",
                "frames": "qtcsw",
                "hit": "Ford drud the pier was shut.",
                "near_miss": "The drusing hat was blue.",
            }
        ]
    },
    "media": {"rows": [{"medium": "letter", "act": "writing", "phrases": ["ni skrivo"]}]},
    "numbers": {
        "words": {"ata": 3, "beta": 4, "okta": 8},
        "scales": {"kilu": 1000},
        "bounds": {"more than": ["supra"]},
        "nouns": {"plurals": "homoj domoj"},
    },
    "dates": {
        "months": {name: name for name in MONTHS},
        "weekdays": {name: name for name in WEEKDAYS},
        "holidays": {"granda_festo": "06-21"},
    },
    "units": {"measure": {"metre": "metroj"}},
    "people": {
        "honorifics": {"male": "doko", "female": "doka"},
        "given": {"male": "toma", "female": "lena"},
        "suffixes": {"words": "juna", "generation": "juna"},
    },
    "names": {
        "roles": {"office": "portestro", "female": "fratino"},
        "kinds": {"organisation": "kompanio", "known_places": "marlo"},
        "described": {"former": "iama", "being": "estis", "linking": "de"},
        "phrases": {"definite": "la", "ending": "de"},
        "around": {"headlines_end": "PLIO"},
    },
    "furniture": {"whole": {"words": 10, "patterns": ["reklamo"]}},
}


def write_stub(folder: Path, code: str = "zz") -> None:
    """Write the data files of the language into ``folder/code``."""
    place = folder / code
    place.mkdir(parents=True)
    fresh = (f"xq{number}wo" for number in count())
    for name in TABLES:
        kind = get_type_hints(getattr(Language, name).func, vars(language))["return"]
        rows = _filled(kind, fresh)
        said = SAID.get(name, {})
        rows = said if name == "furniture" else _merged(rows, said)
        lines = [f"{json.dumps(key)} = {_toml(value)}" for key, value in rows.items()]
        (place / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _filled(kind: Any, fresh: Any) -> Any:
    """Return a value of a type with a word of its own in every list."""
    origin, inside = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, (rows.WordSet, rows.WordRow, rows.Late, str)):
        return next(fresh)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        derived = {"calendar_months"}
        return {f.name: _filled(hints[f.name], fresh) for f in msgspec.structs.fields(kind)
                if f.required and f.name not in derived}  # fmt: skip
    if origin is Literal:
        return inside[0]
    if origin is dict:
        return {next(fresh): _filled(inside[1], fresh)}
    if origin in (tuple, frozenset):
        parts = [each for each in inside if each is not Ellipsis]
        return [_filled(each, fresh) for each in parts]
    return 7 if origin is UnionType or kind in (int, float) else True


def _merged(rows: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return the rows with what is said in their place, a list of words at a time."""
    lists = [key for key in said if isinstance(rows[key], dict) and said[key].keys() <= rows[key].keys()]
    return {**rows, **said, **{key: {**rows[key], **said[key]} for key in lists}}


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
