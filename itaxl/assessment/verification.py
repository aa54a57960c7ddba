"""How far what a catalogue states can be relied on, and what it rests on."""

from enum import StrEnum

from msgspec import Struct

UNVERIFIED_MARK = "*"
"""Stands behind everything in a workbook that no official document was read for."""


class Standing(StrEnum):
    """How far a statement of a catalogue can be relied on."""

    VERIFIED = "verified"
    INFERRED = "inferred"
    FROM_MEMORY = "from-memory"


def marked(words: str, standing: Standing) -> str:
    """Words with the mark that no official document was read for them, where that is so."""
    return words if standing is Standing.VERIFIED else f"{words} {UNVERIFIED_MARK}"


class Source(Struct, frozen=True):
    """A document that a catalogue rests on."""

    code: str
    title: str
    url: str
