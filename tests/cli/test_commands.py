"""The command line as scripts rely on it: JSON, exit statuses, sentences."""

from pathlib import Path

import pytest

from command_line import CommandLine
from feed_documents import numbered, rss
from loopback import LoopbackServer, Reply
from newsreader.cli.commands import COMMANDS, command
from newsreader.library import indexing
from server_thread import PATIENCE

ENTRY_KEYS = {
    "id",
    "feed_url",
    "feed_title",
    "title",
    "link",
    "author",
    "published_at",
    "updated_at",
    "read",
    "starred",
    "tags",
}
FEED_KEYS = {
    "url",
    "title",
    "folder",
    "tags",
    "entries",
    "unread",
    "starred",
    "last_checked_at",
    "last_result",
    "error",
    "next_check_at",
}


@pytest.fixture
def stocked(cli: CommandLine, server: LoopbackServer) -> CommandLine:
    """Two feeds, one of which is broken, refreshed."""
    server.serve("/good", rss("Chips", "Trade talks", "合作中心 半导体"))
    server.serve("/bad", b"gone", status=500)
    cli.subscribe(server.url("/good"), server.url("/bad"))
    assert cli.run("refresh", "--all", "--json") == 3
    return cli


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_there_and_explained(name: str, cli: CommandLine) -> None:
    assert callable(command(name))
    assert cli.run(name, "--help") == 0
    assert f"newsreader {name}" in cli.out


def test_refresh_prints_an_object_per_feed_and_one_at_the_end(stocked: CommandLine) -> None:
    *feeds, last = stocked.objects()
    assert sorted((feed["outcome"], feed["new"]) for feed in feeds) == [("failed", 0), ("updated", 3)]
    assert {"event", "url", "outcome", "new", "changed", "reason"} <= feeds[0].keys()
    assert last.keys() == {"event", "feeds", "new", "changed", "failed", "seconds"}
    assert (last["feeds"], last["new"], last["failed"]) == (2, 3, 1)
    assert stocked.err == ""


def test_refresh_without_all_skips_what_is_not_due(stocked: CommandLine) -> None:
    assert stocked.run("refresh", "--json") == 0
    outcomes = [event["outcome"] for event in stocked.objects() if event["event"] == "feed"]
    assert outcomes == ["skipped", "skipped"]


def test_refresh_of_a_url_that_is_not_subscribed_is_wrong_usage(stocked: CommandLine) -> None:
    assert stocked.run("refresh", "https://elsewhere.example/") == 2
    assert "not among the subscriptions" in stocked.err
    assert stocked.run("refresh", "My News") == 2
    assert stocked.err == "My News is not among the subscriptions in feeds.toml; “newsreader feeds” lists them.\n"


def test_refresh_finds_a_feed_by_its_address_as_people_write_it(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/feed", rss("One"))
    written = server.url("/feed").replace("http:", "HTTP:") + "#top"
    cli.subscribe(written)
    assert cli.run("refresh", written, server.url("/feed")) == 0
    assert cli.out.startswith("1 feed: 1 new")


def test_refresh_for_people_ends_with_a_line_of_counts(stocked: CommandLine) -> None:
    assert stocked.run("refresh", "--all") == 3
    assert "2 feeds: 0 new, 0 changed, 1 failed" in stocked.out
    assert "/bad: " in stocked.err


@pytest.mark.parametrize(("options", "full"), [((), False), (("--pages",), True)])
def test_refresh_fetches_the_pages_of_teasers_where_asked(
    cli: CommandLine, server: LoopbackServer, options: tuple[str, ...], full: bool
) -> None:
    server.serve("/feed", rss("Chips").replace(b"https://news.example", server.url("").encode()))
    text = "The members have agreed on rules for the trade in chips, and on a timetable. " * 20
    server.serve("/chips", f"<html><body><article><h1>Chips</h1><p>{text}</p></article></body></html>".encode())
    cli.subscribe(server.url("/feed"))
    assert cli.run("refresh", "--all", *options) == 0
    assert cli.run("show", "1", "--format", "json") == 0
    assert cli.objects()[0]["full_text"] is full


def test_list_prints_entry_objects_newest_first(stocked: CommandLine) -> None:
    assert stocked.run("list", "--json") == 0
    objects = stocked.objects()
    assert [entry["title"] for entry in objects] == ["Chips", "Trade talks", "合作中心 半导体"]
    assert all(entry.keys() == ENTRY_KEYS for entry in objects)
    assert objects[0]["published_at"] == "2026-11-24T10:00:00+00:00"
    assert objects[0]["tags"] == ["un"]
    assert "合作中心" in stocked.out


def test_list_takes_a_query_and_a_limit(stocked: CommandLine) -> None:
    assert stocked.run("list", "半导", "--json") == 0
    assert [entry["title"] for entry in stocked.objects()] == ["合作中心 半导体"]
    assert stocked.run("list", "--limit", "1") == 0
    assert len(stocked.out.splitlines()) == 1
    assert stocked.run("list", "--limit", "0") == 0
    assert len(stocked.out.splitlines()) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--json", "--limit", "5", "半导"],
        ["list", "--json", "半导", "--limit", "5"],
        ["list", "半导", "--limit", "5", "--json"],
        ["export", "--output", "-", "json", "半导"],
        ["export", "json", "--output", "-", "半导"],
        ["export", "json", "半导", "--output", "-"],
    ],
)
def test_options_may_stand_anywhere(stocked: CommandLine, arguments: list[str]) -> None:
    assert stocked.run(*arguments) == 0
    assert [entry["title"] for entry in stocked.objects()] == ["合作中心 半导体"]


