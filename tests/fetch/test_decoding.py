"""Content codings: whole, cut off, broken, wrongly named, and bombs."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.fetch.decoding import Body, BodyError

TEXT = b"<rss>" + bytes(range(256)) * 40 + b"</rss>"
LIMIT = 2**20


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "deflate ": raw_deflate,
    "br": lambda data: bytes(brotli.compress(data, quality=5)),
}


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def decoded(coding: str | None, data: bytes, *, size: int = 1000, limit: int = LIMIT) -> bytes:
    body = Body(coding, limit=limit)
    for piece in pieces(data, size):
        body.feed(piece)
    return body.finish()


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_every_coding_is_undone_in_pieces_of_any_size(coding: str, size: int) -> None:
    assert decoded(coding, PACKERS[coding](TEXT), size=size) == TEXT


@pytest.mark.parametrize("coding", [None, "", "identity", "none", "UTF-8", "8bit", " Identity , utf-8"])
def test_words_that_mean_no_coding(coding: str | None) -> None:
    assert decoded(coding, TEXT) == TEXT


@pytest.mark.parametrize("coding", ["GZIP", "x-gzip", "gzip, identity"])
def test_other_names_of_gzip(coding: str) -> None:
    assert decoded(coding, gzip.compress(TEXT)) == TEXT


def test_codings_on_top_of_each_other() -> None:
    assert decoded("deflate, gzip", gzip.compress(zlib.compress(TEXT))) == TEXT


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("cut", [1, 2, 30, -9, -1])
def test_a_body_cut_off_inside_its_coding_is_noticed(coding: str, cut: int) -> None:
    packed = PACKERS[coding](TEXT)[:cut]
    with pytest.raises(BodyError, match="The answer ended early"):
        decoded(coding, packed)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_no_body_at_all_is_an_empty_body(coding: str) -> None:
    assert decoded(coding, b"") == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_not_compressed_as_it_says_is_broken(coding: str) -> None:
    with pytest.raises(BodyError, match="is broken"):
        decoded(coding, b"\xfe\xfe\xfe\xfe" * 50)


def test_a_checksum_that_is_wrong_is_noticed() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[-6] ^= 0xFF
    with pytest.raises(BodyError, match="is broken"):
        decoded("gzip", bytes(packed))


@pytest.mark.parametrize("text", [b"<rss/>", b'{"version": 1}', b"\n<feed/>", b"\xef\xbb\xbf<feed/>"])
def test_plain_text_under_the_name_of_gzip_is_taken_as_it_is(text: bytes) -> None:
    assert decoded("gzip", text) == text


def test_zlib_under_the_name_of_gzip_is_undone() -> None:
    assert decoded("gzip", zlib.compress(TEXT)) == TEXT


@pytest.mark.parametrize("size", [1, 100_000])
def test_gzip_of_several_members_is_one_body(size: int) -> None:
    assert decoded("gzip", gzip.compress(b"<a>") + gzip.compress(b"</a>"), size=size) == b"<a></a>"


@pytest.mark.parametrize("coding", PACKERS)
def test_padding_after_the_end_is_ignored(coding: str) -> None:
    assert decoded(coding, PACKERS[coding](TEXT) + b"\0" * 10, size=1) == TEXT


@pytest.mark.parametrize("coding", ["zstd", "compress", "gzip, aes128gcm", "exi\x1b[31m"])
def test_an_unknown_coding_is_named(coding: str) -> None:
    name = coding.rpartition(" ")[2].replace("\x1b[31m", "")
    with pytest.raises(BodyError, match=f"not known here: “{name}”"):
        Body(coding, limit=LIMIT)


def test_many_codings_are_refused() -> None:
    with pytest.raises(BodyError, match="5 times over"):
        Body("gzip, gzip, gzip, gzip, gzip", limit=LIMIT)


@pytest.mark.parametrize("coding", PACKERS)
def test_a_body_may_be_as_large_as_the_limit_and_no_larger(coding: str) -> None:
    packed = PACKERS[coding](b"x" * 5000)
    assert len(decoded(coding, packed, limit=5000)) == 5000
    with pytest.raises(BodyError, match="too large: it has more than 4999 bytes"):
        decoded(coding, packed, limit=4999)


def test_the_limit_holds_without_a_coding() -> None:
    with pytest.raises(BodyError, match="more than 1 MB"):
        decoded(None, b"x" * (LIMIT + 1))


def test_a_body_in_very_many_pieces_takes_little_more_than_its_size() -> None:
    body = Body(None, limit=10**6)
    tracemalloc.start()
    try:
        for number in range(100_000):
            body.feed(b"%04d" % (number % 10_000))
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 800_000
    assert body.finish() == b"".join(b"%04d" % (number % 10_000) for number in range(100_000))


@pytest.mark.parametrize("coding", PACKERS)
def test_a_decompression_bomb_stops_at_the_limit(coding: str) -> None:
    bomb = PACKERS[coding](bytes(64 * 2**20))
    tracemalloc.start()
    try:
        with pytest.raises(BodyError, match="too large"):
            decoded(coding, bomb, size=len(bomb))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * 2**20


def test_a_bomb_in_a_bomb_stops_at_the_limit() -> None:
    with pytest.raises(BodyError, match="too large"):
        decoded("gzip, gzip", gzip.compress(gzip.compress(bytes(64 * 2**20))))


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=3000), st.integers(1, 500))
def test_whatever_was_packed_comes_back(coding: str, data: bytes, size: int) -> None:
    assert decoded(coding, PACKERS[coding](data), size=size) == data


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=500), st.integers(1, 50))
def test_no_bytes_raise_anything_else(coding: str, data: bytes, size: int) -> None:
    try:
        assert isinstance(decoded(coding, data, size=size), bytes)
    except BodyError as error:
        assert str(error).endswith(".")
