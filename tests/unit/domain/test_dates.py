from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.dates import DateOrder, parse_date
from pipetui.errors import BadInput
from pipetui.i18n import LANGUAGES, Language

SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)
LEAP_DAY = date(2028, 2, 29)

days = st.dates(date(1950, 1, 1), date(2900, 12, 31))
languages = st.sampled_from(LANGUAGES)
ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy")


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-21"),
        ("oggi", "2026-11-21"),
        ("Tomorrow", "2026-11-22"),
        ("  DOMANI ", "2026-11-22"),
        ("dopodomani", "2026-11-23"),
        ("day after  tomorrow", "2026-11-23"),
        ("the day after tomorrow", "2026-11-23"),
        ("yesterday", "2026-11-20"),
        ("ieri", "2026-11-20"),
        # the coming weekday
        ("mon", "2026-11-23"),
        ("lun", "2026-11-23"),
        ("lunedì", "2026-11-23"),
        ("lunedi", "2026-11-23"),
        ("Lunedi'", "2026-11-23"),
        ("martedì", "2026-11-24"),
        ("fri", "2026-11-27"),
        ("ven.", "2026-11-27"),
        ("by friday", "2026-11-27"),
        ("sat", "2026-11-28"),
        ("sabato", "2026-11-28"),
        ("dom", "2026-11-22"),
        # the following week
        ("next mon", "2026-11-23"),
        ("lun prossimo", "2026-11-23"),
        ("prossimo lunedì", "2026-11-23"),
        ("domenica prossima", "2026-11-29"),
        ("next sat", "2026-11-28"),
        ("mar prossimo", "2026-11-24"),
        ("next mar", "2027-03-01"),
        ("next week", "2026-11-23"),
        ("settimana prossima", "2026-11-23"),
        ("sett. prossima", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("mese prossimo", "2026-12-01"),
        ("marzo prossimo", "2027-03-01"),
        # so many days, weeks, months
        ("+0d", "2026-11-21"),
        ("+3d", "2026-11-24"),
        ("3d", "2026-11-24"),
        ("+ 3 g", "2026-11-24"),
        ("3 gg", "2026-11-24"),
        ("in 3 days", "2026-11-24"),
        ("tra 3 giorni", "2026-11-24"),
        ("2w", "2026-12-05"),
        ("+2 sett", "2026-12-05"),
        ("2 settimane", "2026-12-05"),
        ("fra una settimana", "2026-11-28"),
        ("tra due settimane", "2026-12-05"),
        ("in a month", "2026-12-21"),
        ("1m", "2026-12-21"),
        ("2 mesi", "2027-01-21"),
        # a day and a month: the coming one, today included
        ("25/11", "2026-11-25"),
        ("25-11", "2026-11-25"),
        ("25.11", "2026-11-25"),
        ("21/11", "2026-11-21"),
        ("20/11", "2027-11-20"),
        ("25/11/26", "2026-11-25"),
        ("25/11/2026", "2026-11-25"),
        ("1.2.2024", "2024-02-01"),
        ("29/2", "2028-02-29"),
        ("25 nov", "2026-11-25"),
        ("nov 25", "2026-11-25"),
        ("25 novembre", "2026-11-25"),
        ("25th of November", "2026-11-25"),
        ("il 1° dicembre", "2026-12-01"),
        ("25-nov-2027", "2027-11-25"),
        ("Nov. 25, 2027", "2027-11-25"),
        ("25 mar", "2027-03-25"),
        ("1 set", "2027-09-01"),
        ("2 ago", "2027-08-02"),
        ("2026-11-25", "2026-11-25"),
        ("2026/11/25", "2026-11-25"),
        ("lun 23 nov", "2026-11-23"),
        ("mar 24/11", "2026-11-24"),
        ("Wed, Nov 25", "2026-11-25"),
        # months
        ("september", "2027-09-01"),
        ("set", "2027-09-01"),
        ("settembre", "2027-09-01"),
        ("dec", "2026-12-01"),
        ("nov", "2027-11-01"),
        ("may", "2027-05-01"),
        ("mag", "2027-05-01"),
        ("march", "2027-03-01"),
        ("september 2028", "2028-09-01"),
        ("end of month", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("eom", "2026-11-30"),
        ("a fine mese", "2026-11-30"),
        ("entro fine mese", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("fine mese prossimo", "2026-12-31"),
        ("end of september", "2027-09-30"),
        ("fine settembre", "2027-09-30"),
        ("end of november", "2026-11-30"),
        ("fine febbraio 2028", "2028-02-29"),
    ],
)
def test_on_saturday_21_november_2026(text: str, expected: str, language: Language) -> None:
    assert parse_date(text, SATURDAY, language=language) == day(expected)


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("mon", MONDAY, "2026-11-30"),
        ("next mon", MONDAY, "2026-11-30"),
        ("fri", MONDAY, "2026-11-27"),
        ("next fri", MONDAY, "2026-12-04"),
        ("next week", MONDAY, "2026-11-30"),
        ("1m", date(2026, 1, 31), "2026-02-28"),
        ("next month", date(2026, 1, 31), "2026-02-01"),
        ("feb", date(2026, 1, 31), "2026-02-01"),
        ("end of month", date(2026, 1, 31), "2026-01-31"),
        ("end of february", date(2028, 1, 31), "2028-02-29"),
        ("next month", date(2026, 12, 31), "2027-01-01"),
        ("29/2", LEAP_DAY, "2028-02-29"),
        ("29/2", date(2096, 3, 1), "2104-02-29"),
        ("29/2/28", SATURDAY, "2028-02-29"),
    ],
)
def test_on_other_days(text: str, today: date, expected: str) -> None:
    assert parse_date(text, today) == day(expected)


