"""What is known of a person at the buyer's: roles in words, and an e-mail address that can be one."""

from __future__ import annotations

from pipetui.domain.names import fold
from pipetui.errors import BadInput
from pipetui.i18n import _, pgettext

ROLES = ("sponsor", "signer", "user", "committee")
"""The roles that decide a deal. Anything else is the buyer's own title, kept as it was written."""


def role_word(role: str) -> str:
    """A role in the reader's language; a title of the buyer's own is shown as it is."""
    words = {
        "sponsor": pgettext("role", "sponsor"), "signer": pgettext("role", "signer"),
        "user": pgettext("role", "user"), "committee": pgettext("role", "committee"),
    }  # fmt: skip
    return words.get(role, role)


def role_of(text: str) -> str:
    """The role that is meant: one of ``ROLES`` for its word in the reader's language, else the text itself."""
    wanted = fold(text.strip())
    return next((role for role in ROLES if wanted in (role, fold(role_word(role)))), text.strip())


def check_email(text: str) -> str:
    """The address without outer blanks. Raises BadInput where it has no ``@``; nothing else is refused."""
    text = text.strip()
    if "@" not in text:
        raise BadInput(_("“{email}” is not an e-mail address: it has no @.").format(email=text[:60]))
    return text
