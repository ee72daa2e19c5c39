"""What is checked before anything is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipetui.errors import BadInput, DatabaseUnusable
from pipetui.services.launching import Launch
from pipetui.tui.launch import desk_of, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    return Launch(
        db=tmp_path / "none.db", me="anna", now=lambda: 0, as_of=None, language="en", date_order="dmy", theme=None
    )


def test_a_missing_database_is_no_error_and_is_not_made(launch: Launch) -> None:
    assert desk_of(launch) is None
    assert not launch.db.exists()


def test_an_unknown_theme_or_screen_is_bad_input(launch: Launch) -> None:
    with pytest.raises(BadInput, match="dark, light"):
        run(replace(launch, theme="pink"))
    with pytest.raises(BadInput, match="today"):
        run(replace(launch, screen="moon"))


def test_a_file_of_something_else_is_said_before_the_app_opens(launch: Launch) -> None:
    launch.db.write_text("not a database at all, " * 100, encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match="not a pipetui database"):
        run(launch)
