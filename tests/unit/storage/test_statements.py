"""Every statement that reads fits the schema, and reads what was written."""

from __future__ import annotations

import inspect
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from small_pipeline import NOW

from pipetui.domain.model import KINDS, SECTIONS
from pipetui.domain.query import Term
from pipetui.storage import (
    attention,
    board,
    days_back,
    drafts,
    imports,
    list_filters,
    lists,
    looking,
    people,
    playbook_effects,
    playbook_rows,
    reading,
    rewinding,
    states,
    tables,
    transfers,
    way_back,
)

if TYPE_CHECKING:
    from types import ModuleType

    from pipetui.services.desk import Desk

WITH_AN_A = (list_filters.Condition(Term("text", "a", ("a",))),)

TODAY = date(2026, 11, 23)

CALLS: list[tuple[ModuleType, str, tuple[Any, ...]]] = [
    (reading, "deals", ([1, 2],)),
    (reading, "deal", (1,)),
    (reading, "each_deal", ([1, 2],)),
    (reading, "living", ("discovery",)),
    (reading, "row_of", (1,)),
    (reading, "next_cycle", (1,)),
    (reading, "ticks", (1,)),
    (reading, "stops", (1,)),
    (reading, "notes", (1,)),
    (reading, "steps", (1,)),
    (reading, "contacts", (1,)),
    (reading, "events", (1, 5)),
    (reading, "last_notes", ([1, 2],)),
    (reading, "people", ()),
    (reading, "person_id", ("anna",)),
    (reading, "person_name", (1,)),
    (reading, "names_of", ("anna",)),
    (reading, "external", ("X",)),
    (reading, "exists", (1,)),
    (drafts, "of", (["anna"], 1)),
    (drafts, "find", (["anna"], "note", 1)),
    (drafts, "count", (["anna"],)),
    (lists, "counts", (lists.Filter(owner_ids=(1, 2)), NOW)),
    (lists, "parked_value", (lists.Filter(), NOW)),
    (lists, "next_due", (lists.Filter(terms=WITH_AN_A), NOW)),
    (lists, "sections", (lists.Filter(terms=WITH_AN_A, sort="days"), NOW)),
    (lists, "elsewhere", (lists.Filter(terms=WITH_AN_A), NOW)),
    (lists, "shown", (lists.Filter(terms=WITH_AN_A), NOW, [1, 2])),
    (list_filters, "winding", (NOW,)),
    (list_filters, "people", ()),
    (lists, "search", ([("a", ""), ("02555", "2555")], 5)),
    (lists, "owns_something_open", (1,)),
    (lists, "first_kinds", (lists.Filter(), NOW)),
    (lists, "sizes_by_first_kind", (lists.Filter(), NOW)),
    (lists, "titles", (lists.Filter(), NOW, [1, 2])),
    (looking, "last_look", (["anna"],)),
    (looking, "others_events", (0, NOW, 1)),
    (looking, "woken", (0, NOW)),
    (looking, "paces", (["anna"],)),
    (looking, "last_action", ()),
    (looking, "deeds", (0, 1)),
    (lists, "cleared_since", (0, lists.Filter(), NOW)),
    (people, "listed", ()),
    (people, "aliases", ()),
    (people, "owned", (NOW,)),
    (people, "largest_owners", (9,)),
    (people, "promises", (TODAY, TODAY)),
    (people, "absences", (TODAY,)),
    (people, "absence_on", (1, TODAY)),
    (people, "absences_between", (1, TODAY, TODAY)),
    (people, "covered_by", (1, TODAY)),
    (people, "list_owner_ids", (1, TODAY)),
    (people, "belongings", (1,)),
    (board, "figures", ((1, 2), NOW, "2026-11-23", "2026-11-30")),
    (board, "closed", ((1,), 0, NOW)),
    (board, "place", (1, (), NOW)),
    (rewinding, "last_action", (1,)),
    (rewinding, "changes", (2,)),
    (rewinding, "records_of", (2,)),
    (rewinding, "later_actions", (2,)),
    (rewinding, "events_of", ([2, 3],)),
    (rewinding, "names_of", ([2, 3],)),
    (rewinding, "astray", (["discovery"],)),
    (rewinding, "rows_touched", (1, "closed")),
    (playbook_rows, "current_version", ()),
    (rewinding, "begun", ()),
    (playbook_rows, "current_uid", ()),
    (playbook_rows, "read", ()),
    (transfers, "seen", ("sheet", ["row:1"])),
    (transfers, "by_external_id", ("sheet", ["1"])),
    (transfers, "answers", ("stage", "sheet")),
    (transfers, "names", ()),
    (transfers, "latest_event", ([1, 2],)),
    (transfers, "exported_deals", ()),
    (transfers, "exported_chosen", ([1, 2],)),
    (transfers, "exported_steps", ()),
    (transfers, "last_file", ()),
    (transfers, "external_ids", ([1, 2],)),
    (transfers, "exported_notes", ()),
    (transfers, "deal_titles", ()),
    (transfers, "numbers_of", (["x"],)),
    (imports, "last_batches", ()),
    (imports, "open_conflicts", (1,)),
    (imports, "cells_of", (1, "sheet")),
    (imports, "series_of", ("sheet", ["row:1"])),
    (imports, "size_of_series", ("sheet", 1)),
    (imports, "strays", ("sheet", 1, ["row:1"])),
    (imports, "missing", ("sheet", 1, ["row:1"])),
    (imports, "has_deals", ()),
    (imports, "names_of", ([1, 2],)),
    (imports, "all_names", ()),
    (imports, "brought", ([1],)),
    (way_back, "worked_on", ()),
    (way_back, "seen_deals", ([1, 2],)),
    (way_back, "sources", ()),
    (way_back, "said", ("sheet", 1, "stage")),
    (way_back, "fields_seen", ("sheet", 1)),
    (way_back, "batches", ()),
    (way_back, "logged", ([1, 2],)),
    (way_back, "ever_changed", (1, "owner_id")),
    (states, "groups", (NOW,)),
    (states, "flagged", (1, NOW)),
    (days_back, "done_by", (NOW,)),
    (attention, "stored", ()),
    (playbook_effects, "ticks", ("problems_mapped",)),
    (playbook_effects, "clocks_waiting_for", (["ticked:proposal_sent"],)),
]


