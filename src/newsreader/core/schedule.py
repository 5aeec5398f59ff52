"""When a feed is refreshed, and what its state is after a check. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from newsreader.core.backoff import backoff
from newsreader.core.counting import counted
from newsreader.core.feeds import NOTHING, FeedData, FeedState, Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, Gone, NotModified
from newsreader.core.intervals import format_interval
from newsreader.core.moves import BELIEVED
from newsreader.core.pace import DAY, HOUR, MINUTE, Because, faded, first_rate, next_check, rate_words
from newsreader.core.subscriptions import NEVER, Subscription
from newsreader.core.urls import server_of

VALIDATORS_AGE: Final = 8 * DAY
"""Validators older than this are not sent, so that a server which answers 304 for ever recovers."""

MAX_RETRY_AFTER: Final = 31 * DAY
UNSAID: Final = 5 * MINUTE
"""How long a server is left alone that says “too often” (429) without saying for how long (Reddit's)."""

MAX_UNSAID: Final = 2 * HOUR
"""Likewise, where it has said so again and again."""

_DOUBLINGS: Final = 8

Asked = Literal["no", "all", "named"]
"""What the user has asked for: nothing, every feed, or just this one."""

NOBODY: Final[Mapping[str, int]] = {}


class Due(NamedTuple):
    subscription: Subscription
    validators: Validators


class NotDue(NamedTuple):
    """`reason` is a sentence for the user."""

    subscription: Subscription
    reason: str


def host_waits(states: Sequence[FeedState], *, now: int) -> dict[str, int]:
    """By host: until when (Unix seconds) it asked to be left alone, as the states of its feeds remember it.

    A host that goes on saying “too often” to one feed after the other, without a time, is left alone ever longer.
    """
    refused: dict[str, list[FeedState]] = {}
    for state in states:
        if state.host_until is not None and state.checked_at is not None and state.checked_at <= now:
            refused.setdefault(state.refused_by or server_of(state.url), []).append(state)
    if not refused:
        return {}
    answered: dict[str, int] = {}
    for state in states:
        if state.checked_at is not None and not state.error and (host := server_of(state.url)) in refused:
            answered[host] = max(state.checked_at, answered.get(host, 0))
    waits = {host: _host_wait(feeds, answered.get(host, 0), now) for host, feeds in refused.items()}
    return {host: until for host, until in waits.items() if until > now}


def _host_wait(refused: Sequence[FeedState], answered: int, now: int) -> int:
    """Until when the host of `refused` is left alone; `answered` is when it last gave an answer."""
    until: int = max(min(one.host_until or 0, now + MAX_RETRY_AFTER) for one in refused)
    unsaid = {one.checked_at: one for one in refused if one.checked_at is not None and one.host_until is not None}
    unsaid = {at: one for at, one in unsaid.items() if one.host_until == at + UNSAID}
    if not unsaid:
        return until
    in_a_row = sum(one.failures for at, one in unsaid.items() if at > answered)
    longer: int = UNSAID << min(max(in_a_row - 1, 0), _DOUBLINGS)
    return max(until, max(unsaid) + min(longer, MAX_UNSAID))


def decide(
    subscription: Subscription, state: FeedState, *, now: int, asked: Asked, waits: Mapping[str, int] = NOBODY
) -> Due | NotDue:
    """Whether a feed is fetched now. `waits` as of `host_waits`: only who names a feed may disturb such a host."""
    if subscription.paused:
        return NotDue(subscription, "It is paused in feeds.toml.")
    if asked == "no":
        if subscription.interval == NEVER:
            return NotDue(subscription, "Its interval is “never”: it is refreshed only when you ask.")
        if state.paused:
            return NotDue(subscription, "It is gone: it is refreshed only when you ask.")
    at, because = _planned(subscription, state, now) if asked == "no" else (0, None)
    until = _left_alone_until(state, waits) if asked != "named" else 0
    if until > max(at, now):
        return NotDue(subscription, f"Its server asked to be left alone; it is tried again in {_span(until - now)}.")
    if at > now:
        return NotDue(subscription, _wait_reason(subscription, state, because, at - now))
    return Due(subscription, _validators(state, now))


def next_try(
    subscription: Subscription, state: FeedState, *, now: int, waits: Mapping[str, int] = NOBODY
) -> int | None:
    """When a feed is next checked (Unix seconds); None: at the next refresh, or not before the user asks.

    `waits` as of `host_waits`.
    """
    if subscription.paused or state.paused or subscription.interval == NEVER:
        return None
    at = max(_planned(subscription, state, now)[0], _left_alone_until(state, waits))
    return at or None


def _planned(subscription: Subscription, state: FeedState, now: int) -> tuple[int, Because | None]:
    """When a feed is to be checked again, by its last check and by what the user wants now, and why then; 0: at once.

    Made anew every time: an interval that the user changes counts from the next refresh on.
    """
    if state.checked_at is None or state.checked_at > now:  # never, or by a clock that stood in the future
        return 0, None
    if state.failures:
        return min(state.next_check_at or 0, state.checked_at + MAX_RETRY_AFTER), None
    at, because = next_check(subscription, state.pace, state.per_week, fresh_for=state.fresh_for, now=state.checked_at)
    open_from = state.pace.open_from(now, latest=state.checked_at + DAY) if at <= now else now
    return (open_from, "hours") if open_from > now else (at, because)


def _left_alone_until(state: FeedState, waits: Mapping[str, int]) -> int:
    """Until when a server that a feed is read from wants to be left alone, be it behind a redirect; 0: it does not."""
    if not waits:
        return 0
    hosts = {state.refused_by, *(server_of(url) for url in (state.url, state.validators.url, state.moved_to) if url)}
    return max(waits.get(host, 0) for host in hosts if host)


def _wait_reason(subscription: Subscription, state: FeedState, because: Because | None, seconds: int) -> str:
    if state.failures:
        checks = "check" if state.failures == 1 else f"{state.failures:,} checks"
        return f"Its last {checks} failed; it is tried again in {_span(seconds)}."
    again = f"it is due again in {_span(seconds)}."
    match because:
        case "interval" if subscription.interval:
            return f"Its interval is {format_interval(subscription.interval)}; {again}"
        case "rhythm" if state.per_week is not None:
            return f"It publishes {rate_words(state.per_week)}; {again}"
        case "pace":
            return f"It asks to be read every {_span(state.pace.every)} at most; {again}"
        case "fresh":
            return f"Its server said that its last answer holds so long; {again}"
        case "hours":
            return f"It asks not to be read at this time; {again}"
    return again.capitalize()


def _span(seconds: int) -> str:
    """How long `seconds` are, in words, rounded up: "1 minute", "3 hours"."""
    unit, word = next(
        (u, w) for u, w in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")) if seconds > u or u == MINUTE
    )
    count = -(-seconds // unit)
    return counted(count, word)


def _validators(state: FeedState, now: int) -> Validators:
    # Kept after a failure: what could not be read has lost its own already (see after_parse_error).
    if state.succeeded_at is None:
        return Validators()
    # Of a moment that is still to come, by a clock that was wrong, nobody knows how old they are.
    return state.validators if 0 <= now - state.succeeded_at < VALIDATORS_AGE else Validators()


def after_check(state: FeedState, outcome: FetchOutcome, *, subscription: Subscription, now: int) -> FeedState:
    """The state of a feed after the fetch `outcome`, before its body was looked at."""
    if isinstance(outcome, FetchFailed) and outcome.unasked:  # nothing is known but on whom it depends
        return state._replace(refused_by=outcome.led_to)
    if state.per_week is not None and state.checked_at is not None:
        state = state._replace(per_week=faded(state.per_week, now - state.checked_at))
    match outcome:
        case Fetched() | NotModified():
            whole = isinstance(outcome, Fetched) and not outcome.partial
            fresh_for = outcome.fresh_for
            if fresh_for is None and isinstance(outcome, NotModified):  # what a 304 leaves out stays (RFC 9111, 4.3.4)
                fresh_for = state.fresh_for
            at, because = next_check(subscription, state.pace, state.per_week, fresh_for=fresh_for, now=now)
            return state._replace(
                validators=outcome.validators,
                checked_at=now,
                succeeded_at=now if whole or state.succeeded_at is None else state.succeeded_at,
                next_check_at=at,
                because=because,
                last_result="updated" if isinstance(outcome, Fetched) else "not-modified",
                error=None,
                failures=0,
                failing_since=None,
                paused=False,
                plain=outcome.plain,
                host_until=None,
                moved_to=outcome.moved_to,
                moves=_moves(state, outcome.moved_to),
                fresh_for=fresh_for,
                refused_by=None,
                brought=NOTHING,
            )
        case Gone():
            return _failed(state, outcome.reason, None, now)._replace(paused=True, last_result="gone")
        case FetchFailed():
            failed = _failed(state, outcome.reason, outcome.retry_at, now)
            # An answer that is no redirect ends the row of those that were; no answer tells nothing.
            ended = outcome.status is not None and state.moves < BELIEVED
            return failed._replace(
                host_until=_host_until(outcome, now),
                refused_by=outcome.led_to,
                moves=0 if ended else state.moves,
            )


def after_reading(
    state: FeedState, feed: FeedData, new: Sequence[int], *, subscription: Subscription, fresh_for: int | None, now: int
) -> FeedState:
    """The state after a body was read, too.

    Args:
        state: As of `after_check`.
        feed: What the feed says of itself.
        new: The places in lists (Unix seconds) of its new entries.
        subscription: As for `after_check`.
        fresh_for: The outcome's.
        now: Unix seconds.
    """
    per_week = first_rate(new, now=now) if state.per_week is None else state.per_week + len(new)
    at, because = next_check(subscription, feed.pace, per_week, fresh_for=fresh_for, now=now)
    return state._replace(pace=feed.pace, per_week=per_week, next_check_at=at, because=because)


def _moves(state: FeedState, moved_to: str | None) -> int:
    if moved_to is None:
        return 0
    return state.moves + 1 if moved_to == state.moved_to else 1


def _host_until(outcome: FetchFailed, now: int) -> int | None:
    """Until when the whole server is to be left alone: other refusals than these speak of one address."""
    if outcome.status == 429:
        return outcome.retry_at or now + UNSAID
    return outcome.retry_at if outcome.status == 503 else None


def after_parse_error(state: FeedState, reason: str, *, now: int) -> FeedState:
    """The state of a feed whose body could not be read: its validators go, so that the next fetch is a full one."""
    failed = _failed(state, reason, None, now)
    return failed._replace(validators=Validators(), body_hash=None, moved_to=None, moves=0)


def _failed(state: FeedState, reason: str, retry_at: int | None, now: int) -> FeedState:
    failures = state.failures + 1
    next_check = max(now + backoff(state.url, failures), retry_at or 0)
    return state._replace(
        checked_at=now,
        next_check_at=min(next_check, now + MAX_RETRY_AFTER),
        because=None,
        host_until=None,
        refused_by=None,
        last_result="failed",
        error=reason,
        failures=failures,
        failing_since=state.failing_since if state.failures else now,
        brought=NOTHING,
    )
