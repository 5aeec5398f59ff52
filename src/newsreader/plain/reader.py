"""The commands of plain mode, each answered in sentences."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Final, get_args

from newsreader.config.settings import Settings, Value
from newsreader.config.subscriptions import LoadedSubscriptions
from newsreader.core.commands import COMMANDS, Scope
from newsreader.core.counting import counted
from newsreader.core.errors import NewsreaderError
from newsreader.core.keymap import Keymap
from newsreader.library.outline import keys_inside
from newsreader.library.session import ReadingSession
from newsreader.library.subscribing import FeedsList
from newsreader.library.triage import resume
from newsreader.library.views import View
from newsreader.plain.arranging import PlainArranging
from newsreader.plain.changing import PlainChanging
from newsreader.plain.copies import PlainCopies
from newsreader.plain.errands import Errands
from newsreader.plain.manner import Manner
from newsreader.plain.marking import PlainMarking
from newsreader.plain.place import PAGE
from newsreader.plain.telling import PlainTelling
from newsreader.plain.triaging import PlainTriaging
from newsreader.plain.typed import EXTRA, HELP, INSTEAD, command_name, read_line
from newsreader.plain.undoing import PlainUndoing
from newsreader.plain.words import sentence, typed_key, view_line

MANY_ROWS: Final = 20
"""Of more views and feeds than a listener wants to hear, those with nothing in them are left out."""

NO_OTHER: Final = "No other feed has anything unread."
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)


class PlainReader(PlainArranging, PlainChanging, PlainCopies, PlainMarking, PlainTelling, PlainTriaging, PlainUndoing):
    """Answers typed lines.

    Args:
        session: The place in the library.
        keymap: The keys that count as names.
        say: Prints one or more lines.
        errands: What fetches.
        settings: What is said of headlines.
        keep_setting: Writes one of them into config.toml, or raises ConfigError; None: it holds until the end.
        feeds_list: What changes feeds.toml; None: it cannot be changed.
        read_subscriptions: Reads feeds.toml; None: it is not read again.
        browse: Opens a web address in the browser, or raises BrowserError; None: addresses are said.
        width: Cells of an article's lines, None for one line a paragraph.
    """

    def __init__(
        self,
        session: ReadingSession,
        keymap: Keymap,
        say: Callable[[str], None],
        errands: Errands,
        *,
        settings: Settings | None = None,
        keep_setting: Callable[[str, Value], None] | None = None,
        feeds_list: FeedsList | None = None,
        read_subscriptions: Callable[[], LoadedSubscriptions] | None = None,
        browse: Callable[[str], None] | None = None,
        width: int | None = None,
    ) -> None:
        settings = settings or Settings()
        manner = Manner(
            settings.columns,
            settings.dates,
            settings.snippet,
            width,
            pictures=settings.images != "none",
            marks_read=settings.mark_read != "never",
        )
        super().__init__(session, say, manner)
        self._keymap = keymap
        self._errands = errands
        self._keep_setting = keep_setting
        self._feeds_list = feeds_list
        self._read_subscriptions = read_subscriptions
        self._browse = browse
        self._full = {}
        self._over = False
        self._does: dict[str, Callable[[str], None]] = {
            "next": lambda _: self._step(1),
            "previous": lambda _: self._step(-1),
            "next_any": lambda _: self._step(1),
            "previous_any": lambda _: self._step(-1),
            "first": lambda _: self._stand(0),
            "last": lambda _: self._last(),
            "page_down": lambda _: self._page(PAGE),
            "page_up": lambda _: self._page(-PAGE),
            "list": lambda _: self._list(session.cursor),
            "next_unread": lambda _: self._seek(lambda: session.go_to_unread(1)),
            "previous_unread": lambda _: self._seek(lambda: session.go_to_unread(-1)),
            "next_feed": lambda _: self._seek(lambda: session.go_to_other_feed(1), NO_OTHER),
            "previous_feed": lambda _: self._seek(lambda: session.go_to_other_feed(-1), NO_OTHER),
            "random_unread": lambda _: self._seek(session.go_to_random_unread),
            "back": lambda _: self._back(),
            "unread_only": lambda _: self._unread_only(),
            "search": self._search,
            "show_new": lambda _: self._show_new(),
            "feeds": self._feeds,
            "go": self._go,
            "help": self._help,
            "quit": lambda _: self._quit(),
            "triage": self._begin_triage,
            **self._reading(),
            **self._marking(),
            **self._copying(),
            **self._selecting(),
            **self._asides(),
            **self._undoing(),
            **self._arranging(),
            **self._telling_commands(),
            **self._following(),
            **self._changing(),
        }

    def start(self) -> None:
        """Say where one is and how to go on."""
        self._list(self._session.cursor)
        if news := self._session.library.visits.news():
            self._say(f"{news:,} new since your last visit; “go new” lists them.")
        if session := resume(self._session.library):
            self._say(f"{counted(session.left, 'article')} left of a triage session; “triage” goes on with it.")
        if left := self._session.chosen.left:
            self._say(f"{counted(left, 'article')} left of those that you have chosen; “read on” goes on with them.")
        self._say("Type a command, such as “open 1”, “next unread”, “feeds” or “help”. “quit” ends.")

    def answer(self, line: str) -> bool:
        """Do what `line` says; False when it was the last one."""
        line = line.strip()
        if not line:
            return True
        with self._telling():
            self._wake()
        if self._triage is not None:
            with self._telling():
                self._answer_in_triage(line)
            return True
        typed = read_line(line, self._keymap)
        asked, self._line = self._sure_of, line
        if typed.command is None:
            hint = f" Did you mean “{typed.near}”?" if typed.near else ""
            self._say(f"There is no such command.{hint} “help” lists them.")
        elif (do := self._does.get(typed.command)) is None:
            instead = INSTEAD.get(typed.command, "plain mode has no use for it")
            self._say(f"“{typed.command.replace('_', ' ')}” is for the screen; {instead}.")
        else:
            with self._telling():
                self._repeat(do, typed.command, typed.count, typed.rest)
        if self._sure_of == asked:  # a question counts for the next line alone
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

    def _wake(self) -> None:
        """What was snoozed until now comes back."""
        if back := self._session.library.states.wake_due():
            self._session.follow_hidden(back)
            self._session.headlines.reread()
            articles = "1 snoozed article is" if len(back) == 1 else f"{len(back):,} snoozed articles are"
            self._say(f"{articles} back; “show new” puts what is new on top.")

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

    def _feeds(self, rest: str) -> None:
        """All views and feeds, or those with a word in their name; of many, no feeds with nothing unread."""
        self._session.reread_outline()
        with self._telling():  # views and feeds are there where nothing can be searched
            self._session.count_searches()
        rows = self._session.outline
        left_out = 0
        for number, row in enumerate(rows, 1):
            if rest == "all" or rest.casefold() in f"{row.view.title} {row.view.name}".casefold():
                idle = row.view.kind == "feed" and not row.count and row.trouble is None
                if idle and not rest and len(rows) > MANY_ROWS:
                    left_out += 1
                    continue
                inside = keys_inside(rows, number - 1) if row.view.kind == "folder" else set()
                self._say(view_line(number, row, sum(key.startswith("feed:") for key in inside)))
        if left_out:
            self._say(f"Left out: {counted(left_out, 'feed')} with nothing unread; “feeds all” lists everything.")
        self._say("“go” and a number, or a part of a name, opens one.")

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

    def _help(self, rest: str) -> None:
        wanted = rest.casefold()
        commands = [command for command in (*COMMANDS, *EXTRA) if command.id in self._does]
        if not rest:
            self._say("A number opens that headline; “star 3 5” stars two; “5 next” goes five on.")
            self._say("“help” and a word tells of a part, such as “help star” or “help reading”. All commands follow.")
        for scope, group in groupby(sorted(commands, key=lambda one: SCOPES.index(one.scope)), lambda one: one.scope):
            lines = []
            for command in group:
                told = HELP.get(command.id, command.help)
                key = typed_key(self._keymap, command.id) if command not in EXTRA else ""
                if wanted in f"{scope} {command_name(command)} {told}".casefold():
                    lines.append(f"{command_name(command)}{f', or {key}' if key else ''}: {sentence(told)}")
            if lines and not rest:
                self._say(f"{scope}: {counted(len(lines), 'command')}.")
            for line in lines:
                self._say(line)

    def _quit(self) -> None:
        self._over = True
