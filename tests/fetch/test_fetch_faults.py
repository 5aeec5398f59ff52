"""Broken servers, broken networks: each a sentence, none a traceback."""

import asyncio
import errno
import gzip
import socket
import zlib
from collections.abc import Sequence
from threading import Event

import brotli  # type: ignore[import-untyped]
import pycurl  # type: ignore[import-untyped]
import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch import faults
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits
from newsreader.fetch.network import Network
from newsreader.fetch.transfers import WEIRD_REPLY, TransferError

BODY = b"<rss>" + bytes(range(256)) * 300 + b"</rss>"


async def failure(fetcher: Fetcher, url: str) -> FetchFailed:
    outcome = await fetcher.fetch(FetchRequest(url))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason.endswith((".", "?"))
    assert "Traceback" not in outcome.reason
    return outcome


def with_head(body: bytes, *lines: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", *lines, b"", body])


@pytest.mark.parametrize(
    "raw",
    [
        with_head(b"half", b"Content-Length: 9"),
        with_head(b"", b"Content-Length: 9"),
        with_head(b"4\r\nhalf\r\n", b"Transfer-Encoding: chunked"),
        with_head(b"9\r\nhalf", b"Transfer-Encoding: chunked"),
        with_head(gzip.compress(BODY)[:-20], b"Content-Encoding: gzip"),
        with_head(gzip.compress(BODY)[:100], b"Content-Encoding: gzip", b"Content-Length: 100"),
        with_head(zlib.compress(BODY)[:100], b"Content-Encoding: deflate", b"Content-Length: 100"),
        with_head(brotli.compress(BODY)[:100], b"Content-Encoding: br", b"Content-Length: 100"),
    ],
)
async def test_an_answer_that_ends_early_is_noticed(server: LoopbackServer, fetcher: Fetcher, raw: bytes) -> None:
    server.raw("/feed", raw)
    assert (await failure(fetcher, server.url("/feed"))).reason == "The answer ended early."


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "closed the connection without an answer"),
        (b"HTTP/1.1 200 OK\r\nConte", "closed the connection without an answer"),
        (b"SSH-2.0-OpenSSH_9\r\n", "did not answer with HTTP"),
        (b"<html>hello</html>\r\n\r\n", "did not answer with HTTP"),
        (b"\x16\x03\x01\x02\x00\x01", "did not answer with HTTP"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "did not answer with HTTP"),
        (with_head(b"", b"bad header"), "not valid HTTP"),
        (with_head(b"", b"Content-Length: many"), "not valid HTTP"),
        (with_head(b"zz\r\nhello", b"Transfer-Encoding: chunked"), "not valid HTTP"),
        (with_head(b"", b"X: " + b"a" * 150_000), "header that is too large"),
        (with_head(b"", *[b"X: " + b"a" * 5000] * 80), "header that is too large"),
        (with_head(b"\xfe" * 99, b"Content-Encoding: gzip"), "is broken"),
        (with_head(b"abc", b"Content-Encoding: zstd"), "not known here: “zstd”"),
    ],
)
async def test_an_answer_that_is_no_http_or_no_body_is_a_sentence(
    server: LoopbackServer, fetcher: Fetcher, raw: bytes, words: str
) -> None:
    server.raw("/feed", raw)
    failed = await failure(fetcher, server.url("/feed"))
    assert words in failed.reason
    assert not failed.offline


async def test_a_broken_chunk_later_in_the_body_is_a_sentence(server: LoopbackServer, fetcher: Fetcher) -> None:
    body = b"40000\r\n" + b"x" * 0x40000 + b"\r\nzz\r\n"
    server.raw("/feed", with_head(body, b"Transfer-Encoding: chunked"))
    assert "not valid HTTP" in (await failure(fetcher, server.url("/feed"))).reason


async def test_raw_deflate_is_read(server: LoopbackServer, fetcher: Fetcher) -> None:
    packer = zlib.compressobj(wbits=-15)
    server.raw("/feed", with_head(packer.compress(BODY) + packer.flush(), b"Content-Encoding: deflate"))
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, Fetched)
    assert outcome.body == BODY


async def test_a_bad_answer_does_not_spoil_the_next_one(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.script("/feed", Reply(raw=b"junk\r\n\r\n"), Reply(body=b"ok"))
    await failure(fetcher, server.url("/feed"))
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"a little", stall=True),
        Reply(raw=b"HTTP/1.1 200 OK\r\nX: y", stall=True),
        Reply(chunks=[b"a"], stall=True),
        Reply(403, b"", stall=True),
    ],
)
async def test_an_answer_that_never_ends_is_given_up(server: LoopbackServer, clock: FakeClock, reply: Reply) -> None:
    server.script("/feed", reply)
    async with Fetcher(
        user_agent="x", clock=clock, limits=Limits(total_seconds=0.1), network=Network(proxies=dict)
    ) as fetcher:
        failed = await failure(fetcher, server.url("/feed"))
    assert failed.reason == "127.0.0.1 did not finish its answer within 0.1 seconds."


async def test_the_total_time_counts_over_all_redirects(server: LoopbackServer, clock: FakeClock) -> None:
    server.redirect("/a", "/b")
    server.script("/b", Reply(stall=True))
    async with Fetcher(
        user_agent="x", clock=clock, limits=Limits(total_seconds=0.2), network=Network(proxies=dict)
    ) as fetcher:
        assert "within 0.2 seconds" in (await failure(fetcher, server.url("/a"))).reason
    assert len(server.hits) == 2


