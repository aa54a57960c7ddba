"""Where ISA-L does not run, workbooks are compressed by Python's own zlib."""

import importlib
import io
import sys
import zipfile

import pytest

from itaxl import deflate
from itaxl.pieces import Piece, pack, put_together

_ROWS = [f"<row>{number} ก</row>" for number in range(1000)]


def _written() -> bytes:
    """A part that is made of two pieces and an end."""
    end = deflate.compressobj(deflate.LEVEL, deflate.DEFLATED, deflate.RAW).flush()
    file = io.BytesIO()
    put_together({"a.xml": [pack(_ROWS), pack(_ROWS), Piece(end, 0, 0)]}, file)
    return file.getvalue()


def _read(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read("a.xml").decode()


def test_zlib_takes_the_place_of_isa_l(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = _written()
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "isal.isal_zlib", None)
        importlib.reload(deflate)
        assert deflate.compressobj.__module__ != "isal.isal_zlib"
        slow = _written()
    importlib.reload(deflate)
    assert _read(fast) == _read(slow) == "".join(_ROWS * 2)
