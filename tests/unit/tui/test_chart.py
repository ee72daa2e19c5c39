"""The chart: values on their rows, gaps where nothing is known, words that fit, any size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipetui.tui.widgets.chart import Scale, Series, axis, draw

SHARES = Scale(lambda value: f"{round(value * 100)}%", low=0.0, high=1.0, span=0.2)
MONEY = Scale(lambda value: f"{value:,.0f}", low=0.0, high=float("inf"), span=1.0)
DAYS = ["4 Oct", "11 Oct", "18 Oct", "25 Oct", "1 Nov", "today"]

EXPECTED = [
    "━━━ line 0",
    "60% ┤           ┏━━━━━━━━━━┓",
    "    │           ┃   60%    ┃   40%",
    "40% ┤           ┃          ┗━━━━━━━━━━",
    "    │    20%    ┃",
    "20% ┤━━━━━━━━━━━┛",
    "       25 Oct      1 Nov      today",
]


def shown(*lines: list[float | None], width: int = 60, height: int = 9, scale: Scale = SHARES) -> list[str]:
    series = [Series(f"line {number}", values, "$accent") for number, values in enumerate(lines)]
    return [line.plain for line in draw(series, DAYS[-len(lines[0]) :], scale, width, height)]


def test_a_line_goes_up_and_down_in_steps() -> None:
    assert [line.rstrip() for line in shown([0.2, 0.6, 0.4], width=38, height=7)] == EXPECTED


def test_what_is_not_known_is_a_gap_not_zero() -> None:
    lines = shown([None, None, 0.5, 0.7])
    first = min(line.index("━") for line in lines[1:] if "━" in line)
    assert first > 60 // 2
    assert not any(word == "0%" for line in lines for word in line.split())


def test_nothing_known_draws_nothing() -> None:
    assert shown([None, None, None]) == []
    assert shown([0.1, 0.2, 0.3], width=10) == []
    assert shown([0.1, 0.2, 0.3], height=3) == []


def test_two_lines_differ_without_colour() -> None:
    text = "\n".join(shown([0.2, 0.3, 0.4], [0.6, 0.7, 0.9]))
    assert "━━━ line 0   ─── line 1" in text
    assert "┏" in text
    assert "┌" in text


def test_the_last_words_always_stand_below() -> None:
    for width in (24, 30, 40, 60, 120):
        below = shown([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], width=width)[-1]
        assert below.rstrip().endswith("today")
        assert cell_len(below) <= width


values = st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=6)


@given(values, values, st.integers(1, 200), st.integers(1, 40))
def test_it_fits_any_size(one: list[float | None], other: list[float | None], width: int, height: int) -> None:
    size = min(len(one), len(other))
    lines = shown(one[:size], other[:size], width=width, height=height)
    assert len(lines) in (0, height)
    assert all(cell_len(line) <= max(width, 30) for line in lines)


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.integers(2, 30))
def test_the_axis_holds_every_value(one: float, other: float, most: int) -> None:
    low, high = sorted((one, other))
    for marks in (axis(low, high, most, MONEY), axis(low / 1e9, high / 1e9, most, SHARES)):
        assert 2 <= len(marks) <= most
    assert axis(low, high, most, MONEY)[0] <= low + 1e-3
    assert axis(low, high, most, MONEY)[-1] >= high - 1e-3
    shares = axis(low / 1e9, high / 1e9, most, SHARES)
    assert shares[0] >= 0
    assert shares[-1] - shares[0] >= SHARES.span - 1e-9
