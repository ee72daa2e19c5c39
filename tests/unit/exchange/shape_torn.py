"""Files spoilt as bytes: quotation marks, delimiters, encodings, garbage; and the rule for what is read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shape_oracle import cell_values
from shape_writing import csv_text, encoded, table_of

from pipetui.services.playbooks import from_preset
from pipetui.services.transfer_answers import StageLabels

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from shape_files import Generated

    from pipetui.exchange.importing import ImportFile

_CONTROL = bytes((1, 2, 7, 8, 11, 14, 27, 127, 200, 255, 254, 129))


def torn_files(file: Generated, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Names of what happened, and the bytes."""
    whole = csv_text(table_of(file), file.choice)
    yield from ((label, encoded(text, file.choice["encoding"])) for label, text in _torn_texts(file, whole, chance))
    near = whole.encode("cp1252")
    lines = whole.encode().split(file.choice["end"].encode())
    place = chance.randrange(2, len(lines))
    garbage = [*lines[:place], bytes(chance.sample(_CONTROL, 9)), *lines[place:]]
    yield "a line of garbage", file.choice["end"].encode().join(garbage)
    western = [*lines[:place], lines[place].decode().encode("cp1252"), *lines[place + 1 :]]
    yield "one line in cp1252", file.choice["end"].encode().join(western)
    yield "a UTF-8 mark before cp1252", b"\xef\xbb\xbf" + near
    yield "UTF-16 without its mark", whole.encode("utf-16-le")
    yield "UTF-16 of an odd length", encoded(whole, "utf-16")[:-1]
    yield "a zero byte", whole.encode().replace(b"a", b"\0", 1)


def _torn_texts(file: Generated, whole: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    end, delimiter = file.choice["end"], file.choice["delimiter"]
    for label, mark in (("a quotation mark", '"'), ("two quotation marks", '""'), ("a line end", end)):
        for _time in range(3):
            place = chance.randrange(len(whole) // 4, len(whole))
            yield f"{label} too many", whole[:place] + mark + whole[place:]
            starts = [number for number, char in enumerate(whole) if char == delimiter]
            start = chance.choice(starts[len(file.fields) :]) + 1
            yield f"{label} before a cell", whole[:start] + mark + whole[start:]
    quotes = [number for number, char in enumerate(whole) if char == '"']
    for place in chance.sample(quotes, min(4, len(quotes))):
        yield "a quotation mark too few", whole[:place] + whole[place + 1 :]
    lines = whole.split(end)
    number = chance.randrange(2, len(lines) - 1)
    other = chance.choice([mark for mark in ",;\t|" if mark != delimiter])
    lines[number] = lines[number].replace(delimiter, other)
    yield "another delimiter in a line", end.join(lines)


def wrong_in(file: Generated, opened: ImportFile) -> list[str]:
    """What is wrong in a torn file and told nowhere. Rows are found again by the name of their deal."""
    records = list(opened.records())
    labels = StageLabels(from_preset("b2b", "en"), opened.system, {}, {})
    used = {record.values["stage"] for record in records if not record.rejected and "stage" in record.values}
    if opened.questions or any(labels.meaning(label) is None for label in used):
        return []
    if 2 * sum(record.rejected is not None for record in records) > len(records):
        # The row of column names itself is broken, and everything that follows says so.
        return []
    if any(problem.row is None and '"' in (problem.column or "") for problem in opened.warnings):
        return []
    expected = {_bare(values["name"]): values for values in (cell_values(file, deal) for deal in file.deals)}
    told = any(record.rejected or record.warnings for record in records)
    told_rows = {problem.row for problem in opened.warnings if problem.row is not None}
    # What is left of a row that a line end has broken in two is left out, and that is told.
    told_rows |= {row + step for row in told_rows for step in (-1, 1)}
    told = told or any(not _bare(record.values.get("name", "")) for record in records)
    wrong = []
    for record in records:
        if record.rejected or record.warnings or record.row in told_rows:
            continue
        values = expected.pop(_bare(record.values["name"]), None)
        if values is None:
            called = record.values["name"][:200]
            wrong += [] if told or told_rows else [f"row {record.row}: no deal is called {called!r}"]
            continue
        wrong += [
            f"row {record.row}: {name} is {record.values.get(name)!r}, not {value!r}"
            for name, value in values.items()
            if _bare(record.values.get(name)) != _bare(value)
        ]
    return wrong + ([] if told or told_rows or not expected else [f"gone without a word: {list(expected)}"])


def _bare(value: Any) -> Any:
    """A text without its quotation marks and blanks: one more or less of them is what the file says."""
    return "".join(value.replace('"', "").split()) if isinstance(value, str) else value
