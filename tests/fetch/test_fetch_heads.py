"""Heads of answers as servers in the wild write them."""

import pytest

from loopback import LoopbackServer
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.http import Fetcher

OK = b"HTTP/1.1 200 OK\r\n"
END = b"Content-Length: 6\r\n\r\n<rss/>"


@pytest.mark.parametrize(
    "raw",
    [
        OK + b"HTTP/2: yes\r\n" + END,
        OK + b"HTTP/:\r\n" + END,
        b"HTTP/1.1 200OK\r\n" + END,
        b"http/1.1 200 OK\r\n" + END,
        b"HTTP/1.1\t200\tOK\r\n" + END,
        b"HTTP/1.1 200\n" + END,
        OK + b"X-Folded: a\r\n b:c\r\n" + END,
        OK + b": nameless\r\n" + END,
        b"HTTP/1.1 103 Early Hints\r\nContent-Type: audio/mpeg\r\n\r\n" * 3 + OK + END,
        b"HTTP/1.1 100 Continue\r\nHTTP/2: no\r\n\r\n" + OK + END,
    ],
)
async def test_an_odd_head_hides_no_body(server: LoopbackServer, fetcher: Fetcher, raw: bytes) -> None:
    server.raw("/feed", raw)
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, Fetched), outcome
    assert (outcome.body, outcome.content_type) == (b"<rss/>", None)


@pytest.mark.parametrize("line", [b"HTTP/2: yes", b"HTTP/", b"HTTP/1.1", b"HTTP/1.1 500 No"])
async def test_a_field_that_looks_like_a_status_line_is_none(
    server: LoopbackServer, fetcher: Fetcher, line: bytes
) -> None:
    server.raw("/feed", b"HTTP/1.1 302 Found\r\n" + line + b":\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")
    server.serve("/new", b"<rss/>")
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, Fetched), outcome


@pytest.mark.parametrize("status", [b"200 OK", b"302 Found"])
async def test_trailers_after_an_empty_body_do_not_hide_the_head(
    server: LoopbackServer, fetcher: Fetcher, status: bytes
) -> None:
    head = b"HTTP/1.1 " + status + b"\r\nLocation: /new\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.raw("/feed", head + b"0\r\nContent-Type: audio/mpeg\r\nX-Sum: 1\r\n\r\n")
    server.serve("/new", b"", content_type=None)
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, Fetched), outcome
    assert (outcome.body, outcome.content_type) == (b"", None)


@pytest.mark.parametrize("raw", [OK + b"Content-Length: 6\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 20"])
async def test_a_part_of_a_head_is_no_answer(server: LoopbackServer, fetcher: Fetcher, raw: bytes) -> None:
    server.raw("/feed", raw)
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "127.0.0.1 closed the connection without an answer."


async def test_a_length_that_no_number_holds_is_too_large(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.raw("/feed", OK + b"Content-Length: 99999999999999999999999\r\n\r\n")
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == "127.0.0.1 sends more than any feed should need."


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>", "did not answer with HTTP."),
        (b"SSH-2.0-OpenSSH_9\r\nX: y\r\n\r\n", "did not answer with HTTP."),
        (b"HTTP/1.1 000 OK\r\n" + END, "sent an answer that is not valid HTTP."),
        (b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/9.9 200 OK\r\n" + END, "sent an answer that is not valid HTTP."),
    ],
)
async def test_a_head_that_is_none_is_a_sentence(
    server: LoopbackServer, fetcher: Fetcher, raw: bytes, words: str
) -> None:
    server.raw("/feed", raw)
    outcome = await fetcher.fetch(FetchRequest(server.url("/feed")))
    assert isinstance(outcome, FetchFailed)
    assert outcome.reason == f"127.0.0.1 {words}"
