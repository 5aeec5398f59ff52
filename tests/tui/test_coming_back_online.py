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
from tui.driving import until
from tui.sample import sample_library

WORKER = """
import sys
from newsreader.core.events import FeedRefreshed, RefreshFinished, RefreshStarted
from newsreader.library.worker_protocol import RefreshRequest, decode_request, encode_event
answers = [("failed", True), ("failed", True), ("skipped", False), ("updated", False)]
for line in sys.stdin.buffer:
    request = decode_request(line)
    if isinstance(request, RefreshRequest):
        outcome, offline = answers.pop(0)
        told = FeedRefreshed("http://a.example/", outcome, reason=repr((request.urls, request.asked)))
        for event in (RefreshStarted(1), told, RefreshFinished(1, 0, 0, 0, 0.0, offline=offline)):
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
        assert app._status.failed[0].reason == "(None, True)", "all feeds were asked for, and are again"
        clock.advance(TICK)
        await app._look_at_clock()
        assert not app._worker.working, "the second wait is longer"
        await app._refresh(None, asked=False)
        await until(pilot, lambda: bool(app._status.skipped) and not app._status.running)
        assert footer.right == "offline", "nobody was asked, so nothing is known"
        clock.advance(SLEPT)
        await app._look_at_clock()
        await ended(app, pilot, False)
        assert app._status.brought or app._status.unchanged
        assert "(None, True)" in str(app._status), "what was asked for offline is had now"
        assert footer.right == ""
