"""Which entries are teasers, and whose pages are fetched."""

import pytest

from newsreader.core.feeds import EntryData
from newsreader.core.full_text import is_teaser, wants_full_text
from newsreader.core.subscriptions import FullText, PageRules, Subscription
from packed import packed_entry

LONG = "<p>" + "Members have begun talks on digital trade. " * 20 + "</p>"


@pytest.mark.parametrize(
    ("html", "teaser"),
    [
        ("", True),
        ("<p>Short.</p>", True),
        (LONG, False),
        (LONG + "<p>And so on …</p>", True),
        (LONG + "[...]", True),
        (LONG + '<a href="/x">Read more »</a>', True),
        (LONG + "<a>Continue reading</a> <p>The post <a>Talks</a> appeared first on <a>Centre</a>.</p>", True),
        (LONG + "<p>The post <a>Talks</a> appeared first on <a>Centre</a>.</p>", False),
        (LONG + "Читать далее…", True),
        (LONG + "Подробнее", True),
        (LONG + "阅读全文", True),
        (LONG + "続きを読む", True),
        (LONG + "Lire la suite", True),
        (LONG + "Leer más", True),
        (LONG + "اقرأ المزيد", True),
        (LONG + "Weiterlesen →", True),
        (LONG + "He wanted to know more than that.", False),
        ("<script>" + "x" * 1000 + "</script>", True),
        (LONG * 5, False),
        (LONG * 5 + "<p>And so on …</p>", True),
        (LONG * 5 + "<p>The post <a>Talks</a> appeared first on <a>Centre</a>.</p>", False),
        (LONG * 5 + "<a>Continue reading</a> <p>The post <a>Talks</a> appeared first on <a>Centre</a>.</p>", True),
        (LONG * 5 + "<b></b>" * 900 + "…", True),
        ("<b></b>" * 900 + "Short", True),
        ('<img src="' + "x" * 9000 + '">Short', True),
        ("Short<script>" + "x" * 9000 + "</script>", True),
        ("Short<!--" + "x" * 9000 + "-->", True),
        ("Members have begun talks. " * 200, False),
        ("<p>" + "汉" * 499 + "</p>", True),
        ("<p>" + "汉" * 500 + "</p>", False),
    ],
)
def test_a_body_is_a_teaser_when_it_is_short_or_ends_as_one(html: str, teaser: bool) -> None:
    assert is_teaser(html) == teaser


@pytest.mark.parametrize(
    ("setting", "page", "html", "link", "wanted"),
    [
        ("never", False, "", "https://a.example/", False),
        ("auto", False, "", "https://a.example/", True),
        ("auto", False, LONG, "https://a.example/", False),
        ("always", False, LONG, "https://a.example/", True),
        ("always", False, LONG, None, False),
        ("auto", True, LONG, "https://a.example/", True),
        ("never", True, "", "https://a.example/", False),
    ],
)
def test_the_setting_and_the_body_decide(
    setting: FullText, page: bool, html: str, link: str | None, wanted: bool
) -> None:
    subscription = Subscription("https://a.example/feed", full_text=setting, page=PageRules() if page else None)
    data = EntryData(uid="1", title="x", link=link, content_html=html)
    assert wants_full_text(subscription, packed_entry(data)) == wanted
