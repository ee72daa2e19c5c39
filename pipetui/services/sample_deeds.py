"""What can happen in a story of the sample pipeline, each deed through the service that a person would use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain import gate
from pipetui.domain.playbook import OUTCOME_LOGGED
from pipetui.i18n import _
from pipetui.services import absence_changes, contacts, edits, moves, notes, steps
from pipetui.services.sample_stories import FURTHEST
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from pipetui.domain.model import Deal
    from pipetui.exchange.toml_reader import Table
    from pipetui.services.desk import Desk
    from pipetui.services.sample_days import Days
    from pipetui.services.sample_stories import Person, Phrases, Story


@dataclass(slots=True)
class Told:
    """How far the story of one deal has been told: whose it is, its number by now, the pain that was noted last."""

    story: Story
    owner: str
    id: int = 0
    pain: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One line of a story at the instant of ``desk``, with what is needed to understand it."""

    desk: Desk
    told: Told
    line: Table
    days: Days
    phrases: Phrases
    people: Mapping[str, Person]

    @property
    def id(self) -> int:
        """The number of the deal."""
        return self.told.id

    @property
    def deal(self) -> Deal:
        """The deal as it is now."""
        with self.desk.reading() as connection:
            return reading.deals(connection, [self.id])[0]

    def say(self, key: str) -> str | None:
        """The text under this key of the line, in the language of the sample."""
        return self.phrases.say(self.line, key)

    def text(self, key: str) -> str:
        """The same, where the line must have it. Raises BadInput."""
        self.line.value(key)
        return self.say(key) or ""

    def day(self, key: str) -> date:
        """The day that the offset under this key means. Raises BadInput."""
        return self.days.day_from(self.desk.today, self.line.integer(key, -FURTHEST, FURTHEST))

    def name(self, part: str) -> str:
        """What the person is called who plays this part."""
        return self.people[part].name

    def open_criteria(self) -> list[str]:
        """The exit criteria of the deal's stage that are not ticked; what closing ticks by itself is left out."""
        with self.desk.reading() as connection:
            ticks = reading.ticks(connection, self.id)
        stage = self.desk.playbook.stage(self.deal.stage)
        return [criterion.id for criterion in gate.open_criteria(stage, {*ticks, OUTCOME_LOGGED})]

    def answers(self) -> list[str]:
        """The criteria that the line answers with yes: those it names, or "all" that are open."""
        if "yes" not in self.line:
            return []
        if self.line.value("yes") == "all":
            return self.open_criteria()
        return list(self.line.texts("yes"))


def _add(scene: Scene) -> None:
    deal, told = scene.told.story.deal, scene.told
    told.id = edits.add_deal(
        scene.desk,
        name=scene.phrases.say(deal, "name") or "",
        company=deal.text("company", "") or None,
        amount=str(deal.number("amount")) if "amount" in deal else None,
        currency=deal.text("currency", "") or None,
        stage=scene.line.text("add"),
        owner=scene.name(told.owner) if told.owner else None,
        close_date=scene.days.day(deal.integer("close_in", -FURTHEST, FURTHEST)) if "close_in" in deal else None,
        source=scene.phrases.say(deal, "source"),
        external_id=deal.text("external_id", "") or None,
    ).id
    fields = _contact_fields(scene, deal.table("contact"))
    if not told.owner:
        fields["owner"] = ""
    edits.set_fields(scene.desk, told.id, fields)


def _meet(scene: Scene) -> None:
    for contact in scene.line.tables("meet"):
        contacts.add(scene.desk, scene.id, _contact_fields(scene, contact))


def _contact_fields(scene: Scene, contact: Table) -> dict[str, str]:
    names = {"contact": contact.text("name", ""), "role": scene.phrases.say(contact, "role") or ""}
    return names | {key: contact.text(key, "") for key in ("phone", "email")}


