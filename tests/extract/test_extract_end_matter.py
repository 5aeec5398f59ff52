"""What stands at the end of an article and is none of it."""

import pytest

from newsreader.extract.boilerplate import is_end_matter


@pytest.mark.parametrize(
    "line",
    [
        "© 2026 Centre for Cooperation. Address: 1 Street, City.",
        "Copyright 2026 Centre",
        "Centre for Cooperation © 2026. All rights reserved.",
        "Все права защищены",
        "版权所有：合作中心 京ICP备12345号",
        "المركز. جميع الحقوق محفوظة",
    ],
)
def test_a_line_about_rights_is_no_text(line: str) -> None:
    assert is_end_matter(line, 0.0)


@pytest.mark.parametrize(
    "line", ["Copyright law will be the theme of the next round.", "The rights of consumers are protected."]
)
def test_a_sentence_about_rights_is_text(line: str) -> None:
    assert not is_end_matter(line, 0.0)
