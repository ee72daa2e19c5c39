"""The sample pipeline as people write it: deals with their stories, in TOML with day offsets from today.

See ``sample_db/README.md`` for the words. Every complaint names the file and the path of what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pipetui.domain.model import FindingKind
from pipetui.errors import BadInput
from pipetui.exchange import toml_reader
from pipetui.i18n import _
from pipetui.services.pace import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.exchange.toml_reader import Table

DEAL_FILES = ("anna.toml", "team.toml", "closed.toml")
"""In this order deals that begin at the same instant get their numbers."""

DEAL_WORDS = (
    "company", "name", "owner", "by", "amount", "currency", "source", "close_in", "external_id", "contact", "story",
)  # fmt: skip
CONTACT_WORDS = ("name", "role", "phone", "email")
DEEDS = (
    "import", "add", "meet", "assign", "close_in", "done", "note", "minutes", "no_reply", "step", "redate", "yes", "no",
    "back", "move", "park", "unpark", "close", "reopen", "away",
)  # fmt: skip
"""What can happen, in the order in which it is told where one line of a story has several."""

DETAILS = ("on", "at", "by", "next", "due", "took", "why", "how", "until", "cover", "reason", "wake")
FURTHEST = 2000
"""No day of the sample is further from today, in days."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The texts in one language: the English of the stories, or what stands for it."""

    known: Mapping[str, str] = field(default_factory=dict)

    def say(self, table: Table, key: str) -> str | None:
        """The text under this key, in the language; None when it is not there."""
        if key not in table:
            return None
        text = table.text(key)
        return self.known.get(text, text)

    def say_lines(self, table: Table, key: str) -> str:
        """The lines of the long text under this key, each in the language."""
        return "\n".join(self.known.get(line, line) for line in table.texts(key))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sells: the name that screens show, and what else they are called."""

    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Morning:
    """How whoever looks at the sample left it: the app was last open before the day ``looked`` (in days from today)
    began. ``paces``: the kind of a deal's first finding, and the seconds that deals of it took in triage."""

    looked: int
    paces: Mapping[FindingKind, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Story:
    """One deal and what happened to it, line by line, oldest first."""

    deal: Table
    lines: tuple[Table, ...]

    @property
    def owner(self) -> str:
        """Whose deal it is at first; empty when it is nobody's."""
        return self.deal.text("owner", "anna", blank=True)


@dataclass(frozen=True, slots=True)
class Sample:
    """All of it: who sells, how the app was left, what happened, in which words."""

    people: tuple[Person, ...]
    morning: Morning
    stories: tuple[Story, ...]
    phrases: Phrases


def read(language: str, folder: Path | None = None) -> Sample:
    """The sample in ``folder`` (the one that ships, unless told), in this language (``en`` or ``it``).

    Raises BadInput where a text is wrong.
    """
    folder = folder or shipped()
    italian = _document(folder, "italian.toml")
    cast = _document(folder, "people.toml")
    cast.only("person", "morning")
    people = [_person(table) for table in cast.tables("person")]
    names = [person.name for person in people]
    stories = [_story(table, names) for name in DEAL_FILES for table in _document(folder, name).tables("deal")]
    phrases = {text: italian.text(text) for text in italian}
    known = Phrases(phrases if language == "it" else {})
    return Sample(tuple(people), _morning(cast.table("morning")), tuple(stories), known)


def _person(table: Table) -> Person:
    table.only("name", "also")
    return Person(table.text("name"), table.texts("also", ()))


def _morning(table: Table) -> Morning:
    table.only("looked", "paces")
    paces = table.table("paces")
    kinds = get_args(FindingKind)
    paces.only(*kinds)
    seconds = {
        kind: tuple(paces.check_integer(kind, value, 1, LONGEST) for value in paces.items(kind))
        for kind in kinds
        if kind in paces
    }
    return Morning(table.integer("looked", -FURTHEST, -1), seconds)


def _story(deal: Table, names: Sequence[str]) -> Story:
    deal.only(*DEAL_WORDS)
    deal.table("contact").only(*CONTACT_WORDS)
    lines = deal.tables("story")
    if not lines or not ({"add", "import"} & set(lines[0])):
        raise deal.error("story", _("begins with “add” or “import”."))
    last = -FURTHEST
    for line in lines:
        line.only(*DEEDS, *DETAILS)
        for contact in line.tables("meet"):
            contact.only(*CONTACT_WORDS)
        day = line.integer("on", -FURTHEST, -1)
        if day < last:
            raise line.error("on", _("a story is told in the order of time."))
        last = day
    named = [(line, key) for line in lines for key in ("by", "assign", "cover")]
    for table, key in [(deal, "owner"), (deal, "by"), *named]:
        if table.text(key, "", blank=True):
            table.choice(key, names)
    story = Story(deal, tuple(lines))
    if not story.owner:
        deal.text("by")
    return story


def _document(folder: Path, name: str) -> Table:
    return toml_reader.document(folder.joinpath(name).read_text(encoding="utf-8"), source=name)


def shipped() -> Path:
    """The folder of the sample: inside the package where that is installed, beside it in the source tree."""
    package = Path(str(resources.files("pipetui")))
    for folder in (package / "sample_db", package.parent / "sample_db"):
        if folder.joinpath(DEAL_FILES[0]).is_file():
            return folder
    raise BadInput(_("The sample data is not part of this installation."), _("Install pipetui again."))
