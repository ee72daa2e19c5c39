"""One text as a cell of a file that is looked at: what it would be read as, or why it would not be understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.domain.dates import parse_date
from pipetui.domain.money import Money, format_money
from pipetui.domain.sentences import short_day
from pipetui.errors import BadInput
from pipetui.exchange.cell_numbers import read_number
from pipetui.exchange.cells import Bad, is_empty
from pipetui.exchange.systems.base import AMOUNT_FIELDS, DATE_FIELDS, PEOPLE_FIELDS
from pipetui.i18n import _, language
from pipetui.services.transfer_answers import LEFT_OUT
from pipetui.services.transfer_rows import PAST_FIELDS

if TYPE_CHECKING:
    from pipetui.exchange.records import RecordMaker
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_look import Look

_NEEDED = frozenset(("name", "stage"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text would be in a cell. ``words``: as people read it; ``text``: as it is to be kept, so that it means the
    same in every file (a day in ISO); ``problem``: why it would not be understood, else None."""

    text: str
    words: str
    problem: str | None = None


class CellReader:
    """Reads texts as the cells of one file are read: with its marks, its orders of dates, its labels and people."""

    def __init__(self, desk: Desk, look: Look) -> None:
        self._look = look
        self._today = desk.today
        self._order = desk.date_order
        self._stages = {stage.id: stage.name for stage in desk.playbook.stages}
        self._maker: RecordMaker = look.file.maker()
        self._mark = look.file.amounts.mark or look.file.amounts.likely or "."

    def read(self, field: str, text: str) -> Reading:
        """A text that somebody writes into a cell of this field. Days may be written as on the screens, too."""
        text = text.strip()
        if is_empty(text):
            return Reading("", _("empty"), _("The row needs it.") if field in _NEEDED else None)
        value = self._maker.read(field, text)
        if field in DATE_FIELDS:
            return self._day(field, text, value)
        if isinstance(value, Bad):
            return Reading(text, "", value.reason)
        if field in AMOUNT_FIELDS:
            return Reading(self._as_written(field, text, value), format_money(value, language()))
        return self._named(field, text, value)

    def words(self, field: str, text: str) -> str:
        """What a cell's text is read as; "" where it is not understood or still a question."""
        value = self._maker.read(field, text)
        if value is None or isinstance(value, Bad):
            return ""
        if isinstance(value, date):
            return self._day_words(value)
        if isinstance(value, Money):
            return format_money(value, language())
        named = self._named(field, text, value)
        return "" if named.problem else named.words

    def _day(self, field: str, text: str, value: date | Bad | None) -> Reading:
        if not isinstance(value, date):
            try:
                value = parse_date(text, self._today, order=self._order, language=language())
            except BadInput as error:
                return Reading(text, "", value.reason if isinstance(value, Bad) else error.message)
        if field in PAST_FIELDS and value > self._today:
            return Reading(text, "", _("This date lies in the future."))
        return Reading(value.isoformat(), self._day_words(value))

    def _day_words(self, day: date) -> str:
        return f"{short_day(day)} {day.year}"

    def _as_written(self, field: str, text: str, value: Money) -> str:
        """An amount that could be meant in two ways, as it cannot be misunderstood; any other as it was written."""
        reading = read_number(text)
        if reading is None or not reading.open:
            return text
        recognition = self._look.file.recognition
        number = value.major / recognition.factors.get(recognition.fields[field], 1)
        whole = number == number.to_integral_value()
        # Three decimals could be thousands.
        digits = f"{number:.0f}" if whole else f"{number.normalize():f}0".replace(".", self._mark)
        return f"{digits} {reading.currency}" if reading.currency else digits

    def _named(self, field: str, text: str, value: Any) -> Reading:
        judge = self._look.judge
        if field == "stage":
            meaning = judge.labels.meaning(str(value))
            if meaning is None:
                names = ", ".join(self._stages.values())
                return Reading(text, "", _("No stage is called so. Stages: {stages}.").format(stages=names))
            words = _("leave these rows out") if meaning == LEFT_OUT else self._stages.get(meaning, meaning)
            return Reading(text, words)
        if field in PEOPLE_FIELDS:
            return Reading(text, judge.people.person(str(value)))
        if isinstance(value, bool):
            return Reading(text, _("yes") if value else _("no"))
        return Reading(text, str(value))
