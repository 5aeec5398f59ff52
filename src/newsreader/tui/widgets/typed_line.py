"""A line to type into, for people who type faster than the screen."""

from collections.abc import Callable

from textual import events
from textual.widgets import Input


class TypedLine(Input):
    """An Input whose Enter is done at once: keys that came in the same burst after it go where the focus is then.

    `entered` is called with the line when Enter is pressed; it may move the focus.
    """

    def __init__(self, entered: Callable[["TypedLine"], None], *, id: str, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=placeholder, compact=True)
        self._entered = entered

    async def action_submit(self) -> None:
        self._entered(self)

    async def _on_key(self, event: events.Key) -> None:
        # `has_focus` is told by an event, which waits behind the keys of the same burst.
        typing = self.screen.focused is self
        if typing and event.key != "enter":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if typing:
            # Not by its binding: that is looked up after the keys that wait here have been typed.
            self._entered(self)
        else:
            self.app.post_message(events.Key(event.key, event.character))
