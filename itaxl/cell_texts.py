"""What texts are to Excel: how much of one a cell keeps (others keep more), and how a sheet is named."""

MOST_LETTERS = 32_767
"""In UTF-16 units: a letter beyond the basic plane, such as 😀, counts twice."""


def letters(text: str) -> int:
    """How long Excel takes a text to be.

    >>> letters("ก😀")
    3
    """
    return len(text) + sum(letter > "\uffff" for letter in text)


def kept(text: str) -> str:
    """As much of a text as a cell keeps.

    >>> len(kept("ก" * 40_000)), len(kept("😀" * 40_000)), kept("ก")
    (32767, 16383, 'ก')
    """
    if 2 * len(text) <= MOST_LETTERS or letters(text) <= MOST_LETTERS:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * MOST_LETTERS].decode("utf-16-le", "ignore")


def of_sheet(name: str) -> str:
    """A sheet as formulas and links name it, before the address of a cell.

    >>> of_sheet("ผล'รวม")
    "'ผล''รวม'!"
    """
    return "'" + name.replace("'", "''") + "'!"
