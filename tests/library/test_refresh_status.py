"""What a refresh tells when it is over."""

from newsreader.core.events import FeedRefreshed, RefreshFinished, RefreshStarted
from newsreader.library.refresh_status import RefreshStatus

WAITS = "Its server asked to be left alone; it is tried again in 2 hours."


def over(*feeds: FeedRefreshed, offline: bool = False, before: RefreshStatus | None = None) -> RefreshStatus:
    status = before or RefreshStatus()
    status.hear(RefreshStarted(len(feeds)))
    for feed in feeds:
        status.hear(feed)
    status.hear(RefreshFinished(len(feeds), 0, 0, 0, 0.1, offline=offline))
    return status


def test_who_asks_for_a_feed_that_is_skipped_is_told_why() -> None:
    skipped = FeedRefreshed("http://a.example/", "skipped", reason=WAITS)
    assert over(skipped).answer == WAITS
    assert over(skipped, skipped).answer == over(skipped).ended == "Nothing new"
    assert over(FeedRefreshed("http://a.example/", "unchanged", reason="The same.")).answer == "Nothing new"


def test_a_refresh_that_asked_nobody_is_no_sign_of_a_network() -> None:
    offline = over(FeedRefreshed("http://a.example/", "failed"), offline=True)
    assert offline.offline
    assert over(FeedRefreshed("http://a.example/", "skipped"), before=offline).offline
    assert not over(FeedRefreshed("http://a.example/", "not-modified"), before=offline).offline
