"""Articles for the ear: what a layout shows is said in words."""

import pytest

from newsreader.core.document_text import to_text
from newsreader.parse.html import parse_document
from newsreader.plain.spoken import link_lines, spoken_text

TABLE = (
    "<table><tr><th>Country<th>Year<th>Share</tr><tr><td>Chile<td>2025<td>4 %</tr><tr><td>Peru<td><td>7 %</tr></table>"
)


def said(html: str, *, width: int | None = None, pictures: bool = True) -> str:
    return spoken_text(parse_document(html, base_url="https://news.example/"), width, pictures=pictures)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<h2>Trade</h2><p>Text.</p>", "Heading: Trade.\n\nText."),
        ("<ul><li>One<li>Two</ul>", "List of 2:\nOne.\nTwo.\nEnd of the list."),
        ("<ol start=3><li>One<li>Two</ol>", "List of 2:\n3. One.\n4. Two.\nEnd of the list."),
        ("<ul><li>Alone</ul>", "Alone."),
        (
            "<ul><li>A<ul><li>b<li>c</ul><li>D</ul>",
            "List of 2:\nA.\nList of 2:\nb.\nc.\nEnd of the list.\nD.\nEnd of the list.",
        ),
        ("<blockquote><p>Chips are bread</p></blockquote>", "Quote: Chips are bread. End of the quote."),
        ("<blockquote><p>One.</p><p>Two.</p></blockquote>", "Quote: One.\n\nTwo.\n\nEnd of the quote."),
        ("<pre><code>a = 1\nb = 2</code></pre>", "Code, 2 lines:\n\n    a = 1\n    b = 2\n\nEnd of the code."),
        ("<hr><p>After.</p>", "After."),
        (
            TABLE,
            "Table, 2 rows of Country, Year, Share:\n"
            "Chile. Year: 2025; Share: 4 %.\nPeru. Share: 7 %.\nEnd of the table.",
        ),
        (
            "<table><tr><th>Country<th>Share</tr><tr><td>Chile<td>4 %</tr></table>",
            "Table, 1 row of Country, Share:\nChile: 4 %.\nEnd of the table.",
        ),
        ("<dl><dt>WTO<dd>A trade body</dl>", "WTO: A trade body"),
        (
            "<p>10<sup>2</sup> and x<sup>7</sup>, CO<sub>2</sub>, 4 km²</p>",
            "10 squared and x to the power of 7, CO2, 4 km squared",
        ),
        (
            "<p>the 1<sup>st</sup> of it<sup><a href=#f>[3]</a></sup> here<sup>2</sup></p>",
            "the 1st of it (note 3) here (note 2)",
        ),
        ('<p>See <a href="/a">the report</a>.</p>', "See the report."),
        ('<img src="/a.png" alt="A port" width=640 height=480>', "Picture: A port."),
        ('<img src="/a.png" width=640 height=480>', "A picture without a description."),
        (
            '<figure><img src="/a.png" alt="A port"><figcaption>Ships wait at noon</figcaption></figure>',
            "Picture: A port. Its caption: Ships wait at noon.",
        ),
    ],
)
def test_an_articles_parts_are_said_in_words(html: str, words: str) -> None:
    assert said(html) == words


def test_pictures_are_passed_over_where_they_are_not_wanted() -> None:
    assert said('<p>One.</p><img src="/a.png" alt="A port"><p>Two.</p>', pictures=False) == "One.\n\nTwo."


def test_lines_are_broken_where_a_width_is_given() -> None:
    assert said("<p>" + "word " * 20 + "</p>", width=40).splitlines()[0] == " ".join(["word"] * 8)


def test_nothing_is_drawn() -> None:
    html = TABLE + "<ul><li>One<li>Two</ul><blockquote>Q</blockquote><hr><p><a href=/a>x</a></p>"
    drawn = set("•>|[]─-=*_")
    assert drawn & set(to_text(parse_document(html, base_url="https://news.example/")))
    assert not drawn & set(said(html))


def test_links_are_named_by_their_text_and_where_they_lead() -> None:
    html = (
        '<p>See <a href="https://www.itu.int/very/long">the <b>report</b></a>, <a href="https://wto.org/">wto.org</a>'
        ' and <a href="https://un.org/"><img src="/a.png" alt="a map"></a>.</p>'
    )
    lines = link_lines(parse_document(html, base_url="https://news.example/"))
    assert lines[:2] == ["1. the report, on itu.int.", "2. wto.org."]
    assert all(line.endswith(".") for line in lines)
