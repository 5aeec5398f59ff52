"""The tables, as an append-only list of migrations: `user_version` is how many of them a store has seen."""

from typing import Final

APPLICATION_ID: Final = 0x4E_57_52_44
"""Marks the file as newsreader's ("NWRD", https://sqlite.org/pragma.html#pragma_application_id)."""

# What the user did (status) is apart from what was published (entry, content), so that a status outlives its entry:
# an entry that comes back is still read. `listed` is 0 where the feed is no longer subscribed and the entry is not
# starred. The indexes are partial and covering: a list or a count never reads the table. They end in the id, so that
# one read backwards is in the order of a list: (sort_at DESC, id DESC).
_FIRST: Final = """
CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    subscribed INTEGER NOT NULL DEFAULT 1,
    custom_title TEXT,
    own_title TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL GENERATED ALWAYS AS (coalesce(custom_title, nullif(own_title, ''), url)) VIRTUAL,
    folder TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]',
    language TEXT,
    own_language TEXT,
    link TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash BLOB,
    checked_at INTEGER,
    succeeded_at INTEGER,
    next_check_at INTEGER,
    last_result TEXT,
    error TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    paused INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE status (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    uid TEXT NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    listed INTEGER NOT NULL DEFAULT 1,
    arrived_at INTEGER NOT NULL,
    read_at INTEGER,
    sort_at INTEGER NOT NULL,
    UNIQUE (feed_id, uid)
) STRICT;

CREATE INDEX status_listed ON status (sort_at, id, feed_id) WHERE listed = 1;
CREATE INDEX status_unread ON status (sort_at, id, feed_id) WHERE listed = 1 AND read = 0;
CREATE INDEX status_starred ON status (sort_at, id, feed_id) WHERE listed = 1 AND starred = 1;
CREATE INDEX status_feed ON status (feed_id, sort_at, id) WHERE listed = 1;
CREATE INDEX status_feed_unread ON status (feed_id, sort_at, id) WHERE listed = 1 AND read = 0;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    link TEXT,
    author TEXT,
    published_at INTEGER,
    updated_at INTEGER,
    language TEXT,
    hash BLOB NOT NULL,
    revisions INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE content (
    id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    html BLOB NOT NULL,
    base_url TEXT NOT NULL,
    categories TEXT NOT NULL,
    enclosures TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    flag TEXT NOT NULL,
    value INTEGER NOT NULL,
    ids BLOB NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX journal_at ON journal (at);

CREATE TABLE note (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

# The page behind an entry, beside what the feed gave. A row without a body is a wish (`wanted`) or a failure (`error`);
# wishes survive a crash, so that a page that was to be fetched is.
_FULL_TEXT: Final = """
CREATE TABLE full_text (
    id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    wanted INTEGER NOT NULL DEFAULT 1,
    tries INTEGER NOT NULL DEFAULT 0,
    html BLOB,
    base_url TEXT NOT NULL DEFAULT '',
    lead_image TEXT,
    error TEXT,
    fetched_at INTEGER
) STRICT;

CREATE INDEX full_text_wanted ON full_text (id) WHERE wanted = 1;
"""

_DICTIONARY: Final = """
CREATE TABLE dictionary (
    id INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
"""

# Counts by feed, so that nothing counts entries to show them (see tallies). What is unread in one feed is few enough to
# be found among its entries: an index of it would cost every insert and every key more than it saves. A journal entry
# of another kind than a flag's has in `data` what it needs to be undone; `undone` grows with each undo, 0: not undone.
_TALLY: Final = """
DROP INDEX status_feed_unread;

CREATE TABLE tally (
    feed_id INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
    entries INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    starred INTEGER NOT NULL
) STRICT;

INSERT INTO tally (feed_id, entries, unread, starred)
SELECT feed_id, sum(listed), sum(listed AND NOT read), sum(listed AND starred) FROM status GROUP BY feed_id;

ALTER TABLE journal ADD COLUMN kind TEXT NOT NULL DEFAULT 'flag';
ALTER TABLE journal ADD COLUMN count INTEGER;
ALTER TABLE journal ADD COLUMN data TEXT;
"""

# What was removed for its age, as long as its feed may still list it (see retention). `uid_key` is a digest of the uid.
_TOMBSTONE: Final = """
CREATE TABLE tombstone (
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    uid_key INTEGER NOT NULL,
    listed_at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, uid_key)
) STRICT, WITHOUT ROWID;
"""

# What of a feed's last body was read, entry by entry (see parse.known_entries).
_SEEN: Final = "ALTER TABLE feed ADD COLUMN seen BLOB;"

# How much a feed matters, as its place in core.subscriptions.PRIORITIES; feeds.toml says it at the next start.
_PRIORITY: Final = "ALTER TABLE feed ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;"

# How a feed is asked: where its validators came from (null: its own URL), whether only a plain request is answered.
_ASKING: Final = """
ALTER TABLE feed ADD COLUMN validators_url TEXT;
ALTER TABLE feed ADD COLUMN plain INTEGER NOT NULL DEFAULT 0;
"""

# What the user does with single entries beside reading and starring them (see states). Tables of their own, as few
# entries have any of it: a new entry costs nothing more. An entry that is snoozed or deleted has `listed` 0.
_STATES: Final = """
CREATE TABLE snooze (
    id INTEGER PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    until INTEGER NOT NULL
) STRICT;

