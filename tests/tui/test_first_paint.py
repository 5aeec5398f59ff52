"""What the first headlines do without stays away until they are painted."""

import sys
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.store import Store
from newsreader.tui.preloading import LATER, preload
from store.world import World, entry
from terminal import Terminal

_UNTIL_THE_FIRST_PAINT = """
import sys
from pathlib import Path
from newsreader.cli import main
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens import main_display

main_display.PREVIEW_SECONDS = 0.001  # over before the paint, as on a slow machine

async def stop(self):
    Path(sys.argv[1], "modules").write_text("\\n".join(sys.modules))
    self.exit()

NewsreaderApp._begin = stop
main(["--config-dir", sys.argv[1], "--data-dir", sys.argv[1]])
"""


@pytest.mark.parametrize("columns", [90, 120])
def test_what_the_first_headlines_do_without_is_not_imported_before_them(tmp_path: Path, columns: int) -> None:
    tmp_path.joinpath("config.toml").write_text('refresh_on_start = false\nrefresh_every = "never"\n')
    with Store.open(tmp_path / "newsreader.db", clock=FakeClock()) as store:
        World(store, FakeClock()).publish(entry("one"), entry("two"))
    with Terminal([sys.executable, "-c", _UNTIL_THE_FIRST_PAINT, str(tmp_path)], columns=columns) as terminal:
        terminal.wait()
    modules = set((tmp_path / "modules").read_text().split())
    assert "newsreader.tui.screens.main" in modules
    more = {"newsreader.core.document", "newsreader.core.events", "newsreader.store.refreshes"}
    assert modules & {*LATER, *more} == set()


def test_all_of_it_can_be_imported() -> None:
    preload()
    assert sys.modules.keys() >= set(LATER)
