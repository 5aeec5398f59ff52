"""What the changes in a journal come to, by the plainest rule: those in force, one after the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsreader.core.entries import EntryState
from newsreader.core.journal import Change

Value = int | str | None
Effect = tuple[str, int]
"""A slot (the name of a flag or another value of entries) and an entry."""


@dataclass
class Step:
    """Values that something gave to entries. `id` None: nothing that the journal has. `undone`: the undo's number."""

    id: int | None
    slot: str
    made: Mapping[int, Value]
    undone: int = 0


@dataclass
class Model:
    """`inexact` are the slots of which only counts whether there is a value; "order" and "feeds" are none of
    entries' values."""

    inexact: frozenset[str] = frozenset({"later"})
    steps: list[Step] = field(default_factory=list)
    now: dict[Effect, Value] = field(default_factory=dict)

    def having(self, slot: str) -> set[int]:
        """The entries that have a value there."""
        return {one for (name, one), value in self.now.items() if name == slot and value is not None}

    def of(self, slot: str, one: int) -> Value:
        return self.now.get((slot, one))

    def states(self, ids: Iterable[int], tags: Iterable[str]) -> dict[int, EntryState]:
        """What the store should say of these entries."""
        return {
            one: EntryState(
                self.of("later", one) is not None,
                self.of("snooze", one),  # type: ignore[arg-type]
                tuple(sorted(tag for tag in tags if self.of(tag, one))),
                str(self.of("note", one) or ""),
            )
            for one in ids
        }

    @property
    def journal(self) -> list[Step]:
        return [step for step in self.steps if step.id is not None]

    def differing(self, slot: str, wanted: Mapping[int, Value], among: range) -> dict[int, Value]:
        """Those of `wanted` that change something; where there is a value already, another moment or place does not."""
        exact = slot in ("snooze", "note")
        return {
            one: value
            for one, value in wanted.items()
            if one in among
            and (self.of(slot, one) != value if exact else (self.of(slot, one) is None) is not (value is None))
        }

    def keep(self, change: Change | None, slot: str, made: Mapping[int, Value]) -> None:
        """A change was made: it names these entries."""
        assert (set(change.ids) if change else set()) == set(made)
        if change is not None:
            self.keep_as(change.id, slot, made)

    def keep_as(self, change_id: int, slot: str, made: Mapping[int, Value]) -> None:
        self.steps = [step for step in self.steps if step.undone <= 0]
        self.steps.append(Step(change_id, slot, dict(made)))
        self._set(slot, made)

    def happen(self, slot: str, made: Mapping[int, Value]) -> None:
        """Something that is no change of the user's."""
        self.steps.append(Step(None, slot, dict(made)))
        self._set(slot, made)

    def _set(self, slot: str, made: Mapping[int, Value]) -> None:
        self.now.update(((slot, one), value) for one, value in made.items())

    def turn(self, step: Step, *, undo: bool) -> set[int]:
        """Undo a change or make it again; the entries whose value becomes another one."""
        step.undone = max(0, *(one.undone for one in self.steps)) + 1 if undo else 0
        changed: set[int] = set()
        for one in step.made:
            alike = (other for other in reversed(self.steps) if other.slot == step.slot and other.undone <= 0)
            value = next((other.made[one] for other in alike if one in other.made), None)
            old = self.now.get((step.slot, one))
            if (old is None) != (value is None) if step.slot in self.inexact else old != value:
                changed.add(one)
            self.now[step.slot, one] = value
        return changed

    def _next(self, *, undo: bool) -> Step | None:
        """What undo or redo tries next: what could not be done before comes last."""
        candidates = [step for step in self.journal if (step.undone <= 0) is undo]
        if undo and any(step.undone == 0 for step in candidates):
            return next(step for step in reversed(candidates) if step.undone == 0)
        return max(candidates, key=lambda one: one.undone, default=None)

    def travelled(self, done: Change | None, *, undo: bool) -> Step | None:
        """Undo or redo did this, None: nothing; the step that it was. Those that it passed over have no effect."""
        while step := self._next(undo=undo):
            changed = self.turn(step, undo=undo)
            if done is not None and done.id == step.id:
                self._agree(step, done.ids, changed)
                return step
            assert not changed and step.slot != "feeds", f"{step} was passed over"
        assert done is None
        return None

    def failed(self, *, undo: bool) -> None:
        """Undo or redo could not be done, for the sake of feeds.toml: what that was comes last from now on."""
        numbers = [step.undone for step in self.journal]
        while (step := self._next(undo=undo)) and step.slot != "feeds":
            assert not self.turn(step, undo=undo), f"{step} was passed over"
        assert step is not None
        for one, undone in zip(self.journal, numbers, strict=True):
            one.undone = undone + 1 if undone > 0 and not undo else undone
        step.undone = min(0, *numbers) - 1 if undo else 1

    def reverted(self, step: Step, done: Change | None) -> None:
        """One change by itself was asked to be undone, and this came of it."""
        changed = set() if step.undone > 0 else self.turn(step, undo=True)
        assert done is None or done.id == step.id
        self._agree(step, done.ids if done else (), changed)

    def _agree(self, step: Step, said: Sequence[int], changed: set[int]) -> None:
        if step.slot in self.inexact:  # places in a list may change, too
            assert changed <= set(said) <= step.made.keys()
        elif step.slot != "order":
            assert set(said) == changed
