"""Columns of one name: the cells tell whether it matters which of them is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipetui.exchange.layout import LeftOut
from pipetui.exchange.problems import Problem, Question
from pipetui.i18n import _

if TYPE_CHECKING:
    from pipetui.exchange.grid import Grid
    from pipetui.exchange.layout import Layout
    from pipetui.exchange.recognise import Recognition

_EXAMPLES, _EXAMPLE_LENGTH = 3, 80


@dataclass(slots=True)
class _Doubles:
    """The columns that share the name of one field. ``filled``: column to its first different texts."""

    columns: tuple[int, ...]
    filled: dict[int, list[str]] = field(default_factory=dict)
    differing: int = 0

    def add(self, cells: list[str]) -> None:
        """One more row."""
        texts = [cells[column].strip() if column < len(cells) else "" for column in self.columns]
        self.differing += len(set(texts)) > 1
        for column, text in zip(self.columns, texts, strict=True):
            known = self.filled.setdefault(column, []) if text else None
            if known is not None and len(known) < _EXAMPLES and text not in known:
                known.append(text)


def settle_doubles(
    grid: Grid, layout: Layout, recognition: Recognition
) -> tuple[Recognition, list[Problem], list[Question]]:
    """Which of several columns of one name holds a field: the only one that is filled, or the first where all say the
    same. Where they differ, it is a question."""
    found = {name: _Doubles(columns) for name, columns in recognition.doubtful.items()}
    if found:
        for _number, cells in layout.data_rows(grid, LeftOut()):
            for doubles in found.values():
                doubles.add(cells)
    fields, warnings, questions = dict(recognition.fields), [], []
    for name, doubles in found.items():
        if doubles.differing and len(doubles.filled) > 1:
            questions.append(_question(name, doubles, recognition))
        else:
            fields[name] = next(iter(doubles.filled), doubles.columns[0])
            warnings.append(_warning(doubles, fields[name], recognition))
    return replace(recognition, fields=fields), warnings, questions


def _warning(doubles: _Doubles, chosen: int, recognition: Recognition) -> Problem:
    if len(doubles.filled) > 1:
        text = _("Several columns are called “{name}” and say the same: one is read.")
    else:
        text = _("Several columns are called “{name}”: the one that is filled is read.")
    return Problem(None, recognition.header[chosen], None, text.format(name=recognition.written[chosen]))


def _question(name: str, doubles: _Doubles, recognition: Recognition) -> Question:
    columns = [column for column in doubles.columns if column in doubles.filled]
    choices = tuple(recognition.header[column] for column in columns)
    called = recognition.written[columns[0]]
    text = _("Several columns are called “{name}”, and they differ. Which one holds {field}? Answer with {answers}.")
    answers = _(" or ").join(f"--map {name}='{choice}'" for choice in choices)
    readings = tuple(tuple(text[:_EXAMPLE_LENGTH] for text in doubles.filled[column]) for column in columns)
    said = text.format(name=called, field=name, answers=answers)
    return Question(
        "column", "--map", said, called, name, choices, rows=doubles.differing, readings=readings,
    )  # fmt: skip
