"""Whether this machine is offline, judged from all the outcomes of a refresh together. Pure.

A name service that denies every name, and a network that lets nobody out before signing in, look like the faults of
single hosts, but of every one of them.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final, Literal, NamedTuple

from newsreader.core.feeds import FeedState
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, Gone, NotModified
from newsreader.core.pace import DAY
from newsreader.core.urls import server_of

ENOUGH_HOSTS: Final = 3
"""So many hosts that could be reached before and do not answer, while no other does, are no accident."""

ENOUGH_NEW_HOSTS: Final = 10
"""Likewise of hosts that were never asked before; some may be mistyped."""

LATELY: Final = 31 * DAY
"""What could be reached no longer ago counts: else feeds that have all died would be taken for offline for ever. A
machine that was off for some weeks may well begin in front of a login page."""

Kind = Literal["silent", "offline", "login", "led", "page", "list"]
Verdict = Literal["online", "offline", "login page"]


class Doubt(NamedTuple):
    """An outcome that may be this machine's own fault.

    `kind`: there was no answer ("silent"); the machine itself says that it has no way out ("offline"); the network
    says that one has to sign in first (511: "login"); the way ended at another host ("led") or with something else
    than a feed ("page"), and `at` says at which, so that equal ones can be told. A web page that was read for the list
    of news on it ("list") may as well be a login page with links; `at` stands for its body. `reached`: whether the feed
    could be read lately; None where it was never asked before.
    """

    host: str
    kind: Kind
    reached: bool | None
    at: str = ""


def doubt(
    outcome: FetchOutcome, error: str | None, state: FeedState, *, now: int, web_page: str | None = None
) -> Doubt | None:
    """What makes an outcome doubtful; None for one that only the feed's own server can have given.

    Args:
        outcome: As it was fetched.
        error: Why the body is no feed, as a sentence; None where it is one, or there is none.
        state: The feed's before.
        now: Unix seconds.
        web_page: What stands for the body where it is a web page with a list of news, which is not the one from before;
            None where it is none.
    """
    if isinstance(outcome, NotModified | Gone) or not outcome.url.lower().startswith(("http:", "https:")):
        return None
    host = server_of(outcome.url)
    reached = None if state.checked_at is None else state.error is None and 0 <= now - state.checked_at < LATELY
    match outcome:
        case FetchFailed(status=HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED):
            return Doubt(host, "login", reached)
        case FetchFailed(led_to=str(led_to)) if outcome.status != HTTPStatus.TOO_MANY_REQUESTS:
            return Doubt(host, "led", reached, led_to)
        case FetchFailed(offline=True):
            return Doubt(host, "offline", reached)
        case FetchFailed(status=None):
            return Doubt(host, "silent", reached)
        case Fetched() if error is not None and server_of(outcome.final_url) != host:
            return Doubt(host, "led", reached, server_of(outcome.final_url))
        case Fetched() if error is not None:
            return Doubt(host, "page", reached, error)
        case Fetched() if web_page is not None:
            return Doubt(host, "list", reached, web_page)
    return None


def judge(doubts: Sequence[Doubt], *, answered: bool) -> Verdict:
    """What all outcomes together tell. `answered`: whether any was beyond doubt; then no other is the machine's."""
    if answered:
        return "online"
    if any(one.kind == "login" for one in doubts):
        return "login page"
    places = {(one.kind, one.at) for one in doubts if one.at}
    if any(_enough([one for one in doubts if (one.kind, one.at) == place]) for place in places):
        return "login page"
    if any(one.kind in ("page", "list") for one in doubts):
        return "online"
    if any(one.kind == "offline" for one in doubts) or _enough(doubts):
        return "offline"
    return "online"


def _enough(doubts: Sequence[Doubt]) -> bool:
    reached = {one.host for one in doubts if one.reached}
    new = {one.host for one in doubts if one.reached is None}
    return len(reached) >= ENOUGH_HOSTS or len(new) >= ENOUGH_NEW_HOSTS
