"""The language of texts: which one counts, and what happens without a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui import i18n

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "it_IT.UTF-8"}, "it"),
        ({"LANG": "IT"}, "it"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "it_IT.UTF-8"}, "it"),
        ({"LC_ALL": "C", "LC_MESSAGES": "it_IT", "LANG": "it_IT"}, "en"),
        ({"LC_ALL": "", "LANG": "it_IT"}, "it"),
    ],
)
def test_the_first_locale_variable_that_is_set_counts(environ: dict[str, str], expected: str) -> None:
    assert i18n.language_from_environment(environ) == expected


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_text_without_translation_is_shown_as_it_is(language: i18n.Language) -> None:
    i18n.set_language(language)
    assert i18n.language() == language
    assert i18n._("no catalogue holds this text") == "no catalogue holds this text"
    assert i18n.pgettext("nowhere", "no catalogue holds this text") == "no catalogue holds this text"


@pytest.mark.parametrize(("count", "expected"), [(0, "{count} xyzzies"), (1, "{count} xyzzy"), (2, "{count} xyzzies")])
def test_a_count_chooses_its_form(count: int, expected: str) -> None:
    assert i18n.ngettext("{count} xyzzy", "{count} xyzzies", count) == expected