MODULES = (
    attention, board, days_back, drafts, imports, list_filters, lists, looking, people, playbook_effects,
    playbook_rows, reading, rewinding, states, transfers, way_back,
)  # fmt: skip


def readers(module: ModuleType) -> set[str]:
    """The public functions of a module that take a connection."""
    return {
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), "") == "connection"
    }


OTHERWISE = {
    "size", "page", "column", "fits", "take_back", "mark_undone", "reversed_change", "keep", "drop", "clear",
    "keep_look", "keep_pace",
}  # fmt: skip
"""Called below, or by the tests of undo, of the board, and of looks and paces."""


@pytest.mark.parametrize("module", MODULES)
def test_none_is_left_out(module: ModuleType) -> None:
    assert readers(module) - OTHERWISE == {name for where, name, _ in CALLS if where is module}


@pytest.mark.parametrize(("module", "name", "arguments"), CALLS)
def test_it_reads(desk: Desk, module: ModuleType, name: str, arguments: tuple[Any, ...]) -> None:
    with desk.reading() as connection:
        answer = getattr(module, name)(connection, *arguments)
        if inspect.isgenerator(answer):
            list(answer)


@pytest.mark.parametrize("section", [*SECTIONS, "parked"])
@pytest.mark.parametrize("sort", ["", *lists.SORTS, *(f"-{sort}" for sort in lists.SORTS)])
def test_every_section_in_every_order(desk: Desk, section: str, sort: str) -> None:
    with desk.reading() as connection:
        for kind in (None, *KINDS):
            wanted = lists.Filter(owner_ids=(1,), kind=kind, terms=WITH_AN_A, sort=sort)
            ids = lists.page(connection, section, wanted, NOW, offset=0, limit=-1)
            assert len(ids) == lists.size(connection, section, wanted, NOW)


def test_pages_make_up_the_whole(desk: Desk) -> None:
    with desk.reading() as connection:
        for section in (*SECTIONS, "parked"):
            whole = lists.page(connection, section, lists.Filter(), NOW, offset=0, limit=-1)
            for size in (1, 2, 3):
                pages = [
                    lists.page(connection, section, lists.Filter(), NOW, offset=start, limit=size)
                    for start in range(0, len(whole) + size, size)
                ]
                assert [deal_id for page in pages for deal_id in page] == whole


def test_derived_columns_are_those_of_attention() -> None:
    assert set(attention.NAMES) == tables.DERIVED
    assert set(tables.Deal.model_fields) > tables.DERIVED


def test_values_are_the_same_across_both_ways(desk: Desk) -> None:
    """What SQLModel writes is what plain SQL reads, and the other way round."""
    from sqlmodel import select

    from pipetui.storage.writing import plain

    with desk.working("look") as work:
        session = work.session
        for name, table in tables.TRACKED.items():
            models = {row.id: row for row in session.exec(select(table))}  # type: ignore[attr-defined]
            rows = session.connection().exec_driver_sql(f"SELECT * FROM {name}").mappings().all()
            assert len(models) == len(rows)
            for row in rows:
                assert {key: plain(getattr(models[row["id"]], key)) for key in row} == dict(row)
