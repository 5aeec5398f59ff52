"""Numbers with their nouns."""

import pytest

from newsreader.core.counting import counted


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [(1, "feed", "1 feed"), (0, "feed", "0 feeds"), (2000, "entry", "2,000 entries"), (1, "copy", "1 copy")],
)
def test_a_noun_follows_its_number(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said
