"""Where there is no article a sentence says why."""

import pytest

from article_pages import ENGLISH, page
from newsreader.core.errors import ExtractError
from newsreader.extract.pages import extract_page

URL = "https://example.org/a"


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        pytest.param(b"", None, "is empty", id="nothing"),
        pytest.param(b"   \n", "text/html", "is empty", id="white space"),
        pytest.param(b"<html><body></body></html>", None, "is empty", id="no text"),
        pytest.param(b"%PDF-1.7 \x00\x01", "text/html", "is a PDF file", id="a PDF that says it is HTML"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00", None, "is a picture", id="a picture"),
        pytest.param(b'{"a": 1}', "application/json", "is data", id="JSON"),
        pytest.param(b'<?xml version="1.0"?>\n<rss version="2.0"/>', None, "is a feed", id="a feed"),
        pytest.param(
            b"<title>App</title><div id=root></div><script src=a.js></script>"
            b"<noscript>You need to enable JavaScript to run this app.</noscript>",
            "text/html",
            "only by JavaScript",
            id="an application",
        ),
        pytest.param(
            b"<title>Just a moment...</title><p>Checking your browser before accessing the site.</p>",
            "text/html",
            "whether a person asks",
            id="a challenge",
        ),
        pytest.param(
            b"<title>Sign in</title><form><input name=u><input type=password name=p><button>Go</button></form>",
            None,
            "wants a login",
            id="a login",
        ),
        pytest.param(b"<title>Photos</title><p>More</p><ul><li>A<li>B</ul>", None, "No article was found", id="scraps"),
    ],
)
def test_a_page_without_an_article_is_an_error_in_words(body: bytes, content_type: str | None, words: str) -> None:
    with pytest.raises(ExtractError, match=words) as caught:
        extract_page(body, url=URL, content_type=content_type)
    assert caught.value.url == URL
    assert "example.org/a" in str(caught.value)


def test_an_article_about_logins_is_an_article() -> None:
    body = page(ENGLISH).replace("<h1>", "<form><input type=password></form><h1>")
    assert ENGLISH.paragraphs[1] in extract_page(body.encode(), url=URL).html
