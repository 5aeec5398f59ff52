"""An article for the ear: what a page shows by its layout (headings, lists, tables, quotes, pictures) said in words."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from newsreader.core.counting import counted
from newsreader.core.document import (
    Block,
    CodeBlock,
    DefinitionList,
    Details,
    Document,
    Embed,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Style,
    Table,
)
from newsreader.core.document_text import inline_text, to_text
from newsreader.core.urls import host_of
from newsreader.plain.words import sentence

_POWERS: Final = {"2": "squared", "3": "cubed", "²": "squared", "³": "cubed"}
_POWER: Final = re.compile(r"(?<=\w)[²³]")
"""A voice says "10 2" of what is written 10²."""

_UNIT: Final = re.compile(r"(?:\d|\b(?:[a-zA-Z]|[kcdmµ]m|ft|mi))$")
"""What a power follows; where a word ends, a number is a note's."""

_LONGEST_NAME: Final = 120
"""Characters of a link's text."""

Said = Paragraph | CodeBlock


def spoken_text(document: Document, width: int | None, *, pictures: bool = True) -> str:
    """The text of `document` as it is to be heard, paragraphs with an empty line between them.

    Args:
        document: The article.
        width: Cells of a line, None for one line a paragraph.
        pictures: Whether pictures are spoken of.
    """
    return to_text(Document(tuple(_blocks(document.blocks, pictures))), width).strip("\n")


def link_lines(document: Document) -> list[str]:
    """Its links one after the other: their text and the site to which they lead."""
    names: dict[int, str] = {}
    _name_links(document.blocks, names)
    lines = []
    for number, url in enumerate(document.links, 1):
        host = host_of(url).removeprefix("www.")
        name = names.get(number, "").strip()[:_LONGEST_NAME]
        told = f"{name}, on {host}" if name and host and name.casefold() != host else name or host or url
        lines.append(f"{number}. {sentence(told)}")
    return lines


def _blocks(blocks: Iterable[Block], pictures: bool) -> list[Said]:
    return [said for block in blocks for said in _block(block, pictures)]


def _block(block: Block, pictures: bool) -> list[Said]:
    match block:
        case Heading(_, inline):
            return [_say(f"Heading: {sentence(_inline(inline))}")]
        case Paragraph(inline):
            return [_say(_inline(inline))]
        case CodeBlock(text, language):
            lines = text.count("\n") + 1
            kind = f"Code in {language}" if language else "Code"
            return [_say(f"{kind}, {counted(lines, 'line')}:"), block, _say("End of the code.")]
        case Quote(inner):
            return _framed("Quote:", _blocks(inner, pictures), "End of the quote.")
        case Details(summary, inner):
            return [*([_say(sentence(_inline(summary)))] if summary else []), *_blocks(inner, pictures)]
        case ListBlock():
            return _list(block, pictures)
        case DefinitionList(items):
            return [
                one
                for term, inner in items
                for one in _framed(f"{_inline(term).removesuffix(':')}:" if term else "", _blocks(inner, pictures))
            ]
        case Table():
            return [_say("\n".join(_table(block)))]
        case Image():
            return [_say(_picture(block))] if pictures else []
        case Embed(label, _):
            return [_say(sentence(label))]
        case Rule():
            return []


