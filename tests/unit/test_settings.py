"""Personal settings: what counts before what, what the file may hold, and that nothing is created."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipetui import settings
from pipetui.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_flag_counts_before_the_environment_and_that_before_the_file(file: Path) -> None:
    file.write_text('me = "filed"\ndb = "/filed.db"\nlanguage = "it"\n', encoding="utf-8")
    environ = {"PIPETUI_ME": "set", "PIPETUI_DB": "/set.db", "PIPETUI_LANG": "en"}
    from_file = settings.load({}, file=file)
    from_environment = settings.load(environ, file=file)
    from_flags = settings.load(environ, file=file, me="typed", db="/typed.db", language="it")
    assert (from_file.me, from_file.db, from_file.language) == ("filed", "/filed.db", "it")
    assert (from_environment.me, from_environment.db, from_environment.language) == ("set", "/set.db", "en")
    assert (from_flags.me, from_flags.db, from_flags.language) == ("typed", "/typed.db", "it")
    assert not any(found.db_is_default for found in (from_file, from_environment, from_flags))


def test_without_anything_there_are_defaults(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    found = settings.load({}, file=file)
    assert found == settings.Settings(
        db=str(settings.default_database()), db_is_default=True, me="anna", language="en", date_order="dmy"
    )


def test_an_empty_variable_is_one_that_is_not_set(file: Path) -> None:
    found = settings.load({"PIPETUI_DB": "", "PIPETUI_LANG": "", "PIPETUI_NOW": ""}, file=file)
    assert found.db_is_default
    assert found.now is None


def test_clock_and_past_come_from_flag_or_environment(file: Path) -> None:
    environ = {"PIPETUI_NOW": "2026-08-10T09:00", "PIPETUI_AS_OF": "2026-08-01"}
    found = settings.load(environ, file=file, as_of="2026-08-02")
    assert (found.now, found.as_of) == ("2026-08-10T09:00", "2026-08-02")


def test_the_language_falls_back_to_the_locale(file: Path) -> None:
    assert settings.load({"LANG": "it_IT.UTF-8"}, file=file).language == "it"
    assert settings.load({"LANG": "it_IT.UTF-8", "PIPETUI_LANG": "en"}, file=file).language == "en"


def test_an_unknown_language_is_refused(file: Path) -> None:
    with pytest.raises(BadInput, match="'fr'"):
        settings.load({"PIPETUI_LANG": "fr"}, file=file)


def test_the_file_may_hold_theme_and_date_order(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbftheme = "light"\r\ndate_order = "mdy"\r\n')
    found = settings.load({}, file=file)
    assert (found.theme, found.date_order) == ("light", "mdy")


def test_home_is_found_without_a_shell(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    file.write_text('db = "~/deals.db"\n', encoding="utf-8")
    assert settings.load({}, file=file).db == str(tmp_path / "deals.db")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('name = "anna"', "name: unknown key"),
        ("me = 3", "me: must be"),
        ('me = " "', "me: must be"),
        ('me = "a\\u001bb"', "me: must be"),
        ('language = "fr"', "language: 'fr' is not known"),
        ('date_order = "ymd"', "date_order: 'ymd' is not known"),
        ("me = ", "not valid TOML"),
        ('"\\u001b" = "x"', r"\x1b: unknown key"),
    ],
)
def test_a_wrong_file_is_refused_with_its_path(file: Path, text: str, complaint: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        settings.load({}, file=file)
    assert str(file) in caught.value.message
    assert complaint in caught.value.message


def test_a_file_that_cannot_be_read_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        settings.load({}, file=tmp_path)
    assert str(tmp_path) in caught.value.message


@pytest.mark.parametrize("error", [KeyError("uid 1000"), OSError("no user"), ModuleNotFoundError("pwd")])
def test_a_login_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def unknown() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", unknown)
    assert settings.login_name() == "me"


def test_import_and_load_create_nothing(tmp_path: Path) -> None:
    folders = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA")}
    subprocess.run(
        [sys.executable, "-c", "from pipetui import settings; settings.load()"],
        env={**os.environ, **folders, "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
    )
    assert list(tmp_path.iterdir()) == []
