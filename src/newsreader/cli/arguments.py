"""The arguments of the command line, and the help about them."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn, Protocol

from newsreader import __version__
from newsreader.cli.exit_status import WRONG_USAGE
from newsreader.cli.marking import VERBS, verb
from newsreader.config.paths import CONFIG_VARIABLE, DATA_VARIABLE
from newsreader.core.text import clean_line

_FORMS: Final = ("text", "markdown", "html", "json")
_FORM_HELP: Final = f"{', '.join(_FORMS[:-1])} or {_FORMS[-1]} (default {_FORMS[0]})"
_QUERY_HELP: Final = (
    'what to list, such as “chips is:unread after:7d” (default: everything); words, "phrases", -not, OR'
)


class _Parser(argparse.ArgumentParser):
    """argparse with the program's own voice: one sentence, and where the help is."""

    def error(self, message: str) -> NoReturn:
        said = clean_line(message)  # it has what was typed, which may be what a page or a script gave
        self.exit(WRONG_USAGE, f"{self.prog}: {said}\n“{self.prog} --help” shows what is possible.\n")


class _CommandParser(_Parser):
    """Takes options before and behind what is none: argparse by itself expects no QUERY any more behind an option."""

    _intermixing = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        if self._intermixing:  # argparse does it by way of this method
            return super().parse_known_args(args, namespace)
        self._intermixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._intermixing = False


class _Command(Protocol):
    """Begins a command of that name; `json`: whether it takes --json."""

    def __call__(self, name: str, help_text: str, *, json: bool = True) -> argparse.ArgumentParser: ...


def parser() -> argparse.ArgumentParser:
    """What reads the arguments of the program; it ends the program where they are none that it knows."""
    top = _Parser(
        prog="newsreader",
        description="A terminal news reader for people who follow international cooperation. "
        "Without a command it opens the reader.",
        epilog="Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 3 done but some feeds failed, "
        "130 stopped by Ctrl-C.",
    )
    top.add_argument("--version", action="version", version=f"newsreader {__version__}")
    top.add_argument(
        "--config-dir", type=Path, metavar="DIR", help=f"folder of feeds.toml and config.toml (or {CONFIG_VARIABLE})"
    )
    top.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        help=f"folder of the store newsreader.db and the log (or {DATA_VARIABLE})",
    )
    top.add_argument("--plain", action="store_true", help="read by typed commands: for screen readers and pipes")
    top.add_argument(
        "--wrap", type=_width, metavar="CELLS", help="with --plain: break articles' lines (default: one a paragraph)"
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_CommandParser)

    def command(name: str, help_text: str, *, json: bool = True) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".")
        if json:
            sub.add_argument("--json", action="store_true", help="print one JSON object per line")
        return sub

    _add_reading(command)
    _add_following(command)
    _add_transfer(command)
    _add_upkeep(command)
    return top


def _add_reading(command: _Command) -> None:
    refresh = command("refresh", "refresh the feeds that are due")
    refresh.add_argument("urls", nargs="*", metavar="URL", help="refresh these subscriptions, due or not")
    refresh.add_argument(
        "--full", action="store_true", help="fetch the full text of all unread and starred entries too"
    )
    refresh.add_argument("--pages", action="store_true", help="fetch the pages of new teasers too, as the reader does")
    refresh.add_argument("--verbose", "-v", action="store_true", help="tell of every feed, and why it was skipped")
    refresh.add_argument("--all", action="store_true", help="refresh every feed, due or not")

    listing = command("list", "list entries, newest first")
    listing.add_argument("query", nargs="?", default="", metavar="QUERY", help=_QUERY_HELP)
    listing.add_argument("--limit", type=_count, default=50, metavar="N", help="how many at most (default 50; 0: all)")

    show = command("show", "print one article", json=False)
    show.add_argument("id", type=_number, metavar="ID", help="the number that “list” shows")
    show.add_argument("--format", choices=_FORMS, default="text", help=_FORM_HELP)
    show.add_argument("--full", action="store_true", help="fetch and store the full text of its page first")

    extract = command("extract", "print the readable article of any web page", json=False)
    extract.add_argument("source", metavar="URL|FILE")
    extract.add_argument("--url", metavar="BASE", help="for a file: the URL that it comes from")
    extract.add_argument("--format", choices=_FORMS, default="text", help=_FORM_HELP)

    mark = command("mark", "change the status of entries and print how many changed", json=False)
    mark.add_argument("status", type=verb, metavar="STATUS", help=VERBS.replace("|", ", "))
    mark.add_argument("ids", nargs="*", type=_number, metavar="ID", help="the numbers that “list” shows")
    mark.add_argument("--query", metavar="QUERY", help="instead of numbers: all that this query finds")


def _add_following(command: _Command) -> None:
    command("feeds", "list the subscriptions with their counts and last results")

    subscribe = command("subscribe", "find the feed behind a URL and add it to feeds.toml", json=False)
    subscribe.add_argument("url", metavar="URL", help="a feed, a site, or a page that lists news")
    subscribe.add_argument("--title", metavar="T", help="shown instead of its own title")
    subscribe.add_argument("--folder", metavar="F", help="where it stands in the sidebar; “A/B” nests")
    subscribe.add_argument("--tag", action="append", default=[], metavar="T", help="a label; may be repeated")

    unsubscribe = command("unsubscribe", "remove a subscription from feeds.toml; starred entries stay", json=False)
    unsubscribe.add_argument("url", metavar="URL", help="its address, as “feeds” shows it")

    preview = command("preview", "show what a feed or news list page would give, storing nothing")
    preview.add_argument("source", metavar="URL|FILE")
    preview.add_argument("--url", metavar="BASE", help="for a file: the URL that it comes from")


def _add_transfer(command: _Command) -> None:
    importing = command("import", "add the feeds of a list from another reader to feeds.toml", json=False)
    importing.add_argument("kind", choices=("opml",), metavar="opml")
    importing.add_argument("file", metavar="FILE", help="an OPML file; “-”: standard input")
    importing.add_argument("--dry-run", action="store_true", help="only say what would be added")

    exporting = command("export", "write the subscriptions, or entries to read elsewhere", json=False)
    forms = ("opml", "markdown", "html", "epub", "json")
    exporting.add_argument("format", choices=forms, metavar="FORM", help=", ".join(forms))
    exporting.add_argument("query", nargs="?", metavar="QUERY", help="which entries (default: those with a star)")
    exporting.add_argument("--output", metavar="FILE", help="a file, for epub always; “-”: standard output")
    exporting.add_argument("--secrets", action="store_true", help="with opml: addresses with passwords or keys, too")


def _add_upkeep(command: _Command) -> None:
    prune = command("prune", "remove entries beyond what “keep” in feeds.toml says, and give the space back")
    prune.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    prune.add_argument("--vacuum", action="store_true", help="write the store anew, which stops others for a while")

    backup = command("backup", "write a whole copy of the store, also while it is in use", json=False)
    backup.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist yet")

    command("doctor", "check config, store, terminal and feeds, and say what to do")


def _width(text: str) -> int:
    if not text.isdecimal() or not 20 <= int(text[:6]) <= 1000:
        raise argparse.ArgumentTypeError("expected a number from 20 to 1000")
    return int(text)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not the number of an entry; “list” shows them") from None


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is not a number of entries; 0 means all")
    return number
