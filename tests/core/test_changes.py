import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.changes import DAY, MAX_REVISIONS, KnownEntry, entry_hash, plan_refresh, sort_time, uid_digest
from newsreader.core.feeds import Enclosure, EntryData, FeedData, ParsedFeed
from newsreader.core.packed import PackedEntry, PackedFeed
from packed import packed, packed_entry

NOW = 1_795_608_000
LAST = NOW - DAY


def feed(*entries: EntryData) -> PackedFeed:
    return packed(ParsedFeed("atom", FeedData("Centre"), entries, ("a note",)))


def known(
    data: EntryData | PackedEntry, number: int = 1, *, revisions: int = 0, digest: bytes | None = None
) -> KnownEntry:
    digest = digest or (entry_hash(data) if isinstance(data, EntryData) else data.hash)
    return KnownEntry(number, data.uid, digest, data.link, data.title, data.published_at, revisions)


A = EntryData("a", "A", link="https://example.org/a", published_at=NOW - 100)
B = EntryData("b", "B", link="https://example.org/b", published_at=NOW - 200)


@pytest.mark.parametrize(
    ("published", "updated", "last_success", "expected"),
    [
        (NOW - 100, None, LAST, NOW - 100),
        (None, NOW - 100, LAST, NOW - 100),
        (None, None, LAST, NOW),
        (NOW + 60, None, LAST, NOW),
        (NOW + 900 * DAY, None, LAST, NOW),
        (NOW + 900 * DAY, None, None, NOW),
        (NOW - 400 * DAY, None, None, NOW - 400 * DAY),
        (NOW - 400 * DAY, None, LAST, NOW),
        (LAST - 2 * DAY, None, LAST, LAST - 2 * DAY),
        (LAST - 2 * DAY - 1, None, LAST, NOW),
        (0, None, None, 0),
        (-DAY, None, None, -DAY),
    ],
    ids=[
        "a date counts",
        "updated stands in",
        "no date: arrival",
        "a minute ahead: now",
        "far ahead: now",
        "far ahead at the first refresh: now",
        "a new feed is sorted by its dates",
        "an old date added late is new",
        "two days late still is in its place",
        "later than that is late",
        "1970 is a date",
        "before 1970",
    ],
)
def test_the_place_in_a_list(
    published: int | None, updated: int | None, last_success: int | None, expected: int
) -> None:
    data = EntryData("x", "", published_at=published, updated_at=updated)
    assert sort_time(packed_entry(data), now=NOW, last_success=last_success) == expected


def test_new_entries_are_inserted_oldest_first_and_last_of_the_document_first() -> None:
    dated = [EntryData(uid, "", published_at=at) for uid, at in [("x", 3), ("y", 5), ("z", 3), ("w", 4)]]
    plan = plan_refresh(feed(*dated), [], last_success=None, now=NOW)
    assert [entry.data.uid for entry in plan.new] == ["z", "x", "w", "y"]


def test_an_entry_is_new_changed_or_unchanged() -> None:
    changed = B._replace(title="B, corrected")
    plan = plan_refresh(feed(A, changed, EntryData("c", "C")), [known(A, 1), known(B, 2)], last_success=LAST, now=NOW)
    assert [entry.data.uid for entry in plan.new] == ["c"]
    assert [(entry.id, entry.data) for entry in plan.changed] == [(2, packed_entry(changed))]
    assert plan.unchanged == 1
    assert (plan.feed.title, plan.notes) == ("Centre", ("a note",))


def test_an_entry_that_changes_at_every_fetch_is_left_alone_at_last() -> None:
    other = b"x"
    for revisions, changes in [(MAX_REVISIONS - 1, 1), (MAX_REVISIONS, 0)]:
        plan = plan_refresh(feed(A), [known(A, revisions=revisions, digest=other)], last_success=LAST, now=NOW)
        assert len(plan.changed) == changes


def test_nothing_published_changes_nothing() -> None:
    plan = plan_refresh(feed(), [known(A)], last_success=LAST, now=NOW)
    assert (plan.new, plan.changed, plan.unchanged) == ((), (), 0)


@pytest.mark.parametrize(
    ("now_published", "same"),
    [
        (A._replace(uid="new"), True),
        (A._replace(uid="new", title="Other"), True),
        (A._replace(uid="new", published_at=1), True),
        (A._replace(uid="new", link="http://example.org/a"), True),
        (A._replace(uid="new", title="Other", published_at=1), False),
        (A._replace(uid="new", title="Other", published_at=None), False),
        (A._replace(uid="new", link="https://example.org/z"), False),
        (A._replace(uid="new", link=None), False),
    ],
)
def test_a_renumbered_entry_is_known_by_its_link_and_its_title_or_date(now_published: EntryData, same: bool) -> None:
    plan = plan_refresh(feed(now_published), [known(A, 7)], last_success=LAST, now=NOW)
    assert [entry.id for entry in plan.changed] == ([7] if same else [])
    assert len(plan.new) == (0 if same else 1)


