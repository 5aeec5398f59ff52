"""A reader asks a real worker process for the pictures of an article."""

import asyncio
from pathlib import Path

from feed_documents import rss
from loopback import LoopbackServer
from newsreader import wiring
from newsreader.config.paths import Paths, prepare
from newsreader.core.events import ImagesFinished, ImageTried, RefreshFinished, WorkerEvent
from newsreader.core.images import PictureSize
from newsreader.library.views import ALL
from newsreader.library.worker_client import WorkerClient
from sample_pictures import huge_png, picture

PATIENCE = 30.0


async def test_pictures_come_from_the_worker_into_the_data_folder(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path)
    prepare(paths)
    heard: asyncio.Queue[WorkerEvent] = asyncio.Queue()
    client = WorkerClient(wiring.worker_command(paths), heard.put_nowait)

    async def until(kind: type[WorkerEvent]) -> list[WorkerEvent]:
        events: list[WorkerEvent] = []
        async with asyncio.timeout(PATIENCE):
            while not events or not isinstance(events[-1], kind):
                events.append(await heard.get())
        return events

    with LoopbackServer() as server:
        body = "&lt;img src=&quot;/good.jpg&quot;&gt;&lt;img src=&quot;/bomb.png&quot;&gt;"
        feed = rss("Chips").replace(b"&lt;p&gt;The text of Chips.&lt;/p&gt;", body.encode())
        server.serve("/feed", feed.replace(b"https://news.example", server.url("").encode()))
        server.serve("/good.jpg", picture(3_200, 1_600, "JPEG"), content_type="image/jpeg")
        server.serve("/bomb.png", huge_png(), content_type="image/png")
        paths.feeds_file.write_text(f'[defaults]\nfull_text = "never"\n\n[[feed]]\nurl = "{server.url("/feed")}"\n')
        try:
            await client.refresh(None, asked=True)
            await until(RefreshFinished)
            with wiring.open_store(paths) as library:
                (entry_id,) = library.headlines(ALL).ids
            assert await client.images(entry_id)
            events = await until(ImagesFinished)
        finally:
            await client.stop()
    tried = {event.url: event.reason for event in events if isinstance(event, ImageTried)}
    assert tried[server.url("/good.jpg")] is None
    assert "too many pixels" in (tried[server.url("/bomb.png")] or "")
    assert events[-1] == ImagesFinished(entry_id, 1, 1)
    assert wiring.open_images(paths).size(server.url("/good.jpg")) == PictureSize(1_600, 800)
