"""Lines between the reader and its worker: what is understood comes back, what is not is left out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.events import (
    FeedRefreshed,
    ImagesFinished,
    ImageTried,
    RefreshFinished,
    RefreshStarted,
    RefreshStopped,
    SourceFound,
    SourcesFinished,
    WorkerAlive,
    WorkerEvent,
)
from newsreader.library.worker_protocol import (
    MAX_LINE_BYTES,
    CancelRequest,
    DiscoverRequest,
    ImagesRequest,
    RefreshRequest,
    Request,
    decode_event,
    decode_request,
    encode_event,
    encode_request,
)


@pytest.mark.parametrize(
    "request_",
    [
        RefreshRequest(1, None, asked=False),
        RefreshRequest(2, ("https://a.example/é",), asked=True),
        RefreshRequest(3, (), asked=True),
        ImagesRequest(5, 7),
        DiscoverRequest(6, "un.org/é"),
        CancelRequest(4),
    ],
)
def test_a_request_arrives_as_it_was_sent(request_: Request) -> None:
    line = encode_request(request_)
    assert line.endswith(b"\n")
    assert decode_request(line) == request_


@pytest.mark.parametrize(
    "event",
    [
        SourceFound("https://a.example/feed", "rss", "合作", 3, 1_795_608_000),
        SourcesFinished("Nothing was found."),
        RefreshStarted(3),
        FeedRefreshed("https://a.example/", "updated", 2, 1, "3 entries had no date."),
        FeedRefreshed("https://a.example/", "failed", reason="line\nend \u2028 and \x1b"),
        RefreshFinished(3, 2, 1, 0, 0.25, offline=True),
        RefreshStopped("Another newsreader is refreshing."),
        ImageTried(7, "https://a.example/p.png", "It is no picture."),
        ImagesFinished(7, 1, 2),
        WorkerAlive(),
    ],
)
def test_an_event_arrives_as_it_was_sent_on_one_line(event: WorkerEvent) -> None:
    line = encode_event(7, event)
    assert line.count(b"\n") == 1
    assert decode_event(line) == (7, event)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null\n",
        b"[1,2]\n",
        b'{"id":1}\n',
        b'{"id":"1","event":"alive"}\n',
        b'{"id":1,"event":"nonsense"}\n',
        b'{"id":1,"event":"feed","url":"x","outcome":"updated","more":1}\n',
        b'{"id":1,"event":["feed"]}\n',
        b"[" * 100_000,
        b'{"id":1,"event":"alive","pad":"' + b"x" * MAX_LINE_BYTES + b'"}\n',
    ],
)
def test_a_line_that_is_no_event_is_left_out(line: bytes) -> None:
    assert decode_event(line) is None


@given(st.binary())
def test_any_bytes_are_a_request_or_nothing(line: bytes) -> None:
    decode_request(line)
    decode_event(line)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_is_a_request_or_nothing(value: object) -> None:
    for name in ("do", "event"):
        line = json.dumps({"id": 1, name: value, "urls": value, "asked": True}).encode()
        decode_request(line)
        decode_event(line)
