"""Whole columns decide what single cells leave open: whether the day or the month comes first, which mark stands
before the decimals.

A value that fits one way only decides its column; years of two digits are read by the order that every value of the
column allows. A decided column decides the open ones of the same shape in its file. What is still open is a question,
never a guess.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from pipetui.exchange.cell_dates import (
    ORDERS,
    DateOrder,
    NumericDate,
    has_short_year,
    is_serial,
    mark_of,
    orders_of,
    read_date,
)
from pipetui.exchange.cell_numbers import MARKS, Mark, NumberText, read_number
from pipetui.exchange.problems import Question
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo


@dataclass(slots=True)
class _Shape:
    """One way of writing dates in one column: which orders fit every value, and which pairs of orders differ.

    ``possible``: the orders in which it can be written at all. ``examples``: values that tell most. ``told_by``: the
    orders that the other shapes of the column leave, if they leave any of these. ``open``: values that several orders
    read as different days.
    """

    possible: tuple[DateOrder, ...]
    orders: set[DateOrder]
    differing: set[tuple[DateOrder, DateOrder]] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)
    values: int = 0
    proofs: int = 0
    open: int = 0
    years: dict[DateOrder, set[int]] = field(default_factory=lambda: {order: set() for order in ORDERS})
    readings: dict[str, Mapping[DateOrder, date]] = field(default_factory=dict)
    told_by: set[DateOrder] = field(default_factory=lambda: set(ORDERS))

    def add(self, by_order: Mapping[DateOrder, date], text: str) -> None:
        """One more value of this shape."""
        for order, day in by_order.items():
            self.years[order].add(day.year)
        self.values += 1
        self.proofs += len(by_order) < len(self.possible)
        self.open += len(set(by_order.values())) > 1
        narrowed = self.orders & by_order.keys()
        if not self.examples or narrowed != self.orders:
            self.examples = [*self.examples[-1:], text]
            self.readings[text] = by_order
        elif len(self.readings) < _READINGS_KEPT and len(set(by_order.values())) > 1:
            self.readings[text] = by_order
        self.orders = narrowed
        pairs = combinations(self.possible, 2)
        self.differing.update((one, other) for one, other in pairs if by_order.get(one) != by_order.get(other))

    @property
    def own_choices(self) -> tuple[DateOrder, ...]:
        """The orders between which these values leave the choice; none where they contradict each other."""
        return tuple(order for order in ORDERS if order in self.orders and not self._scatters(order))

    @property
    def choices(self) -> tuple[DateOrder, ...]:
        """The same as far as the other values of the column allow it."""
        own = self.own_choices
        return tuple(order for order in own if order in self.told_by) or own

    def shown(self, choices: Sequence[DateOrder]) -> tuple[str, ...]:
        """Values to ask about: those that the orders read as different days, those that all of them can read first."""
        differing = [
            text for text, days in self.readings.items() if len({days.get(order) for order in choices}) == len(choices)
        ]
        differing.sort(key=lambda text: len(self.readings[text].keys() & set(choices)), reverse=True)
        return tuple(differing[:_SHOWN]) or tuple(self.examples)

    def _scatters(self, order: DateOrder) -> bool:
        """Does this order take days for years? Then many years come out, where another order gives a few.

        ``20-10-16, 25-10-16, 01-11-16 …`` could be 2020, 2025 and 2001, always on a 16th, but it is not.
        """
        others = [self.years[other] for other in self.orders if other != order]
        return (
            len(self.years[order]) >= _MANY_YEARS
            and _span(self.years[order]) >= _LONG_SPAN
            and any(_span(years) <= _SHORT_SPAN for years in others)
        )

    @property
    def each_tells(self) -> bool:
        """Were they written in several orders, but so that every one of them can be read in one way only?"""
        return not self.orders and not self.open

    @property
    def lone_proof(self) -> bool:
        """Does a single one of several values decide the column?"""
        return self.proofs == 1 < self.values

    @property
    def matters(self) -> bool:
        """Would another order have given other dates, or none?"""
        return bool(self.differing)

    @property
    def decided(self) -> DateOrder | None:
        """The one order that fits, or any of those that fit where all give the same dates."""
        choices = self.choices
        if choices and not any(pair in self.differing for pair in combinations(choices, 2)):
            return choices[0]
        return None


def _span(years: set[int]) -> int:
    return max(years) - min(years)


_READINGS_KEPT, _SHOWN = 20, 2
"""So many values of a column are kept to ask about, and so many are shown."""

_MANY_YEARS, _LONG_SPAN, _SHORT_SPAN = 5, 10, 5
"""How many different years over how long a time no pipeline has, and how long one may be."""


class DateColumn:
    """What the values of one date column say about their order. Shapes are judged apart."""

    def __init__(self, name: str, zone: ZoneInfo) -> None:
        self.name = name
        self.shapes: dict[str, _Shape] = {}
        self._zone = zone
        self._serials = self._other_numbers = 0

    @property
    def has_serials(self) -> bool:
        """Are its plain numbers days? Not where most of them cannot be: these are amounts under a wrong name."""
        return self._serials >= self._other_numbers

    def add(self, text: str) -> None:
        """One more cell of the column; cells that are no date are passed over."""
        reading = read_date(text, self._zone)
        if isinstance(reading, NumericDate):
            if reading.shape not in self.shapes:
                possible = orders_of(reading.shape)
                self.shapes[reading.shape] = _Shape(possible, set(possible))
            self.shapes[reading.shape].add(reading.by_order, text)
        elif reading is None:
            self._other_numbers += read_number(text) is not None
        else:
            self._serials += is_serial(text)

    def settle(self) -> None:
        """All values are there: what one shape proves counts for the others that are written alike.

        Years of two digits are read by what every other value of the column allows; years of four digits only by
        values with the same mark between the numbers, which other people may have written.
        """
        own = {shape: set(values.own_choices) for shape, values in self.shapes.items()}
        for shape, values in self.shapes.items():
            for other, orders in own.items():
                related = has_short_year(shape) or mark_of(shape) == mark_of(other)
                if other != shape and orders and related:
                    values.told_by &= orders


@dataclass(frozen=True, slots=True)
class DateVerdict:
    """The order for each column and shape, and what only a person can say."""

    orders: Mapping[str, Mapping[str, DateOrder]]
    questions: tuple[Question, ...]
    order: DateOrder | None
    """The order of the file's dates, if they needed one and all have the same."""
    answered: Mapping[str, DateOrder]
    """Shapes whose order is the person's answer, worth remembering for the next file like this one."""
    overruled: Mapping[str, DateOrder]
    """Columns that are read in this order, though the person named another one: their values prove it."""
    without_serials: frozenset[str] = frozenset()
    """Columns whose plain numbers are no days."""
    each_tells: frozenset[tuple[str, str]] = frozenset()
    """Columns and shapes in several orders, of which every value can be read in one way only."""