def _say(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _framed(before: str, said: list[Said], after: str = "") -> list[Said]:
    """`said` with words before it, in its first paragraph, and after it, in its last where that is the only one."""
    if said and isinstance(said[0], Paragraph):
        said[0] = _say(f"{before} {inline_text(said[0].inline)}".strip())
    elif before:
        said.insert(0, _say(before))
    if after and len(said) == 1 and isinstance(said[0], Paragraph):
        return [_say(f"{sentence(inline_text(said[0].inline))} {after}")]
    return [*said, _say(after)] if after else said


def _list(block: ListBlock, pictures: bool) -> list[Said]:
    """How many points it has, and each of them on a line."""
    said: list[Said] = []
    if len(block.items) > 1:
        said.append(_say(f"List of {len(block.items):,}:"))
    for number, entry in enumerate(block.items, block.start):
        before = f"{number}." if block.ordered else ""
        for one in _framed(before, _blocks(entry, pictures)):
            last = said[-1] if said else None
            if isinstance(one, Paragraph) and isinstance(last, Paragraph):
                said[-1] = _say(f"{inline_text(last.inline)}\n{sentence(inline_text(one.inline))}")
            else:
                said.append(_say(sentence(inline_text(one.inline))) if isinstance(one, Paragraph) else one)
    last = said[-1] if said else None
    if len(block.items) > 1 and isinstance(last, Paragraph):
        said[-1] = _say(f"{inline_text(last.inline)}\nEnd of the list.")
    elif len(block.items) > 1:
        said.append(_say("End of the list."))
    return said


def _table(table: Table) -> list[str]:
    """How large it is, then a line for each row: its first cell, and the others with the heading of their column."""
    header = [_cell(cell) for cell in table.header]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    if len(table.align) < 2:
        return [sentence(cell) for row in ([header] if any(header) else []) + rows for cell in row if cell]
    size = f"Table, {counted(len(rows), 'row')}"
    columns = f" of {', '.join(filter(None, header))}" if any(header) else f", {counted(len(table.align), 'column')}"
    return [f"{size}{columns}:", *(_row(row, header) for row in rows), "End of the table."]


def _row(cells: Sequence[str], header: Sequence[str]) -> str:
    first, named = cells[0], len(header) > 2  # of two columns the second is clear
    others = "; ".join(
        f"{header[number]}: {cell}" if named and header[number] else cell
        for number, cell in enumerate(cells[1:], 1)
        if cell
    )
    if not first or not others:
        return sentence(first or others or "Nothing")
    if named:
        return f"{sentence(first)} {sentence(others)}"
    return sentence(f"{first}: {others}" if len(cells) == 2 else f"{first}; {others}")


def _cell(inline: Inline) -> str:
    return " ".join(_inline(inline).split())


def _picture(image: Image) -> str:
    alt, caption = image.alt.strip(), _inline(image.caption).strip() if image.caption else ""
    if not alt and not caption:
        return "A picture without a description."
    if not alt or not caption or alt.casefold() in caption.casefold():
        return f"Picture: {sentence(caption or alt)}"
    return f"Picture: {sentence(alt)} Its caption: {sentence(caption)}"


def _inline(inline: Inline) -> str:
    told = ""
    for span in inline:
        told += _raised(span, told) if Style.SUPERSCRIPT in span.style else span.text
    return _POWER.sub(lambda found: f" {_POWERS[found[0]]}", told)


def _raised(span: Span, before: str) -> str:
    """What stands higher than its line: a note's number, a power, "st" of "1st"."""
    text = span.text.strip("[]() ")
    if not text.isdecimal():
        return span.text
    if span.link is not None or text != span.text.strip() or not _UNIT.search(before):
        return f" (note {text})"
    return f" {_POWERS.get(text) or f'to the power of {text}'}"


def _name_links(blocks: Iterable[Block], names: dict[int, str]) -> None:
    """Put the first text of each link into `names`."""
    for block in blocks:
        match block:
            case Heading(_, inline) | Paragraph(inline):
                _name_inline(inline, names)
            case Quote(inner):
                _name_links(inner, names)
            case Details(summary, inner):
                _name_inline(summary, names)
                _name_links(inner, names)
            case ListBlock(_, items, _):
                for entry in items:
                    _name_links(entry, names)
            case DefinitionList(items):
                for term, inner in items:
                    _name_inline(term, names)
                    _name_links(inner, names)
            case Table(_, header, rows):
                for row in (header, *rows):
                    for cell in row:
                        _name_inline(cell, names)
            case Image(alt, link, _, _, caption):
                if link is not None:
                    names.setdefault(link, f"picture: {alt}" if alt else "picture")
                _name_inline(caption, names)
            case Embed(label, link):
                if link is not None:
                    names.setdefault(link, label)


def _name_inline(inline: Inline, names: dict[int, str]) -> None:
    found: dict[int, str] = {}
    for span in inline:
        if span.link is not None:
            found[span.link] = found.get(span.link, "") + span.text
    for link, text in found.items():
        if text.strip():
            names.setdefault(link, " ".join(text.split()))
