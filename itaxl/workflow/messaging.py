"""``--mail``: who is written to and why, with which workbook; nothing is ever sent from here."""

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from itaxl.assessment.plans import Plan
from itaxl.assessment.provinces import Province
from itaxl.messages.fields import field_names, group_values, round_values
from itaxl.messages.templates import AGENCY, PROVINCE, MessageKind, filled, load_messages
from itaxl.outputs import alone_in, free_path
from itaxl.results.consolidation import Consolidation
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.results.standings import Standing, Standings, UnitStanding, standings
from itaxl.thai.dates import BUDDHIST_ERA
from itaxl.workflow.generation import Generated
from itaxl.workflow.letters import (
    SET_ASIDE,
    Drafted,
    Letter,
    Words,
    drafts_in,
    thanked_before,
    thanks_key,
    write_letters,
)
from itaxl.workflow.orders import Correction, Corrections
from itaxl.workflow.settings import Settings, UsageError, default_templates

_SETTINGS_SHEETS = {AGENCY: ("plan", "agency"), PROVINCE: ("province", "province")}
_KINDS = {
    Standing.COMPLETE: MessageKind.THANKS,
    Standing.TO_CORRECT: MessageKind.CORRECTIONS,
    Standing.REFUSED: MessageKind.CORRECTIONS,
}


class Correspondence:
    """The letters of a round, in one folder."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Read the templates, before anything else is done.

        Raises:
            MessageError: they cannot be used.
            DescriptionError: a description cannot be used.
        """
        self.folder = folder
        self._settings = settings
        self._labels = {
            section: [each.key for each in settings.description(kind).sheet(sheet).columns]
            for section, (kind, sheet) in _SETTINGS_SHEETS.items()
        }
        known = {section: field_names(section, labels) for section, labels in self._labels.items()}
        self._messages = load_messages(known, settings.templates, default_templates())

    def require_room(self) -> None:
        """Refuse a folder in which drafts lie: somebody may have worked on them.

        Raises:
            UsageError: there are some.
        """
        if existing := drafts_in(self.folder):
            name = existing[0].name
            raise UsageError(
                f"มี {name} อยู่แล้วใน {self.folder} และอาจมีคนแก้ไขไว้ ใช้โฟลเดอร์อื่น"
                f" หรือเพิ่ม --overwrite (ของเดิมจะย้ายไปไว้ในโฟลเดอร์ {SET_ASIDE})",
                f"{name} exists already in {self.folder} and may have been edited; use another folder,"
                f" or --overwrite (what is there is moved into a folder {SET_ASIDE})",
            )

    def require_apart(self, returned: Path, corrections: Path | None) -> None:
        """Refuse a place where workbooks are read as returns, or given way to newer ones.

        Raises:
            UsageError: it lies among the returned workbooks or among the corrections.
        """
        for folder in (returned, corrections):
            if folder is not None and self.folder.resolve().is_relative_to(folder.resolve()):
                raise UsageError(
                    f"--mail {self.folder} อยู่ใน {folder} ให้เก็บร่างอีเมลไว้ในโฟลเดอร์อื่น เพื่อไม่ให้ไฟล์ปนกัน",
                    f"--mail {self.folder} lies in {folder}; keep drafts in a folder of their own",
                )

    def first(self, made: Generated, out: Path) -> Drafted:
        """Draft the first letter to every unit, with the workbook that was made for it.

        Args:
            made: what ``generate`` wrote; without any error.
            out: where.

        Raises:
            OSError: the folder cannot be written.
        """
        assert made.asked is not None
        files = {each.code: out / each.name for each in made.files}
        units = [each for each in _units(made.asked) if each.code in files]
        letters = [
            Letter(each, MessageKind.FIRST, _measures(made.asked, each), files[each.code]) for each in units
        ]
        now = Standings(self._settings.today, made.asked.due, tuple(units), ())
        with alone_in(self.folder):
            words = self._words(made.asked, now, MessageKind.FIRST)
            drafted = write_letters(letters, words, self.folder, set_aside=drafts_in(self.folder))
        is_past = now.days_left is not None and now.days_left < 0
        return replace(drafted, past_due=now.due if is_past else None)

    def answers(
        self, consolidation: Consolidation | ProvincialConsolidation, corrections: Corrections
    ) -> Drafted:
        """Draft what has to be said after looking at what came back, in a folder named after the day.

        Args:
            consolidation: what came back.
            corrections: the workbooks to send, of the same run.

        Raises:
            OSError: the folder cannot be written.
        """
        now = standings(consolidation)
        asked: Plan | Province = (
            consolidation.province
            if isinstance(consolidation, ProvincialConsolidation)
            else consolidation.plan
        )
        is_late = now.days_left is not None and now.days_left < 0
        reminder = MessageKind.OVERDUE if is_late else MessageKind.REMINDER
        workbooks: dict[str, list[Correction]] = {}
        for each in corrections.files:
            workbooks.setdefault(each.code, []).append(each)
        with alone_in(self.folder):
            before = thanked_before(self.folder)
            units = [
                unit
                for unit in now.units
                if unit.standing is not Standing.COMPLETE or thanks_key(unit) not in before
            ]
            thanked = len(now.units) - len(units)
            if not units:
                return Drafted(None, thanked=thanked)
            letters = [
                _answer(asked, unit, _KINDS.get(unit.standing, reminder), workbooks.get(unit.code, []))
                for unit in units
            ]
            words = self._words(asked, now, reminder if now.outstanding else MessageKind.THANKS)
            return replace(write_letters(letters, words, self._new_folder(now)), thanked=thanked)

    def _words(self, asked: Plan | Province, now: Standings, group: MessageKind) -> Words:
        section = PROVINCE if isinstance(asked, Province) else AGENCY
        templates = self._messages[section]
        shared = round_values(asked, self._labels[section], now.as_of)
        return Words(templates, shared, filled(templates[group].group, {**shared, **group_values(now)}))

    def _new_folder(self, now: Standings) -> Path:
        """The day's, 2566-04-13; a second run of one day leaves the drafts of the first alone."""
        day = now.as_of
        name = f"{day.year + BUDDHIST_ERA}-{day:%m-%d}"
        path = self.folder / name
        return free_path(self.folder, f"{name} (", ")", first=2) if path.exists() else path


def _answer(
    asked: Plan | Province, unit: UnitStanding, kind: MessageKind, workbooks: Sequence[Correction]
) -> Letter:
    """A letter with the workbooks that belong to it: the unit's own, marked, or a form to be filled in."""
    marked = tuple(each.path for each in workbooks if each.file)
    form = next((each.path for each in workbooks if not each.file), None)
    return Letter(unit, kind, _measures(asked, unit), None if marked else form, marked)


def _units(asked: Plan | Province) -> list[UnitStanding]:
    if isinstance(asked, Province):
        return [
            UnitStanding(each.code, each.name, Standing.MISSING, each.district, email=each.email)
            for each in asked.agencies
        ]
    return [
        UnitStanding(each.code, each.name, Standing.MISSING, contact=each.contact, email=each.email)
        for each in asked.reporting_departments()
    ]


def _measures(asked: Plan | Province, unit: UnitStanding) -> int:
    """On how many measures a department has to report; an agency tells itself."""
    if isinstance(asked, Province):
        return 0
    return len({row.measure_code for row in asked.rows_for(unit.code)})
