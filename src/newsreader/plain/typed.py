"""What was typed: a command by name or key, how often, and what is said to it."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from newsreader.core.commands import COMMANDS, Command
from newsreader.core.keymap import Keymap, textual_key

EXTRA: Final = (
    Command("list", (), "List", "The headlines from the one at hand on", "Moving"),
    Command("feeds", (), "Feeds", "All views, folders and feeds, numbered", "Views"),
    Command("go", (), "Go", "Open a view or feed by its number: “go 3”, or by name", "Views"),
    Command("wrap", (), "Wrap", "Break the lines of articles: “wrap 72”, or not: “wrap off”", "Reading"),
)
"""Commands that only lines have: on a screen they are panes."""

HELP: Final = {
    "next": "The next headline",
    "previous": "The headline before",
    "first": "The first headline",
    "last": "The last headline",
    "page_down": "The next headlines of the list",
    "page_up": "The headlines before these",
    "next_unread": "The next unread headline, over the feeds",
    "next_any": "The next headline, read or not",
    "space": "Read the article at hand, or the next unread one",
    "open": "Read the article at hand, or that of a number: “open 3”",
    "back": "Leave the search, and list again",
    "links": "All links of the article",
    "open_browser": "Say the article's link",
    "copy_link": "Say the article's link",
    "search": "Search everything stored: “search chips”",
    "snooze": "Away until a moment: “snooze tomorrow”, “snooze 3d”; in the view Snoozed, back now",
    "tag": "Give the article a tag: “tag chips”, or take it away: “tag -chips”",
    "note": "Write a note on the article: “note ask Mary”; “note -” takes it away",
    "add_feed": "Follow what is behind an address: “add example.org”",
    "full_text": "Fetch the full text of the page of the article at hand",
    "select": "Select headlines for the next command: “select 3 5-9”, “select none”",
    "stop_refresh": "End a refresh: Control C, while it is under way",
    "feed_info": "How the feed at hand fares",
    "health": "How the feeds fare",
    "help": "Every command, or those about a word: “help star”",
}
"""What commands do here, where that differs from the screen."""

LONGEST_COUNT: Final = 1000
_COUNT: Final = re.compile(r"(\d{1,9})\s*(\D.*)")
_ALIASES: Final = {
    "read": "toggle_read",
    "exit": "quit",
    "add": "add_feed",
    "subscribe": "add_feed",
    "leave": "unsubscribe",
    "stop": "stop_refresh",
    "download": "full_text",
    "refresh": "refresh_all",
    "unstar": "star",
    "all read": "mark_all_read",
    "keys": "help",
    "changes": "journal",
    "browser": "open_browser",
    "views": "feeds",
    "find": "search",
    "read on": "space",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """`command` None: the line names none; `near` is then the name that was most likely meant, "" for none."""

    command: str | None
    count: int = 1
    rest: str = ""
    near: str = ""


def command_name(command: Command) -> str:
    """The name to type: "mark all read"."""
    return command.id.replace("_", " ")


def read_line(line: str, keymap: Keymap) -> Typed:
    """A line as a command: "5j", "open 3", "mark all read", "/chips"; a number alone opens that headline."""
    line = line.strip()
    if line.isdecimal():
        return Typed("open", rest=line)
    count = 1
    if match := _COUNT.fullmatch(line):
        count, line = min(int(match[1]), LONGEST_COUNT), match[2]
    by_key = {key: command.id for command in COMMANDS if not command.takes_key for key in keymap.keys(command.id)}
    if found := _key(line, by_key):
        return Typed(found, count)
    names = _names()
    words = line.split()
    for length in range(min(len(words), 4), 0, -1):
        name = " ".join(words[:length]).lower().replace("_", " ").replace("-", " ")
        if name in names:
            return Typed(names[name], count, " ".join(words[length:]))
    if words and (found := _key(words[0], by_key)):
        return Typed(found, count, " ".join(words[1:]))
    if line and not line[0].isalnum() and (found := _key(line[0], by_key)):
        return Typed(found, count, line[1:].strip())
    close = difflib.get_close_matches(line.lower()[:40], names, n=1) if line else []
    return Typed(None, near=close[0] if close else "")


def _key(text: str, by_key: dict[str, str]) -> str | None:
    return by_key.get(" ".join(map(textual_key, text.split())))


def _names() -> dict[str, str]:
    names = dict(_ALIASES)
    rows: Iterable[Command] = (*COMMANDS, *EXTRA)
    for command in rows:
        if not command.takes_key:
            names.setdefault(command.title.lower(), command.id)
    return names | {command_name(command): command.id for command in rows if not command.takes_key}
