from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.images import PictureSize
from newsreader.core.retention import DAY, PRUNE_EVERY, YEAR, Keep
from newsreader.core.subscriptions import SavedSearch, Subscription, Subscriptions
from newsreader.library import pruning
from newsreader.library.images import ImageStore
from newsreader.library.library import Library
from newsreader.library.pruning import Pruner
from newsreader.library.views import ALL
from stocked import library_of, memory_store, stock

URL = "https://one.example/"
KEEP_TWO = Keep(0, 2)


def pruner_of(library: Library, folder: Path, clock: FakeClock, *, keep: Keep, query: str = "") -> Pruner:
    searches = (SavedSearch("Saved", query),) if query else ()
    return Pruner(library, Subscriptions((Subscription(URL, keep=keep),), searches), ImageStore(folder, clock))


def titles(library: Library) -> list[str]:
    headlines = library.headlines(ALL)
    rows = [headlines.row(index) for index in range(len(headlines))]
    return [row.title for row in rows if row is not None]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"one": ["A", "B", "C", "D"]}, clock)


def test_it_prunes_by_itself_once_a_day(library: Library, clock: FakeClock, tmp_path: Path) -> None:
    pruner = pruner_of(library, tmp_path, clock, keep=KEEP_TWO)
    assert pruner.prune_by_itself() == 2
    assert titles(library) == ["A", "B"]
    clock.advance(60)
    stock(library.store, clock, URL, ["E", "A", "B"])
    assert pruner.prune_by_itself() == 0
    clock.advance(PRUNE_EVERY)
    assert pruner.prune_by_itself() == 1


def test_where_there_is_much_the_next_time_goes_on(
    library: Library, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST_BY_ITSELF", 1)
    pruner = pruner_of(library, tmp_path, clock, keep=Keep(0, 1))
    counts = []
    while titles(library) != ["A"]:
        counts.append(pruner.prune_by_itself())
    assert counts == [1, 1, 1]


def test_what_one_feed_leaves_of_the_room_is_the_next_one_s(
    clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST_BY_ITSELF", 3)
    library = library_of({"one": ["A", "B", "C"], "two": ["D", "E", "F"]}, clock)
    urls = (URL, "https://two.example/")
    subscriptions = Subscriptions(tuple(Subscription(url, keep=Keep(0, 1)) for url in urls))
    pruner = Pruner(library, subscriptions, ImageStore(tmp_path, clock))
    assert [pruner.prune_by_itself() for _ in range(3)] == [3, 1, 0]
    assert sorted(titles(library)) == ["A", "D"]


def test_the_default_keeps_a_thousand_entries_however_old(library: Library, clock: FakeClock, tmp_path: Path) -> None:
    clock.advance(3 * YEAR)
    assert list(pruner_of(library, tmp_path, clock, keep=Keep(YEAR, 1000)).outdated()) == []
    [one] = pruner_of(library, tmp_path, clock, keep=Keep(YEAR)).outdated()
    assert len(one.ids) == 4


def test_what_is_unread_in_a_saved_search_is_held(library: Library, clock: FakeClock, tmp_path: Path) -> None:
    pruner = pruner_of(library, tmp_path, clock, keep=KEEP_TWO, query="title:D")
    assert [len(one.ids) for one in pruner.outdated()] == [1]


def test_without_an_index_of_words_all_that_is_unread_is_held(clock: FakeClock, tmp_path: Path) -> None:
    from newsreader.store import Store

    with Store.open(None, clock=clock, search=False) as store:
        library = library_of({"one": ["A", "B", "C", "D"]}, clock, store=store)
        pruner = pruner_of(library, tmp_path, clock, keep=KEEP_TWO, query="chips")
        assert list(pruner.outdated()) == []
        library.set_flags([library.headlines(ALL).ids[-1]], "read", True)
        assert [len(one.ids) for one in pruner.outdated()] == [1]


@pytest.mark.parametrize("reach", ["to:2", "behind"])
def test_while_searches_do_not_find_everything_all_that_is_unread_is_held(
    library: Library, clock: FakeClock, tmp_path: Path, reach: str
) -> None:
    """Another process may have stored or indexed something since the index was brought up to date."""
    library.store._db.write("UPDATE note SET value = ? WHERE key = 'store.search'", (reach,))
    pruner = pruner_of(library, tmp_path, clock, keep=KEEP_TWO, query="A OR D")
    assert list(pruner.outdated()) == []


def test_a_feed_that_is_no_longer_subscribed_keeps_the_default(
    library: Library, clock: FakeClock, tmp_path: Path
) -> None:
    library.store.feeds.sync([])
    clock.advance(2 * YEAR)
    assert list(Pruner(library, Subscriptions(), ImageStore(tmp_path, clock)).outdated()) == []


def test_the_pictures_of_what_goes_go_too(clock: FakeClock, tmp_path: Path) -> None:
    library = library_of({"one": []}, clock, store=memory_store(clock))
    picture = "https://news.example/old.jpg"
    stock(library.store, clock, URL, ["A", "B"], text=f'<img src="{picture}" alt="Old" width="600" height="400">')
    images = ImageStore(tmp_path, clock)
    images.put(picture, PictureSize(600, 400), b"data")
    images.put("https://news.example/other.jpg", PictureSize(600, 400), b"data")
    clock.advance(2 * DAY)
    pruner = pruner_of(library, tmp_path, clock, keep=Keep(DAY))
    assert sum(pruner.remove(one) for one in pruner.outdated()) == 2
    assert images.get(picture) is None
    assert images.get("https://news.example/other.jpg") is not None


@pytest.mark.parametrize(("kept", "merged"), [(20, False), (10, True)], ids=["few", "many"])
def test_the_search_index_is_rid_of_what_went_once_that_was_a_part_of_it(
    clock: FakeClock, tmp_path: Path, kept: int, merged: bool
) -> None:
    library = library_of({"one": [f"Title {number}" for number in range(21)]}, clock)
    pruner = pruner_of(library, tmp_path, clock, keep=Keep(0, kept))
    before = library.store.retention.space().index
    assert pruner.prune_by_itself() == 21 - kept
    assert (library.store.retention.space().index < before) == merged
    if not merged:  # who asks gets the space of less, too
        assert pruner.compact()
        assert library.store.retention.space().index < before
    assert library.store.upkeep.check() == []


def test_many_days_of_little_come_to_as_much(library: Library, clock: FakeClock, tmp_path: Path) -> None:
    stock(library.store, clock, URL, [f"Title {number}" for number in range(40)])
    before = library.store.retention.space().index
    sizes = []
    for kept in range(43, 37, -1):
        pruner_of(library, tmp_path, clock, keep=Keep(0, kept)).prune_by_itself()
        sizes.append(library.store.retention.space().index)
        clock.advance(PRUNE_EVERY)
    assert sizes[3] > before
    assert sizes[4] < before
