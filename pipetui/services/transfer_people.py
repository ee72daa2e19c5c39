"""The people of a file as rows: found, made when they are new, and remembered under the name that the file uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from pipetui.domain.likeness import exact_name
from pipetui.domain.names import folded_name
from pipetui.storage import tables

if TYPE_CHECKING:
    from pipetui.services.transfer_answers import PeopleNames
    from pipetui.storage.writing import Work


class People:
    """Names in a file to people, inside a unit of work."""

    def __init__(self, work: Work, names: PeopleNames) -> None:
        self._work = work
        self._names = names
        self._ids: dict[str, int] = {}

    def id_of(self, name: str | None) -> int | None:
        """The number of the person who is meant; a new name becomes a person. None for nobody."""
        if name is None:
            return None
        key = exact_name(name)
        if key not in self._ids:
            self._ids[key] = self._find(name)
        return self._ids[key]

    def known_as(self, name: str) -> str:
        """The name of the person whom a file calls so."""
        return self._names.person(name)

    def name_of(self, person_id: int | None) -> str | None:
        """The name of a person by number."""
        return self._work.name_of(person_id)

    def _find(self, name: str) -> int:
        person = self._work.person(self._names.person(name))
        assert person.id is not None
        if self._names.is_told(name) and exact_name(name) != exact_name(person.name):
            self._remember(name, person.id)
        return person.id

    def _remember(self, name: str, person_id: int) -> None:
        """The file's name means this person from now on, whoever it meant before. Somebody's own name stays theirs."""
        folded = folded_name(name)
        namesake = self._work.session.exec(select(tables.Person).where(tables.Person.folded == folded)).first()
        if namesake is not None and namesake.id != person_id:
            return
        known = self._work.session.exec(select(tables.PersonAlias).where(tables.PersonAlias.folded == folded)).first()
        if known is None:
            self._work.add(tables.PersonAlias(person_id=person_id, alias=name, folded=folded))
        else:
            known.person_id = person_id
