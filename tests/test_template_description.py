"""What is described goes all the way from the form to the summary, and faults of a description are told."""

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from command_line import csv_table
from filling import (
    BUDGET,
    COMPLETE,
    FIRST,
    NOT_STARTED,
    SHEET,
    SOURCE_OF_FUNDS,
    STATUS,
    address,
    fill,
    fill_plan,
    table,
    templates_with_budget,
)

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import Agency, Plan
from itaxl.catalogue import load_agencies, load_framework
from itaxl.cli import main
from itaxl.planning.fillings import plan_filling
from itaxl.planning.provinces import with_indicators
from itaxl.reports.columns import counting_columns, long_columns
from itaxl.reports.own_keys import OWN_KEYS
from itaxl.reports.province.long_sheets import COUNTED as PROVINCIAL
from itaxl.results.analysis import analyse
from itaxl.results.consolidation import consolidate
from itaxl.template.description import Kind
from itaxl.template.description_checks import GIVEN_LISTS
from itaxl.template.description_files import DescriptionError, load_description
from itaxl.workflow.collection import expected_of_departments
from itaxl.workflow.settings import Settings, default_templates

_MEASURES = f"""
| รหัส | มาตรการ | ส่วนราชการที่รับผิดชอบ | {SOURCE_OF_FUNDS} |
| M1 | ตรวจสอบการใช้ดุลพินิจ | {FIRST} | ข้อบัญญัติ 2566 |
| M2 | เผยแพร่แผน | {FIRST} | |
"""


def test_a_column_added_to_a_description_goes_all_the_way_without_any_python(tmp_path: Path) -> None:
    templates = str(templates_with_budget(tmp_path / "templates"))

    def run(*arguments: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["--templates", templates, *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    plan, sent, returned = tmp_path / "plan.xlsx", tmp_path / "send", tmp_path / "returned"
    assert run("init", tmp_path, "--year", "2566", "--name", "เทศบาล")[0] == 0
    fill_plan(plan, _MEASURES)
    assert run("generate", plan, "-o", sent)[0] == 0
    (form,) = sent.glob("01*.xlsx")

    book = openpyxl.load_workbook(form)
    sheet = book[SHEET]
    budget, funds = (sheet[address(form, "M1", header)] for header in (BUDGET, SOURCE_OF_FUNDS))
    assert not budget.protection.locked
    assert funds.protection.locked
    assert funds.value == "ข้อบัญญัติ 2566"
    rules = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    (rule,) = [each for cells, each in rules.items() if cells.startswith(budget.coordinate)]
    assert (rule.type, float(rule.formula1)) == ("decimal", 0.0)
    assert rule.prompt == "จำนวนเงินที่ใช้ไปแล้ว"
    assert f" · {BUDGET}ไม่ใช่ตัวเลข" in [cell.value for row in book["_lists"].iter_rows() for cell in row]

    entries: dict[str, dict[str, object]] = {
        "M1": {**COMPLETE, BUDGET: 12500.5},
        "M2": {STATUS: NOT_STARTED, BUDGET: "มาก"},
    }
    fill(form, returned / "a.xlsx", entries, cells={(SHEET, funds.coordinate): "เงินกู้"})
    status, said = run("check", returned, "--control", plan)
    assert status == 1
    assert f"{SHEET} {address(form, 'M2', BUDGET)}:" in said
    assert f"{SHEET} {funds.coordinate}:" in said

    out, tables = tmp_path / "summary.xlsx", tmp_path / "csv"
    assert run("consolidate", plan, returned, "-o", out, "--csv", tables)[0] == 1
    kinds = {row["ช่อง"]: row["รหัสชนิด"] for row in table(out, "ข้อผิดพลาด", "ชนิด")}
    assert kinds[address(form, "M2", BUDGET)] == "not-a-number"
    assert kinds[funds.coordinate] == "locked-cell-changed"
    for name in ("ข้อมูล", SHEET):
        rows = {row["รหัส"]: row for row in table(out, name)}
        assert (rows["M1"][BUDGET], rows["M1"][SOURCE_OF_FUNDS]) == (12500.5, "ข้อบัญญัติ 2566"), name
        assert rows["M2"][BUDGET] == "", name
    first, second = csv_table(tables / "measures.csv")
    assert (first["budget"], first["funds"]) == ("12500.5", "ข้อบัญญัติ 2566")
    assert second["budget"] == ""


def test_a_form_of_the_old_description_is_refused_by_the_new_one(tmp_path: Path) -> None:
    old = load_description("department", default_templates())
    new = load_description("department", templates_with_budget(tmp_path / "templates"))
    assert old.template_version != new.template_version


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("width = 44", "width = 60"),
        ("เลือกจากรายการเท่านั้น", "เลือกค่ะ"),
        ("blank_rows = 8", "blank_rows = 20"),
    ],
)
def test_texts_widths_and_free_rows_change_without_a_new_version(
    tmp_path: Path, before: str, after: str
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(default_templates(), templates)
    path = templates / "department.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    versions = {
        load_description("department", each).template_version for each in (templates, default_templates())
    }
    assert len(versions) == 1


