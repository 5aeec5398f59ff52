"""feeds.toml becomes typed values; a mistake costs only itself, and never the list."""

import stat
from pathlib import Path

import pytest

from newsreader.config.paths import Paths
from newsreader.config.subscriptions import LoadedSubscriptions, load_last_good, load_subscriptions
from newsreader.core.subscriptions import NEVER, PageRules, SavedSearch, Subscription

CONTRACT = """
[defaults]
priority = "may"

[[feed]]                              # a subscription; order in the file = order in the sidebar
url = "https://news.un.org/feed/subscribe/en/news/all/rss.xml"
title = "UN News"
folder = "United Nations"
tags = ["un", "global"]
language = "en"
interval = "30m"
full_text = "auto"
priority = "should"

[[page]]
url = "https://cgitc.ru/en/news/"
links = "https://cgitc.ru/en/*"
item = "article.news"
link = "a"
headline = "h3"
date = "time@datetime"
date_format = "%d.%m.%Y"
summary = ".teaser"
content = "main"
limit = 30
folder = "A / B/"

[[feed]]
url = "newsreader:welcome"
interval = "never"

[[search]]
title = "Chips"
query = "microelectronics OR semiconductor is:unread"
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "data").mkdir()
    return Paths(tmp_path, tmp_path / "data")


def load(paths: Paths, text: str) -> LoadedSubscriptions:
    paths.feeds_file.write_text(text, encoding="utf-8")
    return load_subscriptions(paths.feeds_file)


def urls(loaded: LoadedSubscriptions) -> list[str]:
    return [feed.url for feed in loaded.subscriptions.feeds]


def test_every_key_of_the_contract_is_read(paths: Paths) -> None:
    loaded = load(paths, CONTRACT)
    assert loaded.usable
    assert loaded.problems == ()
    assert loaded.subscriptions.feeds == (
        Subscription(
            "https://news.un.org/feed/subscribe/en/news/all/rss.xml",
            title="UN News",
            folder="United Nations",
            tags=("un", "global"),
            language="en",
            interval=1_800,
            full_text="auto",
            priority="should",
        ),
        Subscription(
            "https://cgitc.ru/en/news/",
            folder="A/B",
            priority="may",
            page=PageRules(
                links=("https://cgitc.ru/en/*",),
                item="article.news",
                link="a",
                headline="h3",
                date="time@datetime",
                date_format="%d.%m.%Y",
                summary=".teaser",
                content="main",
                limit=30,
            ),
        ),
        Subscription("newsreader:welcome", interval=NEVER, priority="may"),
    )
    assert loaded.subscriptions.searches == (SavedSearch("Chips", "microelectronics OR semiconductor is:unread"),)


def test_an_entry_with_an_address_alone_has_the_defaults_of_the_program(paths: Paths) -> None:
    assert load(paths, '[[feed]]\nurl = "https://a.org/f"\n').subscriptions.feeds == (Subscription("https://a.org/f"),)


def test_defaults_hold_for_what_an_entry_does_not_say(paths: Paths) -> None:
    text = '[defaults]\nfolder = "All"\ntags = ["x"]\n[[feed]]\nurl = "a.org"\ntags = []\n[[page]]\nurl = "b.org"\n'
    feed, page = load(paths, text).subscriptions.feeds
    assert (feed.folder, feed.tags) == ("All", ())
    assert (page.folder, page.tags, page.page) == ("All", ("x",), PageRules())


def test_an_array_of_inline_tables_is_a_list_of_feeds(paths: Paths) -> None:
    loaded = load(paths, 'feed = [\n  {url = "a.org"},\n  {url = "b.org", tags = 1},\n]\n')
    assert urls(loaded) == ["https://a.org/", "https://b.org/"]
    assert [(problem.line, problem.key) for problem in loaded.problems] == [(3, "tags")]


def test_one_feed_in_single_brackets_counts_and_is_said(paths: Paths) -> None:
    loaded = load(paths, '[feed]\nurl = "a.org"\n')
    assert urls(loaded) == ["https://a.org/"]
    assert "double brackets" in loaded.problems[0].message


@pytest.mark.parametrize(
    ("line", "key", "message"),
    [
        ("titel = 1", "titel", "There is no such key under [[feed]]; did you mean “title”?"),
        ("xyzzy = 1", "xyzzy", "There is no such key under [[feed]]; expected one of url, title, folder, tags,"),
        ('item = "a"', "item", "This key belongs under [[page]], not under [[feed]]."),
        ("title = 1", "title", "Expected a text in quotation marks, not the number 1. It counts as not set."),
        ('title = " "', "title", "Expected a text in quotation marks, not “”. Leave the key out instead."),
        ('tags = "un"', "tags", 'Expected a list of texts such as ["un", "global"], not “un”.'),
        ("tags = [1]", "tags", 'Expected a list of texts such as ["un", "global"], not a list of the number 1.'),
        ("tags = ['a', [], {}, 2, 'b']", "tags", '["un", "global"], not a list of “a”, a list, a table, ….'),
        ("folder = {}", "folder", "Expected a text such as “United Nations”".replace("“", '"').replace("”", '"')),
        ('language = "English (UK)"', "language", 'Expected a language tag such as "en" or "zh-Hans", not “English'),
        ("interval = 1e999", "interval", 'such as "15m", "2h", "1d" or "never", not the number inf.'),
        ("interval = 30", "interval", 'such as "15m", "2h", "1d" or "never", not the number 30.'),
        ("interval = 0x" + "f" * 5_000, "interval", "not a huge number."),
        ("interval = 2026-11-25", "interval", "not the date 2026-11-25."),
        ('interval = "5s"', "interval", 'not “5s”. The shortest interval is one minute, "1m".'),
        ('interval = "-5m"', "interval", "not “-5m”. An interval is a number and one of s, m, h, d, w"),
        ('full_text = "allways"', "full_text", "not “allways”. Did you mean “always”?"),
        ("full_text = true", "full_text", 'Expected "never", "auto" or "always", not true.'),
        ("max_unread = -1", "max_unread", "Expected a whole number from 0 (no limit) to 1000000, not the number -1."),
        ("auto_read_after = 30", "auto_read_after", 'Expected an age such as "12h", "30d" or "never"'),
        ('duplicates = "hide"', "duplicates", 'Expected "show", "fold" or "read", not “hide”.'),
        ('priority = "high"', "priority", 'Expected "must", "should" or "may", not “high”.'),
    ],
)
def test_a_bad_key_is_named_with_its_line_and_the_entry_stays(paths: Paths, line: str, key: str, message: str) -> None:
    loaded = load(paths, f'# list\n[[feed]]\nurl = "a.org"\n{line}\n\n[[feed]]\nurl = "b.org"\n')
    assert loaded.usable
    assert loaded.subscriptions.feeds == (Subscription("https://a.org/"), Subscription("https://b.org/"))
    (problem,) = loaded.problems
    assert (problem.file, problem.line, problem.key) == (paths.feeds_file, 4, key)
    assert message in problem.message
    assert str(problem).startswith(f"{paths.feeds_file}:4: {key}: ")


@pytest.mark.parametrize(
    ("entry", "line", "message"),
    [
        ('[[feed]]\ntitle = "x"', 1, "it is missing. The subscription is skipped."),
        ("[[feed]]\nurl = 1", 2, "not the number 1. The subscription is skipped."),
        ('[[feed]]\n\nurl = "exec:x"', 3, "“exec:” is not supported"),
        ('[[page]]\nitem = "x"', 1, "it is missing. The subscription is skipped."),
    ],
)
def test_an_entry_without_an_address_is_skipped_alone(paths: Paths, entry: str, line: int, message: str) -> None:
    loaded = load(paths, f'{entry}\n[[feed]]\nurl = "b.org"\n')
    assert urls(loaded) == ["https://b.org/"]
    assert [(problem.line, problem.key) for problem in loaded.problems] == [(line, "url")]
    assert message in loaded.problems[0].message


@pytest.mark.parametrize(
    ("table", "key", "message"),
    [
        ("[[feeds]]\nurl = 'x.org'", "feeds", "There is no such table; did you mean “feed”?"),
        ("[server]", "server", "There is no such table; expected one of feed, page, search, defaults."),
        ("defaults = 1", "defaults", "Expected a table [defaults], not the number 1."),
        ("[defaults]\nurl = 'x.org'", "url", "This key belongs under [[feed]], not under [defaults]."),
        ("[defaults]\nintervall = '1h'", "intervall", "no such key under [defaults]; did you mean “interval”?"),
        ("page = 'x'", "page", "Expected a table [[page]], not “x”."),
        ("page = ['x']", "page", "Expected a table [[page]], not “x”."),
        ("[[page]]\nurl = 'x.org'\nheadline = 'h3'", "headline", "item as well, to look up headline in."),
        ("[[page]]\nurl = 'x.org'\nlimit = true", "limit", "Expected a whole number from 1 to 1000, not true."),
        ("[[page]]\nurl = 'x.org'\nlinks = [1]", "links", "Expected a pattern such as"),
        ("[[page]]\nurl = 'x.org'\nitem = 'a'\ndate_format = 'dd.mm'", "date_format", "a % and a letter"),
        ("[[page]]\nurl = 'x.org'\nitem = 'a'\ndate_format = '%Q.%m'", "date_format", "a % and a letter"),
        ("[[page]]\nurl = 'x.org'\nitem = 'a'\ndate_format = '100 %'", "date_format", "a % and a letter"),
        ("[[page]]\nurl = 'x.org'\nitem = 'a'\ndate_format = '%d.%m.%d'", "date_format", "only once"),
        ("[[page]]\nurl = 'x.org'\nitem = 'li['", "item", "“li[” is not a CSS selector"),
        ("[[page]]\nurl = 'x.org'\nitem = 'li'\nlink = 'a:near'", "link", "“a:near” is not a CSS selector"),
        ("[[page]]\nurl = 'x.org'\nitem = 'li'\ndate = 'time[@datetime'", "date", "“time[” is not a CSS selector"),
        ("[[page]]\nurl = 'x.org'\ncontent = '..main'", "content", "Nothing is read with it until it is right."),
        ("[[search]]\ntitle = 'x'", "query", "it is missing. The search is skipped."),
        ("[[search]]\nquery = '(a'", "query", "This bracket is never closed: add ) (character 1)."),
        ("[[search]]\nquery = ' '", "query", "Expected a query such as"),
        (
            "[[search]]\nquery = 'a'\nname = 'x'",
            "name",
            "There is no such key under [[search]]; expected one of title,",
        ),
    ],
)
def test_mistakes_elsewhere_are_named_and_the_rest_works(paths: Paths, table: str, key: str, message: str) -> None:
    loaded = load(paths, f"{table}\n[[feed]]\nurl = 'b.org'\n")
    assert urls(loaded)[-1] == "https://b.org/"
    (problem,) = loaded.problems
    assert problem.key == key
    assert problem.line is not None
    assert message in problem.message


def test_a_selector_that_is_none_is_kept_so_that_nothing_is_read_without_it(paths: Paths) -> None:
    loaded = load(paths, "[[page]]\nurl = 'x.org'\nitem = 'li['\nlink = '@href'\ndate = 'time@datetime'\n")
    assert [problem.key for problem in loaded.problems] == ["item"]
    assert loaded.subscriptions.feeds[0].page == PageRules(item="li[", link="@href", date="time@datetime")


def test_selectors_without_an_item_count_as_not_set(paths: Paths) -> None:
    loaded = load(paths, "[[page]]\nurl = 'x.org'\nheadline = 'h3'\ncontent = 'main'\nlinks = ['a*', 'b*']\n")
    assert loaded.subscriptions.feeds[0].page == PageRules(links=("a*", "b*"), content="main")


def test_a_search_without_a_title_shows_its_query(paths: Paths) -> None:
    loaded = load(paths, "[[feed]]\nurl = 'b.org'\n[[search]]\nquery = 'a OR b'\n")
    assert loaded.subscriptions.searches == (SavedSearch("a OR b", "a OR b"),)


def test_the_same_feed_twice_counts_once_with_the_tags_of_both(paths: Paths) -> None:
    text = """
