"""What is sent: forms, files and JSON. Their bytes are counted as they come (``guard``)."""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from variorum.settings import SERVE
from variorum.web.calls import Call, Upload
from variorum.web.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def read_form(call: Call, request: Request, folder: Path, *, files: bool) -> Call:
    """Return ``call`` with the form that was sent. files: whether it may bring some, kept in ``folder``.

    Raises Problem for what is no form of one of our pages: the token is missing or of another session.
    """
    from starlette.datastructures import UploadFile

    if not request.headers.get("content-type", "").startswith(_FORMS):
        raise Problem(415, "only forms are taken here")
    most = SERVE.files if files else 0
    try:
        form = await request.form(max_files=most, max_fields=100, max_part_size=SERVE.field)
    except Exception as error:
        if isinstance(error, Problem):
            raise
        raise Problem(400, "the form cannot be read", getattr(error, "detail", "")) from error
    try:
        pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        fields, many = (
            dict(pairs),
            {name: [value for each, value in pairs if each == name] for name, _ in pairs},
        )
        if not hmac.compare_digest(fields.get("token", "").encode(), call.token.encode()):
            raise Problem(
                403, "this form is from an earlier visit", "Load the page afresh and send it again."
            )
        sent = [one for _, one in form.multi_items() if isinstance(one, UploadFile) and one.filename]
        kept = []
        for one in sent:
            path = _place(folder, one.filename or "")
            with path.open("wb") as file:
                while piece := await one.read(SERVE.piece):
                    file.write(piece)
            kept.append(Upload(name=_name(one.filename or ""), path=path))
        return _with(call, form=fields, many=many, files=tuple(kept))
    finally:
        await form.close()


async def read_body(call: Call, request: Request, kind: Any, folder: Path) -> Call:
    """Return ``call`` with the body of an API call: JSON that is a ``kind``, or bytes kept in ``folder``."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind is bytes:
        if media != "application/octet-stream":
            raise Problem(415, "send the file as application/octet-stream")
        name = call.text("name") or "lines.jsonl"
        path = _place(folder, name)
        with path.open("wb") as file:
            async for piece in request.stream():
                file.write(piece)
        return _with(call, files=(Upload(name=_name(name), path=path),))
    if media != "application/json":
        raise Problem(415, "send JSON, as application/json")
    try:
        return _with(call, body=msgspec.json.decode(await request.body(), type=kind))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(422, "the body cannot be used", str(error)) from error


def _with(call: Call, **changes: Any) -> Call:
    return replace(call, **changes)


def _place(folder: Path, name: str) -> Path:
    """Return where to keep a file: a name of our own, with the suffix that says what kind it is.

    Raises Problem for a kind that is not read.
    """
    suffix = suffix_of(name)
    if suffix is None:
        raise Problem(
            422, "this kind of file is not read", f"There are: {', '.join(suffixes())}, also with .gz."
        )
    return folder / f"{secrets.token_hex(8)}{suffix}"


@lru_cache(maxsize=1)
def suffixes() -> tuple[str, ...]:
    """Return the suffixes of files that can be read."""
    from variorum.formats import FORMATS

    return tuple(suffix for known in reversed(FORMATS) for suffix in known.suffixes)


def suffix_of(name: str) -> str | None:
    """Return the suffix of a file that can be read, ``.gz`` with it; None for another one."""
    lower = name.lower()
    zipped = ".gz" if lower.endswith(".gz") else ""
    found = (one for one in suffixes() if lower.removesuffix(zipped).endswith(one))
    return f"{longest}{zipped}" if (longest := max(found, key=len, default="")) else None


def _name(given: str) -> str:
    """Return the last part of a name, short: it is shown, nothing else."""
    return given.replace("\\", "/").rpartition("/")[2][-120:] or "file"
