"""`feeds`: the subscriptions, what they have, and when they are read next."""

import argparse

from newsreader import wiring
from newsreader.cli.exit_status import DONE
from newsreader.cli.output import feed_object, local, local_from, say, say_json
from newsreader.core.health import is_alarming
from newsreader.core.subscriptions import Subscription
from newsreader.core.urls import display_url
from newsreader.library.health import NextChecks
from newsreader.library.page_probe import page_hint
from newsreader.library.refresh_status import result_text
from newsreader.wiring import Config


def feeds(config: Config, arguments: argparse.Namespace) -> int:
    with wiring.open_library(config) as library:
        followed = library.following.by_url()
        checks = NextChecks(library)
        for feed, counts in library.feeds():
            if arguments.json:
                say_json(feed_object(feed._replace(next_check_at=checks.at(feed)), counts))
                continue
            checked = f"checked {local(feed.checked_at)}" + (f", {result_text(feed)}" if feed.last_result else "")
            next_at, why = checks.at(feed), checks.reason(feed)
            due = f"next {local_from(next_at, 'soon')}: {why}" if next_at is not None else why
            say(f"{feed.title}\t{display_url(feed.url)}\t{counts.unread} unread of {counts.entries}\t{checked}\t{due}")
            if feed.error:
                since = f" Failing since {local(feed.failing_since)}." if feed.failing_since is not None else ""
                say(f"  {'!' if is_alarming(feed) else ' '} {feed.error}{since}")
            if hint := page_hint(library.store, followed.get(feed.url, Subscription(feed.url))):
                say(f"    {hint}")
    return DONE
