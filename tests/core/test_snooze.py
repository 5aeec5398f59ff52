import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from newsreader.core.snooze import SnoozeError, snooze_choices, snooze_until


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A time zone whose clocks change on 29 March and 25 October 2026."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("now", "text", "until"),
    [
        ("2026-11-25 13:00", "tonight", "2026-11-25 18:00"),
        ("2026-11-25 17:59", "Tonight", "2026-11-25 18:00"),
        ("2026-11-25 18:00", "tonight", "2026-11-25 21:00"),
        ("2026-11-25 22:30", "tonight", "2026-11-26 01:30"),
        ("2026-11-25 13:00", "tomorrow", "2026-11-26 08:00"),
        ("2026-11-25 01:00", "tomorrow", "2026-11-26 08:00"),
        ("2026-12-31 23:59", "tomorrow", "2027-01-01 08:00"),
        ("2026-11-25 13:00", "monday", "2026-11-30 08:00"),
        ("2026-11-30 07:00", "monday", "2026-12-07 08:00"),
        ("2026-11-25 13:00", "wednesday", "2026-12-02 08:00"),
        ("2026-11-25 13:00", "fri", "2026-11-27 08:00"),
        ("2026-11-25 13:00", "thurs", "2026-11-26 08:00"),
        ("2026-11-25 13:00", "3h", "2026-11-25 16:00"),
        ("2026-11-25 13:00", "3d", "2026-11-28 08:00"),
        ("2026-11-25 13:00", "2 w", "2026-12-09 08:00"),
        ("2026-11-25 13:00", "2026-12-01", "2026-12-01 08:00"),
        ("2026-11-25 13:00", " 2026-12-1  14:30 ", "2026-12-01 14:30"),
        ("2026-11-25 07:00", "2026-11-25", "2026-11-25 08:00"),
        ("2028-02-28 13:00", "tomorrow", "2028-02-29 08:00"),
        # The clocks go forward and back in the night between: the morning is the morning.
        ("2026-03-28 20:00", "tomorrow", "2026-03-29 08:00"),
        ("2026-10-24 20:00", "tomorrow", "2026-10-25 08:00"),
        ("2026-10-23 20:00", "monday", "2026-10-26 08:00"),
        ("2026-03-27 09:00", "3d", "2026-03-30 08:00"),
        ("2026-03-28 23:30", "3h", "2026-03-29 03:30"),
    ],
)
def test_a_snooze_ends_when_its_name_says(now: str, text: str, until: str) -> None:
    assert snooze_until(text, moment(now)) == moment(until)


def test_a_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    now = moment("2026-10-24 20:00")
    assert snooze_until("tomorrow", now) - now == 13 * 3600
    assert snooze_until("3h", now) - now == 3 * 3600


@pytest.mark.parametrize(
    "text",
    ["", "soon", "mo", "f", "3", "3y", "-3d", "2026-13-01", "2026-02-30", "9999-99-99", "2026-12-01 25:00", "fridays",
     "99999999d", "9999d 3", "tonight!", "\x1b[2J"],
)  # fmt: skip
def test_what_is_no_moment_gets_a_sentence_that_says_what_is(text: str) -> None:
    with pytest.raises(SnoozeError, match="is no moment to snooze until; try tonight, tomorrow") as caught:
        snooze_until(text, moment("2026-11-25 13:00"))
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("text", ["2026-11-24", "2026-11-25", "2026-11-25 13:00", "1970-01-02", "0h", "0d"])
def test_what_has_passed_is_refused(text: str) -> None:
    with pytest.raises(SnoozeError, match="has passed"):
        snooze_until(text, moment("2026-11-25 13:00"))


def test_the_evening_the_morning_and_monday_are_offered() -> None:
    now = moment("2026-11-25 13:00")
    assert [(choice.name, datetime.fromtimestamp(choice.at).isoformat(" ", "minutes")) for choice in snooze_choices(now)
    ] == [
        ("tonight", "2026-11-25 18:00"),
        ("tomorrow", "2026-11-26 08:00"),
        ("monday", "2026-11-30 08:00"),
    ]  # fmt: skip
