"""The sample pipeline shows what it is for, on any day, and nothing of it lies in the future."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui import i18n
from pipetui.domain import hygiene
from pipetui.errors import BadInput
from pipetui.services import close_dates, history, moves, people, records, sample, sample_stories, since, today, triage
from pipetui.services.desk import Desk, open_desk, rules_for
from pipetui.services.playbooks import from_preset
from pipetui.services.sample_days import Days
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipetui.domain.model import Item

ZONE = ZoneInfo("Europe/Rome")
MONDAY = "2026-11-23 08:31"
HARD_DAYS = (
    "2027-12-28 06:00",  # four closed days in a row lie behind
    "2028-02-29 23:59",
    "2026-03-29 00:00",  # the clocks go forward today, a Sunday
)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp())


def open_sample(folder: Path, when: str, *, language: str = "en", me: str = "anna") -> Desk:
    path = folder / f"{when[:10]}-{language}-{me}.db"
    sample.build(path, now=at(when), language=language, me=me)
    return open_desk(path, me=me, now=at(when))


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample on a Monday morning. Nobody writes to it."""
    desk = open_sample(tmp_path_factory.mktemp("sample"), MONDAY)
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def italian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same Monday in Italian, for somebody who is not in it. Nobody writes to it."""
    desk = open_sample(tmp_path_factory.mktemp("italian"), MONDAY, language="it", me="Giulia  Neri")
    yield desk
    desk.close()


def every_deal(desk: Desk) -> list[Item]:
    with desk.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM deal ORDER BY id")]
        deals = reading.deals(connection, ids)
    return [hygiene.look(deal, desk.rules, desk.now) for deal in deals]


def deal(desk: Desk, words: str) -> Item:
    found = [item for item in every_deal(desk) if words in item.title]
    return found[-1]


def outline(desk: Desk) -> list[tuple[Any, ...]]:
    """What must be the same on every day: where each deal stands and why, but for numbers of days."""
    return sorted(
        (
            item.title,
            item.deal.owner or "",
            item.status,
            item.deal.stage,
            item.section or "",
            tuple((finding.kind, finding.missing) for finding in item.findings),
            item.deal.step.redated,
            item.stage_days.known,
        )
        for item in every_deal(desk)
    )


def dump(desk: Desk) -> list[str]:
    """Every row of every table, without what is new each time: the uids, the order of what one action changed, the
    folder of the spreadsheet."""
    rows = []
    with desk.reading() as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            without = {"uid", "id"} if table == "change" else {"uid"}
            columns = [row["name"] for row in connection.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(f'"{name}"' for name in columns if name not in without)
            rows += [f"{table}: {tuple(row)}" for row in connection.execute(f"SELECT {names} FROM {table}")]
    return sorted(re.sub(r'"[^"]*pipeline.csv"|[^\']*pipeline.csv', "pipeline.csv", row) for row in rows)


# --- What it shows ----------------------------------------------------------------------------------------------------


def test_annas_morning_is_five_minutes_of_work(monday: Desk) -> None:
    counts = today.counts(monday, today.View(owner="anna"))

    assert 14 <= counts.to_clear <= 19
    assert counts.due_today == 4
    assert counts.woke_today == 2
    assert counts.in_hand == 4
    assert today.default_owner(monday) == "anna"


def test_it_is_the_pipeline_of_a_small_firm(monday: Desk) -> None:
    states = Counter(item.status for item in every_deal(monday))

    assert 55 <= states["open"] + states["parked"] <= 65
    assert states["won"] + states["lost"] + states["no_decision"] == 25
    assert min(states[name] for name in ("parked", "won", "lost", "no_decision", "dormant")) >= 4
    assert set(records.people(monday)) == {"anna", "luca", "mia", "davide"}
    assert records.person(monday, "Anna Rinaldi") == "anna"


def test_every_finding_is_there_and_every_missing_part(monday: Desk) -> None:
    found = [finding for item in every_deal(monday) for finding in item.findings]

    assert {finding.kind for finding in found} == {"sla_overdue", "no_next_step", "step_overdue", "stalled"}
    assert {finding.missing for finding in found} >= {("text", "owner", "date"), ("text",), ("owner",), ("date",)}
    assert {finding.sla for finding in found if finding.sla} == {"proposal"}


def test_amounts_are_plausible_in_two_currencies_and_one_is_unknown(monday: Desk) -> None:
    amounts = [item.deal.amount for item in every_deal(monday)]
    known = [amount for amount in amounts if amount]

    assert {amount.currency for amount in known} == {"EUR", "CHF"}
    assert all(3_000 <= amount.major <= 120_000 for amount in known)
    assert None in amounts


def test_an_unknown_age_is_said_to_be_one(monday: Desk) -> None:
    unknown = [item for item in every_deal(monday) if not item.stage_days.known]

    assert {bool(item.findings and item.findings[-1].kind == "stalled") for item in unknown} == {True, False}


def test_steps_were_moved_once_twice_and_three_times_with_a_reason(monday: Desk) -> None:
    assert {item.deal.step.redated for item in every_deal(monday)} >= {0, 1, 2, 3}
    promise = records.detail(monday, deal(monday, "Bianchini").id).steps[0]
    assert (promise.redated, promise.reason) == (3, "Rita was abroad for a fair")


def test_a_move_is_blocked_where_criteria_are_partly_ticked(monday: Desk) -> None:
    criteria = records.detail(monday, deal(monday, "Sanitaria").id).criteria

    assert {state.ticked for state in criteria} == {True, False}


def test_some_are_parked_for_the_third_time_or_would_be(monday: Desk) -> None:
    assert moves.parked_in_a_row(monday, deal(monday, "Zambelli").id) == 3
    assert moves.parked_in_a_row(monday, deal(monday, "Nautica").id) == 2


def test_some_were_reopened(monday: Desk) -> None:
    back = deal(monday, "Autocarrozzeria")
    mistake = deal(monday, "Montanari")

    assert (back.status, back.deal.stage, records.detail(monday, back.id).cycle) == ("open", "qualification", 2)
    assert (mistake.status, mistake.deal.stage, records.detail(monday, mistake.id).cycle) == ("open", "decision", 1)


def test_names_that_break_things_are_kept_as_they_are(monday: Desk) -> None:
    titles = "\n".join(item.title for item in every_deal(monday))

    for piece in ("[/red]x", "=1+1", "\u200f", "🚜", "Ω&Söhne <b>"):
        assert piece in titles
    assert max(len(item.deal.name) for item in every_deal(monday)) >= 300


def test_who_to_call_is_invented(monday: Desk) -> None:
    with monday.reading() as connection:
        contacts = connection.execute("SELECT phone, email FROM contact").fetchall()

    assert all(" 555 " in phone for phone, _email in contacts if phone)
    assert all(email.endswith(".example") for _phone, email in contacts if email)


def test_what_came_in_a_spreadsheet_is_known_to_come_from_it(monday: Desk) -> None:
    with monday.reading() as connection:
        reports = [json.loads(row[0]) for row in connection.execute("SELECT report FROM import_batch ORDER BY id")]

    assert [(report["added"], report["unchanged"], report["rejected"]) for report in reports] == [(1, 0, 0), (5, 1, 0)]
    assert all(report[name] == [] for report in reports for name in ("warnings", "held", "conflicts", "missing"))


def test_every_event_can_be_read(monday: Desk) -> None:
    sentences = [history.sentence(monday, event) for event in history.log(monday)]

    assert len(sentences) > 500
    assert all(sentences)


def test_deals_have_several_people_in_every_role(monday: Desk) -> None:
    with monday.reading() as connection:
        counts = Counter(row[0] for row in connection.execute("SELECT record_id FROM contact"))
        roles = Counter(row[0] for row in connection.execute("SELECT role FROM contact"))

    assert Counter(counts.values())[3] >= 5
    assert min(roles[role] for role in ROLES) >= 5
    assert [contact.role for contact in records.detail(monday, deal(monday, "Corticella").id).contacts] == [
        "sponsor", "committee", "signer",
    ]  # fmt: skip


def test_close_dates_were_pushed_once_and_twice_with_the_reason(monday: Desk) -> None:
    pushed = {title: close_dates.changes(monday, deal(monday, title).id) for title in ("Galvanica", "Corticella")}

    assert close_dates.pushed_words(pushed["Galvanica"]) == "pushed 1 time"
    assert close_dates.pushed_words(pushed["Corticella"]) == (
        "pushed 2 times: The furnaces can only stop in the winter break"
    )
    assert close_dates.pushes(monday, deal(monday, "Bianchini").id) == 2


def test_a_workshop_left_a_long_note_in_either_language(monday: Desk, italian: Desk) -> None:
    english, translated = (
        [note.text.splitlines() for note in records.detail(desk, deal(desk, "Brandi").id).notes if note.text]
        for desk in (monday, italian)
    )

    assert [len(lines) for lines in english] == [len(lines) for lines in translated] == [7]
    assert not set(english[0]) & set(translated[0])


def test_promises_were_kept_moved_and_replaced(monday: Desk) -> None:
    ends = {step.end for item in every_deal(monday) for step in records.detail(monday, item.id).steps}
    sellers = people.everybody(monday)

    assert ends >= {None, "done", "moved", "replaced"}
    assert all(0 < person.kept < person.promised for person in sellers)


# --- On any day -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", HARD_DAYS)
def test_it_is_the_same_on_any_day(monday: Desk, tmp_path: Path, when: str) -> None:
    desk = open_sample(tmp_path, when)

    assert outline(desk) == outline(monday)
    nothing_is_ahead_or_after_hours(desk)
    the_morning_has_its_news(desk)
    desk.close()


def test_a_monday_has_its_news(monday: Desk) -> None:
    the_morning_has_its_news(monday)


@pytest.mark.long
@pytest.mark.parametrize("month", range(12))
def test_it_is_the_same_on_every_day_of_a_leap_year(monday: Desk, tmp_path: Path, month: int) -> None:
    first = date(2028, month + 1, 1)
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]
    for day in days:
        desk = open_sample(tmp_path, f"{day.isoformat()} 06:00")
        assert outline(desk) == outline(monday), day
        nothing_is_ahead_or_after_hours(desk)
        the_morning_has_its_news(desk)
        desk.close()


def nothing_is_ahead_or_after_hours(desk: Desk) -> None:
    with desk.reading() as connection:
        instants = [row[0] for row in connection.execute("SELECT at FROM event ORDER BY id")]
    start_of_today = desk.rules.midnight(desk.today)
    clock = desk.rules.clock

    assert instants == sorted(instants)
    assert instants[-1] < start_of_today
    assert all(clock.elapsed(instant, instant + 1) == 1 for instant in instants)


def the_morning_has_its_news(desk: Desk) -> None:
    """What is new since yesterday or the day before, how long it will take, who is away and who is going to be."""
    mine, everybody = since.news(desk, "anna"), since.news(desk)
    away = {person.name: person for person in people.everybody(desk) if person.absences}

    assert mine is not None
    assert everybody is not None
    assert [len(group) for group in (mine.woke, mine.moved, mine.arrived)] == [2, 1, 1]
    assert [len(group) for group in (everybody.woke, everybody.moved, everybody.arrived)] == [2, 3, 2]
    assert triage.time_left(desk, today.View(owner="anna")) == 270
    assert sorted(away) == ["davide", "luca"]
    assert (away["davide"].away(desk.today), away["luca"].away(desk.today)) == (away["davide"].absences[0], None)
    assert [away[name].absences[0].cover for name in ("davide", "luca")] == ["mia", "anna"]


def test_the_same_day_twice_is_the_same(monday: Desk, tmp_path: Path) -> None:
    again = open_sample(tmp_path, MONDAY)

    assert dump(again) == dump(monday)
    again.close()


RULES = rules_for(from_preset("b2b", "en"))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(-400, 400))
def test_days_fall_on_open_days_and_never_change_sides(day: date, offset: int) -> None:
    days = Days(RULES, int(datetime(day.year, day.month, day.day, 6, tzinfo=ZONE).timestamp()))
    meant = days.day(offset)

    if offset == 0:
        assert meant == day
    else:
        assert RULES.clock.is_open_day(meant)
        assert 0 <= (abs((meant - day).days) - abs(offset)) <= 4
        assert (meant > day) == (offset > 0)


# --- In whose words ---------------------------------------------------------------------------------------------------


def test_the_italian_sample_tells_the_same_in_italian(monday: Desk, italian: Desk) -> None:
    there, here = every_deal(italian), every_deal(monday)

    assert i18n.language() == "en"
    assert [(item.id, item.section, item.deal.stage) for item in there] == [
        (item.id, item.section, item.deal.stage) for item in here
    ]
    assert deal(italian, "Officine Brandi").title == "Officine Brandi · Fermi macchina su sei presse"
    assert deal(italian, "Officine Brandi").stage_name != deal(monday, "Officine Brandi").stage_name


ROLES = {"sponsor", "signer", "user", "committee"}


def test_every_text_has_its_italian_and_no_italian_is_left_over() -> None:
    texts = set()
    for story in sample_stories.read("en").stories:
        contact = story.deal.table("contact")
        texts |= {table.text(key) for table, key in ((story.deal, "name"), (contact, "role")) if key in table}
        texts |= {story.deal.text("source")} if "source" in story.deal else set()
        for line in story.lines:
            values = [line.value(key) for key in ("note", "next", "step", "how", "why", "park") if key in line]
            texts |= {value for value in values if isinstance(value, str)}
            texts |= {met.text("role") for met in line.tables("meet")}
            texts |= set(line.texts("minutes", ()))

    assert set(sample_stories.read("it").phrases.known) == texts - ROLES


def test_whoever_looks_at_it_has_the_list_of_anna(monday: Desk, italian: Desk) -> None:
    assert set(records.people(italian)) == {"Giulia Neri", "luca", "mia", "davide"}
    assert today.default_owner(italian) == "Giulia Neri"
    assert today.counts(italian, today.View(owner="Giulia Neri")) == today.counts(monday, today.View(owner="anna"))


def test_a_colleague_who_looks_at_it_changes_places_with_anna(tmp_path: Path) -> None:
    desk = open_sample(tmp_path, MONDAY, me="Luca Ferretti")

    assert set(records.people(desk)) == {"anna", "luca", "mia", "davide"}
    assert deal(desk, "Officine Brandi").deal.owner == "luca"
    assert deal(desk, "Imballaggi Certosa").deal.owner == "anna"
    desk.close()


# --- When it cannot be built ------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")

    with pytest.raises(BadInput):
        sample.build(path, now=at(MONDAY), language="en")

    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sample, "_tell", interrupted)

    with pytest.raises(KeyboardInterrupt):
        sample.build(tmp_path / "demo.db", now=at(MONDAY), language="en")

    assert list(tmp_path.iterdir()) == []


def test_a_build_that_was_killed_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "_tell", lambda *_args: None)
    (tmp_path / "demo.db.unfinished").write_text("half of it")

    sample.build(tmp_path / "demo.db", now=at(MONDAY), language="en")

    assert [path.name for path in tmp_path.iterdir()] == ["demo.db"]
    with sqlite3.connect(tmp_path / "demo.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        sample.build(tmp_path / "demo.db", now=at(MONDAY), language="fr")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{ on = -9, nota = true }", "anna.toml: deal[0].story[1].nota:"),
        ("{ on = 1, unpark = true }", "anna.toml: deal[0].story[1].on:"),
        ("{ on = -40, unpark = true }", "anna.toml: deal[0].story[1].on:"),
        ('{ on = -9, assign = "nobody" }', "anna.toml: deal[0].story[1].assign:"),
        ('{ on = -9, away = 1, until = 2, cover = "nobody" }', "anna.toml: deal[0].story[1].cover:"),
        ('{ on = -9, meet = [{ nome = "Rita" }] }', "anna.toml: deal[0].story[1].meet[0].nome:"),
    ],
)
def test_a_slip_in_the_text_is_named_with_its_place(tmp_path: Path, line: str, complaint: str) -> None:
    folder = tmp_path / "edited"
    shutil.copytree(sample_stories.shipped(), folder)
    story = f'[[deal]]\nname = "x"\nstory = [\n  {{ on = -30, add = "qualification" }},\n  {line},\n]\n'
    (folder / "anna.toml").write_text(story, encoding="utf-8")

    with pytest.raises(BadInput, match="story") as raised:
        sample_stories.read("en", folder)

    assert raised.value.message.startswith(complaint)


@pytest.mark.parametrize(
    ("morning", "complaint"),
    [
        ("looked = 0", "people.toml: morning.looked:"),
        ("looked = -2\npaces = { late = [5] }", "people.toml: morning.paces.late:"),
        ("looked = -2\npaces = { stalled = [601] }", "people.toml: morning.paces.stalled:"),
    ],
)
def test_a_slip_in_the_morning_is_named_with_its_place(tmp_path: Path, morning: str, complaint: str) -> None:
    folder = tmp_path / "edited"
    shutil.copytree(sample_stories.shipped(), folder)
    names = "".join(f'[[person]]\nname = "{name}"\n' for name in ("anna", "luca", "mia", "davide"))
    (folder / "people.toml").write_text(f"{names}[morning]\n{morning}\n", encoding="utf-8")

    with pytest.raises(BadInput, match="morning") as raised:
        sample_stories.read("en", folder)

    assert raised.value.message.startswith(complaint)
