"""The tests' own server does what the tests rely on."""

import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead

import pytest

from loopback import LoopbackServer, Reply

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _get(url: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with DIRECT.open(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_what_is_served_is_answered_and_counted() -> None:
    with LoopbackServer() as server:
        server.serve("/feed", b"body", etag='"1"', last_modified="Wed, 25 Nov 2026 12:00:00 GMT")
        assert _get(server.url("/feed?x=1")) == (200, b"body")
        assert _get(server.url("/feed"), If_None_Match='"1"') == (304, b"")
        assert _get(server.url("/feed"), If_None_Match='"2"') == (200, b"body")
        assert _get(server.url("/feed"), If_Modified_Since="Wed, 25 Nov 2026 12:00:00 GMT") == (304, b"")
        assert _get(server.url("/other"))[0] == 404
        assert [hit.path for hit in server.hits] == ["/feed", "/feed", "/feed", "/feed", "/other"]
        assert len(server.hits_of("/feed")) == 4
        assert server.hits[1].headers["if-none-match"] == '"1"'


def test_a_script_is_answered_in_order_and_its_last_reply_stays() -> None:
    with LoopbackServer() as server:
        server.script("/", Reply(503, b"busy"), Reply(chunks=[b"a", b"b"]))
        assert [_get(server.url()) for _ in range(3)] == [(503, b"busy"), (200, b"ab"), (200, b"ab")]


def test_raw_bytes_are_written_as_they_are() -> None:
    with LoopbackServer() as server:
        server.raw("/", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        with pytest.raises(IncompleteRead):
            _get(server.url())


def test_requests_are_held_at_the_gate_until_released() -> None:
    with LoopbackServer() as server, ThreadPoolExecutor(3) as pool:
        server.serve("/slow", b"slow")
        server.serve("/fast", b"fast")
        server.hold("/slow")
        slow = [pool.submit(_get, server.url("/slow")) for _ in range(2)]
        server.wait_until_held(2)
        assert _get(server.url("/fast")) == (200, b"fast")
        assert not any(future.done() for future in slow)
        server.release()
        assert [future.result(20) for future in slow] == [(200, b"slow")] * 2
        assert server.most_at_once == 3
        assert server.most_at_once_by["/slow"] == 2
        assert server.most_at_once_by["/fast"] == 1


def test_stopping_ends_held_requests_and_threads() -> None:
    server = LoopbackServer()
    server.serve("/", b"never")
    server.hold()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(_get, server.url())
        server.wait_until_held(1)
        server.stop()
        server.stop()
        with pytest.raises(OSError):
            future.result(20)
    assert not [thread for thread in threading.enumerate() if thread.name == "loopback-server"]
