"""How long a feed that fails is left alone."""

import pytest

from newsreader.core.backoff import MAX_BACKOFF, MIN_BACKOFF, backoff

URL = "https://news.example/feed"


@pytest.mark.parametrize(
    ("failures", "least", "most"),
    [
        (1, 300, 375),
        (2, 600, 750),
        (3, 1_200, 1_500),
        (8, 38_400, 48_000),
        (9, 69_120, 86_400),
        (500, 69_120, 86_400),
        (0, 300, 375),
    ],
)
def test_the_wait_doubles_from_five_minutes_to_a_day(failures: int, least: int, most: int) -> None:
    waits = [backoff(f"https://{number}.example/feed", failures) for number in range(500)]
    assert least <= min(waits) <= max(waits) <= most
    assert MIN_BACKOFF <= min(waits) <= max(waits) <= MAX_BACKOFF


def test_feeds_that_failed_together_come_back_apart() -> None:
    waits = {backoff(f"https://news.example/{number}", 3) for number in range(300)}
    assert len(waits) > 150


def test_the_wait_of_one_feed_and_count_is_always_the_same() -> None:
    assert backoff(URL, 4) == backoff(URL, 4)


def test_an_address_that_is_no_unicode_has_a_wait_too() -> None:
    assert backoff("https://news.example/\ud800", 1) >= MIN_BACKOFF
