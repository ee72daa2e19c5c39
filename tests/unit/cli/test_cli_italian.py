"""The shell in Italian: texts, numbers and dates change with the language; JSON, kinds and ids do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipetui.cli.commands import MODULES

if TYPE_CHECKING:
    from cli_shell import Result, Shell

pytest_plugins = ("cli_shell",)

DAY = 86_400
COMMANDS = [command for commands in MODULES.values() for command in commands]
PARSERS_WORDS = ("Usage", "Options", "Arguments", "Commands", "[required]", "[OPTIONS]", "Show this", "COMMAND")
TOLD = {"why", "why_still_here"}
"""The keys whose values are sentences."""


def italian(shell: Shell, *words: str) -> Result:
    return shell(*words, before=["--db", str(shell.db), "--me", "anna", "--lang", "it"])


@pytest.fixture
def deals(shell: Shell) -> Shell:
    """A deal that is late and stalled with a note, one without a step, one that is parked; three weeks later."""
    shell.ok("add", "deal", "--name", "ERP", "--company", "Acme", "--amount", "12000")
    shell.ok("note", "1", "--pain", "Stock is wrong", "--next-step", "Send it", "--date", "fri", "--tick", "icp_fit")
    shell.ok("add", "deal", "--name", "Pilot", "--amount", "1234.50", "--currency", "USD")
    shell.ok("add", "deal", "--name", "Audit")
    shell.ok("park", "3", "--until", "2027-03-01", "--reason", "budget")
    shell.now += 21 * DAY
    return shell


def without_sentences(document: Any) -> Any:
    if isinstance(document, dict):
        return {name: without_sentences(value) for name, value in document.items() if name not in TOLD}
    return [without_sentences(value) for value in document] if isinstance(document, list) else document


@pytest.mark.parametrize("words", [("today",), ("check",), ("show", "1"), ("log",), ("status",), ("people",)])
def test_json_is_the_same_in_every_language(deals: Shell, words: tuple[str, ...]) -> None:
    in_english, in_italian = deals(*words, "--json"), italian(deals, *words, "--json")
    assert in_italian.status == in_english.status
    assert without_sentences(in_italian.json) == without_sentences(in_english.json)


def test_the_sentences_in_json_are_in_the_language_in_use(deals: Shell) -> None:
    item = next(each for each in italian(deals, "today", "--json").json["items"] if each["id"] == 1)
    assert [(finding["kind"], finding["why"]) for finding in item["findings"]] == [
        ("step_overdue", "Il prossimo passo scadeva ven 27 nov, 17 giorni fa."),
        ("stalled", "In Qualification da 21 giorni; il limite del playbook è 14."),
    ]


def test_today(deals: Shell) -> None:
    first, blank, heading, pilot, erp = italian(deals, "today").out.splitlines()
    assert (first, blank, heading) == ("lun 14 dic 08:31 · 2 da sistemare", "", "DA SISTEMARE")
    assert pilot.startswith("2  senza passo  Pilot ")
    assert pilot.endswith("21/14  1.234,50 $  –")
    assert erp.startswith("1  ritardo 17g  Acme · ERP ")
    assert erp.endswith("21/14    12.000 €  27 nov")


def test_show(deals: Shell) -> None:
    page = italian(deals, "show", "1").out
    for piece in (
        "aperta · 12.000 € · anna",
        "ultima nota 21 giorni fa di anna",
        "Prossimo passo Send it · anna · ven 27 nov",
        "[x] icp_fit  Fits the ICP  (anna, lun 23 nov, in una nota)",
        "lun 23 nov 08:31  nota: Stock is wrong; poi: Send it, ven 27 nov, anna",
    ):
        assert piece in " ".join(page.split()) or piece in page, piece


def test_plurals(deals: Shell) -> None:
    assert italian(deals, "status").out == "2 da sistemare · 3 trattative aperte · 1 in pausa\n"
    deals.ok("close", "3", "--outcome", "lost", "--reason", "price")
    deals.ok("close", "2", "--outcome", "lost", "--reason", "price")
    assert italian(deals, "status").out == "1 da sistemare · 1 trattativa aperta\n"


def test_dates_are_read_in_italian(deals: Shell) -> None:
    changed = italian(deals, "step", "1", "--text", "Call", "--date", "mar", "--json").json["changed"]
    assert changed["date"] == ["2026-11-27", "2026-12-15"]  # Tuesday, not March


def test_an_error_is_in_italian_with_the_ids_as_they_are(deals: Shell) -> None:
    refused = italian(deals, "close", "1", "--outcome", "won")
    assert (refused.status, refused.out) == (1, "")
    assert "Una trattativa si vince solo da Closing; questa è in Qualification." in refused.err
    wrong = italian(deals, "tick", "1", "nonsense")
    assert (wrong.status, wrong.err.splitlines()[0]) == (2, "Il criterio “nonsense” non esiste.")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_no_english_of_the_parser(blank: Shell, command: str) -> None:
    help_text = italian(blank, command, "--help").out
    assert help_text.startswith(f"Uso: pipetui {command} [OPZIONI]")
    assert [word for word in PARSERS_WORDS if word in help_text] == []
    assert max(map(len, help_text.splitlines())) <= 80


def test_the_help_lists_all_commands(blank: Shell) -> None:
    help_text = italian(blank, "--help").out
    assert [word for word in PARSERS_WORDS if word in help_text] == []
    assert [command for command in COMMANDS if f"\n  {command} " not in help_text] == []


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("playbook",), "Manca un comando."),
        (("playbook", "nonsense"), "Il comando nonsense non esiste."),
        (("today", "more"), "Argomenti di troppo: more."),
        (("today", "--json=yes"), "L'opzione --json non vuole un valore."),
        (("today", "--kind"), "L'opzione --kind vuole un valore."),
        (("note",), "Manca ID."),
        (("todya",), "Il comando todya non esiste."),
    ],
)
def test_what_the_parser_refuses_is_said_in_italian(blank: Shell, words: tuple[str, ...], complaint: str) -> None:
    refused = italian(blank, *words)
    assert (refused.status, refused.out, refused.err.splitlines()[0]) == (2, "", complaint)


@pytest.mark.parametrize("before", [["--lang", "it"], ["--lang=it"], ["--me", "anna", "--lang", "it"]])
def test_a_wrong_global_option_is_refused_in_the_language_that_was_asked_for(blank: Shell, before: list[str]) -> None:
    refused = blank("--nonsense", before=before)
    assert (refused.status, refused.err.splitlines()[0]) == (2, "L'opzione --nonsense non esiste.")


def test_the_environment_chooses_the_language(blank: Shell) -> None:
    blank.environ["PIPETUI_LANG"] = "it"
    assert blank("--nonsense", before=[]).err.startswith("L'opzione --nonsense")
    assert blank("--help", before=[]).out.startswith("Uso: ")
    assert blank("--help", before=["--lang", "en"]).out.startswith("Usage: ")
