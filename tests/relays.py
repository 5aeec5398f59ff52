"""A proxy on loopback for tests: HTTP (CONNECT and absolute addresses), SOCKS5 (RFC 1928, 1929) and SOCKS4.

    with Relay() as relay:
        ... fetch by way of relay.url("socks5h") ...
        assert relay.asked == [Asked("socks5", "news.example", 80)]

Whatever is asked for, it connects to `leads_to`, or to the loopback port that was asked for where that is None.
"""

import asyncio
import base64
import contextlib
from dataclasses import dataclass

from server_thread import ENDS, ServerThread


@dataclass(frozen=True, slots=True)
class Asked:
    """What the proxy was asked for: `login` is "name:password", None where none came."""

    kind: str
    host: str
    port: int
    login: str | None = None


class Relay(ServerThread):
    """Listens at a free port of 127.0.0.1 from construction to `stop()`. `refuses`: it connects nobody."""

    def __init__(self, *, leads_to: int | None = None, refuses: bool = False, needs_login: bool = False) -> None:
        self.asked: list[Asked] = []
        self.heads: list[str] = []
        """The heads of requests by HTTP, with CONNECT or an absolute address."""
        self._leads_to = leads_to
        self._refuses = refuses
        self._needs_login = needs_login
        super().__init__()

    def url(self, scheme: str, login: str = "") -> str:
        return f"{scheme}://{f'{login}@' if login else ''}127.0.0.1:{self.port}"

    # Within the relay's thread

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        match await reader.readexactly(1):
            case b"\x05":
                await self._socks5(reader, writer)
            case b"\x04":
                await self._socks4(reader, writer)
            case first:
                await self._http(first + await reader.readuntil(b"\r\n\r\n"), reader, writer)

    async def _socks5(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        login = None
        if 2 in methods:
            writer.write(b"\x05\x02")
            await reader.readexactly(1)
            name = await reader.readexactly((await reader.readexactly(1))[0])
            word = await reader.readexactly((await reader.readexactly(1))[0])
            login = f"{name.decode()}:{word.decode()}"
            writer.write(b"\x01\x00")
        else:
            writer.write(b"\x05\xff" if self._needs_login else b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            raw = await reader.readexactly(4 if kind == 1 else 16)
            host = ".".join(map(str, raw)) if kind == 1 else raw.hex(":")
        port = int.from_bytes(await reader.readexactly(2))
        self.asked.append(Asked("socks5", host, port, login))
        writer.write(bytes([5, 5 if self._refuses else 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        await self._join(port, reader, writer)

    async def _socks4(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)
        port = int.from_bytes(await reader.readexactly(2))
        host = ".".join(map(str, await reader.readexactly(4)))
        await reader.readuntil(b"\0")
        self.asked.append(Asked("socks4", host, port))
        writer.write(bytes([0, 91 if self._refuses else 90, 0, 0, 0, 0, 0, 0]))
        await self._join(port, reader, writer)

    async def _http(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        text = head.decode("latin-1")
        self.heads.append(text)
        method, target, _ = text.split(" ", 2)
        place = target.removeprefix("http://").partition("/")[0]
        host, _, digits = place.partition(":")
        port = int(digits or 80)
        lines = (line.partition(":") for line in text.split("\r\n"))
        login = next((value for name, _, value in lines if name.lower() == "proxy-authorization"), None)
        told = base64.b64decode(login.split()[1]).decode() if login else None
        self.asked.append(Asked(method, host, port, told))
        if self._refuses:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await self._join(port, reader, writer)
        else:
            await self._join(
                port, reader, writer, head.replace(target.encode(), b"/" + target.split("/", 3)[3].encode())
            )

    async def _join(
        self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: bytes = b""
    ) -> None:
        await writer.drain()
        if self._refuses:
            return
        there, out = await asyncio.open_connection("127.0.0.1", self._leads_to or port)
        out.write(first)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_pour(reader, out))
                group.create_task(_pour(there, writer))
        finally:
            out.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(*ENDS):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(*ENDS, RuntimeError):
        writer.close()
