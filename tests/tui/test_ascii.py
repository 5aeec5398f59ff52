"""Where the terminal has no drawn signs, none is painted."""

import unicodedata

import pytest
from rich.cells import cell_len

from clock import FakeClock
from newsreader.tui.ascii import _SIGNS
from pictures import screen_text
from stocked import library_of
from tui.conftest import MakeApp

LONG = "A headline that goes on and on until it can be seen no more on any screen whatever its width may be, surely"
SCREENS = {
    "list": (),
    "selected, starred and for later": ("s", "b", "v", "j", "v"),
    "reading": ("enter",),
    "stacked": ("L", "L"),
    "zen": ("ctrl+f",),
    "triage": ("Z",),
    "summary": ("Z", *["m"] * 30),
    "journal": ("m", "s", "U"),
    "health": ("H",),
    "feed": ("I",),
    "report": ("exclamation_mark",),
    "help": ("question_mark",),
    "help at its end": ("question_mark", *["pagedown"] * 9),
    "palette": ("ctrl+p",),
    "palette, narrowed": ("ctrl+p", *"down"),
    "themes": ("ctrl+t",),
    "tag": ("T", *"tr"),
    "note": ("C", *"ask"),
    "snooze": ("w",),
    "mistyped moment": ("w", "d", *"never", "enter"),
    "question": ("O",),
    "pending keys": ("5", "g"),
    "search": ("slash", *"on", "enter"),
    "nothing found": ("slash", *"nowhere", "enter"),
    "mistake": ("slash", *"is:odd", "enter"),
    "headings and text": ("equals_sign", "E"),
    "links": ("enter", "ctrl+l"),
    "source": ("enter", "backslash"),
    "undone": ("m", "u"),
    "later": ("b", "g", "b"),
    "snoozed": ("w", "w", "g", "w"),
    "history": ("g", "o"),
    "starred": ("g", "s"),
}


@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS.keys())
async def test_all_on_the_screen_is_ascii(make_app: MakeApp, clock: FakeClock, keys: tuple[str, ...]) -> None:
    titles = [f"{LONG} {number}" for number in range(30)]
    app = make_app(library_of({"alpha": titles, "beta": ["b1"]}, clock, folders={"beta": "Folder"}), icons="ascii")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await pilot.pause(0.05)
        drawn = sorted({sign for sign in screen_text(app) if not sign.isascii()})
        assert [(sign, unicodedata.name(sign, "?")) for sign in drawn] == []


@pytest.mark.parametrize(("drawn", "sign"), [(chr(code), sign) for code, sign in _SIGNS.items()])
def test_each_sign_takes_as_many_cells_as_what_it_stands_for(drawn: str, sign: str) -> None:
    assert cell_len(drawn) == len(sign)


async def test_letters_of_other_scripts_stay(make_app: MakeApp, clock: FakeClock) -> None:
    app = make_app(library_of({"alpha": ["俄中讨论 и форум"]}, clock), icons="ascii")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "俄中讨论 и форум" in screen_text(app)
