"""Stretches of days as people filter by them: ``nov``, ``2026-11``, ``q4``, ``week``, ``2026``, or a single day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from pipetui.domain.dates import month_number, parse_date
from pipetui.domain.names import fold

if TYPE_CHECKING:
    from pipetui.domain.dates import DateOrder
    from pipetui.i18n import Language

Span = tuple[date, date]
"""The first and the last day of a stretch, both included."""

_WEEK = frozenset(("week", "settimana"))
_MONTH = frozenset(("month", "mese"))
_COMING = frozenset(("next", "prossimo", "prossima"))
_THIS = frozenset(("this", "questo", "questa"))
_YEAR_FORM = re.compile(r"(?P<year>(?:19|2[0-9])[0-9]{2})")
_MONTH_FORM = re.compile(r"(?P<year>(?:19|2[0-9])[0-9]{2})-(?P<month>0?[1-9]|1[0-2])")
_QUARTER_FORM = re.compile(r"(?:(?P<year>(?:19|2[0-9])[0-9]{2})-?)?[qt](?P<quarter>[1-4])")
_NAMED_MONTH_FORM = re.compile(r"(?P<month>[a-z]+)(?: (?P<year>(?:19|2[0-9])[0-9]{2}))?")


def parse_span(text: str, today: date, *, order: DateOrder, language: Language) -> Span:
    """The days that ``text`` means on the day ``today``. A month without a year is this month or the coming one, a
    quarter without a year one of this year. Raises BadInput for what is neither a stretch nor a day."""
    words = " ".join(fold(text).split())
    span = _relative(words, today) or _calendar(words, today, language)
    if span is not None:
        return span
    day = parse_date(text, today, order=order, language=language)
    return day, day


def _relative(words: str, today: date) -> Span | None:
    parts = set(words.split())
    coming = bool(parts & _COMING)
    unit = parts - _COMING - _THIS
    if len(unit) != 1:
        return None
    if unit <= _WEEK:
        monday = today - timedelta(days=today.weekday() - (7 if coming else 0))
        return monday, monday + timedelta(days=6)
    if unit <= _MONTH:
        return _months(today.replace(day=1) + relativedelta(months=1 if coming else 0), 1)
    return None


def _calendar(words: str, today: date, language: Language) -> Span | None:
    if match := _YEAR_FORM.fullmatch(words):
        return _months(date(int(match["year"]), 1, 1), 12)
    if match := _MONTH_FORM.fullmatch(words):
        return _months(date(int(match["year"]), int(match["month"]), 1), 1)
    if match := _QUARTER_FORM.fullmatch(words):
        return _months(date(int(match["year"] or today.year), 3 * int(match["quarter"]) - 2, 1), 3)
    match = _NAMED_MONTH_FORM.fullmatch(words)
    month = month_number(match["month"], language) if match else None
    if match is None or month is None:
        return None
    if match["year"]:
        return _months(date(int(match["year"]), month, 1), 1)
    return _months(today.replace(day=1) + relativedelta(months=(month - today.month) % 12), 1)


def _months(first: date, count: int) -> Span:
    return first, first + relativedelta(months=count) - timedelta(days=1)
