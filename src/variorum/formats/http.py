"""A recorded HTTP response: its status, headers and body, with transfer and content encodings undone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from msgspec import Struct

from variorum.errors import BadRecord
from variorum.formats.source import size
from variorum.settings import WORK
from variorum.text.inflating import GZIP, inflated

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
# Read with a module where one is installed, by the name of the encoding; Variorum needs none of them itself.
_MODULES = {"br": ("brotli", "brotlicffi"), "zstd": ("zstandard",)}
_WINDOW = 1 << 27  # bytes that zstd may look back; what browsers allow is 8 MiB


class Response(Struct, frozen=True, kw_only=True):
    """headers: names in lower case; of several with one name the last."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def parse_response(block: bytes) -> Response:
    """Return the response that ``block`` holds. Raises BadRecord when it does not begin as one."""
    status = _STATUS.match(block)
    if status is None:
        raise BadRecord("holds no HTTP response")
    end = _END_OF_HEADER.search(block)
    head, body = (block, b"") if end is None else (block[: end.start()], block[end.end() :])
    headers: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return Response(status=int(status[1]), headers=headers, body=body)


def content(response: Response, limit: int, *, cut: bool = False) -> bytes:
    """Return the body with compression undone, ``limit`` bytes at most.

    cut: the body is known to be incomplete, so that its end may be missing without an error.

    Archivers often undo an encoding and keep its header, so a body that is not packed is taken as it is.
    Raises BadRecord when it is longer, damaged, or packed in a way that is not read.
    """
    body = response.body
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        body = _joined(body, cut)
    for encoding in reversed(response.headers.get("content-encoding", "").lower().split(",")):
        body = _unpacked(body, encoding.strip(), limit, cut)
    if len(body) > limit:
        raise BadRecord(f"unpacks to more than {size(limit)}, the limit for one report")
    return body


def _joined(body: bytes, cut: bool) -> bytes:
    """Undo chunked transfer encoding; ``body`` itself when it does not begin with a chunk."""
    parts = []
    position = 0
    while (end := body.find(b"\r\n", position)) >= 0:
        length = body[position:end].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", length):
            break
        start = end + 2
        position = start + int(length, 16) + 2
        parts.append(body[start : position - 2])
        if not int(length, 16):
            return b"".join(parts)
    if not parts:
        return body
    if cut:
        return b"".join(parts)
    raise BadRecord("the chunks of its body are damaged or cut off")


def _unpacked(body: bytes, encoding: str, limit: int, cut: bool) -> bytes:
    if encoding in ("", "identity"):
        return body
    if encoding in ("gzip", "x-gzip"):
        return _inflated(body, encoding, limit, cut) if body.startswith(GZIP) else body
    if encoding == "deflate":
        return _inflated(body, encoding, limit, cut)
    if body.lstrip().startswith(b"<"):  # unpacked by the archiver, and the header left as it was
        return body
    if encoding in _MODULES:
        return _with_module(body, encoding, limit, cut)
    raise BadRecord(f'its body is packed as "{encoding[:20]}", which is not read')


def _inflated(body: bytes, encoding: str, limit: int, cut: bool) -> bytes:
    if body.lstrip().startswith(b"<"):
        return body
    try:
        data, ended = inflated(body, limit, deflate=encoding == "deflate")
    except zlib.error as error:
        raise BadRecord("its packed body is damaged") from error
    if not ended and not cut:
        raise BadRecord("its packed body ends too early")
    return data


def _with_module(body: bytes, encoding: str, limit: int, cut: bool) -> bytes:
    """Return ``body`` decompressed by an optional module (brotli, zstandard), at most ``limit`` + 1 bytes.

    Raises BadRecord that names the module when none is installed, or when the body is damaged.
    """
    names = _MODULES[encoding]
    module = next(filter(None, map(_module, names)), None)
    if module is None:
        raise BadRecord(
            f'its body is packed as "{encoding}"; to read it: pip install {names[0]}, and run again'
        )
    parts: list[bytes] = []
    length = 0
    try:
        for part in _parts(module, body):
            parts.append(part)
            length += len(part)
            if length > limit:
                break
    except Exception as error:  # each module has an error of its own
        if not (cut and any(parts)):
            raise BadRecord("its packed body is damaged or cut off") from error
    return b"".join(parts)[: limit + 1]


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def _parts(module: Any, body: bytes) -> Iterator[bytes]:
    if hasattr(module, "ZstdDecompressor"):
        machine = module.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        step = machine.decompress
    else:
        machine = module.Decompressor()
        step = machine.process
    for start in range(0, len(body), WORK.unpacked_step):
        yield step(body[start : start + WORK.unpacked_step])
    ended = machine.is_finished() if hasattr(machine, "is_finished") else getattr(machine, "eof", True)
    if not ended:
        raise EOFError
