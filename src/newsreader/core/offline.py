"""Whether this machine is offline, judged from all the outcomes of a refresh together. Pure."""

from collections.abc import Sequence
from typing import Final

from newsreader.core.fetching import FetchFailed, FetchOutcome
from newsreader.core.urls import host_of

ENOUGH_HOSTS: Final = 3
"""So many hosts that do not answer, while no other does, are no accident."""


def may_be_offline(outcome: FetchOutcome) -> bool:
    """Whether the fault may be this machine's own: no HTTP answer came, or one that says to sign in first."""
    if not isinstance(outcome, FetchFailed) or not outcome.url.lower().startswith(("http:", "https:")):
        return False
    return outcome.offline or outcome.status is None


def is_offline(unanswered: Sequence[FetchFailed], *, answered: bool) -> bool:
    """Whether the machine is offline. `unanswered`: the outcomes that `may_be_offline`; `answered`: whether any server
    gave an answer, be it a refusal.

    A name service that denies every name, and a network that lets nobody out before signing in, look like the faults
    of single hosts, but of every one of them.
    """
    if answered or not unanswered:
        return False
    hosts = {host_of(outcome.url) for outcome in unanswered}
    return any(outcome.offline for outcome in unanswered) or len(hosts) >= ENOUGH_HOSTS
