"""People: whose list, other names, absences and handing over, from the keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialog_host import shown
from opened_app import opened
from small_pipeline import HOSTILE

from pipetui.services import absence_changes, absences, people, people_changes, records, today
from pipetui.services.today import View
from pipetui.tui.screens.people import PeopleScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.people_list import PeopleList

if TYPE_CHECKING:
    from opened_app import Opened

    from pipetui.services.desk import Desk


def here(app: Opened) -> str:
    """The name under the cursor."""
    person = app.app.screen.query_one(PeopleList).current
    assert person is not None
    return person.name


async def test_enter_shows_the_list_of_a_person(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P")
        assert isinstance(app.app.screen, PeopleScreen)
        assert here(app) == "anna"
        await app.press("j", "enter")
        assert isinstance(app.app.screen, TodayScreen)
        assert app.names == ["Hera"]
        assert "luca's list" in app.text("#header")
        await app.press("v")
        assert "anna · mine" in app.text("#header")


async def test_an_absence_in_words_shows_her_list_in_his(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P", "A")
        await app.type("today")
        await app.press("enter")
        await app.type("fri")
        await app.press("enter")
        await app.type("lu")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PeopleScreen))
        assert "anna is away Mon 23 Nov to Fri 27 Nov, luca covers." in app.toasts[-1]
        assert "until 27 Nov, luca" in shown(app.pilot)
        assert "away: anna" in shown(app.pilot)
    assert absences.covered_names(desk, "luca") == ["anna"]
    async with opened(desk, me="luca", size=(60, 20)) as app:
        assert app.deals.total == 8
        assert shown(app.pilot).count("for anna") >= 7
    async with opened(desk, me="luca") as app:
        assert "luca · mine + anna" in app.text("#header")
        await app.press("j")
        told = "anna is away until Fri 27 Nov; luca covers"
        await app.until(lambda: told in " ".join(app.text("DealPanel BrokenLines").split()))


async def test_here_again_takes_it_back_and_u_the_taking_back(desk: Desk) -> None:
    absence_changes.plan(desk, "anna", desk.today, desk.today, "luca")
    async with opened(desk) as app:
        await app.press("P", "B")
        await app.until(lambda: "nobody is away" in shown(app.pilot))
        assert absences.planned(desk) == []
        await app.press("u")
        assert "away: anna" in shown(app.pilot)
        await app.press("j", "B")
        await app.until(lambda: "luca is not away, and no absence is planned." in app.toasts)
    assert [absence.person for absence in absences.planned(desk)] == ["anna"]


async def test_wrong_days_are_said_beside_them_and_nothing_is_written(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P", "A")
        await app.type("20/12")
        await app.press("enter")
        await app.type("2026-12-01")
        await app.press("enter")
        assert "Tue 1 Dec is before the first day" in shown(app.pilot)
        await app.press("f2")
        assert "before the first day" in shown(app.pilot)
        await app.press("escape")
    assert absences.planned(desk) == []


async def test_another_name_and_taken_away_again(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P", "n")
        await app.type("Anna Rossi")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PeopleScreen))
        assert records.person(desk, "anna rossi") == "anna"
        await app.press("n", "alt+1", "enter")
        assert "takes it away" in shown(app.pilot)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PeopleScreen))
    assert not records.known(desk, "anna rossi")


async def test_a_name_of_somebody_else_makes_them_one_after_a_question(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P", "n")
        await app.type("luca")
        await app.press("enter")
        assert "luca is somebody here, with 1 deal." in " ".join(shown(app.pilot).split())
        assert len(people.everybody(desk)) == 2
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PeopleScreen))
        assert [person.name for person in people.everybody(desk)] == ["anna"]
        await app.press("u")
    assert [person.name for person in people.everybody(desk)] == ["anna", "luca"]


async def test_renamed_the_cursor_stays_and_the_old_name_finds(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P", "e", "end")
        await app.type(" Zani")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PeopleScreen))
        assert here(app) == "anna Zani"
        await app.press("escape")
        assert "anna Zani · mine" in app.text("#header")
    assert records.person(desk, "anna") == "anna Zani"


async def test_everything_handed_over_to_somebody_new_in_one_go(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P", "w")
        assert "8 deals" in shown(app.pilot)
        await app.type("mia")
        await app.press("enter")
        assert "a new person" in shown(app.pilot)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PeopleScreen))
        assert today.counts(desk, View(owner="mia")).open_deals == 8
        await app.press("u")
    assert today.counts(desk, View(owner="anna")).open_deals == 8


async def test_a_new_person_is_asked_about_where_one_is_close(desk: Desk) -> None:
    people_changes.add(desk, "Martina")
    async with opened(desk) as app:
        await app.press("P", "a")
        await app.type("Martino")
        await app.press("enter")
        assert "Is it Martina?" in shown(app.pilot)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PeopleScreen))
        assert here(app) == "Martino"
    assert records.known(desk, "Martino")


async def test_reassigning_asks_about_a_name_that_is_close(desk: Desk) -> None:
    people_changes.add(desk, "Martina")
    async with opened(desk) as app:
        await app.press("w")
        await app.type("Martyna")
        await app.press("enter")
        assert "is it Martina?" in " ".join(shown(app.pilot).split())
        await app.press("escape")
    assert not records.known(desk, "Martyna")


async def test_tab_takes_the_completion(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("w")
        await app.type("lu")
        await app.press("tab")
        assert "luca" in shown(app.pilot)
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    acme = records.find(desk, "acme")[0]
    assert (acme.deal.owner, acme.deal.step.owner) == ("luca", "luca")


async def test_a_day_of_an_absence_is_warned_of_and_another_person_is_not(desk: Desk) -> None:
    absence_changes.plan(desk, "anna", desk.today, desk.today, "luca")
    async with opened(desk) as app:
        await app.press("n", "tab", "tab")
        await app.type("today")
        assert "anna is away until Mon 23 Nov" in " ".join(shown(app.pilot).split())
        await app.press("shift+tab")
        await app.type("luca")
        assert "anna is away" not in " ".join(line for line in shown(app.pilot).splitlines() if "When" in line)
        await app.press("escape")


async def test_what_the_shell_changes_shows_by_itself(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P")
        people_changes.add_alias(replace(desk, me="luca"), "anna", "Anna Rossi")
        await app.until(lambda: "Anna Rossi" in shown(app.pilot))


async def test_the_mouse_chooses_and_opens(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("P")
        await app.pilot.click("PeopleList", offset=(5, 3))
        await app.pilot.pause()
        assert here(app) == "luca"
        await app.pilot.click("PeopleList", offset=(5, 3))
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        assert app.names == ["Hera"]


async def test_hostile_names_are_shown_as_they_are(desk: Desk) -> None:
    people_changes.add_alias(desk, "anna", HOSTILE)
    people_changes.rename(desk, "luca", "[b]" + HOSTILE)
    absence_changes.plan(desk, "anna", desk.today, desk.today, "luca")
    async with opened(desk, size=(60, 20)) as app:
        await app.press("P", "j", "k")
        assert "\x1b" not in shown(app.pilot)
        for key in ("A", "n", "e", "w"):
            await app.press(key, "escape")
            assert isinstance(app.app.screen, PeopleScreen)


async def test_somebody_close_to_me_is_named_at_the_start(desk: Desk) -> None:
    people_changes.rename(desk, "anna", "Anna Rossi")
    people_changes.drop_alias(replace(desk, me="luca"), "anna")
    async with opened(desk, me="anna") as app:
        assert "anna · all" in app.text("#header")
        assert app.toasts == ["You are “anna” here. Are you Anna Rossi? Press P, then “other name”, and type anna."]


async def test_somebody_close_to_me_is_me_after_a_few_keys(desk: Desk) -> None:
    people_changes.rename(desk, "anna", "Anna Rossi")
    people_changes.drop_alias(replace(desk, me="luca"), "anna")
    async with opened(desk, me="anna") as app:
        await app.press("P", "n")
        await app.type("anna")
        await app.press("enter", "1", "v")
        assert "Anna Rossi · mine" in app.text("#header")
    assert people.aliases_of(desk, "Anna Rossi") == ("anna",)


async def test_a_past_day_can_be_looked_at_but_not_written(desk: Desk) -> None:
    from datetime import date

    async with opened(desk, as_of=date(2026, 11, 18)) as app:
        await app.press("P")
        assert "as of Wed 18 Nov, read only" in shown(app.pilot)
        await app.press("A", "e", "B", "a")
        assert isinstance(app.app.screen, PeopleScreen)