CREATE TABLE deleted (
    id INTEGER PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE later (
    id INTEGER PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    place INTEGER NOT NULL
) STRICT;

CREATE TABLE opened (
    turn INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE REFERENCES status (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE entry_tag (
    tag TEXT NOT NULL,
    id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_tag_id ON entry_tag (id, tag);

CREATE TABLE entry_note (
    id INTEGER PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
"""

# How often a feed is looked at and why (see core.pace; `pace` is JSON: seconds, hours, days), until when its server
# asked to be left alone, and where permanent redirects lead. The rate begins with the entries of the four weeks before
# the last check.
_PACE: Final = """
ALTER TABLE feed ADD COLUMN per_week REAL;
ALTER TABLE feed ADD COLUMN pace TEXT;
ALTER TABLE feed ADD COLUMN because TEXT;
ALTER TABLE feed ADD COLUMN host_until INTEGER;
ALTER TABLE feed ADD COLUMN moved_to TEXT;
ALTER TABLE feed ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;

UPDATE feed SET per_week = (SELECT count(*) / 4.0 FROM status s INDEXED BY status_feed
    WHERE s.listed = 1 AND s.feed_id = feed.id AND s.sort_at > feed.checked_at - 2419200)
WHERE succeeded_at IS NOT NULL;
"""

# Which entry is a copy of which (see copies): `kept` stands in lists, the copy is folded under it; `parted`: the user
# said that it is another article. `folds`: whether the copies that a feed brings are folded; feeds.toml says it at the
# next start. Pairs were a note before; of a chain of them the first link alone is taken over.
_COPY: Final = """
CREATE TABLE copy (
    id INTEGER PRIMARY KEY REFERENCES status (id) ON DELETE CASCADE,
    kept INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
    parted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX copy_kept ON copy (kept);

ALTER TABLE feed ADD COLUMN folds INTEGER NOT NULL DEFAULT 1;

INSERT OR IGNORE INTO copy (id, kept)
SELECT o.id, k.id FROM note n, json_each(iif(json_valid(n.value), n.value, '[]')) one,
    status o ON o.id = json_extract(iif(one.type = 'array', one.value, '[]'), '$[1]'),
    status k ON k.id = json_extract(iif(one.type = 'array', one.value, '[]'), '$[0]')
WHERE n.key = 'also_in' AND o.id <> k.id;

DELETE FROM copy WHERE kept IN (SELECT id FROM copy);

DELETE FROM note WHERE key = 'also_in';
"""

# What a feed's last check found, so that the report of a refresh outlives whoever made it.
_BROUGHT: Final = """
ALTER TABLE feed ADD COLUMN last_new INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN last_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN last_unchanged INTEGER NOT NULL DEFAULT 0;
"""

# What a server said of its last answer's freshness, and which other server, behind a redirect, refused a feed.
_SAID: Final = """
ALTER TABLE feed ADD COLUMN fresh_for INTEGER;
ALTER TABLE feed ADD COLUMN refused_by TEXT;

UPDATE feed SET fresh_for = next_check_at - checked_at WHERE because = 'fresh';
"""

# How a page is read for its news, as feeds.toml says; null for a feed.
_RULES: Final = "ALTER TABLE feed ADD COLUMN rules TEXT;"

MIGRATIONS: Final[tuple[str, ...]] = (
    _FIRST,
    _FULL_TEXT,
    _DICTIONARY,
    _TALLY,
    _TOMBSTONE,
    _SEEN,
    _PRIORITY,
    _ASKING,
    _STATES,
    _PACE,
    _COPY,
    _BROUGHT,
    _SAID,
    _RULES,
)
"""SQL scripts; a statement ends with its line. Append only: one that was released never changes."""
