"""The morning's list: ``today``, ``check`` and ``status``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from pipetui.cli import as_json, list_text, words
from pipetui.cli.commands.common import json_option, one_of, owner_filter, session_of, whole_number
from pipetui.domain.model import KINDS, FindingKind
from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.services import filters
from pipetui.services import today as today_service
from pipetui.services.today import View

if TYPE_CHECKING:
    from pipetui.cli.session import Session
    from pipetui.services.desk import Desk


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of the list is asked for, as it was typed; None: not given."""

    owner: str | None = None
    kind: str | None = None
    filter: str | None = None
    sort: str | None = None

    def view(self, desk: Desk) -> View:
        """The view of the list. Raises BadInput for what is not known, and a filter that is not understood."""
        return View(
            owner=self.owner,
            kind=None if self.kind is None else cast("FindingKind", one_of(self.kind, KINDS, "--kind")),
            text=filters.checked(desk, self.filter or ""),
            sort=_sort_of(self.sort),
        )


def _sort_of(text: str | None) -> str:
    if text is None:
        return ""
    down = "-" if text.startswith("-") else ""
    return down + one_of(text.removeprefix("-"), today_service.SORTS, "--sort")


def _filter_option() -> Any:
    example = "owner:anna stage:decision amount:>10000 -kind:stalled"
    return typer.Option("--filter", help=_("Only what these words find, as on the screen: {text}").format(text=example))


def _sort_option() -> Any:
    columns = ", ".join(today_service.SORTS)
    told = _("Sort within the sections by {columns}; -amount turns round").format(columns=columns)
    return typer.Option("--sort", help=told)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("today", help=_("The list: what needs something today."))(today)
    app.command("check", help=_("The same list; exit status 1 when there is something to clear."))(check)
    app.command("status", help=_("One line for a prompt or a login message."))(status)


def today(
    context: typer.Context,
    *,
    owner: Annotated[str | None, owner_filter()] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help=_("Only this finding: {kinds}").format(kinds=", ".join(KINDS)))
    ] = None,
    filter: Annotated[str | None, _filter_option()] = None,
    sort: Annotated[str | None, _sort_option()] = None,
    limit: Annotated[str | None, typer.Option("--limit", help=_("At most so many deals."))] = None,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help=_("Tab-separated, one line per deal: {columns}").format(columns=", ".join(list_text.PLAIN_COLUMNS)),
        ),
    ] = False,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui today``."""
    view = _Asked(owner=owner, kind=kind, filter=filter, sort=sort)
    _print_list(session_of(context), view, limit=limit, plain=plain, json=json)


def check(
    context: typer.Context,
    *,
    owner: Annotated[str | None, owner_filter()] = None,
    filter: Annotated[str | None, _filter_option()] = None,
    sort: Annotated[str | None, _sort_option()] = None,
    json: Annotated[bool, json_option()] = False,
) -> int:
    """``pipetui check``."""
    view = _Asked(owner=owner, filter=filter, sort=sort)
    return 1 if _print_list(session_of(context), view, json=json) else 0


def status(
    context: typer.Context,
    *,
    owner: Annotated[str | None, owner_filter()] = None,
    short: Annotated[bool, typer.Option("--short", help=_("Only what is to clear and what is due today."))] = False,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui status``."""
    session = session_of(context)
    with session.desk() as desk:
        counts = today_service.counts(desk, _Asked(owner=owner).view(desk))
        if json:
            session.out.json(as_json.status(desk.now, desk.zone, counts))
        else:
            session.out.line(words.short_status(counts) if short else words.status(counts))


def _print_list(
    session: Session, asked: _Asked, *, limit: str | None = None, plain: bool = False, json: bool = False
) -> int:
    """Print the list and give the number to clear: of the owner, and with a filter only what that finds."""
    most = whole_number(limit, "--limit")
    out = session.out
    with session.desk() as desk:
        view = asked.view(desk)
        counts = today_service.counts(desk, view)
        items = today_service.listing(desk, view, most)
        if json:
            out.json(as_json.listing(desk.now, desk.zone, counts, items))
        elif plain:
            for line in list_text.plain_lines(items):
                out.line(line)
        else:
            out.line(words.headline(desk.now, desk.zone, counts))
            list_text.sections(out, items, desk.today, desk.zone)
            if not counts.to_clear:
                _say_what_is_next(session, desk, view)
        return today_service.section_sizes(desk, view)["to_clear"] if view.text else counts.to_clear


def _say_what_is_next(session: Session, desk: Desk, view: View) -> None:
    item = today_service.next_due(desk, view)
    if item is not None:
        title, step = harmless(item.title), harmless(words.next_step(item.deal.step, desk.today))
        session.out.line(_("Next is {title}: {step}").format(title=title, step=step))
