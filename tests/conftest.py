"""Shared fixtures: a database without deals, and one with a small pipeline."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from small_pipeline import NOW, fill, instant

from pipetui import i18n
from pipetui.services import sample
from pipetui.services.desk import Desk, create, open_desk
from pipetui.services.playbooks import from_preset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Textual reads this when it is imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

# Machines are noisy: a slow example is no fault.
settings.register_profile("pipetui", deadline=None)
settings.load_profile("pipetui")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: many tests wait for a screen more than they work."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without deals, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    create(path, playbook=from_preset("b2b", "en"), me="anna", now=instant("2026-08-01 09:00")).close()
    return path


@pytest.fixture(scope="session")
def small_file(empty_file: Path) -> Path:
    """The small pipeline, to be copied."""
    path = empty_file.with_name("small.db")
    shutil.copy(empty_file, path)
    desk = open_desk(path, me="anna", now=NOW)
    with desk.together():
        fill(desk.at)
    desk.close()
    return path


@pytest.fixture
def empty_desk(empty_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """A new database without deals, on Monday 23 November 2026, 08:31 in Rome."""
    yield from _copied(empty_file, tmp_path)


@pytest.fixture
def desk(small_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """Nine open deals of anna and luca: five to clear, one due today, one woke today, one in hand, one parked."""
    yield from _copied(small_file, tmp_path)


def _copied(template: Path, folder: Path) -> Iterator[Desk]:
    path = folder / "deals.db"
    shutil.copy(template, path)
    desk = open_desk(path, me="anna", now=NOW)
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pipeline on Monday 23 November 2026, to be copied."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    sample.build(path, now=NOW, language="en")
    return path


@pytest.fixture
def sample_desk(sample_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """The sample pipeline, which every new user sees first."""
    yield from _copied(sample_file, tmp_path)
