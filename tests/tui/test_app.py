"""What the reader changes of its process, and gives back."""

import gc
import sys

from clock import FakeClock
from stocked import library_of
from tui.conftest import MakeApp


async def test_python_is_left_as_it_was_found(make_app: MakeApp, clock: FakeClock) -> None:
    before = sys.getswitchinterval(), gc.isenabled()
    app = make_app(library_of({"alpha": ["a1"]}, clock))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert sys.getswitchinterval() < before[0], "no key waits long for another thread"
    assert (sys.getswitchinterval(), gc.isenabled()) == before
