"""Italian words are longer: what stands in a narrow place still fits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from pipetui.domain.badges import finding_words, status_word
from pipetui.domain.model import Deal, Finding, FindingKind, Item, NextStep, Parking, Section, StageDays
from pipetui.domain.money import Money
from pipetui.domain.sentences import short_day
from pipetui.i18n import set_language
from pipetui.tui.commands import footer
from pipetui.tui.widgets import badge
from pipetui.tui.widgets.deal_row import Setting, columns, deal_line, heading_line
from pipetui.tui.widgets.footer import line

TODAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Rome")
SETTING = Setting(TODAY, ZONE)


@pytest.fixture(autouse=True)
def italian(_english: None) -> None:
    set_language("it")


@pytest.mark.parametrize(
    ("kind", "days", "hours", "words"),
    [
        ("no_next_step", None, None, "senza passo"),
        ("step_overdue", 4, None, "ritardo 4g"),
        ("step_overdue", 31, None, "ritardo 31g"),
        ("stalled", 12, None, "ferma 12g"),
        ("stalled", 365, None, "ferma 365g"),
        ("sla_overdue", 0, 3, "SLA +3h"),
        ("sla_overdue", 12, 100, "SLA +12g"),
        ("sla_overdue", 0, 0, "SLA scaduto"),
    ],
)
def test_a_badge_fits(kind: FindingKind, days: int | None, hours: int | None, words: str) -> None:
    assert finding_words(Finding(kind, days, "", hours=hours)) == words
    assert cell_len(words) <= badge.WIDTH


@pytest.mark.parametrize("status", ["open", "parked", "won", "lost", "no_decision", "dormant"])
def test_a_status_fits(status: str) -> None:
    assert cell_len(status_word(status)) <= badge.WIDTH


def test_a_deal_that_woke_fits() -> None:
    since = datetime(2026, 8, 23, 10, tzinfo=ZONE)
    parking = Parking(since_at=int(since.timestamp()), until=TODAY, reason="budget")
    slept = Deal(1, "Fano", "discovery", step=NextStep("budget", "anna", TODAY, wakes=True), parkings=(parking,))
    words, _style = badge.badge(_item(slept), ZONE)
    assert words == "pausa 92g"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (NextStep("Chiamare", "anna", None), "quando?"),
        (NextStep("Chiamare", None, TODAY), "chi?"),
        (NextStep("Chiamare", "anna", TODAY), "oggi"),
        (NextStep("Chiamare", "anna", TODAY + timedelta(days=3), 3), "gio 26 x3"),
    ],
)
def test_the_next_step_fits_its_column(step: NextStep, words: str) -> None:
    deal = Deal(1, "Fano", "discovery", amount=Money(1_200_000, "EUR"), owner="anna", step=step)
    plain = deal_line(_item(deal), columns(80), SETTING).plain
    assert plain.rstrip().endswith(words)
    assert " 12.000 € " in plain


def test_the_titles_of_the_columns_fit() -> None:
    titles = heading_line("to_clear", 14, columns(200, owners=True), SETTING, titles=True).plain
    assert titles.split() == ["DA", "SISTEMARE", "14", "fase", "resp.", "gg", "importo", "prossimo", "passo"]


def test_the_footer_keeps_the_notes_and_the_help() -> None:
    plain = line(footer("today"), 80).plain
    assert plain.strip().startswith("n nota")
    assert plain.endswith("? aiuto")


def test_days_are_short() -> None:
    days = [short_day(date(2026, month, 1 + month)) for month in range(1, 13)]
    assert days == [
        "ven 2 gen", "mar 3 feb", "mer 4 mar", "dom 5 apr", "mer 6 mag", "dom 7 giu",
        "mer 8 lug", "dom 9 ago", "gio 10 set", "dom 11 ott", "gio 12 nov", "dom 13 dic",
    ]  # fmt: skip


def _item(deal: Deal) -> Item:
    section: Section = "woke_today" if deal.step.wakes else "to_clear"
    return Item(deal, "open", section, "Scoperta", 21, StageDays(4, known=True), (), None)
