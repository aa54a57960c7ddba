"""Papers as Word documents."""

from pathlib import Path

from itaxl.papers.document import Paper


def write_word(place: Path, paper: Paper) -> None:
    """Write a paper as a Word document.

    Raises:
        OSError: the place cannot be written.
    """
    raise NotImplementedError(place, paper)
