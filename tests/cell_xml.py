"""Cells written into a sheet's XML by hand.

Neither the library that writes workbooks nor one that might mend them stands between a test and the reader.
"""

import functools
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl.utils import column_index_from_string

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
ET.register_namespace("", _MAIN)
ET.register_namespace("r", _RELATIONS)


@dataclass(frozen=True)
class CellError:
    """An error value such as #REF!."""

    code: str


@dataclass(frozen=True)
class CellFormula:
    """A formula with the text that it shows."""

    formula: str
    shows: str


@functools.lru_cache(maxsize=256)
def parts_of_sheets(path: Path) -> Mapping[str, str]:
    """In which part each sheet lies."""
    with zipfile.ZipFile(path) as archive:
        relations = {
            each.get("Id"): each.get("Target", "")
            for each in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - ours
        }
        sheets = ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{{{_MAIN}}}sheet")  # noqa: S314
        targets = {each.get("name", ""): relations[each.get(f"{{{_RELATIONS}}}id")] for each in sheets}
        return {
            name: target.lstrip("/") if target[0] == "/" else f"xl/{target}"
            for name, target in targets.items()
        }


def part(path: Path, sheet: str) -> str:
    """The XML of a sheet."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(parts_of_sheets(path)[sheet]).decode()


def without_formulas(path: Path) -> Path:
    """Every formula becomes the value that it shows, in place."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, re.sub(rb"<f\b[^<>]*(?:/>|>[^<]*</f>)", b"", content))
    return path


def with_values(xml: bytes, values: Mapping[str, object]) -> bytes:
    """A sheet's XML with values by address; None clears a cell."""
    root = ET.fromstring(xml)  # noqa: S314 - ours
    body = root.find(f"{{{_MAIN}}}sheetData")
    assert body is not None
    rows = {int(each.get("r", "0")): each for each in body}
    for name, value in values.items():
        number = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        row = rows.get(int(number))
        if row is None:
            row = rows[int(number)] = ET.Element(f"{{{_MAIN}}}row", {"r": number})
            body.append(row)
        cell = next((each for each in row if each.get("r") == name), None)
        if cell is None:
            cell = ET.SubElement(row, f"{{{_MAIN}}}c", {"r": name})
            row[:] = sorted(row, key=lambda each: column_index_from_string(_letters(each)))
        _set(cell, value)
    body[:] = sorted(body, key=lambda each: int(each.get("r", "0")))
    xml_bytes: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml_bytes


def _letters(cell: ET.Element) -> str:
    return cell.get("r", "").rstrip("0123456789")


def _set(cell: ET.Element, value: object) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = ET.SubElement(ET.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t", {_SPACE: "preserve"})
        # Excel writes _x0041_ for A; the words themselves get their underscore written so.
        text.text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
    elif isinstance(value, CellFormula):
        cell.set("t", "str")
        ET.SubElement(cell, f"{{{_MAIN}}}f").text = value.formula
        ET.SubElement(cell, f"{{{_MAIN}}}v").text = value.shows
    elif isinstance(value, CellError):
        cell.set("t", "e")
        ET.SubElement(cell, f"{{{_MAIN}}}v").text = value.code
    elif isinstance(value, bool):
        cell.set("t", "b")
        ET.SubElement(cell, f"{{{_MAIN}}}v").text = str(int(value))
    elif isinstance(value, (int, float)):
        ET.SubElement(cell, f"{{{_MAIN}}}v").text = repr(value)
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        ET.SubElement(cell, f"{{{_MAIN}}}v").text = str((moment - _DAY_ZERO).days)
