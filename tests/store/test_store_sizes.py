"""How long texts are, by their size in the store."""

import pytest

from newsreader.core.query import And, Long, Not, Query, Words
from newsreader.store.sizes import BYTES_A_MINUTE, length_condition, minutes_of
from store.world import World, entry


@pytest.fixture
def lengths(world: World) -> World:
    """Texts that pack badly, so that their sizes tell; one entry has none."""
    noise = "".join(chr(0x4E00 + (number * 7_919) % 20_000) for number in range(4_000))
    world.publish(entry("none"), entry("short", noise[:60]), entry("middle", noise[:700]), entry("long", noise))
    return world


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (Long("under", 1), {"none"}),
        (Long("under", 2), {"none", "short"}),
        (Long("about", 0), {"none"}),
        (Long("about", 1), {"short"}),
        (Long("over", 0), {"short", "middle", "long"}),
        (Long("over", 5), {"long"}),
        (Not(Long("over", 1)), {"none", "short"}),
        (And((Words("short"), Long("under", 3))), {"short"}),
        (Long("over", 10**9), set()),
    ],
)
def test_entries_are_found_by_the_minutes_that_they_take(lengths: World, query: Query, titles: set[str]) -> None:
    assert lengths.find(query) == titles


@pytest.mark.parametrize("minutes", range(8))
def test_a_search_and_the_column_agree_about_every_size(minutes: int) -> None:
    first, last = length_condition(Long("about", minutes)).values
    assert isinstance(first, int)
    assert isinstance(last, int)
    sizes = range(9 * BYTES_A_MINUTE)
    assert [size for size in sizes if minutes_of(size) == minutes] == list(range(first, last + 1))
    (under,) = length_condition(Long("under", minutes)).values
    assert under == first
    (over,) = length_condition(Long("over", minutes)).values
    assert over == last + 1
