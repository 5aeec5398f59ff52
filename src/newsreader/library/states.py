"""What a user does with entries beside reading and starring them: snooze, later, delete, tags, notes, history."""

from collections.abc import Callable, Sequence
from typing import Final

from newsreader.core.clock import Clock
from newsreader.core.counting import counted
from newsreader.core.entries import EntryState
from newsreader.core.journal import Change
from newsreader.core.snooze import moment_text, snooze_until
from newsreader.core.text import clean_line, clean_text
from newsreader.library.folding import and_copies
from newsreader.store import Store

MOST_IN_NOTE: Final = 20_000
MOST_IN_TAG: Final = 60
"""Characters."""


class EntryStates:
    """These states of a library's entries. Every method may raise StoreError with a sentence.

    Each change can be undone; None is returned where nothing was to be changed. What is folded under entries is snoozed
    and deleted with them, as it would stand in their place.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of(self, entry_id: int) -> EntryState:
        """The state of one entry."""
        return self._store.states.of([entry_id]).get(entry_id, EntryState())

    def among(self, ids: Sequence[int]) -> dict[int, EntryState]:
        """The states of many."""
        return self._store.states.of(ids)

    def all_later(self, ids: Sequence[int]) -> bool:
        """Whether all of them, at least one, are on the list for later."""
        return self._store.states.all_later(ids)

    def tags_among(self, ids: Sequence[int]) -> list[str]:
        """The tags given by hand to any of them, by name."""
        return self._store.states.tags_among(ids)

    # Snoozing

    def snooze(self, ids: Sequence[int], until: int | str) -> Change | None:
        """Take entries out of all lists until a moment: Unix seconds, or what `snooze_until` understands.

        Raises:
            SnoozeError: It is no moment to come.
        """
        at = snooze_until(until, self._clock.now()) if isinstance(until, str) else until
        return self._store.states.snooze(
            self._and_folded(ids), at, what=self._said(ids, f"Snoozed until {moment_text(at)}")
        )

    def unsnooze(self, ids: Sequence[int]) -> Change | None:
        """Put entries back into their lists before their time."""
        return self._store.states.snooze(self._and_folded(ids), None, what=self._said(ids, "Put back before its time"))

    def wake_due(self) -> list[int]:
        """Put entries whose time has come back on top, unread; their ids. Costs one short look where none is due."""
        return self._store.states.wake_due()

    # For later

    def set_later(self, ids: Sequence[int], value: bool) -> Change | None:
        """Put entries at the end of the list for later, or take them out of it."""
        said = "Put on the list for later" if value else "Taken off the list for later"
        return self._store.states.set_later(ids, value, what=self._said(ids, said))

    def move_later(self, entry_id: int, step: int) -> Change | None:
        """Move an entry up (-1) or down (1) in the list for later; None at its end."""
        said = "Moved up" if step < 0 else "Moved down"
        return self._store.states.move_later(entry_id, step, what=self._said([entry_id], f"{said} in Later"))

    # Deleting

    def delete(self, ids: Sequence[int], value: bool = True) -> Change | None:
        """Take entries out of all lists for good, or (False) put them back."""
        return self._store.states.delete(
            self._and_folded(ids), value, what=self._said(ids, "Deleted" if value else "Put back what was deleted")
        )

    # Tags and notes

    def tags(self) -> list[str]:
        """All tags in use, of feeds and of entries, those given by hand most often first."""
        return list(self._store.states.tags())

    def tag(self, ids: Sequence[int], tag: str, value: bool = True) -> Change | None:
        """Give entries a tag, or take it from them; letter case does not make another tag of it."""
        wanted = clean_tag(tag)
        if not wanted:
            return None
        name = next((one for one in self.tags() if one.casefold() == wanted.casefold()), wanted)
        said = f"Tagged “{name}”" if value else f"Tag “{name}” taken away"
        return self._store.states.tag(ids, name, value, what=self._said(ids, said))

    def change_tags(self, ids: Sequence[int], written: str) -> Change | None:
        """Give entries the tags that are `written`, parted by commas; a hyphen before one takes it from them.

        Each is a change of its own; the last one is returned.
        """
        made: Change | None = None
        for one in filter(None, map(str.strip, written.split(","))):
            made = self.tag(ids, one.removeprefix("-"), not one.startswith("-")) or made
        return made

    def put_note(self, entry_id: int, note: str) -> Change | None:
        """Put a note on an entry in place of the one it has; nothing but white space takes it away."""
        cleaned = clean_text(note[:MOST_IN_NOTE]).strip()
        said = "Noted" if cleaned else "Note taken away"
        return self._store.states.put_note(entry_id, cleaned, what=self._said([entry_id], said))

    # Copies

    def part(self, entry_id: int) -> Change | None:
        """Say that an entry is another article than what it was taken for a copy of, or than its copies.

        They are articles of their own from then on, whatever refreshes find. None: it was not taken for any.
        """
        ids = self._store.copies.to_part(entry_id)
        return self._store.states.part(ids, what=self._said([entry_id], "Parted from others like it")) if ids else None

    def _and_folded(self, ids: Sequence[int]) -> Sequence[int]:
        return self._store.copies.and_folded(ids)

    # What was opened

    def note_opened(self, ids: Sequence[int]) -> None:
        """Remember that entries were opened, the last one last. Nothing is kept where the store is read-only."""
        if ids and self._store.read_only is None:
            self._store.states.note_opened(ids)

    def _said(self, ids: Sequence[int], said: str) -> Callable[[int], str]:
        """A change's sentence: with its headline where it is about one row, else with how many entries there are."""

        def sentence(count: int) -> str:
            if len(ids) == 1:
                rows = self._store.entries.summaries(ids)
                return f"{said}: {rows[0].title}{and_copies(count - 1)}" if rows else said
            return f"{said}: {counted(count, 'entry')}"

        return sentence


def clean_tag(text: str) -> str:
    """A tag as it is kept: one line without the number sign, commas and quotation marks; "" where nothing is left."""
    return clean_line(text.replace("#", " ").replace(",", " ").replace('"', " "), MOST_IN_TAG)
