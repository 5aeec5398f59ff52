"""A conversation with plain mode: lines typed, sentences said."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from clock import FakeClock
from errands import RememberedErrands
from newsreader.config.settings import Settings, Value
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.keymap import Keymap
from newsreader.library.library import Library
from newsreader.library.session import ReadingSession
from newsreader.library.subscribing import FeedsList
from newsreader.plain.reader import PlainReader
from stocked import library_of

FEED = """
[[feed]]
url = "https://{}.example/"
title = "{}"
"""
TWO_FEEDS = {"alpha": ["One", "Two", "Three"], "beta": ["Chips"]}


class Talk:
    """A plain reader over some feeds, and what it has said.

    `library`: an earlier talk's, or one of `feeds` in `folders`. `folder`: where feeds.toml is, with the same feeds;
    None: it cannot be changed.
    """

    def __init__(
        self,
        feeds: Mapping[str, Sequence[str]] | None = None,
        *,
        library: Library | None = None,
        folder: Path | None = None,
        folders: Mapping[str, str] | None = None,
        keymap: Keymap | None = None,
        settings: Settings | None = None,
        width: int | None = None,
    ) -> None:
        feeds = feeds or TWO_FEEDS
        self.clock = FakeClock()
        self.library = library or library_of(feeds, self.clock, folders=folders)
        self.said: list[str] = []
        self.errands = RememberedErrands()
        self.kept: list[tuple[str, Value]] = []
        self.opened: list[str] = []
        self.session = ReadingSession(self.library)
        self.file = folder / "feeds.toml" if folder is not None else None
        if self.file is not None:
            self.file.write_text("".join(FEED.format(one, one) for one in feeds))
        file, journal = self.file, self.library.store.journal
        self.reader = PlainReader(
            self.session,
            keymap or Keymap(),
            self.said.append,
            self.errands,
            settings=settings,
            keep_setting=lambda key, value: self.kept.append((key, value)),
            feeds_list=FeedsList(file, file.with_name("copy.toml"), journal) if file is not None else None,
            read_subscriptions=(lambda: load_subscriptions(file)) if file is not None else None,
            browse=self.opened.append,
            width=width,
        )

    def type(self, *lines: str) -> str:
        """What the last of these lines was answered with."""
        for line in lines:
            self.said.clear()
            assert self.reader.answer(line)
        return "\n".join(self.said)

    @property
    def feeds_toml(self) -> str:
        """What feeds.toml says now."""
        assert self.file is not None
        return self.file.read_text()
