"""The page for a province's governor: one printed side, in the order in which the questions are asked."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from xlsxwriter.workbook import Workbook

from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import SubmissionState
from itaxl.assessment.verification import marked
from itaxl.reports import returns_sheet
from itaxl.reports.data_sheet import DataRange
from itaxl.reports.formulas import quoted, shown, twice_rounded
from itaxl.reports.links import Links
from itaxl.reports.overview_parts import (
    COLUMN_PIXELS,
    COLUMNS,
    REFUSED,
    WIDTH,
    across,
    heading,
    long_line,
    one_bar,
    some,
)
from itaxl.reports.page import ROW_HEIGHT, Page
from itaxl.reports.progress import ORDER
from itaxl.reports.progress import SHEET as PROGRESS
from itaxl.reports.province import grades, ranking, weaknesses
from itaxl.reports.province.charts import grade_chart, mean_chart
from itaxl.reports.province.grades import GradePlaces
from itaxl.reports.province.progress_sheet import whole_of
from itaxl.reports.province.ranking import RankPlaces
from itaxl.reports.province.weaknesses import WeakPlaces
from itaxl.results.needs import in_need, reasons
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.results.roster import MEAN, Group, Roster, figures, mean, median
from itaxl.thai.dates import long_date

_MOST_GROUPS = 6
_MOST_MISSING = 16
_CHART_ROWS, _CHART_ROW = 13, 27.0


class Sources(Struct, frozen=True):
    """Where the other sheets hold what this page shows."""

    data: DataRange
    grades: GradePlaces
    ranks: RankPlaces
    weak: WeakPlaces


def write_overview(
    workbook: Workbook,
    page: Page,
    consolidation: ProvincialConsolidation,
    roster: Roster,
    sources: Sources,
    links: Links,
    note: str = "",
) -> None:
    """Write the page; a note stands at its end."""
    writer = _Overview(workbook, page, consolidation, roster, sources, links)
    writer.write(note)
    page.worksheet.print_area(0, 0, page.row - 1, COLUMNS - 1)
    page.worksheet.set_portrait()
    page.worksheet.fit_to_pages(1, 1)
    page.worksheet.center_horizontally()


class _Overview(Struct, frozen=True):
    """The page being written."""

    workbook: Workbook
    page: Page
    consolidation: ProvincialConsolidation
    roster: Roster
    sources: Sources
    links: Links

    def write(self, note: str) -> None:
        """From top to bottom."""
        page = self.page
        page.columns(*([WIDTH] * COLUMNS))
        page.worksheet.hide_gridlines(2)
        self._write_title()
        self._write_figures()
        self._write_charts()
        self._write_extremes()
        self._write_groups()
        self._write_measures()
        self._write_needs()
        self._write_missing()
        for words in (self.roster.framework.unverified, note):
            if words:
                long_line(page, words)

    def _write_title(self) -> None:
        province = self.roster.province
        when = (
            f"รอบ {province.months} เดือน ปีงบประมาณ พ.ศ. {province.fiscal_year.number}"
            f" · ข้อมูล ณ วันที่ {long_date(self.consolidation.as_of)}"
        )
        across(self.page, "สรุปผลการประเมิน ITA และมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "centred-title", 38)
        across(self.page, f"หน่วยงานในจังหวัด{province.name} {len(self.roster.members):,} แห่ง", "subtitle", 24)
        across(self.page, when, "subtitle", 24)

    def _write_figures(self) -> None:
        """How many answered, the mean and the median of their totals, who reached the target, the change."""
        page, roster, places = self.page, self.roster, self.sources.grades
        framework = roster.framework
        heading(page, f"ผลการประเมิน ITA ปี {framework.fiscal_year}", self.links, ranking.SHEET)
        totals, whole = roster.whole.totals, places.whole
        changes = [each.result.change for each in roster.members if each.result.change is not None]
        target = roster.province.thresholds.target
        changed = self.sources.ranks.column("change")
        state = quoted(SubmissionState.ACCEPTED.thai)
        accepted = sum(1 for each in roster.members if each.result.state is SubmissionState.ACCEPTED)
        tiles: tuple[tuple[str, float | str, str, str], ...] = (
            (f"COUNTIF({self.sources.ranks.column('state')},{state})", accepted, "tile", "ส่งแบบแล้ว (แห่ง)"),
            (places.cell(whole, 2), len(totals), "tile", "ทราบคะแนนรวม (แห่ง)"),
            (
                _or_dash(places.cell(whole, places.mean)),
                _dash(mean(totals)),
                "tile-score",
                marked(MEAN, framework.weights_standing),
            ),
            (_or_dash(places.cell(whole, places.median)), _dash(median(totals)), "tile-score", "มัธยฐาน"),
            (
                places.cell(whole, places.reached),
                sum(1 for each in totals if each >= target),
                "tile",
                f"ถึงเป้าหมาย {target.normalize():f} (แห่ง)",
            ),
            (
                f'IF(COUNT({changed})=0,"–",{twice_rounded(f"AVERAGE({changed})")})',
                _dash(mean(changes)),
                "tile-change",
                f"เฉลี่ยเทียบปี {framework.fiscal_year - 1}",
            ),
        )
        self._write_tiles(tiles)
        self._write_counted(page.row - 1, accepted, len(changes))

    def _write_counted(self, tiles: int, accepted: int, compared: int) -> None:
        """How many agencies the figures are of, and how many of them reached the national aim.

        Args:
            tiles: the row of the figures, from 1.
            accepted: agencies that answered.
            compared: agencies whose total of the year before is known.
        """
        page, places, totals = self.page, self.sources.grades, self.roster.whole.totals
        every, changed = places.cell(places.whole, 1), self.sources.ranks.column("change")
        aim = self.roster.framework.grade_rule.target
        reached = f'COUNTIF({self.sources.ranks.column("total")},">={aim:f}")'
        aim_words = f" · ถึงเป้าหมายระดับชาติ {aim.normalize():f}: "
        formula = (
            f'"ส่งแบบแล้ว "&A{tiles}&" จาก "&{every}&" แห่ง · ทราบคะแนนรวม "&B{tiles}'
            f'&" แห่ง"&IF(COUNT({changed})=0,""," · เทียบกับปีก่อนได้ "&COUNT({changed})&" แห่ง")'
            f'&IF(B{tiles}=0,"",{quoted(aim_words)}&{reached}&" แห่ง")'
        )
        told = f"ส่งแบบแล้ว {accepted} จาก {len(self.roster.members)} แห่ง · ทราบคะแนนรวม {len(totals)} แห่ง"
        told += f" · เทียบกับปีก่อนได้ {compared} แห่ง" if compared else ""
        told += f"{aim_words}{sum(1 for each in totals if each >= aim)} แห่ง" if totals else ""
        page.height(26)
        page.formula(0, formula, told, "line-strong")
        page.next()

    def _write_tiles(self, tiles: Sequence[tuple[str, float | str, str, str]]) -> None:
        page = self.page
        page.height(42)
        for column, (formula, value, style, _) in enumerate(tiles):
            page.formula(column, formula, value, style)
        page.next(26)
        for column, (*_, caption) in enumerate(tiles):
            page.put(column, caption, "tile-caption")
        page.next()

    def _write_charts(self) -> None:
        """How many agencies reached which level, and the means of the indicators."""
        if not any(each.result.analysis.scored for each in self.roster.members):
            long_line(self.page, "ยังไม่มีคะแนนของหน่วยงานใด")
            return
        width = int(COLUMNS / 2 * COLUMN_PIXELS) - 6
        height = int(_CHART_ROWS * _CHART_ROW * 96 / 72) - 8
        charts = (
            grade_chart(self.workbook, self.sources.grades),
            mean_chart(self.workbook, self.roster, self.sources.weak),
        )
        for column, chart in zip((0, COLUMNS // 2), charts, strict=True):
            chart.set_size({"width": width, "height": height})
            self.page.worksheet.insert_chart(self.page.row, column, chart, {"x_offset": 3, "y_offset": 4})
        self.page.space(_CHART_ROWS, _CHART_ROW)

    def _write_extremes(self) -> None:
        """The indicator with the highest mean and the one with the lowest, in one line."""
        weak = self.sources.weak
        names, numbers, means = (weak.column(letter) for letter in "BAD")

        def named(function: str) -> str:
            at = f"MATCH({function}({means}),{means},0)"
            return f'INDEX({numbers},{at})&" "&INDEX({names},{at})&" "&TEXT({function}({means}),"0.00")'

        averages = [(mean(each.scores), each.indicator) for each in figures(self.roster)]
        known = [(average, indicator) for average, indicator in averages if average is not None]
        told = ""
        if known:
            best, worst = (choose(known, key=lambda each: each[0]) for choose in (max, min))
            high, low = (f"{each[1].no} {each[1].name} {each[0]:.2f}" for each in (best, worst))
            told = f"ตัวชี้วัดที่{MEAN}สูงสุด: {high} · ต่ำสุด: {low}"
        formula = (
            f'IF(COUNT({means})=0,"",{quoted(f"ตัวชี้วัดที่{MEAN}สูงสุด: ")}&{named("MAX")}'
            f'&" · ต่ำสุด: "&{named("MIN")})'
        )
        self.page.height(26)
        self.page.formula(0, formula, told, "line-strong")
        self.page.next()

    def _write_groups(self) -> None:
        """Types on the left, districts on the right; of many districts the best and the worst three."""
        roster, places, page = self.roster, self.sources.grades, self.page
        heading(page, "ตามประเภทหน่วยงานและอำเภอ", self.links, grades.SHEET)
        types = sorted(roster.types, key=lambda each: -len(each.members))[:_MOST_GROUPS]
        districts, told = _chosen(roster.best_districts_first)
        target = f"ถึงเป้าหมาย {roster.province.thresholds.target.normalize():f}"
        page.height(26)
        for column, words in enumerate(("ประเภท", target, MEAN, told, target, MEAN)):
            page.put(column, words, "total-label" if column % 3 == 0 else "total-centre")
        page.next()
        for index in range(max(len(types), len(districts))):
            page.height(ROW_HEIGHT)
            sides = ((0, types, places.types), (3, districts, places.districts))
            for column, groups, rows in sides:
                if index < len(groups):
                    self._write_group(column, groups[index], rows[groups[index].number])
            page.next()

    def _write_group(self, column: int, group: Group, row: int) -> None:
        page, places = self.page, self.sources.grades
        target = self.roster.province.thresholds.target
        reached = sum(1 for each in group.totals if each >= target)
        page.put(column, group.name, "shrunk")
        known = places.cell(row, places.scored)
        words = f'{places.cell(row, places.reached)}&" จาก "&{known}&" แห่งที่ทราบ"'
        told = f"{reached} จาก {len(group.totals)} แห่งที่ทราบ" if group.totals else "–"
        page.formula(column + 1, f'IF({known}=0,"–",{words})', told, "cell-centre")
        average = _or_dash(places.cell(row, places.mean))
        page.formula(column + 2, average, _dash(mean(group.totals)), "score-centre")

    def _write_measures(self) -> None:
        """All measures once, by status, and one bar."""
        page, data = self.page, self.sources.data
        heading(page, "ความก้าวหน้าของมาตรการ", self.links, PROGRESS)
        counted = whole_of(self.roster)
        late = "tile-late" if counted.overdue else "tile"
        tiles: list[tuple[str, float | str, str, str]] = [
            (f"SUM({data.column('counts')})", counted.total, "tile", "มาตรการทั้งหมด")
        ]
        tiles += [
            (data.count(*counted.conditions, ("measure_status", status)), value, "tile", status.thai)
            for status, value in zip(ORDER, counted.counts, strict=True)
        ]
        overdue = data.count(*counted.conditions, ("measure_overdue", 1))
        tiles.append((overdue, counted.overdue, late, "พ้นกำหนด"))
        self._write_tiles(tiles)
        row = page.row - 1
        if counted.total:
            chart = one_bar(self.workbook, row)
            chart.set_size({"width": COLUMNS * COLUMN_PIXELS - 4, "height": 72})
            page.worksheet.insert_chart(page.row, 0, chart, {"x_offset": 2, "y_offset": 2})
            page.space(2, 28)
        formula = (
            f'IF(A{row}=0,"ยังไม่มีมาตรการในแบบที่ส่งมา","ดำเนินการแล้ว "&B{row}&" จาก "&A{row}'
            f'&" มาตรการ (ร้อยละ "&TEXT(ROUND(100*B{row}/A{row},1),"0.0")&")")'
        )
        told = "ยังไม่มีมาตรการในแบบที่ส่งมา"
        if counted.total:
            done = counted.counts[ORDER.index(Status.DONE)]
            share = (Decimal(100 * done) / counted.total).quantize(Decimal("0.1"), ROUND_HALF_UP)
            told = f"ดำเนินการแล้ว {done} จาก {counted.total} มาตรการ (ร้อยละ {share})"
        page.height(26)
        page.formula(0, formula, told, "line-strong")
        page.next()

    def _write_needs(self) -> None:
        heading(self.page, "หน่วยงานที่ควรได้รับความช่วยเหลือก่อน", self.links, weaknesses.SHEET)
        chosen = in_need(self.roster)
        for number, member in enumerate(chosen, start=1):
            long_line(self.page, f"{number}. {member.name}: {reasons(member)}")
        if not chosen:
            limit = f"{self.roster.province.thresholds.target.normalize():f}"
            long_line(self.page, f"ไม่มีหน่วยงานที่ทราบคะแนนรวมและต่ำกว่าเป้าหมาย {limit}")

    def _write_missing(self) -> None:
        heading(self.page, "หน่วยงานที่ยังไม่ส่งแบบ", self.links, returns_sheet.SHEET)
        missing = [each.name for each in self.roster.members if each.result.state is SubmissionState.MISSING]
        refused = [each.name for each in self.roster.members if each.result.state is SubmissionState.REJECTED]
        if not self.roster.members:
            long_line(self.page, "ไม่มีหน่วยงานในรายชื่อ")
        elif not missing and not refused:
            long_line(self.page, "ส่งครบทุกหน่วยงาน")
        if missing:
            long_line(self.page, f"{len(missing)} แห่ง: {some(missing, _MOST_MISSING)}")
        if refused:
            long_line(self.page, f"{REFUSED} {len(refused)} แห่ง: {some(refused, _MOST_MISSING)}")


def _chosen(ordered: Sequence[Group]) -> tuple[Sequence[Group], str]:
    """Of districts by their means: where there are many, the best and the worst of those with one."""
    if len(ordered) <= _MOST_GROUPS:
        return ordered, "อำเภอ"
    known = [each for each in ordered if each.totals]
    half = _MOST_GROUPS // 2
    if len(known) <= _MOST_GROUPS:
        return known or ordered[:_MOST_GROUPS], f"อำเภอ ({len(known)} จาก {len(ordered)})"
    return [*known[:half], *known[-half:]], f"อำเภอ (สูง {half} ต่ำ {half} จาก {len(ordered)})"


def _or_dash(cell: str) -> str:
    return f'IF({cell}="","–",{cell})'


def _dash(score: Decimal | None) -> float | str:
    return "–" if score is None else shown(score)
