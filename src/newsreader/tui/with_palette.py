"""The commands by name, and the themes."""

from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen

from newsreader.tui.commands import PALETTE, Keymap
from newsreader.tui.screens.main import MainScreen


class WithPalette(App[None]):
    """An application whose commands are offered in a palette, which is imported when it is asked for."""

    ENABLE_COMMAND_PALETTE = True
    COMMANDS = PALETTE

    _keys: Keymap
    _main: MainScreen

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        from newsreader.tui.palette import offered

        del screen  # every command is offered everywhere
        return offered(self._keys, lambda action: lambda: self.call_later(self._main.run_action, action))

    def action_command_palette(self) -> None:
        from newsreader.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        from textual.theme import ThemeProvider

        from newsreader.tui.palette import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))
