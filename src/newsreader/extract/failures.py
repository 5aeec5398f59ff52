"""Why a page gives no article, in a sentence."""

import re
from typing import Final

from newsreader.core.errors import ExtractError
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url
from newsreader.extract.tree import Element

_MAGIC: Final = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"ID3", "a sound file"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
    (b"\x1aE\xdf\xa3", "a video"),
)
_TYPES: Final = {
    "application/pdf": "a PDF file",
    "application/zip": "an archive",
    "application/msword": "an office document",
    "application/json": "data",
    "image": "a picture",
    "audio": "a sound file",
    "video": "a video",
    "font": "a font",
}
_CHALLENGE_RE: Final = re.compile(
    r"just a moment|checking (?:if the site|your browser)|attention required|access (?:to this page has been )?denied"
    r"|are you (?:a |not a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|unusual traffic|captcha|ddos.guard"
    r"|request (?:was )?blocked|pardon our interruption|проверка браузера|вы не робот|安全验证|人机验证",
    re.IGNORECASE,
)
_SCRIPT_RE: Final = re.compile(
    r"(?:enable|requires?|need|turn on|activate|activez|aktivieren|habilit\w+|включите|启用)\b.{0,40}javascript"
    r"|javascript.{0,60}(?:enable|required|disabled|désactivé|deaktiviert|отключ)",
    re.IGNORECASE | re.DOTALL,
)
_FEED_RE: Final = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:rss|feed|rdf:RDF)[\s>]")
_FEW_CHARACTERS: Final = 1_500


def not_a_page(body: bytes, content_type: str | None) -> str | None:
    """What `body` is where it is no web page, as words after "is"; None where it may be one."""
    for start, kind in _MAGIC:
        if body.startswith(start):
            return kind
    if _FEED_RE.match(body[:1000]):
        return "a feed"
    said = (content_type or "").split(";")[0].strip().lower()
    if b"<" in body[:2000] or not said:
        return None
    return _TYPES.get(said) or _TYPES.get(said.split("/")[0])


def error_for(kind: str, url: str) -> ExtractError:
    """The error of a body that `not_a_page` knows."""
    advice = "subscribe to it instead" if kind == "a feed" else "open it in the browser"
    return ExtractError(f"{display_url(url)} is {kind}, not a web page; {advice}.", url=url)


def is_barrier(tree: Element) -> bool:
    """Whether a page of few words asks for a proof of being human, or for a password."""
    title = clean_line(tree.findtext(".//title") or "", 200)
    return _CHALLENGE_RE.search(title) is not None or bool(tree.xpath("//input[@type='password']"))


def no_article(tree: Element | None, url: str) -> ExtractError:
    """The error of a page in which no article was found. `tree` is as it was parsed, None: nothing is in it."""
    where = display_url(url)
    if tree is None:
        return ExtractError(f"The page {where} is empty.", url=url)
    text = clean_line(" ".join(tree.xpath("//body//text()[not(parent::script or parent::style)]")), 5_000)
    title = clean_line(tree.findtext(".//title") or "", 200)
    few = len(text) < _FEW_CHARACTERS
    if few and (_CHALLENGE_RE.search(title) or _CHALLENGE_RE.search(text)):
        return ExtractError(f"{where} wants to see whether a person asks; open it in the browser.", url=url)
    if tree.xpath("//input[@type='password']"):
        return ExtractError(f"{where} wants a login; open it in the browser.", url=url)
    scripts = tree.xpath("count(//script)")
    if few and scripts and (_SCRIPT_RE.search(text) or len(text) < 200):
        return ExtractError(f"{where} shows its text only by JavaScript; open it in the browser.", url=url)
    if not text:
        return ExtractError(f"The page {where} is empty.", url=url)
    return ExtractError(f"No article was found in {where}; open it in the browser.", url=url)