def test_a_mistyped_query_is_wrong_usage_with_a_sentence(stocked: CommandLine) -> None:
    assert stocked.run("list", '"open') == 2
    assert stocked.err.strip()
    assert stocked.out == ""


@pytest.mark.parametrize(
    ("form", "part"),
    [("text", "The text of Chips."), ("markdown", "# Chips"), ("html", "<p>The text of Chips.</p>")],
)
def test_show_prints_an_article_in_each_form(stocked: CommandLine, form: str, part: str) -> None:
    stocked.run("list", "title:Chips", "--json")
    assert stocked.run("show", str(stocked.objects()[0]["id"]), "--format", form) == 0
    assert part in stocked.out
    assert not stocked.out.endswith("\n\n")


def test_show_as_json_adds_the_contents(stocked: CommandLine) -> None:
    stocked.run("list", "title:Chips", "--json")
    assert stocked.run("show", str(stocked.objects()[0]["id"]), "--format", "json") == 0
    (value,) = stocked.objects()
    assert value.keys() == ENTRY_KEYS | {"content_text", "content_html", "full_text"}
    assert "The text of Chips." in value["content_text"]
    assert value["full_text"] is False


@pytest.mark.parametrize("number", ["999", "-1", "99999999999999999999999"])
@pytest.mark.parametrize("options", [(), ("--full",)])
def test_show_of_an_unknown_number_fails_with_a_sentence(
    stocked: CommandLine, options: tuple[str, ...], number: str
) -> None:
    assert stocked.run("show", *options, "--", number) == 1
    assert f"no article {number}" in stocked.err


def test_mark_changes_and_counts_only_what_changes(stocked: CommandLine) -> None:
    stocked.run("list", "--json")
    ids = [str(entry["id"]) for entry in stocked.objects()]
    assert stocked.run("mark", "star", *ids[:2]) == 0
    assert stocked.out.strip() == "2 changed"
    assert stocked.run("mark", "star", *ids) == 0
    assert stocked.out.strip() == "1 changed"
    assert stocked.run("mark", "read", "--query", "is:unread title:trade") == 0
    assert stocked.out.strip() == "1 changed"
    stocked.run("list", "is:read", "--json")
    assert [entry["title"] for entry in stocked.objects()] == ["Trade talks"]


def test_mark_does_the_known_numbers_and_names_the_unknown_one(stocked: CommandLine) -> None:
    stocked.run("list", "--json")
    known = str(stocked.objects()[0]["id"])
    assert stocked.run("mark", "read", known, "999") == 1
    assert stocked.out.strip() == "1 changed"
    assert "no article 999" in stocked.err


@pytest.mark.parametrize("arguments", [("mark", "read"), ("mark", "read", "1", "--query", "x"), ("mark", "eaten", "1")])
def test_mark_without_a_clear_target_is_wrong_usage(stocked: CommandLine, arguments: tuple[str, ...]) -> None:
    assert stocked.run(*arguments) == 2
    assert stocked.err


def test_feeds_prints_feed_objects_in_the_file_s_order(stocked: CommandLine) -> None:
    assert stocked.run("feeds", "--json") == 0
    good, bad = stocked.objects()
    assert good.keys() == bad.keys() == FEED_KEYS
    assert (good["entries"], good["unread"], good["error"]) == (3, 3, None)
    assert "500" in bad["error"]
    assert stocked.run("feeds") == 0
    assert "3 unread of 3" in stocked.out
    good_line, bad_line = [line for line in stocked.out.splitlines() if "\tnext " in line or "It is" in line]
    assert "a week; it is due again in" in good_line or "a day; it is due again in" in good_line
    assert "Its last check failed; it is tried again in" in bad_line


