"""A next step in one line: what is the text, what is the day, who does it, and why it moves."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.dates import parse_date
from pipetui.domain.step_line import StepLine, pain_apart, read, written
from pipetui.errors import BadInput

TODAY = date(2026, 11, 23)


def is_day(words: str) -> bool:
    try:
        parse_date(words, TODAY)
    except BadInput:
        return False
    return True


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", StepLine()),
        ("fri", StepLine(when="fri")),
        ("call Rita fri", StepLine("call Rita", "fri")),
        ("call Rita on fri", StepLine("call Rita", "on fri")),
        ("call Rita, 25/11", StepLine("call Rita", "25/11")),
        ("send the offer by the end of next month", StepLine("send the offer", "by the end of next month")),
        ("call Rita in 3 days", StepLine("call Rita", "in 3 days")),
        ("call Rita 25 nov @luca", StepLine("call Rita", "25 nov", "luca")),
        ("@luca call Rita +3d", StepLine("call Rita", "+3d", "luca")),
        ("call me in September", StepLine("call me in", "September")),
        ("call Rita", StepLine("call Rita")),
        ("mail rita@acme.example fri", StepLine("mail rita@acme.example", "fri")),
        ("fri: she is away", StepLine("", "fri", "", "she is away")),
        ("impact estimated: ask Rita fri", StepLine("impact estimated: ask Rita", "fri")),
        ("friday meeting", StepLine("friday meeting")),
        ("call @ home fri", StepLine("call @ home", "fri")),
        ("  call   Rita   fri ", StepLine("call Rita", "fri")),
    ],
)
def test_read(line: str, expected: StepLine) -> None:
    assert read(line, is_day) == expected


@given(line=st.text(alphabet="abfri @:/+3d,25nov \t", max_size=40))
def test_what_was_read_is_read_the_same_once_it_is_written(line: str) -> None:
    once = read(line, is_day)
    assert read(written(once), is_day) == once


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stock counts are wrong / send the offer fri", ("stock counts are wrong", "send the offer fri")),
        ("call Rita 25/11", ("", "call Rita 25/11")),
        ("stock counts are wrong /", ("stock counts are wrong", "")),
        ("/ call Rita", ("", "call Rita")),
        ("a / b / c fri", ("a", "b / c fri")),
        ("", ("", "")),
    ],
)
def test_pain_apart(line: str, expected: tuple[str, str]) -> None:
    assert pain_apart(line) == expected
