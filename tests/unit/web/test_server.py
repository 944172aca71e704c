"""Starting and ending the desk, and what it says when it cannot."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from variorum.errors import InputError, OutputError
from variorum.web.server import Listening, bound, is_loopback


def test_a_port_that_is_taken_is_said_with_the_remedy():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(OutputError, match=f"port {port} is taken.*--port"):
            bound("127.0.0.1", port)
    with pytest.raises(InputError, match="no address of this machine"):
        bound("192.0.2.1", 0)


def test_an_answer_does_not_wait_until_its_beginning_was_acknowledged():
    """Which takes 40 ms; of the sockets that it accepts asyncio looks at the protocol, and that alone."""
    with bound("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


def test_only_this_machine_reaches_loopback():
    assert all(is_loopback(one) for one in ("127.0.0.1", "::1", "localhost", "127.1.2.3"))
    assert not any(is_loopback(one) for one in ("0.0.0.0", "::", "192.168.1.4", "desk.example"))


def test_the_key_stands_in_the_address_to_open():
    assert Listening(address="http://127.0.0.1:1/", key=None).link == "http://127.0.0.1:1/"
    assert Listening(address="http://10.0.0.1:1/", key="abc").link == "http://10.0.0.1:1/?key=abc"


def test_serve_starts_answers_and_ends_in_order_on_ctrl_c(filled):
    command = [sys.executable, "-m", "variorum", "serve", "--store", str(filled), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        said = running.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)[0]
        with urlopen(address, timeout=60) as answer:
            assert b"Footbridge over the Lenn" in answer.read()
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
        assert running.wait(60) == 0
        assert rest.strip() == ""


def test_a_second_ctrl_c_does_not_wait_for_a_slow_request(filled):
    command = [sys.executable, "-m", "variorum", "serve", "--store", str(filled), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        port = int(re.search(r":(\d+)/", running.stderr.readline())[1])
        with socket.create_connection(("127.0.0.1", port)) as slow:
            head = "POST /api/v1/articles?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n"
            slow.sendall(
                f"{head}Content-Type: application/octet-stream\r\nExpect: 100-continue\r\n\r\n".encode()
            )
            assert b"100 Continue" in slow.recv(100)  # now it is under way
            running.send_signal(signal.SIGINT)
            assert "Ctrl-C again ends at once" in running.stderr.readline()
            running.send_signal(signal.SIGINT)
            assert running.wait(60) == 0  # the request would never end
