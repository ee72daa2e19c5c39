"""What labels and names in a file mean: told now, answered before, known of old, or still to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.likeness import close_people, exact_name
from pipetui.domain.model import OUTCOMES
from pipetui.errors import BadInput
from pipetui.exchange.cells import OUTCOME_WORDS
from pipetui.exchange.problems import Question
from pipetui.exchange.systems.base import label_key
from pipetui.i18n import _
from pipetui.services.transfer_likely import likely_stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.domain.playbook import Playbook
    from pipetui.exchange.systems import System

LEFT_OUT = ""
"""The meaning of a label whose rows are not wanted."""


class StageLabels:
    """What a file's stage labels mean in this playbook: a stage's id, an outcome, or ``LEFT_OUT``.

    ``told``: label to stage (id or name), outcome or ``""``; raises BadInput for anything else. ``remembered``: bare
    label to meaning, as answered for earlier files of this system.
    """

    def __init__(
        self, playbook: Playbook, system: System, told: Mapping[str, str], remembered: Mapping[str, str]
    ) -> None:
        self._playbook = playbook
        self._system = system
        self._own = {label_key(stage.name): stage.id for stage in playbook.stages}
        self._own |= {label_key(stage.id): stage.id for stage in playbook.stages}
        self.told = {label_key(label): self._told(label, meaning) for label, meaning in told.items()}
        self._remembered = {label: meaning for label, meaning in remembered.items() if self._exists(meaning)}
        self._known: dict[str, str | None] = {}
        self.used: set[str] = set()
        """Bare labels that were read as the person told now: worth remembering."""

    def meaning(self, label: str) -> str | None:
        """What a label means, or None if nobody has said."""
        if label not in self._known:
            self._known[label] = self._meaning(label)
        return self._known[label]

    @property
    def undecided(self) -> bool:
        """Can the file say that a deal ended without a decision? Most systems know won and lost alone."""
        return self._system.undecided or self.told_before("no_decision") is not None

    def same_outcome(self, ours: str, theirs: str) -> bool:
        """Do our status and the file's say the same, as far as the file can? Ours without a decision is lost there."""
        return ours == theirs or ((ours, theirs) == ("no_decision", "lost") and not self.undecided)

    def told_before(self, meaning: str) -> str | None:
        """A bare label of which somebody answered that it means this."""
        return next((label for label, known in self._remembered.items() if known == meaning), None)

    def question(self, label: str, column: str | None, rows: int) -> Question:
        """Which stage is meant by a label that so many rows have?"""
        stages = tuple(stage.id for stage in self._playbook.stages)
        text = _("Which stage is “{label}”? Answer with --stage '{label}=STAGE'; STAGE is one of {stages}.")
        return Question(
            "stage", "--stage", text.format(label=label, stages=", ".join((*stages, *OUTCOMES))), column, label,
            (*stages, *OUTCOMES), rows, likely_stage(label, self._playbook),
        )  # fmt: skip

    def _meaning(self, label: str) -> str | None:
        keys = [label_key(form) for form in self._system.forms(label)]
        for key in keys:
            if key in self.told:
                self.used.add(key)
                return self.told[key]
        for table in (self._remembered, self._own, OUTCOME_WORDS):
            found = next((table[key] for key in keys if key in table), None)
            if found is not None:
                return found
        usual = self._system.stage_of(label)
        return usual if usual is not None and self._exists(usual) else None

    def _exists(self, meaning: str) -> bool:
        return meaning == LEFT_OUT or meaning in OUTCOMES or self._playbook.has_stage(meaning)

    def _told(self, label: str, meaning: str) -> str:
        key = label_key(meaning)
        outcome = key.replace("-", "_").replace(" ", "_")
        found = LEFT_OUT if not key else self._own.get(key, outcome if outcome in OUTCOMES else None)
        if found is None:
            raise BadInput(
                _("“{meaning}” is no stage and no outcome, so that “{label}” cannot mean it.").format(
                    meaning=meaning, label=label
                ),
                _("Stages: {stages}.").format(stages=", ".join(stage.id for stage in self._playbook.stages)),
            )
        return found


class PeopleNames:
    """Who is meant by a file's names. ``known``: every name and alias with the person's number, names first;
    ``told``: name in the file to the person's name."""

    def __init__(self, known: Sequence[tuple[str, int]], told: Mapping[str, str]) -> None:
        self._known = {exact_name(name): number for name, number in reversed(known)}
        self._names = {number: name for name, number in reversed(known)}
        self._people = {name: self._names[number] for name, number in known}
        self._told = {exact_name(name): " ".join(person.split()) for name, person in told.items()}
        for name, person in self._told.items():
            if not person:
                raise BadInput(_("Who is “{name}”? A person is missing after the equals sign.").format(name=name))

    def person(self, name: str) -> str:
        """The name of the person who is meant; the name itself for somebody new."""
        key = exact_name(name)
        if key in self._told:
            name = self._told[key]
            key = exact_name(name)
        return self._names[self._known[key]] if key in self._known else name

    def is_known(self, person: str) -> bool:
        """Is somebody here called so?"""
        return exact_name(person) in self._known

    def is_told(self, name: str) -> bool:
        """Has the person said now who this is?"""
        return exact_name(name) in self._told

    def question(self, name: str, column: str | None, rows: int) -> Question | None:
        """Is a new name, which so many rows have, somebody who is known? None if it is close to nobody, or settled."""
        if exact_name(name) in self._told or exact_name(name) in self._known:
            return None
        close = close_people(name, self._people)
        if not close:
            return None
        text = _("Is “{name}” {people}, or somebody new? Answer with --person '{name}={first}' or '{name}={name}'.")
        return Question(
            "person", "--person", text.format(name=name, people=_(" or ").join(close), first=close[0]), column, name,
            (*close, name), rows,
        )  # fmt: skip
