"""Certificates: what is wrong with one is said, and nothing is fetched."""

import asyncio
import shutil
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch import certificates
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network, Trust
from server_thread import PATIENCE
from tls_serving import CERTIFICATES, serving


@asynccontextmanager
async def trusting() -> AsyncIterator[Fetcher]:
    network = Network(trust=lambda: Trust(file=str(CERTIFICATES / "authority.pem")), proxies=dict)
    async with Fetcher(user_agent="x", clock=FakeClock(), network=network) as fetcher:
        yield fetcher


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_good_certificate_lets_a_feed_be_fetched(host: str) -> None:
    with serving("good") as server:
        async with trusting() as fetcher:
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host=host)))
    assert isinstance(outcome, Fetched)


@pytest.mark.parametrize(
    ("certificate", "sentence"),
    [
        ("expired", "The certificate of {} expired on 3 February 2021; nothing was fetched over an unsafe connection."),
        ("early", "The certificate of {} is not valid before 5 April 2110: is this computer's clock right?"),
        (
            "selfsigned",
            "The certificate of {} is self-signed, so nobody vouches for it; nothing was fetched over an unsafe "
            "connection.",
        ),
        (
            "elsewhere",
            "The certificate that {} shows is for another host; nothing was fetched over an unsafe connection.",
        ),
    ],
)
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_bad_certificate_is_refused_and_its_fault_named(certificate: str, sentence: str, host: str) -> None:
    with serving(certificate) as server:
        async with trusting() as fetcher:
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host=f"name:word@{host}")))
        assert server.hits == []
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == sentence.format(host)
    assert not outcome.offline


async def test_an_unknown_issuer_is_named() -> None:
    with serving("good") as server:
        async with Fetcher(user_agent="x", clock=FakeClock(), network=Network(proxies=dict)) as fetcher:
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed", host="localhost")))
    assert isinstance(outcome, FetchFailed)
    assert "issuer that this computer does not know" in outcome.reason


async def test_more_trusted_certificates_can_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    with serving("good") as server:
        async with Fetcher(user_agent="x", clock=FakeClock(), network=Network(proxies=dict)) as fetcher:
            assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)


async def test_a_file_of_certificates_that_is_not_there_is_told_where_a_certificate_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    with serving("good") as server:
        async with Fetcher(user_agent="x", clock=FakeClock(), network=Network(proxies=dict)) as fetcher:
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert "does not know; the file that SSL_CERT_FILE names is not there; nothing was fetched" in outcome.reason


async def test_trusted_certificates_may_stand_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "сертификаты"
    folder.mkdir()
    shutil.copy(CERTIFICATES / "authority.pem", folder / "84e6bed7.0")  # as “openssl rehash” names it
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    with serving("good") as server:
        async with Fetcher(user_agent="x", clock=FakeClock(), network=Network(proxies=dict)) as fetcher:
            assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)


async def test_a_server_that_speaks_no_tls_gives_no_safe_connection() -> None:
    async def answer_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer_plainly, "127.0.0.1", 0) as plain, trusting() as fetcher:
        port = plain.sockets[0].getsockname()[1]
        outcome = await fetcher.fetch(FetchRequest(f"https://127.0.0.1:{port}/feed"))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "No safe connection to 127.0.0.1 could be made (wrong version number)."


async def test_two_sides_without_a_common_cipher_are_a_sentence() -> None:
    with serving("good", ciphers="ECDHE-RSA-AES128-GCM-SHA256") as server:  # its key is none for RSA
        async with trusting() as fetcher:
            outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason.startswith("No safe connection to 127.0.0.1 could be made (")


@contextmanager
def closing_without_a_word(answer: bytes) -> Iterator[str]:
    """The URL of a server that closes the connection after `answer`, without TLS's own word for that."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "good.pem")

    def converse(listener: socket.socket) -> None:
        tls = context.wrap_socket(listener.accept()[0], server_side=True)
        tls.recv(65_536)
        tls.sendall(answer)
        socket.socket(fileno=tls.detach()).close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=converse, args=(listener,), daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}/feed"
        thread.join(PATIENCE)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n"])
async def test_a_body_without_a_length_ends_with_its_connection(head: bytes) -> None:
    with closing_without_a_word(head + b"<rss/>") as url:
        async with trusting() as fetcher:
            outcome = await fetcher.fetch(FetchRequest(url))
    assert isinstance(outcome, Fetched), outcome
    assert outcome.body == b"<rss/>"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n<rss/>", "The answer ended early."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n", "The answer ended early."),
        (b"HTTP/1.1 200 OK\r\n", "127.0.0.1 closed the connection without an answer."),
        (b"", "127.0.0.1 closed the connection without an answer."),
    ],
)
async def test_a_connection_that_ends_before_the_answer_is_a_sentence(answer: bytes, sentence: str) -> None:
    with closing_without_a_word(answer) as url:
        async with trusting() as fetcher:
            outcome = await fetcher.fetch(FetchRequest(url))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == sentence


@pytest.mark.parametrize("content", ["", "no certificate", None])
async def test_certificates_that_cannot_be_read_are_a_sentence(
    server: LoopbackServer, tmp_path: Path, content: str | None
) -> None:
    place = tmp_path / "authority.pem"
    if content is not None:
        place.write_text(content)
    network = Network(trust=lambda: Trust(file=str(place)), proxies=dict)
    async with Fetcher(user_agent="x", clock=FakeClock(), network=network) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(f"https://127.0.0.1:{server.port}/feed"))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == (
        "127.0.0.1 was not asked: the certificates that this computer trusts cannot be read; is SSL_CERT_FILE right?"
    )


def der(name: str) -> bytes:
    text = (CERTIFICATES / f"{name}.pem").read_text()
    return ssl.PEM_cert_to_DER_cert(text[: text.index("-----END CERTIFICATE-----")] + "-----END CERTIFICATE-----\n")


def test_the_dates_of_a_certificate_are_read() -> None:
    assert certificates.validity(der("expired")) == (datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 2, 3, tzinfo=UTC))
    assert certificates.validity(der("early")) == (datetime(2110, 4, 5, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("data", [b"", b"junk", b"\x30\x1e\x17\x0d991399000000Z\x17\x0d991399000000Z"])
def test_what_is_no_certificate_has_no_dates(data: bytes) -> None:
    assert certificates.validity(data) is None


async def test_a_server_that_shows_no_certificate_gives_no_dates(server: LoopbackServer) -> None:
    assert await certificates.shown_by("127.0.0.1", 1, "localhost", seconds=1) is None
