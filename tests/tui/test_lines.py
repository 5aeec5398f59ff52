"""One-line widgets: what gives way where there is no room."""

import pytest

from newsreader.tui.widgets.lines import Footer

HINTS = ("Space read on", "n next unread", "s star", "? keys")


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (80, "Space read on · n next unread · s star · ? keys"),
        (46, "Space read on · n next unread · ? keys"),
        (37, "Space read on · ? keys"),
        (20, "? keys"),
        (3, "? keys"),
    ],
)
def test_of_the_keys_in_the_footer_only_whole_ones_are_shown_and_the_last_one_always(room: int, shown: str) -> None:
    footer = Footer()
    footer.hints = HINTS
    footer.left = " · ".join(HINTS)
    assert footer._left_within(room) == shown


def test_a_message_is_shown_as_it_is() -> None:
    footer = Footer()
    footer.hints = HINTS
    footer.left = "Marked 3 read · u to undo"
    assert footer._left_within(10) == footer.left
