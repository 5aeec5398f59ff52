"""Entries as files to read elsewhere: the same entries are the same bytes, and only one is in memory at a time."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from typing import Final, NamedTuple

from newsreader.core.document import Block, Document, Heading, Paragraph, Quote, Span, Style
from newsreader.core.document_html import to_html
from newsreader.core.document_markdown import to_markdown
from newsreader.core.entries import Entry
from newsreader.library.library import Library
from newsreader.library.reading import make_document, prefers_full_text

STYLE: Final = (
    "body{max-width:40em;margin:2em auto;padding:0 1em;line-height:1.5;font-family:serif}"
    "blockquote{margin-inline:1em 0;padding-inline-start:1em;border-inline-start:.2em solid #999}"
    "pre{white-space:pre-wrap}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .5em}"
    "article{border-top:1px solid #999;margin-top:3em}"
)
_HEAD: Final = f"""<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width"/>
<title>%s</title>
<style>{STYLE}</style>
</head>
<body>
"""


class Exported(NamedTuple):
    """One entry to be written; `body` is the text that the reader shows, `full` whether it is its page's."""

    entry: Entry
    body: Document
    full: bool

    @property
    def published_at(self) -> int:
        """When it was published, else when it arrived; Unix seconds."""
        entry = self.entry
        return entry.arrived_at if entry.published_at is None else entry.published_at

    def document(self) -> Document:
        """Title, source, author, date, address, tags and note, then the text with its headings below the title."""
        entry = self.entry
        date = datetime.fromtimestamp(self.published_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
        head: list[Block] = [Heading(1, (Span(entry.title),)), _line(entry.feed_title, entry.author, date)]
        links = self.body.links
        if entry.link:
            links = (*links, entry.link)
            head.append(Paragraph((Span(entry.link, link=len(links)),)))
        if entry.tags:
            head.append(_line("Tags: " + ", ".join(entry.tags)))
        if entry.note:
            note = tuple(Paragraph((Span(part),)) for part in entry.note.split("\n\n") if part.strip())
            head += [Paragraph((Span("Note:", Style.STRONG),)), Quote(note)]
        return Document((*head, *map(_lowered, self.body.blocks)), links)


def _line(*parts: str | None) -> Paragraph:
    return Paragraph((Span(" · ".join(part for part in parts if part)),))


def _lowered(block: Block) -> Block:
    return Heading(min(block.level + 1, 6), block.inline) if isinstance(block, Heading) else block


def exported(library: Library, entry_id: int) -> Exported | None:
    """An entry to be written, None where it has gone."""
    entry = library.entry(entry_id)
    if entry is None:
        return None
    full = prefers_full_text(entry)
    return Exported(entry, make_document(entry, full=full), full)


def markdown_parts(entries: Iterable[Exported]) -> Iterator[str]:
    """All of a Markdown file."""
    for number, one in enumerate(entries):
        yield ("\n* * *\n\n" if number else "") + to_markdown(one.document())


def html_parts(entries: Iterable[Exported], title: str) -> Iterator[str]:
    """All of a page that loads nothing and runs nothing."""
    yield _HEAD % escape(title)
    for one in entries:
        language = f' lang="{escape(one.entry.language)}"' if one.entry.language else ""
        yield f'<article id="entry-{one.entry.id}"{language}>\n{to_html(one.document())}</article>\n'
    yield "</body>\n</html>\n"
