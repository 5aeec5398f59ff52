"""A reader without a network: one calm state, and news by itself when the network is back."""

import sys

from textual.pilot import Pilot

from clock import FakeClock
from newsreader.core.coming_back import SLEPT, TICK
from newsreader.core.pace import MINUTE
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.widgets.lines import Footer
from tui.conftest import MakeApp
from tui.home import until
from tui.sample import sample_library

WORKER = """
import sys
from newsreader.core.events import RefreshFinished, RefreshStarted
from newsreader.library.worker_protocol import RefreshRequest, decode_request, encode_event
offline = [True, True, False]
for line in sys.stdin.buffer:
    request = decode_request(line)
    if isinstance(request, RefreshRequest):
        for event in (RefreshStarted(0), RefreshFinished(0, 0, 0, 0, 0.0, offline=offline.pop(0))):
            sys.stdout.buffer.write(encode_event(request.id, event))
            sys.stdout.buffer.flush()
"""


async def ended(app: NewsreaderApp, pilot: Pilot[None], wanted: bool) -> None:
    await until(pilot, lambda: not app._worker.working and not app._status.running and app._status.offline == wanted)


async def test_offline_is_said_once_shown_quietly_and_over_by_itself(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(sample_library(clock), worker=[sys.executable, "-c", WORKER])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        footer = screen.query_one(Footer)
        await pilot.press("R")
        await ended(app, pilot, True)
        assert "Offline: no feed could be reached." in footer.left
        assert footer.right == "offline"
        screen.say("")
        clock.advance(MINUTE)
        await app._look_at_clock()
        await ended(app, pilot, True)
        assert "Offline" not in footer.left
        clock.advance(TICK)
        await app._look_at_clock()
        assert not app._worker.working, "the second wait is longer"
        clock.advance(SLEPT)
        await app._look_at_clock()
        await ended(app, pilot, False)
        assert footer.right == ""
