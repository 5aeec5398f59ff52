"""The first hits of a search in a large store are those that stand at the top of all of them."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clock import FakeClock
from newsreader.core.entries import EntryFilter, Order
from newsreader.core.query import And, Dated, Is, Not, Or, Query, State, Words
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store, entries, first_hits, matching, orders
from store.world import OTHER_URL, URL, World, entry

COUNT = 420
WORDS = ["apple", "pear", "Äpfel", "中", "中心", "合作中心", "心", "rare"]
WEIGHTS = [60, 60, 20, 10, 10, 10, 10, 1]

PHRASES = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["作", "合", "作中", "apple 中", "nowhere"]),
)
LEAVES = st.one_of(
    st.builds(Words, PHRASES, st.sampled_from(["any", "title", "text"])),
    st.builds(Is, st.sampled_from(["read", "unread", "starred"])),
    st.builds(Dated, st.sampled_from(["after", "before"]), st.integers(0, COUNT)),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
FILTERS = st.tuples(st.sampled_from([None, None, False]), st.sampled_from([None, None, 1]), st.booleans()).map(
    lambda drawn: EntryFilter(read=drawn[0], feed_id=drawn[1], folded=drawn[2])
)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    clock = FakeClock()
    with Store.open(None, clock=clock) as store:
        world = World(store, clock)
        store.feeds.sync([Subscription(URL, priority="may", folder="A"), Subscription(OTHER_URL, priority="must")])
        rng = random.Random(5)
        for url in (URL, OTHER_URL):
            made = [
                entry(f"{url[-1]}{number} {_words(rng, 2)}", _words(rng, rng.randint(1, 9)), at=rng.randrange(COUNT))
                for number in range(COUNT // 2)
            ]
            world.publish(*made, url=url)
        ids = store.entries.ids(EntryFilter())
        store.statuses.set_flag(ids[::3].tolist(), "read", True, what="Marked")
        store.statuses.set_flag(ids[::7].tolist(), "starred", True, what="Marked")
        store.states.put_note(ids[5], "an apple pear apple rare 中心", what=lambda _: "Noted")
        store.copies.add((ids[number], ids[-1 - number]) for number in range(0, 200, 2))
        yield world


def _words(rng: random.Random, number: int) -> str:
    return " ".join(rng.choices(WORDS, WEIGHTS, k=number))


@contextmanager
def _large(*, seconds: float, few: int = 20) -> Iterator[None]:
    """Stores are large, and this is the time that a look into the index may take."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "LARGE", 0)
        patch.setattr(entries, "SCREENFUL", 8)
        patch.setattr(matching, "FEW", few)
        patch.setattr(matching, "PROBED", 50)
        patch.setattr(matching, "PROBE_SECONDS", seconds)
        patch.setattr(first_hits, "ASKED", 30)
        patch.setattr(first_hits, "READ", 30)
        patch.setattr(first_hits, "SECONDS", 1e9)
        patch.setattr(orders, "SECONDS", 1e9)
        yield


@pytest.mark.parametrize("seconds", [pytest.param(0.0, id="no time"), pytest.param(1e9, id="all the time")])
@settings(max_examples=120)
@given(
    query=QUERIES,
    order=st.sampled_from(["newest", "oldest"]),
    wanted=FILTERS,
)
def test_the_first_hits_are_the_top_of_all_hits(
    world: World, seconds: float, query: Query, order: Order, wanted: EntryFilter
) -> None:
    wanted = wanted._replace(query=query)
    hits = world.store.entries.ids(wanted, order=order)
    with _large(seconds=seconds):
        top, whole = world.store.entries.head(wanted, order=order)
        assert world.store.entries.ids(wanted, order=order) == hits
    assert top == hits[: len(top)]
    assert not whole or top == hits
    if seconds:
        assert whole or len(top) >= 8 or len(hits) == len(top)


@pytest.mark.parametrize("seconds", [0.0, 1e9])
@pytest.mark.parametrize(
    "phrase", ["apple", "apple pear", "pear pear apple", "中", "作", "合作", "作中心", "心", "rare"]
)
def test_what_is_found_is_what_has_the_phrase(world: World, phrase: str, seconds: float) -> None:
    expected = {
        one.id
        for one in map(world.store.entries.get, world.store.entries.ids(EntryFilter()))
        if one is not None and (_has(one.title, phrase) or _has(one.content_html, phrase) or phrase in one.note)
    }
    with _large(seconds=seconds):
        top, _ = world.store.entries.head(EntryFilter(query=Words(phrase)))
    assert set(world.store.entries.ids(EntryFilter(query=Words(phrase)))) == expected
    assert top.tolist() == world.store.entries.ids(EntryFilter(query=Words(phrase)))[: len(top)].tolist()
    assert top or phrase == "rare"


def _has(text: str, phrase: str) -> bool:
    return phrase in text if not phrase.isascii() else f" {phrase} " in f" {text} "


