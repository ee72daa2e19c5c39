"""How clean a pipeline is: the share of open deals without any finding, by count and by value.

Parked deals stand apart. A deal in hand still has its finding and counts as flagged. Deals without an amount count, but
are worth nothing known. Amounts are never summed across currencies, but for ``together``, with the playbook's rates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain import worth
from pipetui.domain.model import KINDS, FindingKind
from pipetui.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pipetui.domain.playbook import Rate


@dataclass(frozen=True, slots=True)
class Group:
    """Open deals, not parked, that have owner, currency and findings in common at one instant.

    ``owner``: the person's number, None for nobody; ``currency``: None for deals without an amount; ``kinds``: in the
    order of the list, empty for clean deals; ``deals``: how many; ``minor``: what they are worth together.
    """

    owner: int | None
    currency: str | None
    kinds: tuple[FindingKind, ...]
    deals: int
    minor: int


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``, both in deals or both in minor units."""

    part: int
    whole: int

    @property
    def ratio(self) -> float | None:
        """0 to 1; None where there is nothing to have a share of."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Spoiler:
    """What one kind of finding spoils: so many deals, worth one amount for each currency."""

    kind: FindingKind
    deals: int
    value: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The clean share by count, and by value for each currency; what each kind of finding spoils (a deal with two
    kinds counts in both); how many deals have no amount."""

    count: Share
    value: Mapping[str, Share]
    kinds: tuple[Spoiler, ...]
    without_amount: int


def figures(groups: Iterable[Group]) -> Figures:
    """The figures over these groups. Currencies stand in the order of how many deals have them."""
    members = list(groups)
    by_currency: dict[str, list[Group]] = defaultdict(list)
    for group in members:
        if group.currency is not None:
            by_currency[group.currency].append(group)
    codes = sorted(by_currency, key=lambda code: (-_deals(by_currency[code]), code))
    return Figures(
        count=Share(_deals(group for group in members if not group.kinds), _deals(members)),
        value={code: _worth(by_currency[code]) for code in codes},
        kinds=tuple(_spoiler(kind, members, codes) for kind in KINDS),
        without_amount=_deals(group for group in members if group.currency is None),
    )


def of_owner(groups: Iterable[Group], owner: int | None) -> list[Group]:
    """The groups of one person; None: of everybody."""
    return [group for group in groups if owner is None or group.owner == owner]


def by_owner(groups: Iterable[Group]) -> dict[int | None, Figures]:
    """The figures of each owner, None for the deals of nobody; the one with most deals first."""
    found: dict[int | None, list[Group]] = defaultdict(list)
    for group in groups:
        found[group.owner].append(group)
    owners = sorted(found, key=lambda owner: (-_deals(found[owner]), owner is None, owner))
    return {owner: figures(found[owner]) for owner in owners}


def main_currency(value: Mapping[str, Share], preferred: str) -> str | None:
    """The currency that stands for the value where there is room for one: the playbook's if any deal has it."""
    return preferred if preferred in value else next(iter(value), None)


def together(value: Mapping[str, Share], currency: str, rates: Iterable[Rate], today: date) -> Share | None:
    """The shares of several currencies as one in minor units of ``currency``, by the last rates up to ``today``: an
    approximation. None where a rate is missing, and where there is nothing to sum up."""
    if len(value) < 2:
        return None
    part = worth.together([Money(share.part, code) for code, share in value.items()], currency, rates, today)
    whole = worth.together([Money(share.whole, code) for code, share in value.items()], currency, rates, today)
    return None if part is None or whole is None else Share(part.minor, whole.minor)


def _deals(groups: Iterable[Group]) -> int:
    return sum(group.deals for group in groups)


def _worth(groups: list[Group]) -> Share:
    return Share(sum(group.minor for group in groups if not group.kinds), sum(group.minor for group in groups))


def _spoiler(kind: FindingKind, groups: Iterable[Group], codes: Iterable[str]) -> Spoiler:
    spoiled = [group for group in groups if kind in group.kinds]
    value = (Money(sum(group.minor for group in spoiled if group.currency == code), code) for code in codes)
    return Spoiler(kind, _deals(spoiled), tuple(money for money in value if money.minor))
