"""Our own export of deals: columns are called like our fields, and its cells mean exactly what is written in them."""

from __future__ import annotations

from pipetui.exchange.systems.base import FIELDS, NOT_READ, System

OWN_FIELDS = ("company_ref", "system", "uid", "previous_uid", "checksum")
"""What an export says beside the usual fields, so that nothing is lost and no deal doubled when it comes back.

``system``: where the deal was first imported from; ``uid``: the deal itself, in any database; ``previous_uid``: the
cycle that it continues; ``checksum``: what the row said when it was written (see ``exchange.checksum``).
"""

OWN = System(
    key="pipetui",
    columns={"id": NOT_READ, **{name: name for name in (*FIELDS, *OWN_FIELDS)}},
    signature=("previous_uid",),
    undecided=True,
)
