"""Bodies packed with a dictionary of what they have in common."""

import random
from pathlib import Path

import pytest

from clock import FakeClock
from effort import at_most
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreError
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.packer import Packer, packer_with, train
from newsreader.store.packing import pack_feed
from store.world import World, entry

_WORDS = "centre agreement forum standards policy trade health climate energy summit partners"
_RNG = random.Random(3)


def bodies(count: int) -> list[str]:
    return [f"<p class='lead'>{' '.join(_RNG.choices(_WORDS.split(), k=60))} {number}</p>" for number in range(count)]


def test_a_store_gets_a_dictionary_when_it_has_enough_bodies(world: World) -> None:
    few, more = bodies(399), bodies(1)
    world.publish(*[entry(str(number), body) for number, body in enumerate(few)])
    assert world.store.dictionaries.make() is None
    world.publish(*[entry(str(number), body) for number, body in enumerate(few + more)])
    made = world.store.dictionaries.make()
    assert made is not None
    assert world.store.dictionaries.make() == world.store.dictionaries.current() == made


def test_what_is_packed_with_it_is_smaller_and_read_by_another_process(tmp_path: Path, clock: FakeClock) -> None:
    path, texts = tmp_path / "newsreader.db", bodies(500)
    with Store.open(path, clock=clock) as store, Store.open(path, clock=clock) as other:
        store.feeds.sync([Subscription("https://a.example/")])
        world = World(store, clock)
        world.publish(*[entry(str(number), body) for number, body in enumerate(texts)])
        dictionary = store.dictionaries.make()
        parsed = ParsedFeed("rss", FeedData(""), (EntryData("new", "new", content_html=texts[0]),))
        packed = pack_feed(parsed, packer_with(dictionary))
        assert len(packed.entries[0].body) < len(Packer().pack(texts[0].encode())) * 0.8
        plan = plan_refresh(packed, (), last_success=None, now=clock.now())
        store.refreshes.apply([FeedResult(world.feed(), plan)])
        for reader in (store, other):
            (number,) = reader.entries.ids(EntryFilter(), limit=1)
            stored = reader.entries.get(number)
            assert stored is not None
            assert (stored.title, stored.content_html) == ("new", texts[0])


def test_a_dictionary_of_very_long_bodies_is_made_of_their_beginnings(world: World) -> None:
    long = "<p>energy</p>" * 10_000
    world.publish(*[entry(str(number), body + long) for number, body in enumerate(bodies(400))])
    with at_most(1):  # several seconds for all that they say
        assert world.store.dictionaries.make() is not None


def test_bodies_too_long_to_be_alike_are_no_sample(world: World) -> None:
    noise = random.Random(1).randbytes(50_000).hex()
    world.publish(*[entry(str(number), f"{number} {noise}") for number in range(400)])
    assert world.store.dictionaries.make() is None


def test_a_lost_dictionary_is_a_sentence(world: World) -> None:
    world.publish(*[entry(str(number), body) for number, body in enumerate(bodies(400))])
    packed = packer_with(world.store.dictionaries.make()).pack(b"<p>trade and health</p>")
    world.store._db.write("DELETE FROM dictionary")
    with pytest.raises(StoreError, match="is damaged in the store"):
        world.store._db.packer.unpack(packed)


@pytest.mark.parametrize("samples", [[], [""], ["a"] * 3])
def test_too_few_bodies_train_nothing(samples: list[str]) -> None:
    assert train(samples) is None
