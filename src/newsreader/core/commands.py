"""Every command of the reader, one row each: bindings, footer, help, palette and `[keys]` come from this table."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Scope = Literal["Moving", "Reading", "Triage", "Views", "News", "Program"]
Pane = Literal["sidebar", "headlines", "article"]


class Command(NamedTuple):
    """One verb of the user.

    `id` is the name in `[keys]`, and `action_<id>` of the `owner` does it. `keys` are Textual's names, with a space
    between the two of a sequence. `short` is its name in the footer. `takes_key`: the action is told which of its keys
    was pressed; they cannot be changed.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    scope: Scope
    short: str = ""
    owner: Literal["screen", "app"] = "screen"
    takes_key: bool = False

    @property
    def action(self) -> str:
        """Textual's name of the action that does it."""
        return f"{self.owner}.{self.id}"


DIGITS: Final = tuple("1234567890")

COMMANDS: Final = (
    Command("next", ("j", "down"), "Next", "The next headline or feed; in an article, a line down", "Moving"),
    Command("previous", ("k", "up"), "Previous", "The previous headline or feed; in an article, a line up", "Moving"),
    Command("first", ("g g", "home"), "To the top", "The first headline, or the start of the article", "Moving"),
    Command("last", ("G", "end"), "To the end", "The last headline, or the end of the article", "Moving"),
    Command("page_down", ("pagedown", "ctrl+d"), "Page down", "A page down in the focused pane", "Moving"),
    Command("page_up", ("pageup", "ctrl+u"), "Page up", "A page up in the focused pane", "Moving"),
    Command("next_unread", ("n",), "Next unread", "The next unread; while finding, a hit on", "Moving", "next unread"),
    Command("previous_unread", ("p",), "Previous unread", "The previous unread headline, over the feeds", "Moving"),
    Command("next_any", ("N",), "Next headline", "The next headline, read or not; finding: the hit before", "Moving"),
    Command("previous_any", ("P",), "Previous headline", "The headline before, read or not", "Moving"),
    Command("next_feed", ("J",), "Next feed", "The next feed with something unread", "Moving"),
    Command("previous_feed", ("K",), "Previous feed", "The feed before with something unread", "Moving"),
    Command("jump", ("semicolon",), "Jump", "A letter beside each headline; typing one goes there", "Moving"),
    Command("random_unread", ("ctrl+k",), "Random unread", "An unread headline by chance", "Moving"),
    Command("next_pane", ("tab",), "Next pane", "Move to the next pane", "Moving", "pane"),
    Command("previous_pane", ("shift+tab",), "Previous pane", "Move to the previous pane", "Moving"),
    Command("left", ("left", "h"), "Left", "Fold the folder, or move to the pane on the left", "Moving"),
    Command("right", ("right", "l"), "Right", "Unfold the folder, or move right; in an article, pick a link", "Moving"),
    Command("space", ("space",), "Read on", "A page down; at the end, the next unread", "Reading", "read on"),
    Command("space_back", ("shift+space",), "Page back", "A page up in the article", "Reading"),
    Command("open", ("enter",), "Open", "Open the feed or the article", "Reading", "open"),
    Command("back", ("escape",), "Back", "Leave the article, the search or the pane", "Reading", "back"),
    Command("zoom", ("z",), "Zoom", "The article alone, or all panes again", "Reading", "zoom"),
    Command("narrower", ("less_than_sign",), "Narrower lines", "Shorter lines in articles", "Reading"),
    Command("wider", ("greater_than_sign",), "Wider lines", "Longer lines in articles", "Reading"),
    Command("number", DIGITS, "Number", "A count; in articles, a headline below or a link", "Reading", takes_key=True),
    Command("erase", ("backspace",), "Erase", "Take back a digit of a link's number", "Reading"),
    Command("links", ("ctrl+l",), "List of links", "All links of the article, to open or copy", "Reading"),
    Command("source", ("backslash",), "Source", "The article's HTML as it came, or the article again", "Reading"),
    Command("full_text", ("f",), "Full text", "The page's full text instead of the feed's, and back", "Reading"),
    Command("images", ("i",), "Pictures", "Pictures, their captions, or nothing in their place", "Reading"),
    Command("open_browser", ("o",), "Open in browser", "Open the article's link in the browser", "Reading"),
    Command("copy_link", ("y",), "Copy link", "Copy the article's link to the clipboard", "Reading"),
    Command("toggle_read", ("m",), "Toggle read", "Mark the article read, or unread again", "Triage", "read/unread"),
    Command("star", ("s",), "Star", "Star the article, or take the star away", "Triage", "star"),
    Command("later", ("b",), "For later", "Put the article on the list for later, or take it off", "Triage", "later"),
    Command("later_up", ("ctrl+up",), "Up in Later", "Move the article up in the list for later", "Triage"),
    Command("later_down", ("ctrl+down",), "Down in Later", "Move the article down in the list for later", "Triage"),
    Command("snooze", ("w",), "Snooze", "Away until tonight, tomorrow, Monday or a date; in Snoozed: back", "Triage"),
    Command("delete", ("d",), "Delete", "Take the article out of all lists; its feed does not bring it back", "Triage"),
    Command("tag", ("T",), "Tag", "Give the article a tag, or take one away", "Triage"),
    Command("note", ("C",), "Note", "Write a note on the article; it stands above the text", "Triage"),
    Command("mark_all_read", ("A",), "Mark all read", "Mark everything listed read", "Triage", "all read"),
    Command("mark_above_read", ("left_curly_bracket",), "Mark above read", "Mark all above the cursor read", "Triage"),
    Command("mark_below_read", ("right_curly_bracket",), "Mark below read", "Mark all below the cursor read", "Triage"),
    Command("mark_older_read", ("O",), "Mark older read", "Mark what is older than a date or an age read", "Triage"),
    Command("mark_group_read", ("M",), "Mark group read", "Mark all under this heading read", "Triage"),
    Command("select", ("v",), "Select", "Select the headline for the next command, or let it go", "Triage"),
    Command("select_range", ("V",), "Select up to here", "Select from the last one selected to here", "Triage"),
    Command("pick", ("comma",), "Select by letters", "A letter beside each headline; each one typed selects", "Triage"),
    Command("select_all", ("asterisk",), "Select all", "Select everything listed", "Triage"),
    Command("invert_selection", ("tilde",), "Invert selection", "Select what is not selected", "Triage"),
    Command("unfold", ("x",), "Copies", "The same article by other feeds, below it; or folded again", "Triage"),
    Command("part", ("g x",), "Not the same", "Part the article for good from what it was taken for", "Triage"),
    Command("undo", ("u",), "Undo", "Take back the last change, even of an earlier session", "Triage"),
    Command("redo", ("ctrl+r",), "Redo", "Make the change again that was taken back", "Triage"),
    Command("triage", ("Z",), "Triage session", "One unread article at a time, a key for each verdict", "Triage"),
    Command("journal", ("U",), "Changes", "Every change that can be taken back, one by one", "Triage"),
    Command("unread_only", ("t",), "Unread only", "Show only unread headlines, or all", "Views"),
    Command("order", ("S",), "Next order", "Sort by date, feed, priority, length, or one of each feed", "Views"),
    Command("order_newest", (), "Newest first", "Sort this view by date, the newest first", "Views"),
    Command("order_oldest", (), "Oldest first", "Sort this view by date, the oldest first", "Views"),
    Command("order_feed", (), "Sort by feed", "Sort this view by feed, as the sidebar has them", "Views"),
    Command("order_priority", (), "Sort by priority", "Sort this view by what its feeds matter to you", "Views"),
    Command("order_length", (), "Shortest first", "Sort this view by length, the shortest first", "Views"),
    Command("order_round_robin", (), "One of each feed", "Sort so that no loud feed drowns a quiet one", "Views"),
    Command("headings", ("equals_sign",), "Headings", "Days, feeds or priorities as headings, or none", "Views"),
    Command("priority", ("plus",), "Only what matters", "Feeds of any priority; must and should; must alone", "Views"),
    Command("column_feed", (), "Column: feed", "Show each headline's feed, or not", "Views"),
    Command("column_date", (), "Column: date", "Show each headline's date, or not", "Views"),
    Command("column_minutes", (), "Column: minutes", "Show how long each text takes to read, or not", "Views"),
    Command("column_author", (), "Column: author", "Show each headline's author, or not", "Views"),
    Command("column_tags", (), "Column: tags", "Show each headline's tags, or not", "Views"),
    Command("dates", (), "Dates", "Show how long ago, or the day and the time", "Views"),
    Command("snippet", ("E",), "Lines of text", "Show 0 to 3 lines of the text under headlines", "Views"),
    Command("layout", ("L",), "Layout", "Automatic, three panes, list above article, one pane", "Views"),
    Command("pane_narrower", ("left_parenthesis",), "Smaller pane", "Make the focused pane smaller", "Views"),
    Command("pane_wider", ("right_parenthesis",), "Larger pane", "Make the focused pane larger", "Views"),
    Command("zen", ("ctrl+f", "f11"), "Zen", "The article alone on the screen, and back", "Views"),
    Command("pane_reset", ("g p",), "Panes as they were", "Give all panes the sizes they have by themselves", "Views"),
    Command("go_all", ("g a",), "Go to all unread", "Everything unread", "Views"),
    Command("go_today", ("g t",), "Go to today", "What was published today", "Views"),
    Command("go_new", ("g n",), "Go to new", "What has come since the last visit", "Views"),
    Command("go_starred", ("g s",), "Go to starred", "Starred articles", "Views"),
    Command("go_later", ("g b",), "Go to later", "The reading list", "Views"),
    Command("go_snoozed", ("g w",), "Go to snoozed", "What is put off, until it is due", "Views"),
    Command("go_history", ("g o",), "Go to history", "What was opened, the last first", "Views"),
    Command("search", ("slash",), "Search", "Search everything stored; in an article, find in it", "Views"),
    Command("show_new", ("full_stop",), "Show new arrivals", "Take in what has arrived, let go what was read", "Views"),
    Command("refresh_feed", ("r",), "Refresh this feed", "Fetch the feed or folder at hand now", "News", owner="app"),
    Command("refresh_all", ("R",), "Refresh all", "Fetch every feed now", "News", "refresh", owner="app"),
    Command("add_feed", ("a",), "Add a feed", "Find the feed behind an address, and follow it", "News"),
    Command("unsubscribe", ("D",), "Unsubscribe", "Take the feed at hand out of feeds.toml", "News"),
    Command("rename_feed", ("e",), "Rename the feed", "Give the feed at hand another title in feeds.toml", "News"),
    Command("move_feed", ("c",), "Move the feed", "Put the feed at hand into another folder", "News"),
    Command("prefetch", ("F",), "Prefetch", "Fetch the full text of everything unread and starred", "News"),
    Command("stop_refresh", ("X",), "Stop the refresh", "End the refresh; what was fetched stays", "News", owner="app"),
    Command("health", ("H", "g h"), "Feeds' health", "How the feeds fare: trouble first; pause, retry, edit", "News"),
    Command("feed_info", ("I",), "About this feed", "Everything about the feed at hand, and why it waits", "News"),
    Command("report", ("exclamation_mark",), "Refresh report", "What came, and what failed", "News", owner="app"),
    Command("help", ("question_mark",), "Keys", "Every key and what it does", "Program", "keys", owner="app"),
    Command("command_palette", ("ctrl+p",), "Commands", "Find a command by name", "Program", owner="app"),
    Command("change_theme", ("ctrl+t",), "Theme", "Choose another theme; it is kept", "Program", owner="app"),
    Command("suspend", ("ctrl+z",), "Suspend", "Back to the shell until it says fg", "Program", owner="app"),
    Command("quit", ("q", "ctrl+q"), "Quit", "Leave the reader", "Program", owner="app"),
)  # fmt: skip

FOOTER: Final[Mapping[Pane, tuple[str, ...]]] = {
    "sidebar": ("open", "next_pane", "mark_all_read", "refresh_all", "help"),
    "headlines": ("space", "next_unread", "toggle_read", "star", "help"),
    "article": ("space", "next_unread", "star", "zoom", "back"),
}
"""The commands that the footer names while a pane has the focus."""

WHILE_TYPING: Final = frozenset({"back", "command_palette"})
"""The commands whose keys count while text is typed into a line."""
