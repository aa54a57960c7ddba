"""One agency's scores on a page: indicators, instruments, total and grade judged, and what each level lacks.

Of several agencies the page shows the one that is chosen in its list; every figure follows.
"""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.verification import marked
from itaxl.reports.agency_charts import AgencyPlaces, ring_names
from itaxl.reports.formulas import shown
from itaxl.reports.grade_levels import write_levels
from itaxl.reports.page import ROW_HEIGHT, Page
from itaxl.reports.score_charts import (
    ChartSource,
    band,
    band_formula,
    colour_bands,
    helper_count,
    write_helper_heads,
    write_helpers,
    write_limits,
)
from itaxl.reports.score_formulas import (
    Place,
    difference,
    difference_formula,
    grade_formula,
    lowest_formula,
    lowest_words,
    mean_formula,
    next_formula,
    next_words,
    total_formula,
)
from itaxl.reports.score_matrix import GRADE, NAME, TOTAL, MatrixPlaces
from itaxl.results.analysis import AgencyAnalysis, IndicatorResult, Judged, YearResult
from itaxl.results.narrative import agency_words, limit_words
from itaxl.thai.measuring import column_points, row_height

SHEET = "ผลการวิเคราะห์"
_NAME_WIDTH = 38.0
_HEADERS = (
    ("ลำดับ", 9.0),
    ("ตัวชี้วัด", _NAME_WIDTH),
    ("เครื่องมือ", 12.0),
    ("คะแนน", 11.0),
    ("ปีก่อน\nหน้า", 11.0),
    ("เปลี่ยน\nแปลง", 11.0),
    ("ระดับคะแนน", 14.0),
    ("ต้อง\nพัฒนา", 10.0),
    ("ห่าง\nเป้าหมาย", 13.0),
)
_LAST = len(_HEADERS) - 1
_HELPERS = len(_HEADERS) + 1


class Choice(Struct, frozen=True):
    """Where the agency that the page shows is chosen from.

    Attributes:
        previous: the year before, where anything is known of it.
    """

    names: tuple[str, ...]
    now: MatrixPlaces
    previous: MatrixPlaces | None


def write_agency(page: Page, shown: AgencyAnalysis, choice: Choice | None = None) -> AgencyPlaces:
    """Write the page of one agency.

    Args:
        page: the sheet.
        shown: the agency, or the first of several.
        choice: where the others are; None for one agency, whose scores then stand on this page.
    """
    return _AgencyPage(page, shown, choice).write()


