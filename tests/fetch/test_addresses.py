"""Which addresses are private, however they are spelt."""

import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import pytest

from newsreader.fetch.addresses import (
    SidedResolver,
    WrongSideError,
    is_loopback_name,
    is_private,
    literal_address,
    system_lookup,
)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::1", "2002:a00:1::", "2001:db8::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%2",
        "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_that_a_public_host_may_not_lead_to(address: str) -> None:
    assert is_private(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8",
     "64:ff9b::808:808", "2002:808:808::1"],
)  # fmt: skip
def test_addresses_of_the_public_internet(address: str) -> None:
    assert not is_private(ip_address(address))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("::1", "::1"),
        ("::ffff:127.0.0.1", "::ffff:7f00:1"),
        ("fe80::1%2", "fe80::1%2"),
        ("news.example", None),
        ("1.example", None),
        ("example.123", None),
        ("256.1.1.1.1", None),
        ("localhost", None),
        ("", None),
        ("①②⑦.0.0.1", None),
    ],
)
def test_an_address_in_any_spelling_that_the_system_takes(host: str, address: str | None) -> None:
    found = literal_address(host)
    assert (None if found is None else found) == (None if address is None else ip_address(address))


@pytest.mark.parametrize(
    ("name", "is_it"),
    [("localhost", True), ("LOCALHOST.", True), ("a.localhost", True), ("localhost.example", False), ("", False)],
)
def test_names_of_this_machine(name: str, is_it: bool) -> None:
    assert is_loopback_name(name) is is_it


def test_the_system_knows_localhost() -> None:
    assert all(ip_address(address).is_loopback for address in system_lookup("localhost"))


@pytest.mark.parametrize("name", ["a" * 70 + ".example", "a..b"])
def test_what_cannot_be_a_host_name_is_an_unknown_one(name: str) -> None:
    with pytest.raises(socket.gaierror):
        system_lookup(name)


async def test_a_resolver_keeps_to_its_side() -> None:
    found = ["127.0.0.1", "93.184.216.34", "::1", "2606:4700::1111"]
    with ThreadPoolExecutor(1) as pool:
        public = SidedResolver(lambda _: found, lambda address: not is_private(address), pool)
        assert list(map(str, await public.resolve("x"))) == ["93.184.216.34", "2606:4700::1111"]
        private = SidedResolver(lambda _: found[1::2], is_private, pool)
        with pytest.raises(WrongSideError):
            await private.resolve("x")


async def test_a_name_is_looked_up_once_for_the_feeds_of_a_host() -> None:
    asked = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"]

    with ThreadPoolExecutor(1) as pool:
        resolver = SidedResolver(lookup, lambda _: True, pool)
        for host in ("one.example", "one.example", "two.example"):
            await resolver.resolve(host)
    assert asked == ["one.example", "two.example"]