[[feed]]
url = "https://Example.org"
tags = ["a", "b"]
[[feed]]
url = "feed://example.org/"
title = "Again"
tags = ["b", "c"]
"""
    loaded = load(paths, text)
    assert loaded.subscriptions.feeds == (Subscription("https://example.org/", tags=("a", "b", "c")),)
    (problem,) = loaded.problems
    assert (problem.line, problem.key) == (6, "url")
    assert "the feed of line 3 again" in problem.message


def test_titles_that_steer_a_terminal_are_cleaned(paths: Paths) -> None:
    loaded = load(paths, '[[feed]]\nurl = "a.org"\ntitle = "\\u001b[31mred\\u202e\\nline"\n')
    assert loaded.subscriptions.feeds[0].title == "red line"


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "[defaults]\ntags = []\n", "feed = []\n", "[[feed]]\nurl = 1\n", "[[search]]\nquery = 'a'\n"],
)
def test_a_list_without_any_feed_is_not_usable(paths: Paths, text: str) -> None:
    loaded = load(paths, text)
    assert not loaded.usable
    assert loaded.problems[0].message == "The file names no feed: write at least one [[feed]] with its url."


def test_a_missing_file_is_not_usable(paths: Paths) -> None:
    loaded = load_subscriptions(paths.feeds_file)
    assert not loaded.usable
    assert loaded.problems[0].message == "The file does not exist."


GOOD = '[[feed]]\nurl = "a.org"  # é\n'


def test_a_usable_list_is_kept_as_a_private_copy(paths: Paths) -> None:
    loaded = load_last_good(paths, load(paths, GOOD))
    assert urls(loaded) == ["https://a.org/"]
    assert paths.last_good_feeds_file.read_text(encoding="utf-8") == GOOD
    assert stat.S_IMODE(paths.last_good_feeds_file.stat().st_mode) == 0o600


def test_the_copy_is_written_only_when_it_differs(paths: Paths) -> None:
    load_last_good(paths, load(paths, GOOD))
    before = paths.last_good_feeds_file.stat().st_ino
    load_last_good(paths, load(paths, GOOD))
    assert paths.last_good_feeds_file.stat().st_ino == before
    load_last_good(paths, load(paths, GOOD + "# more\n"))
    assert paths.last_good_feeds_file.read_text(encoding="utf-8") == GOOD + "# more\n"


@pytest.mark.parametrize("broken", ["", "[[feed]\n", None])
def test_the_last_good_list_stands_in_for_one_that_cannot_be_used(paths: Paths, broken: str | None) -> None:
    load_last_good(paths, load(paths, GOOD))
    if broken is None:
        paths.feeds_file.unlink()
    else:
        paths.feeds_file.write_text(broken)
    loaded = load_last_good(paths, load_subscriptions(paths.feeds_file))
    assert loaded.usable
    assert urls(loaded) == ["https://a.org/"]
    assert loaded.problems[0].file == paths.feeds_file
    assert str(paths.last_good_feeds_file) in loaded.problems[-1].message
    assert paths.last_good_feeds_file.read_text(encoding="utf-8") == GOOD


def test_without_a_copy_an_unusable_list_stays_unusable(paths: Paths) -> None:
    loaded = load_subscriptions(paths.feeds_file)
    assert load_last_good(paths, loaded) == loaded


def test_a_copy_that_cannot_be_written_is_said_and_the_list_works(paths: Paths) -> None:
    paths.last_good_feeds_file.mkdir()
    loaded = load_last_good(paths, load(paths, GOOD))
    assert loaded.usable
    assert "The copy of the subscriptions cannot be written" in loaded.problems[-1].message


def test_a_thousand_mistakes_are_counted_not_listed(paths: Paths) -> None:
    loaded = load(paths, GOOD + "[[feed]]\nurl = 1\n" * 1_000)
    assert urls(loaded) == ["https://a.org/"]
    assert len(loaded.problems) == 101
    assert "900 more mistakes" in loaded.problems[-1].message
