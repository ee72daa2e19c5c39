"""Half of an import: what was answered, mapped and mended about a file that is not imported yet. It is a draft like
any other, and holds as long as the file is the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pipetui.services import drafts
from pipetui.services.transfer_questions import Topic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_questions import Answers

_HASHED = 1_000_000
_CONTENT, _SAID = f"{drafts.ASIDE}content", f"{drafts.ASIDE}said"


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """``mapping`` and ``repairs`` as in an ``ImportRequest``."""

    answers: Answers = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    repairs: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Has anything been said at all?"""
        return bool(self.answers or self.mapping or self.repairs)


def keep_answers(desk: Desk, path: Path, kept: KeptAnswers) -> None:
    """Keep what was said about a file, in the place of what was kept about it before; nothing said: nothing is kept.
    Does nothing for a file that cannot be read."""
    content = _content(path)
    if not kept.anything:
        forget_answers(desk, path)
    elif content is not None:
        said = {
            "answers": [[topic.kind, topic.about, topic.shape, answer] for topic, answer in kept.answers.items()],
            "mapping": dict(kept.mapping),
            "repairs": [[row, column, text] for (row, column), text in kept.repairs.items()],
        }
        fields = {"file": str(path), _CONTENT: content, _SAID: json.dumps(said, ensure_ascii=False)}
        drafts.keep(desk, 0, _form(path), fields)


def kept_answers(desk: Desk, path: Path) -> KeptAnswers | None:
    """What I said about this file, or None; None, too, if the file has been changed since."""
    draft = drafts.load(desk, 0, _form(path))
    if draft is None or draft.fields.get(_CONTENT) != _content(path):
        return None
    said: dict[str, Any] = json.loads(draft.fields[_SAID])
    return KeptAnswers(
        {Topic(kind, about, shape): answer for kind, about, shape, answer in said["answers"]},
        said["mapping"],
        {(row, column): text for row, column, text in said["repairs"]},
    )


def forget_answers(desk: Desk, path: Path) -> None:
    """The file has been imported: its draft goes. Nothing happens when there is none."""
    drafts.drop(desk, 0, _form(path))


def _form(path: Path) -> str:
    return drafts.IMPORT + str(path.absolute())


def _content(path: Path) -> str | None:
    """The size and the beginning of a file in short; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            start = blake2b(file.read(_HASHED), digest_size=16).hexdigest()
        return f"{path.stat().st_size}:{start}"
    except OSError:
        return None
