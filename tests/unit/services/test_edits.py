"""Deals added, edited field by field, handed to somebody else; found by the ids and words that people use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from small_pipeline import HOSTILE, NOW

from pipetui.domain.money import Money
from pipetui.errors import BadInput
from pipetui.services import edits, history, records, steps, today

if TYPE_CHECKING:
    from pipetui.domain.model import Detail
    from pipetui.services.desk import Desk


@pytest.fixture
def deal(empty_desk: Desk) -> int:
    return edits.add_deal(empty_desk, name="Pilot", company="Acme").id


def test_the_least_there_is(empty_desk: Desk) -> None:
    done = edits.add_deal(empty_desk, name="  Pilot ")
    whole = records.detail(empty_desk, done.id)
    deal = whole.item.deal
    assert (deal.id, deal.name, deal.stage, deal.owner, deal.created_at) == (1, "Pilot", "qualification", "anna", NOW)
    assert (deal.company, deal.amount, deal.external_id, whole.close_date, whole.source) == (None,) * 5
    assert whole.item.stage_days.known
    assert whole.events[0].after["stage"] == "qualification"


def test_everything_there_is(empty_desk: Desk) -> None:
    done = edits.add_deal(
        empty_desk,
        name="ERP",
        company="Acme",
        amount="1200.50",
        currency="usd",
        stage="Validation",
        owner="Luca",
        close_date=date(2027, 3, 1),
        source="fair",
        external_id="OPP-1",
    )
    whole = records.detail(empty_desk, done.id)
    deal = whole.item.deal
    assert (deal.company, deal.amount, deal.stage, deal.owner, deal.external_id) == (
        "Acme", Money(120_050, "USD"), "validation", "Luca", "OPP-1",
    )  # fmt: skip
    assert (whole.close_date, whole.source) == (date(2027, 3, 1), "fair")
    assert done.changed["amount"] == (None, "1200.50")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 20_000},
        {"amount": "1.200,50"},
        {"amount": "-5"},
        {"amount": "1.234"},
        {"currency": "XYZ"},
        {"stage": "nowhere"},
        {"external_id": "OPP-1"},
    ],
)
def test_what_cannot_be_added(empty_desk: Desk, wrong: dict[str, Any]) -> None:
    edits.add_deal(empty_desk, name="first", external_id="OPP-1")
    before = history.log(empty_desk)
    with pytest.raises(BadInput):
        edits.add_deal(empty_desk, **{"name": "second", **wrong})
    assert history.log(empty_desk) == before


def field(whole: Detail, name: str) -> Any:
    deal = whole.item.deal
    first = whole.contacts[0] if whole.contacts else None
    values = {
        "name": deal.name, "company": deal.company, "owner": deal.owner, "close_date": whole.close_date,
        "source": whole.source, "external_id": deal.external_id, "amount": deal.amount and deal.amount.minor,
        "currency": deal.amount and deal.amount.currency, "contact": first and first.name, "role": first and first.role,
        "email": first and first.email, "phone": first and first.phone,
    }  # fmt: skip
    return values[name]


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("name", " Rollout ", ("Rollout", "Rollout")),
        ("company", "Bora", ("Bora", "Bora")),
        ("amount", "99.9", (9990, "99.90")),
        ("owner", "luca", ("luca", "luca")),
        ("close_date", "fri", (date(2026, 11, 27), "2026-11-27")),
        ("source", "fair", ("fair", "fair")),
        ("external_id", "X-1", ("X-1", "X-1")),
        ("contact", "Rita", ("Rita", "Rita")),
        ("role", "signer", ("signer", "signer")),
        ("email", "rita@acme.example", ("rita@acme.example", "rita@acme.example")),
        ("phone", "02 55", ("02 55", "02 55")),
    ],
)
def test_each_field_is_set_and_cleared(
    empty_desk: Desk, deal: int, name: str, text: str, values: tuple[Any, str]
) -> None:
    value, told = values
    before = field(records.detail(empty_desk, deal), name)
    done = edits.set_fields(empty_desk, deal, {name: text})
    assert field(records.detail(empty_desk, deal), name) == value
    assert done.changed == {name: (before, told)}
    event = records.detail(empty_desk, deal).events[0]
    assert (event.type, event.before, event.after) == ("edited", {name: before}, {name: told})
    if name == "name":
        return
    edits.set_fields(empty_desk, deal, {name: " "})
    assert field(records.detail(empty_desk, deal), name) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": ""},
        {"stage": "solution"},
        {"status": "won"},
        {"colour": "red"},
        {"amount": "12,5"},
        {"amount": "1e3"},
        {"currency": "coins"},
        {"close_date": "31/2"},
        {"close_date": "someday"},
        {"external_id": "TAKEN"},
        {"company": "x" * 20_000},
        {"company": "Half", "amount": "many"},
    ],
)
def test_each_wrong_value_changes_nothing(empty_desk: Desk, deal: int, wrong: dict[str, str]) -> None:
    edits.add_deal(empty_desk, name="other", external_id="TAKEN")
    before, log = records.detail(empty_desk, deal), history.log(empty_desk)
    with pytest.raises(BadInput):
        edits.set_fields(empty_desk, deal, wrong)
    assert records.detail(empty_desk, deal) == before
    assert history.log(empty_desk) == log


def test_another_currency_keeps_the_figure(empty_desk: Desk, deal: int) -> None:
    edits.set_fields(empty_desk, deal, {"amount": "1200.50"})
    done = edits.set_fields(empty_desk, deal, {"currency": "USD"})
    assert done.changed == {"currency": ("EUR", "USD")}
    assert records.detail(empty_desk, deal).item.deal.amount == Money(120_050, "USD")
    with pytest.raises(BadInput, match="decimals"):
        edits.set_fields(empty_desk, deal, {"currency": "JPY"})
    edits.set_fields(empty_desk, deal, {"amount": "1200", "currency": "JPY"})
    assert records.detail(empty_desk, deal).item.deal.amount == Money(1200, "JPY")


def test_nothing_different_says_so(empty_desk: Desk, deal: int) -> None:
    done = edits.set_fields(empty_desk, deal, {"name": "Pilot"})
    assert done.changed == {}
    assert "Nothing" in done.said


def test_its_own_external_id_again(empty_desk: Desk, deal: int) -> None:
    edits.set_fields(empty_desk, deal, {"external_id": "X"})
    edits.set_fields(empty_desk, deal, {"external_id": "X"})


def test_an_id_is_taken_within_its_own_system(empty_desk: Desk, deal: int) -> None:
    """Two imported deals of one system cannot have the same id; those of two systems can."""
    others = {source: edits.add_deal(empty_desk, name=source).id for source in ("one", "two", "again")}
    with empty_desk.working("import") as work:
        for source, other in others.items():
            row = work.deal(other)
            row.external_source, row.external_id = source.replace("again", "one"), f"id of {source}"
            work.event(other, "imported")
    edits.set_fields(empty_desk, others["two"], {"external_id": "id of one"})
    with pytest.raises(BadInput, match="already"):
        edits.set_fields(empty_desk, others["again"], {"external_id": "id of one"})


def test_closed_deals_can_be_edited(desk: Desk) -> None:
    from pipetui.services import moves

    moves.close(desk, 2, "lost", "price")
    edits.set_fields(desk, 2, {"amount": "5"})
    assert today.item(desk, 2).deal.amount == Money(500, "EUR")


def test_assign_takes_the_step_along(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=date(2026, 11, 27), owner="mia")
    other = edits.add_deal(empty_desk, name="Other").id
    done = edits.assign(empty_desk, [deal, other], "Luca Bianchi")
    assert [(one.id, one.changed) for one in done] == [
        (deal, {"owner": ("anna", "Luca Bianchi")}),
        (other, {"owner": ("anna", "Luca Bianchi")}),
    ]
    item = today.item(empty_desk, deal)
    assert (item.deal.owner, item.deal.step.owner, item.deal.step.text) == ("Luca Bianchi", "Luca Bianchi", "Call")
    assert records.people(empty_desk) == ["anna", "Luca Bianchi", "mia"]
    history.undo(empty_desk)
    assert today.item(empty_desk, deal).deal.step.owner == "mia"
    assert today.item(empty_desk, other).deal.owner == "anna"


def test_assign_all_or_none(empty_desk: Desk, deal: int) -> None:
    with pytest.raises(BadInput, match="no deal 77"):
        edits.assign(empty_desk, [deal, 77], "luca")
    with pytest.raises(BadInput, match="name"):
        edits.assign(empty_desk, [deal], " ")
    assert today.item(empty_desk, deal).deal.owner == "anna"


def test_hostile_text_is_kept_as_it_is(empty_desk: Desk) -> None:
    deal = edits.add_deal(empty_desk, name=HOSTILE, company="'; DROP TABLE deal; --").id
    assert today.item(empty_desk, deal).deal.name == HOSTILE
    assert today.item(empty_desk, deal).title == f"'; DROP TABLE deal; -- · {HOSTILE}"


@pytest.fixture
def known(empty_desk: Desk) -> Desk:
    """Deals 1 to 4, with ids of two other systems; number 2 is also an id there."""
    for name, external in (("one", "2"), ("two", "OPP-9"), ("three", "77"), ("four", None)):
        edits.add_deal(empty_desk, name=name, external_id=external)
    with empty_desk.working("import") as work:
        row = work.deal(4)
        row.external_source, row.external_id = "other", "OPP-9"
        work.event(4, "imported")
    return empty_desk


@pytest.mark.parametrize(
    ("ref", "deal"), [("1", 1), (" 2 ", 2), ("ext:2", 1), ("77", 3), ("ext:77", 3), ("0001", 1), ("４", None)]
)
def test_ids_as_people_write_them(known: Desk, ref: str, deal: int | None) -> None:
    if deal is None:
        with pytest.raises(BadInput):
            records.resolve(known, ref)
    else:
        assert records.resolve(known, ref) == deal


def test_an_ambiguous_id_names_the_candidates(known: Desk) -> None:
    with pytest.raises(BadInput, match="several") as caught:
        records.resolve(known, "OPP-9")
    assert "2, 4" in caught.value.hint


@pytest.mark.parametrize("ref", ["", "ext:", "99", "ext:1", "nonsense", "9" * 30, "-1", "1.0"])
def test_unknown_ids(known: Desk, ref: str) -> None:
    with pytest.raises(BadInput, match="no deal"):
        records.resolve(known, ref)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("societa", [1]),
        ("SOCIETÀ forlì", [1]),
        ("025550101", [1]),
        ("02 555", [1]),
        ("rita@acme", [1]),
        ("Müller", [2]),
        ("muller", [2]),
        ("opp-2", [2]),
        ("luca", [2]),
        ("pilot", [2, 1]),
        ("pilot nowhere", []),
        ("%", []),
        ("_", []),
        ("'", []),
    ],
)
def test_find(empty_desk: Desk, text: str, found: list[int]) -> None:
    first = edits.add_deal(empty_desk, name="Pilot", company="Società di Forlì").id
    edits.set_fields(empty_desk, first, {"contact": "Rita", "phone": "02-555 0101", "email": "Rita@acme.example"})
    edits.add_deal(empty_desk, name="pilot", company="Müller", amount="5", owner="Luca", external_id="OPP-2")
    assert [item.id for item in records.find(empty_desk, text)] == found


def test_find_shows_open_ones_first_and_so_many(desk: Desk) -> None:
    from pipetui.services import moves

    moves.close(desk, 2, "lost", "price")
    assert records.find(desk, "")[-1].id == 2
    assert len(records.find(desk, "", limit=3)) == 3


def test_people_by_name_and_alias(empty_desk: Desk) -> None:
    from pipetui.storage import tables

    edits.add_deal(empty_desk, name="x", owner="Anna Rossi")
    with empty_desk.working("people") as work:
        rossi = work.person("Anna Rossi")
        assert rossi.id is not None
        work.add(tables.PersonAlias(person_id=rossi.id, alias="AR", folded="ar"))
        work.event(None, "alias")
    assert records.person(empty_desk, "ar") == "Anna Rossi"
    assert records.known(empty_desk, "anna-rossi")
    assert not records.known(empty_desk, "nobody")
    with pytest.raises(BadInput, match="Nobody") as caught:
        records.person(empty_desk, "nobody")
    assert "Anna Rossi" in caught.value.hint
    edits.add_deal(empty_desk, name="y", owner="A.R.")
    assert today.item(empty_desk, 2).deal.owner == "Anna Rossi"


def test_why_still_here(desk: Desk) -> None:
    whole = records.detail(desk, 4)
    assert whole.why_still_here == (
        "Decision for 9 days (limit 14, playbook); open: signer_known, procurement_aligned, decision_date_set;"
        " no note yet; step re-dated 3 times."
    )
    assert "last note 5 days ago by anna" in records.detail(desk, 6).why_still_here
