"""The rows that an import rejected, as a file for a person to mend them by."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.guard import guard
from pipetui.exchange.outfile import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipetui.exchange.problems import Problem


def write_rejects(path: Path, problems: Iterable[tuple[str, Problem]], *, never: Path, hint: str = "") -> None:
    """Write what was wrong, each with its file, as CSV: file, row, column, value, reason. ``never`` is the database,
    which is no place for it. Raises BadInput with the ``hint`` where the file cannot be written."""
    try:
        with replacing(path, never=never) as out:
            writer = csv.writer(out)
            writer.writerow(["file", "row", "column", "value", "reason"])
            for file, problem in problems:
                texts = (file, problem.row, problem.column or "", problem.value or "", problem.reason)
                writer.writerow([guard(text) if isinstance(text, str) else text for text in texts])
    except BadInput as error:
        raise BadInput(error.message, hint or error.hint) from error
