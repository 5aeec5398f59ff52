"""Pictures that a script would load have their source; those that belong to the page around the article are gone."""

import pytest

from newsreader.extract.pages import extract_page
from newsreader.extract.pictures import largest

TEXT = "The office compared four ways of warning people at night, and gave the costs of each. " * 3


def html_with(picture: str) -> str:
    body = f"<article><p>{TEXT}</p>{picture}<p>{TEXT[::-1]}</p></article>"
    return extract_page(f"<html><body>{body}</body></html>".encode(), url="https://example.org/a").html


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/gauge.jpg">',
        '<div><img data-src="/gauge.jpg" src="/blank.gif"></div>',
        '<img data-lazy-src="/gauge.jpg" src="data:image/gif;base64,R0lGOD">',
        '<img srcset="/small.jpg 300w, /gauge.jpg 1200w">',
        '<picture><source srcset="/gauge.jpg 2x, /small.jpg 1x"><img src="data:,"></picture>',
        '<img src="/placeholder.png"><noscript><img src="/gauge.jpg"></noscript>',
        '<p><a href="/gauge.html"><img src="/gauge.jpg"></a></p>',
        '<noscript><img src="/gauge.jpg"></noscript>',
    ],
)
def test_a_picture_has_its_real_source(picture: str) -> None:
    assert 'src="/gauge.jpg"' in html_with(picture)


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/pixel.gif" width="1" height="1">',
        '<div class="share-buttons"><img src="/f.png"></div>',
        '<aside><img src="/ad.jpg"></aside>',
        '<img src="data:image/png;base64,AAAA">',
    ],
)
def test_a_picture_that_is_not_the_articles_is_left_out(picture: str) -> None:
    assert "<img" not in html_with(picture)


def test_a_caption_stays_with_its_picture_and_is_said_once() -> None:
    picture = '<div class="wp-caption"><img src="/g.jpg"><p class="wp-caption-text">Low water</p></div>'
    assert '<figure><img src="/g.jpg"><figcaption>Low water</figcaption></figure>' in html_with(picture)


@pytest.mark.parametrize(
    ("srcset", "url"),
    [
        ("a.jpg 1x, b.jpg 2x", "b.jpg"),
        ("a.jpg 320w, b.jpg 1600w, c.jpg 6000w", "b.jpg"),
        ("a,b.jpg 320w", "a,b.jpg"),
        ("data:,x 1x", None),
        (None, None),
    ],
)
def test_the_largest_picture_of_a_set_is_taken(srcset: str | None, url: str | None) -> None:
    assert largest(srcset) == url
