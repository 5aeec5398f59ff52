"""The commands of plain mode, each answered in sentences."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from newsreader.config.subscriptions import LoadedSubscriptions
from newsreader.core.commands import COMMANDS
from newsreader.core.entries import Flag
from newsreader.core.errors import NewsreaderError
from newsreader.core.journal import FEEDS_CHANGED, Change
from newsreader.core.keymap import Keymap
from newsreader.library.groups import group_at, range_of
from newsreader.library.session import ReadingSession
from newsreader.library.subscribing import FeedsList
from newsreader.library.views import View
from newsreader.plain.arranging import PlainArranging
from newsreader.plain.following import Errands, PlainFollowing
from newsreader.plain.place import PAGE
from newsreader.plain.triaging import PlainTriaging
from newsreader.plain.typed import EXTRA, HELP, command_name, read_line
from newsreader.plain.words import ago, counted, sentence, view_line

CHANGES_SHOWN: Final = 20
MANY: Final = 1_000
"""From so many entries on a change is asked for twice; below that, undo is the confirmation."""

NARROWEST: Final = 20


class PlainReader(PlainArranging, PlainFollowing, PlainTriaging):
    """Answers typed lines.

    Args:
        session: The place in the library.
        keymap: The keys that count as names.
        say: Prints one or more lines.
        errands: What fetches.
        feeds_list: What changes feeds.toml; None: it cannot be changed.
        read_subscriptions: Reads feeds.toml; None: it is not read again.
        width: Cells of an article's lines, None for one line a paragraph.
    """

    def __init__(
        self,
        session: ReadingSession,
        keymap: Keymap,
        say: Callable[[str], None],
        errands: Errands,
        *,
        feeds_list: FeedsList | None = None,
        read_subscriptions: Callable[[], LoadedSubscriptions] | None = None,
        width: int | None = None,
    ) -> None:
        super().__init__(session, say, width=width)
        self._keymap = keymap
        self._errands = errands
        self._feeds_list = feeds_list
        self._read_subscriptions = read_subscriptions
        self._over = False
        self._sure_of = ""
        self._does: dict[str, Callable[[str], None]] = {
            "next": lambda _: self._step(1),
            "previous": lambda _: self._step(-1),
            "next_any": lambda _: self._step(1),
            "previous_any": lambda _: self._step(-1),
            "first": lambda _: self._stand(0),
            "last": lambda _: self._stand(len(session.headlines) - 1),
            "page_down": lambda _: self._list(session.cursor + PAGE),
            "page_up": lambda _: self._list(session.cursor - PAGE),
            "list": lambda _: self._list(session.cursor),
            "next_unread": lambda _: self._went(session.go_to_unread(1)),
            "previous_unread": lambda _: self._went(session.go_to_unread(-1)),
            "next_feed": lambda _: self._went(session.go_to_other_feed(1)),
            "previous_feed": lambda _: self._went(session.go_to_other_feed(-1)),
            "random_unread": lambda _: self._went(session.go_to_random_unread()),
            "space": self._read_on,
            "open": self._open,
            "back": lambda _: self._back(),
            "links": lambda _: self._links(),
            "open_browser": self._link,
            "copy_link": self._link,
            "toggle_read": lambda rest: self._toggle("read", rest),
            "star": lambda rest: self._toggle("starred", rest),
            "mark_all_read": lambda _: self._mark(session.headlines.ids, "mark all read"),
            "mark_above_read": lambda _: self._mark(session.headlines.ids[: session.cursor], "mark above read"),
            "mark_below_read": lambda _: self._mark(session.headlines.ids[session.cursor + 1 :], "mark below read"),
            "mark_older_read": self._mark_older,
            "undo": lambda _: self._travel(session.library.undo(), "Undid", "There is nothing to undo."),
            "redo": lambda _: self._travel(session.library.redo(), "Redid", "There is nothing to redo."),
            "journal": lambda _: self._journal(),
            "unread_only": lambda _: self._unread_only(),
            "search": self._search,
            "show_new": lambda _: self._show_new(),
            "feeds": lambda _: self._feeds(),
            "go": self._go,
            "wrap": self._wrap,
            "help": self._help,
            "quit": lambda _: self._quit(),
            "mark_group_read": lambda _: self._mark_group(),
            "triage": self._begin_triage,
            **self._selecting(),
            **self._following(),
            **self._asides(),
            **self._arranging(),
        }

    def start(self) -> None:
        """Say where one is and how to go on."""
        self._list(self._session.cursor)
        self._say("Type a command, such as “open 1”, “next unread”, “feeds” or “help”. “quit” ends.")

    def answer(self, line: str) -> bool:
        """Do what `line` says; False when it was the last one."""
        if not line.strip():
            return True
        if self._triage is not None:
            with self._telling():
                self._answer_in_triage(line)
            return True
        typed = read_line(line, self._keymap)
        sure, self._sure_of = self._sure_of, ""
        if typed.command is None:
            hint = f" Did you mean “{typed.near}”?" if typed.near else ""
            self._say(f"There is no such command.{hint} “help” lists them.")
        elif (do := self._does.get(typed.command)) is None:
            self._say(f"“{typed.command.replace('_', ' ')}” is for the screen; plain mode has no use for it.")
        else:
            self._sure_of = sure
            with self._telling():
                self._repeat(do, typed.command, typed.count, typed.rest)
            if typed.command not in (
                "mark_all_read",
                "mark_above_read",
                "mark_below_read",
                "mark_older_read",
                "mark_group_read",
            ):
                self._sure_of = ""
        return not self._over

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except NewsreaderError as error:
            self._say(sentence(str(error)))

    def _repeat(self, do: Callable[[str], None], command: str, count: int, rest: str) -> None:
        if command in ("next", "previous", "next_any", "previous_any") and count > 1:
            self._step(count if command.startswith("next") else -count)
            return
        for _ in range(count):
            do(rest)

    # Triage

    def _toggle(self, flag: Flag, rest: str) -> None:
        library = self._session.library
        ids = self._numbered(rest)
        rows = [row for entry_id in ids if (row := library.summary(entry_id)) is not None]
        if len(rows) > 1 and not rest:  # a selection: all of it alike
            value = not all(row.read if flag == "read" else row.starred for row in rows)
            self._changed(library.set_flags(ids, flag, value))
            return
        for row in rows:
            self._changed(library.set_flag(row, flag, not (row.read if flag == "read" else row.starred)))

    def _mark_older(self, rest: str) -> None:
        if not rest:
            self._say("Say from when on: “mark older read 7d”, “mark older read yesterday”.")
            return
        ids = self._session.headlines.older_than(self._session.library.moment(rest))
        self._mark(ids, f"mark older read {rest}")

    def _mark_group(self) -> None:
        groups, headlines = self._session.groups, self._session.headlines
        number = group_at(groups, self._session.cursor)
        if number is None:
            self._say("There are no headings here; “headings” shows them.")
            return
        entries = range_of(groups, number, len(headlines.ids))
        self._mark(headlines.ids[entries.start : entries.stop], "mark group read")

    def _mark(self, ids: Sequence[int], name: str) -> None:
        count = self._session.library.count_with(ids, "read", False)
        if count >= MANY and self._sure_of != name:
            self._sure_of = name
            self._say(f"This marks {count:,} read. Type it once more to do it.")
            return
        self._sure_of = ""
        self._changed(self._session.library.set_flags(ids, "read", True, f"in {self._session.view.title}"))

    def _travel(self, change: Change | None, verb: str, nothing: str) -> None:
        if change is not None and change.kind == FEEDS_CHANGED:
            self._reread_list()
        elif change is not None and change.kind != "flag":
            self._follow_hidden(change.ids)
        self._session.headlines.reread()
        self._say(f"{verb}: {sentence(change.told)}" if change else nothing)

    def _journal(self) -> None:
        changes = self._session.library.changes()
        self._say(f"{counted(len(changes), 'change')}.")
        for number, change in enumerate(changes[:CHANGES_SHOWN], 1):
            undone = ", undone" if change.undone else ""
            self._say(f"{number}. {sentence(change.what)} {ago(change.at, self._session.library.now())}{undone}.")

    # Views

    def _unread_only(self) -> None:
        self._session.toggle_unread_only()
        self._list(self._session.cursor)

    def _search(self, rest: str) -> None:
        if not rest:
            self._say("Say what to search: “search chips”.")
            return
        self._session.open_view(View("search", rest, f"Search for {rest}"))
        self._list(0)

    def _back(self) -> None:
        self._session.leave_search()
        self._list(self._session.cursor)

    def _show_new(self) -> None:
        self._session.reopen()
        self._list(0)

    def _feeds(self) -> None:
        self._session.reread_outline()
        for number, row in enumerate(self._session.outline, 1):
            self._say(view_line(number, row))
        self._say("“go” and a number opens one.")

    def _go(self, rest: str) -> None:
        self._session.reread_outline()
        rows = self._session.outline
        if rest.isdecimal():
            found = rows[int(rest) - 1 : int(rest)] if 0 < int(rest[:9]) <= len(rows) else []
        else:
            found = [row for row in rows if rest and rest.casefold() in row.view.title.casefold()]
        if not found:
            self._say("There is no such view or feed; “feeds” lists them.")
            return
        self._session.open_view(found[0].view)
        self._list(0)

    # The program

    def _wrap(self, rest: str) -> None:
        if rest.isdecimal() and NARROWEST <= int(rest[:6]) <= 1000:
            self._width = int(rest)
            self._say(f"Lines of articles are at most {rest} cells long.")
        elif rest in ("", "off"):
            self._width = None
            self._say("Lines of articles are not broken.")
        else:
            self._say("Type “wrap” and a number from 20 to 1000, or “wrap off”.")

    def _help(self, rest: str) -> None:
        wanted = rest.casefold()
        for command in (*COMMANDS, *EXTRA):
            told = HELP.get(command.id, command.help)
            if command.id in self._does and wanted in f"{command_name(command)} {told}".casefold():
                keys = "" if command in EXTRA else self._keymap.shown(command.id)
                key = f", or {keys}" if keys else ""
                self._say(f"{command_name(command)}{key}: {sentence(told)}")
        if not rest:
            self._say("A number opens that headline; “star 3 5” stars two; “5 next” goes five on.")

    def _quit(self) -> None:
        self._over = True