_RIGHT = """
kind = "form"
[[sheet]]
key = "a"
name = "ก"
layout = "table"
[[sheet.column]]
key = "one"
header = "หนึ่ง"
"""


def _faults(folder: Path, text: str) -> list[str]:
    (folder / "form.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DescriptionError) as caught:
        load_description("form", folder)
    assert str(caught.value).startswith("form.toml: ")
    return list(caught.value.faults)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('kind = "other"', "kind"),
        ("widht = 5", "width"),
        ('kind = "dates"', "date"),
        ("width = true", "width"),
        ('required = "yes"', "required"),
        ('after = "onne"', "perhaps “one”"),
        ('kind = "choice"', "choices"),
        ('required_when = "one"', "is ="),
        ('required_when = { column = "two", is = ["x"] }', "two"),
        ('kind = "choice"\nchoices = "statusses"', "perhaps “statuses”"),
        ("width = -5", "width = 20"),
        ("width = 300", "255"),
        ("decimals = -1", "decimals = 2"),
        ("decimals = 1.5", "decimals = 8"),
        ('within = "year"', 'within = "fiscal_year"'),
        ("minimum = 5\nmaximum = 1", "minimum"),
        (f'prompt = "{"ก" * 256}"', "255"),
        ('reading = "หนึ่ง"', "“หนึ่ง”"),
    ],
)
def test_a_fault_of_a_description_is_told_with_what_is_right(tmp_path: Path, change: str, words: str) -> None:
    text = _RIGHT.replace('kind = "form"', change) if change == 'kind = "other"' else f"{_RIGHT}{change}\n"
    (fault,) = _faults(tmp_path, text)
    assert words in fault


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('name = "ก"', f'name = "{"ก" * 32}"', "31"),
        ('name = "ก"', 'name = "ก/ข"', "ก/ข"),
        ('name = "ก"', 'name = "_lists"', "_lists"),
        ('layout = "table"', 'layout = "table"\nlabel_width = "wide"', "must be a number"),
        ('layout = "table"', 'layout = "table"\nlabel_width = 0', "label_width = 30"),
        ('layout = "table"', 'layout = "table"\nblank_rows = "8"', "blank_rows = 8"),
        ('layout = "table"', 'layout = "table"\nblank_rows = -1', "blank_rows = 8"),
        ('layout = "table"', 'layout = "table"\nblank_rows = true', "of type int"),
        ('layout = "table"', 'layout = "table"\nfreeze_columns = 9', "freeze_columns = 1"),
        ('layout = "table"', 'layout = "table"\nlines = "ก"', "list of texts"),
        ('layout = "table"', 'layout = "table"\nrow_label = "onne"', "perhaps “one”"),
        ('layout = "table"', 'layout = "table"\nblank = "one"', "sheet[0].blank"),
        ('layout = "table"', 'layout = "table"\nblank = { locked = "one" }', "list of texts"),
        ('layout = "table"', 'layout = "table"\nchange = 1', "sheet[0].change"),
        ('layout = "table"', 'layout = "check"\nchecks = ["b"]', "checks"),
        ("[[sheet.column]]", "[sheet.column]", "[[column]]"),
        ('kind = "form"', 'kind = "form"\nlists = "ก"', "[lists]"),
        ('kind = "form"', 'kind = "form"\nlists = { one = "ก" }', "list of texts"),
        ('kind = "form"', 'kind = "form"\ncertain = { statuses = 1 }', "certain.statuses"),
    ],
)
def test_a_fault_of_a_sheet_or_a_list_is_told_before_anything_is_written(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    assert before in _RIGHT
    (fault,) = _faults(tmp_path, _RIGHT.replace(before, after, 1))
    assert words in fault


def test_sheets_are_tables_and_of_different_names(tmp_path: Path) -> None:
    assert "[[sheet]]" in _faults(tmp_path, 'kind = "form"\nsheet = 3\n')[0]
    second = '[[sheet]]\nkey = "b"\nname = "ก"\nlayout = "notes"\n'
    assert _faults(tmp_path, _RIGHT + second) == ["sheet: two have the same name “ก”"]


def test_a_description_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(_RIGHT, encoding="utf-8-sig")
    assert load_description("form", tmp_path).sheet("a").column("one").header == "หนึ่ง"


@pytest.mark.parametrize(
    ("kind", "key"),
    [("plan", "department"), ("plan", "measure"), ("plan", "score"), ("department", "status")],
)
def test_what_the_program_cannot_do_without_is_told_where_it_was_left_out(
    tmp_path: Path, kind: str, key: str
) -> None:
    text = (default_templates() / f"{kind}.toml").read_text(encoding="utf-8")
    without = re.sub(rf'(?m)^\[\[sheet\.column\]\]\nkey = "{key}"\n(?:.+\n)*', "", text)
    without = re.sub(rf'(?m)^\w+ = \{{ column = "{key}".*\n', "", without)
    assert without != text
    (tmp_path / f"{kind}.toml").write_text(without, encoding="utf-8")
    with pytest.raises(DescriptionError) as caught:
        load_description(kind, tmp_path, default_templates())
    assert any(f"“{key}” cannot be left out" in each for each in caught.value.faults)


def test_a_column_of_the_plan_that_others_change_may_be_left_out(tmp_path: Path) -> None:
    text = (default_templates() / "plan.toml").read_text(encoding="utf-8")
    without = re.sub(r'(?m)^\[\[sheet\.column\]\]\nkey = "joint"\n(?:.+\n)*', "", text)
    assert without != text
    (tmp_path / "plan.toml").write_text(without, encoding="utf-8")
    columns = load_description("agency", tmp_path, default_templates()).sheet("measures").columns
    assert "joint" not in {each.key for each in columns}


def test_a_list_that_the_plan_brings_along_is_offered_by_what_takes_its_columns(tmp_path: Path) -> None:
    text = (default_templates() / "plan.toml").read_text(encoding="utf-8")
    column = '[[sheet.column]]\nkey = "funds"\nheader = "แหล่งเงิน"\nkind = "choice"\nchoices = "funds"\n\n'
    before = '[[sheet.column]]\nkey = "period"'
    assert before in text
    listed = '[lists]\nfunds = ["ก, ข", "ค"]\n\n[[sheet]]'
    added = text.replace(before, column + before).replace("[[sheet]]", listed, 1)
    (tmp_path / "plan.toml").write_text(added, encoding="utf-8")
    form = load_description("department", tmp_path, default_templates())
    assert form.sheet("measures").column("funds").open_in_blank_rows
    assert form.lists == {"funds": ("ก, ข", "ค")}


@pytest.mark.parametrize(
    ("option", "file", "words"),
    [("--templates", "departments.toml", "department.toml"), ("--frameworks", "ita2570.toml", "2570.toml")],
)
def test_a_folder_of_which_nothing_would_be_used_is_refused(
    tmp_path: Path, option: str, file: str, words: str
) -> None:
    (tmp_path / file).write_text("x = 1", encoding="utf-8")
    result = CliRunner().invoke(main, [option, str(tmp_path), "init", str(tmp_path / "new")])
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert words in line
    assert not (tmp_path / "new").exists()


def test_every_list_that_is_taken_as_given_is_given() -> None:
    settings = Settings(default_templates(), date(2023, 4, 10))
    plan = Plan(Agency("เทศบาลตำบลตัวอย่าง"), FiscalYear(2566), 2565, 6)
    framework = load_framework(2565)
    filling = plan_filling(
        plan,
        settings.description("plan"),
        load_agencies(),
        framework,
        previous_framework=None,
        made_on=settings.today,
    )
    assert filling.choices.keys() == GIVEN_LISTS


def test_all_faults_of_a_description_are_told_at_once(tmp_path: Path) -> None:
    text = f'{_RIGHT}kind = "dates"\n[[sheet.column]]\nkey = "one"\nheader = "หนึ่ง"\ncolour = 1\n'
    assert len(_faults(tmp_path, text)) == 4


@pytest.mark.parametrize("text", ["", "kind = ", "\ufeffkind"])
def test_what_is_no_description_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    assert _faults(tmp_path, text)


def test_a_missing_description_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DescriptionError, match=r"form\.toml"):
        load_description("form", tmp_path)


