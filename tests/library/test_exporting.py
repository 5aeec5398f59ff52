"""Entries become files that other programs read, the same each time."""

import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from clock import FakeClock
from newsreader.core.document import Document, Heading, Image, Paragraph, Span
from newsreader.core.document_markdown import to_markdown
from newsreader.core.entries import EntryFilter
from newsreader.library.epub import write_epub
from newsreader.library.exporting import Exported, exported, html_parts, markdown_parts
from newsreader.library.library import Library
from stocked import library_of

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def library() -> Library:
    return library_of({"Centre": ["Talks <open> & go on", "Чипы", "会议"]}, FakeClock())


@pytest.fixture
def entries(library: Library) -> list[Exported]:
    found = (exported(library, one) for one in library.store.entries.ids(EntryFilter()))
    return [one for one in found if one is not None]


def _date(one: Exported) -> str:
    return datetime.fromtimestamp(one.published_at, UTC).strftime("%Y-%m-%d %H:%M UTC")


def book_of(entries: list[Exported], title: str = "T") -> zipfile.ZipFile:
    stream = io.BytesIO()
    write_epub(stream, entries, title)
    return zipfile.ZipFile(stream)


def test_an_entry_has_its_head_and_its_text(entries: list[Exported]) -> None:
    entry = entries[0].entry._replace(author="A. Author", tags=("x", "y"), note="One\ntwo\n\nthree")
    body = Document((Heading(1, (Span("Part"),)), Paragraph((Span("Text", link=1),))), ("https://t.example/",))
    assert to_markdown(Exported(entry, body, False).document()) == (
        "# Talks \\<open\\> & go on\n\n"
        f"Centre · A. Author · {_date(entries[0])}\n\n"
        "[https://news.example/Talks-\\<open\\>-&-go-on](https://news.example/Talks-\\<open\\>-&-go-on)\n\n"
        "Tags: x, y\n\n**Note:**\n\n> One\\\n> two\n>\n> three\n\n"
        "## Part\n\n[Text](https://t.example/)\n"
    )


def test_what_an_entry_has_not_is_not_there(entries: list[Exported]) -> None:
    entry = entries[0].entry._replace(author=None, link=None)
    text = to_markdown(Exported(entry, Document(()), False).document())
    assert text == f"# Talks \\<open\\> & go on\n\nCentre · {_date(entries[0])}\n"


def test_a_markdown_file_has_a_rule_between_entries(entries: list[Exported]) -> None:
    parts = list(markdown_parts(entries))
    assert len(parts) == 3
    assert "".join(parts).count("\n\n* * *\n\n# ") == 2


def test_a_page_loads_and_runs_nothing(entries: list[Exported]) -> None:
    picture = entries[0]._replace(body=Document((Image("", 1),), ("https://t.example/x.png",)))
    page = "".join(html_parts([picture, *entries], "<title> & more"))
    assert "<title>&lt;title&gt; &amp; more</title>" in page
    assert "default-src 'none'" in page
    assert "<img" not in page and "<script" not in page
    assert page.count("<article ") == page.count("</article>") == 4
    assert page.endswith("</body>\n</html>\n")


def test_a_book_begins_with_its_type_uncompressed(entries: list[Exported]) -> None:
    stream = io.BytesIO()
    write_epub(stream, entries, "T")
    assert stream.getvalue()[30:58] == b"mimetypeapplication/epub+zip"


def test_a_book_lists_and_orders_all_its_files(entries: list[Exported]) -> None:
    book = book_of(entries, "A & B")
    assert book.testzip() is None
    container = ElementTree.fromstring(book.read("META-INF/container.xml"))
    [root] = [one.attrib["full-path"] for one in container.iter() if "full-path" in one.attrib]
    package = ElementTree.fromstring(book.read(root))
    names = {one.attrib["id"]: one.attrib["href"] for one in package.iter(f"{OPF}item")}
    chapters = [names[one.attrib["idref"]] for one in package.iter(f"{OPF}itemref")]
    assert {f"EPUB/{name}" for name in names.values()} | {"mimetype", "META-INF/container.xml", root} == set(
        book.namelist()
    )
    assert chapters == [f"entry-{one.entry.id}.xhtml" for one in entries]
    assert [one.text for one in package.iter(f"{DC}title")] == ["A & B"]
    assert [one.text for one in package.iter(f"{DC}language")] == ["und"]
    assert [one.attrib["id"] for one in package.iter(f"{DC}identifier")] == [package.attrib["unique-identifier"]]


def test_a_book_has_a_table_of_its_entries(entries: list[Exported]) -> None:
    book = book_of(entries)
    contents = ElementTree.fromstring(book.read("EPUB/nav.xhtml"))
    links = [(one.attrib["href"], one.text) for one in contents.iter(f"{XHTML}a")]
    assert links == [(f"entry-{one.entry.id}.xhtml", one.entry.title) for one in entries]
    for name in book.namelist():
        if name.endswith(".xhtml"):
            ElementTree.fromstring(book.read(name))


def test_a_book_names_the_languages_of_its_entries(entries: list[Exported]) -> None:
    tags = ("ru", "zh", None)
    pairs = zip(entries, tags, strict=True)
    spoken = [one._replace(entry=one.entry._replace(language=tag)) for one, tag in pairs]
    book = book_of(spoken)
    package = ElementTree.fromstring(book.read("EPUB/book.opf"))
    assert [one.text for one in package.iter(f"{DC}language")] == ["ru", "zh"]
    page = ElementTree.fromstring(book.read(f"EPUB/entry-{entries[0].entry.id}.xhtml"))
    assert page.attrib["lang"] == "ru"


def test_the_same_entries_are_the_same_bytes_whenever_they_are_written(entries: list[Exported]) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_epub(first, entries, "T")
    write_epub(second, iter(entries), "T")
    assert first.getvalue() == second.getvalue()
    assert b"".join(one.encode() for one in html_parts(entries, "T")) == b"".join(
        one.encode() for one in html_parts(iter(entries), "T")
    )
