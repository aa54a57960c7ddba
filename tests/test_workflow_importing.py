"""``itaxl import``: published reports come in as the examples hold them, and nothing of a source is lost."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from importing_cells import Place, compared, compared_with_example, plan_cells
from small_documents import ROWS, as_excel, as_text

from itaxl.catalogue import load_agencies
from itaxl.cli import main
from itaxl.importing.assembling import assemble
from itaxl.importing.circumstances import Wanted
from itaxl.importing.tables import Source
from itaxl.importing.text_documents import text_parts
from itaxl.outputs import alone_in
from itaxl.sheets.workbooks import open_workbook
from itaxl.workflow.example_corrections import read_corrections
from itaxl.workflow.importing import ImportedFiles, import_documents
from itaxl.workflow.reporting import write_report
from itaxl.workflow.settings import Settings, UsageError, default_templates

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "examples" / "sources"
NAMES = sorted(path.stem for path in REPORTS.glob("*.txt"))
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)

LEAST_SHARE = 0.95


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ImportedFiles]:
    """A published report, imported without help."""
    folder = tmp_path_factory.mktemp("imported")

    @cache
    def of(name: str) -> ImportedFiles:
        return import_documents([REPORTS / f"{name}.txt"], folder / name / "plan.xlsx", SETTINGS)

    return of


def account(made: ImportedFiles, sheet: str) -> list[list[object]]:
    return open_workbook(made.account).grid(sheet).rows[3:]


# The published reports


@pytest.mark.parametrize("name", NAMES)
def test_a_published_report_comes_in_as_the_example_holds_it(
    name: str, imported: Callable[[str], ImportedFiles]
) -> None:
    result = compared_with_example(imported(name), ROOT / "examples" / name, SETTINGS)
    assert result.share >= LEAST_SHARE, result.wrong
    assert result.share_to_the_letter >= LEAST_SHARE


@pytest.mark.parametrize("name", NAMES)
def test_what_came_in_wrong_is_named_as_unsure(name: str, imported: Callable[[str], ImportedFiles]) -> None:
    made = imported(name)
    doubted = "\n".join(str(row[3]) for row in account(made, "ไม่แน่ใจ"))
    names = {each.code: each.name for each in made.plan.departments}
    for place, (_, got) in compared_with_example(made, ROOT / "examples" / name, SETTINGS).wrong.items():
        assert _as_told(place, got, names) in doubted, place


def _as_told(place: Place, got: object, names: dict[str, str]) -> str:
    """How the account names a cell."""
    if place.sheet == "ส่วนราชการ":
        return f"ส่วนราชการ · {got}"
    sheet = "plan-ส่งคืน" if place.sheet in names else place.sheet
    return " · ".join(filter(None, (sheet, place.row, place.column)))


@pytest.mark.parametrize("name", NAMES)
def test_what_came_in_wrong_is_corrected_and_nothing_else(
    name: str, imported: Callable[[str], ImportedFiles]
) -> None:
    result = compared_with_example(imported(name), ROOT / "examples" / name, SETTINGS)
    corrections = read_corrections(REPORTS / f"{name}.toml")
    assert sorted(each.cell for each in corrections if not each.blanks) == sorted(result.wrong)
    assert sorted(each.cell for each in corrections if each.blanks) == sorted(result.spaced)
    told = f"| {result.total} | {result.share:.1%} | {len(result.wrong)} | {len(result.spaced)} |"
    lines = (REPORTS / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line.endswith(told) for line in lines if line.startswith(f"| `{name}` ")] == [True]


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_and_line_of_a_report_stands_in_the_account(
    name: str, imported: Callable[[str], ImportedFiles]
) -> None:
    made = imported(name)
    told = {(str(row[1]), str(row[2])) for row in account(made, "ทุกช่อง")}
    parts = text_parts((REPORTS / f"{name}.txt").read_text(encoding="utf-8"))
    for part in parts:
        cells = [cell for row in part.rows for cell in row] if hasattr(part, "rows") else [part]
        for cell in cells:
            assert not cell.text or (cell.place, cell.text) in told


def test_the_account_says_what_it_is_and_prints_as_every_other_report(
    imported: Callable[[str], ImportedFiles],
) -> None:
    made = imported("001-san-khong")
    stamp = {row[0]: row[1] for row in open_workbook(made.account).grid("_itaxl").rows}
    agency = made.plan.agency.name
    assert stamp == {"itaxl": "1", "kind": "import", "agency": agency, "fiscal-year": "2566"}
    workbook = openpyxl.load_workbook(made.account)
    *sheets, _ = workbook.worksheets
    for sheet in sheets:
        foot = sheet.oddFooter
        assert foot
        assert foot.left
        assert foot.right
        assert foot.left.text == f"รายงานการนำเข้า · {sheet.title} · {agency} · ปี 2566"
        assert str(foot.right.text).startswith("หน้า &P / &N")
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")
    every = workbook["ทุกช่อง"]
    heights = {
        every.row_dimensions[row[0].row or 0].height
        for row in every.iter_rows(min_row=4)
        if len(str(row[2].value)) < 40 and str(row[3].value).count("\n") == 2
    }
    assert heights == {64.5}  # three places are three lines


@pytest.mark.parametrize("name", NAMES)
def test_a_report_becomes_a_round_that_can_be_summed_up(
    name: str, imported: Callable[[str], ImportedFiles], tmp_path: Path
) -> None:
    made = imported(name)
    out = tmp_path / "summary.xlsx"
    done = CliRunner().invoke(main, ["consolidate", str(made.control), str(made.returned), "-o", str(out)])
    assert done.exit_code in {0, 1}, done.output
    assert f"ส่งแล้ว {len(made.plan.reporting_departments())} ยังไม่ส่ง 0" in done.output


@pytest.mark.parametrize("layout", ["measure-results", "full-report", "measure-outcomes"])
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_an_official_report_is_read_back(layout: str, suffix: str, tmp_path: Path) -> None:
    example = ROOT / "examples" / "001-san-khong"
    report = tmp_path / f"report.{suffix}"
    write_report(example / "plan.xlsx", example / "returned", report, layout, SETTINGS)
    made = import_documents([report], tmp_path / "plan.xlsx", SETTINGS)
    wanted = dict(plan_cells(example / "plan.xlsx", SETTINGS))
    got = dict(plan_cells(made.control, SETTINGS))
    columns = {"รหัส", "มาตรการ", "ขั้นตอน/วิธีการ", *([] if layout == "full-report" else ["วันเริ่มต้น"])}
    kept = [place for place in wanted if place.column in columns]
    assert kept
    result = compared({place: wanted[place] for place in kept}, {place: got.get(place) for place in kept})
    assert result.share >= LEAST_SHARE, result.wrong


# Nothing is lost

WORDS = st.text("กขคงจฉชซญฐณดตถทนบปผฝพฟมยรลวศสหอฮ", min_size=6, max_size=18)
HEADERS = [
    "ลำดับที่ของเรื่อง",
    "งบประมาณที่ใช้",
    "ขั้นตอน",
    "ระยะเวลา",
    "ผลการดำเนินงาน",
    "ข้อเสนอแนะ",
    "ผู้เกี่ยวข้อง",
    "สีของปก",
]


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A table of measures with columns that are known and others that are not, and cells of any words."""
    further = draw(st.lists(st.sampled_from(HEADERS), unique=True, min_size=2, max_size=6))
    header = ["มาตรการ", "ผู้รับผิดชอบ", "วิธีการดำเนินการ", *further]
    cells = st.one_of(st.just(""), WORDS, st.lists(WORDS, min_size=2, max_size=3).map(" ".join))
    count = draw(st.integers(1, 5))
    rows = [[draw(WORDS), draw(WORDS), draw(WORDS), *(draw(cells) for _ in further)] for _ in range(count)]
    return [header, *rows]


