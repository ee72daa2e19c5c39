"""The sample pipeline, built for any day: its stories happen again, through the services, in order of time.

So every event, visit, promise and SLA clock of it is as real as those of a person's own pipeline.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import time
from itertools import groupby
from typing import TYPE_CHECKING

from pipetui import i18n
from pipetui.domain.names import folded_name
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import pace, since
from pipetui.services.desk import Desk, create, rules_for
from pipetui.services.playbooks import from_preset
from pipetui.services.sample_days import Days
from pipetui.services.sample_deeds import DOING, Scene, Told
from pipetui.services.sample_imports import Row, bring
from pipetui.services.sample_stories import DEEDS, FURTHEST, Person, Sample, Story, read
from pipetui.storage import tables
from pipetui.storage.engine import remove_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipetui.exchange.toml_reader import Table
    from pipetui.services.sample_stories import Morning

LEAD = "anna"
"""The seller whose part in the sample is played by whoever looks at it."""

OPENING = 9 * 60 + 10
"""What has no time of its own happens later in the day than this, in minutes after midnight ..."""

SPREAD = 7 * 60
"""... and within so many minutes."""

BETWEEN = 180
"""From one thing to the next on the same deal, at least, in seconds."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happens to one deal at one instant (epoch seconds)."""

    at: int
    told: Told
    deed: str
    line: Table


def build(path: Path, *, now: int, language: str, me: str = LEAD) -> None:
    """Make a database at ``path`` with the sample pipeline as it would stand at ``now`` (epoch seconds).

    ``me`` is the seller whose list it is; the same day and language always give the same pipeline. Texts and playbook
    are in ``language`` (``en`` or ``it``). Raises BadInput if there is a file already.
    """
    if path.exists():
        raise BadInput(_("There is already a file at {path}.").format(path=path), _("Nothing was changed."))
    # Only a whole sample gets the name: one that was interrupted must never be shown.
    unfinished = path.with_name(f"{path.name}.unfinished")
    remove_database(unfinished)
    try:
        with _speaking(language):
            _build(unfinished, now, language, me)
    except BaseException:
        remove_database(unfinished)
        raise
    unfinished.rename(path)


def _build(path: Path, now: int, language: str, me: str) -> None:
    sample = read(language)
    playbook = from_preset("b2b", language)
    days = Days(rules_for(playbook), now)
    people = _cast(sample.people, me)
    moments = [moment for n, story in enumerate(sample.stories) for moment in _moments(story, n, days)]
    moments.sort(key=lambda moment: moment.at)
    desk = create(path, playbook=playbook, me=people[LEAD].name, now=_beginning(sample, days))
    try:
        with desk.together():
            _introduce(desk, people)
            _tell(desk, moments, days, sample, people)
            _leave(replace(desk, me=people[LEAD].name), sample.morning, days)
    finally:
        desk.close()


def _beginning(sample: Sample, days: Days) -> int:
    """The morning of the day before the first story, in epoch seconds."""
    first = min(_on(story.lines[0]) for story in sample.stories)
    return days.instant(days.day(first - 1), time(9))


def _leave(desk: Desk, morning: Morning, days: Days) -> None:
    """What is kept for whoever looks at it alone: when the app was last open, and how long deals took in triage."""
    desk = desk.at(days.instant(days.day(morning.looked), time(9)))
    for kind, paces in morning.paces.items():
        for seconds in paces:
            pace.keep(desk, kind, seconds)
    since.look(desk)


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Services write some texts themselves; for the time of the block they do it in this language."""
    if language not in i18n.LANGUAGES:
        raise BadInput(_("There is no sample in {language}.").format(language=ascii(language)))
    before = i18n.language()
    i18n.set_language(language)
    try:
        yield
    finally:
        i18n.set_language(before)


def _moments(story: Story, number: int, days: Days) -> Iterator[Moment]:
    """Everything that happens to one deal, each thing later than the one before."""
    told = Told(story, story.owner)
    earliest = 0
    for index, line in enumerate(story.lines):
        day = days.day(_on(line))
        earliest = max(earliest, days.instant(day, _time(line, number, index)))
        for deed in (deed for deed in DEEDS if deed in line):
            yield Moment(earliest, told, deed, line)
            earliest += BETWEEN


def _on(line: Table) -> int:
    return line.integer("on", -FURTHEST, -1)


def _time(line: Table, number: int, index: int) -> time:
    """The time that a line gives, else one that differs from deal to deal and line to line."""
    if "at" in line:
        try:
            return time.fromisoformat(line.text("at"))
        except ValueError:
            raise line.error("at", _("must be a time such as 16:40.")) from None
    minutes = OPENING + (number * 47 + index * 131) % SPREAD
    return time(minutes // 60, minutes % 60)


def _tell(desk: Desk, moments: list[Moment], days: Days, sample: Sample, people: Mapping[str, Person]) -> None:
    """Let everything happen. Deals that are imported at one instant came in one file."""
    sheet: list[Row] = []
    for (at, deed), group in groupby(moments, key=lambda moment: (moment.at, moment.deed)):
        scenes = [
            Scene(
                replace(desk, now=at, me=people[_by(moment)].name),
                moment.told, moment.line, days, sample.phrases, people,
            )
            for moment in group
        ]  # fmt: skip
        if deed == "import":
            bring(sheet, scenes)
        else:
            for scene in scenes:
                DOING[deed](scene)


def _by(moment: Moment) -> str:
    """Who does it: whoever the line says, else whose deal it is, else whoever brought it in."""
    return moment.line.text("by", "") or moment.told.owner or moment.told.story.deal.text("by")


def _cast(people: tuple[Person, ...], me: str) -> dict[str, Person]:
    """Who plays whom: ``me`` plays the lead, and the lead takes the part of a colleague called like me."""
    parts = {person.name: person for person in people}
    wanted = folded_name(me)
    for person in people:
        if wanted in map(folded_name, (person.name, *person.also)):
            parts[person.name], parts[LEAD] = parts[LEAD], person
            return parts
    parts[LEAD] = Person(" ".join(me.split()))
    return parts


def _introduce(desk: Desk, people: Mapping[str, Person]) -> None:
    """Write down who sells, with their full names."""
    with desk.working("people") as work:
        for person in people.values():
            row = work.person(person.name)
            assert row.id is not None
            for alias in person.also:
                work.add(tables.PersonAlias(person_id=row.id, alias=alias, folded=folded_name(alias)))
        work.event(None, "people_added", {}, {"people": [person.name for person in people.values()]})
