"""Any sequence of snoozing, deleting, tagging, noting and keeping for later, undone in any order, against a model."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clock import FakeClock
from newsreader.core.entries import EntryFilter, EntryState, Flag
from newsreader.core.journal import Change
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.tallies import wrong
from store.world import OTHER_URL, URL, World, entry

ENTRIES = 5
FLAGS: tuple[Flag, ...] = ("read", "starred")
TAGS = ("chips", "AI")
Value = int | str | None
Made = tuple[int, Value, Value]
KINDS = ("read", "starred", "snooze", "later", "deleted", *TAGS, "note")
IDS = st.lists(st.integers(1, ENTRIES + 1), max_size=4, unique=True)


@dataclass
class Step:
    """A change in the model: what it was about, and each entry's value before and after it."""

    id: int
    kind: str
    made: list[Made]
    undone: int = 0


@dataclass
class Model:
    now: dict[str, dict[int, Value]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    journal: list[Step] = field(default_factory=list)

    def same(self, kind: str, one: Value, other: Value) -> bool:
        """Where in the list, and when it was deleted, does not matter."""
        return (one is None) == (other is None) if kind in ("later", "deleted") else one == other

    def put(self, kind: str, made: list[Made]) -> list[Made]:
        done = [(one, old, new) for one, old, new in made if self.same(kind, self.now[kind].get(one), old)]
        for one, _, new in done:
            self.now[kind][one] = new
        return done

    def change(self, kind: str, wanted: Mapping[int, Value]) -> list[Made]:
        old = self.now[kind]
        made = [
            (one, old.get(one), value)
            for one, value in wanted.items()
            if one <= ENTRIES and not self.same(kind, old.get(one), value)
        ]
        self.put(kind, made)
        return made

    def keep(self, change: Change | None, kind: str, made: list[Made]) -> None:
        assert (list(change.ids) if change else []) == [one for one, _, _ in made]
        if change:
            self.journal = [step for step in self.journal if not step.undone]
            self.journal.append(Step(change.id, kind, made))

    def move(self, one: int, by: int) -> list[Made]:
        order = [other for other, _ in sorted(self.places().items(), key=lambda pair: (pair[1], pair[0]))]
        at = order.index(one) if one in order else -1
        if at < 0 or not 0 <= at + by < len(order):
            return []
        order[at], order[at + by] = order[at + by], order[at]
        places = {other: place for place, other in enumerate(order, 1)}
        made: list[Made] = [
            (other, self.now["later"][other], place)
            for other, place in places.items()
            if self.now["later"][other] != place
        ]
        for other, _, place in made:
            self.now["later"][other] = place
        return made

    def places(self) -> dict[int, int]:
        return {one: place for one, place in self.now["later"].items() if isinstance(place, int)}

    def turn(self, step: Step, undo: bool) -> set[int]:
        step.undone = max(one.undone for one in self.journal) + 1 if undo else 0
        made = [(one, new, old) for one, old, new in step.made] if undo else step.made
        if step.kind != "order":
            return {one for one, _, _ in self.put(step.kind, made)}
        if any(self.now["later"].get(one) != old for one, old, _ in made):
            return set()
        self.now["later"].update({one: new for one, _, new in made})
        return {one for one, _, _ in made}

    def step(self, undo: bool) -> set[int]:
        while candidates := [step for step in self.journal if (step.undone == 0) is undo]:
            step = candidates[-1] if undo else max(candidates, key=lambda one: one.undone)
            if changed := self.turn(step, undo):
                return changed
        return set()


class Changing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "newsreader.db"
        self.clock = FakeClock()
        self.model = Model()
        self.store = Store.open(self.path, clock=self.clock)
        self.followed = True
        self.refresh()

    @rule()
    def refresh(self) -> None:
        if self.followed:
            entries = (entry(str(number), at=number) for number in range(ENTRIES))
            World(self.store, self.clock).publish(*entries, url=URL)

    @rule()
    def follow_or_not(self) -> None:
        self.followed = not self.followed
        urls = [URL, OTHER_URL] if self.followed else [OTHER_URL]
        self.store.feeds.sync([Subscription(url) for url in urls])

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, clock=self.clock)

    @rule(hours=st.integers(0, 3))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours * 3600)
        now = self.clock.now()
        due = {one for one, until in self.model.now["snooze"].items() if isinstance(until, int) and until <= now}
        for one in due:
            self.model.now["snooze"][one] = None
            self.model.now["read"][one] = None
        assert set(self.store.states.wake_due()) == due

    @rule(ids=IDS, hours=st.sampled_from((None, 1, 2)))
    def snooze(self, ids: list[int], hours: int | None) -> None:
        until = None if hours is None else self.clock.now() + hours * 3600
        made = self.model.change("snooze", dict.fromkeys(ids, until))
        self.model.keep(self.store.states.snooze(ids, until, what=str), "snooze", made)

    @rule(ids=IDS, value=st.booleans())
    def later(self, ids: list[int], value: bool) -> None:
        last = max(self.model.places().values(), default=0)
        wanted = {one: last + number if value else None for number, one in enumerate(ids, 1)}
        made = self.model.change("later", wanted)
        self.model.keep(self.store.states.set_later(ids, value, what=str), "later", made)

    @rule(one=st.integers(1, ENTRIES), by=st.sampled_from((-1, 1)))
    def move(self, one: int, by: int) -> None:
        made = self.model.move(one, by)
        self.model.keep(self.store.states.move_later(one, by, what=str), "order", made)

    @rule(ids=IDS, value=st.booleans())
    def delete(self, ids: list[int], value: bool) -> None:
        made = self.model.change("deleted", dict.fromkeys(ids, 1 if value else None))
        self.model.keep(self.store.states.delete(ids, value, what=str), "deleted", made)

    @rule(ids=IDS, tag=st.sampled_from(TAGS), value=st.booleans())
    def tag(self, ids: list[int], tag: str, value: bool) -> None:
        made = self.model.change(tag, dict.fromkeys(ids, 1 if value else None))
        self.model.keep(self.store.states.tag(ids, tag, value, what=str), tag, made)

    @rule(one=st.integers(1, ENTRIES), text=st.sampled_from(("", "why", "so")))
    def note(self, one: int, text: str) -> None:
        made = self.model.change("note", {one: text or None})
        self.model.keep(self.store.states.put_note(one, text, what=str), "note", made)

    @rule(ids=IDS, flag=st.sampled_from(FLAGS), value=st.booleans())
    def set_flag(self, ids: list[int], flag: Flag, value: bool) -> None:
        made = self.model.change(flag, dict.fromkeys(ids, 1 if value else None))
        self.model.keep(self.store.statuses.set_flag(ids, flag, value, what=str), flag, made)

    @rule()
    def undo(self) -> None:
        done = self.store.journal.undo()
        assert (set(done.ids) if done else set()) == self.model.step(undo=True)

    @rule()
    def redo(self) -> None:
        done = self.store.journal.redo()
        assert (set(done.ids) if done else set()) == self.model.step(undo=False)

    @rule(at=st.integers(0, 30))
    def revert_any(self, at: int) -> None:
        if not self.model.journal:
            return
        step = self.model.journal[at % len(self.model.journal)]
        expected = set() if step.undone else self.model.turn(step, undo=True)
        done = self.store.journal.revert(step.id)
        assert (set(done.ids) if done else set()) == expected

    def having(self, kind: str) -> set[int]:
        return {one for one, value in self.model.now[kind].items() if value is not None}

    @invariant()
    def entries_are_in_the_states_of_the_model(self) -> None:
        model, ids = self.model.now, range(1, ENTRIES + 1)
        assert self.store.states.of(list(ids)) == {
            one: EntryState(
                model["later"].get(one) is not None,
                model["snooze"].get(one),  # type: ignore[arg-type]
                tuple(sorted(tag for tag in TAGS if model[tag].get(one))),
                str(model["note"].get(one) or ""),
            )
            for one in ids
        }

    @invariant()
    def lists_and_counts_are_those_of_the_model(self) -> None:
        entries = self.store.entries
        shown = set(range(1, ENTRIES + 1)) - self.having("snooze") - self.having("deleted")
        listed = shown if self.followed else shown & self.having("starred")
        assert set(entries.ids(EntryFilter())) == listed
        assert set(entries.ids(EntryFilter(read=False))) == listed - self.having("read")
        assert entries.kept(EntryFilter(), "snoozed").tolist() == sorted(
            self.having("snooze") - self.having("deleted"), key=lambda one: (self.model.now["snooze"][one], one)
        )
        places = self.model.places()
        assert entries.kept(EntryFilter(), "later").tolist() == sorted(
            places.keys() & shown, key=lambda one: (places[one], one)
        )
        assert wrong(self.store._db) == []

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestChanging = Changing.TestCase
TestChanging.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
