"""``[keys]`` in the settings, where each setting comes from, and the file of a first start."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import settings
from pipetui.errors import BadInput
from pipetui.i18n import Language, set_language

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_keys_are_one_or_several_or_none(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('me = "anna"\n[keys]\nnote = "N"\nfind = ["f", "ctrl+f"]\nquit = ""\nhelp = []\n', encoding="utf-8")
    assert settings.load({}, file=file).keys == {"note": ("N",), "find": ("f", "ctrl+f"), "quit": (), "help": ()}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('keys = "n"', "keys: must be a table"),
        ("[keys]\nnote = 3", "keys.note: must be a key in quotes"),
        ('[keys]\nnote = ["n", 3]', "keys.note: must be a key in quotes"),
        ('[keys]\nnote = ["n", ""]', "keys.note: must be a key in quotes"),
        ('[keys]\n"a\\u001b" = 1', r"keys.a\x1b: must be"),
        ('theme = "pink"', "theme: 'pink' is not known"),
    ],
)
def test_wrong_keys_are_refused_with_their_place(file: Path, text: str, complaint: str) -> None:
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        settings.load({}, file=file)
    assert str(file) in caught.value.message
    assert complaint in caught.value.message


def test_each_setting_tells_where_it_comes_from(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('me = "filed"\nlanguage = "it"\ntheme = "light"\n', encoding="utf-8")
    found = settings.load({"PIPETUI_LANG": "en"}, file=file, db="/typed.db")
    assert found.sources == {
        "me": "file",
        "language": "environment",
        "date_order": "default",
        "theme": "file",
        "db": "flag",
    }
    assert found.file == file


@pytest.mark.parametrize(
    ("environ", "order"),
    [({"LANG": "en_US.UTF-8"}, "mdy"), ({"LANG": "en_GB.UTF-8"}, "dmy"), ({"LC_ALL": "it_IT", "LANG": "en_US"}, "dmy"),
     ({"LC_TIME": "en_US", "LANG": "it_IT"}, "mdy"), ({}, "dmy")],
)  # fmt: skip
def test_the_usual_order_of_a_day(environ: dict[str, str], order: str) -> None:
    assert settings.usual_date_order(environ) == order


@given(me=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip))
def test_the_first_file_says_what_was_answered(tmp_path_factory: pytest.TempPathFactory, me: str) -> None:
    file = tmp_path_factory.mktemp("first") / "deep" / "settings.toml"
    settings.write_first(file, me=me, language="it", date_order="mdy")
    found = settings.load({}, file=file)
    assert (found.me, found.language, found.date_order, found.theme) == (me, "it", "mdy", None)
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_examples_in_the_first_file_can_be_used(file: Path, language: Language) -> None:
    set_language(language)
    settings.write_first(file, me="anna", language=language, date_order="dmy")
    lines = file.read_text(encoding="utf-8").splitlines()
    freed = [line.removeprefix("# ") for line in lines if line.startswith("# ") and ("= " in line or "[" in line[:3])]
    keys = tomllib.loads("\n".join(line for line in freed if '"' in line or line.startswith("[")))
    assert {"theme", "db", "keys"} <= set(keys)
    assert keys["keys"] == {"note": "N", "find": ["f", "ctrl+f"]}


def test_a_settings_file_is_never_written_over(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('me = "mine"\n', encoding="utf-8")
    settings.write_first(file, me="other", language="en", date_order="dmy")
    assert file.read_text(encoding="utf-8") == 'me = "mine"\n'
    assert len(list(file.parent.iterdir())) == 1


def test_a_folder_that_cannot_be_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be written"):
        settings.write_first(tmp_path / "config" / "settings.toml", me="anna", language="en", date_order="dmy")


def test_paths_at_home_are_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert settings.at_home(tmp_path / "a" / "b") == "~/a/b"
    assert settings.at_home(f"{tmp_path}elsewhere") == f"{tmp_path}elsewhere"
