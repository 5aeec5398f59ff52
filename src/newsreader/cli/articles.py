"""The commands that print one article: a stored one, or that of any web page."""

import argparse
from typing import Any, Final

from newsreader import wiring
from newsreader.cli.exit_status import DONE
from newsreader.cli.output import entry_object, iso, local, say, say_json
from newsreader.core.document import Document
from newsreader.core.document_markdown import to_markdown
from newsreader.core.document_text import plain_text, to_text
from newsreader.core.entries import Entry, EntrySummary
from newsreader.core.errors import NewsreaderError
from newsreader.library.library import Library
from newsreader.library.reading import body_of, document_of, make_document, prefers_full_text
from newsreader.wiring import Config

TEXT_WIDTH: Final = 80


def show(config: Config, arguments: argparse.Namespace) -> int:
    with wiring.open_library(config) as library:
        entry, row = _stored(library, arguments.id)
        if arguments.full:
            _fetch_full_text(config, library, arguments.id)
            entry, row = _stored(library, arguments.id)
        full = arguments.full or prefers_full_text(entry)
        document, (html, _) = make_document(entry, full=full), body_of(entry, full)
        facts = [_byline(entry), *([entry.link] if entry.link else [])]
        extra: dict[str, Any] = {}
        if arguments.format == "json":
            feed = library.feed(entry.feed_id)
            text = to_text(document)
            extra = entry_object(row, feed, library.states.of(row.id)) | {
                "content_text": text,
                "content_html": html,
                "full_text": full,
            }
        _print(arguments.format, entry.title, facts, document, html, extra)
    return DONE


def _stored(library: Library, entry_id: int) -> tuple[Entry, EntrySummary]:
    entry, row = library.entry(entry_id), library.summary(entry_id)
    if entry is None or row is None:
        raise NewsreaderError(f"There is no article {entry_id}; “newsreader list” shows their numbers.")
    return entry, row


def _fetch_full_text(config: Config, library: Library, entry_id: int) -> None:
    """Fetch and store the page of an entry; one that is stored already is fetched anew."""

    async def fetch() -> None:
        async with wiring.open_network() as fetcher:
            reasons: list[str] = []
            await wiring.fetch_full_texts(
                config, library, fetcher, entry_id=entry_id, emit=lambda event: reasons.extend(_reason(event))
            )
            if reasons:
                raise NewsreaderError(f"The full text could not be had: {reasons[0]}")

    wiring.run(fetch())


def _reason(event: object) -> list[str]:
    reason = getattr(event, "reason", None)
    return [reason] if isinstance(reason, str) else []


def extract(config: Config, arguments: argparse.Namespace) -> int:
    page = wiring.extract(config, arguments.source, base_url=arguments.url)
    document = document_of(page)
    facts = [" · ".join(part for part in (page.site, page.author, local(page.published_at, "")) if part)]
    value = {
        "title": page.title,
        "author": page.author,
        "published_at": iso(page.published_at),
        "language": page.language,
        "site": page.site,
        "text": "\n\n".join(plain_text(document.blocks, captions=False)),
        "html": page.html,
    }
    _print(arguments.format, page.title, [fact for fact in facts if fact], document, page.html, value)
    return DONE


def _print(form: str, title: str, facts: list[str], document: Document, html: str, value: dict[str, Any]) -> None:
    """Print an article in one of the forms; `value` is its JSON object."""
    match form:
        case "text":
            head = "\n".join(line for line in (title, *facts) if line)
            text = to_text(document, TEXT_WIDTH).removesuffix("\n")
            say(f"{head}\n\n{text}" if head and text else head or text)
        case "markdown":
            parts = [f"# {title}" if title else "", *facts, to_markdown(document).removesuffix("\n")]
            say("\n\n".join(part for part in parts if part))
        case "html":
            say(html)
        case "json":
            say_json(value)


def _byline(entry: Entry) -> str:
    date = local(entry.published_at if entry.published_at is not None else entry.arrived_at)
    return " · ".join(part for part in (entry.feed_title, entry.author, date) if part)
