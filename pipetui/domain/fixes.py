"""What would raise the clean share most: sets of deals that a person can make clean in one go, with the points gained.

A deal becomes clean only when all that is found in it is fixed. So a fix is about the deals that have exactly the same
findings; those with several are a fix of their own, which names them all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.badges import kind_word
from pipetui.domain.model import KINDS
from pipetui.domain.money import rank, total
from pipetui.domain.sentences import join, sla_name
from pipetui.i18n import ngettext

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
    """Deals with the same findings, and with ``stage`` those of one stage. ``alike``: what all of them have in common
    beyond: the id of the late SLA, or ``date`` where the date is all that their steps lack; else empty. The gains are
    parts of the whole, 0 to 1, for the value by currency."""

    kinds: tuple[FindingKind, ...]
    stage: str | None
    alike: str
    deals: tuple[int, ...]
    gain_count: float
    gain_value: Mapping[str, float]

    @property
    def id(self) -> str:
        """``stalled:validation``, ``no_next_step``, ``step_overdue+stalled``."""
        return "+".join(self.kinds) + (f":{self.stage}" if self.stage else "")

    @property
    def filter(self) -> str:
        """The filter (see ``domain.query``) that finds just these deals among the flagged ones."""
        others = ",".join(kind for kind in KINDS if kind not in self.kinds)
        terms = [f"kind:{kind}" for kind in self.kinds] + ([f"stage:{self.stage}"] if self.stage else [])
        return " ".join([*terms, f"-kind:{others}"] if others else terms)


def fixes(flagged: Iterable[Flagged], now: Figures, most: int) -> list[Fix]:
    """The ``most`` fixes that raise the share of ``now`` most by count, then by value in major units."""
    found: dict[tuple[tuple[FindingKind, ...], str], list[Flagged]] = defaultdict(list)
    for deal in flagged:
        found[(deal.kinds, deal.stage if deal.kinds == ("stalled",) else "")].append(deal)
    ranked = sorted(found.items(), key=lambda entry: (-len(entry[1]), -sum(rank(d.amount) for d in entry[1]), entry[0]))
    return [_fix(kinds, stage or None, deals, now) for (kinds, stage), deals in ranked[:most]]


def fix_words(fix: Fix, playbook: Playbook) -> str:
    """What to do, as a person would say it: ``Give 6 deals a date``."""
    n = len(fix.deals)
    if len(fix.kinds) > 1:
        words = join([kind_word(kind) for kind in fix.kinds])
        return ngettext("Clear {n} deal of: {words}", "Clear {n} deals of: {words}", n).format(n=n, words=words)
    if fix.kinds == ("sla_overdue",):
        return _sla_words(fix.alike, n)
    if fix.kinds == ("step_overdue",):
        return ngettext("Settle {n} late step: done, or moved", "Settle {n} late steps: done, or moved", n).format(n=n)
    if fix.stage is not None:
        stage = playbook.stage(fix.stage)
        return ngettext(
            "Decide on {n} deal over {limit} days in {stage}", "Decide on {n} deals over {limit} days in {stage}", n
        ).format(n=n, limit=stage.max_days, stage=stage.name)
    if fix.alike == "date":
        return ngettext("Give {n} deal a date", "Give {n} deals a date", n).format(n=n)
    return ngettext("Plan the next step of {n} deal", "Plan the next step of {n} deals", n).format(n=n)


def _alike(kinds: tuple[FindingKind, ...], deals: list[Flagged]) -> str:
    if kinds == ("sla_overdue",) and len({deal.late for deal in deals}) == 1 and len(deals[0].late) == 1:
        return deals[0].late[0]
    return "date" if kinds == ("no_next_step",) and all(deal.dateless for deal in deals) else ""


def _fix(kinds: tuple[FindingKind, ...], stage: str | None, deals: list[Flagged], now: Figures) -> Fix:
    worth = total(deal.amount for deal in deals if deal.amount is not None)
    return Fix(
        kinds=kinds,
        stage=stage,
        alike=_alike(kinds, deals),
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
    if not sla:
        return ngettext("Answer {n} deal whose SLA is late", "Answer {n} deals whose SLA is late", n).format(n=n)
    return ngettext("Answer {n} deal, late: {sla}", "Answer {n} deals, late: {sla}", n).format(n=n, sla=sla_name(sla))
