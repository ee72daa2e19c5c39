"""Cells that were left as they are when a file was imported: nobody is led to them again the week after."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pipetui.exchange.systems.base import label_key
from pipetui.storage import transfers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from pipetui.exchange.problems import Problem
    from pipetui.services.transfer_rows import Found

KIND = "left"
"""The kind of these answers; each is a JSON list of texts, for the column that it is an answer about."""

_TEXT = 80
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class LeftBefore:
    """The texts that were left in the columns of files of one shape, short and without case."""

    texts: Mapping[str, frozenset[str]]

    def has(self, problem: Problem) -> bool:
        """Was a cell with this text left in this column before?"""
        return _short(problem) in self.texts.get(problem.column or "", ())


def mendable(found: Found) -> Iterator[Problem]:
    """The problems that another text in a cell would mend, those that reject a row first."""
    for problem in chain(found.rejects, found.warnings):
        if problem.field is not None:
            yield problem


def left_before(connection: sqlite3.Connection, shape: str) -> LeftBefore:
    """What was left in earlier files of this shape."""
    answers = transfers.answers(connection, KIND, shape)
    return LeftBefore({column: frozenset(json.loads(texts)) for column, texts in answers.items()})


def left_now(found: Found) -> dict[str, str]:
    """Column to the answer that keeps what is left in it now."""
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for problem in mendable(found):
        column = texts[problem.column or ""]
        if len(column) < _MOST:
            column.add(_short(problem))
    return {column: json.dumps(sorted(left), ensure_ascii=False) for column, left in texts.items()}


def _short(problem: Problem) -> str:
    return label_key(problem.value or "")[:_TEXT]
