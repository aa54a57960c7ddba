"""Coverage-guided fuzzing of whatever reads foreign bytes: findings may come of it, and nothing else.

Not a test: it runs as long as it is told. `docs/fuzzing.md` says how, and what was found.

Run with: python -m benchmarks.fuzz_reader parts|documents|words CORPUS [options of libFuzzer]
"""

import importlib
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

atheris: Any = importlib.import_module("atheris")

with atheris.instrument_imports(include=["itaxl"]):
    from itaxl.assessment.item_codes import ItemFinder
    from itaxl.catalogue import load_framework
    from itaxl.importing.sources import read_source
    from itaxl.planning.controls import ControlError
    from itaxl.planning.fillings import STATUS_CHOICES
    from itaxl.results.consistency.numbering import gaps
    from itaxl.template.returns import Expected, ReturnedFile, read_return
    from itaxl.thai.dates import read_date
    from itaxl.thai.period_reading import read_period
    from itaxl.thai.text import compact, folded
    from itaxl.workflow.settings import Settings, default_templates

_TESTS = Path(__file__).resolve().parent.parent / "tests"
_FORMS = _TESTS / "data" / "clients" / "forms"
_YEAR = date(2021, 10, 1), date(2022, 9, 30)
_ENDINGS = (".docx", ".html", ".csv", ".txt", ".xlsx", ".ods", ".xls", ".xlsb")

Target = Callable[[bytes], None]


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, not compressed: a changed byte in it is a changed byte of a part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _archives() -> Iterator[dict[str, bytes]]:
    """Forms that people filled in, taken apart."""
    for path in sorted(_FORMS.iterdir()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield {name: archive.read(name) for name in archive.namelist()}


def parts_target(place: Path) -> tuple[Target, list[bytes]]:
    """One part of a returned form is anything; the first two bytes tell which part of which form."""
    settings = Settings(default_templates(), _YEAR[1])
    descriptions = {kind: settings.description(kind) for kind in ("department", "agency")}
    expected = Expected(descriptions=descriptions, choices={"statuses": STATUS_CHOICES})
    forms = list(_archives())
    path = place / "form.xlsx"

    def target(data: bytes) -> None:
        if len(data) < 2:
            return
        parts = forms[data[0] % len(forms)]
        name = sorted(parts)[data[1] % len(parts)]
        path.write_bytes(_packed({**parts, name: data[2:]}))
        for finding in read_return(ReturnedFile(path, path.name), expected).findings:
            assert finding.text("th")
            assert finding.text("en")

    seeds = [
        bytes((number, index)) + parts[name]
        for number, parts in enumerate(forms)
        for index, name in enumerate(sorted(parts))
    ]
    return target, seeds


def documents_target(place: Path) -> tuple[Target, list[bytes]]:
    """Whatever `import` and `analyze` may be given; the first byte tells the ending of its name."""

    def target(data: bytes) -> None:
        if not data:
            return
        path = place / f"document{_ENDINGS[data[0] % len(_ENDINGS)]}"
        path.write_bytes(data[1:])
        try:
            read_source(path)
        except ControlError:
            pass  # one line that says why
        finally:
            path.unlink()

    clients = sorted(each for each in _FORMS.parent.iterdir() if each.is_file())
    reports = sorted((_TESTS.parent / "examples" / "sources").glob("*.txt"))
    seeds = [bytes((number % len(_ENDINGS),)) + _unpacked(path) for number, path in enumerate(clients)]
    return target, [*seeds, *(b"\3" + path.read_bytes()[:20_000] for path in reports)]


def _unpacked(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return _packed({name: archive.read(name) for name in archive.namelist()})


def words_target(_: Path) -> tuple[Target, list[bytes]]:
    """Cells: dates, periods, codes of items, numbered steps, folding."""
    finder = ItemFinder(load_framework(2565))

    def target(data: bytes) -> None:
        text = data.decode("utf-8", "ignore")[:2_000]
        read_date(text, *_YEAR)
        read_period(text, *_YEAR)
        list(gaps(text))
        finder.find(text, (1, 9))
        assert folded(folded(text)) == folded(text)
        assert compact(compact(text)) == compact(text)

    seeds = [
        "27/12/2565",
        "๒๗ ธ.ค. ๖๕",
        "ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖",
        "ตลอดปีงบประมาณ",
        "i1 – i3, o๑๒",
        "๑. ก\n๓. ข",
        "นํ้า",
    ]
    return target, [each.encode() for each in seeds]


TARGETS = {"parts": parts_target, "documents": documents_target, "words": words_target}


def main(arguments: Sequence[str]) -> None:
    """Run one target for as long as libFuzzer's options tell."""
    name, corpus, *options = arguments
    folder = Path(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        target, seeds = TARGETS[name](Path(place))
        for number, seed in enumerate(seeds):
            (folder / f"seed-{number:03}").write_bytes(seed)
        atheris.Setup([sys.argv[0], str(folder), *options], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
