"""Makes the small pictures of the official reports that the README shows: ``docs/pictures/*.png``.

Needs LibreOffice, pdftoppm and the font TH SarabunPSK. Run with: python docs/make_pictures.py
"""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from itaxl.workflow.reporting import write_report
from itaxl.workflow.settings import Settings, default_templates

_HERE = Path(__file__).parent
_EXAMPLES = _HERE.parent / "examples"
# The example whose published report has this form, and the page that shows it best.
_PICTURES = {
    "status-ticks": ("000-phon-thong", "xlsx", 2),
    "measure-results": ("001-san-khong", "xlsx", 2),
    "full-report": ("002-kusuman", "docx", 11),
    "issue-deadlines": ("003-mak-khaeng", "xlsx", 2),
    "measure-outcomes": ("004-nong-hua-raet", "xlsx", 3),
    "memo": ("002-kusuman", "docx", 1),
}
_DAY = date(2023, 4, 10)
_DOTS_PER_INCH = "42"


def make_picture(layout: str, example: str, kind: str, page: int, folder: Path) -> None:
    """Write one report, print one page of it, and keep that as a picture."""
    report = folder / f"{layout}.{kind}"
    plan, returned = _EXAMPLES / example / "plan.xlsx", _EXAMPLES / example / "returned"
    write_report(plan, returned, report, layout, Settings(default_templates(), _DAY))
    office = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(report)]
    subprocess.run(office, check=True, stdout=subprocess.DEVNULL)
    picture = _HERE / "pictures" / layout
    chosen = ["-f", str(page), "-l", str(page), "-singlefile", "-r", _DOTS_PER_INCH, "-png"]
    subprocess.run(["pdftoppm", *chosen, str(report.with_suffix(".pdf")), str(picture)], check=True)


if __name__ == "__main__":
    (_HERE / "pictures").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        for name, (example, kind, page) in _PICTURES.items():
            make_picture(name, example, kind, page, Path(place))
