"""From a page of a news site only the article is left: once, in order, without what stands around it."""

import re
import subprocess
import sys

import pytest

from article_pages import ENGLISH, RUSSIAN, STORIES, page
from newsreader.core.document_text import plain_text
from newsreader.core.errors import ExtractError
from newsreader.core.pages import ExtractedPage, SiteRules
from newsreader.extract.pages import extract_page
from newsreader.parse.html import parse_document

URL = "https://example.org/en/news/1/"


def paragraphs(found: ExtractedPage) -> list[str]:
    return list(filter(None, plain_text(parse_document(found.html, base_url=found.base_url).blocks)))


@pytest.mark.parametrize("language", STORIES)
def test_of_a_news_page_the_body_alone_is_left(language: str) -> None:
    story = STORIES[language]
    found = extract_page(page(story).encode(), url=URL)
    assert found.title == story.title
    assert paragraphs(found) == list(story.paragraphs)
    assert found.published_at == 1694131200
    assert found.language == language
    assert found.site == "River Data Office"


@pytest.mark.parametrize("content_type", [None, "text/html; charset=utf-8", "text/html; charset=windows-1251"])
def test_a_page_in_windows_1251_is_read_whatever_the_server_says(content_type: str | None) -> None:
    body = page(RUSSIAN, charset="windows-1251").encode("cp1251")
    found = extract_page(body, url=URL, content_type=content_type)
    assert found.title == RUSSIAN.title
    assert paragraphs(found) == list(RUSSIAN.paragraphs)


def test_the_picture_among_the_paragraphs_stays() -> None:
    found = extract_page(page(ENGLISH).encode(), url=URL)
    assert 'src="/upload/hall.jpg"' in found.html
    assert "logo" not in found.html
    assert found.base_url == URL


def test_the_title_of_the_feed_is_left_out_of_the_text_too() -> None:
    line = "Who wakes a village when the river rises?"
    body = page(ENGLISH).replace("<p><b>", f"<p><b>{line}</b></p><p><b>").encode()
    assert line in extract_page(body, url=URL).html
    assert line not in extract_page(body, url=URL, feed_title=line).html


STRUCTURED = f"""<html><head><title>How the gauges are read - River Data Office</title>
<link rel="canonical" href="/gauges"></head><body><header><nav><a href="/">Home</a> <a href="/n">News</a></nav></header>
<main><article><h1>How the gauges are read</h1><p class="byline">By Maria Lindqvist</p>
<p>{ENGLISH.paragraphs[1]}</p><h2>The steps</h2><p>{ENGLISH.paragraphs[2]}</p>
<ul><li>Read the level at seven in the morning.</li><li>Write it into the <a href="book.html">gauge book</a>.</li></ul>
<ol><li>Compare it with the day before.</li><li>Send it to the office by noon.</li></ol>
<figure><img data-src="/gauge.jpg" src="data:image/gif;base64,R0lGOD">
<figcaption>A gauge at low water</figcaption></figure>
<blockquote><p>A siren still wakes more people than a message does.</p></blockquote>
<p>{ENGLISH.paragraphs[3]}</p>
<pre><code class="language-python">level = read()
print(level)</code></pre>
<table><tr><th>Place</th><th>Level</th></tr><tr><td>Harbour</td><td>312 cm</td></tr>
<tr><td>Mill</td><td>87 cm</td></tr></table>
<p>{ENGLISH.paragraphs[4]}</p>
<p><a href="/x">Read also: Twelve New Gauges Were Set Up</a></p>
<div class="newsletter"><p>Subscribe to our newsletter and never miss a flood again.</p></div>
</article></main><footer><p>© 2023</p></footer></body></html>"""


def test_headings_lists_tables_quotes_code_links_and_captions_survive() -> None:
    found = extract_page(STRUCTURED.encode(), url="https://example.org/a/page.html")
    for piece in (
        "<h2>The steps</h2>",
        "<li>Read the level at seven in the morning.</li>",
        '<a href="book.html">gauge book</a>',
        "<ol><li>Compare it with the day before.</li>",
        "<blockquote><p>A siren still wakes",
        'class="language-python"',
        "<td>312 cm</td>",
        '<img src="/gauge.jpg"><figcaption>A gauge at low water</figcaption>',
    ):
        assert piece in " ".join(found.html.split("\n")), piece
    assert found.html.index("The steps") < found.html.index("gauge.jpg") < found.html.index("312 cm")
    for gone in ("Read also", "newsletter", "Lindqvist</p>", "©", "<h1", "<script"):
        assert gone not in found.html


