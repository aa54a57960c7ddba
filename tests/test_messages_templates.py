"""Messages are data: whoever edits them is told of every fault at once, and the guide names all fields."""

import re
import tomllib
from pathlib import Path

import pytest

from itaxl.messages.fields import field_names
from itaxl.messages.templates import (
    AGENCY,
    PROVINCE,
    SECTIONS,
    MessageError,
    MessageKind,
    Messages,
    filled,
    load_messages,
    names_in,
)
from itaxl.workflow.settings import default_templates

KNOWN = {
    AGENCY: field_names(AGENCY, ["memo_owner", "return_to", "telephone", "password"]),
    PROVINCE: field_names(PROVINCE, ["office", "return_to", "telephone", "password"]),
}
GOOD = """
[agency]
subject = "เรื่อง {unit}"
text = "เรียน {unit}"
line = "เรียน {unit}"
group = "เรียน ทุกส่วนราชการ {asked}"
[province]
subject = "เรื่อง {unit}"
text = "เรียน {unit}"
line = "เรียน {unit}"
group = "เรียน ทุกหน่วยงาน {asked}"
"""


def load(folder: Path) -> Messages:
    return load_messages(KNOWN, folder, default_templates())


def own(folder: Path, text: str, name: str = "reminder") -> Path:
    path = folder / "messages" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> str:
    with pytest.raises(MessageError) as caught:
        load(folder)
    return str(caught.value)


def test_five_messages_come_along_for_departments_and_for_agencies() -> None:
    messages = load(default_templates())
    for section in SECTIONS:
        assert set(messages[section]) == set(MessageKind)
        for kind, template in messages[section].items():
            assert template.text.startswith("เรียน")
            assert "จึงเรียนมาเพื่อโปรด" in template.text
            assert "{unit}" in template.subject
            assert bool(template.group) is (kind is not MessageKind.CORRECTIONS)


def test_ones_own_template_takes_the_place_of_one_and_the_others_stay(tmp_path: Path) -> None:
    messages = load(own(tmp_path, GOOD))
    shipped = load(default_templates())
    assert messages[AGENCY][MessageKind.REMINDER].subject == "เรื่อง {unit}"
    assert messages[AGENCY][MessageKind.THANKS] == shipped[AGENCY][MessageKind.THANKS]


def test_every_fault_of_every_file_is_told_with_what_is_right(tmp_path: Path) -> None:
    text = (
        GOOD.replace("เรื่อง {unit}", "เรื่อง {unitt}", 1)
        .replace('line = "เรียน {unit}"', 'lines = "เรียน {unit}"', 1)
        .replace("{asked}", "{unit}", 1)
    )
    own(tmp_path, text)
    own(tmp_path, "[agency]\nsubject = 3\n", "thanks")
    told = faults(tmp_path)
    for part in (
        "messages/reminder.toml: agency.subject: there is no field “unitt”; perhaps “unit”",
        "messages/reminder.toml: agency.lines: is not known; perhaps “line”",
        'messages/reminder.toml: agency.line: must be a text, for example line = "เรียน {unit}"',
        "messages/reminder.toml: agency.group: there is no field “unit”",
        "messages/thanks.toml: agency.subject: must be a text",
        "messages/thanks.toml: agency.text: must be a text",
        "messages/thanks.toml: [province]: is missing",
    ):
        assert part in told


@pytest.mark.parametrize(
    "wrong",
    [
        "{unit",
        "unit}",
        "{}",
        "{0}",
        "{unit!r}",
        "{unit:>99999999}",
        "{unit.__class__}",
        "{unit[0]}",
        "{pass}",
    ],
)
def test_braces_hold_a_known_name_and_nothing_else(tmp_path: Path, wrong: str) -> None:
    told = faults(own(tmp_path, GOOD.replace("เรียน {unit}", f"เรียน {wrong}", 1)))
    assert told.startswith("messages/reminder.toml: agency.text: ")
    assert told.count("reminder.toml") == 1


def test_the_password_of_the_sheets_is_no_field() -> None:
    for known in KNOWN.values():
        assert "password" not in known.unit | known.group


@pytest.mark.parametrize("content", ["[agency", "\ufffd = 1", '[agency]\ntext = """'])
def test_what_is_no_toml_is_told_with_its_file(tmp_path: Path, content: str) -> None:
    assert "messages/overdue.toml: is not valid TOML" in faults(own(tmp_path, content, "overdue"))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = own(tmp_path, GOOD) / "messages" / "reminder.toml"
    path.write_bytes(GOOD.encode("cp874"))
    assert "messages/reminder.toml: is not valid TOML" in faults(tmp_path)


def test_a_line_goes_where_one_of_its_fields_is_empty_and_leaves_no_gap() -> None:
    text = "ก {a}\n\nโทร. {b}\n\n{a} {b}\n{{b}}\nข\n"
    assert filled(text, {"a": "1", "b": ""}) == "ก 1\n\n{b}\nข"
    assert filled(text, {"a": "1", "b": "2"}) == "ก 1\n\nโทร. 2\n\n1 2\n{b}\nข"


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    assert filled("{a}", {"a": "{b} {a.__class__} {"}) == "{b} {a.__class__} {"


def test_the_guide_names_every_field_and_every_file() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "messages.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^`\s]+)`", re.sub(r"```.*?```", "", guide, flags=re.DOTALL)))
    fields = frozenset[str]().union(
        *(names.unit | names.group for names in (field_names(each, []) for each in SECTIONS))
    )
    assert fields - told == set()
    assert {f"{kind}.toml" for kind in MessageKind} - told == set()
    assert {"subject", "text", "line", "group"} - told == set()


def test_the_example_in_the_guide_can_be_used(tmp_path: Path) -> None:
    guide = (Path(__file__).parent.parent / "docs" / "messages.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", guide, flags=re.DOTALL)
    assert load(own(tmp_path, example))[AGENCY][MessageKind.REMINDER].subject


def test_what_comes_along_says_when_and_to_whom_in_every_text() -> None:
    for path in sorted((default_templates() / "messages").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for section in SECTIONS:
            assert "unit" in names_in(data[section]["line"])
            if path.stem != "thanks":
                for key in ("text", "line"):
                    names = set(names_in(data[section][key]))
                    assert names & {"due", "by_due"}, (path.name, section, key)
