"""E-mail addresses as people type them into a cell; nothing but addresses leaves this module."""

import re

from msgspec import Struct

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_LOCAL})@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
_NAMED = re.compile(r"[^<>@]*<\s*([^<>\s]+)\s*>")
_LONGEST, _LONGEST_LOCAL = 254, 64  # RFC 5321
_MOST = 20  # of one unit; a whole distribution list is no unit's address


class AddressReading(Struct, frozen=True):
    """What a cell for addresses holds.

    Attributes:
        addresses: those to write to, each once; none where anything else stands in the cell.
        wrong: what is no address, as it stands there; empty where all is well.
    """

    addresses: tuple[str, ...] = ()
    wrong: str = ""


def read_addresses(text: str) -> AddressReading:
    """Read one or several addresses, with or without names, divided by commas, semicolons, blanks or lines.

    One part that is no address makes the whole cell doubtful: then nobody is written to.

    >>> read_addresses("กองคลัง <fin@example.go.th>; mailto:tax@example.go.th").addresses
    ('fin@example.go.th', 'tax@example.go.th')
    >>> read_addresses("fin@example.go.th Bcc: x@example.com")
    AddressReading(addresses=(), wrong='Bcc:')
    """
    found: dict[str, str] = {}
    for part in re.split(r"[,;\r\n]+", text.replace("\u200b", "")):
        named = _NAMED.fullmatch(part.strip())
        for word in [named[1]] if named else part.split():
            address = re.sub(r"(?i)^mailto:", "", word)
            if not _is_address(address):
                return AddressReading(wrong=word)
            found.setdefault(address.casefold(), address)
    if len(found) > _MOST:
        return AddressReading(wrong=f"{len(found)} > {_MOST}")
    return AddressReading(tuple(found.values()))


def _is_address(text: str) -> bool:
    match = _ADDRESS.fullmatch(text)
    return bool(match) and len(text) <= _LONGEST and len(match["local"]) <= _LONGEST_LOCAL if match else False
