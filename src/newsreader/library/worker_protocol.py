"""What the reader and its worker say to each other: one JSON object per line, both ways.

Requests: {"id": 1, "do": "refresh", "urls": [...] or null, "asked": bool}, {"id": 2, "do": "full-text", "entry": 7 or
null}, {"id": 3, "do": "images", "entry": 7}, {"id": 4, "do": "discover", "url": "un.org"} and {"id": 1, "do":
"cancel"}. Events carry the id of the request that they belong to. Lines that are too long, broken or unknown are left
out, not obeyed.
"""

import json
from typing import Any, Final, NamedTuple

from newsreader.core.events import WorkerEvent, from_json, to_json

MAX_LINE_BYTES: Final = 1 << 20
ALIVE_SECONDS: Final = 2.0
"""How often a working worker says that it lives."""


class RefreshRequest(NamedTuple):
    """Refresh `urls`, None for every subscription; `asked`: the user asked, so due or not does not matter."""

    id: int
    urls: tuple[str, ...] | None
    asked: bool


class FullTextRequest(NamedTuple):
    """Fetch the page of the entry `entry_id`, None for all pages that are wanted."""

    id: int
    entry_id: int | None


class ImagesRequest(NamedTuple):
    """Fetch the pictures of the entry `entry_id`."""

    id: int
    entry_id: int


class DiscoverRequest(NamedTuple):
    """Find what can be followed behind `url`, as a person writes it."""

    id: int
    url: str


class CancelRequest(NamedTuple):
    """End the request `id`; what was fetched so far is stored."""

    id: int


Request = RefreshRequest | FullTextRequest | ImagesRequest | DiscoverRequest | CancelRequest


def encode_request(request: Request) -> bytes:
    match request:
        case RefreshRequest():
            urls = None if request.urls is None else list(request.urls)
            return _line({"id": request.id, "do": "refresh", "urls": urls, "asked": request.asked})
        case FullTextRequest():
            return _line({"id": request.id, "do": "full-text", "entry": request.entry_id})
        case ImagesRequest():
            return _line({"id": request.id, "do": "images", "entry": request.entry_id})
        case DiscoverRequest():
            return _line({"id": request.id, "do": "discover", "url": request.url})
        case CancelRequest():
            return _line({"id": request.id, "do": "cancel"})


def decode_request(line: bytes) -> Request | None:
    """The request in a line, None where there is none that this version knows."""
    match _object(line):
        case {"do": "refresh", "id": int(number), "urls": None, "asked": bool(asked)}:
            return RefreshRequest(number, None, asked)
        case {"do": "refresh", "id": int(number), "urls": list(urls), "asked": bool(asked)}:
            return RefreshRequest(number, tuple(url for url in urls if isinstance(url, str)), asked)
        case {"do": "full-text", "id": int(number), "entry": int() | None as entry_id}:
            return FullTextRequest(number, entry_id)
        case {"do": "images", "id": int(number), "entry": int(entry_id)}:
            return ImagesRequest(number, entry_id)
        case {"do": "discover", "id": int(number), "url": str(url)}:
            return DiscoverRequest(number, url)
        case {"do": "cancel", "id": int(number)}:
            return CancelRequest(number)
    return None


def encode_event(request_id: int, event: WorkerEvent) -> bytes:
    return _line({"id": request_id, **to_json(event)})


def decode_event(line: bytes) -> tuple[int, WorkerEvent] | None:
    """The request's id and the event in a line, None where there is none that this version knows."""
    value = _object(line)
    number = value.pop("id", None)
    event = from_json(value)
    return (number, event) if isinstance(number, int) and event is not None else None


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        return {}
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
