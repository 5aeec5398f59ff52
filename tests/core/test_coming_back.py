"""Nothing waits for the user: a reader that was offline, or slept, looks by itself."""

from clock import FakeClock
from newsreader.core.coming_back import TICK, WAITS, ComingBack
from newsreader.core.pace import DAY, HOUR, MINUTE


def tries(coming: ComingBack, clock: FakeClock, seconds: int, *, offline: bool) -> list[int]:
    """After how many seconds each refresh began, with a look at the clock every TICK."""
    began, start = [], clock.now()
    while clock.now() < start + seconds:
        clock.advance(TICK)
        if coming.is_time(clock.now()):
            began.append(clock.now() - start)
            coming.ended(offline=offline, now=clock.now())
    return began


def test_offline_it_is_tried_again_ever_less_often() -> None:
    clock = FakeClock()
    coming = ComingBack(clock.now(), wakes=True)
    coming.ended(offline=True, now=clock.now())
    began = tries(coming, clock, 3 * HOUR, offline=True)
    waits = [later - earlier for earlier, later in zip([0, *began], began, strict=False)]
    assert waits[:5] == list(WAITS) == [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE]
    assert set(waits[5:]) == {30 * MINUTE}


def test_back_online_nothing_more_is_tried() -> None:
    clock = FakeClock()
    coming = ComingBack(clock.now(), wakes=True)
    assert not coming.offline
    coming.ended(offline=True, now=clock.now())
    assert coming.offline
    assert tries(coming, clock, DAY, offline=False) == [MINUTE]
    assert not coming.offline


def test_a_machine_that_wakes_up_tries_at_once() -> None:
    clock = FakeClock()
    coming = ComingBack(clock.now(), wakes=True)
    clock.advance(8 * HOUR)
    assert coming.is_time(clock.now())
    clock.advance(TICK)
    assert not coming.is_time(clock.now())
    coming.ended(offline=True, now=clock.now())
    clock.advance(-HOUR)
    assert coming.is_time(clock.now()), "a clock that was set back"


def test_a_reader_that_refreshes_only_when_asked_wakes_nobody_but_still_comes_back() -> None:
    clock = FakeClock()
    coming = ComingBack(clock.now(), wakes=False)
    clock.advance(8 * HOUR)
    assert not coming.is_time(clock.now())
    coming.ended(offline=True, now=clock.now())
    clock.advance(8 * HOUR)
    assert coming.is_time(clock.now())


def test_one_reason_is_one_try() -> None:
    clock = FakeClock()
    coming = ComingBack(clock.now(), wakes=True)
    coming.ended(offline=True, now=clock.now())
    clock.advance(MINUTE)
    assert [coming.is_time(clock.now()) for _ in range(3)] == [True, False, False]
