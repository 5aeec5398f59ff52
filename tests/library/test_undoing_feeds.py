"""Changes of the list of feeds are undone one by one; those about the same, the last one first."""

from pathlib import Path

import pytest

from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.errors import ChangedSinceError
from newsreader.core.subscriptions import Subscription
from newsreader.library.subscribing import FeedsList
from newsreader.store.journal import Journal

A, B = "https://a.example/", "https://b.example/"
FILE = f'[[feed]]\nurl = "{A}"\n\n[[feed]]\nurl = "{B}"\ntitle = "B"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(FILE)
    return path


def test_of_two_new_names_the_last_one_is_taken_back_first(feeds: FeedsList, journal: Journal, path: Path) -> None:
    feeds.rename(A, "One", "A")
    feeds.rename(A, "Two", "One")
    last, first = journal.recent(2)
    with pytest.raises(ChangedSinceError, match="“Renamed One to Two” came after it"):
        journal.revert(first.id)
    assert journal.revert(last.id) is not None
    assert journal.revert(first.id) is not None
    assert path.read_text() == FILE


def test_a_name_given_before_its_feed_was_left_waits_for_the_feed(
    feeds: FeedsList, journal: Journal, path: Path
) -> None:
    feeds.rename(A, "One")
    feeds.remove(A)
    feeds.add(Subscription(A))
    named = journal.recent(3)[2]
    with pytest.raises(ChangedSinceError, match=f"“Followed {A}” came after it"):
        journal.revert(named.id)
    assert [change.what for _ in range(3) if (change := journal.undo())] == [
        f"Followed {A}",
        f"Unsubscribed from {A}",
        f"Renamed {A} to One",
    ]
    assert path.read_text() == FILE


@pytest.mark.parametrize("again", [False, True])
def test_a_value_is_put_back_whatever_became_of_the_lines_around_it(
    feeds: FeedsList, journal: Journal, path: Path, again: bool
) -> None:
    feeds.rename(B, "")
    if again:
        journal.undo()
    by_hand = f"""[[feed]]
folder = "New"
tags = ["by hand"]
url = "{B}"  # moved up
interval = "2h"
language = "en"
{'title = "B"' if again else ""}
"""
    path.write_text(by_hand)
    done = journal.redo() if again else journal.undo()
    assert done is not None
    (one,) = load_subscriptions(path).subscriptions.feeds
    assert (one.title, one.folder, one.tags) == (None if again else "B", "New", ("by hand",))


def test_a_value_that_was_changed_by_hand_since_stays(feeds: FeedsList, journal: Journal, path: Path) -> None:
    feeds.rename(B, "New")
    path.write_text(by_hand := FILE.replace('title = "B"', 'title = "By hand"'))
    for _ in range(2):
        with pytest.raises(ChangedSinceError, match="has been changed there since"):
            journal.undo()
    assert path.read_text() == by_hand
    path.write_text(FILE.replace('title = "B"', 'title = "New"'))
    assert journal.undo() is not None
    assert path.read_text() == FILE
