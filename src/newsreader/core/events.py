"""What a refresh tells while it runs, as values that cross a pipe as JSON lines."""

from dataclasses import dataclass
from typing import Any, Literal

from newsreader.core.feeds import FeedKind

Outcome = Literal["updated", "not-modified", "unchanged", "skipped", "failed", "gone"]


@dataclass(frozen=True, slots=True)
class RefreshStarted:
    """`feeds` is how many feeds will report, the skipped ones included."""

    feeds: int


@dataclass(frozen=True, slots=True)
class FeedRefreshed:
    """One feed has ended and is stored. `reason` is a sentence, None where there is nothing to explain.

    `new`, `changed` and `unchanged` count entries. Where it failed: since when it fails, and when it is tried again
    (Unix seconds; None: not by itself), and whether that is an `alarm` (see core.health). `move`: a sentence where the
    feed has moved for good and there is something to tell of it; it stands in `reason`, too.
    """

    url: str
    outcome: Outcome
    new: int = 0
    changed: int = 0
    reason: str | None = None
    unchanged: int = 0
    failing_since: int | None = None
    next_check_at: int | None = None
    alarm: bool = False
    move: str | None = None


@dataclass(frozen=True, slots=True)
class RefreshFinished:
    """Every feed has ended. `offline`: nothing could be reached, most likely because this machine is offline.

    `login_page`: because a login page of its network answers instead; `offline` is true then, too.
    """

    feeds: int
    new: int
    changed: int
    failed: int
    seconds: float
    offline: bool = False
    login_page: bool = False


@dataclass(frozen=True, slots=True)
class RefreshStopped:
    """No refresh was made, or it ended early; `reason` says why. What had been fetched before is stored."""

    reason: str


@dataclass(frozen=True, slots=True)
class FullTextTried:
    """A page was fetched for an entry and is stored, or `reason` is a sentence that says why not.

    `left` is how many pages still wait in this run, 0 at its last and for a single page.
    """

    entry_id: int
    reason: str | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class FullTextsFinished:
    """Every page that waited has been tried, or left for the next time. `fetched` and `failed` count pages."""

    fetched: int
    failed: int


@dataclass(frozen=True, slots=True)
class ImageTried:
    """A picture of an entry is kept, or `reason` is a sentence that says why it cannot be had."""

    entry_id: int
    url: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ImagesFinished:
    """Every picture of an entry has been tried; `fetched` and `failed` count those that were not kept before."""

    entry_id: int
    fetched: int
    failed: int


@dataclass(frozen=True, slots=True)
class SourceFound:
    """Something that can be followed was found behind an address.

    `newest` is when its newest entry was published, in Unix seconds, None where no entry says.
    """

    url: str
    kind: FeedKind
    title: str
    entries: int
    newest: int | None = None


@dataclass(frozen=True, slots=True)
class SourcesFinished:
    """All that is behind an address has been told; `reason` is a sentence where that is nothing."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WorkerAlive:
    """Sent every few seconds while work goes on, so that silence means a fault."""


@dataclass(frozen=True, slots=True)
class WorkerLost:
    """The worker has ended, crashed or gone silent. Never sent over the pipe: the reader's side finds it out."""

    reason: str


RefreshEvent = RefreshStarted | FeedRefreshed | RefreshFinished | RefreshStopped
FullTextEvent = FullTextTried | FullTextsFinished
ImageEvent = ImageTried | ImagesFinished
SourceEvent = SourceFound | SourcesFinished
WorkerEvent = RefreshEvent | FullTextEvent | ImageEvent | SourceEvent | WorkerAlive | WorkerLost

_NAMES: dict[type, str] = {
    RefreshStarted: "started",
    FeedRefreshed: "feed",
    RefreshFinished: "finished",
    RefreshStopped: "stopped",
    FullTextTried: "full-text",
    FullTextsFinished: "full-texts",
    ImageTried: "image",
    ImagesFinished: "images",
    SourceFound: "source",
    SourcesFinished: "sources",
    WorkerAlive: "alive",
}
_TYPES = {name: kind for kind, name in _NAMES.items()}


def to_json(event: WorkerEvent) -> dict[str, Any]:
    """The event as a JSON object; its "event" names the kind."""
    # Not asdict: it copies each value, and there are as many events as feeds.
    return {"event": _NAMES[type(event)], **{name: getattr(event, name) for name in event.__slots__}}


def from_json(value: Any) -> WorkerEvent | None:
    """The event of a JSON object, None where it is no event that this version knows."""
    name = value.get("event") if isinstance(value, dict) else None
    kind = _TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        return None
    try:
        event: WorkerEvent = kind(**{key: part for key, part in value.items() if key != "event"})
    except TypeError:
        return None
    return event
