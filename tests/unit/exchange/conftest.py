"""A fresh database for each generated file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shape_bench import Bench

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture
def shape_bench(empty_desk: Desk) -> Bench:
    """An empty database to import into."""
    return Bench(empty_desk)
