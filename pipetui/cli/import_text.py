"""The report of an import as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pipetui.domain.sentences import field_word
from pipetui.domain.text import harmless
from pipetui.i18n import _, ngettext
from pipetui.services.import_twins import why_words
from pipetui.services.transfer_report import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.cli.output import Output
    from pipetui.exchange.problems import Problem
    from pipetui.services.transfer_report import ImportReport

Item = TypeVar("Item")

_SHOWN = 20
"""So many lines of each kind are printed; ``--json`` and ``--rejects`` have all."""


def report(out: Output, result: ImportReport, *, columns: bool = False) -> None:
    """What became of one file: figures on standard output, questions on standard error. ``columns``: what each is read
    as, too."""
    out.line(harmless(f"{result.file} ({result.format})"))
    if columns:
        out.line(harmless(f"  {_columns(result)}"))
    if result.questions:
        out.tell(_("Nothing was imported: these questions are open."))
        for question in result.questions:
            out.tell(f"  {question.text}")
        return
    rows = ngettext("{n} row", "{n} rows", result.rows).format(n=result.rows)
    figures = _("{added} added, {updated} updated, {unchanged} unchanged, {rejected} rejected").format(
        added=result.added, updated=result.updated, unchanged=result.unchanged, rejected=result.rejected
    )
    out.line(f"  {rows}: {figures}")
    _lines(out, _("Rejected"), result.rejects, _problem)
    held = _("row {row}: deal {id} stays in {stage}, the file says {crm_stage}; open: {criteria}")
    _lines(
        out,
        _("Held at the gate"),
        result.held,
        lambda each: held.format(
            row=each.row,
            id=each.id,
            stage=each.stage,
            crm_stage=each.crm_stage,
            criteria=", ".join(each.open_criteria),
        ),
    )
    conflict = _("row {row}: deal {id}, {field}: here {ours}, in the file {theirs}; ours stays")
    _lines(
        out,
        _("Changed here and there"),
        result.conflicts,
        lambda each: conflict.format(
            row=each.row, id=each.id, field=field_word(each.field), ours=each.ours or "–", theirs=each.theirs or "–"
        ),
    )
    _lines(out, _("No longer in the file"), result.missing, lambda each: _("deal {id}").format(id=each))
    twin = _("row {row} (deal {id}) looks like #{twin} {deal}: {why}")
    _lines(
        out,
        _("Look alike"),
        result.twins,
        lambda each: twin.format(row=each.row, id=each.id, twin=each.twin, deal=each.title, why=why_words(each.why)),
    )
    _lines(out, _("Warnings"), result.warnings, _problem)


def _columns(result: ImportReport) -> str:
    """``Columns: name <- Trattativa, amount <- Valore; not read: Zodiaco``."""
    read = ", ".join(f"{name} <- {column}" for name, column in result.mapping.items())
    said = _("Columns: {columns}").format(columns=read)
    unread = _("not read: {columns}").format(columns=", ".join(result.unread))
    return f"{said}; {unread}" if result.unread else said


def _lines(out: Output, title: str, items: Sequence[Item], words: Callable[[Item], str]) -> None:
    if not items:
        return
    out.line(f"  {title}:")
    for item in items[:_SHOWN]:
        out.line(harmless(f"    {words(item)}"))
    if len(items) > _SHOWN:
        out.line("    " + _("… {n} more").format(n=len(items) - _SHOWN))


def _problem(problem: Problem) -> str:
    where = place_of(problem)
    return f"{where}: {problem.reason}" if where else problem.reason
