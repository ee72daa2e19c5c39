"""The Italian catalogue holds every text of the source, whole and with the same places to fill in."""

from __future__ import annotations

import ast
import gettext
import string
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "pipetui" / "locale" / "it" / "LC_MESSAGES"

LOOKUPS = {"_": 1, "ngettext": 2, "pgettext": 2}
"""The functions that look up a text, and how many of their first arguments are texts."""

Key = tuple[str | None, tuple[str, ...]]
"""The context of a text, and its one form or its singular and plural."""


@dataclass(frozen=True)
class Text:
    """A text of the catalogue: one form in each language, or singular and plural."""

    context: str | None
    english: tuple[str, ...]
    italian: tuple[str, ...]
    fuzzy: bool

    @property
    def key(self) -> Key:
        return self.context, self.english


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def catalogue() -> list[Text]:
    with (FOLDER / "pipetui.po").open("rb") as file:
        messages = read_po(file, locale="it", abort_invalid=True)
    assert not messages.obsolete
    return [Text(m.context, forms(m.id), forms(m.string), m.fuzzy) for m in messages if m.id]


TEXTS = catalogue()
PAIRS = [pair for text in TEXTS for pair in zip(text.english, text.italian, strict=True)]


@pytest.fixture(scope="module")
def source() -> set[Key]:
    """What the source says, found the way the tools find it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = [(mapping["pattern"], mapping["method"]) for mapping in project["tool"]["babel"]["mappings"]]
    found = extract_from_dir(ROOT, mappings, keywords=DEFAULT_KEYWORDS)
    return {(context, forms(text)) for _file, _line, text, _comments, context in found}


def test_every_text_of_the_source_is_in_the_catalogue(source: set[Key]) -> None:
    assert sorted(map(str, source - {text.key for text in TEXTS})) == []


def test_the_catalogue_holds_nothing_that_the_source_no_longer_says(source: set[Key]) -> None:
    assert sorted(map(str, {text.key for text in TEXTS} - source)) == []


def test_every_text_is_translated_for_certain() -> None:
    assert [text.english for text in TEXTS if text.fuzzy or not all(text.italian)] == []


def places(text: str) -> set[tuple[str, str | None]]:
    """The places to fill in, with their formats."""
    return {(field, form) for _literal, field, form, _conversion in string.Formatter().parse(text) if field}


def test_a_translation_fills_in_the_same_places() -> None:
    filled = [(english, italian) for english, italian in PAIRS if "{" in english or "{" in italian]
    assert [english for english, italian in filled if places(italian) != places(english)] == []


def outer_blanks(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_a_translation_begins_and_ends_with_the_same_blanks() -> None:
    assert [english for english, italian in PAIRS if outer_blanks(english) != outer_blanks(italian)] == []


def test_a_sentence_stays_a_sentence() -> None:
    endings = tuple(".?:…")
    assert [english for english, italian in PAIRS if english.endswith(endings) and english[-1] != italian[-1:]] == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    with (FOLDER / "pipetui.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    differing = []
    for text in TEXTS:
        for count, italian in zip((1, 2), text.italian, strict=False):
            singular, *plural = text.english
            if text.context is not None:
                found = compiled.pgettext(text.context, singular)
            elif plural:
                found = compiled.ngettext(singular, plural[0], count)
            else:
                found = compiled.gettext(singular)
            if found != italian:
                differing.append(text.english)
    assert differing == []


def is_lookup(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in LOOKUPS


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below that is worked out while the module is imported: no bodies of functions, no annotations."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [*child.args.defaults, *(value for value in child.args.kw_defaults if value is not None)]
            for part in (*child.decorator_list, *defaults):
                yield part
                yield from at_import(part)
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from at_import(child)


MODULES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "pipetui").rglob("*.py"))
}


def test_texts_are_looked_up_when_they_are_shown() -> None:
    """A lookup while a module is imported would freeze the language of that moment."""
    frozen = [
        f"{file}:{node.lineno}"
        for file, module in MODULES.items()
        for node in at_import(module)
        if isinstance(node, ast.Call) and is_lookup(node)
    ]
    assert frozen == []


def test_no_lookup_hides_in_a_text_with_values() -> None:
    """The tools that gather the texts do not look into f-strings."""
    hidden = [
        f"{file}:{node.lineno}"
        for file, module in MODULES.items()
        for outer in ast.walk(module)
        if isinstance(outer, ast.JoinedStr)
        for node in ast.walk(outer)
        if isinstance(node, ast.Call) and is_lookup(node)
    ]
    assert hidden == []


def test_no_value_is_put_into_a_text_before_it_is_looked_up() -> None:
    mixed = [
        f"{file}:{node.lineno}"
        for file, module in MODULES.items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        for argument in node.args[: LOOKUPS.get(node.func.id, 0)]
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
    ]
    assert mixed == []
