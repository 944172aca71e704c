"""The program run as a process of its own, without its half a second of imports.

A server, one for each process of tests, imports the program and lets it work once; each command is a copy
of that server (``fork``) with standard streams, a folder and an exit status of its own, and ends as Python
ends. What is about the start itself, the environment, signals, or streams of a shell starts the program
anew instead: ``VARIORUM``.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

VARIORUM = [sys.executable, "-m", "variorum"]
_REPORTS = (
    "“The pier is safe,” Ada Quill said on Monday. Six boats were lost in Marl.",
    "“The pier is not safe,” Ada Quill, who runs it, said on Monday. Seven boats were lost in Marl.",
)
_PIPE = 60_000  # bytes that a pipe takes without a reader
_SERVER = "from tests.commands import serve; run = serve({fd}); run and run()"


def run(*arguments: str | Path, cwd: Path, stdin: str | None = None, timeout: float = 120):  # type: ignore[no-untyped-def]
    """Run ``variorum`` with ``arguments`` in ``cwd``; returns what ``subprocess.run`` does, with texts."""
    given = [str(each) for each in arguments]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        reader = _standard_input(stdin)
        try:
            status = _server().ask([str(cwd), *given], [reader, out.fileno(), err.fileno()], timeout)
        finally:
            os.close(reader)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode().replace("\r\n", "\n"))
    return subprocess.CompletedProcess([*VARIORUM, *given], status, *texts)


def _standard_input(text: str | None) -> int:
    """Return a descriptor from which ``text`` is read; of None there is nothing to read."""
    data = (text or "").encode()
    assert len(data) < _PIPE, "more than a pipe holds: give it as a file"
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    return reader


class _Server:
    def __init__(self) -> None:
        self._near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        root = str(Path(__file__).parents[1])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _SERVER.format(fd=far.fileno())],
                env=os.environ | {"PYTHONPATH": path},
                pass_fds=[far.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def ask(self, words: Sequence[str], descriptors: Sequence[int], timeout: float) -> int:
        """Return the exit status of a command with these standard streams, negative for a signal."""
        socket.send_fds(self._near, ["\0".join(words).encode()], descriptors)
        self._near.settimeout(timeout)
        pid = int(self._near.recv(64) or b"0")
        assert pid, "the server of commands ended"
        try:
            return int(self._near.recv(64))
        except TimeoutError:
            os.kill(pid, 9)
            raise subprocess.TimeoutExpired(words[1:], timeout) from None


@cache
def _server() -> _Server:
    return _Server()


def serve(descriptor: int):  # type: ignore[no-untyped-def]
    """Answer requests until the tests end; returns None then, and in each copy what it is to run."""
    channel = socket.socket(fileno=descriptor)
    _warm()
    while True:
        data, streams, _, _ = socket.recv_fds(channel, 2**16, 3)
        if not data:
            return None
        if not (pid := os.fork()):
            channel.close()
            for at, stream in enumerate(streams):
                os.dup2(stream, at)
                os.close(stream)
            folder, *arguments = data.decode().split("\0")
            os.chdir(folder)
            sys.argv = ["variorum", *arguments]
            sys.path[:] = [each for each in sys.path if each]  # -c puts the folder of the server there
            from variorum.cli import main

            return main
        for stream in streams:
            os.close(stream)
        channel.send(str(pid).encode())
        channel.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def _warm() -> None:
    """Have the program build what it builds once in a process: tables of words, templates.

    Not the network: it has a thread, and a copy has none, so that it would wait for that thread at its end.
    """
    from typer.testing import CliRunner

    from variorum.cli.app import app

    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder, "reports.jsonl")
        reports.write_text("".join(f"{json.dumps({'text': text})}\n" for text in _REPORTS), encoding="utf-8")
        for job in (
            ["compare", "--one-story", "--annotator", "rules", "-o", folder],
            ["check", "--against", str(reports)],
        ):
            CliRunner().invoke(app, [job[0], str(reports), *job[1:]])
    gc.freeze()
