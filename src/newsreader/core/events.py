"""What a refresh tells while it runs, as values that cross a pipe as JSON lines."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from newsreader.core.feeds import FeedKind

Outcome = Literal["updated", "not-modified", "unchanged", "skipped", "failed", "gone"]


class RefreshStarted(NamedTuple):
    """`feeds` is how many feeds will report, the skipped ones included."""

    feeds: int


class FeedRefreshed(NamedTuple):
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


class RefreshFinished(NamedTuple):
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


class RefreshStopped(NamedTuple):
    """No refresh was made, or it ended early; `reason` says why. What had been fetched before is stored."""

    reason: str


class FullTextTried(NamedTuple):
    """A page was fetched for an entry and is stored, or `reason` is a sentence that says why not.

    `left` is how many pages still wait in this run, 0 at its last and for a single page.
    """

    entry_id: int
    reason: str | None = None
    left: int = 0


class FullTextsFinished(NamedTuple):
    """Every page that waited has been tried, or left for the next time. `fetched` and `failed` count pages.

    `reason` is a sentence where it ended early, as what was fetched could not be stored.
    """

    fetched: int
    failed: int
    reason: str | None = None


class ImageTried(NamedTuple):
    """A picture of an entry is kept, or `reason` is a sentence that says why it cannot be had."""

    entry_id: int
    url: str
    reason: str | None = None


class ImagesFinished(NamedTuple):
    """Every picture of an entry has been tried; `fetched` and `failed` count those that were not kept before."""

    entry_id: int
    fetched: int
    failed: int


class SourceFound(NamedTuple):
    """Something that can be followed was found behind an address.

    `newest` is when its newest entry was published, in Unix seconds, None where no entry says.
    """

    url: str
    kind: FeedKind
    title: str
    entries: int
    newest: int | None = None


class SourcesFinished(NamedTuple):
    """All that is behind an address has been told; `reason` is a sentence where that is nothing."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WorkerAlive:
    """Sent every few seconds while work goes on, so that silence means a fault."""


class WorkerLost(NamedTuple):
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
    return {"event": _NAMES[type(event)], **({} if isinstance(event, WorkerAlive) else event._asdict())}


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
