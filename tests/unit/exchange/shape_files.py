"""One generated file: a pipeline in one of the ways in which it can be written."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from shape_pipeline import TODAY, Deal, Wish, pipeline
from shape_styles import DATES, MONEY, NUMBERS, CurrencyStyle, Order, text_of
from shape_systems import SYSTEMS, System

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shape_pairs import Combination


Cell = str | date | Decimal
"""What stands in a cell; days and amounts only where a workbook keeps them as such."""

FACTORS: Mapping[str, tuple[str, ...]] = {
    "dates": tuple(DATES),
    "system": tuple(SYSTEMS),
    "numbers": tuple(NUMBERS),
    "money": tuple(MONEY),
    "labels": ("usual", "usual", "own"),
    "days": ("any", "low"),
    "cents": ("cents", "whole"),
    "texts": ("near", "far"),
    "encoding": ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"),
    "delimiter": (",", ";", "\t", "|"),
    "sep": ("", "sep="),
    "quotes": ("minimal", "all"),
    "end": ("\r\n", "\n", "\r"),
    "header": ("usual", "upper", "lower", "padded"),
    "order": ("usual", "shuffled", "few"),
    "extras": ("", "extras"),
    "around": ("", "titles", "blanks", "sections", "totals", "footer", "again", "all"),
    "container": ("csv", "zip", "xlsx", "typed"),
}

PLAIN_CHOICE: Combination = {name: levels[0] for name, levels in FACTORS.items()}
"""The plainest file: ISO dates, a decimal point, commas."""

_ALWAYS = frozenset(("name", "contact", "email", "stage", "status", "currency", "created", "external_id"))
"""Columns without which a file says something else: what it is about, what became of a deal."""

_CLOSINGS = {"won": "won_time", "lost": "lost_time"}


@dataclass(frozen=True)
class Generated:
    """A file that is to be written. ``choice``: one of each of FACTORS; everything random comes from ``seed``."""

    choice: Combination
    seed: int
    size: int = 25

    @property
    def label(self) -> str:
        """A short name for reports of failures."""
        kept = ("system", "dates", "numbers", "money", "encoding", "container")
        return "-".join((str(self.seed), *(self.choice[name] for name in kept), repr(self.choice["delimiter"])))

    @property
    def typed(self) -> bool:
        """Is it a workbook with days and amounts as such?"""
        return self.choice["container"] == "typed"

    @property
    def dates(self) -> str:
        """The style of its dates."""
        return "iso" if self.typed else self.choice["dates"]

    @cached_property
    def system(self) -> System:
        """Its system, with the columns that this file has."""
        system = SYSTEMS[self.choice["system"]]
        if self.choice["labels"] == "own":
            system = system.with_own_stages()
        if not self.money.column:
            system = system.without("currency")
        if self.choice["order"] == "few":
            chance = random.Random(self.seed)
            optional = [name for name in system.columns if name not in _ALWAYS]
            dropped = chance.sample(optional, chance.randrange(len(optional) // 2))
            system = system.without(*dropped)
        return system

    @cached_property
    def money(self) -> CurrencyStyle:
        """How its currency is said. Where cells are numbers, only a column can say it."""
        style = MONEY[self.choice["money"]]
        return MONEY["column"] if self.typed and style.cell else style

    @cached_property
    def deals(self) -> list[Deal]:
        """What it holds."""
        fields = self.system.columns
        wish = Wish(
            self.size,
            low_days=self.choice["days"] == "low",
            whole=self.choice["cents"] == "whole",
            far=self.choice["texts"] == "far" and self.choice["encoding"] != "cp1252",
            several=self.money.several,
            nameless="name" in fields and "company" in fields,
        )
        return pipeline(random.Random(self.seed), wish)

    @cached_property
    def fields(self) -> list[str]:
        """Its columns from left to right; those that nobody reads are numbered ``x1``, ``x2`` …"""
        fields = list(self.system.columns)
        if self.choice["extras"]:
            fields[1:1] = [f"x{number}" for number in range(len(self.system.unread) + 3)]
        if self.choice["order"] == "shuffled":
            random.Random(self.seed).shuffle(fields)
        return fields

    @cached_property
    def header(self) -> list[str]:
        """The names of its columns."""
        unread = (*self.system.unread, "Zodiac sign", "", "Zodiac sign")
        names = {f"x{number}": name for number, name in enumerate(unread)} | dict(self.system.columns)
        names |= {"amount": names.get("amount", "") + self.money.header}
        writers: dict[str, Callable[[str], str]] = {
            "usual": str, "upper": str.upper, "lower": str.lower, "padded": "  {} ".format,
        }  # fmt: skip
        written = writers[self.choice["header"]]
        return [written(names[name]) if names[name] else "" for name in self.fields]

    def stage_label(self, deal: Deal) -> tuple[str, str]:
        """The label that stands for a deal's stage, and the stage or outcome that it means."""
        stages = self.system.stages
        on_the_way = [stage for stage in stages if stage not in ("won", "lost")]
        stage = on_the_way[int(deal.place * len(on_the_way))]
        if deal.status != "open" and self.system.statuses is None:
            stage = deal.status
        return random.Random(self.seed + deal.number).choice(stages[stage]), stage

    def cells(self, deal: Deal) -> list[Cell]:
        """One deal as a row."""
        chance = random.Random(self.seed * 1000 + deal.number)
        return [self._cell(name, deal, chance) for name in self.fields]

    def _cell(self, name: str, deal: Deal, chance: random.Random) -> Cell:
        if name.startswith("x") and name[1:].isdigit():
            return text_of(chance)
        special = self._special(name, deal)
        value = special if special is not None else getattr(deal, name, None)
        if name in ("amount", "actual_amount") and isinstance(value, Decimal):
            return value if self.typed else self._amount(value, deal.currency)
        if isinstance(value, date):
            return value if self.typed else DATES[self.dates].write(value)
        return "" if value is None else str(value)

    def _amount(self, value: Decimal, currency: str) -> str:
        style = NUMBERS[self.choice["numbers"]]
        number = replace(style, decimals="some")(value) if currency == "JPY" else style(value)
        return self.money.cell(number, currency) if self.money.cell else number

    def _special(self, name: str, deal: Deal) -> object:
        """What is written otherwise than it is known; None for the rest."""
        flags = random.Random(self.seed).choice((("true", "false"), ("1", "0"), ("1", ""), ("VERO", "FALSO")))
        won = deal.status == "won"
        written: dict[str, Callable[[], object]] = {
            "external_id": lambda: self.system.id(deal.number),
            "stage": lambda: self.stage_label(deal)[0],
            "status": lambda: (self.system.statuses or {})[deal.status],
            "currency": lambda: self.money.column(deal.currency) if self.money.column else "",
            "pipeline": lambda: "Sales Pipeline",
            "deleted": lambda: flags[1],
            "is_closed": lambda: flags[deal.status == "open"],
            "is_won": lambda: flags[not won],
            "won_time": lambda: deal.closed if won else "",
            "lost_time": lambda: deal.closed if deal.status == "lost" else "",
            "actual_amount": lambda: deal.amount if won and deal.amount is not None else "",
            "owner_ref": lambda: self.owner_id(deal) or "",
            "company_ref": lambda: f"0015g00000C{deal.number:04}",
            "role": lambda: "CFO",
            "email": lambda: f"rita.{deal.number}@example.com",
        }
        return written[name]() if name in written else None

    @staticmethod
    def owner_id(deal: Deal) -> str | None:
        """The id that a system has for a deal's owner."""
        return None if deal.owner is None else f"0055g00000{sum(deal.owner.encode()):05}"

    @property
    def may_ask(self) -> set[str]:
        """The questions that nobody can answer from the file."""
        order = DATES[self.dates].order is not None and self.choice["days"] == "low"
        return ({"stage"} if self.system.asks else set()) | ({"date_order"} if order else set())

    @property
    def must_ask(self) -> set[str]:
        """Those of them that must be asked. Years of two digits may tell themselves from days."""
        return self.may_ask - ({"date_order"} if DATES[self.dates].short else set())

    @property
    def order(self) -> Order | None:
        """The order of its dates, as a person who knows the file would answer."""
        return DATES[self.dates].order

    @property
    def stages(self) -> dict[str, str]:
        """What its labels mean, if nobody else can know."""
        meanings = {label: stage for stage, labels in self.system.stages.items() for label in labels}
        return meanings if self.system.asks else {}

    def closing_day(self, deal: Deal) -> date | None:
        """When a closed deal was closed, as far as the file says so."""
        columns = self.system.columns
        told = {"closed", *_CLOSINGS.values()} & columns.keys()
        if told:
            return deal.closed if told & {"closed", _CLOSINGS[deal.status]} else None
        known = deal.close_date is not None and "close_date" in columns and deal.close_date <= TODAY
        return deal.close_date if known else None