def test_the_shipped_descriptions_have_the_sheets_and_headers_of_the_contract() -> None:
    plan, form = (load_description(kind, default_templates()) for kind in ("plan", "department"))
    headers = {sheet.name: [each.header for each in sheet.columns] for sheet in plan.sheets}
    assert headers["ส่วนราชการ"] == ["รหัส", "ชื่อส่วนราชการ", "ผู้ประสานงาน", "อีเมล"]
    assert headers["คะแนน"] == ["ลำดับ", "ตัวชี้วัด", "เครื่องมือ", "คะแนน", "คะแนนปีก่อนหน้า"]
    assert headers["มาตรการ"] == [
        *("รหัส", "ตัวชี้วัด", "ข้อ", "ประเด็นที่ต้องพัฒนา", "มาตรการ", "แนวทางปฏิบัติ", "ขั้นตอน/วิธีการ"),
        *("ส่วนราชการที่รับผิดชอบ", "ส่วนราชการร่วม", "ผู้รับผิดชอบ", "การกำกับติดตาม", "วันเริ่มต้น", "วันสิ้นสุด"),
        "ระยะเวลา",  # ours, behind those of the contract
    ]
    labels = set(headers["หน่วยงาน"])
    assert labels >= {
        *("ชื่อหน่วยงาน", "ประเภทหน่วยงาน", "อำเภอ", "จังหวัด", "ปีงบประมาณ", "ปีที่ประเมิน", "รอบการรายงาน"),
        *("กำหนดส่ง", "เกณฑ์จุดแข็ง (มากกว่า)", "เกณฑ์จุดอ่อน (ต่ำกว่า)", "เป้าหมาย", "คะแนนรวม"),
        *("ที่หนังสือ", "โทรศัพท์", "เรียน"),
    }
    measures = form.sheet("measures")
    assert [each.header for each in measures.locked_columns] == headers["มาตรการ"][:-1]
    assert [each.header for each in measures.columns if each.open] == [
        *("สถานะ", "วันที่แล้วเสร็จ", "ผลการดำเนินงาน", "ผลลัพธ์หรือความสำเร็จ"),
        *("ปัญหา/ข้อเสนอแนะ", "หลักฐาน (ลิงก์)"),
    ]
    assert [each.name for each in form.sheets] == ["คำชี้แจง", "ผู้รายงาน", "มาตรการ", "ตรวจก่อนส่ง"]
    assert measures.column("done_on").kind is Kind.DATE


