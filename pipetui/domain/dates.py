"""Human dates: a small grammar of its own, in English and Italian at once.

A general parser guesses, and guesses silently wrong (``25 mar`` as 25 November). This one knows the forms below and
refuses the rest. ``T`` is today:

- ``today`` ``oggi`` ``tomorrow`` ``domani`` ``dopodomani`` ``day after tomorrow`` ``yesterday`` ``ieri``
- ``+3d`` ``3 gg`` ``in 2 weeks`` ``tra 2 settimane`` ``2 sett`` ``1m`` ``fra un mese``: days, weeks, months after T
- ``25/11`` ``25-11`` ``25.11``: the coming one, T included; ``25/11/26`` ``25/11/2026``; ``2026-11-25``
- ``25 nov`` ``nov 25`` ``25 novembre`` ``25th of november``: the coming one, T included; ``25 nov 2027``
- ``fri`` ``ven`` ``venerdì``: the coming one, never T; ``lun 23 nov``: that day, which must be that weekday
- ``next fri`` ``ven prossimo``: the one of the following week, Monday to Sunday; ``next week``: its Monday
- ``september`` ``set``: the first day of the coming one, never of this month; ``september 2027``; ``next month``
- ``end of month`` ``eom`` ``fine mese`` ``end of next month`` ``end of september``: a last day, T included
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from dateutil.relativedelta import relativedelta

from pipetui.domain.names import fold
from pipetui.errors import BadInput
from pipetui.i18n import Language, _

if TYPE_CHECKING:
    from collections.abc import Callable

DateOrder = Literal["dmy", "mdy"]

MAX_LENGTH = 60
"""Characters; no date that a person writes is longer."""

LEAP_YEARS_APART = 8
"""29 February comes back after 4 years, around 2100 after 8."""

_NAMED_DAYS = {
    "yesterday": -1,
    "ieri": -1,
    "today": 0,
    "oggi": 0,
    "tomorrow": 1,
    "domani": 1,
    "day after tomorrow": 2,
    "dopodomani": 2,
    "dopo domani": 2,
}
_WEEKDAYS = (
    "mon monday lun lunedi",
    "tue tues tuesday mar martedi",
    "wed weds wednesday mer mercoledi",
    "thu thur thurs thursday gio giovedi",
    "fri friday ven venerdi",
    "sat saturday sab sabato",
    "sun sunday dom domenica",
)
_MONTHS = (
    "jan january gen gennaio",
    "feb february febbraio",
    "mar march marzo",
    "apr april aprile",
    "may mag maggio",
    "jun june giu giugno",
    "jul july lug luglio",
    "aug august ago agosto",
    "sep sept september set settembre",  # "sett" is short for weeks: "2 sett"
    "oct october ott ottobre",
    "nov november novembre",
    "dec december dic dicembre",
)
_COUNTS = (
    "a an one un uno una",
    "two due",
    "three tre",
    "four quattro",
    "five cinque",
    "six sei",
    "seven sette",
    "eight otto",
    "nine nove",
    "ten dieci",
)


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: number for number, words in enumerate(rows, first) for word in words.split()}


_WEEKDAY_OF = _numbered(_WEEKDAYS, 0)
_MONTH_OF = _numbered(_MONTHS, 1)
_COUNT_OF = _numbered(_COUNTS, 1)
_UNIT_OF = {
    **dict.fromkeys(("d", "day", "days", "g", "gg", "giorno", "giorni"), relativedelta(days=1)),
    **dict.fromkeys(("w", "wk", "week", "weeks", "sett", "settimana", "settimane"), relativedelta(weeks=1)),
    **dict.fromkeys(("m", "month", "months", "mese", "mesi"), relativedelta(months=1)),
}
_WEEK_WORDS = ("week", "settimana", "sett")
_MONTH_WORDS = ("month", "mese")
_NOT_HEARD = str.maketrans("", "", ",'’`")
_FILLERS = frozenset(("of", "the", "on", "at", "by", "di", "del", "il", "alla", "entro"))


def parse_date(text: str, today: date, *, order: DateOrder = "dmy", language: Language = "en") -> date:
    """The day that a person means by ``text`` on the day ``today``, maybe a past one.

    Words of both languages are always known, without regard to case, accents and blanks. ``order`` is that of
    ``25/11``; ``language`` only decides what ``mar`` alone is: March or martedì. Raises BadInput, which says what is
    understood.
    """
    shown = " ".join(text.split())[:MAX_LENGTH]
    if not shown:
        raise BadInput(_("A date is missing."), _examples())
    reader = _Reader(shown, today, order, language)
    day = reader.read(_canonical(text)) if len(text) <= MAX_LENGTH else None
    if day is None:
        raise BadInput(_("“{text}” is not a date that can be understood.").format(text=shown), _examples())
    return day


def _examples() -> str:
    return _("Write for example: today, fri, next mon, +3d, 2w, 25/11, 25 nov, september, end of month, 2026-11-25.")


def _canonical(text: str) -> str:
    """Numbers, words and marks with one blank between them: no capitals, accents, apostrophes, commas or fillers."""
    without_dots = re.sub(r"(?<=[a-z])\.", " ", fold(text).translate(_NOT_HEARD))
    words = re.findall(r"[0-9]+|[a-z]+|[^\sa-z0-9]", without_dots)
    return " ".join(word for word in words if word not in _FILLERS)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one text. Each method answers to one form of the grammar; None: the words are not of this form."""

    text: str
    today: date
    order: DateOrder
    language: Language

    def read(self, words: str) -> date | None:
        for pattern, form in _GRAMMAR:
            match = re.fullmatch(pattern, words)
            day = form(self, match) if match else None
            if day is not None:
                return day
        return None

    def named_day(self, match: re.Match[str]) -> date | None:
        ahead = _NAMED_DAYS.get(match[0])
        return None if ahead is None else self.today + timedelta(days=ahead)

    def offset(self, match: re.Match[str]) -> date | None:
        count = int(match["count"]) if match["count"].isdecimal() else _COUNT_OF.get(match["count"])
        unit = _UNIT_OF.get(match["unit"])
        return None if count is None or unit is None else self.today + unit * count

    def numbers(self, match: re.Match[str]) -> date | None:
        day, month = (match["one"], match["two"]) if self.order == "dmy" else (match["two"], match["one"])
        return self._calendar_day(int(day), int(month), match["year"])

    def iso(self, match: re.Match[str]) -> date | None:
        return self._calendar_day(int(match["day"]), int(match["month"]), match["year"])

    def day_and_month(self, match: re.Match[str]) -> date | None:
        month = _MONTH_OF.get(match["month"])
        return None if month is None else self._calendar_day(int(match["day"]), month, match["year"])

    def month_and_day(self, match: re.Match[str]) -> date | None:
        if match["month"] == "mar" and self.language == "it":
            raise BadInput(
                _("“{text}” can be a Tuesday or a day of March.").format(text=self.text),
                _("Write the day before the month: 25 mar."),
            )
        return self.day_and_month(match)

    def weekday_and_date(self, match: re.Match[str]) -> date | None:
        weekday = _WEEKDAY_OF.get(match["weekday"])
        day = None if weekday is None else self.read(match["rest"])
        if day is not None and day.weekday() != weekday:
            raise BadInput(
                _("“{text}” contradicts itself.").format(text=self.text),
                _("{day} is another day of the week.").format(day=day.isoformat()),
            )
        return day

    def next_english(self, match: re.Match[str]) -> date | None:
        return self._next(match["what"], "en")

    def next_italian(self, match: re.Match[str]) -> date | None:
        return self._next(match["what"], "it")

    def end_of_month(self, match: re.Match[str]) -> date | None:
        if match["month"] in _MONTH_WORDS:
            return self.today + relativedelta(day=31) if match["year"] is None else None
        month = _MONTH_OF.get(match["month"])
        if month is None:
            return None
        if match["year"] is not None:
            return date(int(match["year"]), month, 1) + relativedelta(day=31)
        return self.today + relativedelta(months=(month - self.today.month) % 12, day=31)

    def end_of_this_month(self, _match: re.Match[str]) -> date | None:
        return self.today + relativedelta(day=31)

    def end_of_next_month(self, _match: re.Match[str]) -> date | None:
        return self.today + relativedelta(months=1, day=31)

    def month_of_year(self, match: re.Match[str]) -> date | None:
        month = _MONTH_OF.get(match["month"])
        return None if month is None else date(int(match["year"]), month, 1)

    def weekday_or_month(self, match: re.Match[str]) -> date | None:
        weekday, month = _weekday_or_month(match[0], self.language)
        if weekday is not None:
            return self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1)
        return None if month is None else self._coming_month(month)

    def _next(self, what: str, language: Language) -> date | None:
        monday = self.today + timedelta(days=7 - self.today.weekday())
        if what in _WEEK_WORDS:
            return monday
        if what in _MONTH_WORDS:
            return self.today + relativedelta(months=1, day=1)
        weekday, month = _weekday_or_month(what, language)
        if weekday is not None:
            return monday + timedelta(days=weekday)
        return None if month is None else self._coming_month(month)

    def _coming_month(self, month: int) -> date:
        return self.today + relativedelta(months=(month - self.today.month - 1) % 12 + 1, day=1)

    def _calendar_day(self, day: int, month: int, year: str | None) -> date:
        """That day of that year, or without a year the coming one. Raises BadInput where there is none."""
        years = range(self.today.year, self.today.year + LEAP_YEARS_APART + 1)
        for candidate in years if year is None else (_full_year(year),):
            try:
                found = date(candidate, month, day)
            except ValueError:
                continue
            if year is not None or found >= self.today:
                return found
        raise BadInput(
            _("“{text}” is not in the calendar.").format(text=self.text),
            _("It was read as day {day} of month {month}.").format(day=day, month=month),
        )


