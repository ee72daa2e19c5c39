"""Figures about many deals as the contract's JSON: the pipeline by stage, and hygiene over time; see ``as_json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli.as_json import amounts
from pipetui.domain.fixes import fix_words
from pipetui.domain.instants import iso
from pipetui.domain.money import Money, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from pipetui.cli.as_json import Document
    from pipetui.domain.cleanliness import Share
    from pipetui.domain.fixes import Fix
    from pipetui.domain.groups import Group
    from pipetui.domain.playbook import Playbook
    from pipetui.services.board import Board, Column
    from pipetui.services.cleanliness import Point, Report

_DECIMALS = 4
"""Shares and gains are parts of 1, rounded to so many decimals."""


def pipeline(now: int, zone: ZoneInfo, shown: Board) -> Document:
    """``pipeline``: the stages in order, the sums over them, and what was closed in this calendar month."""
    return {
        "as_of": iso(now, zone),
        "stages": [
            {
                "id": column.stage.id,
                "name": column.stage.name,
                "max_days": column.stage.max_days,
                **_figures(column),
                "parked": {**_group(column.parked), "flagged": column.parked_flagged},
            }
            for column in shown.columns
        ],
        "total": {**_figures(shown), "parked": _group(shown.parked)},
        "closed_this_month": {outcome: _group(each) for outcome, each in shown.closed.items()},
    }


def _group(deals: Group) -> Document:
    """Some deals: how many, and what they are worth in each currency."""
    return {"count": deals.count, "value": amounts(deals.value)}


def _figures(shown: Board | Column) -> Document:
    """Those of a stage, or of all."""
    return {
        **_group(shown.open),
        "flagged": shown.flagged.count,
        "flagged_value": _group(shown.flagged)["value"],
        "closing_this_month": _group(shown.closing),
        "past_close": _group(shown.past),
    }


def hygiene(now: int, playbook: Playbook, report: Report, trend: Sequence[Point]) -> Document:
    """``hygiene --json``. Shares and gains are parts of 1; a share of nothing is null, with why."""
    figures = report.figures
    return {
        "as_of": iso(now, playbook.zone),
        "clean": _share_of_deals(figures.count),
        "value": _value(figures.value),
        "value_together": _together(report.together, playbook.currency),
        "parked": report.parked,
        "without_amount": figures.without_amount,
        "kinds": [{"kind": each.kind, "count": each.deals, "value": amounts(each.value)} for each in figures.kinds],
        "trend": [_point(point) for point in trend],
        "fixes": [_fix(fix, playbook) for fix in report.fixes],
        "owners": [
            {"owner": name, **_share_of_deals(each.count), "value": _value(each.value)}
            for name, each in report.owners.items()
        ],
    }


def _ratio(share: Share) -> float | None:
    return None if share.ratio is None else round(share.ratio, _DECIMALS)


def _share_of_deals(count: Share) -> Document:
    found: Document = {"count": count.part, "of": count.whole, "share": _ratio(count)}
    return found if count.whole else {**found, "why": "no open deals"}


def _value(value: Mapping[str, Share]) -> Document:
    return {code: _share_of_money(share, code) for code, share in value.items()}


def _share_of_money(share: Share, code: str) -> Document:
    clean, whole = (plain(Money(minor, code)) for minor in (share.part, share.whole))
    found: Document = {"clean": clean, "of": whole, "share": _ratio(share)}
    return found if share.whole else {**found, "why": "worth nothing"}


def _together(share: Share | None, currency: str) -> Document | None:
    if share is None:
        return None
    return {"currency": currency, **_share_of_money(share, currency), "approximate": True}


def _point(point: Point) -> Document:
    day = point.day.isoformat()
    if point.figures is None:
        return {
            "date": day, "count": None, "of": None, "share": None, "value": {}, "why": "before the database began",
        }  # fmt: skip
    return {"date": day, **_share_of_deals(point.figures.count), "value": _value(point.figures.value)}


def _fix(fix: Fix, playbook: Playbook) -> Document:
    return {
        "id": fix.id,
        "text": fix_words(fix, playbook),
        "deals": list(fix.deals),
        "filter": fix.filter,
        "gain_count": round(fix.gain_count, _DECIMALS),
        "gain_value": {code: round(gain, _DECIMALS) for code, gain in fix.gain_value.items()},
    }
