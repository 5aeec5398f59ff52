"""Feeds: what feeds.toml says of them, and what the last checks found."""

from collections.abc import Sequence
from typing import Final

from newsreader.core.feeds import Brought, FeedCounts, FeedState, Validators
from newsreader.core.health import Activity
from newsreader.core.subscriptions import PRIORITIES, Priority, Subscription
from newsreader.core.urls import display_url
from newsreader.store.activity import activity
from newsreader.store.database import Database, Row
from newsreader.store.listing import LISTED
from newsreader.store.merging import adopt
from newsreader.store.tallies import recount, tallies
from newsreader.store.values import bounded, json_text, moment, read_list, read_pace, text, text_or_none

_COLUMNS: Final = (
    "id, url, title, own_title, link, folder, tags, subscribed, etag, last_modified, body_hash, checked_at, "
    "succeeded_at, next_check_at, last_result, error, failures, failing_since, paused, validators_url, plain, "
    "per_week, pace, because, host_until, moved_to, moves, fresh_for, refused_by, "
    "last_new, last_changed, last_unchanged"
)

_UPSERT: Final = """
INSERT INTO feed (url, custom_title, folder, tags, language, position, priority, folds, rules, subscribed, own_title)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
ON CONFLICT (url) DO UPDATE SET custom_title = excluded.custom_title, folder = excluded.folder, tags = excluded.tags,
    language = excluded.language, position = excluded.position, priority = excluded.priority,
    folds = excluded.folds, subscribed = 1, rules = excluded.rules,
    etag = iif(rules IS excluded.rules, etag, NULL), last_modified = iif(rules IS excluded.rules, last_modified, NULL),
    body_hash = iif(rules IS excluded.rules, body_hash, NULL), seen = iif(rules IS excluded.rules, seen, NULL)
"""

_Wanted = tuple[str, str | None, str, str, str | None, int, int, int, str | None]


