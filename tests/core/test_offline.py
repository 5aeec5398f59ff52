"""One offline machine is not sixty broken feeds, and one broken feed is no offline machine."""

import pytest

from newsreader.core.feeds import FeedState
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, Gone, NotModified
from newsreader.core.offline import LATELY, Doubt, Kind, doubt, judge
from newsreader.core.pace import DAY

NOW = 1_795_608_000
A = "https://a.example/feed"
STATE = FeedState(1, A, "A", checked_at=NOW - DAY, succeeded_at=NOW - DAY)


@pytest.mark.parametrize(
    ("outcome", "error", "kind", "at"),
    [
        (FetchFailed(A, "No answer."), None, "silent", ""),
        (FetchFailed(A, "No route.", offline=True), None, "offline", ""),
        (FetchFailed(A, "Sign in.", 511, offline=True), None, "login", ""),
        (FetchFailed(A, "Nothing here.", 404), None, None, ""),
        (FetchFailed(A, "Nothing here.", 404, led_to="hotel.example"), None, "led", "hotel.example"),
        (FetchFailed("file:///feed", "There is no such file."), None, None, ""),
        (FetchFailed(A, "Too often.", 429, led_to="feeds.example"), None, None, ""),
        (Fetched(A, b"", A), None, None, ""),
        (Fetched(A, b"", "https://b.example/feed"), None, None, ""),
        (Fetched(A, b"", A), "A login page.", "page", "A login page."),
        (Fetched(A, b"", "http://hotel.example/"), "A login page.", "led", "hotel.example"),
        (NotModified(A), None, None, ""),
        (Gone(A, "It is gone."), None, None, ""),
    ],
)
def test_what_the_feed_s_own_server_cannot_have_said_is_in_doubt(
    outcome: FetchOutcome, error: str | None, kind: Kind | None, at: str
) -> None:
    expected = None if kind is None else Doubt("a.example", kind, reached=True, at=at)
    assert doubt(outcome, error, STATE, now=NOW) == expected


@pytest.mark.parametrize(
    ("state", "reached"),
    [
        (STATE, True),
        (STATE._replace(checked_at=None), None),
        (STATE._replace(error="No answer.", failures=1), False),
        (STATE._replace(checked_at=NOW - LATELY), False),
        (STATE._replace(checked_at=NOW + DAY), False),
    ],
    ids=["yesterday", "never asked", "failed before", "too long ago", "a clock once in the future"],
)
def test_what_could_be_reached_lately_counts(state: FeedState, reached: bool | None) -> None:
    found = doubt(FetchFailed(A, "No answer."), None, state, now=NOW)
    assert found is not None
    assert found.reached is reached


def some(count: int, kind: Kind = "silent", *, reached: bool | None = True, at: str = "") -> list[Doubt]:
    return [Doubt(f"{kind}{reached}{number}.example", kind, reached, at) for number in range(count)]


@pytest.mark.parametrize(
    ("doubts", "answered", "verdict"),
    [
        ([], False, "online"),
        (some(1, "offline"), False, "offline"),
        (some(1, "offline"), True, "online"),
        (some(2), False, "online"),
        (some(1) * 3, False, "online"),
        (some(3), False, "offline"),
        (some(3), True, "online"),
        (some(60, reached=False), False, "online"),
        (some(9, reached=None), False, "online"),
        (some(10, reached=None), False, "offline"),
        (some(1, "login", reached=None), False, "login page"),
        (some(1, "login"), True, "online"),
        (some(3, "led", at="hotel.example"), False, "login page"),
        (some(3, "led", at="hotel.example") + some(20), False, "login page"),
        (some(3, "led", at="hotel.example"), True, "online"),
        (some(2, "led", at="hotel.example"), False, "online"),
        (some(3, "page", at="A login page."), False, "login page"),
        (some(3, "page", at="A login page.") + some(5, "list", at="0a"), False, "login page"),
        (some(3, "list", at="0a"), False, "login page"),
        (some(1, "list", at="0a") + some(1, "list", at="0b") + some(5), False, "online"),
        (some(1, "page", at="“A”") + some(1, "page", reached=False, at="“B”") + some(5), False, "online"),
    ],
    ids=[
        "nothing to judge",
        "no route",
        "no route, yet an answer",
        "two silent hosts",
        "one silent host",
        "no host answers",
        "one of many hosts answers",
        "feeds that are dead already",
        "some new feeds, mistyped",
        "a new list without a network",
        "the network says so",
        "the network says so, yet an answer",
        "all are led to one place",
        "some are led to one place, others silent",
        "some are led to one place, others answer",
        "two that moved to one bad place",
        "the same page everywhere",
        "the same page everywhere, read as news here and there",
        "the same page everywhere, read as news",
        "different lists of news, others silent",
        "different pages",
    ],
)
def test_all_outcomes_together_tell(doubts: list[Doubt], answered: bool, verdict: str) -> None:
    assert judge(doubts, answered=answered) == verdict
