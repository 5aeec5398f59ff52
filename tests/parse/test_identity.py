"""Who an entry is within its feed."""

from newsreader.core.feeds import EntryData
from newsreader.parse.identity import distinct, entry_uid, own_id


def _entry(uid: str, link: str, title: str) -> EntryData:
    return EntryData(uid=uid, title=title, link=link)


def test_the_feeds_own_id_is_kept_as_written() -> None:
    assert entry_uid("  tag:Example.org,2020:/A ", "https://x.org/", "t", 1, "b") == "tag:Example.org,2020:/A"
    assert own_id("ABC") != own_id("abc")
    assert entry_uid("0", "https://x.org/", "t", 1, "b") == "0"


def test_without_an_id_the_link_then_a_hash_identifies() -> None:
    assert entry_uid(" ", "https://x.org/1", "t", 1, "b") == "https://x.org/1"
    hashed = entry_uid("", None, "t", 1, "b")
    assert hashed == entry_uid("", None, "t", 1, "b")
    assert len({hashed, *(entry_uid("", None, *rest) for rest in (("u", 1, "b"), ("t", 2, "b"), ("t", 1, "c")))}) == 4


def test_a_very_long_id_is_hashed() -> None:
    first, second = own_id("x" * 2001), own_id("x" * 2002)
    assert len(first) < 100
    assert first != second
    assert own_id("x" * 2000) == "x" * 2000


def test_an_id_holds_nothing_that_a_store_or_terminal_cannot() -> None:
    assert own_id("a\ud800\x1b\x00b") == "a\ufffdb"


def test_the_first_of_two_entries_with_one_id_stays() -> None:
    entries = [_entry("1", "https://x.org/1", "one"), _entry("2", "https://x.org/2", "two"), _entry("1", "y", "one")]
    kept, note = distinct(entries)
    assert [entry.link for entry in kept] == ["https://x.org/1", "https://x.org/2"]
    assert note


def test_a_new_title_at_the_same_link_is_the_same_entry() -> None:
    kept, _ = distinct([_entry("1", "https://x.org/1", "one"), _entry("1", "https://x.org/1", "one, corrected")])
    assert [(entry.uid, entry.title) for entry in kept] == [("1", "one")]


def test_entries_with_one_id_that_differ_in_title_and_link_are_all_kept_in_any_order() -> None:
    entries = [_entry("1", "https://x.org/1", "one"), _entry("2", "https://x.org/2", "two"), _entry("1", "y", "three")]
    kept, note = distinct(entries)
    assert [entry.title for entry in kept] == ["one", "two", "three"]
    assert kept[1].uid == "2"
    assert note
    assert {entry.uid for entry in distinct(entries[::-1])[0]} == {entry.uid for entry in kept}


def test_an_id_of_its_own_is_kept_where_most_entries_share_one() -> None:
    kept, _ = distinct([_entry("own", "https://x.org/0", "t"), *(_entry("same", f"y{n}", "t") for n in range(5))])
    assert [entry.uid for entry in kept][:2] == ["own", "same y0"]
    assert len(kept) == 6


def test_where_all_entries_share_an_id_they_are_told_apart_by_link_or_title() -> None:
    by_link, _ = distinct([_entry("same", f"https://x.org/{n}", "t") for n in range(5)])
    by_title, note = distinct([_entry("same", "https://x.org/", f"t{n}") for n in range(5)])
    assert len({entry.uid for entry in by_link}) == 5
    assert len({entry.uid for entry in by_title}) == 5
    assert note
    assert "https://x.org/3" in by_link[3].uid


def test_ids_made_of_a_shared_id_stay_when_other_entries_come_and_go() -> None:
    entries = [_entry("same", f"https://x.org/{n}", "t") for n in range(8)]
    before = {entry.uid for entry in distinct(entries[:6])[0]}
    after = {entry.uid for entry in distinct(entries[2:])[0]}
    assert len(before & after) == 4


def test_a_document_that_lists_everything_twice_keeps_its_ids() -> None:
    entries = [_entry(str(n), f"https://x.org/{n}", f"t{n}") for n in range(4)] * 2
    kept, _ = distinct(entries)
    assert [entry.uid for entry in kept] == ["0", "1", "2", "3"]
