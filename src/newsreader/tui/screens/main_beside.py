"""Changes of very many entries, made on another thread while keys go on being answered, one after the other."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from newsreader.library.library import Library
from newsreader.tui.screens.main_following import MainFollowing
from newsreader.tui.threads import to_thread

T = TypeVar("T")

ONE_MOMENT: Final = "One moment …"

PATIENCE_SECONDS: Final = 0.2
"""After so long it is said that a change takes its time."""


class MainBeside(MainFollowing, inherit_bindings=False):
    """What the commands of triage change the library with."""

    def on_mount(self) -> None:
        self._one_by_one = asyncio.Lock()

    def _beside(self, work: Callable[[Library], T], tell: Callable[[T], None], *, many: bool) -> None:
        """Do something in the library; with very `many` entries on another thread, so that keys go on being answered.

        What is asked for meanwhile comes after it: `undo` takes back the last change that was asked for.
        """
        if not (many or self.changing):
            tell(work(self._library))
            return

        def make() -> T:
            with self._library.beside() as library:
                return work(library)

        async def wait() -> None:
            waits = True

            def ask_for_patience() -> None:
                if waits:  # Textual calls back a turn after the timer, which may have been stopped by then
                    self.say(ONE_MOMENT)

            patience = self.set_timer(PATIENCE_SECONDS, ask_for_patience)
            try:
                async with self._one_by_one:
                    with self._telling():
                        made = await to_thread(self.app, make)
                        waits = False
                        if self.said == ONE_MOMENT:
                            self.unsay()
                        tell(made)
            finally:
                waits = False
                patience.stop()
                self.changing -= 1

        self.changing += 1
        self.run_worker(wait(), group="change")
