"""Entries as an EPUB 3.3 book: one chapter for each, text alone. The same entries are the same bytes."""

import hashlib
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from newsreader.core.document_html import to_html
from newsreader.library.exporting import STYLE, Exported

_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_PAGE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{language}>
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}</body>
</html>
"""
_PACKAGE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
{languages}<dc:creator>newsreader</dc:creator>
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{manifest}</manifest>
<spine>
{spine}</spine>
</package>
"""
_LANGUAGE_RE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The date of all files in the book (the earliest that ZIP knows), so that it does not depend on when it is made."""


def write_epub(file: IO[bytes], entries: Iterable[Exported], title: str) -> None:
    """Write the book into `file`; there must be at least one entry, as EPUB has no empty books."""
    names: list[tuple[str, str]] = []
    languages: dict[str, None] = {}
    digest = hashlib.sha256(title.encode())
    modified = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as book:
        # OCF 3.3, 4.2: the first file, neither compressed nor with an extra field
        _put(book, "mimetype", "application/epub+zip", method=ZIP_STORED)
        _put(book, "META-INF/container.xml", _CONTAINER)
        _put(book, "EPUB/style.css", STYLE)
        for one in entries:
            entry = one.entry
            name = f"entry-{entry.id}.xhtml"
            language = entry.language if entry.language and _LANGUAGE_RE.fullmatch(entry.language) else ""
            languages |= {language: None} if language else {}
            page = _page(entry.title, to_html(one.document()), language)
            digest.update(page.encode())
            _put(book, f"EPUB/{name}", page)
            names.append((name, entry.title))
            modified = max(modified, one.published_at, entry.updated_at or 0)
        _put(book, "EPUB/nav.xhtml", _page(title, _contents(names, title), ""))
        _put(book, "EPUB/book.opf", _package(names, title, languages, modified, digest.digest()))


def _put(book: ZipFile, name: str, text: str, *, method: int = ZIP_DEFLATED) -> None:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = method
    info.create_system = 3  # else it says on which system it was made
    info.external_attr = 0o644 << 16
    book.writestr(info, text.encode())


def _page(title: str, body: str, language: str) -> str:
    shown = f' lang="{language}" xml:lang="{language}"' if language else ""
    return _PAGE.format(title=escape(title), body=body, language=shown)


def _contents(names: list[tuple[str, str]], title: str) -> str:
    """The navigation document (EPUB 3.3, 7)."""
    entries = "".join(f'<li dir="auto"><a href="{name}">{escape(text)}</a></li>\n' for name, text in names)
    return f'<nav epub:type="toc" id="toc">\n<h1>{escape(title)}</h1>\n<ol>\n{entries}</ol>\n</nav>\n'


def _package(names: list[tuple[str, str]], title: str, languages: Iterable[str], modified: int, digest: bytes) -> str:
    """The package document (EPUB 3.3, 5)."""
    return _PACKAGE.format(
        identifier=uuid.UUID(bytes=digest[:16], version=5),
        title=escape(title),
        # At least one language (5.5.3.3); “und”: undetermined (RFC 5646, 4.1)
        languages="".join(f"<dc:language>{one}</dc:language>\n" for one in list(languages) or ["und"]),
        modified=datetime.fromtimestamp(modified, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        manifest="".join(
            f'<item id="e{number}" href="{name}" media-type="application/xhtml+xml"/>\n'
            for number, (name, _) in enumerate(names)
        ),
        spine="".join(f'<itemref idref="e{number}"/>\n' for number in range(len(names))),
    )