@given(tables())
@examples(max_examples=60)
def test_the_words_of_a_table_add_up(table: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in table)
    form = SETTINGS.description("plan")
    imported = assemble(
        [Source("a.txt", text_parts(text))],
        form,
        SETTINGS.description("department"),
        load_agencies(),
        "ส่งคืน",
        Wanted(SETTINGS.today),
    )
    held = [str(value) for row in imported.plan.rows for value in row.values.values()]
    held += [
        str(value) for rows in imported.entries.values() for row in rows.values() for value in row.values()
    ]
    everything = "".join("".join(held).split())
    for word in itertools.chain.from_iterable(cell.split() for row in table[1:] for cell in row):
        assert word in everything


# Columns without a place, and what may not be overwritten


def test_a_column_that_the_plan_lacks_stands_in_one_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("มาตรการ\tผู้รับผิดชอบ\tขั้นตอน\tสีของปก\nอบรม\tกองคลัง\tเชิญวิทยากร\tฟ้า", encoding="utf-8")
    made = import_documents([path], tmp_path / "plan.xlsx", SETTINGS)
    rows = open_workbook(made.control).grid("มาตรการ").rows
    header = next(row for row in rows if row and row[0] == "รหัส")
    at = header.index("สีของปก")
    assert any(len(row) > at and row[at] == "ฟ้า" for row in rows)
    assert any(each.kind.slug == "header-unknown" for each in made.findings)


