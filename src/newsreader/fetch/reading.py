"""The body of an aiohttp answer, read piece by piece."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import aiohttp

from newsreader.fetch.decoding import Body, BodyError, too_large

_WATCH_SECONDS: Final = 0.2


async def whole_body(response: aiohttp.ClientResponse, *, limit: int) -> bytes:
    """The decoded body of at most `limit` bytes. Raises BodyError, and what aiohttp raises."""
    if (response.content_length or 0) > limit:
        raise too_large(limit)
    body = Body(",".join(response.headers.getall("Content-Encoding", ())), limit=limit)
    async for piece in _pieces(response):
        body.feed(piece)
    return body.finish()


async def beginning(response: aiohttp.ClientResponse, *, limit: int) -> bytes:
    """About the first `limit` bytes of the decoded body, or as much of them as can be read."""
    try:
        body = Body(",".join(response.headers.getall("Content-Encoding", ())), limit=limit)
    except BodyError:
        return b""
    try:
        async for piece in _pieces(response):
            body.feed(piece)
    except (BodyError, aiohttp.ClientError, OSError):
        pass  # what came before that is still good
    return body.so_far()


async def _pieces(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    read = response.content.readany
    if response.headers.get("Transfer-Encoding") is not None:
        while piece := await _watched(response):
            yield piece
    while piece := await read():
        yield piece


async def _watched(response: aiohttp.ClientResponse) -> bytes:
    """The next piece of a body in chunks; b"" at its end.

    After a chunk that it cannot read, aiohttp 3.14 (its parser in C) closes the connection without ending the body,
    and a reader would wait for ever.
    """
    while True:
        try:
            async with asyncio.timeout(_WATCH_SECONDS):
                return await response.content.readany()
        except TimeoutError:
            connection = response.connection
            if connection is not None and (connection.transport is None or connection.transport.is_closing()):
                raise aiohttp.ClientPayloadError("a broken chunk") from None
