"""The systems whose exports are known, one module each."""

from pipetui.exchange.systems.base import System
from pipetui.exchange.systems.dynamics import DYNAMICS
from pipetui.exchange.systems.hubspot import HUBSPOT
from pipetui.exchange.systems.own import OWN
from pipetui.exchange.systems.pipedrive import PIPEDRIVE
from pipetui.exchange.systems.salesforce import SALESFORCE
from pipetui.exchange.systems.sheet import SHEET
from pipetui.exchange.systems.zoho import ZOHO

__all__ = ["BY_KEY", "OWN", "SHEET", "SYSTEMS", "System"]

SYSTEMS: tuple[System, ...] = (PIPEDRIVE, HUBSPOT, SALESFORCE, ZOHO, DYNAMICS, OWN, SHEET)
"""In the order in which they are tried; a plain sheet comes last."""

BY_KEY = {system.key: system for system in SYSTEMS}
