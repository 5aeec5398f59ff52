"""The collector of garbage works while nobody waits for the reader, and not on what stays."""

import gc
from collections.abc import Callable, Iterator
from weakref import ref

import pytest

from newsreader.tui import garbage


class Knot:
    """Holds itself, so that counting references never frees it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def own_collector() -> Iterator[None]:
    yield
    garbage.end()


def test_nothing_is_collected_by_itself_while_the_reader_runs() -> None:
    garbage.begin()
    assert not gc.isenabled()
    garbage.end()
    assert gc.isenabled()


def test_what_was_there_before_is_not_looked_at_again_until_the_end() -> None:
    old = ref(Knot())
    garbage.begin()
    gc.collect()
    assert old() is not None
    garbage.end()
    gc.collect()
    assert old() is None


@pytest.mark.parametrize(("call", "limit"), [(garbage.rest, "MANY"), (garbage.press_on, "TOO_MANY")])
def test_much_that_was_made_since_is_collected_in_a_rest_or_in_the_end(
    call: Callable[[], None], limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, limit, 1_000)
    garbage.begin()
    few = ref(Knot())
    call()
    assert few() is not None
    many = [Knot() for _ in range(1_000)]
    newest = ref(many[-1])
    many.clear()
    call()
    assert newest() is None
