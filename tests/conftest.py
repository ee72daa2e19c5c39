"""Shared fixtures: a database without deals, and one with a small pipeline."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from small_pipeline import NOW, fill, instant

from pipetui import i18n
from pipetui.services.desk import Desk, create
from pipetui.services.playbooks import from_preset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Textual reads this when it is imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

# Machines are noisy: a slow example is no fault.
settings.register_profile("pipetui", deadline=None)
settings.load_profile("pipetui")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    """A new database without deals, on Monday 23 November 2026, 08:31 in Rome."""
    desk = create(tmp_path / "deals.db", playbook=from_preset("b2b", "en"), me="anna", now=instant("2026-08-01 09:00"))
    yield desk.at(NOW)
    desk.close()


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """Nine open deals of anna and luca: five to clear, one due today, one woke today, one in hand, one parked."""
    fill(empty_desk.at)
    return empty_desk
