"""Few combinations of many choices in which every two choices meet at least once."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

Combination = dict[str, str]
_Pair = frozenset[tuple[str, str]]


def covering(factors: Mapping[str, Sequence[str]], chance: random.Random) -> list[Combination]:
    """Combinations of one level for each factor: every pair of levels of two factors occurs in one of them."""
    one, other = sorted(factors, key=lambda name: len(factors[name]), reverse=True)[:2]
    missing = {
        _pair(first, level, second, its)
        for first, second in combinations(factors, 2)
        for level, its in product(factors[first], factors[second])
    }
    # The two largest factors have to meet anyway; the others are fitted in between.
    found = [
        _completed({one: level, other: its}, factors, missing, chance)
        for level, its in product(factors[one], factors[other])
    ]
    while missing:
        # Sorted, since the order of a set is another one in each run.
        start = dict(min(missing, key=sorted))
        found.append(_completed(start, factors, missing, chance))
    return found


def _pair(one: str, level: str, other: str, its: str) -> _Pair:
    return frozenset(((one, level), (other, its)))


def _completed(
    chosen: Combination, factors: Mapping[str, Sequence[str]], missing: set[_Pair], chance: random.Random
) -> Combination:
    """The combination with a level for every factor, each the one that meets most of what it has not met yet."""
    for name in factors:
        if name not in chosen:
            met = list(chosen.items())
            counts = [sum(_pair(name, level, *item) in missing for item in met) for level in factors[name]]
            best = [level for level, count in zip(factors[name], counts, strict=True) if count == max(counts)]
            chosen[name] = chance.choice(best)
    missing.difference_update(_pair(*one, *other) for one, other in combinations(chosen.items(), 2))
    return chosen
