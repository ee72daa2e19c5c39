"""What would raise the clean share most: sets of deals that a person can make clean in one go, with the points gained.

A deal becomes clean only when all that is found in it is fixed. So a fix is about the deals that have exactly the same
findings; those with several are a fix of their own, which names them all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.badges import kind_word
from pipetui.domain.money import rank, total
from pipetui.domain.sentences import join, sla_name
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipetui.domain.cleanliness import Figures
    from pipetui.domain.model import FindingKind
    from pipetui.domain.money import Money
    from pipetui.domain.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flagged deal: ``late``: the ids of its late SLAs; ``dateless``: its step lacks the date and nothing else."""

    id: int
    stage: str
    amount: Money | None
    kinds: tuple[FindingKind, ...]
    late: tuple[str, ...] = ()
    dateless: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """Deals with the same findings. ``about``: the stage of stalled deals, the id of the late SLA, ``date`` where the
    date is all that is missing, else empty. The gains are parts of the whole, 0 to 1, by currency for the value."""

    kinds: tuple[FindingKind, ...]
    about: str
    deals: tuple[int, ...]
    gain_count: float
    gain_value: Mapping[str, float]

    @property
    def id(self) -> str:
        """``stalled:validation``, ``no_next_step``, ``step_overdue+stalled``."""
        return "+".join(self.kinds) + (f":{self.about}" if self.about else "")


def fixes(flagged: Iterable[Flagged], now: Figures, most: int) -> list[Fix]:
    """The ``most`` fixes that raise the share of ``now`` most by count, then by value in major units."""
    found: dict[tuple[tuple[FindingKind, ...], str], list[Flagged]] = defaultdict(list)
    for deal in flagged:
        found[(deal.kinds, _about(deal))].append(deal)
    ranked = sorted(found.items(), key=lambda entry: (-len(entry[1]), -sum(rank(d.amount) for d in entry[1]), entry[0]))
    return [_fix(kinds, about, deals, now) for (kinds, about), deals in ranked[:most]]


def fix_words(fix: Fix, playbook: Playbook) -> str:
    """What to do, as a person would say it: ``Give 6 deals a date``."""
    n = len(fix.deals)
    if len(fix.kinds) > 1:
        words = join([kind_word(kind) for kind in fix.kinds])
        return ngettext("Clear {n} deal of: {words}", "Clear {n} deals of: {words}", n).format(n=n, words=words)
    kind = fix.kinds[0]
    if kind == "sla_overdue":
        return _sla_words(fix.about, n)
    if kind == "step_overdue":
        return ngettext("Settle {n} late step: done, or moved", "Settle {n} late steps: done, or moved", n).format(n=n)
    if kind == "stalled":
        stage = playbook.stage(fix.about)
        return ngettext(
            "Decide on {n} deal over {limit} days in {stage}", "Decide on {n} deals over {limit} days in {stage}", n
        ).format(n=n, limit=stage.max_days, stage=stage.name)
    if fix.about == "date":
        return ngettext("Give {n} deal a date", "Give {n} deals a date", n).format(n=n)
    return ngettext("Plan the next step of {n} deal", "Plan the next step of {n} deals", n).format(n=n)


def _about(deal: Flagged) -> str:
    if deal.kinds == ("stalled",):
        return deal.stage
    if deal.kinds == ("sla_overdue",):
        return "+".join(deal.late)
    return "date" if deal.kinds == ("no_next_step",) and deal.dateless else ""


def _fix(kinds: tuple[FindingKind, ...], about: str, deals: list[Flagged], now: Figures) -> Fix:
    worth = total(deal.amount for deal in deals if deal.amount is not None)
    return Fix(
        kinds=kinds,
        about=about,
        deals=tuple(deal.id for deal in deals),
        gain_count=len(deals) / now.count.whole,
        gain_value={
            code: worth[code].minor / share.whole if code in worth and share.whole else 0.0
            for code, share in now.value.items()
        },
    )


def _sla_words(sla: str, n: int) -> str:
    if sla == "first_note":
        return ngettext("Log {n} first note", "Log {n} first notes", n).format(n=n)
    if sla == "proposal":
        return ngettext("Send {n} proposal that is late", "Send {n} proposals that are late", n).format(n=n)
    names = join([sla_name(part) for part in sla.split("+")])
    return ngettext("Answer {n} deal, late: {sla}", "Answer {n} deals, late: {sla}", n).format(n=n, sla=names)
