"""A line to type into, for people who type faster than the screen."""

from collections.abc import Callable

from textual import events
from textual.widgets import Input


class TypedLine(Input):
    """An Input whose keys are done at once and in their order, also those of one burst.

    Textual looks bindings up after all that waits here has been typed: what is erased would be what was typed last, and
    Enter would come before what leads to it. Keys that come after Enter go where the focus is then.

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
        bound = self._bindings.key_to_bindings.get(event.key)
        if typing and not bound:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if typing and bound:
            await self.run_action(bound[0].action)
        else:
            self.app.post_message(events.Key(event.key, event.character))
