"""JSON that is written in parts says what JSON in one piece says."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipetui.cli.output import Output
from pipetui.exchange.long_list import LongList
from pipetui.exchange.problems import Problem

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
DOCUMENTS = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner), max_leaves=20
)


def written(document: Any) -> str:
    data = io.StringIO()
    Output(data, None, {}).json(document)
    return data.getvalue()


@given(DOCUMENTS)
def test_it_is_the_same_document(document: Any) -> None:
    assert json.loads(written(document)) == json.loads(json.dumps(document))


def test_it_looks_as_json_does_on_several_lines() -> None:
    document = {"a": [1, {"b": []}, "è"], "c": {}, "d": {"e": None}}
    assert written(document) == json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def test_records_and_long_lists_are_objects_and_lists() -> None:
    problems = [Problem(row, None, "\x1b[2J", "é", "name") for row in range(2_500)]
    text = written({"rejects": LongList(problems), "held": LongList[Problem]()})
    assert json.loads(text) == {"rejects": [asdict(problem) for problem in problems], "held": []}
    assert "\x1b" not in text