class _AgencyPage:
    """The page being written."""

    def __init__(self, page: Page, shown: AgencyAnalysis, choice: Choice | None) -> None:
        self.page = page
        self.agency = shown.agency
        self.analysis = shown.analysis
        self.framework: Framework = shown.analysis.framework
        self.choice = choice
        self.number = ""  # the cell that says which agency was chosen
        self.limits: Mapping[str, str] = {}
        self.places: dict[int, Place] = {}
        self.instruments: dict[str, int] = {}
        self.total = 0
        self.grade = 0

    def write(self) -> AgencyPlaces:
        agency = self._write_heads()
        self.limits = write_limits(self.page, self.analysis.thresholds)
        told = self.page.row
        for _ in range(3):
            self.page.next()
        header_row = self.page.heads(_HEADERS)
        write_helper_heads(self.page, self.analysis, _HELPERS)
        own = _HELPERS + helper_count(self.analysis)
        now, target, last_year = ring_names(self.analysis)
        for index, words in enumerate(("ตัวชี้วัด", target, *((now, last_year) if self.choice else ()))):
            self.page.put(own + index, words, "helper-text")
        self._write_indicators(own)
        first, last = header_row + 2, self.page.row + 1
        self._write_results()
        colour_bands(self.page, first - 1, self.total - 1)
        write_levels(self.page, self.analysis, self.instruments, self.total)
        self._write_note()
        end = self.page.row
        self.page.row = told
        self._write_told(first, last)
        sheet = self.page.worksheet
        sheet.print_area(0, 0, end, _LAST)
        sheet.set_portrait()
        sheet.fit_to_pages(1, 1)
        sheet.center_horizontally()
        name = self.choice.names[0] if self.choice else agency_words(self.agency)
        before = any(each.previous is not None for each in self.analysis.indicators)
        has_previous = before if self.choice is None else self.choice.previous is not None
        chart = ChartSource(SHEET, first, last, _HELPERS)
        return AgencyPlaces(chart, agency, name, self.choice is not None, has_previous)

    # Heads

    def _write_heads(self) -> str:
        """The title and the agency; returns the cell that names it."""
        page = self.page
        page.title(f"ผลการวิเคราะห์คะแนน ITA ปี {self.analysis.result.year}")
        page.row -= 1
        cell = f"$A${page.row + 1}"
        page.height(30)
        if self.choice is None:
            page.put(0, agency_words(self.agency), "heading")
        else:
            cell = self._write_choice(self.choice)
        page.next()
        return cell

    def _write_choice(self, choice: Choice) -> str:
        page = self.page
        room = column_points(_NAME_WIDTH)
        page.height(row_height([(name, room) for name in choice.names], minimum=30))  # whichever is chosen
        page.put(0, "หน่วยงาน", "label")
        page.put(1, choice.names[0], "open-text")
        page.put(2, "◂ เลือกหน่วยงานจากรายการในช่องนี้", "note")
        source = choice.now.column(NAME)
        page.worksheet.data_validation(
            page.row,
            1,
            page.row,
            1,
            {
                "validate": "list",
                "source": f"={source}",
                "error_title": "ไม่มีหน่วยงานนี้",
                "error_message": "เลือกจากรายการ",
            },
        )
        cell = f"$B${page.row + 1}"
        number = (page.row, _HELPERS)
        self.number = f"${xl_col_to_name(_HELPERS)}${page.row + 1}"
        first = choice.now.first - 1
        page.formula(number[1], f"SUMPRODUCT(({source}={cell})*(ROW({source})-{first}))", 1, "helper")
        page.worksheet.set_selection(page.row, 1, page.row, 1)
        return cell

    def _write_told(self, first: int, last: int) -> None:
        """The result in two lines, above the table that they come from."""
        page, result, framework = self.page, self.analysis.result, self.framework
        total, grade = f"D{self.total}", f"D{self.grade}"
        cells = {code: f"D{row}" for code, row in self.instruments.items()}
        following = next_formula(framework, total, cells, grade)
        formula = (
            f'IF({total}="","ไม่ทราบคะแนนรวม","คะแนนรวม "&TEXT({total},"0.00")&'
            f'IF({grade}="",""," · ระดับ "&{grade})&" · สู่ระดับถัดไป "&{following})'
        )
        words = "ไม่ทราบคะแนนรวม"
        if result.total is not None:
            named = f" · ระดับ {result.grade.name}" if result.grade else ""
            words = f"คะแนนรวม {result.total:f}{named} · สู่ระดับถัดไป {next_words(framework, result)}"
        page.formula(0, formula, words, "line-strong")
        page.next()
        rows = list(self.instruments.values())
        lowest_instrument = lowest_formula(f"D{rows[0]}:D{rows[-1]}", f"C{rows[0]}:C{rows[-1]}")
        lowest = lowest_formula(f"D{first}:D{last}", self._labels(first, last))
        instruments = [(code, result.instruments.get(code)) for code in cells]
        instruments = [(code, rounded(each) if each is not None else None) for code, each in instruments]
        indicators = [(_label(each), each.score) for each in self.analysis.indicators]
        told = (lowest_words(instruments), lowest_words(indicators))
        formula = (
            f'"เครื่องมือต่ำสุด "&IF({lowest_instrument}="","–",{lowest_instrument})'
            f'&" · ตัวชี้วัดต่ำสุด "&IF({lowest}="","–",{lowest})'
        )
        words = f"เครื่องมือต่ำสุด {told[0] or '–'} · ตัวชี้วัดต่ำสุด {told[1] or '–'}"
        page.formula(0, formula, words, "line")

    def _labels(self, first: int, last: int) -> str:
        letter = xl_col_to_name(_HELPERS + helper_count(self.analysis))
        return f"{letter}{first}:{letter}{last}"

    # The table

    def _write_indicators(self, own: int) -> None:
        page = self.page
        for each in self.analysis.indicators:
            page.next()
            no = each.indicator.no
            self.places[no] = (page.row, 3)
            name = marked(each.indicator.name, each.indicator.standing)
            page.fit([(name, column_points(_NAME_WIDTH))])
            page.put(0, no, "number-centre")
            page.put(1, name, "cell")
            page.put(2, each.indicator.instrument, "cell-centre")
            self._put_score(3, str(no), each.score, None, "score")
            self._put_score(4, str(no), each.previous, None, "score")
            self._write_judgement(each)
            write_helpers(page, each, self.limits, self.analysis, _HELPERS)
            self._write_rings(own, each, _label(each))

    def _write_rings(self, own: int, each: Judged, label: str) -> None:
        """What the radar draws beside columns D and E.

        An unknown score of the agency that is chosen is an empty text, which a chart would draw at the
        centre; #N/A it passes over.
        """
        page, row = self.page, self.page.row + 1
        page.put(own, label, "helper-text")
        page.formula(own + 1, self.limits["target"], float(each.thresholds.target), "helper")
        if self.choice is not None:
            for index, (letter, score) in enumerate((("D", each.score), ("E", each.previous)), start=2):
                value = "#N/A" if score is None else float(score)
                page.formula(own + index, f'IF({letter}{row}="",NA(),{letter}{row})', value, "helper")

    def _write_judgement(self, judged: Judged, style: str = "") -> None:
        """Change, band, whether to develop, and the gap; over columns D and E of this row."""
        page, row = self.page, self.page.row + 1
        score = f"D{row}"
        change = difference(judged.score, judged.previous)
        centre = f"{style}centre" if style else "cell-centre"
        page.formula(5, difference_formula(score, f"E{row}"), change, f"{style}change")
        page.formula(6, band_formula(score, self.limits), band(judged), centre)
        develop = "" if judged.score is None else "ใช่" if judged.is_to_develop else "–"
        target = self.limits["target"]
        page.formula(7, f'IF({score}="","",IF({score}<{target},"ใช่","–"))', develop, centre)
        formula = f'IF({score}="","",ROUND(MAX(0,{target}-{score}),10))'
        page.formula(8, formula, shown(judged.gap), f"{style}score")

    def _put_score(
        self, column: int, key: str, score: Decimal | None, formula: str | None, style: str
    ) -> None:
        """A score as it was given, worked out by a formula, or picked for the agency that was chosen."""
        if self.choice is not None:
            source = self.choice.now if column == 3 else self.choice.previous
            formula = source.picked(key, self.number) if source else None
        if formula is None:
            self.page.put(column, score, style)
        else:
            self.page.formula(column, formula, shown(score), style)

    def _write_results(self) -> None:
        """Instruments, total and grade, live where all indicators are known."""
        page, analysis = self.page, self.analysis
        for instrument in self.framework.instruments:
            page.next()
            name = f"{instrument.name} (น้ำหนักร้อยละ {limit_words(instrument.weight * 100)})"
            name = marked(name, instrument.standing)
            page.height(row_height([(name, column_points(_NAME_WIDTH))], bold=True, minimum=ROW_HEIGHT))
            page.put(0, "", "total-label")
            page.put(1, name, "total-wrapped")
            page.put(2, instrument.code, "total-centre")
            self.instruments[instrument.code] = page.row + 1
            judged = analysis.judged(instrument.code)
            for column, score, result in self._both(judged):
                published = self._published(result, instrument.code, column)
                formula = mean_formula(instrument, self._scores(column), published)
                self._put_score(column, instrument.code, score, formula, "total-score")
            self._write_judgement(judged, "total-")
        page.next()
        self._write_total()
        page.next()
        self._write_grade()

    def _both(self, judged: Judged) -> tuple[tuple[int, Decimal | None, YearResult | None], ...]:
        analysis = self.analysis
        return (3, judged.score, analysis.result), (4, judged.previous, analysis.previous)

    def _scores(self, column: int) -> Mapping[int, Place]:
        return {no: (row, column) for no, (row, _) in self.places.items()}

    def _known(self, column: int) -> dict[int, Decimal]:
        both = [
            (each.indicator.no, each.score if column == 3 else each.previous)
            for each in self.analysis.indicators
        ]
        return {no: score for no, score in both if score is not None}

    def _published(self, result: YearResult | None, code: str, column: int) -> Decimal | None:
        """What stands for an instrument whose indicators are not all known."""
        if result is None or code in self.framework.instrument_scores(self._known(column)):
            return None
        return result.instruments.get(code)

    def _write_total(self) -> None:
        page = self.page
        self.total = page.row + 1
        words = "คะแนนรวม" + ("ตามที่ประกาศ" if self.analysis.result.is_published and not self.choice else "")
        page.put(0, "", "total-label")
        page.put(1, marked(words, self.framework.weights_standing), "total-label")
        page.put(2, "", "total-label")
        judged = self.analysis.judged()
        for column, score, _ in self._both(judged):
            computed = self.framework.total(self._known(column))
            formula: str | None = None
            if computed is None or computed == score:  # else the year before added up otherwise
                published = score if computed is None else None
                formula = total_formula(self.framework, self._scores(column), published)
            self._put_score(column, TOTAL, score, formula, "total-score")
        self._write_judgement(judged, "total-")

    def _write_grade(self) -> None:
        page, rule = self.page, self.framework.grade_rule
        self.grade = page.row + 1
        page.height(26)
        page.put(0, "", "total-label")
        page.put(1, marked("ระดับผลการประเมิน", rule.standing), "total-label")
        page.put(2, "", "total-label")
        result, before = self.analysis.result, self.analysis.previous
        names = [each.grade.name if each and each.grade else "" for each in (result, before)]
        cells = [f"D{row}" for row in self.instruments.values()]
        if self.choice is None:
            formula = grade_formula(self.framework, f"D{self.total}", cells, result)
            page.formula(3, formula, names[0], "total-across")
            # Another year had another rule, which this workbook does not hold.
            page.put(6, names[1] and f"ปีก่อนหน้า: {names[1]}", "total-label")
        else:
            page.formula(3, self.choice.now.picked(GRADE, self.number), names[0], "total-across")
            earlier = self.choice.previous
            picked = earlier.picked(GRADE, self.number) if earlier else '""'
            formula = f'IF({picked}="","","ปีก่อนหน้า: "&{picked})'
            page.formula(6, formula, names[1] and f"ปีก่อนหน้า: {names[1]}", "total-label")
        for column in (4, 5):  # the grade's name may need their room
            page.put(column, "", "total-across")
        for column in (7, 8):
            page.put(column, "", "total-label")

    def _write_note(self) -> None:
        page = self.page
        notes = [
            "จุดแข็งและจุดอ่อนไม่รวมคะแนนที่เท่ากับเกณฑ์พอดี · คะแนนที่ไม่ทราบเว้นว่าง ไม่นับเป็นศูนย์",
            self.framework.unverified,
        ]
        for words in filter(None, notes):
            page.next(26)
            page.put(0, words, "note")


def _label(result: IndicatorResult) -> str:
    return f"{result.indicator.no} {result.indicator.name}"
