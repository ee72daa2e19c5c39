"""The first start, where no database exists: what is asked, what would be written and where, and writing it.

Nothing is written before ``start`` or ``start_with`` is called, and nothing is left behind where they fail.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipetui.domain.instants import day_of
from pipetui.errors import BadInput
from pipetui.services import transfer
from pipetui.services.desk import Desk, create, open_desk
from pipetui.services.playbooks import from_preset
from pipetui.services.safekeeping import discard_if_empty
from pipetui.settings import usual_date_order, write_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.domain.dates import DateOrder
    from pipetui.domain.playbook import Stage
    from pipetui.exchange.progress import Progress
    from pipetui.i18n import Language
    from pipetui.services.launching import Launch
    from pipetui.services.transfer_report import ImportReport, ImportRequest


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says about themselves and the rules to begin with."""

    me: str
    language: Language
    date_order: DateOrder
    preset: str = "b2b"


@dataclass(frozen=True, slots=True)
class Started:
    """A database that was just made. ``trouble``: why the answers could not be kept in the settings, "" if they were;
    they count for this run all the same."""

    desk: Desk
    trouble: str = ""


def has_settings(launch: Launch) -> bool:
    """Has the person a settings file? Then it is theirs: nothing that it can say is asked, and it is not written."""
    return launch.settings_file is not None and launch.settings_file.exists()


def likely_answers(launch: Launch) -> Answers:
    """Good answers to begin with."""
    order = launch.date_order if has_settings(launch) else usual_date_order()
    return Answers(launch.me, launch.language, order)


def stage_count(answers: Answers, preset: str) -> int:
    """The stages of a preset."""
    return len(stages(replace(answers, preset=preset)))


def stages(answers: Answers) -> tuple[Stage, ...]:
    """The stages of the chosen preset."""
    return from_preset(answers.preset, answers.language).stages


def start(launch: Launch, answers: Answers) -> Started:
    """Make the database, then the settings. Raises DatabaseUnusable or BadInput; then nothing is written."""
    return _with_settings(_made(launch, answers), launch, answers)


@contextmanager
def trial(launch: Launch, answers: Answers) -> Iterator[Desk]:
    """A desk at a throwaway database with these answers, to try out what ``start_with`` would do."""
    with TemporaryDirectory() as folder:
        desk = _made(replace(launch, db=Path(folder) / "rehearsal.db"), answers)
        try:
            yield desk
        finally:
            desk.close()


def start_with(
    launch: Launch, answers: Answers, request: ImportRequest, progress: Progress | None = None
) -> tuple[Started | None, list[ImportReport]]:
    """Make the database with the deals of a request. None where its files brought nothing (they leave questions open,
    or every row was rejected): then, and when an error is raised, nothing is left behind.

    ``progress`` may raise to cancel. Raises DatabaseUnusable and BadInput.
    """
    desk = _made(launch, answers)
    try:
        reports = transfer.import_files(desk, request, progress)
    except BaseException:
        discard_if_empty(desk)
        raise
    if not any(report.added for report in reports):
        discard_if_empty(desk)
        return None, reports
    return _with_settings(desk, launch, answers), reports


def demo(launch: Launch, answers: Answers) -> Desk:
    """A throwaway copy of the sample, in which the person plays the seller whose pipeline it is. Takes a moment."""
    from pipetui.services.demo import copy_in_cache
    from pipetui.services.sample import LEAD

    now = launch.now()
    zone = from_preset(answers.preset, answers.language).zone
    path = copy_in_cache(now=now, today=day_of(now, zone), language=answers.language)
    return open_desk(path, me=LEAD, now=now, date_order=answers.date_order)


def _made(launch: Launch, answers: Answers) -> Desk:
    playbook = from_preset(answers.preset, answers.language)
    return create(launch.db, playbook=playbook, me=answers.me, now=launch.now(), date_order=answers.date_order)


def _with_settings(desk: Desk, launch: Launch, answers: Answers) -> Started:
    if launch.settings_file is None or has_settings(launch):
        return Started(desk)
    try:
        write_first(launch.settings_file, me=answers.me, language=answers.language, date_order=answers.date_order)
    except BadInput as error:
        return Started(desk, error.message)
    return Started(desk)