@pytest.mark.parametrize("seconds", [0.0, 1e9])
@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("phrase", ["apple pear", "中", "心"])
def test_what_is_folded_is_no_hit_although_what_is_kept_stands_far_away(
    world: World, phrase: str, order: Order, seconds: float
) -> None:
    wanted = EntryFilter(query=Words(phrase), folded=True)
    hits = world.store.entries.ids(wanted, order=order)
    assert len(hits) < world.store.entries.count(wanted._replace(folded=False))
    with _large(seconds=seconds):
        top, _ = world.store.entries.head(wanted, order=order)
    assert top == hits[: len(top)]


@pytest.mark.parametrize("seconds", [0.0, 1e9])
@pytest.mark.parametrize("order", ["feed", "priority", "round robin", "length"])
@pytest.mark.parametrize("phrase", ["apple", "apple pear", "中", "rare", "rare rare rare"])
@pytest.mark.parametrize("wanted", [EntryFilter(), EntryFilter(folder="A"), EntryFilter(least_priority="must")])
def test_the_first_hits_in_another_order_are_the_top_of_all_hits(
    world: World, wanted: EntryFilter, phrase: str, order: Order, seconds: float
) -> None:
    wanted = wanted._replace(query=Words(phrase), folded=True)
    everything = world.store.orders.head(wanted, order)[0]
    with _large(seconds=seconds):
        top, whole = world.store.orders.head(wanted, order)
        listing = world.store.orders.whole(wanted, order)
    assert listing == everything
    assert top.ids == listing.ids[: len(top.ids)]
    assert top.breaks == listing.breaks[: len(top.breaks)]
    assert not whole or top == listing
    assert top.ids or order == "length" or not seconds or phrase == "rare rare rare"


@pytest.mark.parametrize("wanted", [EntryFilter(), EntryFilter(read=False), EntryFilter(starred=True, folded=True)])
@pytest.mark.parametrize(
    "states", [("starred",), ("read",), ("unread", "starred"), ("read", "unread"), ("starred", "starred")]
)
def test_a_flag_that_a_query_asks_for_is_told_by_an_index_and_means_the_same(
    world: World, wanted: EntryFilter, states: Sequence[State]
) -> None:
    told = And((Words("apple"), *map(Is, states)))
    looked_at = And(tuple(Or((part,)) for part in told.parts))
    expected = world.store.entries.ids(wanted._replace(query=looked_at))
    assert world.store.entries.ids(wanted._replace(query=told)) == expected
    with _large(seconds=1e9):
        top, _ = world.store.entries.head(wanted._replace(query=told))
    assert top == expected[: len(top)]


def test_by_length_the_top_is_the_longest_of_the_newest_that_a_search_finds(clock: FakeClock) -> None:
    with Store.open(None, clock=clock) as store, pytest.MonkeyPatch.context() as patch:
        world = World(store, clock)
        noise = random.Random(3).randbytes(3_000).hex()
        lengths = random.Random(4).sample(range(10, 3_000), 100)
        world.publish(*(entry(f"apple {at}", noise[:length], at=at) for at, length in enumerate(lengths)))
        patch.setattr(orders, "MEASURED", 20)
        patch.setattr(orders, "LATEST", 40)
        wanted = EntryFilter(query=Words("apple"))
        with _large(seconds=1e9):
            top, whole = store.orders.head(wanted, "length")
            starred, _ = store.orders.head(wanted._replace(starred=True), "length")
        assert (len(top.ids), whole) == (20, False)
        assert top.ids == store.orders.whole(wanted, "length").ids[:20]
        assert not starred.ids  # too few of those stored last to know the longest of all


def test_a_phrase_that_is_nowhere_does_not_hold_up_the_list_of_all_else(world: World) -> None:
    nowhere = Words("rare rare rare rare")
    with _large(seconds=0.0):
        top, whole = world.store.entries.head(EntryFilter(query=Not(nowhere)))
        assert (len(top), whole) == (30, False)
        assert world.store.entries.head(EntryFilter(query=nowhere))[0].tolist() == []


def test_who_has_no_time_is_shown_what_the_first_look_found(world: World) -> None:
    wanted = EntryFilter(query=Words("rare"))
    hits, newest = world.store.entries.ids(wanted).tolist(), world.store.entries.ids(EntryFilter(), limit=30)
    with _large(seconds=0.0), pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_hits, "SECONDS", -1.0)
        top, whole = world.store.entries.head(wanted)
    assert (top.tolist(), whole) == ([one for one in hits if one in newest], False)
    with _large(seconds=0.0):
        assert len(world.store.entries.head(wanted)[0]) > len(top)


def test_what_is_not_in_the_index_yet_is_no_hit(clock: FakeClock) -> None:
    with Store.open(None, clock=clock) as store:
        world = World(store, clock)
        world.publish(entry("old 中心", at=1), entry("old 中国", at=2))
        world.publish(entry("new 中心", at=3), url=OTHER_URL)
        covered = store.entries.ids(EntryFilter(query=Words("old")))
        store.notes.put("store.search", f"to:{max(covered)}")
        with _large(seconds=0.0):
            top, _ = store.entries.head(EntryFilter(query=Words("中")))
        assert top == covered
