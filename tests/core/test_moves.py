"""Which new addresses are believed."""

import pytest

from newsreader.core.asking import HowToAsk, Login
from newsreader.core.moves import new_address, refusal

OLD = "https://old.example/feed"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (OLD, "https://new.example/feed.xml", None),
        ("http://old.example/feed", OLD, None),
        ("http://old.example/feed", "http://new.example/feed", None),
        (OLD, "https://old.example/blog/authors/feed", None),
        (OLD, "https://other.example/feed", "subscribed already"),
        (OLD, "http://new.example/feed", "not encrypted"),
        (OLD, "https://old.example/login", "login"),
        (OLD, "https://sso.old.example/auth/realms?x=1", "login"),
        (OLD, "https://new.example/x?return=https%3A%2F%2Fold.example%2Ffeed", "login"),
        ("https://me:word@old.example/feed", "https://me:word@new.example/feed", "name and password"),
        ("https://me:word@old.example/feed", "https://me:word@old.example/new", None),
    ],
)
def test_a_new_address_is_believed_unless_it_may_do_harm(old: str, new: str, word: str | None) -> None:
    sentence = refusal(old, new, {old, "https://other.example/feed"})
    assert (sentence is None) if word is None else (sentence is not None and word in sentence)
    assert "word" not in (sentence or "").replace("password", "")


@pytest.mark.parametrize(
    ("how", "new", "believed"),
    [
        (HowToAsk(headers=(("X-Key", "1"),)), "https://old.example/new", True),
        (HowToAsk(headers=(("X-Key", "1"),)), "https://new.example/feed", False),
        (HowToAsk(login=Login("me", password="word")), "https://old.example:8443/feed", False),
        (HowToAsk(insecure_tls=True), "https://new.example/feed", False),
        (HowToAsk(user_agent="reader/1.0"), "https://new.example/feed", True),
    ],
)
def test_what_is_said_to_one_server_alone_stays_there(how: HowToAsk, new: str, believed: bool) -> None:
    assert (refusal(OLD, new, {OLD}, how) is None) is believed


def test_name_and_password_go_with_an_address_on_the_same_server() -> None:
    assert new_address("https://me:word@old.example/a", "https://old.example/b") == "https://me:word@old.example/b"
    assert new_address(OLD, "https://new.example/") == "https://new.example/"