def judge_dates(
    columns: Iterable[DateColumn],
    told: DateOrder | None,
    remembered: Mapping[str, DateOrder],
    told_apart: Mapping[tuple[str, str], DateOrder] | None = None,
) -> DateVerdict:
    """Decide every column: by its own values, else by a decided column of the same shape, else by what we were told.

    ``told`` is the person's answer now, ``told_apart`` the same for a column and a shape alone; ``remembered`` their
    earlier answers by shape.
    """
    columns, told_apart = list(columns), told_apart or {}
    for column in columns:
        column.settle()
    judged = [(column.name, shape, values) for column in columns for shape, values in column.shapes.items()]
    decided: dict[str, Counter[DateOrder]] = defaultdict(Counter)
    for _name, shape, values in judged:
        if values.decided and len(values.choices) == 1:
            decided[shape][values.decided] += 1
    orders: dict[str, dict[str, DateOrder]] = {}
    needed: set[DateOrder] = set()
    answered: dict[str, set[DateOrder]] = defaultdict(set)
    overruled: dict[str, DateOrder] = {}
    questions = []
    for name, shape, values in judged:
        if values.each_tells:
            continue
        # A single value that goes against the rest of the file proves nothing: it may be the one that is wrong.
        alone = values.lone_proof and len(decided[shape]) > 1
        order = None if alone else values.decided or _beside(values, decided[shape])
        if order is None:
            now = told_apart.get((name, shape), told)
            order = _said(orders_of(shape) if alone else values.choices or orders_of(shape), now, remembered.get(shape))
            if order is not None and order == now and not decided[shape]:
                answered[shape].add(order)
        if order is None:
            questions.append(_question(name, shape, values, alone=alone))
            continue
        orders.setdefault(name, {})[shape] = order
        needed |= {order} if values.matters else set()
        if values.matters and told in orders_of(shape) and order != told_apart.get((name, shape), told):
            overruled[name] = order
    memory = {shape: said.pop() for shape, said in answered.items() if len(said) == 1}
    order = needed.pop() if len(needed) == 1 else None
    without_serials = frozenset(column.name for column in columns if not column.has_serials)
    each_tells = frozenset((name, shape) for name, shape, values in judged if values.each_tells)
    return DateVerdict(orders, tuple(questions), order, memory, overruled, without_serials, each_tells)