class Feeds:
    """The feeds of one store. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def sync(self, subscriptions: Sequence[Subscription]) -> None:
        """Make the store follow feeds.toml: these feeds, in this order; of two with one URL the first counts.

        Nothing is deleted: the entries of a feed that is absent are no longer listed, apart from starred ones, and
        are listed again once it comes back. A page that is to be read in another way is read whole the next time,
        though nothing is new on it. Writes nothing, and so waits for nobody, where nothing has changed.
        """
        wanted: dict[str, _Wanted] = {}
        for position, subscription in enumerate(subscriptions):
            row = _wanted(subscription, position)
            wanted.setdefault(row[0], row)
        if self._subscribed() == wanted:
            return
        with self._db.transaction():
            known = self._subscribed()
            if self._rename(known.keys() - wanted.keys(), wanted.keys() - known.keys()):
                known = self._subscribed()
            self._db.write_many(
                _UPSERT, [(*row, _nameless(url)) for url, row in wanted.items() if known.get(url) != row]
            )
            self._unsubscribe(known.keys() - wanted.keys())
            self._relist(wanted.keys() - known.keys())
            changed = wanted.keys() ^ known.keys()
            recount(self._db, [row[0] for row in self._db.rows("SELECT id, url FROM feed") if row[1] in changed])

    def will_move(self, feed_id: int, url: str) -> None:
        """Note the address under which a feed will stand in feeds.toml: it is the same feed then."""
        self._db.write("UPDATE feed SET moved_to = ? WHERE id = ?", (text(url), bounded(feed_id)))

    def _rename(self, leaving: set[str], coming: set[str]) -> bool:
        """Give feeds whose new address has come in the place of the old one that address; whether there were any.

        Validators that came from the new address are its own now, and others are no longer sent. A feed that was left
        at that address before is the same one: its entries come along, and it gets the old address.
        """
        moved = [
            (new, url)
            for url, new in self._db.rows("SELECT url, moved_to FROM feed WHERE subscribed = 1 AND moved_to NOT NULL")
            if url in leaving and new in coming
        ]
        for new, url in dict(moved).items():  # two may have moved to one address: one of them goes there
            former = self._db.value("SELECT id FROM feed WHERE url = ?", (new,))
            if former is not None:
                adopt(self._db, self._db.value("SELECT id FROM feed WHERE url = ?", (url,)), former)
                self._db.write("UPDATE feed SET url = '', moved_to = NULL, moves = 0 WHERE id = ?", (former,))
            self._db.write(
                "UPDATE feed SET url = ?1, moved_to = NULL, moves = 0, validators_url = NULL, "
                "etag = iif(validators_url = ?1, etag, NULL), "
                "last_modified = iif(validators_url = ?1, last_modified, NULL) WHERE url = ?2",
                (new, url),
            )
            if former is not None:
                self._db.write("UPDATE feed SET url = ? WHERE id = ?", (url, former))
        return bool(moved)

    def _subscribed(self) -> dict[str, _Wanted]:
        rows = self._db.rows(
            "SELECT url, custom_title, folder, tags, language, position, priority, folds, rules "
            "FROM feed WHERE subscribed = 1"
        )
        return {row[0]: row for row in rows}

    def _unsubscribe(self, urls: set[str]) -> None:
        rows = [(url,) for url in urls]
        self._db.write_many("UPDATE feed SET subscribed = 0 WHERE url = ?", rows)
        self._db.write_many(
            "UPDATE status SET listed = 0 "
            "WHERE listed = 1 AND starred = 0 AND feed_id = (SELECT id FROM feed WHERE url = ?)",
            rows,
        )

    def _relist(self, urls: set[str]) -> None:
        self._db.write_many(
            "UPDATE status SET listed = 1 "
            f"WHERE listed = 0 AND feed_id = (SELECT id FROM feed WHERE url = ?) AND {LISTED}",
            [(url,) for url in urls],
        )

    def all(self) -> list[FeedState]:
        """The subscribed feeds, in the order of feeds.toml."""
        return [
            _state(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM feed WHERE subscribed = 1 ORDER BY position")
        ]

    def any(self) -> bool:
        """Whether there is a subscribed feed."""
        return self._db.value("SELECT 1 FROM feed WHERE subscribed = 1 LIMIT 1") is not None

    def urls_of(self, least: Priority | None) -> frozenset[str]:
        """The subscribed feeds that matter at least so much; None: all."""
        lowest = len(PRIORITIES) if least is None else PRIORITIES.index(least)
        rows = self._db.rows("SELECT url FROM feed WHERE subscribed = 1 AND priority <= ?", (lowest,))
        return frozenset(url for (url,) in rows)

    def count_never_read(self, urls: Sequence[str]) -> int:
        """How many of `urls` are feeds of which no body has been read yet."""
        number: int = self._db.value(
            "SELECT count(*) FROM feed WHERE body_hash IS NULL AND url IN (SELECT value FROM json_each(?))",
            (json_text(list(urls)),),
        )
        return number

    def get(self, url: str) -> FeedState | None:
        """The feed at `url`, subscribed or not; None where there never was one."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM feed WHERE url = ?", (text(url),))
        return _state(row) if row else None

    def by_id(self, feed_id: int) -> FeedState | None:
        """Likewise, by the store's id."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM feed WHERE id = ?", (bounded(feed_id),))
        return _state(row) if row else None

    def activity(self) -> dict[int, Activity]:
        """What the newest entries tell of each subscribed feed, by its id; some rows of each are read."""
        return activity(self._db)

    def counts(self) -> dict[int, FeedCounts]:
        """Listed entries by feed id: every subscribed feed, and those unsubscribed that have starred entries."""
        kept = tallies(self._db)
        return {
            feed_id: kept.get(feed_id, FeedCounts())
            for feed_id, subscribed in self._db.rows("SELECT id, subscribed FROM feed")
            if subscribed or (feed_id in kept and kept[feed_id].entries)
        }


def _wanted(subscription: Subscription, position: int) -> _Wanted:
    return (
        text(subscription.url),
        text_or_none(subscription.title) or None,
        text(subscription.folder),
        json_text([text(tag) for tag in subscription.tags]),
        text_or_none(subscription.language),
        position,
        PRIORITIES.index(subscription.priority),
        int(subscription.duplicates == "fold"),
        None if subscription.page is None else text(json_text(subscription.page)),
    )


def _nameless(url: str) -> str:
    """What a feed is called until it has said its name: "", which means its URL, unless a secret is in that."""
    shown = display_url(url)
    return "" if shown == url else shown


def _state(row: Row) -> FeedState:
    (
        feed_id,
        url,
        title,
        own_title,
        link,
        folder,
        tags,
        subscribed,
        etag,
        last_modified,
        body_hash,
        checked_at,
        succeeded_at,
        next_check_at,
        last_result,
        error,
        failures,
        failing_since,
        paused,
        validators_url,
        plain,
        per_week,
        pace,
        because,
        host_until,
        moved_to,
        moves,
        fresh_for,
        refused_by,
        *brought,
    ) = row
    return FeedState(
        id=feed_id,
        url=url,
        title=title,
        own_title=own_title,
        link=link,
        folder=folder,
        tags=tuple(read_list(tags)) if tags != "[]" else (),  # most have none, and lists of feeds are read often
        subscribed=bool(subscribed),
        validators=Validators(etag, last_modified, validators_url),
        body_hash=body_hash,
        checked_at=moment(checked_at),
        succeeded_at=moment(succeeded_at),
        next_check_at=moment(next_check_at),
        last_result=last_result,
        error=error,
        failures=failures,
        failing_since=moment(failing_since),
        paused=bool(paused),
        plain=bool(plain),
        per_week=per_week,
        pace=read_pace(pace),
        because=because,
        host_until=moment(host_until),
        moved_to=moved_to,
        moves=moves,
        fresh_for=fresh_for,
        refused_by=refused_by,
        brought=Brought(*brought),
    )
