"""Letters written as drafts into one folder, with a table of them all and the words for LINE."""

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.addresses import AddressReading, read_addresses
from itaxl.messages.drafts import Attachment, draft
from itaxl.messages.fields import one_line, unit_values
from itaxl.messages.templates import MessageKind, MessageTemplate, filled
from itaxl.outputs import UNFINISHED, free_path, told_as_disk_errors, unique_names
from itaxl.reports.tidy_tables import as_typed, write_table
from itaxl.results.standings import UnitStanding

TABLE_NAME = "messages.csv"
GROUP_NAME = "ข้อความถึงกลุ่ม LINE.txt"
WITHOUT_ADDRESS = "ไม่มีอีเมล"
"""The folder of workbooks that go to units without an address."""
SET_ASIDE = "สำรอง"
_GROUP = "group"
_HEADER = (
    *("unit_code", "unit", "email", "kind", "subject", "draft", "line_text"),
    *("attachments", "note", "returned_files", "modified"),
)


class Letter(Struct, frozen=True):
    """One unit, why it is written to, and what goes with it.

    Attributes:
        measures: on how many the unit has to report; 0 where nobody knows.
        form: an empty workbook of the unit.
        corrections: workbooks that it returned, with what has to be corrected.
    """

    unit: UnitStanding
    kind: MessageKind
    measures: int = 0
    form: Path | None = None
    corrections: tuple[Path, ...] = ()

    @property
    def attachments(self) -> tuple[Path, ...]:
        """All that goes with it."""
        return (*self.corrections, *([self.form] if self.form else []))

    @property
    def addresses(self) -> AddressReading:
        """Where it goes."""
        return read_addresses(self.unit.email)

    def values(self) -> dict[str, str]:
        """What its texts can say of its unit."""
        return unit_values(
            self.unit,
            measures=self.measures,
            form=self.form.name if self.form else "",
            corrections=[each.name for each in self.corrections],
        )


class Drafted(Struct, frozen=True):
    """What was written.

    Attributes:
        folder: where; None where there was nothing to say.
        kinds: why each draft is written, one a draft.
        without_address: units that nobody can write to, with what is wrong with the cell; empty for a blank.
        thanked: how many units an earlier run thanked for the same files.
        set_aside: the folder of earlier drafts that stood in the way.
        past_due: the last day for returning, where a first letter names one that is past.
    """

    folder: Path | None
    kinds: tuple[MessageKind, ...] = ()
    without_address: tuple[tuple[str, str], ...] = ()
    thanked: int = 0
    set_aside: Path | None = None
    past_due: date | None = None


class Words(Struct, frozen=True):
    """What the letters of one run say.

    Attributes:
        templates: by kind.
        shared: the fields of every letter.
        group: the whole text to the group.
    """

    templates: Mapping[MessageKind, MessageTemplate]
    shared: Mapping[str, str]
    group: str


def write_letters(
    letters: Sequence[Letter], words: Words, target: Path, *, set_aside: Sequence[Path] = ()
) -> Drafted:
    """Write all letters of one run: all of them or none.

    Args:
        letters: one a unit.
        words: what they say.
        target: the folder; what is in it and not set aside stays.
        set_aside: earlier drafts in it, moved into a folder of their own.

    Raises:
        OSError: the folder cannot be written; then it is as it was.
    """
    nearest = target if target.is_dir() else target.parent
    with (
        tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=nearest) as place,
        told_as_disk_errors(target),
    ):
        made = Path(place)
        rows = list(_rows(letters, words, made))
        text = words.group.replace("\n", "\r\n")
        (made / GROUP_NAME).write_bytes(text.encode("utf-8-sig"))
        rows.append(("", "", "", _GROUP, "", GROUP_NAME, words.group, "", "", "", None))
        write_table(made / TABLE_NAME, _HEADER, rows)
        aside = _moved_aside(target, set_aside)
        target.mkdir(exist_ok=True)
        for each in sorted(made.iterdir()):
            each.replace(target / each.name)
    return Drafted(
        target,
        tuple(each.kind for each in letters if each.addresses.addresses),
        tuple((each.unit.name, each.addresses.wrong) for each in letters if not each.addresses.addresses),
        set_aside=aside,
    )


