from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpcore2
import httpx2
import pytest

from variorum.errors import FeedError
from variorum.watch.addresses import is_public, origin, shown, web_address
from variorum.watch.transport import CheckedTransport, resolve


@pytest.mark.parametrize(
    ("url", "as_shown"),
    [
        ("https://desk:geheim@tern.example/feed", "https://tern.example/feed"),
        ("https://tern.example/feed?token=abc&page=2", "https://tern.example/feed?token=…&page=2"),
        ("https://tern.example/feed?a=1&api_key=abc", "https://tern.example/feed?a=1&api_key=…"),
        (
            "https://tern.example/f?X-Signature=ab%2F#access_token=q",
            "https://tern.example/f?X-Signature=…#access_token=…",
        ),
        ("https://tern.example/monkey?page=2", "https://tern.example/monkey?page=2"),
        ("http://desk:pw@[half/feed", "http://[half/feed"),
        ("https://tern.example/\x1b[31m", "https://tern.example/�[31m"),
    ],
)
def test_what_is_secret_in_an_address_is_not_shown(url: str, as_shown: str) -> None:
    assert shown(url) == as_shown


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "not-http"),
        ("feed:https://tern.example/", "not-http"),
        ("ftp://tern.example/", "not-http"),
        ("tern.example/feed", "not-http"),
        ("http:///feed", "bad-address"),
        ("https://tern.example/" + "x" * 5000, "bad-address"),
    ],
)
def test_only_addresses_of_the_web_are_asked(url: str, code: str) -> None:
    with pytest.raises(FeedError) as caught:
        web_address(url)
    assert caught.value.code == code


def test_a_host_is_the_same_with_and_without_its_usual_port() -> None:
    assert origin(web_address("https://Tern.example:443/a#b")) == "https://tern.example"
    assert origin(web_address("http://tern.example:8080/a")) == "http://tern.example:8080"
    assert origin(web_address("http://u:p@tern.example/a")) == "http://tern.example"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "no address", "",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_private_networks_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_addresses_of_the_open_network_are_public(address: str) -> None:
    assert is_public(address)


class Network(httpcore2.AsyncNetworkBackend):
    """Makes no connection, and says to where it was asked for one."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore2.AsyncNetworkStream:
        self.asked.append(host)
        raise httpcore2.ConnectError("nobody there")


def ask(
    found: Sequence[str] | OSError, url: str = "http://tern.example/", *, allow: bool = False
) -> tuple[str, list[str]]:
    """Return how asking ends for a name that means these addresses, and to where connections were tried."""
    network = Network()

    async def means(_host: str, _port: int) -> Sequence[str]:
        if isinstance(found, OSError):
            raise found
        return found

    async def run() -> None:
        transport = CheckedTransport(resolve=means, network=network, allow_private=allow)
        await transport.handle_async_request(httpx2.Request("GET", url))

    with pytest.raises((FeedError, httpcore2.ConnectError)) as caught:
        asyncio.run(run())
    return getattr(caught.value, "code", "tried"), network.asked


def test_a_name_that_means_a_private_address_is_not_connected_to() -> None:
    assert ask(["10.0.0.5"]) == ("private-address", [])
    assert ask(["::1", "169.254.169.254"]) == ("private-address", [])
    assert ask(["127.0.0.1"], allow=True) == ("tried", ["127.0.0.1"])


def test_the_connection_goes_to_the_very_address_that_was_looked_at() -> None:
    """So a name that means another machine a moment later leads nowhere."""
    assert ask(["10.0.0.5", "93.184.215.14"]) == ("tried", ["93.184.215.14"])


def test_a_name_that_is_not_known_says_so() -> None:
    assert ask(OSError("no such host"))[0] == "dns"


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "[::ffff:127.0.0.1]", "0"])
def test_other_ways_to_write_this_machine_are_seen_through(host: str) -> None:
    async def run() -> None:
        await CheckedTransport().handle_async_request(httpx2.Request("GET", f"http://{host}/"))

    with pytest.raises(FeedError) as caught:
        asyncio.run(run())
    assert caught.value.code in ("private-address", "dns")


def test_names_are_looked_up_as_the_system_does() -> None:
    assert "127.0.0.1" in asyncio.run(resolve("127.0.0.1", 80))
    with pytest.raises(OSError):
        asyncio.run(resolve("a..b", 80))
