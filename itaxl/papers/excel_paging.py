"""Which strip stands on which page, and the rows that it takes: a row may not be higher than 409 points.

The pages are ended here and not left to Excel, which would move a whole row to the next page, and cut one
that is higher than a page in the middle of a line.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from itaxl.papers.excel_strips import POINTS_A_PIXEL, Strip

_HIGHEST_ROW = 400.0
_FEWEST_LINES = 2  # of a text on one page


class Placed(Struct):
    """A strip and its rows on the sheet.

    Attributes:
        ends_page: whether the page ends below it.
    """

    strip: Strip
    row: int
    heights: list[float]
    ends_page: bool = False


class Paged(Struct):
    """A sheet laid out.

    Attributes:
        breaks: rows that begin a page.
        repeated: the row that is printed on top of every later page.
    """

    placed: list[Placed] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    repeated: int | None = None
    rows: int = 0


def paged(strips: Sequence[Strip], room: float) -> Paged:
    """Lay strips out on pages that are `room` points high."""
    repeats = _table_to_repeat(strips, room)
    result = _placed(strips, room, repeats)
    if result.repeated is None:
        return result
    ends = max(each.row + len(each.heights) for each in result.placed if each.strip.table == repeats)
    if any(each >= ends for each in result.breaks):
        # On a page behind the table its header would stand above what is none of its rows.
        return _placed(strips, room, None)
    return result


def _placed(strips: Sequence[Strip], room: float, repeats: int | None) -> Paged:
    pager = _Pager(room, repeats)
    for cluster in _clusters(strips):
        pager.place(cluster)
    return pager.paged


def _clusters(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Strips that have to begin on one page."""
    cluster: list[Strip] = []
    for strip in strips:
        if strip.begins_page and cluster:
            yield cluster
            cluster = []
        cluster.append(strip)
        if not strip.keeps_next:
            yield cluster
            cluster = []
    if cluster:
        yield cluster


