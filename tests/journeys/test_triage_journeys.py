"""Triage: one deal after the other, every finding fixed with two keys beside the text, and nothing lost on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from dialog_host import shown, write
from opened_app import Opened, opened
from small_pipeline import HOSTILE, instant

from pipetui.services import edits, history, moves, pace, records, since, steps, today, triage
from pipetui.services.desk import finish
from pipetui.services.today import View
from pipetui.storage import tables
from pipetui.tui.dialogs.news import NewsDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.screens.triage import TriageScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

MINE = View(owner="anna")


class Typed(str):
    """Text that is typed, and not counted as keys."""


def deal(desk: Desk, text: str) -> int:
    return records.find(desk, text)[0].id


def names(desk: Desk) -> list[str | None]:
    """Whose deals stand in anna's list to clear, reread."""
    return [item.deal.company for item in today.page(desk, MINE, "to_clear", 0, -1)]


def here(app: Opened) -> str | None:
    """The company of the deal that triage shows."""
    screen = app.app.screen
    assert isinstance(screen, TriageScreen)
    item = screen.deal_here()
    return item.deal.company if item else None


async def press(app: Opened, *keys: str) -> None:
    """Press keys and type texts, and wait until triage is there again."""
    for key in keys:
        if isinstance(key, Typed):
            await write(app.pilot, key)
        else:
            await app.press(key)
    await app.until(lambda: isinstance(app.app.screen, TriageScreen))
    await app.pilot.pause()


async def go_to(app: Opened, company: str) -> None:
    for _ in range(20):
        if here(app) == company:
            return
        await app.press("j")
    raise AssertionError(f"{company} does not come")


# Each kind of finding


def incomplete(desk: Desk, text: str | None, owner: str | None, day: date | None) -> None:
    """Nova's next step lacks something, as an import brings it."""
    new = edits.add_deal(desk, name="scanner", company="Nova").id
    with desk.working("import") as work:
        owner_id = work.person(owner).id if owner else None
        work.add(
            tables.NextStep(record_id=new, text=text, owner_id=owner_id, day=day, promised_at=work.now)
        )  # fmt: skip
        finish(work, desk.rules, new, "step_planned", before={}, after={}, said="")


def without_text(desk: Desk) -> None:
    incomplete(desk, None, "anna", date(2026, 11, 30))


def without_owner(desk: Desk) -> None:
    incomplete(desk, "call Rita", None, date(2026, 11, 30))


def without_date(desk: Desk) -> None:
    incomplete(desk, "call Rita", "anna", None)


def answered(desk: Desk) -> None:
    for criterion in ("problems_mapped", "impact_estimated", "sponsor_named"):
        moves.tick(desk, deal(desk, "delta"), criterion)


def without_first_note(desk: Desk) -> None:
    """Nova was promoted last week and nobody has logged a call: the default rule counts from promotion."""
    new = edits.add_deal(desk, name="scanner", company="Nova", step=("call", date(2026, 11, 30))).id
    with desk.working("add") as work:
        early = instant("2026-11-19 10:00")
        work.add(
            tables.SlaClock(
                record_id=new, sla="first_note", start="promoted", stop="note_logged", started_at=early,
                due_at=early + 86_400,
            )
        )  # fmt: skip
        finish(work, desk.rules, new, "edited", before={}, after={}, said="")


def as_it_is(desk: Desk) -> None:
    pass


