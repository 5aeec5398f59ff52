"""Following something, and no longer, from the command line."""

from pathlib import Path

import pytest

from command_line import CommandLine
from feed_documents import numbered, rss
from loopback import LoopbackServer
from news_site import LIST_PATH, articles, news_site

HTML = "text/html; charset=utf-8"
NO_NEWS = "<!doctype html><html><head><title>Nothing</title></head><body><p>Nothing here.</p></body></html>"
WELCOME = '# mine\n[[feed]]\nurl = "newsreader:welcome"\n'


@pytest.fixture
def feeds(cli: CommandLine) -> Path:
    """feeds.toml, with the welcome feed alone."""
    path = cli.config_dir / "feeds.toml"
    path.write_text(WELCOME)
    return path


@pytest.fixture
def site(server: LoopbackServer) -> LoopbackServer:
    """A site whose front page names its feed."""
    link = '<link rel="alternate" type="application/rss+xml" title="News" href="/news.xml">'
    server.serve("/", f"<!doctype html><html><head>{link}</head><body><p>Hello.</p></body></html>", content_type=HTML)
    server.serve("/news.xml", rss(*numbered(3), title="Centre"))
    return server


def test_subscribing_to_a_site_adds_its_feed(cli: CommandLine, feeds: Path, site: LoopbackServer) -> None:
    asked = ("--title", "The  Centre", "--folder", "Partners / East", "--tag", "un", "--tag", "chips", "--tag", "un")
    assert cli.run("subscribe", site.url("/"), *asked) == 0
    assert cli.out.startswith("The Centre (RSS feed, 3 entries, newest 2026-11-24 ")
    assert site.url("/news.xml") in cli.out
    assert f"Added to {feeds}, in the folder “Partners/East”." in cli.out
    assert feeds.read_text() == (
        f'{WELCOME}\n[[feed]]\nurl = "{site.url("/news.xml")}"\ntitle = "The Centre"\nfolder = "Partners/East"\n'
        'tags = ["un", "chips"]\n'
    )
    assert cli.run("refresh", "--all") == 0
    cli.run("list", "tag:chips", "--json")
    assert len(cli.objects()) == 3


def test_subscribing_to_a_list_of_news_adds_a_page(cli: CommandLine, feeds: Path, server: LoopbackServer) -> None:
    for path, body in news_site("ru", encoding="windows-1251").items():
        server.serve(path, body, content_type="text/html")
    assert cli.run("subscribe", server.url(LIST_PATH)) == 0
    assert "list of news on a web page, 12 entries" in cli.out
    assert feeds.read_text() == f'{WELCOME}\n[[page]]\nurl = "{server.url(LIST_PATH)}"\n'
    assert cli.run("refresh", "--all") == 0
    cli.run("list", "url:127.0.0.1", "--json")
    assert {entry["title"] for entry in cli.objects()} == {one.title for one in articles("ru")}


def test_what_holds_nothing_is_not_added(cli: CommandLine, feeds: Path, server: LoopbackServer) -> None:
    server.serve("/", NO_NEWS, content_type=HTML)
    assert cli.run("subscribe", server.url("/")) == 1
    assert "web page, not a feed: “Nothing”. No feed was found behind it." in cli.err
    assert cli.run("subscribe", server.url("/missing")) == 1
    assert cli.run("subscribe", "https://nobody.invalid/") == 1
    assert cli.out == ""
    assert feeds.read_text() == WELCOME


def test_what_is_followed_already_is_refused(cli: CommandLine, feeds: Path, site: LoopbackServer) -> None:
    assert cli.run("subscribe", site.url("/news.xml"), "--folder", "A") == 0
    before = feeds.read_text()
    hits = len(site.hits)
    assert cli.run("subscribe", site.url("/news.xml")) == 1
    assert "is among the subscriptions already in the folder “A”." in cli.err
    assert len(site.hits) == hits
    assert cli.run("subscribe", site.url("/")) == 1
    assert feeds.read_text() == before


@pytest.mark.parametrize("url", ["no address", "mailto:a@b.example", ""])
def test_what_is_no_address_is_wrong_usage(cli: CommandLine, feeds: Path, url: str) -> None:
    assert cli.run("subscribe", url) == 2
    assert cli.run("unsubscribe", url) == 2
    assert feeds.read_text() == WELCOME


def test_a_read_only_list_is_said_to_be_so(cli: CommandLine, feeds: Path, site: LoopbackServer) -> None:
    feeds.chmod(0o444)
    assert cli.run("subscribe", site.url("/")) == 2
    assert "The subscriptions cannot be saved: it is read-only." in cli.err
    assert feeds.read_text() == WELCOME


def test_a_list_with_a_mistake_in_its_syntax_is_mended_first(
    cli: CommandLine, feeds: Path, site: LoopbackServer
) -> None:
    feeds.write_text("[[feed]\n")
    assert cli.run("subscribe", site.url("/")) == 2
    assert cli.run("unsubscribe", site.url("/")) == 2
    assert site.hits == []
    assert feeds.read_text() == "[[feed]\n"
    assert cli.err.count("Expected ']]'") == 1
    assert cli.err.endswith("feeds.toml: Nothing was changed in it: mend that first.\n")