def test_preview_of_a_url_stores_nothing(cli: CommandLine, server: LoopbackServer) -> None:
    cli.subscribe("newsreader:welcome")
    server.serve("/feed", rss(*numbered(2)))
    assert cli.run("preview", server.url("/feed"), "--json") == 0
    (value,) = cli.objects()
    assert value.keys() == {"kind", "title", "link", "entries"}
    assert value["kind"] == "rss"
    assert value["entries"][0].keys() == {"id", "title", "link", "published_at", "author", "summary"}
    cli.run("feeds", "--json")
    assert [feed["url"] for feed in cli.objects()] == ["newsreader:welcome"]


def test_preview_of_a_file_resolves_links_against_the_base(cli: CommandLine, tmp_path: Path) -> None:
    cli.subscribe("newsreader:welcome")
    relative = rss("One").replace(b"https://news.example/", b"/")
    (tmp_path / "feed.xml").write_bytes(relative)
    assert cli.run("preview", str(tmp_path / "feed.xml"), "--url", "https://base.example/dir/feed.xml", "--json") == 0
    assert cli.objects()[0]["entries"][0]["link"] == "https://base.example/one"


@pytest.mark.parametrize("source", ["/nonexistent/feed.xml", "https://nobody.invalid/feed"])
def test_preview_of_what_cannot_be_had_fails_with_a_sentence(cli: CommandLine, source: str) -> None:
    cli.subscribe("newsreader:welcome")
    assert cli.run("preview", source) == 1
    assert cli.err.strip()
    assert "Traceback" not in cli.err


@pytest.mark.parametrize("name", ["feeds", "my feed", "./news.example"])
def test_preview_of_what_is_no_address_looks_for_a_file(cli: CommandLine, name: str) -> None:
    cli.subscribe("newsreader:welcome")
    assert cli.run("preview", name) == 1
    assert cli.err.startswith("There is no file ")


def test_a_mistake_in_feeds_toml_is_named_and_the_rest_works(cli: CommandLine) -> None:
    cli.subscribe("newsreader:welcome", extra='foldr = "x"\n')
    assert cli.run("refresh", "--all") == 2
    assert f"{cli.config_dir / 'feeds.toml'}:4" in cli.err
    assert "folder" in cli.err
    assert "8 new" in cli.out


def test_a_broken_feeds_toml_leaves_the_last_good_list_in_force(stocked: CommandLine) -> None:
    (stocked.config_dir / "feeds.toml").write_text("[[feed]\nurl=")
    assert stocked.run("feeds", "--json") == 2
    assert len(stocked.objects()) == 2
    assert stocked.run("list", "--json") == 2
    assert len(stocked.objects()) == 3


def test_an_unsubscribed_feed_keeps_its_starred_entries(stocked: CommandLine) -> None:
    stocked.run("mark", "star", "--query", "title:chips")
    stocked.subscribe("newsreader:welcome")
    assert stocked.run("list", "is:starred", "--json") == 0
    assert [entry["title"] for entry in stocked.objects()] == ["Chips"]
    stocked.run("list", "trade", "--json")
    assert stocked.objects() == []


def test_doctor_says_what_is_wrong_and_exits_with_1(stocked: CommandLine) -> None:
    """What has failed once may well be read the next time: three times in a row are an alarm."""
    assert stocked.run("doctor") == 0
    assert "0 failing, 1 failed lately" in stocked.out
    for _ in range(2):
        stocked.run("refresh", "--all")
    assert stocked.run("doctor") == 1
    assert "PROBLEM" in stocked.out
    assert "500" in stocked.out
    assert stocked.run("doctor", "--json") == 1
    assert all(finding.keys() == {"check", "ok", "message"} for finding in stocked.objects())


def test_doctor_says_what_to_do_about_a_feed_that_is_gone(cli: CommandLine, server: LoopbackServer) -> None:
    server.script("/feed", Reply(status=410))
    cli.subscribe(server.url("/feed"))
    cli.run("refresh", "--all")
    assert cli.run("doctor") == 1
    assert "look for its new address, or unsubscribe." in cli.out


def test_doctor_has_nothing_against_a_feed_that_is_paused(stocked: CommandLine) -> None:
    for _ in range(2):
        stocked.run("refresh", "--all")
    text = (stocked.config_dir / "feeds.toml").read_text()
    (stocked.config_dir / "feeds.toml").write_text(text.replace("[[feed]]\n", "[[feed]]\npaused = true\n"))
    assert stocked.run("doctor") == 0
    assert "0 failing, " in stocked.out
    assert " paused" in stocked.out