@pytest.mark.parametrize("key", ["agency", "counts", "overdue"])
def test_a_key_that_the_summary_uses_itself_is_refused_before_anything_is_sent_out(
    tmp_path: Path, key: str
) -> None:
    templates = templates_with_budget(tmp_path / "templates")
    path = templates / "department.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('key = "budget"', f'key = "{key}"'), encoding="utf-8"
    )
    with pytest.raises(DescriptionError) as caught:
        Settings(templates, date(2023, 4, 10)).description("department")
    (fault,) = caught.value.faults
    assert f"“{key}”" in fault
    assert f'for example key = "my_{key}"' in fault
    result = CliRunner().invoke(
        main, ["--templates", str(templates), "generate", str(tmp_path / "plan.xlsx"), "-o", str(tmp_path)]
    )
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_every_key_that_the_summary_uses_itself_is_known() -> None:
    framework = load_framework(2565)
    plan = Plan(Agency("เทศบาลตำบลตัวอย่าง"), FiscalYear(2566), 2565, 6)
    consolidation = consolidate(
        plan,
        (),
        analyse(plan, framework, None),
        as_of=date(2023, 4, 10),
        indicators_in=lambda _: (),
        sheet="มาตรการ",
    )
    keys = {each.key for each in (*long_columns(consolidation, ()), *counting_columns(framework, plan))}
    keys |= {key for key, *_ in PROVINCIAL}
    columns = load_description("department", default_templates()).sheet("measures").columns
    assert keys - {each.key for each in columns} == OWN_KEYS


