"""When a feed is refreshed, and what its state is after a check. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from newsreader.core.backoff import backoff
from newsreader.core.feeds import FeedState, Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, Gone, NotModified
from newsreader.core.subscriptions import NEVER, WELCOME_URL, Subscription
from newsreader.core.urls import host_of

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
VALIDATORS_AGE: Final = 8 * DAY
"""Validators older than this are not sent, so that a server which answers 304 for ever recovers."""

MAX_RETRY_AFTER: Final = 31 * DAY
BUSY: Final = "busy"
"""The `last_result` of a feed whose server asked to be left alone for a while (Retry-After)."""

NOBODY: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Due:
    subscription: Subscription
    validators: Validators


@dataclass(frozen=True, slots=True)
class NotDue:
    """`reason` is a sentence for the user."""

    subscription: Subscription
    reason: str


def host_waits(states: Iterable[FeedState], *, now: int) -> dict[str, int]:
    """By host: until when (Unix seconds) it asked to be left alone, as the states of its feeds remember it."""
    waits: dict[str, int] = {}
    for state in states:
        if state.last_result == BUSY and state.next_check_at is not None and (until := _sane(state, now)) > now:
            host = host_of(state.url)
            waits[host] = max(until, waits.get(host, 0))
    return waits


def decide(
    subscription: Subscription, state: FeedState, *, now: int, asked: bool, waits: Mapping[str, int] = NOBODY
) -> Due | NotDue:
    """Whether a feed is fetched now. `asked`: the user named it or asked for every feed; `waits` as of `host_waits`."""
    if subscription.paused:
        return NotDue(subscription, "It is paused in feeds.toml.")
    if not asked:
        if subscription.interval == NEVER:
            return NotDue(subscription, "Its interval is “never”: it is refreshed only when you ask.")
        if state.paused:
            return NotDue(subscription, state.error or "It is paused.")
        if state.next_check_at is not None and _sane(state, now) > now:
            return NotDue(subscription, _wait_reason(state, _sane(state, now) - now))
        until = waits.get(host_of(subscription.url), 0) if waits else 0
        if until > now:
            return NotDue(
                subscription, f"Its server asked to be left alone; it is tried again in {_span(until - now)}."
            )
    return Due(subscription, _validators(state, now))


def _sane(state: FeedState, now: int) -> int:
    """`next_check_at` where it can be: a clock that once stood in the future must not stop a feed for years."""
    assert state.next_check_at is not None
    if state.checked_at is None or state.checked_at > now:
        return now
    return min(state.next_check_at, now + MAX_RETRY_AFTER)


def _wait_reason(state: FeedState, seconds: int) -> str:
    if state.failures == 1:
        return f"Its last check failed; it is tried again in {_span(seconds)}."
    if state.failures:
        return f"Its last {state.failures:,} checks failed; it is tried again in {_span(seconds)}."
    return f"It is due again in {_span(seconds)}."


def _span(seconds: int) -> str:
    """How long `seconds` are, in words, rounded up: "1 minute", "3 hours"."""
    unit, word = next(
        (u, w) for u, w in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")) if seconds > u or u == MINUTE
    )
    count = -(-seconds // unit)
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _validators(state: FeedState, now: int) -> Validators:
    if state.error is not None or state.succeeded_at is None:
        return Validators()
    return state.validators if now - state.succeeded_at < VALIDATORS_AGE else Validators()


def interval_of(subscription: Subscription, default_interval: int) -> int:
    """Seconds between the refreshes of a feed; `default_interval` where the subscription sets none."""
    if subscription.url == WELCOME_URL:
        return DAY
    return subscription.interval or default_interval


def after_check(
    state: FeedState, outcome: FetchOutcome, *, subscription: Subscription, default_interval: int, now: int
) -> FeedState:
    """The state of a feed after the fetch `outcome`, before its body was looked at.

    `default_interval`: seconds between refreshes where the subscription sets none.
    """
    interval = interval_of(subscription, default_interval)
    match outcome:
        case Fetched() | NotModified():
            fresh = min(outcome.fresh_for or 0, DAY)
            return replace(
                state,
                # The age of a validator counts from the last full answer: a 304 confirms, it does not renew.
                validators=outcome.validators,
                checked_at=now,
                succeeded_at=now if isinstance(outcome, Fetched) or state.succeeded_at is None else state.succeeded_at,
                next_check_at=now + max(interval, fresh),
                last_result="updated" if isinstance(outcome, Fetched) else "not-modified",
                error=None,
                failures=0,
                failing_since=None,
                paused=False,
                plain=outcome.plain,
            )
        case Gone():
            return replace(_failed(state, outcome.reason, None, now), paused=True, last_result="gone")
        case FetchFailed():
            failed = _failed(state, outcome.reason, outcome.retry_at, now)
            busy = outcome.retry_at is not None and outcome.status in (429, 503)  # others speak of one address
            return replace(failed, last_result=BUSY) if busy else failed


def after_parse_error(state: FeedState, reason: str, *, now: int) -> FeedState:
    """The state of a feed whose body could not be read: its validators go, so that the next fetch is a full one."""
    return replace(_failed(state, reason, None, now), validators=Validators(), body_hash=None)


def _failed(state: FeedState, reason: str, retry_at: int | None, now: int) -> FeedState:
    failures = state.failures + 1
    next_check = max(now + backoff(state.url, failures), retry_at or 0)
    return replace(
        state,
        checked_at=now,
        next_check_at=min(next_check, now + MAX_RETRY_AFTER),
        last_result="failed",
        error=reason,
        failures=failures,
        failing_since=state.failing_since if state.failures else now,
    )
