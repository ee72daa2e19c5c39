"""Reading a TOML document that a person wrote: every complaint names the path of what is wrong."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_BYTE_ORDER_MARK = "\ufeff"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def document(text: str, *, source: str) -> Table:
    """The root table of this TOML text. ``source`` (a file name) stands before every complaint.

    Raises BadInput when the text is not TOML.
    """
    try:
        values = tomllib.loads(text.removeprefix(_BYTE_ORDER_MARK), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(source, str(error)) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _not_toml(source, _("a number is too long, or lists are nested too deeply")) from error
    return Table(values, source)


def _not_toml(source: str, reason: str) -> BadInput:
    return BadInput(
        _("{source} is not valid TOML: {reason}.").format(source=source, reason=reason),
        _("Texts stand in straight quotes; each table begins with its [name]."),
    )


class Table:
    """One table of the document. Each reader takes a key; ``default=None`` stands for a key that is required."""

    def __init__(self, values: Mapping[str, Any], source: str, path: str = "") -> None:
        self._values = values
        self._source = source
        self._path = path

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def error(self, key: str, problem: str, hint: str = "") -> BadInput:
        """The complaint about this key, to be raised. ``key`` may carry an index, as in ``closed[1]``."""
        return BadInput(f"{self._source}: {self._join(key)}: {problem}", hint)

    def only(self, *allowed: str) -> None:
        """Refuse a key that is not one of these."""
        for key in self._values:
            if key not in allowed:
                name = key if _BARE_KEY.fullmatch(key) else ascii(key)
                raise self.error(name, _("unknown key."), _("Allowed here: {keys}.").format(keys=", ".join(allowed)))

    def value(self, key: str) -> Any:
        """The raw value of a required key."""
        if key not in self._values:
            raise self.error(key, _("is missing."))
        return self._values[key]

    def text(self, key: str, default: str | None = None, *, blank: bool = False, several_lines: bool = False) -> str:
        """A text without terminal control characters; not blank, unless ``blank`` says that it may be."""
        if default is not None and key not in self._values:
            return default
        value = self.value(key)
        if not isinstance(value, str):
            raise self.error(key, _("must be a text in quotes."))
        steering = {character for character in value if unicodedata.category(character) == "Cc"}
        if steering - ({"\n", "\t"} if several_lines else set()):
            raise self.error(key, _("contains control characters."), _("Take line breaks, tabs and escape codes out."))
        if not blank and not value.strip():
            raise self.error(key, _("must not be empty."))
        return value

    def slug(self, key: str) -> str:
        """An id: lower-case letters, digits and underscores, a letter first."""
        value = self.text(key)
        self.check_slug(key, value)
        return value

    def check_slug(self, key: str, value: str) -> None:
        """Refuse a value that is not an id."""
        if _SLUG.fullmatch(value) is None:
            raise self.error(
                key,
                _("{value} is not an id.").format(value=ascii(value)),
                _("An id begins with a lower-case letter; lower-case letters, digits and underscores follow."),
            )

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """One of these words."""
        value = self.text(key)
        self.check_choice(key, value, allowed)
        return value

    def check_choice(self, key: str, value: str, allowed: Iterable[str]) -> None:
        """Refuse a word that is not one of these."""
        if value not in tuple(allowed):
            raise self.error(
                key,
                _("{value} is not known.").format(value=ascii(value)),
                _("One of: {words}.").format(words=", ".join(allowed)),
            )

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from ``low`` to ``high``."""
        if default is not None and key not in self._values:
            return default
        return self.check_integer(key, self.value(key), low, high)

    def check_integer(self, key: str, value: object, low: int, high: int) -> int:
        """This value as a whole number from ``low`` to ``high``."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(key, _("must be a whole number."))
        if not low <= value <= high:
            raise self.error(key, _("must be between {low} and {high}.").format(low=low, high=high))
        return value

    def number(self, key: str) -> Decimal:
        """A finite number, exact as it is written."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise self.error(key, _("must be a number."))
        return Decimal(value)

    def day(self, key: str) -> date:
        """A calendar day, as a TOML date or as a text."""
        return self.check_day(key, self.value(key))

    def check_day(self, key: str, value: object) -> date:
        """This value as a calendar day."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):  # the 31st of June is refused below, as any other text
                return date.fromisoformat(value)
        raise self.error(key, _('must be a date such as "2026-12-24".'))

    def items(self, key: str) -> list[Any]:
        """A required list, of anything."""
        value = self.value(key)
        if not isinstance(value, list):
            raise self.error(key, _("must be a list in square brackets."))
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of different texts."""
        if default is not None and key not in self._values:
            return default
        values = self.items(key)
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise self.error(f"{key}[{index}]", _("must be a text in quotes."))
            if value in values[:index]:
                raise self.error(f"{key}[{index}]", _("{value} is there twice.").format(value=ascii(value)))
        return tuple(values)

    def table(self, key: str) -> Table:
        """The table under this key; an empty one when it is not there."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, _("must be a table."))
        return Table(value, self._source, self._join(key))

    def tables(self, key: str) -> list[Table]:
        """The list of tables under this key; an empty list when it is not there."""
        values = self._values.get(key, [])
        if not isinstance(values, list):
            raise self.error(key, _("must be a list of tables."), _("Write [[{key}]] above each.").format(key=key))
        for index, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.error(f"{key}[{index}]", _("must be a table."))
        return [Table(value, self._source, self._join(f"{key}[{index}]")) for index, value in enumerate(values)]

    def _join(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key
