"""Blocks of a Document in lines, made one at a time as they are asked for."""

from collections.abc import Iterable, Iterator

from newsreader.core.document import (
    Block,
    CodeBlock,
    DefinitionList,
    Details,
    Embed,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from newsreader.core.document_text import image_label
from newsreader.tui.article_layout_lines import (
    Flat,
    Line,
    Margin,
    PictureRow,
    Segment,
    flatten,
    join_styles,
    text_lines,
)
from newsreader.tui.article_layout_tables import table_lines
from newsreader.tui.cells import cell_width, chop

_BULLETS = ("•", "◦", "▪")


def block_lines(blocks: Iterable[Block], margin: Margin, base: str = "", *, depth: int = 0) -> Iterator[Line]:
    """The lines of `blocks` with empty lines between them. `depth` counts the lists around them."""
    previous: Block | None = None
    for block in blocks:
        if isinstance(block, Image) and margin.pictures is not None and not margin.pictures.captions:
            # What is left out counts: places in the text are the same with it and without.
            for _ in range(2 if block.caption else 1):
                margin.next_block()
            continue
        if previous is not None and not _is_joined(previous, block, depth):
            yield margin.blank()
        margin.next_block()
        yield from _one(block, margin, base, depth)
        previous = block


def _is_joined(previous: Block, block: Block, depth: int) -> bool:
    """Whether no empty line stands between the two: a heading belongs to its text, an inner list to its entry."""
    if isinstance(previous, Heading):
        return not isinstance(block, Heading)
    return depth > 0 and isinstance(block, ListBlock) and isinstance(previous, Paragraph)


def _one(block: Block, margin: Margin, base: str, depth: int) -> Iterator[Line]:
    match block:
        case Paragraph(inline):
            yield from text_lines(flatten(inline, base), margin)
        case Heading(level, inline):
            yield from text_lines(flatten(inline, join_styles(base, "heading" if level < 3 else "subheading")), margin)
        case ListBlock():
            yield from _list(block, margin, base, depth)
        case Quote(inner):
            pushed = margin.push("│ ", "│ ", "bar")
            yield from block_lines(inner, margin, join_styles(base, "quote"))
            if pushed:
                margin.pop()
        case CodeBlock(text, _):
            yield from code_lines(text, margin, base)
        case Table():
            yield from table_lines(block, margin, base)
        case Image():
            yield from _picture(block, margin, base)
        case Embed(label, link):
            yield from text_lines(flatten((Span(f"▶ {label}", link=link),), join_styles(base, "dim")), margin)
        case Details(summary, inner):
            yield from _indented(_strong(summary, base), inner, margin, base, "▾ ", "  ")
        case DefinitionList(items):
            for number, (term, inner) in enumerate(items):
                if number:
                    yield margin.blank()
                    margin.next_block()
                yield from _indented(_strong(term, base) if term else None, inner, margin, base, "", "    ")
        case Rule():
            yield margin.line((Segment("─" * margin.width, join_styles(base, "rule")),))


def _strong(inline: Inline, base: str) -> Flat:
    return flatten(inline, join_styles(base, "strong"))


def _indented(
    head: Flat | None, inner: Iterable[Block], margin: Margin, base: str, mark: str, indent: str
) -> Iterator[Line]:
    """A head line with `mark` before it, and its blocks indented below."""
    if head is not None:
        pushed = bool(mark) and margin.push(mark, " " * cell_width(mark), join_styles(base, "dim"))
        yield from text_lines(head, margin)
        if pushed:
            margin.pop()
    pushed = margin.push(indent, indent)
    yield from block_lines(inner, margin, base)
    if pushed:
        margin.pop()


def _list(block: ListBlock, margin: Margin, base: str, depth: int) -> Iterator[Line]:
    if block.ordered:
        marks = [f"{block.start + number}. " for number in range(len(block.items))]
        size = max(map(len, marks), default=0)
        marks = [mark.rjust(size) for mark in marks]
    else:
        marks = [f"{_BULLETS[min(depth, len(_BULLETS) - 1)]} "] * len(block.items)
    tight = all(len(entry) < 2 or isinstance(entry[1], ListBlock) for entry in block.items)
    for number, (mark, entry) in enumerate(zip(marks, block.items, strict=True)):
        if number and not tight:
            yield margin.blank()
        pushed = margin.push(mark, " " * len(mark), join_styles(base, "bullet"))
        yield from block_lines(entry, margin, base, depth=depth + 1)
        if pushed:
            margin.pop()


def code_lines(text: str, margin: Margin, base: str = "") -> Iterator[Line]:
    """Every line of code begins a line here; what is longer goes on in the next, cut anywhere."""
    style = join_styles(base, "code")
    inset = 1 if margin.width > 2 * Margin.LEAST_TEXT else 0
    room = margin.width - 2 * inset
    offset = 0
    for source_line in text.split("\n"):
        line = source_line.expandtabs(8)
        for start, end in chop(line, room):
            piece = line[start:end]
            fill = max(room - cell_width(piece), 0) + inset
            segments = (Segment(" " * inset, style), Segment(piece, style), Segment(" " * fill, style))
            at = offset + start
            joint = "" if end < len(line) else "\n"
            yield margin.line(segments, at, lead=1, joint=joint, starts=(-1, at, -1))
        offset += len(line) + 1


def _picture(image: Image, margin: Margin, base: str) -> Iterator[Line]:
    label = flatten((Span(f"▣ {image_label(image)}", link=image.link),), join_styles(base, "dim"))
    yield from text_lines(label, margin)
    yield from _picture_rows(image, margin, len(label.text) + 1)
    if image.caption:
        margin.next_block()
        yield from text_lines(flatten(image.caption, join_styles(base, "caption")), margin)


def _picture_rows(image: Image, margin: Margin, offset: int) -> Iterator[Line]:
    """The room of a picture, its places after those of its label."""
    plan = margin.pictures
    box = plan.box(image, margin.width) if plan is not None else None
    if plan is None or box is None or image.link is None:
        return
    columns, rows = box
    for row in range(rows):
        picture = PictureRow(plan.links[image.link - 1], columns, rows, row)
        yield margin.line((), offset + row, joint="")._replace(picture=picture)