def test_the_language_settles_what_mar_alone_is() -> None:
    assert parse_date("mar", SATURDAY, language="en") == day("2027-03-01")
    assert parse_date("mar", SATURDAY, language="it") == day("2026-11-24")
    assert parse_date("mar 25", SATURDAY, language="en") == day("2027-03-25")
    with pytest.raises(BadInput, match="Tuesday or a day of March"):
        parse_date("mar 25", SATURDAY, language="it")


def test_the_order_is_the_persons_and_never_guessed() -> None:
    assert parse_date("11/12", SATURDAY, order="dmy") == day("2026-12-11")
    assert parse_date("11/12", SATURDAY, order="mdy") == day("2027-11-12")
    assert parse_date("11/25/26", SATURDAY, order="mdy") == day("2026-11-25")
    assert parse_date("2026-11-25", SATURDAY, order="mdy") == day("2026-11-25")
    with pytest.raises(BadInput, match="not in the calendar"):
        parse_date("11/25", SATURDAY, order="dmy")
    with pytest.raises(BadInput, match="not in the calendar"):
        parse_date("25/11", SATURDAY, order="mdy")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "soon",
        "sett",  # weeks or settembre
        "10",
        "-3d",
        "3",
        "d",
        "3 days ago",
        "1000d",
        "3x",
        "25/11-2026",
        "25/11/026",
        "20261125",
        "1899-12-31",
        "3000-01-01",
        "9999-12-31",
        "25 nov 3000",
        "mon 2027",
        "end of week",
        "fine settimana",
        "next",
        "next thing",
        "[/red]",
        "today tomorrow",
        "mon" * 1000,
        "٣d",
    ],
)
def test_what_is_not_known_is_refused_with_examples(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_date(text, SATURDAY)
    assert "2026-11-25" in refusal.value.hint
    assert len(refusal.value.message) < 120


@pytest.mark.parametrize("text", ["31/2", "0/11", "32/1", "2027-02-29", "29 feb 2027", "31 apr", "nov 31", "25/13"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="not in the calendar"):
        parse_date(text, SATURDAY)


@pytest.mark.parametrize("text", ["lun 3 mar", "tue 25 nov", "mon 25/11/2026"])
def test_a_weekday_that_contradicts_the_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="contradicts itself"):
        parse_date(text, SATURDAY)


@given(days, days, languages)
def test_dates_with_a_year_read_back(target: date, today: date, language: Language) -> None:
    for text in (
        target.isoformat(),
        f"{target.year}/{target.month}/{target.day}",
        f"{target:%d/%m/%Y}",
        f"{target:%d.%m.%Y}",
    ):
        assert parse_date(text, today, language=language) == target
    assert parse_date(f"{target:%m-%d-%Y}", today, order="mdy", language=language) == target


@given(days, days)
def test_a_day_and_month_is_the_coming_one(target: date, today: date) -> None:
    found = parse_date(f"{target:%d/%m}", today)
    assert (found.day, found.month) == (target.day, target.month)
    assert today <= found
    assert found == parse_date(f"{target:%m/%d}", today, order="mdy")
    assert parse_date(f"{target:%d/%m}", found) == found


@given(
    days, st.sampled_from(["mon lun", "tue martedi", "wed mer", "thu gio", "fri ven", "sat sab", "sun dom"]), languages
)
def test_a_weekday_is_one_to_seven_days_ahead(today: date, names: str, language: Language) -> None:
    english, italian = names.split()
    found = parse_date(english, today, language=language)
    assert 1 <= (found - today).days <= 7
    assert parse_date(italian, today, language=language) == found
    following = parse_date(f"next {english}", today, language=language)
    assert following.weekday() == found.weekday()
    assert following.isocalendar()[:2] == (today + timedelta(days=7)).isocalendar()[:2]


@given(days, st.integers(0, 999))
def test_offsets_are_exact(today: date, count: int) -> None:
    assert parse_date(f"+{count}d", today) == today + timedelta(days=count)
    assert parse_date(f"{count} sett", today) == today + timedelta(weeks=count)
    later = parse_date(f"{count} mesi", today)
    assert (later.year - today.year) * 12 + later.month - today.month == count
    assert later.day == today.day or (later.day < today.day and (later + timedelta(days=1)).day == 1)


@given(days, st.sampled_from(["january", "mag", "set", "dicembre", "feb"]))
def test_a_month_is_the_first_day_of_the_coming_one(today: date, name: str) -> None:
    first = parse_date(name, today)
    assert first.day == 1
    assert (first.year, first.month) > (today.year, today.month)
    assert (first - today).days <= 366
    last = parse_date(f"end of {name}", today)
    assert (last + timedelta(days=1)).day == 1
    assert last >= today


words = [
    "mon",
    "mar",
    "set",
    "sett",
    "may",
    "nov",
    "next",
    "prossimo",
    "end",
    "fine",
    "of",
    "month",
    "mese",
    "in",
    "tra",
]
marks = ["+", "-", "/", ".", ",", "'", "°", "3", "25", "11", "31", "2026", "d", "g", "w", "m", "a", "una", "due", "th"]
pieces = st.sampled_from(words + marks)
almost_dates = st.lists(pieces, max_size=6).flatmap(lambda found: st.sampled_from([" ".join(found), "".join(found)]))


@given(st.text() | almost_dates, days, languages, st.sampled_from(ORDERS))
def test_any_text_is_a_date_or_bad_input(text: str, today: date, language: Language, order: DateOrder) -> None:
    try:
        found = parse_date(text, today, order=order, language=language)
    except BadInput:
        return
    assert isinstance(found, date)
