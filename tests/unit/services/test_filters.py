"""What the database finds for a filter is what the filter means, deal by deal; whatever is typed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_pipeline import HOSTILE, NOW

from pipetui.domain.money import rank
from pipetui.domain.names import fold
from pipetui.errors import BadInput
from pipetui.services import edits, filters, moves, records, today
from pipetui.services.desk import Desk, open_desk
from pipetui.services.today import View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipetui.domain.model import Detail
    from pipetui.domain.query import Term


@dataclass(frozen=True)
class Ground:
    """A pipeline with everything known about each deal of its list."""

    desk: Desk
    details: dict[int, Detail]
    people: dict[str, int]


@pytest.fixture(scope="module")
def ground(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    path = tmp_path_factory.mktemp("filters") / "deals.db"
    shutil.copy(sample_file, path)
    desk = open_desk(path, me="anna", now=NOW)
    edits.add_deal(desk, name=HOSTILE, company="100% “Söhne” & Co_[x]", source="Fair %_", close_date=date(2026, 11, 30))
    edits.add_deal(desk, name="quote\"d and 'single'", company=None, amount="1200.50", currency="USD")
    for item in today.listing(desk, View(), limit=4):
        moves.park(desk, item.id, date(2026, 12, 1), "rest a while")
        moves.unpark(desk, item.id)
    details = {item.id: records.detail(desk, item.id) for item in today.listing(desk, View())}
    people = {name: number for number, names in filters.vocabulary(desk).people for name in names}
    yield Ground(desk, details, people)
    desk.close()


WORDS = st.sampled_from([
    "a", "o", "ri", "brandi", "[/red]", "%", "_", "100%", "“Söhne”", "sohne", '"& co"', "'single'", "x'; DROP deal",
    '"', "-", "\\", "[", "?1", ":now",
]) | st.text(max_size=6)  # fmt: skip
PIECES = st.sampled_from([
    "owner:a", "owner:none", "owner:anna,luca", "stage:dis", "stage:solution,decision", "kind:stalled", "kind:late",
    "kind:no,sla", "amount:>10000", "amount:<5k", "amount:1200.50", "amount:none", "amount:10000..50000", "days:>20",
    "days:<3", "days:0", "days:5..30", "next:today", "next:overdue", "next:week", "next:none", "next:>fri", "close:nov",
    "close:none", "close:<2027", "company:none", "company:co", "source:fair", "source:none", "name:a",
    "criterion:sponsor", "criterion:kpis_agreed,problems",
])  # fmt: skip
TERMS = st.lists(st.tuples(st.booleans(), WORDS | PIECES), max_size=4).map(
    lambda terms: " ".join(f"{'-' if excluded else ''}{term}" for excluded, term in terms)
)


@given(text=TERMS)
@example(text="criterion:sponsor")
@settings(max_examples=300)
def test_the_database_finds_what_the_filter_means(ground: Ground, text: str) -> None:
    terms = filters.understood(ground.desk, text).terms
    expected = {
        deal_id
        for deal_id, detail in ground.details.items()
        if all(_holds(ground, detail, term) is not term.excluded for term in terms)
    }
    view = View(text=text)
    assert set(today.ids(ground.desk, view)) == expected
    assert sum(today.section_sizes(ground.desk, view).values()) == len(expected)


def _holds(ground: Ground, detail: Detail, term: Term) -> bool:
    item, deal = detail.item, detail.item.deal
    contacts = [part for contact in detail.contacts for part in (contact.name, contact.email)]
    texts: dict[str, str | None] = {
        "text": "\0".join(part or "" for part in (deal.name, deal.company, deal.owner, *contacts)),
        "name": deal.name,
        "company": deal.company,
        "source": detail.source,
    }
    values: dict[str, set[Any]] = {
        "owner": {ground.people.get(deal.owner or "")},
        "stage": {deal.stage},
        "kind": {finding.kind for finding in item.findings},
        "criterion": {state.id for state in detail.criteria if not state.ticked},
    }
    if term.field in texts:
        hay = texts[term.field]
        return not hay if term.missing else any(str(text) in fold(hay or "") for text in term.any_of)
    if term.field in values:
        return (term.missing and deal.owner is None) or bool(values[term.field] & set(term.any_of))
    value: Any = {
        "amount": rank(deal.amount) if deal.amount else None,
        "days": item.stage_days.days,
        "next": deal.step.date,
        "close": detail.close_date,
    }[term.field]
    if value is None or term.missing:
        return value is None and term.missing
    return (term.low is None or value >= term.low) and (term.high is None or value <= term.high)


@pytest.mark.parametrize("sort", ["", *today.SORTS, *(f"-{sort}" for sort in today.SORTS)])
def test_sorting_loses_nothing_and_keeps_the_sections(ground: Ground, sort: str) -> None:
    items = today.listing(ground.desk, View(sort=sort))
    assert {item.id for item in items} == set(ground.details)
    sections = [item.section for item in items]
    assert [section for at, section in enumerate(sections) if at == 0 or sections[at - 1] != section] == list(
        dict.fromkeys(sections)
    )


def test_sorted_by_close_date_and_by_creation(ground: Ground) -> None:
    def column(sort: str) -> list[Detail]:
        items = today.listing(ground.desk, View(sort=sort))
        return [ground.details[item.id] for item in items if item.section == "to_clear"]

    dates = [detail.close_date for detail in column("close")]
    assert dates == sorted(dates, key=lambda day: day or date.max)
    created = [detail.item.deal.created_at or 2**62 for detail in column("-created")]
    assert created == sorted(created, reverse=True)


def test_sorted_by_kind_the_oldest_finding_comes_first(ground: Ground) -> None:
    late = [item for item in today.listing(ground.desk, View(sort="kind")) if item.section == "to_clear"]
    days = [item.findings[0].days or 0 for item in late if item.findings[0].kind == "step_overdue"]
    assert days == sorted(days, reverse=True)
    kinds = [item.findings[0].kind for item in late]
    assert kinds == sorted(kinds, key=("sla_overdue", "no_next_step", "step_overdue", "stalled").index)


def test_the_shell_refuses_a_filter_that_is_not_understood(ground: Ground) -> None:
    assert filters.checked(ground.desk, "owner:anna") == "owner:anna"
    with pytest.raises(BadInput, match="amount:>ten: not a number"):
        filters.checked(ground.desk, "amount:>ten")


def test_only_what_still_stands_in_the_list_is_kept(ground: Ground) -> None:
    some = list(ground.details)[:3]
    assert sorted(today.ids(ground.desk, View(), [*some, 999_999])) == sorted(some)