def test_doctor_names_a_feed_without_a_title_once(stocked: CommandLine) -> None:
    for _ in range(2):
        stocked.run("refresh", "--all")
    stocked.run("doctor")
    [told] = [line for line in stocked.out.splitlines() if "500" in line]
    assert told.count("http://") == 1


@pytest.mark.parametrize("arguments", [("show", "x"), ("mark", "read", "1", "x")])
def test_what_is_no_number_of_an_entry_is_said_so(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert cli.run(*arguments) == 2
    assert "“x” is not the number of an entry; “list” shows them" in cli.err


def test_doctor_is_content_with_a_healthy_set_up(cli: CommandLine) -> None:
    cli.subscribe("newsreader:welcome")
    cli.run("refresh")
    assert cli.run("doctor") == 0


def test_doctor_names_keys_that_cannot_be_what_is_wished(cli: CommandLine) -> None:
    cli.subscribe("newsreader:welcome")
    (cli.config_dir / "config.toml").write_text('[keys]\nsart = "Y"\n')
    assert cli.run("doctor") == 1
    assert "config.toml:2: [keys]: there is no command “sart”" in cli.out
    assert "no mistakes" not in cli.out


def test_doctor_names_a_theme_that_there_is_not(cli: CommandLine) -> None:
    cli.subscribe("newsreader:welcome")
    for theme, status in (("nord", 0), ("high-contrast", 0), ("nrod", 1)):
        (cli.config_dir / "config.toml").write_text(f'theme = "{theme}"\n')
        assert cli.run("doctor") == status
    assert "there is no theme “nrod”" in cli.out


def test_doctor_on_a_file_that_is_no_store_names_it(cli: CommandLine) -> None:
    cli.subscribe("newsreader:welcome")
    cli.run("feeds")
    (cli.data_dir / "newsreader.db").write_bytes(b"this is no database " * 100)
    (cli.data_dir / "newsreader.db-wal").unlink(missing_ok=True)
    assert cli.run("doctor") == 1
    assert str(cli.data_dir / "newsreader.db") in cli.out
    assert cli.run("list") == 1
    assert "Traceback" not in cli.err


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), *((name, "--help") for name in ("refresh", "list", "show", "mark"))]
)
def test_help_is_on_standard_output_and_ends_well(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert cli.run(*arguments) == 0
    assert cli.out
    assert not cli.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("list", "--limit", "-3"),
        ("list", "--limit", "many"),
        ("show",),
        ("show", "abc"),
        ("--plain", "list"),
        ("--wrap", "40"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert cli.run(*arguments) == 2
    assert "--help" in cli.err
    assert "usage:" not in cli.err


def test_without_a_terminal_the_reader_says_so(cli: CommandLine) -> None:
    cli.subscribe("newsreader:welcome")
    assert cli.run() == 2
    assert "needs a terminal" in cli.err


def test_the_first_run_makes_private_folders_and_copies_the_default_subscriptions(cli: CommandLine) -> None:
    cli.config_dir.rmdir()
    assert cli.run("feeds", "--json") == 0
    assert 30 <= len(cli.objects()) <= 60
    assert cli.config_dir.stat().st_mode & 0o777 == 0o700
    assert cli.data_dir.stat().st_mode & 0o777 == 0o700
    assert (cli.data_dir / "newsreader.db").stat().st_mode & 0o777 == 0o600


def test_hostile_text_never_steers_the_terminal(cli: CommandLine, server: LoopbackServer) -> None:
    evil = "\u009b31m [/b] [@click=app.quit]x[/] \u202egnp"
    document = rss("One").replace(b"<title>One</title>", f"<title>&#27;]52;c;aGk=&#7;{evil}</title>".encode())
    server.serve("/evil", document)
    cli.subscribe(server.url("/evil"))
    cli.run("refresh", "--all")
    for arguments in (("list",), ("list", "--json"), ("show", "1"), ("show", "1", "--format", "json")):
        assert cli.run(*arguments) == 0
        assert not any(sign in cli.out for sign in "\x1b\x07\u009b\u202e")
    assert cli.objects()[0]["title"].endswith("[/b] [@click=app.quit]x[/] gnp")


def test_a_search_right_after_a_large_refresh_finds_everything(cli: CommandLine, server: LoopbackServer) -> None:
    server.serve("/large", rss(*numbered(1_100, "Chips")))
    cli.subscribe(server.url("/large"))
    assert cli.run("refresh", "--all") == 0
    for query in ([], ["chips"]):
        for limit, count in (("0", 1_100), ("700", 700), ("30", 30)):
            assert cli.run("list", *query, "--limit", limit, "--json") == 0
            assert len(cli.objects()) == count
    while indexing._RUNNING:  # the store is removed soon
        indexing._RUNNING.pop().wait(PATIENCE)
