"""The fiscal year of Thai public agencies and its reporting rounds."""

from datetime import date, timedelta

from msgspec import Struct

BUDDHIST_OFFSET = 543
"""Years between the Buddhist and the common era, as Thailand counts them."""

ROUNDS = (3, 6, 9, 12)
"""Reporting rounds, in months since the fiscal year began."""


class FiscalYear(Struct, frozen=True, order=True):
    """A fiscal year named by its Buddhist year: 2566 runs from 1 October 2022 to 30 September 2023.

    >>> FiscalYear(2566).start, FiscalYear(2566).end
    (datetime.date(2022, 10, 1), datetime.date(2023, 9, 30))
    """

    number: int

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.number - BUDDHIST_OFFSET - 1, 10, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return date(self.number - BUDDHIST_OFFSET, 9, 30)

    def end_of_round(self, months: int) -> date:
        """The last day of a reporting round of so many months.

        >>> FiscalYear(2566).end_of_round(3), FiscalYear(2566).end_of_round(12)
        (datetime.date(2022, 12, 31), datetime.date(2023, 9, 30))
        """
        after = self.start.month - 1 + months
        return date(self.start.year + after // 12, after % 12 + 1, 1) - timedelta(1)

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies inside the year."""
        return self.start <= day <= self.end
