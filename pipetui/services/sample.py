"""The sample pipeline, built for any day: its stories happen again, through the services, in order of time.

So every event, visit, promise and SLA clock of it is as real as those of a person's own pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipetui import i18n
from pipetui.domain.names import folded_name
from pipetui.errors import BadInput
from pipetui.exchange import playbook_toml
from pipetui.i18n import Language, _
from pipetui.presets import preset_text
from pipetui.services.desk import Desk, create, rules_for
from pipetui.services.sample_days import Days
from pipetui.services.sample_deeds import DOING, Scene, Told
from pipetui.services.sample_stories import DEEDS, FURTHEST, Person, Sample, Story, read
from pipetui.storage import tables
from pipetui.storage.engine import remove_database

if TYPE_CHECKING:
    from pipetui.exchange.toml_reader import Table

LEAD = "anna"
"""The seller whose part in the sample is played by whoever looks at it."""

OPENING = 9 * 60 + 10
"""What has no time of its own happens later in the day than this, in minutes after midnight ..."""

SPREAD = 7 * 60
"""... and within so many minutes."""

BETWEEN = timedelta(minutes=3)
"""From one thing to the next on the same deal, at least."""


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
    with _speaking(language):
        sample = read(language)
        playbook = playbook_toml.parse(preset_text("b2b", language), source="b2b")
        days = Days(rules_for(playbook), now)
        people = _cast(sample.people, me)
        moments = [moment for n, story in enumerate(sample.stories) for moment in _moments(story, n, days)]
        moments.sort(key=lambda moment: moment.at)
        before = moments[0].at - int(timedelta(days=1).total_seconds())
        desk = create(path, playbook=playbook, me=people[LEAD].name, now=before)
        try:
            with desk.together():
                _introduce(desk, people)
                _tell(desk, moments, days, sample, people)
        except BaseException:
            desk.close()
            remove_database(path)
            raise
        desk.close()


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Services write some texts themselves; for the time of the block they do it in this language."""
    if language not in i18n.LANGUAGES:
        raise BadInput(_("There is no sample in {language}.").format(language=ascii(language)))
    before = i18n.language()
    i18n.set_language(cast(Language, language))
    try:
        yield
    finally:
        i18n.set_language(before)


def _moments(story: Story, number: int, days: Days) -> Iterator[Moment]:
    """Everything that happens to one deal, each thing later than the one before."""
    told = Told(story, story.owner)
    earliest = datetime.min
    for index, line in enumerate(story.lines):
        moment = datetime.combine(days.day(line.integer("on", -FURTHEST, -1)), _time(line, number, index))
        for deed in (deed for deed in DEEDS if deed in line):
            moment = max(moment, earliest)
            earliest = moment + BETWEEN
            yield Moment(days.instant(moment), told, deed, line)


def _time(line: Table, number: int, index: int) -> time:
    """The time that a line gives, else one that differs from deal to deal and line to line."""
    if "at" in line:
        return time.fromisoformat(line.text("at"))
    minutes = OPENING + (number * 47 + index * 131) % SPREAD
    return time(minutes // 60, minutes % 60)


def _tell(desk: Desk, moments: list[Moment], days: Days, sample: Sample, people: Mapping[str, Person]) -> None:
    """Let everything happen. Deals that are imported at one instant came in one file."""
    for (at, deed), group in groupby(moments, key=lambda moment: (moment.at, moment.deed)):
        scenes = [
            Scene(
                replace(desk, now=at, me=people[_by(moment)].name),
                moment.told, moment.line, days, sample.phrases, people,
            )
            for moment in group
        ]  # fmt: skip
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
            for alias in person.also:
                work.add(tables.PersonAlias(person_id=row.id, alias=alias, folded=folded_name(alias)))
        work.event(None, "people_added", {}, {"people": [person.name for person in people.values()]})
