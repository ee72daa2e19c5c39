"""What was said about a file that is not imported yet waits as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.services import drafts, history
from pipetui.services.transfer_drafts import KeptAnswers, forget_answers, keep_answers, kept_answers
from pipetui.services.transfer_questions import Topic
from pipetui.services.transfer_report import Told

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

SAID = KeptAnswers(
    {
        Topic("stage", "Proposta"): "solution",
        Topic("date_order", "Data", "1/1/10"): "dmy",
        Topic("person", "Età"): "",
        Topic("name_column", "name", table="more.csv"): "Cosa",
    },
    {
        "deals.csv": Told(
            {"amount": "Valore (2)", "owner": ""}, {(3, "Data chiusura"): "2026-12-01", (4, "[/red]\n"): ""}
        ),
        "more.csv": Told(alike={("Data", "da definire"): "2026-12-01"}),
    },
)


def deals(folder: Path, content: str = "Name,Stage\nA,Proposta\n", name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_what_was_said_is_there_again(empty_desk: Desk, tmp_path: Path) -> None:
    path = deals(tmp_path)
    assert kept_answers(empty_desk, [path]) is None
    keep_answers(empty_desk, [path], KeptAnswers({Topic("stage", "x"): "won"}))
    keep_answers(empty_desk, [path], SAID)
    assert kept_answers(empty_desk, [path]) == SAID
    assert kept_answers(empty_desk, [deals(tmp_path, name="other.csv")]) is None
    assert drafts.count(empty_desk) == 1


def test_it_is_not_for_another_content(empty_desk: Desk, tmp_path: Path) -> None:
    path = deals(tmp_path)
    keep_answers(empty_desk, [path], SAID)
    deals(tmp_path, "Name,Stage\nB,Proposta\n")
    assert kept_answers(empty_desk, [path]) is None
    path.unlink()
    assert kept_answers(empty_desk, [path]) is None
    keep_answers(empty_desk, [path], SAID)
    assert kept_answers(empty_desk, [path]) is None


def test_it_goes_when_the_file_is_imported_or_nothing_is_left(empty_desk: Desk, tmp_path: Path) -> None:
    path = deals(tmp_path)
    keep_answers(empty_desk, [path], SAID)
    forget_answers(empty_desk, [path])
    assert drafts.count(empty_desk) == 0
    keep_answers(empty_desk, [path], SAID)
    keep_answers(empty_desk, [path], KeptAnswers())
    assert drafts.count(empty_desk) == 0
    assert kept_answers(empty_desk, [path]) is None


def test_it_is_mine_and_no_history(empty_desk: Desk, tmp_path: Path) -> None:
    before = len(history.log(empty_desk))
    path = deals(tmp_path)
    keep_answers(empty_desk, [path], SAID)
    assert len(history.log(empty_desk)) == before


def test_the_list_of_drafts_names_the_file(empty_desk: Desk, tmp_path: Path) -> None:
    path = deals(tmp_path)
    keep_answers(empty_desk, [path], SAID)
    (draft,) = drafts.waiting(empty_desk)
    assert (drafts.form_word(draft.form), drafts.about(draft)) == ("Import", "deals.csv")
    assert drafts.texts(empty_desk, draft) == [("File", str(path))]
    assert draft.words == str(path)
    assert drafts.throw_away(empty_desk, draft.number) == draft
    assert kept_answers(empty_desk, [path]) is None
