"""Papers as print-ready Excel workbooks."""

from pathlib import Path

from itaxl.papers.document import Paper


def write_excel(place: Path, paper: Paper) -> None:
    """Write a paper as a workbook, one sheet a section.

    Raises:
        OSError: the place cannot be written.
    """
    raise NotImplementedError(place, paper)
