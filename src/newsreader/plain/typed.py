"""What was typed: a command by name or key, how often, and what is said to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from newsreader.core.commands import COMMANDS, Command
from newsreader.core.keymap import Keymap, textual_key
from newsreader.core.nearest import nearest

EXTRA: Final = (
    Command("list", (), "List", "The headlines from the one at hand on", "Moving"),
    Command("feeds", (), "Feeds", "The views, folders and feeds, numbered; “feeds chips”, “feeds all”", "Views"),
    Command("find", (), "Find", "The paragraphs of the article with a text in them: “find tariffs”", "Reading"),
    Command("go", (), "Go", "Open a view or feed by its number: “go 3”, or by name", "Views"),
    Command("wrap", (), "Wrap", "Break the lines of articles: “wrap 72”, or not: “wrap off”", "Reading"),
    Command("link", (), "Link", "Say the address of a link of the article: “link 2”; or the article's own", "Reading"),
    Command("open_link", (), "Open a link", "Open a link of the article in the browser: “open link 2”", "Reading"),
    Command("read", (), "Read", "Mark the article read; “read 3 5” is for two", "Triage"),
    Command("unread", (), "Unread", "Mark the article unread", "Triage"),
    Command("unstar", (), "Unstar", "Take the star away", "Triage"),
    Command("revert", (), "Revert", "Take back a change by its number in “changes”: “revert 3”", "Triage"),
    Command("pause_feed", (), "Pause the feed", "Refresh the feed at hand no more by itself", "News"),
    Command("resume_feed", (), "Resume the feed", "Let a feed that is paused go on", "News"),
    Command("edit_feed", (), "Edit the feed", "Say where the feed at hand stands in feeds.toml", "News"),
    Command("reread", (), "Read feeds.toml", "Take over what feeds.toml says now", "News"),
)
"""Commands that only lines have: on a screen they are panes."""

HELP: Final = {
    "next": "The next headline",
    "previous": "The headline before",
    "first": "The first headline",
    "last": "The last headline",
    "page_down": "The next headlines of the list; also “more”",
    "page_up": "The headlines before these",
    "next_unread": "The next unread headline, over the feeds",
    "next_any": "The next headline, read or not",
    "space": "Read the article at hand, or the next unread one, or those selected; also “read on”",
    "open": "Read the article at hand, or that of a number: “open 3”",
    "back": "Leave the search, and list again",
    "links": "All links of the article, numbered",
    "images": "Speak of pictures in articles, or pass them over",
    "source": "The article's HTML as it came",
    "open_browser": "Open the article's link in the browser",
    "copy_link": "Say the article's link",
    "search": "Search everything stored: “search chips”",
    "toggle_read": "Mark the article read, or unread again",
    "star": "Star the article, or take the star away; “star 3 5” is for two",
    "unfold": "Say the same article of other feeds after it: “unfold 3”; or fold it again",
    "part": "The article is not the same as what it was taken for: “part 4”",
    "snooze": "Away until a moment: “snooze tomorrow”, “snooze 3 days”; in the view Snoozed, back now",
    "tag": "Give the article a tag: “tag chips”; with a hyphen before it, it is taken away",
    "note": "Write a note on the article: “note ask Mary”; a hyphen alone takes it away",
    "mark_all_read": "Mark everything listed read, or what is selected",
    "mark_above_read": "Mark all above the headline at hand read",
    "mark_below_read": "Mark all below the headline at hand read",
    "mark_older_read": "Mark what is older read: “mark older read 7 days”",
    "mark_group_read": "Mark all under the heading of the headline at hand read",
    "select": "Select headlines for the next command: “select 3 5-9”, “select none”",
    "select_range": "Select from the last one selected to that of a number: “select range 9”",
    "triage": "One unread article at a time, a word for each verdict",
    "journal": "Every change that can be taken back, numbered; also “changes”",
    "order": "The next order: by date, feed, priority, length, or one of each feed",
    "snippet": "Say 0 to 3 lines of the text after headlines: “snippet 2”",
    "column_feed": "Say each headline's feed, or not",
    "column_date": "Say each headline's date, or not",
    "column_minutes": "Say how long each text takes to read, or not",
    "column_author": "Say each headline's author, or not",
    "column_tags": "Say each headline's tags, or not",
    "dates": "Say how long ago, or the day and the time",
    "full_text": "Fetch the full text of the article's page; where it is here, the feed's own text, and back",
    "add_feed": "Follow what is behind an address: “add example.org”",
    "unsubscribe": "Take the feed at hand out of feeds.toml; also “leave”",
    "rename_feed": "Give the feed at hand another title: “rename feed Chips”; a hyphen: its own again",
    "move_feed": "Put the feed at hand into a folder: “move feed News”; a hyphen: into none",
    "stop_refresh": "End a refresh: Control C, while it is under way",
    "feed_info": "Everything about the feed at hand, and when it is checked again",
    "health": "How the feeds fare",
    "help": "Every command, or those about a word: “help star”",
}
"""What commands do here, where that differs from the screen."""

INSTEAD: Final = {
    "jump": "type the number of a headline, and it is opened",
    "pick": "“select 3 5-9” selects headlines by their numbers",
    "narrower": "“wrap 60” makes the lines of articles shorter",
    "wider": "“wrap 100” makes the lines of articles longer",
    "command_palette": "“help” and a word finds a command",
    "left": "“feeds” lists the views and feeds, “go” opens one",
    "right": "“open” reads the article at hand",
    "space_back": "“open” reads the article at hand from its beginning",
}
"""What to type in place of commands that only a screen has, where there is something."""

_COUNTABLE: Final = (
    *("next", "previous", "next_any", "previous_any", "next_unread", "previous_unread", "next_feed", "previous_feed"),
    *("page_down", "page_up", "space", "undo", "redo", "later_up", "later_down"),
)
"""Commands that mean something more than once: “5 next”, not “5 star”."""

_LENGTH: Final = re.compile(r"(?:in )?(\d{1,4}|an?|one) ?(hour|day|week)s?")

LONGEST_COUNT: Final = 1000
_COUNT: Final = re.compile(r"(\d{1,9})\s*(\D.*)")
_ALIASES: Final = {
    "exit": "quit",
    "add": "add_feed",
    "subscribe": "add_feed",
    "leave": "unsubscribe",
    "stop": "stop_refresh",
    "download": "full_text",
    "refresh": "refresh_all",
    "all read": "mark_all_read",
    "keys": "help",
    "changes": "journal",
    "browser": "open_browser",
    "views": "feeds",
    "read on": "space",
    "more": "page_down",
    "rename": "rename_feed",
    "move": "move_feed",
    "pause": "pause_feed",
    "resume": "resume_feed",
    "edit": "edit_feed",
    "retry": "refresh_feed",
    "about": "feed_info",
    "pictures": "images",
    "fold": "unfold",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """`command` None: the line names none; `near` is then the name that was most likely meant, "" for none."""

    command: str | None
    count: int = 1
    rest: str = ""
    near: str = ""


def moment_typed(text: str) -> str:
    """A length of time as it is said, "3 days", "in a week", as it is understood: "3d"; anything else as it is."""
    if found := _LENGTH.fullmatch(text.lower().strip()):
        return f"{found[1] if found[1].isdecimal() else 1}{found[2][0]}"
    return text


def command_name(command: Command) -> str:
    """The name to type: "mark all read"."""
    return command.id.replace("_", " ")


def read_line(line: str, keymap: Keymap) -> Typed:
    """A line as a command: "5j", "open 3", "mark all read", "/chips"; a number alone opens that headline."""
    line = line.strip()
    if line.isdecimal():
        return Typed("open", rest=line)
    if match := _COUNT.fullmatch(line):
        count, line = min(int(match[1]), LONGEST_COUNT), match[2]
        typed = _command(line, keymap)
        return replace(typed, count=count if typed.command in _COUNTABLE else min(count, 1))
    return _command(line, keymap)


def _command(line: str, keymap: Keymap) -> Typed:
    by_key = {key: command.id for command in COMMANDS if not command.takes_key for key in keymap.keys(command.id)}
    if found := _key(line, by_key):
        return Typed(found)
    names = _names()
    words = line.split()
    for length in range(min(len(words), 4), 0, -1):
        name = " ".join(words[:length]).lower().replace("_", " ").replace("-", " ")
        if name in names:
            return Typed(names[name], rest=" ".join(words[length:]))
    if words and (found := _key(words[0], by_key)):
        return Typed(found, rest=" ".join(words[1:]))
    if line and not line[0].isalnum() and (found := _key(line[0], by_key)):
        return Typed(found, rest=line[1:].strip())
    return Typed(None, near=(nearest(line.lower()[:40], names) or "") if line else "")


def _key(text: str, by_key: dict[str, str]) -> str | None:
    return by_key.get(" ".join(map(textual_key, text.split())))


def _names() -> dict[str, str]:
    names = dict(_ALIASES)
    rows: Iterable[Command] = (*COMMANDS, *EXTRA)
    for command in rows:
        if not command.takes_key:
            names.setdefault(command.title.lower(), command.id)
    return names | {command_name(command): command.id for command in rows if not command.takes_key}