async def test_a_fetch_can_be_cancelled(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.serve("/feed", b"ok")
    server.hold()
    task = asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/feed"))))
    await asyncio.to_thread(server.wait_until_held, 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    server.release()
    assert isinstance(await fetcher.fetch(FetchRequest(server.url("/feed"))), Fetched)


async def test_a_port_where_nobody_listens(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        failed = await failure(fetcher, f"http://127.0.0.1:{free.getsockname()[1]}/feed")
    assert failed == FetchFailed(failed.url, "127.0.0.1 refuses connections: nothing answers there.")


def no_such_name(host: str) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def no_name_service(host: str) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@pytest.mark.parametrize(
    ("network", "words", "offline"),
    [
        (
            Network(proxies=dict, lookup=no_such_name, has_route=lambda: True),
            "There is no host named news.example.",
            False,
        ),
        (Network(proxies=dict, lookup=no_such_name, has_route=lambda: False), "this computer may be offline.", True),
        (Network(proxies=dict, lookup=no_name_service), "this computer may be offline.", True),
        (
            Network(proxies=dict, lookup=lambda _: [], has_route=lambda: True),
            "There is no host named news.example.",
            False,
        ),
    ],
)
async def test_a_name_that_cannot_be_looked_up(clock: FakeClock, network: Network, words: str, offline: bool) -> None:
    async with Fetcher(user_agent="x", clock=clock, network=network) as fetcher:
        failed = await failure(fetcher, "http://name:word@news.example/feed")
    assert words in failed.reason
    assert failed.offline is offline
    assert "word" not in failed.reason


async def test_a_slow_look_up_is_given_up(clock: FakeClock) -> None:
    answered = Event()

    def slow(host: str) -> Sequence[str]:
        answered.wait(20)
        return ["127.0.0.1"]

    limits = Limits(connect_seconds=0.1)
    async with Fetcher(
        user_agent="x", clock=clock, limits=limits, network=Network(proxies=dict, lookup=slow)
    ) as fetcher:
        failed = await failure(fetcher, "http://news.example/feed")
        answered.set()
    assert "did not answer in time" in failed.reason


@pytest.mark.parametrize(
    ("error", "words", "offline"),
    [
        (OSError(errno.ENETUNREACH, "x"), "seems to be offline", True),
        (OSError(errno.ENETDOWN, "x"), "seems to be offline", True),
        (OSError(errno.EHOSTUNREACH, "x"), "no way to it", False),
        (OSError(errno.ECONNREFUSED, "x"), "refuses connections", False),
        (OSError(errno.ETIMEDOUT, "x"), "in time", False),
        (OSError(errno.EMFILE, "x"), "Too many files", False),
        (OSError(errno.EIO, "odd \x1b[31mfault"), "(odd fault)", False),
        (OSError("Multiple exceptions: …"), "cannot be reached.", False),
        (ConnectionResetError(errno.ECONNRESET, "x"), "broke the connection off", False),
        (TimeoutError(), "in time", False),
        (TransferError("odd\x1b[31m", pycurl.E_OUT_OF_MEMORY), "as HTTP demands (odd)", False),
        (TransferError("", pycurl.E_OUT_OF_MEMORY), "(no reason given)", False),
        (TransferError("x", pycurl.E_RECV_ERROR, progress="head"), "not valid HTTP", False),
        (TransferError("x", pycurl.E_RECV_ERROR, system=errno.ECONNRESET), "broke the connection off", False),
        (TransferError("x", pycurl.E_SEND_ERROR, system=errno.EPIPE), "broke the connection off", False),
        (TransferError("x", pycurl.E_COULDNT_CONNECT, system=errno.ENETUNREACH), "seems to be offline", True),
        (TransferError("x", WEIRD_REPLY, system=errno.ENETUNREACH, progress="head"), "not valid HTTP", False),
        (TransferError("x", pycurl.E_COULDNT_CONNECT), "cannot be reached", False),
        (TransferError("x", pycurl.E_OPERATION_TIMEDOUT), "in time", False),
        (TransferError("x", pycurl.E_URL_MALFORMAT), "mistyped", False),
        (TransferError("x", pycurl.E_COULDNT_RESOLVE_HOST), "cannot be looked up", False),
        (TransferError("x: error:0A000126:SSL routines::odd", pycurl.E_SSL_CONNECT_ERROR), "be made (odd)", False),
        (TransferError("Recv failure", pycurl.E_SSL_CONNECT_ERROR), "No safe connection", False),
    ],
)
def test_every_error_of_the_system_is_a_sentence(error: TransferError | OSError, words: str, offline: bool) -> None:
    fault = faults.of(error, "news.example")
    assert words in fault.reason
    assert fault.offline is offline
    assert fault.reason.endswith(".")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "/etc/passwd",
        "news.example/feed",
        "ftp://news.example/feed",
        "gopher://x/",
        "javascript:alert(1)",
        "http:",
        "http://",
        "http:///feed",
        "http://[bad",
        "http://news.example:99999/",
        "http://news.example:port/",
        "http://\udcff/",
        "https://name:wo/rd@news.example/",
        "http://" + "a" * 70 + ".example/",
        "http://a..b/",
        "http://\x00/",
        "http://a b/",
    ],
)
async def test_what_is_no_address_is_a_sentence(clock: FakeClock, url: str) -> None:
    network = Network(proxies=dict, lookup=no_such_name, has_route=lambda: True)
    async with Fetcher(user_agent="x", clock=clock, network=network) as fetcher:
        failed = await failure(fetcher, url)
    assert failed.url == url
    assert failed.status is None
    assert "name:" not in failed.reason
