"""The verbs of `mark`: what each does to entries."""

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from newsreader.core.journal import Change
    from newsreader.library.library import Library

Act = Callable[["Library", Sequence[int]], "Change | None"]

_PLAIN: Final[dict[str, Act]] = {
    "read": lambda library, ids: library.set_flags(ids, "read", True, alone=True),
    "unread": lambda library, ids: library.set_flags(ids, "read", False, alone=True),
    "star": lambda library, ids: library.set_flags(ids, "starred", True),
    "unstar": lambda library, ids: library.set_flags(ids, "starred", False),
    "later": lambda library, ids: library.states.set_later(ids, True),
    "unlater": lambda library, ids: library.states.set_later(ids, False),
    "delete": lambda library, ids: library.states.delete(ids),
    "undelete": lambda library, ids: library.states.delete(ids, False),
    "unsnooze": lambda library, ids: library.states.unsnooze(ids),
}
_NAMED: Final[dict[str, Callable[["Library", Sequence[int], str], "Change | None"]]] = {
    "tag": lambda library, ids, name: library.states.tag(ids, name),
    "untag": lambda library, ids, name: library.states.tag(ids, name, False),
    "snooze": lambda library, ids, when: library.states.snooze(ids, when),
}
VERBS: Final = "|".join([*_PLAIN, "tag:NAME", "untag:NAME", "snooze:WHEN"])


def verb(text: str) -> str:
    """A verb as it was typed, if there is such a one."""
    if text in _PLAIN:
        return text
    from newsreader.library.states import clean_tag

    name, colon, rest = text.partition(":")
    if colon and name in _NAMED and clean_tag(rest):
        return text
    raise argparse.ArgumentTypeError(f"“{text}” is not one of {VERBS.replace('|', ', ')}")


def act_of(verb: str) -> Act:
    """What a verb does; it may raise SnoozeError."""
    name, _, rest = verb.partition(":")
    if name in _PLAIN:
        return _PLAIN[name]
    return lambda library, ids: _NAMED[name](library, ids, rest)
