"""The call brief as plain lines: for a terminal of 80 by 24, or for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli.tables import fit, pad, wrapped
from pipetui.domain.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.cli.output import Output
    from pipetui.services.briefs import Brief, Row

_LABEL = 10


def page(out: Output, brief: Brief) -> None:
    """Print the brief."""
    out.line(out.styled(fit(harmless(brief.title), out.width), "bold"))
    for row in brief.rows:
        for line in _lines(row, out.width):
            out.line(line)


def _lines(row: Row, width: int) -> Iterator[str]:
    room = width - _LABEL - 1
    texts = wrapped(harmless(row.text[: row.most * room * 8]), room) or [""]
    if len(texts) > row.most:
        texts = [*texts[: row.most - 1], fit(" ".join(text.strip() for text in texts[row.most - 1 :]), room)]
    for number, text in enumerate(texts):
        yield f"{pad('' if number else row.label, _LABEL)} {text.strip()}"
