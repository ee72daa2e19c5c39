"""What people answered about earlier files, and are not asked again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from pipetui.exchange.cell_dates import ORDERS
from pipetui.exchange.importing import Memory
from pipetui.exchange.systems.base import label_key
from pipetui.services.transfer_report import ALL_PIPELINES
from pipetui.storage import transfers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from pipetui.exchange.recognise import Recognition


@dataclass(frozen=True, slots=True)
class KnownPipelines:
    """The pipeline (or ``all``) that was chosen for files of one shape, and the bare names of those there were then."""

    choice: str
    among: frozenset[str]

    def fits(self, present: Collection[str]) -> bool:
        """Does the choice hold for a file with these pipelines (bare names)? One by name is asked about again where
        the file lacks it, or has one that nobody has decided about."""
        return self.choice == ALL_PIPELINES or (label_key(self.choice) in present and self.among.issuperset(present))


def recall(connection: sqlite3.Connection, recognition: Recognition) -> Memory:
    """What was answered for files with these columns, and mended in files of this system."""
    shape = recognition.shape
    orders = transfers.answers(connection, "date_order", shape)
    return Memory(
        transfers.answers(connection, "mapping", shape),
        {written: order for written, answer in orders.items() for order in ORDERS if order == answer},
        transfers.answers(connection, "repair", recognition.system.key),
    )


def sheets_scope(sheets: Sequence[str]) -> str:
    """Workbooks with the same sheets are of one kind."""
    names = "\n".join(sorted(map(label_key, sheets)))
    return f"sheets:{blake2b(names.encode(), digest_size=8).hexdigest()}"


def usual_sheet(connection: sqlite3.Connection, sheets: Sequence[str]) -> str | None:
    """The sheet that was chosen in a workbook with these sheets; None if nobody was asked."""
    return transfers.answers(connection, "sheet", sheets_scope(sheets)).get("")


def known_pipelines(connection: sqlite3.Connection, shape: str) -> KnownPipelines | None:
    """Which pipeline was chosen for files of this shape; None if nobody was asked."""
    answer = transfers.answers(connection, "pipeline", shape).get("")
    if answer is None:
        return None
    kept = json.loads(answer)
    return KnownPipelines(kept["choice"], frozenset(kept["among"]))


def pipeline_answer(pipelines: Mapping[str, str], choice: str) -> str:
    """A choice among the pipelines of a file (by bare name), as ``known_pipelines`` finds it again."""
    kept = {"choice": pipelines.get(label_key(choice), choice), "among": sorted(pipelines)}
    return json.dumps(kept, ensure_ascii=False)
