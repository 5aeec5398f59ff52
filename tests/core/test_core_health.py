import pytest

from newsreader.core.feeds import FeedCounts, FeedState
from newsreader.core.health import DAY, WEEK, Activity, Trouble, assess, by_trouble, rate_text
from newsreader.core.retention import DEFAULT_KEEP, Keep

NOW = 1_795_608_000
WELL = FeedState(1, "https://example.org/", "A", checked_at=NOW, succeeded_at=NOW)
FAILING = WELL._replace(error="It failed.", failures=3, failing_since=NOW - DAY)
LATELY = Activity(NOW - DAY, NOW - 2 * WEEK, 8)


@pytest.mark.parametrize(
    ("feed", "activity", "paused", "trouble"),
    [
        (WELL, LATELY, False, "well"),
        (FAILING, LATELY, False, "failing"),
        (FAILING._replace(failures=2), LATELY, False, "shaky"),
        (FAILING._replace(paused=True), LATELY, False, "gone"),
        (FAILING, LATELY, True, "paused"),
        (WELL._replace(checked_at=None, succeeded_at=None), Activity(), False, "unchecked"),
        (WELL, Activity(NOW - 91 * DAY), False, "dormant"),
        (WELL, Activity(NOW - 89 * DAY), False, "well"),
        (WELL, Activity(), False, "well"),
        (WELL._replace(succeeded_at=NOW - 91 * DAY), Activity(), False, "dormant"),
    ],
)
def test_a_feed_has_the_trouble_that_matters_most(
    feed: FeedState, activity: Activity, paused: bool, trouble: Trouble
) -> None:
    assert assess(feed, activity, FeedCounts(), paused=paused, now=NOW).trouble == trouble


@pytest.mark.parametrize(
    ("activity", "text"),
    [
        (Activity(), "0 a week"),
        (Activity(NOW, NOW - 2 * WEEK, 8), "4.0 a week"),
        (Activity(NOW, NOW - 2 * DAY, 8), "8.0 a week"),
        (Activity(NOW, NOW - 2 * DAY, 50), "175 a week"),
        (Activity(NOW, NOW - 3600, 50), "350 a week"),
        (Activity(NOW - 3600, NOW - 3600, 50), "50 a week"),
        (Activity(NOW, NOW - 10 * WEEK, 5), "0.5 a week"),
        (Activity(NOW, NOW - int(5.01 * WEEK), 50), "10 a week"),
    ],
)
def test_the_rate_is_of_the_weeks_looked_at(activity: Activity, text: str) -> None:
    assert rate_text(activity.per_week(NOW)) == text


def test_how_often_a_feed_publishes_is_not_known_before_it_was_read() -> None:
    never = assess(WELL._replace(succeeded_at=None), Activity(), FeedCounts(), paused=False, now=NOW)
    assert (never.per_week, rate_text(never.per_week)) == (None, "not known")
    empty = assess(WELL._replace(succeeded_at=NOW), Activity(), FeedCounts(), paused=False, now=NOW)
    assert empty.per_week == 0


@pytest.mark.parametrize(
    ("keep", "text"),
    [
        (Keep(seconds=0, entries=5), "24 a week"),
        (Keep(seconds=WEEK), "24 a week"),
        (Keep(seconds=0, entries=50), "0.5 a week"),
        (Keep(seconds=None), "0.5 a week"),
        (DEFAULT_KEEP, "0.5 a week"),
    ],
)
def test_where_little_of_a_feed_is_kept_its_rate_is_what_it_is_checked_by(keep: Keep, text: str) -> None:
    stored, feed = Activity(NOW, NOW - 10 * WEEK, 5), WELL._replace(checked_at=NOW, per_week=24.0)
    assert rate_text(assess(feed, stored, FeedCounts(), paused=False, now=NOW, keep=keep).per_week) == text


def test_a_rate_that_has_faded_away_is_none() -> None:
    feed = WELL._replace(checked_at=NOW - 6 * WEEK, per_week=24.0)
    faded = assess(feed, Activity(), FeedCounts(), paused=False, now=NOW, keep=Keep(seconds=0, entries=5))
    assert rate_text(faded.per_week) == "0.1 a week"
    faded = assess(feed, Activity(), FeedCounts(), paused=False, now=NOW + WEEK, keep=Keep(seconds=0, entries=5))
    assert rate_text(faded.per_week) == "0 a week"


def test_the_worst_comes_first_and_the_rest_keeps_its_order() -> None:
    states = {
        "well": WELL,
        "newly": FAILING._replace(failing_since=NOW - 60),
        "long": FAILING,
        "other": WELL,
        "gone": FAILING._replace(paused=True),
    }
    found = [
        assess(state._replace(title=name), LATELY, FeedCounts(), paused=False, now=NOW)
        for name, state in states.items()
    ]
    assert [one.feed.title for one in by_trouble(found)] == ["gone", "long", "newly", "well", "other"]
