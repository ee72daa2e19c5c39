"""The sample pipeline, built for any day: its stories happen again, through the services, in order of time.

So every event, visit, promise and SLA clock of it is as real as those of a person's own pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipetui import i18n
from pipetui.domain import gate
from pipetui.domain.names import folded_name
from pipetui.domain.playbook import OUTCOME_LOGGED
from pipetui.errors import BadInput
from pipetui.exchange import playbook_toml
from pipetui.i18n import Language, _
from pipetui.presets import preset_text
from pipetui.services import edits, moves, notes, steps
from pipetui.services.desk import Desk, create, rules_for
from pipetui.services.sample_stories import DEEDS, FURTHEST, Person, Phrases, Sample, Story, read
from pipetui.storage import reading, tables

if TYPE_CHECKING:
    from pipetui.domain.rules import Rules
    from pipetui.exchange.toml_reader import Table

LEAD = "anna"
"""The seller whose part in the sample is played by whoever looks at it."""

OPENING = 9 * 60 + 10
"""Nothing happens earlier in the day, in minutes after midnight."""

SPREAD = 7 * 60
"""What has no time of its own happens within so many minutes after the opening."""

BETWEEN = timedelta(minutes=3)
"""From one thing to the next on the same deal, at least."""


def build(path: Path, *, now: int, language: str, me: str = LEAD) -> None:
    """Make a database at ``path`` with the sample pipeline as it would stand at ``now`` (epoch seconds).

    ``me`` is the seller whose list it is; the same day and language always give the same pipeline. Texts and playbook
    are in ``language`` (``en`` or ``it``). Raises BadInput if there is a file already.
    """
    with _speaking(language):
        sample = read(language)
        playbook = playbook_toml.parse(preset_text("b2b", language), source="b2b")
        days = Days(rules_for(playbook), now)
        cast_list = _cast(sample.people, me)
        desk = create(path, playbook=playbook, me=cast_list[LEAD].name, now=days.beginning(sample.stories))
        try:
            with desk.together():
                _introduce(desk, cast_list)
                _tell(desk, sample, days, cast_list)
        finally:
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


class Days:
    """What day offsets from today mean: past ones fall on the open day before, coming ones on the open day after."""

    def __init__(self, rules: Rules, now: int) -> None:
        self.rules = rules
        self.today = rules.day(now)

    def day(self, offset: int) -> date:
        """The day this many days from today; today itself is today, open or not."""
        day = self.today + timedelta(days=offset)
        if offset > 0:
            return self.rules.clock.next_open_days(day - timedelta(days=1), 1)
        while offset < 0 and not self.rules.clock.is_open_day(day):
            day -= timedelta(days=1)
        return day

    def beginning(self, stories: tuple[Story, ...]) -> int:
        """The instant before everything: the morning of the day before the first story (epoch seconds)."""
        first = min(story.lines[0].integer("on", -FURTHEST, -1) for story in stories)
        return self.instant(datetime.combine(self.day(first - 1), time(9)))

    def instant(self, moment: datetime) -> int:
        """Epoch seconds of a wall-clock time in the playbook's zone."""
        return int(moment.replace(tzinfo=self.rules.zone).timestamp())


@dataclass(slots=True)
class Told:
    """How far the story of one deal has been told: its number by now, whose it is, the pain noted last."""

    story: Story
    owner: str
    id: int = 0
    pain: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happens to one deal at one instant (epoch seconds)."""

    at: int
    told: Told
    deed: str
    line: Table


def _tell(desk: Desk, sample: Sample, days: Days, people: Mapping[str, Person]) -> None:
    moments = [
        moment for number, story in enumerate(sample.stories) for moment in _moments(story, number, days)
    ]
    teller = Teller(days, sample.phrases, people)
    for moment in sorted(moments, key=lambda moment: moment.at):
        teller.tell(desk, moment)


def _moments(story: Story, number: int, days: Days) -> Iterator[Moment]:
    """Everything that happens to one deal, each thing later than the one before."""
    told = Told(story, story.owner)
    earliest = datetime.min
    for index, line in enumerate(story.lines):
        wanted = datetime.combine(days.day(line.integer("on", -FURTHEST, -1)), _time(line, number, index))
        for deed in (deed for deed in DEEDS if deed in line):
            earliest = max(wanted, earliest + BETWEEN)
            yield Moment(days.instant(earliest), told, deed, line)


def _time(line: Table, number: int, index: int) -> time:
    """The time that a line gives, else one that differs from deal to deal and line to line."""
    if "at" in line:
        return time.fromisoformat(line.text("at"))
    minutes = OPENING + (number * 47 + index * 131) % SPREAD
    return time(minutes // 60, minutes % 60)


def _cast(people: tuple[Person, ...], me: str) -> dict[str, Person]:
    """Who plays whom: ``me`` plays the lead, and the lead takes the part of a colleague called like me."""
    parts = {person.name: person for person in people}
    wanted = folded_name(me)
    for person in people:
        if wanted in map(folded_name, (person.name, *person.also)):
            parts[person.name] = parts[LEAD]
            parts[LEAD] = person
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


@dataclass(slots=True)
class Teller:
    """Does what the stories tell, each deed through the service that a person would use."""

    days: Days
    phrases: Phrases
    people: Mapping[str, Person]
    deeds: Mapping[str, Callable[[Desk, Told, Table], object]] = field(init=False)

    def __post_init__(self) -> None:
        self.deeds = {
            "add": self._add, "assign": self._assign, "close_in": self._close_in, "note": self._note,
            "no_reply": self._no_reply, "step": self._step, "redate": self._redate, "done": self._done,
            "yes": self._yes, "no": self._no, "back": self._back, "move": self._move, "park": self._park,
            "unpark": self._unpark, "close": self._close, "reopen": self._reopen,
        }  # fmt: skip

    def tell(self, desk: Desk, moment: Moment) -> None:
        """Let one moment happen, by the deal's owner unless its line (or the deal) says who."""
        told = moment.told
        by = moment.line.text("by", "") or told.owner or told.story.deal.text("by")
        self.deeds[moment.deed](replace(desk, now=moment.at, me=self.people[by].name), told, moment.line)
