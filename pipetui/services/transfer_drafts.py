"""Half of an import: what was answered, mapped and mended about a file that is not imported yet. It is a draft like
any other, and holds as long as the file is the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipetui.services import drafts
from pipetui.services.transfer_questions import Topic
from pipetui.services.transfer_report import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.services.desk import Desk
    from pipetui.services.drafts import Waiting
    from pipetui.services.transfer_questions import Answers

_HASHED = 1_000_000
_CONTENT, _SAID = f"{drafts.ASIDE}content", f"{drafts.ASIDE}said"


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """``tables`` as in an ``ImportRequest``."""

    answers: Answers = field(default_factory=dict)
    tables: Mapping[str, Told] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Has anything been said at all?"""
        return bool(self.answers) or any(told.anything for told in self.tables.values())


def keep_answers(desk: Desk, files: Sequence[Path], kept: KeptAnswers) -> None:
    """Keep what was said about files that are imported together, in the place of what was kept about them before;
    nothing said: nothing is kept. Does nothing for a file that cannot be read."""
    content = _content(files)
    if not kept.anything:
        forget_answers(desk, files)
    elif content is not None:
        said = {
            "answers": [[*_fields_of(topic), answer] for topic, answer in kept.answers.items()],
            "tables": {name: _as_lists(told) for name, told in kept.tables.items()},
        }
        fields = {
            "file": "\n".join(map(str, files)), _CONTENT: content, _SAID: json.dumps(said, ensure_ascii=False),
        }  # fmt: skip
        drafts.keep(desk, 0, _form(files), fields)


def kept_answers(desk: Desk, files: Sequence[Path]) -> KeptAnswers | None:
    """What I said about these files, or None; None, too, if one of them has been changed since."""
    draft = drafts.load(desk, 0, _form(files))
    if draft is None or draft.fields.get(_CONTENT) != _content(files):
        return None
    said: dict[str, Any] = json.loads(draft.fields[_SAID])
    return KeptAnswers(
        {Topic(*fields): answer for *fields, answer in said["answers"]},
        {name: _told(lists) for name, lists in said["tables"].items()},
    )


def forget_answers(desk: Desk, files: Sequence[Path]) -> None:
    """The files have been imported: their draft goes. Nothing happens when there is none."""
    drafts.drop(desk, 0, _form(files))


def files_of(draft: Waiting) -> list[Path]:
    """The files of a draft that was kept so."""
    return list(map(Path, draft.fields["file"].split("\n")))


def _fields_of(topic: Topic) -> tuple[str, ...]:
    return topic.kind, topic.about, topic.shape, topic.table


def _as_lists(told: Told) -> dict[str, Any]:
    return {
        "mapping": dict(told.mapping),
        "repairs": [[*place, text] for place, text in told.repairs.items()],
        "alike": [[*place, text] for place, text in told.alike.items()],
    }


def _told(lists: Mapping[str, Any]) -> Told:
    return Told(
        lists["mapping"],
        {(row, column): text for row, column, text in lists["repairs"]},
        {(column, written): text for column, written, text in lists["alike"]},
    )


def _form(files: Sequence[Path]) -> str:
    """Files that are imported together are found again by the first of them."""
    return drafts.IMPORT + str(files[0].absolute())


def _content(files: Sequence[Path]) -> str | None:
    """The sizes and the beginnings of files in short; None where one cannot be read."""
    try:
        return " ".join(map(_content_of, files))
    except OSError:
        return None


def _content_of(path: Path) -> str:
    with path.open("rb") as file:
        start = blake2b(file.read(_HASHED), digest_size=16).hexdigest()
    return f"{path.stat().st_size}:{start}"