def _beside(values: _Shape, decided: Mapping[DateOrder, int]) -> DateOrder | None:
    """The order of the decided columns of the same shape, if they agree and it fits here."""
    fitting = decided.keys() & set(values.choices)
    return fitting.pop() if len(fitting) == 1 else None


def _said(possible: Iterable[DateOrder], told: DateOrder | None, remembered: DateOrder | None) -> DateOrder | None:
    """What the person said. Where a column's values contradict each other, those that do not fit are lost."""
    possible = set(possible)
    return next((order for order in (told, remembered) if order in possible), None)


def _question(column: str, shape: str, values: _Shape, *, alone: bool) -> Question:
    choices = values.choices
    example = values.examples[-1]
    if alone:
        choices = tuple(order for order in ORDERS if order in values.possible)
        text = _("“{value}” in the column “{column}” goes against the other dates of the file. Which order is meant?")
    elif choices:
        text = _("Is “{value}” in the column “{column}” {choices}? No value of the column tells.")
    else:
        choices = orders_of(shape)
        example = _(" and ").join(values.examples)
        text = _("The column “{column}” has dates in more than one order, such as {value}. Which one is meant?")
    answer = _("Answer with --date-order {choices}.").format(choices="|".join(choices))
    said = text.format(value=example, column=column, choices=_(" or ").join(choices))
    shown = values.shown(choices)
    readings = tuple(tuple(_as_text(values.readings.get(text, {}).get(order)) for text in shown) for order in choices)
    return Question(
        "date_order", "--date-order", f"{said} {answer}", column, values.examples[-1], choices,
        rows=values.values, shape=shape, examples=shown, readings=readings,
    )  # fmt: skip


def _as_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class NumberColumns:
    """What the values of the amount columns of one file say about their decimal mark. They share it."""

    def __init__(self) -> None:
        self._only: set[Mark] = set()
        self.open_example: str | None = None

    def add(self, text: str) -> None:
        """One more cell; cells that are no number are passed over."""
        reading = None if isinstance(text, NumberText) else read_number(text)
        if reading is None:
            return
        if mark := reading.proves:
            self._only.add(mark)
        elif reading.open and self.open_example is None:
            self.open_example = text

    @property
    def mark(self) -> Mark | None:
        """The decimal mark that the values prove; None where none does, or where they contradict each other."""
        return next(iter(self._only)) if len(self._only) == 1 else None

    @property
    def contradictory(self) -> bool:
        """Do some values prove one mark and others the other?"""
        return len(self._only) == len(MARKS)
