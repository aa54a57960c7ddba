"""One table of measures as a document of every kind that is imported."""

from pathlib import Path

import docx

ROWS = [
    ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "ระยะเวลา", "ผลการดำเนินงาน"],
    ["จัดทำคู่มือ", "๑. สำรวจ ๒. เขียน", "กองคลัง", "ธันวาคม ๒๕๖๕", "แจกคู่มือเมื่อวันที่ ๒๐ ธันวาคม ๒๕๖๕"],
    ["อบรม", "เชิญวิทยากร", "สำนักปลัด", "ตลอดปีงบประมาณ", "=1+1"],
]


def as_text(path: Path) -> Path:
    path = path.with_suffix(".txt")
    path.write_text("\n".join("\t".join(row) for row in ROWS), encoding="utf-8")
    return path


def as_markdown(path: Path) -> Path:
    path = path.with_suffix(".md")
    lines = ["| " + " | ".join(row) + " |" for row in ROWS]
    path.write_text("\n".join([lines[0], "|---|---|---|---|---|", *lines[1:]]), encoding="utf-8")
    return path


def as_csv(path: Path) -> Path:
    path = path.with_suffix(".csv")
    path.write_text("\n".join(",".join(row) for row in ROWS), encoding="cp874")
    return path


def as_html(path: Path) -> Path:
    path = path.with_suffix(".html")
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    page = f"<html><script>มาตรการ</script><img src='http://nowhere.invalid/x'><table>{rows}</table></html>"
    path.write_text(page, encoding="utf-8")
    return path


def as_word(path: Path) -> Path:
    path = path.with_suffix(".docx")
    document = docx.Document()
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for cells, row in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    document.save(str(path))
    return path


def as_excel(path: Path) -> Path:
    import openpyxl

    path = path.with_suffix(".xlsx")
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["แผนมาตรการ ปีงบประมาณ พ.ศ. 2566"])
    for row in ROWS:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value is not None:
                cell.data_type = "s"  # as text, not as a formula
    workbook.save(path)
    return path
