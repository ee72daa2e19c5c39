"""The pipeline board: what it shows at every size, moving in it, and the gate that holds here too."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from small_pipeline import HOSTILE, NOW, instant
from textual import events

from pipetui.services import board, edits, moves, playbooks, records, steps
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.find import FindScreen
from pipetui.tui.screens.help import HelpScreen
from pipetui.tui.screens.pipeline import PipelineScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.board import Board

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pipetui.services.desk import Desk

STAGES = ["qualification", "discovery", "solution", "validation", "decision", "closing"]


@asynccontextmanager
async def on_board(desk: Desk, *, size: tuple[int, int] = (120, 40), me: str = "anna") -> AsyncIterator[Opened]:
    """The app on the board."""
    async with opened(desk, size=size, me=me) as app:
        await app.press("2")
        await app.until(lambda: isinstance(app.app.screen, PipelineScreen))
        yield app


def the_board(app: Opened) -> Board:
    return app.app.screen.query_one(Board)


def here(app: Opened) -> str | None:
    current = the_board(app).current
    return current.deal.company if current else None


def lines(app: Opened) -> list[str]:
    return [the_board(app).render_line(y).text for y in range(the_board(app).size.height)]


def stage_of(desk: Desk, company: str) -> str:
    return records.find(desk, company)[0].deal.stage


def deal(desk: Desk, company: str) -> int:
    return records.find(desk, company)[0].id


def all_stages(desk: Desk) -> dict[int, str]:
    with desk.reading() as connection:
        return dict(connection.execute("SELECT id, stage FROM deal").fetchall())


async def test_it_opens_on_my_own_deals_with_the_flagged_ones_first(desk: Desk) -> None:
    async with on_board(desk, size=(200, 45)) as app:
        assert here(app) == "Borealis"
        for words in ("Mon 23 Nov 08:31", "7 open deals · 190,000 €", "parked 1", "5 of 7 flagged", "anna · mine"):
            assert words in app.text("#header")
        screen = "\n".join(lines(app))
        for words in (
            "Qualification", "Discovery", "1 of 2 flagged", "2 of 2 flagged", "70,000 €", "Borealis · pilot",
            "no step", "0 of 1 flagged", "48,000 €", "Fano · pilot", "Iris · support", "parked 7 Dec", "1 parked",
            "SLA 3h late", "33/21",
        ):  # fmt: skip
            assert words in screen, words
        assert "Closed this month: none" in app.text("#closed")


async def test_moving_with_keys(desk: Desk) -> None:
    async with on_board(desk) as app:
        for keys, company in (
            ("j", "Fano"), ("down", "Iris"), ("j", "Iris"), ("k", "Fano"), ("g", "Borealis"), ("G", "Iris"),
            ("right", "Delta"), ("j", "Gea"), ("tab", "Acme"), ("left", "Gea"), ("shift+tab", "Iris"),
            ("left", "Iris"), ("pageup", "Borealis"), ("end", "Iris"), ("home", "Borealis"), ("pagedown", "Iris"),
        ):  # fmt: skip
            await app.press(keys)
            assert here(app) == company, keys


async def test_an_empty_stage_says_so_and_has_no_deal_to_act_upon(desk: Desk) -> None:
    async with on_board(desk) as app:
        await app.press(*["right"] * 7)
        assert the_board(app).at[0] == 5
        assert here(app) is None
        assert any("Closing" in line for line in lines(app))
        assert any("▌none" in line for line in lines(app))
        await app.press("m", "enter", "j")
        assert "There is no deal under the cursor." in app.toasts


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (250, 70)])
async def test_every_size_shows_every_stage_and_the_deal_under_the_cursor(desk: Desk, size: tuple[int, int]) -> None:
    async with on_board(desk, size=size) as app:
        for position, stage in enumerate(desk.playbook.stages):
            seen = lines(app)
            assert {len(line) for line in seen} == {the_board(app).size.width}
            assert any(stage.name[:13] in line for line in seen), "the stage of the cursor is shown whole"
            assert any("Qual" in line and "Clos" in line for line in seen), "and no stage is out of sight"
            current = the_board(app).current
            title = current.title if current else "none"
            assert any(f"▌{title}"[:20] in line for line in seen)
            assert the_board(app).at[0] == position
            if position < 5:
                await app.press("right")
        assert "? help" in app.text("#footer")
        await app.press("left")
        await app.until(lambda: "call signer" in app.text("DealPanel BrokenLines"))
        for other in ((250, 70), (60, 20), (120, 40)):
            await app.pilot.resize_terminal(*other)
            await app.pilot.pause()
            assert here(app) == "Cortina"
            assert any("▌Cortina" in line for line in lines(app))


async def test_the_gate_holds_here_too(desk: Desk) -> None:
    before = all_stages(desk)
    async with on_board(desk) as app:
        await app.press("right", "m")
        assert isinstance(app.app.screen, GateDialog)
        await app.press("escape", "m", "escape", "m", "m", "m", "escape")
        await app.until(lambda: isinstance(app.app.screen, PipelineScreen))
        assert all_stages(desk) == before
        assert here(app) == "Delta"


async def test_a_deal_that_may_move_goes_one_stage_on_and_the_cursor_with_it(desk: Desk) -> None:
    delta = deal(desk, "delta")
    for state in records.detail(desk, delta).criteria:
        moves.tick(desk, delta, state.id)
    async with on_board(desk, size=(80, 24)) as app:
        await app.press("right", "m")
        await app.until(lambda: stage_of(desk, "delta") == "solution")
        await app.until(lambda: the_board(app).at[0] == 2)
        assert here(app) == "Delta"
        assert any("moved on to Solution" in toast for toast in app.toasts)
        await app.press("m")  # the criteria of the new stage are open: no second stage at once
        assert isinstance(app.app.screen, GateDialog)
        await app.press("escape")
        assert stage_of(desk, "delta") == "solution"
        await app.press("u")
        await app.until(lambda: stage_of(desk, "delta") == "discovery")
        assert (the_board(app).at[0], here(app)) == (1, "Delta")


async def test_the_last_answer_in_the_gate_moves_it_and_the_cursor(desk: Desk) -> None:
    async with on_board(desk) as app:
        await app.press("right", "m", "1", "enter", "1", "enter")
        assert stage_of(desk, "delta") == "discovery"
        await app.press("1", "enter")
        await app.until(lambda: stage_of(desk, "delta") == "solution")
        await app.until(lambda: here(app) == "Delta" and the_board(app).at[0] == 2)


async def test_a_closed_deal_leaves_and_the_next_one_is_under_the_cursor(desk: Desk) -> None:
    async with on_board(desk) as app:
        await app.press("right", "c", "1", "1", "enter")
        await app.until(lambda: here(app) == "Gea")
        assert records.find(desk, "delta")[0].status == "lost"
        assert "Closed this month: 1 lost" in app.text("#closed")
        await app.press("u")
        await app.until(lambda: here(app) == "Delta")
        assert records.find(desk, "delta")[0].status == "open"


async def test_parking_leaves_the_cursor_where_it_is(desk: Desk) -> None:
    async with on_board(desk) as app:
        await app.press("p")
        await app.type("30d")
        await app.press("enter")
        await app.type("budget")
        await app.press("enter")
        await app.until(lambda: here(app) == "Fano")
        assert records.find(desk, "borealis")[0].status == "parked"
        assert "parked 23 Dec" in "\n".join(lines(app))
        assert "2 parked" in "\n".join(lines(app))
        await app.press("G", "p")  # woken, it goes up again and the cursor with it
        await app.until(lambda: records.find(desk, "iris")[0].status == "open")
        assert (here(app), the_board(app).at) == ("Iris", (0, 1))


async def test_what_others_write_shows_by_itself(desk: Desk) -> None:
    async with on_board(desk) as app:
        await app.press("j")
        edits.add_deal(desk, name="big one", company="Lumen", amount="900000")
        await app.until(lambda: "Lumen" in "\n".join(lines(app)))
        assert here(app) == "Fano", "the cursor stays with its deal"


async def test_midnight_renews_it(desk: Desk) -> None:
    async with on_board(desk) as app:
        assert "5 of 7 flagged" in app.text("#header")
        app.clock.now = instant("2026-11-24 00:00")
        screen = app.app.screen
        assert isinstance(screen, PipelineScreen)
        screen.tick()
        assert "Tue 24 Nov 00:00" in app.text("#header")
        assert "7 of 7 flagged" in app.text("#header")


async def test_mine_and_all(desk: Desk) -> None:
    async with on_board(desk) as app:
        assert "Hera" not in "\n".join(lines(app))
        await app.press("v")
        assert "Hera" in "\n".join(lines(app))
        assert "anna · all" in app.text("#header")
        await app.press("v")
        assert "Hera" not in "\n".join(lines(app))


async def test_everybodys_cards_say_whose_they_are(desk: Desk) -> None:
    async with on_board(desk) as app:
        assert not any("anna" in line for line in lines(app))
        await app.press("v")
        assert any("Borealis" in line and "anna" in line for line in lines(app))
        assert any("Hera" in line and "luca" in line for line in lines(app))


async def test_mine_without_deals_says_why(desk: Desk) -> None:
    async with on_board(desk, me="mia") as app:
        assert "Hera" in "\n".join(lines(app))
        await app.press("v")
        assert app.toasts == ["mia owns no open deal here."]


async def test_find_goes_to_the_card(desk: Desk) -> None:
    async with on_board(desk, size=(60, 20)) as app:
        await app.press("f")
        await app.until(lambda: isinstance(app.app.screen, FindScreen))
        await app.type("cortina")
        await app.press("enter")
        await app.until(lambda: here(app) == "Cortina")
        assert isinstance(app.app.screen, PipelineScreen)
        assert any("▌Cortina" in line for line in lines(app))


async def test_find_opens_what_is_not_on_the_board(desk: Desk) -> None:
    async with on_board(desk) as app:
        await app.press("f")
        await app.type("hera")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, DealView))


async def test_enter_opens_the_deal_and_escape_comes_back(desk: Desk) -> None:
    async with on_board(desk) as app:
        await app.press("right", "enter")
        await app.until(lambda: isinstance(app.app.screen, DealView))
        await app.press("escape")
        assert isinstance(app.app.screen, PipelineScreen)
        assert here(app) == "Delta"
        await app.press("question_mark")
        assert isinstance(app.app.screen, HelpScreen)
        await app.press("escape", "escape")
        assert isinstance(app.app.screen, TodayScreen)
        await app.press("2", "1")
        assert isinstance(app.app.screen, TodayScreen)


def fill_discovery(desk: Desk, count: int) -> None:
    """So many deals without a step, the largest first in the column; what is stalled comes after them."""
    with desk.together():
        for number in range(count):
            edits.add_deal(desk, name=f"deal {number:03}", company="Row", amount=str(900 - number), stage="discovery")


async def test_the_mouse_selects_and_opens(desk: Desk) -> None:
    fill_discovery(desk, 30)
    async with on_board(desk) as app:
        place = next(y for y, line in enumerate(lines(app)) if "Row · deal 001" in line)
        await app.pilot.click(Board, offset=(35, place))
        assert the_board(app).at == (1, 1)
        await app.pilot.click(Board, offset=(60, 0))  # the head of a stage
        assert here(app) == "Acme"
        await app.pilot.click(Board, offset=(112, 1))  # a narrow one
        assert the_board(app).at == (5, 0)
        await app.pilot.click(Board, offset=(2, 0))
        assert the_board(app).at == (0, 0)
        await app.pilot.click(Board, offset=(35, place))
        await app.pilot.click(Board, offset=(35, place + 1))
        await app.until(lambda: isinstance(app.app.screen, DealView))


async def test_the_wheel_moves_one_column_and_leaves_the_cursor(desk: Desk) -> None:
    fill_discovery(desk, 30)
    async with on_board(desk) as app:
        assert any("↓" in line for line in lines(app))
        await app.pilot._post_mouse_events([events.MouseScrollDown], Board, (40, 12))
        assert any("↑2 ↓" in line for line in lines(app))
        assert any("▌Borealis" in line for line in lines(app))
        for _ in range(2):
            await app.pilot._post_mouse_events([events.MouseScrollUp], Board, (40, 12))
        assert not any("↑" in line for line in lines(app))


async def test_a_long_column_is_read_in_parts(desk: Desk) -> None:
    fill_discovery(desk, 200)
    async with on_board(desk) as app:
        asked: list[tuple[int, int]] = []
        source = the_board(app)._source
        assert source is not None
        usual = source.page

        def page(stage: str, offset: int, limit: int) -> object:
            asked.append((offset, limit))
            return usual(stage, offset, limit)

        source.page = page  # type: ignore[method-assign, assignment]
        await app.press("right", "G")
        assert here(app) == "Gea"
        assert len(asked) <= 2
        assert any("▌Gea" in line for line in lines(app))


async def test_hostile_words_and_many_stages(desk: Desk) -> None:
    stages = tuple(
        replace(
            desk.playbook.stages[0],
            id=f"s{number}",
            name=HOSTILE if number else "漢字" * 20,
            criteria=(replace(desk.playbook.stages[0].criteria[0], id=f"c{number}"),),
        )
        for number in range(14)
    )
    playbooks.apply(desk, replace(desk.playbook, stages=stages, slas=()), dict.fromkeys(STAGES, "s1"))
    edits.add_deal(desk, name=HOSTILE, company=HOSTILE, amount="99999999999999.99", stage="s3", currency="KWD")
    for size in ((60, 20), (120, 40)):
        async with on_board(desk, size=size) as app:
            for _ in range(14):
                assert {len(line) >= 1 for line in lines(app)} == {True}
                assert not set("".join(lines(app))) & set("\x1b\u202e\n")
                await app.press("right", "G")


async def test_a_past_day_can_be_looked_at(desk: Desk) -> None:
    steps.plan(desk, deal(desk, "acme"), text="Call", day=date(2026, 11, 25))
    async with opened(desk, as_of=date(2026, 11, 21)) as app:
        await app.press("2")
        await app.until(lambda: isinstance(app.app.screen, PipelineScreen))
        assert "as of Sat 21 Nov, read only" in app.text("#header")
        await app.press("m")
        assert app.toasts == ["This is a look at the past: it can only be read."]


async def test_an_empty_database(empty_desk: Desk) -> None:
    async with on_board(empty_desk) as app:
        assert "no open deals" in app.text("#header")
        assert sum("none" in line for line in lines(app)) >= 1
        await app.press("j", "right", "enter", "G", "x")
        edits.add_deal(empty_desk, name="pilot", company="Borealis")
        await app.until(lambda: "Borealis" in "\n".join(lines(app)))
    assert board.figures(empty_desk.at(NOW)).open.count == 1