_BORROWING = """
kind = "form"
version = 1
title = "t"
file_name = "f.xlsx"

[[sheet]]
key = "rows"
name = "แถว"
layout = "table"
columns_from = "department.measures"
columns_open = true

[sheet.change.{key}]
{change}
"""


def _borrowing(folder: Path, key: str, change: str) -> Path:
    path = folder / "form.toml"
    path.write_text(_BORROWING.format(key=key, change=change), encoding="utf-8")
    return folder


def test_columns_that_are_taken_over_open_keep_their_rules(tmp_path: Path) -> None:
    folder = _borrowing(tmp_path, "department", 'kind = "text"')
    columns = load_description("form", folder, default_templates()).sheet("rows").columns
    source = load_description("department", default_templates()).sheet("measures").columns
    assert [each.key for each in columns] == [each.key for each in source]
    assert all(each.open and each.open_in_blank_rows for each in columns)
    by_key = {each.key: each for each in columns}
    assert by_key["department"].kind is Kind.TEXT
    assert by_key["status"].required_in_blank_rows
    assert by_key["done_on"].only_when == by_key["done_on"].required_when is not None


@pytest.mark.parametrize(
    ("key", "change", "words"),
    [
        ("departmant", 'kind = "text"', "department"),
        ("department", 'kinde = "text"', "kind"),
        ("department", 'kind = "words"', "text"),
    ],
)
def test_a_change_that_means_nothing_is_told(tmp_path: Path, key: str, change: str, words: str) -> None:
    with pytest.raises(DescriptionError, match="change") as refused:
        load_description("form", _borrowing(tmp_path, key, change), default_templates())
    assert words in str(refused.value)


def test_a_repeated_column_stands_once_for_every_indicator() -> None:
    description = with_indicators(load_description("province", default_templates()), load_framework(2567))
    columns = description.sheet("scores").columns
    assert [each.header for each in columns] == ["รหัส", "ชื่อหน่วยงาน", *(str(no) for no in range(1, 11))]
    assert columns[-1].key == "indicator_10"
    assert "การป้องกันการทุจริต" in columns[-1].prompt


def test_hints_may_be_those_of_another_form() -> None:
    agency, department = (load_description(each, default_templates()) for each in ("agency", "department"))
    assert agency.hints == department.hints != {}


def test_a_users_folder_comes_before_those_that_come_along(tmp_path: Path) -> None:
    path = tmp_path / "department.toml"
    text = (default_templates() / "department.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('header = "หลักฐาน (ลิงก์)"', 'header = "เอกสาร"'), encoding="utf-8")
    settings = Settings(tmp_path, date(2023, 4, 11))
    for kind in ("department", "agency"):
        assert settings.description(kind).sheet("measures").column("evidence").header == "เอกสาร"
    assert settings.description("plan") == load_description("plan", default_templates())


def test_descriptions_that_take_from_each_other_are_each_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    loads = tomllib.loads

    def noted(text: str) -> dict[str, object]:
        read.append(loads(text)["kind"])
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", noted)
    settings = Settings(default_templates(), date(2023, 6, 1))
    for kind in ("agency", "department", "plan", "agency"):
        settings.description(kind)
    assert sorted(read) == ["agency", "department", "plan"]


def test_what_returns_are_read_with_never_shows_passwords() -> None:
    settings = Settings(default_templates(), date(2023, 6, 1), passwords=("ลับมาก",))
    shown = f"{settings!r} {settings} {expected_of_departments(settings)!r}"
    assert "Settings(" in shown
    assert "ลับ" not in shown


def test_descriptions_that_take_from_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    for kind, other in (("one", "two"), ("two", "one")):
        (tmp_path / f"{kind}.toml").write_text(
            f'kind = "{kind}"\nhints_from = "{other}"\n[[sheet]]\nkey = "a"\nname = "ก"\nlayout = "notes"\n',
            encoding="utf-8",
        )
    with pytest.raises(DescriptionError, match="one → two → one"):
        load_description("one", tmp_path)