class _Pager:
    def __init__(self, room: float, repeats: int | None) -> None:
        """Begin a sheet.

        Args:
            room: how high a page is.
            repeats: the table whose header Excel repeats, if any.
        """
        self.paged = Paged()
        self._page = room
        self._repeats = repeats
        self._left = room
        self._is_fresh = True  # nothing but repeated headers on the page
        self._repeated = 0.0  # height of the header that Excel repeats
        self._header: Strip | None = None  # of the table being placed, where it is repeated here

    def place(self, cluster: Sequence[Strip]) -> None:
        """Place strips that belong together, on a new page where they would not begin on this one."""
        if cluster[0].begins_page:
            self._end_page(cluster[0])
        *before, last = cluster
        above = sum(each.height + each.gap for each in before) + last.gap
        fresh = self._fresh(cluster[0])
        needed = above + self._beginning(last, self._left - above)
        if needed > fresh:
            needed = above + (_least(last) if last.pitch else last.height)
        if self._left < needed <= fresh:
            self._end_page(cluster[0])
        for strip in before:
            self._place(strip, may_move=False)
        self._place(last, may_move=not before)

    def _place(self, strip: Strip, *, may_move: bool) -> None:
        if strip.gap and not self._is_fresh and strip.gap <= self._left:
            self._add(Strip((), strip.gap), [_whole(strip.gap)])
        if strip.is_header:
            self._header = None
        ending = strip.height + strip.followed_by
        if ending > self._left and self._is_better_moved(strip) and (may_move or not strip.pitch):
            self._end_page(strip)
        if (ending if strip.table is None else strip.height) <= self._left or not strip.pitch:
            self._add(strip, _rows(strip.height))
        else:
            self._split(strip)
        if strip.is_header:
            self._remember(strip)
        elif strip.table is None:
            self._header = None

    def _beginning(self, strip: Strip, left: float) -> float:
        """How much of a strip has to stand on the page on which it begins, where so much is left."""
        ending = strip.height + strip.followed_by
        return ending if ending > left and self._is_better_moved(strip) else _least(strip)

    def _is_better_moved(self, strip: Strip) -> bool:
        """Whether a strip that does not fit should be moved and not split.

        A row of a table is split only where it is higher than a page: another program's lines are not quite
        as high as ours, and a page that ends within a line cannot be read.
        """
        if self._is_fresh:
            return False
        fresh = self._fresh(strip)
        if strip.pitch and strip.table is None:
            return False
        if strip.height + strip.followed_by <= fresh:
            return True
        # Rather a signature alone on its page than a row cut for its sake.
        return self._left < strip.height and (strip.height <= fresh or not strip.pitch)

    def _split(self, strip: Strip) -> None:
        """Give a strip the rest of this page and as much of the next ones as it needs.

        A strip that is followed by a signature is split even where it would fit, but has to end somewhere.
        """
        placed: Placed | None = None
        done, above = 0.0, 0  # points and lines on the pages before
        while strip.height - done + strip.followed_by > self._left:
            here = min(int((self._left + done) / strip.pitch), strip.lines - _FEWEST_LINES) - above
            if here < _FEWEST_LINES and self._is_fresh:
                if strip.height - done <= self._left:
                    break
                here = 1
            if here >= _FEWEST_LINES or self._is_fresh:
                placed = placed or self._begin(strip)
                above += here
                end = min(_whole(above * strip.pitch), strip.height)
                self._take(placed, _rows(end - done))
                done = end
            self._end_page(None if placed else strip)
        self._take(placed or self._begin(strip), _rows(strip.height - done))

    def _begin(self, strip: Strip) -> Placed:
        placed = Placed(strip, self.paged.rows, [])
        self.paged.placed.append(placed)
        return placed

    def _add(self, strip: Strip, heights: list[float]) -> None:
        self._take(self._begin(strip), heights)

    def _take(self, placed: Placed, heights: list[float]) -> None:
        placed.heights.extend(heights)
        self.paged.rows += len(heights)
        self._left -= sum(heights)
        self._is_fresh = False

    def _end_page(self, first: Strip | None) -> None:
        """Begin a page; `first` is what will stand on it, None for the rest of a strip."""
        if self._is_fresh:
            return
        self.paged.breaks.append(self.paged.rows)
        self.paged.placed[-1].ends_page = True
        self._left = self._page - self._repeated
        header = self._header
        if header is not None and first is not None and first.table == header.table:
            self._add(header, _rows(header.height))
        self._is_fresh = True

    def _fresh(self, strip: Strip) -> float:
        """The room of a new page that begins with a strip."""
        header = self._header
        copied = header.height if header is not None and strip.table == header.table else 0.0
        return self._page - self._repeated - copied

    def _remember(self, header: Strip) -> None:
        if header.table == self._repeats:
            self.paged.repeated = self.paged.placed[-1].row
            self._repeated = header.height
        elif header.height <= self._page / 3:
            self._header = header


def _table_to_repeat(strips: Sequence[Strip], room: float) -> int | None:
    """The last table, if little follows it: Excel repeats one header, on all pages after it."""
    last = max((each.table for each in strips if each.table is not None), default=None)
    if last is None:
        return None
    ends = max(index for index, each in enumerate(strips) if each.table == last) + 1
    follows = strips[ends:]
    header = next(each for each in strips if each.table == last)
    if any(each.begins_page for each in follows) or header.height > room / 3:
        return None
    return last if sum(each.height + each.gap for each in follows) < room / 2 else None


def _least(strip: Strip) -> float:
    """The lines of a strip that never stand alone."""
    if not strip.pitch or strip.lines < 2 * _FEWEST_LINES:
        return strip.height + strip.followed_by
    return _FEWEST_LINES * strip.pitch + 1


def _rows(height: float) -> list[float]:
    """A height as rows that Excel allows."""
    count = int(-(-height // _HIGHEST_ROW)) or 1
    each = _whole(height / count)
    return [*[each] * (count - 1), height - each * (count - 1)]


def _whole(points: float) -> float:
    return round(points / POINTS_A_PIXEL) * POINTS_A_PIXEL