def _full_year(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)


def month_number(word: str, language: Language) -> int | None:
    """The month (1 to 12) that a word alone means, without case and accents; None if it means none."""
    return _weekday_or_month(word, language)[1]


def _weekday_or_month(word: str, language: Language) -> tuple[int | None, int | None]:
    """The weekday (0 is Monday) or the month (1 to 12) that a word means. ``mar`` is both; the language decides."""
    weekday, month = _WEEKDAY_OF.get(word), _MONTH_OF.get(word)
    if weekday is not None and month is not None:
        return (weekday, None) if language == "it" else (None, month)
    return weekday, month


# Years of a plan, 1900 to 2999: anything else is a slip of the finger.
_YEAR = r"(?P<year>(?:19|2[0-9])[0-9]{2})"
_ANY_YEAR = r"(?P<year>(?:19|2[0-9])[0-9]{2}|[0-9]{2})"
_DAY = r"(?P<day>[0-9]{1,2})(?: (?:st|nd|rd|th|o|°))?"
_MONTH = r"(?P<month>[a-z]+)"

_GRAMMAR: tuple[tuple[str, Callable[[_Reader, re.Match[str]], date | None]], ...] = (
    (r"[a-z ]+", _Reader.named_day),
    (r"(?:(?:\+|in|tra|fra) )?(?P<count>[0-9]{1,3}|[a-z]+) (?P<unit>[a-z]+)", _Reader.offset),
    (rf"{_YEAR} (?P<mark>[-/.]) (?P<month>[0-9]{{1,2}}) (?P=mark) (?P<day>[0-9]{{1,2}})", _Reader.iso),
    (rf"(?P<one>[0-9]{{1,2}}) (?P<mark>[-/.]) (?P<two>[0-9]{{1,2}})(?: (?P=mark) {_ANY_YEAR})?", _Reader.numbers),
    (rf"{_DAY}(?: [-/.])? {_MONTH}(?:(?: [-/.])? {_ANY_YEAR})?", _Reader.day_and_month),
    (rf"{_MONTH} {_DAY}(?: {_YEAR})?", _Reader.month_and_day),
    (r"(?P<weekday>[a-z]+) (?P<rest>.*[0-9].*)", _Reader.weekday_and_date),
    (r"next (?P<what>[a-z]+)", _Reader.next_english),
    (r"prossim[oa] (?P<what>[a-z]+)", _Reader.next_italian),
    (r"(?P<what>[a-z]+) prossim[oa]", _Reader.next_italian),
    (r"eom|month end", _Reader.end_of_this_month),
    (r"end next month|(?:a )?fine (?:mese prossimo|prossimo mese)", _Reader.end_of_next_month),
    (rf"(?:a )?(?:end|fine) {_MONTH}(?: {_YEAR})?", _Reader.end_of_month),
    (rf"{_MONTH} {_YEAR}", _Reader.month_of_year),
    (r"[a-z]+", _Reader.weekday_or_month),
)
"""The forms in the order in which they are tried, over words with one blank between them."""