@pytest.mark.parametrize(
    ("company", "prepare", "keys"),
    [
        ("Acme", as_it_is, ["enter", "enter"]),
        ("Acme", as_it_is, ["enter", Typed("she has it"), "enter"]),
        ("Acme", as_it_is, ["alt+1", "enter"]),
        ("Nova", without_first_note, ["enter", Typed("stock is wrong / send the offer fri"), "enter"]),
        ("Nova", without_first_note, ["n", Typed("send the offer fri"), "enter"]),
        ("Borealis", as_it_is, ["enter", Typed("call Rita fri"), "enter"]),
        ("Borealis", as_it_is, ["n", Typed("call Rita 25/11"), "enter"]),
        ("Nova", without_text, ["enter", Typed("call Rita"), "enter"]),
        ("Nova", without_owner, ["enter", "enter"]),
        ("Nova", without_owner, ["enter", Typed("@luca"), "enter"]),
        ("Nova", without_date, ["enter", Typed("fri"), "enter"]),
        ("Cortina", as_it_is, ["enter", Typed("send contract fri"), "enter"]),
        ("Cortina", as_it_is, ["s", Typed("fri: she is ill"), "enter"]),
        ("Cortina", as_it_is, ["r", "enter"]),
        ("Delta", as_it_is, ["enter", "enter"]),
        ("Delta", as_it_is, ["s", Typed("ask for the sponsor wed"), "enter"]),
        ("Delta", answered, ["enter"]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "+".join(value) if isinstance(value, list) else value,
)
async def test_every_finding_is_fixed_with_two_keys_beside_the_text(
    desk: Desk, company: str, prepare: Any, keys: list[str]
) -> None:
    prepare(desk)
    assert sum(not isinstance(key, Typed) for key in keys) <= 2
    before = names(desk)
    assert company in before
    async with opened(desk) as app:
        await app.press("t")
        await go_to(app, company)
        await press(app, *keys)
        assert here(app) != company
    assert names(desk) == [name for name in before if name != company]


async def test_what_was_typed_is_what_was_saved(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t")
        await go_to(app, "Borealis")
        await press(app, "n", Typed("nobody trusts the figures / call Rita +3d @luca"), "enter")
    detail = records.detail(desk, deal(desk, "borealis"))
    note = detail.notes[0]
    assert (note.pain, note.next_step, note.owner, note.date) == (
        "nobody trusts the figures", "call Rita", "luca", date(2026, 11, 26),
    )  # fmt: skip


async def test_the_third_re_dating_asks_why(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t")
        await go_to(app, "Cortina")
        await press(app, "s", Typed("fri"), "enter", Typed("she is ill"), "enter")
    step = records.detail(desk, deal(desk, "cortina")).steps[0]
    assert (step.text, step.date, step.redated, step.reason) == ("call signer", date(2026, 11, 27), 4, "she is ill")


async def test_all_fields_take_over_what_was_typed(desk: Desk) -> None:
    async with opened(desk, size=(80, 24)) as app:
        await app.press("t")
        await go_to(app, "Borealis")
        await app.press("n")
        await write(app.pilot, "too slow / call Rita fri")
        await app.press("f3")
        await press(app, "down", "down", Typed("wed"), "enter")
    note = records.detail(desk, deal(desk, "borealis")).notes[0]
    assert (note.pain, note.next_step, note.date) == ("too slow", "call Rita", date(2026, 11, 25))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "What happens next?"),
        ("call Rita", "By when?"),
        ("call Rita yesterday", "in the past"),
        ("call Rita fri @nemo", "is new here"),
    ],
)
async def test_what_cannot_be_saved_is_said_and_nothing_is_lost(desk: Desk, text: str, complaint: str) -> None:
    async with opened(desk) as app:
        await app.press("t")
        await go_to(app, "Borealis")
        await app.press("enter")
        await write(app.pilot, text)
        await app.press("enter")
        assert complaint in app.text(".entry.sentence .problem")
        await app.press("escape")
    assert records.detail(desk, deal(desk, "borealis")).item.deal.step.text is None


async def test_a_draft_survives_escape_and_is_the_forms_too(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t")
        await go_to(app, "Borealis")
        await app.press("enter")
        await app.type("call Rita fri")
        await app.press("escape", "enter")
        assert "call Rita" in app.text(".entry.sentence .echo")
        assert "Fri 27 Nov" in app.text(".entry.sentence .echo")
        await press(app, "enter")
    step = records.detail(desk, deal(desk, "borealis")).item.deal.step
    assert (step.text, step.date) == ("call Rita", date(2026, 11, 27))


async def test_hostile_text_is_shown_as_it_is(desk: Desk) -> None:
    steps.plan(desk, edits.add_deal(desk, name=HOSTILE, company=HOSTILE).id, text=HOSTILE, day=date(2026, 11, 24))
    async with opened(desk.at(instant("2026-11-26 09:00")), size=(60, 20)) as app:
        await app.press("t")
        for _ in range(12):
            await app.press("j")
        assert isinstance(app.app.screen, TriageScreen)


# One after the other


async def test_the_next_deal_comes_by_itself_and_undo_brings_one_back(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t")
        assert here(app) == "Acme"
        assert "0 of 4" in app.text("#course")
        await press(app, "j", "enter", Typed("call Rita fri"), "enter")
        assert here(app) == "Cortina"
        assert "1 of 4" in app.text("#course")
        await press(app, "u")
        assert here(app) == "Borealis"
        assert "0 of 4" in app.text("#course")
    assert names(desk) == ["Acme", "Borealis", "Cortina", "Delta"]


async def test_a_deal_with_something_left_stays_and_says_what(desk: Desk) -> None:
    later = desk.at(instant("2026-11-26 09:00"))
    async with opened(later) as app:
        await app.press("t")
        assert here(app) == "Acme"
        await press(app, "enter", "enter")
        assert here(app) == "Acme"
        assert "The next step was due" in app.text("#page")
        assert "SLA" not in app.text("#page")


async def test_skipped_deals_come_again_and_then_the_end_names_them(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t", "j", "j", "j", "j")
        assert here(app) == "Acme"
        await app.press("k")
        assert here(app) == "Acme"
        await app.press("right", "down", "tab", "j")
        assert here(app) is None
        page = app.text("#page")
        assert "STILL TO CLEAR 4" in page
        assert all(name in page for name in ("Acme", "Borealis", "Cortina", "Delta"))
        await app.press("j")
        assert here(app) == "Acme"


async def test_the_end_says_what_was_done_and_enter_leads_back(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t")
        await press(app, "enter", "enter")
        app.clock.now += 130
        await press(app, "n", Typed("call Rita fri"), "enter")
        await press(app, "r", "enter")
        await press(app, "p", Typed("7/12"), "enter", Typed("new budget"), "enter")
        assert here(app) is None
        page = app.text("#page")
        assert "4 of 4 cleared in 2 min." in page
        assert "1 note, 1 call without reply, 1 deal with a new answer, 1 parked" in page
        assert "Nothing to clear. Well done, anna." in page
        await app.press("u")
        assert here(app) == "Delta"
        await app.press("escape")
        assert "3 of 4 cleared" in app.text("#page")
        await app.press("enter")
        assert isinstance(app.app.screen, TodayScreen)
        assert app.names[0] == "Delta"


async def test_escape_before_anything_was_done_leads_back_at_once(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t", "j", "escape")
        assert isinstance(app.app.screen, TodayScreen)


async def test_with_nothing_to_clear_it_says_what_is_next(empty_desk: Desk) -> None:
    edits.add_deal(empty_desk, name="scanner", step=("call Rita", date(2026, 11, 30)))
    async with opened(empty_desk) as app:
        await app.press("t")
        page = app.text("#page")
        assert "Nothing to clear." in page
        assert "call Rita" in page
        await app.press("escape")
        assert isinstance(app.app.screen, TodayScreen)


async def test_it_goes_through_what_the_view_shows(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("v", "t")
        seen = set()
        for _ in range(5):
            seen.add(here(app))
            await app.press("j")
        assert seen == {"Acme", "Borealis", "Cortina", "Delta", "Hera"}


async def test_of_selected_deals_only_those(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("j", "x", "j", "x", "t")
        assert "0 of 2" in app.text("#course")
        assert here(app) in ("Borealis", "Cortina")
        await app.press("j")
        await press(app, "r", "enter")
        assert here(app) == "Borealis"
        assert "1 of 2" in app.text("#course")


async def test_leaving_says_what_was_done_even_if_nothing_is_cleared_yet(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t", "j", "j", "j")
        await press(app, "alt+1", "enter")
        assert here(app) == "Delta"
        await app.press("escape")
        assert "0 of 4 cleared" in app.text("#page")
        assert "1 deal with a new answer" in app.text("#page")
        await app.press("j")
        assert here(app) == "Delta"
        await press(app, "alt+1")
        assert "[ ] 3 to 5 problems mapped" in app.text("#page")


async def test_handing_a_deal_over_clears_it_from_my_list(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t", "j")
        await press(app, "w", Typed("luca"), "enter")
        assert here(app) == "Cortina"
    assert records.detail(desk, deal(desk, "borealis")).item.deal.owner == "luca"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_what_was_done_is_said_below_what_to_press(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        await app.press("t", "j")
        await press(app, "s", Typed("call Rita fri"), "enter")
        assert "pilot: call Rita, Fri 27 Nov.  (u undo)" in " ".join(app.text("#said").split("\n"))
        assert "WHAT TO PRESS" in shown(app.pilot)
        assert app.toasts == []
        await app.press("j")
        assert app.text("#said") == ""


async def test_what_another_program_clears_is_said_and_the_next_one_comes(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t", "j")
        steps.plan(replace(desk, me="luca"), deal(desk, "borealis"), text="call", day=date(2026, 11, 30))
        await app.until(lambda: here(app) == "Cortina")
        await app.until(lambda: app.text("#said") == "Borealis · pilot needs nothing any more.")


async def test_midnight_brings_what_is_late_by_then(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t")
        app.clock.now = instant("2026-11-24 00:01")
        screen = app.app.screen
        assert isinstance(screen, TriageScreen)
        screen.tick()
        assert screen.queue is not None
        assert deal(desk, "elmo") in screen.queue.left
        assert here(app) == "Acme"


async def test_a_look_at_the_past_changes_nothing(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.store.path)) as connection:
        before = list(connection.iterdump())
    async with opened(desk, as_of=date(2026, 11, 22)) as app:
        await app.press("t")
        assert here(app) is not None
        for key in ("enter", "n", "s", "alt+1", "u"):
            await app.press(key)
            assert isinstance(app.app.screen, TriageScreen)
            assert "This is a look at the past" in app.text("#said")
        await app.press("escape")
    with closing(sqlite3.connect(desk.store.path)) as connection:
        assert list(connection.iterdump()) == before


async def test_a_line_can_be_clicked(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("t")
        lines = app.text("#page").splitlines()
        line = next(number for number, text in enumerate(lines) if text.startswith("enter"))
        await app.pilot.click("#page", offset=(20, line))
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TriageScreen))
        assert here(app) == "Borealis"
        await app.pilot.click("#page", offset=(3, 0))
        await app.until(lambda: isinstance(app.app.screen, DealView))


# Pace


async def test_the_own_pace_is_measured_and_told(desk: Desk) -> None:
    for _ in range(4):
        pace.keep(desk, "no_next_step", 30)
    async with opened(desk) as app:
        assert "about" not in app.text("#header")
        await app.press("t", "j")
        assert "3 deals" not in app.text("#course")
        app.clock.now += 40
        await press(app, "enter", Typed("call Rita fri"), "enter")
        assert "3 deals, about 1'30 at your pace" in app.text("#course")
        app.clock.now += 700  # a coffee
        await press(app, "r", "enter")
        await app.press("escape", "escape")
        assert "about 1'00" in app.text("#header")
    with desk.reading() as connection:
        rows = connection.execute("SELECT person, kind, seconds FROM pace ORDER BY id").fetchall()
    assert [tuple(row) for row in rows][4:] == [("anna", "no_next_step", 40)]


# Since you last looked


def away(desk: Desk) -> None:
    """Anna left on Friday; luca brought a deal on Saturday."""
    since.look(desk.at(instant("2026-11-20 18:02")))
    luca = replace(desk, me="luca", now=instant("2026-11-21 10:00"))
    edits.add_deal(luca, name="scanner", company="Nova", owner="anna", step=("call", date(2026, 11, 30)))


async def test_what_is_new_comes_first_and_once(desk: Desk) -> None:
    away(desk)
    async with opened(desk) as app:
        assert app.text("#banner") == "Since Fri 20 Nov 18:02: 1 woke, 1 arrived · t shows them"
        await app.press("t")
        assert isinstance(app.app.screen, NewsDialog)
        await app.press("n")
        assert here(app) == "Acme"
        await app.press("escape")
        assert not app.app.screen.query_one("#banner").display
        await app.press("t")
        assert here(app) == "Acme"


@pytest.mark.parametrize("offset", [(60, 20), (1, 1)], ids=["on it", "beside it"])
async def test_a_click_goes_on_from_what_is_new(desk: Desk, offset: tuple[int, int]) -> None:
    away(desk)
    async with opened(desk) as app:
        await app.press("t")
        await app.pilot.click(offset=offset)
        await app.until(lambda: isinstance(app.app.screen, TriageScreen))
        assert here(app) == "Acme"


async def test_closing_the_app_is_the_last_look(desk: Desk) -> None:
    async with opened(desk):
        pass
    news = since.news(desk)
    assert news is not None
    assert (news.since, news.any) == (desk.now, False)
    assert triage.begin(desk) == max(event.action for event in history.log(desk))
