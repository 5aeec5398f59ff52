"""The pages behind entries: what is wished for, what came, what failed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult, NewEntry, RefreshPlan
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData
from newsreader.core.pages import ExtractedPage
from newsreader.core.query_parser import parse_query
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.full_texts import MAX_TRIES
from packed import packed_entry

FEED = "https://a.example/feed"
PAGE = ExtractedPage(
    html="<p>The quartz harvest was good.</p>", base_url="https://a.example/1", author="Ada", published_at=1_700_000_000
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    with Store.open(tmp_path / "newsreader.db", clock=clock) as one:
        one.feeds.sync([Subscription(FEED)])
        yield one


def add(
    store: Store,
    uid: str,
    *,
    wants: bool = True,
    text: str = "<p>Teaser …</p>",
    link: str | None = "https://a.example/1",
) -> int:
    """Store an entry; returns its id."""
    state = store.feeds.all()[0]
    data = EntryData(uid=uid, title=uid, link=link, content_html=text)
    plan = RefreshPlan(FeedData(title="A"), new=(NewEntry(packed_entry(data), 1_795_000_000, wants),))
    store.refreshes.apply([FeedResult(state._replace(checked_at=1), plan)])
    return store.entries.last_id()


def found(store: Store, query: str) -> list[int]:
    return store.entries.ids(EntryFilter(query=parse_query(query, now=0, today=0))).tolist()


def test_an_entry_that_wants_its_page_waits_for_it_and_the_newest_comes_first(store: Store) -> None:
    first, second = add(store, "one"), add(store, "two")
    add(store, "three", wants=False)
    assert [page.entry_id for page in store.full_texts.wanted(10)] == [second, first]
    assert [page.entry_id for page in store.full_texts.wanted(1)] == [second]
    assert store.full_texts.wanted(1)[0].link == "https://a.example/1"


def test_a_page_that_came_is_kept_beside_the_feed_s_text(store: Store) -> None:
    entry_id = add(store, "one")
    store.full_texts.keep(entry_id, PAGE)
    entry = store.entries.get(entry_id)
    assert entry is not None
    assert entry.full_text is not None
    assert (entry.content_html, entry.full_text.html) == ("<p>Teaser …</p>", PAGE.html)
    assert (entry.author, entry.published_at) == ("Ada", 1_700_000_000)
    assert store.full_texts.wanted(10) == []


def test_the_words_of_a_page_are_found_and_the_feed_s_own_still_are(store: Store) -> None:
    entry_id = add(store, "one")
    store.full_texts.keep(entry_id, PAGE)
    assert found(store, "quartz") == found(store, "teaser") == found(store, "is:full") == [entry_id]
    store.full_texts.keep(entry_id, PAGE._replace(html="<p>Feldspar</p>"))
    assert found(store, "quartz") == []
    assert found(store, "feldspar") == [entry_id]
    assert store.upkeep.check() == []


def test_a_changed_body_leaves_the_page_and_the_index_right(store: Store) -> None:
    entry_id = add(store, "one")
    store.full_texts.keep(entry_id, PAGE)
    add(store, "one", text="<p>Corrected</p>")
    assert found(store, "corrected") == found(store, "quartz") == [entry_id]
    assert found(store, "teaser") == []
    assert store.upkeep.check() == []


def test_the_words_of_a_page_that_was_kept_without_fts5_are_found_once_the_index_is_rebuilt(
    store: Store, tmp_path: Path, clock: FakeClock
) -> None:
    entry_id = add(store, "one")
    with Store.open(tmp_path / "newsreader.db", clock=clock, search=False) as other:
        other.full_texts.keep(entry_id, PAGE)
    assert store.upkeep.search_state == "behind"
    store.upkeep.index_all()
    assert found(store, "quartz") == [entry_id]


def test_a_rebuilt_index_has_the_pages_too(store: Store) -> None:
    entry_id = add(store, "one")
    store.full_texts.keep(entry_id, PAGE)
    store._db.write("INSERT INTO search (search) VALUES ('delete-all')")
    assert store.upkeep.check()  # it is given up
    store.upkeep.index_all()
    assert found(store, "quartz") == [entry_id]


def test_a_failure_keeps_the_feed_s_text_says_why_and_is_tried_a_few_times(store: Store) -> None:
    entry_id = add(store, "one")
    for left in range(MAX_TRIES - 1, -1, -1):
        store.full_texts.fail(entry_id, "The server answered 503.", again=True)
        assert bool(store.full_texts.wanted(10)) == bool(left)
    entry = store.entries.get(entry_id)
    assert entry is not None
    assert entry.full_text is not None
    assert (entry.full_text.html, entry.full_text.error) == (None, "The server answered 503.")


def test_a_failure_that_no_further_try_can_mend_is_final(store: Store) -> None:
    entry_id = add(store, "one")
    store.full_texts.fail(entry_id, "The page is a PDF file.", again=False)
    assert store.full_texts.wanted(10) == []


def test_a_page_that_comes_after_failures_loses_the_error(store: Store) -> None:
    entry_id = add(store, "one")
    store.full_texts.fail(entry_id, "The server answered 503.", again=True)
    store.full_texts.keep(entry_id, PAGE)
    entry = store.entries.get(entry_id)
    assert entry is not None
    assert entry.full_text is not None
    assert entry.full_text.error is None


def test_a_failure_after_success_keeps_the_text(store: Store) -> None:
    entry_id = add(store, "one")
    store.full_texts.keep(entry_id, PAGE)
    store.full_texts.fail(entry_id, "The server answered 503.", again=True)
    entry = store.entries.get(entry_id)
    assert entry is not None
    assert entry.full_text is not None
    assert entry.full_text.html == PAGE.html


def test_prefetching_wishes_for_what_fits_and_has_no_page_yet(store: Store) -> None:
    have, want, read = add(store, "have"), add(store, "want", wants=False), add(store, "read", wants=False)
    add(store, "no link", wants=False, link=None)
    store.full_texts.keep(have, PAGE)
    store.statuses.set_flag([read], "read", True, what="x")
    assert store.full_texts.want(EntryFilter(read=False)) == 1
    assert [page.entry_id for page in store.full_texts.wanted(10)] == [want]


def test_a_date_from_the_page_places_an_entry_that_had_none(store: Store) -> None:
    old, new = add(store, "old", link="https://a.example/old"), add(store, "new", link="https://a.example/new")
    store.full_texts.keep(new, PAGE._replace(published_at=1_700_000_000))
    assert store.entries.ids(EntryFilter()).tolist() == [old, new]


def test_what_comes_for_an_entry_that_is_gone_is_dropped(store: Store) -> None:
    store.full_texts.keep(99, PAGE)
    store.full_texts.fail(99, "x", again=True)
    assert store.full_texts.page_of(99) is None
    assert store.upkeep.check() == []
