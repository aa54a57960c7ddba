"""Parts put together from compressed pieces are what the pieces were made from."""

import io
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st

from itaxl.pieces import Piece, pack, put_together


def _ended(pieces: list[Piece]) -> list[Piece]:
    end = zlib.compressobj(wbits=-zlib.MAX_WBITS).flush()
    return [*pieces, Piece(end, 0, 0)]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]))), max_size=5))
def test_pieces_are_read_as_one_text(texts: list[list[str]]) -> None:
    made = io.BytesIO()
    put_together({"a.xml": _ended([pack(each) for each in texts]), "ข.xml": _ended([pack(["ข"])])}, made)
    with zipfile.ZipFile(made) as archive:
        # Reading compares sizes and checksums.
        assert archive.read("a.xml").decode() == "".join(text for each in texts for text in each)
        assert archive.read("ข.xml").decode() == "ข"


def test_pieces_longer_than_a_stretch_of_zeros_have_the_right_checksum() -> None:
    long = ["มาตรการ" * 50_000, "x" * 65_536]
    made = io.BytesIO()
    put_together({"a.xml": _ended([pack(long[:1]), pack(long[1:]), pack(long)])}, made)
    with zipfile.ZipFile(made) as archive:
        assert archive.read("a.xml").decode() == "".join([*long, *long])