def test_a_page_says_who_wrote_it_and_where_it_is() -> None:
    found = extract_page(STRUCTURED.encode(), url="https://example.org/a/page.html?utm_source=x")
    assert found.title == "How the gauges are read"
    assert found.author == "Maria Lindqvist"
    assert found.link == "https://example.org/gauges"


def test_the_users_selectors_say_where_the_article_is_and_what_is_not_of_it() -> None:
    rules = SiteRules("example.org", content="div.bottom", remove=("div.bottom ul",))
    found = extract_page(page(ENGLISH).replace("© River", "The River").encode(), url=URL, rules=rules)
    assert paragraphs(found) == [ENGLISH.footer.replace("© River", "The River")]


def test_a_selector_that_finds_nothing_leaves_the_choice_to_the_program() -> None:
    found = extract_page(page(ENGLISH).encode(), url=URL, rules=SiteRules("example.org", content="#gone"))
    assert paragraphs(found) == list(ENGLISH.paragraphs)


@pytest.mark.parametrize("selector", ["div[", "div|main"])
def test_a_selector_that_is_none_is_named(selector: str) -> None:
    for rules in (SiteRules("example.org", remove=(selector,)), SiteRules("example.org", content=selector)):
        with pytest.raises(ExtractError, match=rf"“{re.escape(selector)}” is not a CSS selector"):
            extract_page(page(ENGLISH).encode(), url=URL, rules=rules)


def test_plain_text_keeps_its_lines() -> None:
    found = extract_page(b"Internet Draft\n\n  1. Introduction\n", url=URL, content_type="text/plain")
    assert found.html == "<pre>Internet Draft\n\n  1. Introduction\n</pre>"


def test_an_article_that_a_script_would_show_is_read_and_a_hidden_scrap_is_not() -> None:
    body = page(ENGLISH).replace('class="content"', 'class="content" style="display:none"')
    assert paragraphs(extract_page(body.encode(), url=URL)) == list(ENGLISH.paragraphs)
    scrap = f'<p style="display: none">{ENGLISH.paragraphs[1][::-1]}</p>'
    found = extract_page(page(ENGLISH).replace("<p><b>", f"{scrap}<p><b>").encode(), url=URL)
    assert paragraphs(found) == list(ENGLISH.paragraphs)


@pytest.mark.parametrize("name", ["post tag-news", "caption", "widget", "related-content"])
def test_the_name_of_the_articles_own_element_does_not_hide_it(name: str) -> None:
    body = page(ENGLISH).replace('class="news-detail"', f'class="{name}"')
    assert paragraphs(extract_page(body.encode(), url=URL)) == list(ENGLISH.paragraphs)


def test_a_report_to_download_at_the_end_is_kept() -> None:
    report = '<p><a href="/report.pdf">The full report of the workshop in English</a></p>'
    last = f"<p>{ENGLISH.paragraphs[-1]}</p>"
    found = extract_page(page(ENGLISH).replace(last, last + report).encode(), url=URL)
    assert paragraphs(found) == [*ENGLISH.paragraphs, "The full report of the workshop in English"]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices of the builders fell.",
        "Loading of the barges resumed on Monday.",
        "Comments by the minister were few.",
        "Advertising is not allowed in the hall.",
        "Subscribers of the old service were told by post.",
    ],
)
def test_a_sentence_that_begins_like_a_call_to_the_reader_stays(line: str) -> None:
    first = f"<p>{ENGLISH.paragraphs[2]}</p>"
    found = extract_page(page(ENGLISH).replace(first, f"<p>{line}</p>{first}").encode(), url=URL)
    assert line in paragraphs(found)


@pytest.mark.parametrize(
    "line",
    [
        "Read also: The Office Signed an Agreement",
        "Читайте также: Бюро подписало соглашение",
        "À lire aussi : le bureau signe un accord",
        "Lea también: la oficina firma un acuerdo",
        "Lesen Sie auch: Das Büro unterzeichnet",
        "相关阅读：办公室签署协议",
        "اقرأ أيضا: المكتب يوقع اتفاقا",
        "Share this on Telegram",
        "Подписывайтесь на наш канал",
        "Follow us on Twitter and Facebook",
    ],
)
def test_a_line_that_leads_away_or_calls_the_reader_goes(line: str) -> None:
    first = f"<p>{ENGLISH.paragraphs[2]}</p>"
    found = extract_page(page(ENGLISH).replace(first, f"<p>{line}</p>{first}").encode(), url=URL)
    assert paragraphs(found) == list(ENGLISH.paragraphs)


def test_no_library_is_loaded_before_a_page_is_extracted() -> None:
    code = "import sys, newsreader.extract.pages as _; print(sorted({'lxml', 'trafilatura'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
