"""One offline machine is not sixty broken feeds, and one broken feed is no offline machine."""

import pytest

from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, Gone, NotModified
from newsreader.core.offline import is_offline, may_be_offline

A = "https://a.example/feed"


@pytest.mark.parametrize(
    ("outcome", "may_be"),
    [
        (FetchFailed(A, "There is no host named a.example."), True),
        (FetchFailed(A, "Sign in.", 511, offline=True), True),
        (FetchFailed(A, "Nothing here.", 404), False),
        (FetchFailed("file:///feed", "There is no such file."), False),
        (Fetched(A, b"", A), False),
        (NotModified(A), False),
        (Gone(A, "It is gone."), False),
    ],
)
def test_only_what_has_no_answer_may_be_this_machines_fault(outcome: FetchOutcome, may_be: bool) -> None:
    assert may_be_offline(outcome) == may_be


def silent(*hosts: str, offline: bool = False) -> list[FetchFailed]:
    return [FetchFailed(f"https://{host}/feed", "No answer.", offline=offline) for host in hosts]


@pytest.mark.parametrize(
    ("unanswered", "answered", "offline"),
    [
        ([], False, False),
        (silent("a.example", offline=True), False, True),
        (silent("a.example", offline=True), True, False),
        (silent("a.example", "b.example"), False, False),
        (silent("a.example", "a.example", "a.example"), False, False),
        (silent("a.example", "b.example", "c.example"), False, True),
        (silent("a.example", "b.example", "c.example"), True, False),
    ],
    ids=[
        "nothing to judge",
        "no route",
        "no route, yet an answer",
        "two silent hosts",
        "one silent host",
        "no host answers",
        "one of many hosts answers",
    ],
)
def test_all_outcomes_together_tell(unanswered: list[FetchFailed], answered: bool, offline: bool) -> None:
    assert is_offline(unanswered, answered=answered) == offline