def _assign(scene: Scene) -> None:
    edits.assign(scene.desk, [scene.id], scene.name(scene.line.text("assign")))
    scene.told.owner = scene.line.text("assign")


def _close_in(scene: Scene) -> None:
    edits.set_fields(scene.desk, scene.id, {"close_date": scene.day("close_in").isoformat()}, reason=scene.say("why"))


def _note(scene: Scene) -> None:
    if scene.line.value("note") is not True:
        scene.told.pain = scene.text("note")
    notes.log_note(
        scene.desk,
        scene.id,
        pain=scene.told.pain,
        next_step=scene.text("next"),
        day=scene.day("due"),
        ticks=scene.answers(),
        seconds=scene.line.integer("took", 1, 600) if "took" in scene.line else None,
    )


def _minutes(scene: Scene) -> None:
    notes.log_text(scene.desk, scene.id, scene.phrases.say_lines(scene.line, "minutes"))


def _no_reply(scene: Scene) -> None:
    notes.log_no_reply(scene.desk, scene.id, scene.day("due"))


def _step(scene: Scene) -> None:
    steps.plan(scene.desk, scene.id, text=scene.text("step"), day=scene.day("due"))


def _redate(scene: Scene) -> None:
    text = scene.deal.step.text or ""
    steps.plan(scene.desk, scene.id, text=text, day=scene.day("redate"), reason=scene.say("why"))


def _done(scene: Scene) -> None:
    if "next" in scene.line and "note" not in scene.line:
        steps.done(scene.desk, scene.id, text=scene.text("next"), day=scene.day("due"))
    else:
        steps.done(scene.desk, scene.id)


def _yes(scene: Scene) -> None:
    if "note" not in scene.line:
        for criterion in scene.answers():
            moves.tick(scene.desk, scene.id, criterion, scene.say("how"))


def _no(scene: Scene) -> None:
    for criterion in scene.line.texts("no"):
        moves.untick(scene.desk, scene.id, criterion)


def _back(scene: Scene) -> None:
    moves.move_back(scene.desk, scene.id, scene.line.texts("back"), scene.text("why"))


def _move(scene: Scene) -> None:
    moved = moves.move_on(scene.desk, scene.id)
    if not moved.moved:
        raise scene.line.error("move", _("still open: {criteria}.").format(criteria=", ".join(moved.open_criteria)))


def _park(scene: Scene) -> None:
    moves.park(scene.desk, scene.id, scene.day("until"), scene.text("park"))


def _unpark(scene: Scene) -> None:
    moves.unpark(scene.desk, scene.id)


def _close(scene: Scene) -> None:
    outcome = scene.line.text("close")
    wake = scene.day("wake") if "wake" in scene.line else None
    closed = moves.close(scene.desk, scene.id, outcome, scene.line.text("reason", "") or None, wake)
    if not closed.closed:
        raise scene.line.error("close", closed.why)


def _reopen(scene: Scene) -> None:
    if scene.line.choice("reopen", ("mistake", "back")) == "mistake":
        moves.reopen(scene.desk, scene.id, "mistake")
    else:
        scene.told.id = moves.reopen(scene.desk, scene.id, "back", step=scene.text("next"), day=scene.day("due")).id


def _away(scene: Scene) -> None:
    cover = scene.name(scene.line.text("cover"))
    absence_changes.plan(scene.desk, scene.desk.me, scene.day("away"), scene.day("until"), cover)


DOING: Mapping[str, Callable[[Scene], None]] = {
    "add": _add,
    "meet": _meet,
    "assign": _assign,
    "close_in": _close_in,
    "note": _note,
    "minutes": _minutes,
    "no_reply": _no_reply,
    "step": _step,
    "redate": _redate,
    "done": _done,
    "yes": _yes,
    "no": _no,
    "back": _back,
    "move": _move,
    "park": _park,
    "unpark": _unpark,
    "close": _close,
    "reopen": _reopen,
    "away": _away,
}
"""What a word of a story does. Imports are not here: one file brings several deals."""
