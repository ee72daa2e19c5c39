"""How a deal stands at an instant, as SQL over the columns of ``deal`` that wants ``:now``; see ``hygiene.status``."""

from __future__ import annotations

_LIVING = "status IN ('open', 'dormant')"

OPEN = f"({_LIVING} AND (status = 'open' OR wake_at IS NULL OR wake_at <= :now))"
"""Open as the counts of Today have it: a parked deal is, the next cycle after a no-decision is not before it wakes."""

AWAKE = f"({_LIVING} AND (wake_at IS NULL OR wake_at <= :now))"
"""Open and not parked."""

PARKED = "(status = 'open' AND wake_at IS NOT NULL AND wake_at > :now)"
"""Sleeps in a parking until its wake date."""
