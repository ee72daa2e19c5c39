"""Italian words are longer: what stands in a narrow place still fits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from pipetui.domain.badges import finding_words, status_word, step_end_word
from pipetui.domain.model import Deal, Finding, FindingKind, Item, NextStep, Parking, Section, StageDays, StepEnd
from pipetui.domain.money import Money
from pipetui.domain.query import parse
from pipetui.domain.query_words import Vocabulary, explained
from pipetui.domain.sentences import short_day
from pipetui.i18n import set_language
from pipetui.tui.commands import footer
from pipetui.tui.widgets import badge, people_list
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


@pytest.mark.parametrize("width", [60, 80])
def test_the_footer_keeps_the_notes_and_the_help(width: int) -> None:
    plain = line(footer("today"), width).plain
    assert " n nota" in plain
    assert plain.endswith("? aiuto")


def test_the_titles_of_people_are_whole_in_the_smallest_window() -> None:
    assert people_list.titles(60).plain.split() == ["nome", "aperte", "da", "fare", "impegni", "assenza"]
    assert people_list.titles(60).cell_length <= 60


@pytest.mark.parametrize("end", [None, "done", "moved", "replaced", "dropped"])
def test_what_became_of_a_promise_fits_before_it(end: StepEnd | None) -> None:
    assert cell_len(step_end_word(end)) < 9


def test_every_example_of_the_filter_is_understood() -> None:
    known = Vocabulary(
        TODAY, language="it",
        stages=(("decision", "Decisione"), ("closing", "Chiusura")),
        criteria=(("sponsor_named", "Sponsor interno"),),
        people=((1, ("anna",)),),
    )  # fmt: skip
    typed = [example for example, _finds in explained()]
    assert [str(trouble) for each in typed for trouble in parse(each, known).troubles] == []
    assert all(len(parse(each, known).terms) == len(each.split()) for each in typed)


def test_days_are_short() -> None:
    days = [short_day(date(2026, month, 1 + month)) for month in range(1, 13)]
    assert days == [
        "ven 2 gen", "mar 3 feb", "mer 4 mar", "dom 5 apr", "mer 6 mag", "dom 7 giu",
        "mer 8 lug", "dom 9 ago", "gio 10 set", "dom 11 ott", "gio 12 nov", "dom 13 dic",
    ]  # fmt: skip


def _item(deal: Deal) -> Item:
    section: Section = "woke_today" if deal.step.wakes else "to_clear"
    return Item(deal, "open", section, "Scoperta", 21, StageDays(4, known=True), (), None)
