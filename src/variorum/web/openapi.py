"""The document that describes the API (OpenAPI 3.1), made from the table of its calls and their types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from variorum import __version__
from variorum.web.calls import Operation, Param
from variorum.web.problems import ProblemBody

_EVERY = (400, 401, 403, 408, 421, 422, 429, 500, 503)
_WHAT = {
    400: "The request cannot be read",
    401: "The key is missing, where one is asked for",
    403: "Sent by a page of another site",
    404: "There is nothing of that id",
    408: "The request did not come on",
    413: "Too large",
    415: "Another kind of content is taken here",
    421: "The server does not answer to that name",
    422: "A parameter or the body cannot be used; the detail says why",
    429: "Too many requests; Retry-After says how many seconds to wait",
    500: "Something went wrong in the server",
    503: "The store is busy, or too much waits; Retry-After says how many seconds to wait",
}
_REFERENCE = "#/components/schemas/{name}"


def document(operations: Sequence[Operation], prefix: str) -> dict[str, Any]:
    """Return the document."""
    types = [one for each in operations for one in (each.takes, each.gives) if one not in (None, bytes, dict)]
    types = list(dict.fromkeys([*types, ProblemBody]))
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    known = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(prefix + one.path, {})[one.method.lower()] = _operation(one, known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Variorum desk",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Who said what in which words, where reports differ, what was decided. Lists "
            "come a page at a time: give `cursor` of the answer back. Answers to GET carry an ETag: send it "
            "as If-None-Match. Problems are application/problem+json (RFC 9457).",
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"key": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation, known: Mapping[Any, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.doc,
        "parameters": [_parameter(each) for each in one.params],
        "responses": _responses(one, known),
    }
    if one.method == "GET" and not one.volatile:
        told["parameters"].append(
            {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}, "required": False}
        )
    if one.takes is bytes:
        content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        told["requestBody"] = {"required": True, "content": content}
    elif one.takes is not None:
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": known[one.takes]}},
        }
    return told


def _responses(one: Operation, known: Mapping[Any, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {media: {} for media in one.media}
    if one.gives is dict:
        content = {"application/json": {"schema": {"type": "object"}}}
    elif one.gives is not None:
        content = {"application/json": {"schema": known[one.gives]}}
    found: dict[str, Any] = {str(one.status): {"description": one.doc, "content": content}}
    if one.method == "GET" and not one.volatile:
        found["304"] = {"description": "Nothing has changed"}
    problem = {"application/problem+json": {"schema": known[ProblemBody]}}
    for status in sorted({*_EVERY, *one.problems}):
        found[str(status)] = {"description": _WHAT[status], "content": problem}
    return found


def _parameter(one: Param) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "maxLength": one.most}
    if one.kind == "number":
        schema = {"type": "integer", "minimum": one.least, "maximum": one.most}
    elif one.kind == "choice":
        schema = {"type": "string", "enum": list(one.choices)}
    elif one.kind == "day":
        schema = {"type": "string", "format": "date"}
    elif one.pattern or one.required:
        schema |= {"minLength": 1, "pattern": one.pattern or r"\S"}
    return {
        "name": one.name,
        "in": one.where,
        "required": one.required,
        "description": one.doc,
        "schema": schema,
    }