def test_entries_renumbered_with_other_links_are_known_by_title_and_date_if_nothing_keeps_its_uid() -> None:
    moved = [A._replace(uid="1", link="https://x/1"), B._replace(uid="2", link="https://x/2", published_at=9)]
    stored = [known(A, 7), known(B._replace(published_at=9), 8)]
    plan = plan_refresh(feed(*moved), stored, last_success=LAST, now=NOW)
    assert [(entry.id, entry.data.uid) for entry in plan.changed] == [(7, "1"), (8, "2")]
    plan = plan_refresh(
        feed(*moved, EntryData("c", "C")), [*stored, known(EntryData("c", "C"))], last_success=LAST, now=NOW
    )
    assert [entry.data.uid for entry in plan.new] == ["1", "2"]


def test_an_entry_still_published_under_its_uid_is_nobodys_twin() -> None:
    copy = A._replace(uid="copy")
    plan = plan_refresh(feed(A, copy), [known(A, 7)], last_success=LAST, now=NOW)
    assert [entry.data.uid for entry in plan.new] == ["copy"]
    assert plan.unchanged == 1


def test_an_entry_that_came_again_unread_is_nobodys_twin() -> None:
    twin = A._replace(uid="c")
    plan = plan_refresh(feed(twin), [known(A)], last_success=LAST, now=NOW, kept={uid_digest("a")})
    assert [entry.data.uid for entry in plan.new] == ["c"]
    assert (plan.changed, plan.unchanged) == ((), 1)


def test_title_and_date_alone_tell_nothing_where_some_entries_came_again_unread() -> None:
    old = [one._replace(link=None) for one in (A, B)]
    new = [one._replace(uid=f"{one.uid}2") for one in old]
    renumbered = plan_refresh(feed(*new), map(known, old, (1, 2)), last_success=LAST, now=NOW)
    assert (len(renumbered.new), len(renumbered.changed)) == (0, 2)
    some_kept = plan_refresh(feed(*new), map(known, old, (1, 2)), last_success=LAST, now=NOW, kept={uid_digest("z")})
    assert (len(some_kept.new), len(some_kept.changed)) == (2, 0)


def test_of_a_page_s_list_the_headline_alone_counts() -> None:
    """Its dates ("2 days ago") and teasers come and go."""
    page = feed(A._replace(published_at=None, content_html="<p>x</p>"), B._replace(title="Anew"))._replace(kind="page")
    plan = plan_refresh(page, [known(A), known(B, 2)], last_success=LAST, now=NOW)
    assert plan.unchanged == 1
    assert [entry.id for entry in plan.changed] == [2]


def test_one_stored_entry_is_the_twin_of_one_published_only() -> None:
    plan = plan_refresh(feed(A._replace(uid="1"), A._replace(uid="2")), [known(A, 7)], last_success=LAST, now=NOW)
    assert [(entry.id, entry.data.uid) for entry in plan.changed] == [(7, "1")]
    assert [entry.data.uid for entry in plan.new] == ["2"]


@pytest.mark.parametrize(
    "changed",
    [
        A._replace(title="x"),
        A._replace(link=None),
        A._replace(author="x"),
        A._replace(published_at=None),
        A._replace(updated_at=1),
        A._replace(content_html="x"),
        A._replace(base_url="x"),
        A._replace(categories=("x",)),
        A._replace(language="x"),
        A._replace(enclosures=(Enclosure("x"),)),
    ],
)
def test_a_change_of_anything_shown_changes_the_hash(changed: EntryData) -> None:
    assert entry_hash(changed) != entry_hash(A)


def test_the_hash_does_not_depend_on_the_uid_or_the_run() -> None:
    assert entry_hash(A._replace(uid="z")) == entry_hash(A)
    assert entry_hash(EntryData("u", "T")).hex() == "6d30120fa0f8ec86da9977b3"


def test_text_cannot_move_from_one_part_to_the_next_unseen() -> None:
    assert entry_hash(EntryData("u", "ab", content_html="c")) != entry_hash(EntryData("u", "a", content_html="bc"))
    assert entry_hash(EntryData("u", "a", link="b")) != entry_hash(EntryData("u", "a", author="b"))


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_has_a_hash(title: str, body: str) -> None:
    assert len(entry_hash(EntryData("u", title, content_html=body + "\ud800"))) == 12


@given(
    st.lists(st.builds(EntryData, st.sampled_from("abcd"), st.sampled_from("xy"), st.sampled_from(["l", "m", None])))
)
def test_a_second_refresh_of_the_same_finds_nothing_new(entries: list[EntryData]) -> None:
    distinct = list({data.uid: data for data in entries}.values())
    first = plan_refresh(feed(*distinct), [], last_success=None, now=NOW)
    assert len(first.new) == len(distinct)
    stored = [known(entry.data, number) for number, entry in enumerate(first.new, 1)]
    second = plan_refresh(feed(*distinct), stored, last_success=NOW, now=NOW)
    assert (second.new, second.changed, second.unchanged) == ((), (), len(distinct))