def test_an_emptied_list_is_not_made_the_whole_list(cli: CommandLine, feeds: Path, site: LoopbackServer) -> None:
    cli.run("feeds")
    feeds.write_text("")
    assert cli.run("subscribe", site.url("/")) == 2
    assert "feeds.last-good.toml" in cli.err
    assert feeds.read_text() == ""


def test_the_first_subscription_goes_into_an_empty_list(cli: CommandLine, feeds: Path, site: LoopbackServer) -> None:
    feeds.write_text("# none yet\n")
    assert cli.run("subscribe", site.url("/")) == 0
    assert f'[[feed]]\nurl = "{site.url("/news.xml")}"\n' in feeds.read_text()
    assert cli.run("feeds", "--json") == 0
    assert len(cli.objects()) == 1


def test_unsubscribing_removes_the_lines_and_keeps_what_is_starred(
    cli: CommandLine, feeds: Path, site: LoopbackServer
) -> None:
    cli.run("subscribe", site.url("/"))
    cli.run("refresh", "--all")
    cli.run("mark", "star", "--query", 'title:"Story 2"')
    assert cli.run("unsubscribe", site.url("/news.xml")) == 0
    assert "Its starred entries stay." in cli.out
    assert feeds.read_text() == WELCOME
    cli.run("list", "story", "--json")
    assert [entry["title"] for entry in cli.objects()] == ["Story 2"]


def test_unsubscribing_from_what_is_not_followed_is_wrong_usage(cli: CommandLine, feeds: Path) -> None:
    assert cli.run("unsubscribe", "https://elsewhere.example/") == 2
    assert "https://elsewhere.example/ is not among the subscriptions" in cli.err
    assert feeds.read_text() == WELCOME


def test_a_mistyped_address_gets_the_nearest(cli: CommandLine, feeds: Path) -> None:
    feeds.write_text(WELCOME + '\n[[feed]]\nurl = "https://centre.example/feed/"\n')
    assert cli.run("unsubscribe", "centre.example/feed") == 2
    assert "did you mean https://centre.example/feed/?" in cli.err


def test_an_address_that_is_shown_without_its_password_names_the_subscription(cli: CommandLine, feeds: Path) -> None:
    feeds.write_text(WELCOME + '\n[[feed]]\nurl = "https://me:word@private.example/feed?token=abc"\n')
    assert cli.run("unsubscribe", "https://private.example/feed?token=…") == 0
    assert "word" not in cli.out
    assert feeds.read_text() == WELCOME


def test_the_last_subscription_stays(cli: CommandLine, feeds: Path) -> None:
    assert cli.run("unsubscribe", "newsreader:welcome") == 2
    assert "the list cannot be empty" in cli.err
    assert feeds.read_text() == WELCOME


def test_a_preview_of_a_site_shows_the_feed_behind_it(cli: CommandLine, feeds: Path, site: LoopbackServer) -> None:
    assert cli.run("preview", site.url("/"), "--json") == 0
    (value,) = cli.objects()
    assert (value["kind"], value["title"], len(value["entries"])) == ("rss", "Centre", 3)
    assert cli.run("preview", site.url("/")) == 0
    assert site.url("/news.xml") in cli.out


def test_a_preview_of_a_list_of_news_is_of_kind_page(
    cli: CommandLine, feeds: Path, server: LoopbackServer, tmp_path: Path
) -> None:
    body = news_site("en")[LIST_PATH]
    server.serve(LIST_PATH, body, content_type=HTML)
    assert cli.run("preview", server.url(LIST_PATH), "--json") == 0
    (value,) = cli.objects()
    assert value["kind"] == "page"
    assert [entry["link"] for entry in value["entries"]] == [server.url(one.path) for one in articles("en")]
    (tmp_path / "list.html").write_bytes(body)
    assert cli.run("preview", str(tmp_path / "list.html"), "--url", "https://centre.example/news/", "--json") == 0
    assert cli.objects()[0]["entries"][0]["link"] == f"https://centre.example{articles('en')[0].path}"


def test_a_preview_of_a_subscribed_page_follows_its_rules(
    cli: CommandLine, feeds: Path, server: LoopbackServer, tmp_path: Path
) -> None:
    body = news_site("en")[LIST_PATH]
    server.serve(LIST_PATH, body, content_type=HTML)
    server.serve("/rss.xml", rss("Not this"))
    (tmp_path / "list.html").write_bytes(body)
    with feeds.open("a") as file:
        file.write(f'[[page]]\nurl = "{server.url(LIST_PATH)}"\nlimit = 3\n')
    for source in ((server.url(LIST_PATH),), (str(tmp_path / "list.html"), "--url", server.url(LIST_PATH))):
        assert cli.run("preview", *source, "--json") == 0
        assert (cli.objects()[0]["kind"], len(cli.objects()[0]["entries"])) == ("page", 3)


def test_a_preview_of_a_page_with_nothing_fails_with_a_sentence(
    cli: CommandLine, feeds: Path, server: LoopbackServer, tmp_path: Path
) -> None:
    server.serve("/", NO_NEWS, content_type=HTML)
    (tmp_path / "page.html").write_text(NO_NEWS)
    for source in (server.url("/"), str(tmp_path / "page.html")):
        assert cli.run("preview", source) == 1
        assert "web page, not a feed" in cli.err
        assert cli.out == ""
