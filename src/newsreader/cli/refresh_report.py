"""What `newsreader refresh` prints: a JSON object a feed, or for people what came and what failed."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from newsreader.cli.output import (
    OutputError,
    complain,
    flush,
    iso,
    local,
    local_from,
    mutter,
    say,
    say_json,
    shows_progress,
)
from newsreader.core.counting import counted
from newsreader.core.events import (
    FeedRefreshed,
    FullTextEvent,
    FullTextTried,
    RefreshEvent,
    RefreshFinished,
    to_json,
)
from newsreader.core.urls import display_url
from newsreader.library.refresh_status import counts_text

Tell = Callable[[RefreshEvent], None]

MOST_REASONS: Final = 3
"""So many different reasons are told why full texts failed."""


def json_report(event: RefreshEvent) -> None:
    """Print an event as a JSON line; what only the reader needs is left out."""
    if isinstance(event, FeedRefreshed):
        value = to_json(event)
        for name in ("failing_since", "next_check_at"):
            at = value.pop(name)
            if event.outcome in ("failed", "gone"):
                value[name] = iso(at)
        del value["alarm"], value["move"]
        say_json(value)
    elif isinstance(event, RefreshFinished):
        value = to_json(event)
        del value["offline"], value["login_page"]
        say_json(value)
    flush()


class Listener:
    """Tells a refresh to whoever runs the command. Where nobody listens any more it is stopped, as by a signal.

    Attributes:
        stop: What stops it.
        fault: How it was noticed that nobody does; None: somebody does.
    """

    def __init__(self, tell: Tell) -> None:
        self.stop: Callable[[], object] = lambda: None
        self.fault: BrokenPipeError | OutputError | None = None
        self._tell = tell

    def __call__(self, event: RefreshEvent) -> None:
        if self.fault is None:
            try:
                self._tell(event)
            except (BrokenPipeError, OutputError) as fault:
                self.fault = fault
                self.stop()


def text_report(*, every: bool) -> Tell:
    """What tells a refresh to people. `every`: the feeds without news too, and why those skipped were skipped."""
    shows = shows_progress()
    outcomes: Counter[str] = Counter()
    offline: set[str] = set()

    def wipe(text: str = "") -> None:
        if shows:
            mutter(f"\r\x1b[K{text}")

    def tell(event: RefreshEvent) -> None:
        if isinstance(event, FeedRefreshed):
            outcomes[event.outcome] += 1
            wipe()
            if event.outcome in ("failed", "gone"):
                if event.failing_since is None and not every:  # this machine is offline: that is said once, at the end
                    offline.add(event.reason or "")
                    return
                complain(f"{display_url(event.url)}: {event.reason}{_when(event)}")
            elif every or event.move is not None:
                say(f"{display_url(event.url)}\t{event.outcome}\t{_why(event)}")
            wipe(counted(outcomes.total(), "feed"))
        elif isinstance(event, RefreshFinished):
            wipe()
            if len(offline) == 1:
                complain(*offline)
            skipped = f", {outcomes['skipped']} skipped" if outcomes["skipped"] else ""
            failed = f", {event.failed} failed" if event.failed else ""
            counts = f"{event.new} new, {event.changed} changed{skipped}{failed}"
            say(f"{counted(event.feeds, 'feed')}: {counts} ({event.seconds:.1f} s)")

    return tell


def _why(event: FeedRefreshed) -> str:
    if event.outcome in ("skipped", "not-modified"):
        return event.reason or ""
    return counts_text(event) + (f". {event.reason}" if event.reason else "")


def _when(event: FeedRefreshed) -> str:
    since = f" Failing since {local(event.failing_since)};" if event.failing_since is not None else ""
    return f"{since} next try {local_from(event.next_check_at, 'only when you ask')}." if since else ""


def full_text_report() -> Callable[[FullTextEvent], None]:
    """What tells people how many full texts came, and why most of the others did not."""
    reasons: Counter[str] = Counter()

    def tell(event: FullTextEvent) -> None:
        if isinstance(event, FullTextTried):
            if event.reason is not None:
                reasons[event.reason] += 1
            return
        if not (event.fetched or event.failed):
            return
        failed = f", {event.failed:,} failed{':' if reasons else ''}" if event.failed else ""
        complain(f"{counted(event.fetched, 'full text')}{failed}")
        for reason, count in reasons.most_common(MOST_REASONS):
            complain(f"  {f'{count:,} times: ' if count > 1 else ''}{reason}")
        if more := reasons.total() - sum(count for _, count in reasons.most_common(MOST_REASONS)):
            complain(f"  and {more:,} for other reasons")

    return tell