def _rows(letters: Sequence[Letter], words: Words, place: Path) -> Iterator[Sequence[object]]:
    """Write each letter; its line of the table."""
    names = unique_names([_name(each) for each in letters], ".eml")
    kept = _kept_names(letters)
    for letter, name in zip(letters, names, strict=True):
        unit, template, addresses = letter.unit, words.templates[letter.kind], letter.addresses
        said = {**words.shared, **letter.values()}
        subject = one_line(filled(template.subject, said))
        attached = [each.name for each in letter.attachments]
        if addresses.addresses:
            body = filled(template.text, said)
            attachments = [Attachment(each.name, each.read_bytes()) for each in letter.attachments]
            (place / name).write_bytes(draft(addresses.addresses, subject, body, attachments))
        elif letter.kind is not MessageKind.FIRST:
            attached = [f"{WITHOUT_ADDRESS}/{kept[each]}" for each in letter.attachments]
            for path, other in zip(letter.attachments, attached, strict=True):
                (place / WITHOUT_ADDRESS).mkdir(exist_ok=True)
                (place / other).write_bytes(path.read_bytes())
        yield (
            unit.code,
            unit.name,
            ", ".join(addresses.addresses) or unit.email,
            letter.kind.value,
            subject,
            name if addresses.addresses else "",
            one_line(filled(template.line, said)),
            "; ".join(attached),
            _note(addresses),
            _returned(unit),
            unit.saved_at,
        )


def _name(letter: Letter) -> str:
    """First letters by the unit's code; later ones sorted by what they are."""
    own = f"{letter.unit.code} {letter.unit.name}"
    return own if letter.kind is MessageKind.FIRST else f"{letter.kind.thai} {own}"


def _kept_names(letters: Sequence[Letter]) -> Mapping[Path, str]:
    paths = [path for each in letters if not each.addresses.addresses for path in each.attachments]
    return dict(zip(paths, unique_names([each.stem for each in paths], ".xlsx"), strict=True))


def _note(addresses: AddressReading) -> str:
    if addresses.wrong:
        return f"อีเมลใช้ไม่ได้: {one_line(addresses.wrong)}"
    return "" if addresses.addresses else "ไม่มีอีเมล"


def _returned(unit: UnitStanding) -> str:
    return "; ".join(unit.files)


def drafts_in(folder: Path) -> list[Path]:
    """What an earlier run wrote into a folder and somebody may have worked on."""
    names = (TABLE_NAME, GROUP_NAME)
    found = sorted(folder.glob("*.eml")) if folder.is_dir() else []
    return [*found, *(folder / name for name in names if (folder / name).exists())]


def _moved_aside(folder: Path, paths: Sequence[Path]) -> Path | None:
    if not paths:
        return None
    aside = free_path(folder, f"{SET_ASIDE} ")
    aside.mkdir()
    for each in paths:
        each.replace(aside / each.name)
    return aside


def thanked_before(folder: Path) -> frozenset[tuple[str, str, str]]:
    """Whom earlier runs thanked, and for which files, as ``thanks_key`` tells; from their tables."""
    found = set()
    for path in sorted(folder.glob(f"*/{TABLE_NAME}")):
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                found |= {
                    (as_typed(row["unit_code"]), as_typed(row["returned_files"]), row["modified"])
                    for row in csv.DictReader(file)
                    if row.get("kind") == MessageKind.THANKS
                }
        except (KeyError, OSError, UnicodeDecodeError, csv.Error):
            continue  # somebody made something else of it; then thanks are drafted once more
    return frozenset(found)


def thanks_key(unit: UnitStanding) -> tuple[str, str, str]:
    """What tells one return from the next of the same unit."""
    return unit.code, _returned(unit), unit.saved_at.isoformat() if unit.saved_at else ""