def test_nothing_that_stands_is_overwritten_unasked(tmp_path: Path) -> None:
    source, out = as_text(tmp_path / "report"), tmp_path / "plan.xlsx"
    import_documents([source], out, SETTINGS)
    before = out.read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        import_documents([source], out, SETTINGS)
    assert out.read_bytes() == before
    made = import_documents([source], out, SETTINGS, overwrite=True)
    assert len(made.set_aside) == 3
    assert (tmp_path / "plan (สำรอง 1).xlsx").read_bytes() == before


def test_what_another_run_has_written_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = as_text(tmp_path / "report"), tmp_path / "plan.xlsx"

    @contextmanager
    def waited(*folders: Path) -> Iterator[None]:
        with alone_in(*folders):
            out.write_bytes(b"of another run")
            yield

    monkeypatch.setattr("itaxl.workflow.importing.alone_in", waited)
    with pytest.raises(UsageError, match="exists already"):
        import_documents([source], out, SETTINGS)
    assert out.read_bytes() == b"of another run"
    assert {each.name for each in tmp_path.iterdir()} == {source.name, out.name}


def test_a_source_is_never_written_over(tmp_path: Path) -> None:
    source = as_excel(tmp_path / "report")
    with pytest.raises(UsageError, match="another name"):
        import_documents([source], source, SETTINGS, overwrite=True)


def test_year_and_name_given_count_more_than_what_the_document_says(tmp_path: Path) -> None:
    made = import_documents(
        [REPORTS / "000-phon-thong.txt"],
        tmp_path / "plan.xlsx",
        SETTINGS,
        year=2567,
        name="เทศบาลตำบลโพหนอง",
    )
    assert (made.plan.agency.name, made.plan.fiscal_year.number) == ("เทศบาลตำบลโพหนอง", 2567)


def test_three_hundred_rows_are_all_read(tmp_path: Path) -> None:
    units = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา"]
    lines = ["\t".join(ROWS[0])]
    lines += [
        f"มาตรการที่ {number}\t๑. สำรวจความต้องการ ๒. จัดประชุม ๓. รายงาน\t{units[number % 4]}"
        f"\tต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖\t- ประชุมเมื่อวันที่ ๑๒ มกราคม ๒๕๖๖ ณ ห้องประชุมสภา"
        for number in range(300)
    ]
    path = tmp_path / "report.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    made = import_documents([path], tmp_path / "plan.xlsx", SETTINGS)
    assert len(made.plan.rows) == 300
    assert len({row.values["measure"] for row in made.plan.rows}) == 300
