"""Shares by count and by value, what spoils them, and the fixes that raise them most."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.cleanliness import Group, Share, by_owner, figures, main_currency, of_owner, together
from pipetui.domain.fixes import Flagged, fix_words, fixes
from pipetui.domain.model import KINDS, FindingKind
from pipetui.domain.money import Money
from pipetui.domain.playbook import Rate
from pipetui.domain.shares import change_words, percent, percent_of, points
from pipetui.services.playbooks import from_preset

PLAYBOOK = from_preset("b2b", "en")
TODAY = date(2026, 11, 23)

some_kinds = st.sets(st.sampled_from(KINDS)).map(lambda found: tuple(kind for kind in KINDS if kind in found))
groups = st.lists(
    st.builds(
        Group,
        owner=st.sampled_from([1, 2, None]),
        currency=st.sampled_from(["EUR", "JPY", None]),
        kinds=some_kinds,
        deals=st.integers(1, 5),
        minor=st.integers(0, 10**6),
    ),
    max_size=12,
)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def test_the_share_is_of_deals_and_of_each_currency() -> None:
    found = figures(
        [
            Group(1, "EUR", (), 2, 3000),
            Group(1, "EUR", ("stalled",), 1, 1000),
            Group(1, "USD", ("no_next_step", "stalled"), 1, 500),
            Group(1, None, (), 1, 0),
        ]
    )
    assert found.count == Share(3, 5)
    assert found.value == {"EUR": Share(3000, 4000), "USD": Share(0, 500)}
    assert found.without_amount == 1
    assert [(each.kind, each.deals, each.value) for each in found.kinds if each.deals] == [
        ("no_next_step", 1, (Money(500, "USD"),)),
        ("stalled", 2, (Money(1000, "EUR"), Money(500, "USD"))),
    ]


def test_nothing_has_no_share() -> None:
    found = figures([])
    assert found.count.ratio is None
    assert found.value == {}
    assert percent(found.count) == "n/a"
    assert percent(Share(0, 3)) == "0%"


@given(groups)
def test_owners_make_up_the_whole(found: list[Group]) -> None:
    whole, parts = figures(found), by_owner(found)
    assert sum(each.count.whole for each in parts.values()) == whole.count.whole
    assert sum(each.count.part for each in parts.values()) == whole.count.part
    assert all(0 <= share.part <= share.whole for share in whole.value.values())
    for owner in (1, 2):
        assert figures(of_owner(found, owner)).count == (parts[owner].count if owner in parts else Share(0, 0))


def test_who_owns_most_stands_first_and_nobody_after_equals() -> None:
    found = [Group(owner, "EUR", (), deals, 100) for owner, deals in ((None, 2), (2, 2), (1, 1), (3, 5), (1, 1))]

    assert list(by_owner(found)) == [3, 1, 2, None]


def test_currencies_come_together_by_the_last_rate() -> None:
    value = {"EUR": Share(10000, 20000), "JPY": Share(1000, 1000)}
    rates = [Rate("JPY", date(2026, 1, 1), Decimal("0.007")), Rate("JPY", date(2026, 11, 1), Decimal("0.006"))]
    assert together(value, "EUR", rates, TODAY) == Share(10600, 20600)
    assert together(value, "EUR", rates, date(2026, 6, 1)) == Share(10700, 20700)
    assert together(value, "EUR", rates, date(2025, 6, 1)) is None
    assert together({"EUR": Share(1, 2)}, "EUR", rates, TODAY) is None
    assert main_currency(value, "JPY") == "JPY"
    assert main_currency(value, "CHF") == "EUR"
    assert main_currency({}, "EUR") is None


def flag(id: int, *kinds: FindingKind, stage: str = "discovery", amount: int = 100, **more: object) -> Flagged:
    return Flagged(id, stage, euros(amount), kinds, **more)  # type: ignore[arg-type]


def test_a_fix_is_about_deals_that_it_makes_clean() -> None:
    """Deals with two findings are a fix of their own; the one that gains most comes first, then the more valuable."""
    now = figures([Group(1, "EUR", (), 10, 1000), Group(1, "EUR", ("stalled",), 10, 9000)])
    found = fixes(
        [
            flag(1, "stalled"), flag(2, "stalled"),
            flag(3, "no_next_step", "stalled", amount=300), flag(4, "no_next_step"),
            flag(5, "no_next_step", amount=500), flag(6, "stalled", stage="validation"), flag(7, "step_overdue"),
        ],
        now, most=3,
    )  # fmt: skip
    assert [(fix.id, fix.deals) for fix in found] == [
        ("no_next_step", (4, 5)),
        ("stalled:discovery", (1, 2)),
        ("no_next_step+stalled", (3,)),
    ]
    assert found[0].gain_count == pytest.approx(0.1)
    assert found[0].gain_value == {"EUR": pytest.approx(0.06)}


def test_of_fixes_for_as_many_deals_the_one_that_is_worth_more_stands_first() -> None:
    now = figures([Group(1, "EUR", ("stalled",), 2, 1000)])
    found = fixes([flag(1, "no_next_step", amount=100), flag(2, "step_overdue", amount=900)], now, most=3)
    assert [fix.deals for fix in found] == [(2,), (1,)]


@pytest.mark.parametrize(
    ("deals", "words", "filter"),
    [
        ([flag(1, "no_next_step", dateless=True), flag(2, "no_next_step", dateless=True)], "Give 2 deals a date",
         "kind:no_next_step -kind:sla_overdue,step_overdue,stalled"),
        ([flag(1, "no_next_step", dateless=True), flag(2, "no_next_step")], "Plan the next step of 2 deals",
         "kind:no_next_step -kind:sla_overdue,step_overdue,stalled"),
        ([flag(1, "sla_overdue", late=("first_note",))], "Log 1 first note",
         "kind:sla_overdue -kind:no_next_step,step_overdue,stalled"),
        ([flag(1, "sla_overdue", late=("proposal",))], "Send 1 proposal that is late", None),
        ([flag(1, "sla_overdue", late=("call_back",))], "Answer 1 deal, late: Call back", None),
        ([flag(1, "sla_overdue", late=("proposal",)), flag(2, "sla_overdue", late=("first_note",))],
         "Answer 2 deals whose SLA is late", None),
        ([flag(1, "sla_overdue", late=("first_note", "proposal"))], "Answer 1 deal whose SLA is late", None),
        ([flag(1, "step_overdue")], "Settle 1 late step: done, or moved", None),
        ([flag(1, "stalled", stage="validation")], "Decide on 1 deal over 30 days in Validation",
         "kind:stalled stage:validation -kind:sla_overdue,no_next_step,step_overdue"),
        ([flag(1, "no_next_step", "stalled")], "Clear 1 deal of: no step and stalled",
         "kind:no_next_step kind:stalled -kind:sla_overdue,step_overdue"),
        ([flag(1, *KINDS)], "Clear 1 deal of: SLA late, no step, step late and stalled",
         " ".join(f"kind:{kind}" for kind in KINDS)),
    ],
)  # fmt: skip
def test_a_fix_says_what_to_do_and_finds_its_deals(deals: list[Flagged], words: str, filter: str | None) -> None:
    (fix,) = fixes(deals, figures([Group(1, "EUR", deals[0].kinds, 4, 400)]), most=3)
    assert fix_words(fix, PLAYBOOK) == words
    assert filter is None or fix.filter == filter


def test_shares_in_words() -> None:
    assert [percent_of(ratio) for ratio in (0, 0.001, 0.44, 0.999, 1)] == ["0%", "1%", "44%", "99%", "100%"]
    assert [points(gain) for gain in (0, 0.0001, 0.004, 0.0099, 0.105)] == ["0", "0.1", "0.4", "1", "10"]
    assert change_words(Share(1, 4), Share(2, 4), 8) == "up 25 points in 8 weeks"
    assert change_words(Share(2, 4), Share(1, 4), 1) == "down 25 points in 1 week"
    assert change_words(Share(2, 4), Share(3, 6), 2) == "as it was 2 weeks ago"
    assert change_words(Share(999, 1000), Share(1000, 1000), 2) == "up 1 point in 2 weeks", "99% is shown, then 100%"
    assert change_words(Share(0, 0), Share(3, 6), 2) == ""
