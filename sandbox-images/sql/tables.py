"""Prints rows for people and for other programs."""

import csv
import json
import unicodedata
from itertools import chain, islice
from typing import Any, Iterable, TextIO

"""How many rows the widths of the columns are taken from; the rest is printed as it comes."""
ROWS_MEASURED = 1000


def _text(value: Any, null: str) -> str:
    if value is None:
        return null
    return f"x'{value.hex()}'" if isinstance(value, bytes) else str(value)


def _one_line(value: Any) -> str:
    return _text(value, "NULL").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


def _padded(text: str, width: int, is_right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if is_right else text + space


def _write_table(file: TextIO, names: list[str] | None, rows: Iterable[tuple]) -> None:
    remaining = iter(rows)
    first = list(islice(remaining, ROWS_MEASURED))
    columns = range(len(names) if names else len(first[0]) if first else 0)
    is_right = [
        all(row[at] is None or isinstance(row[at], (int, float)) for row in first) and bool(first) for at in columns
    ]
    shown = [[_one_line(value) for value in row] for row in first]
    heads = [[_one_line(name) for name in names]] if names else []
    widths = [max((_width(row[at]) for row in chain(heads, shown)), default=0) for at in columns]

    def write(cells: list[str]) -> None:
        line = "  ".join(_padded(cell, widths[at], is_right[at]) for at, cell in enumerate(cells))
        file.write(line.rstrip() + "\n")

    for head in heads:
        write(head)
        write(["-" * width for width in widths])
    for row in shown:
        write(row)
    for row in remaining:
        write([_one_line(value) for value in row])
    if not first:
        file.write("(no rows)\n")


def _write_markdown(file: TextIO, names: list[str] | None, rows: Iterable[tuple]) -> None:
    if names:
        file.write(f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n")
    for row in rows:
        file.write(f"| {' | '.join(_one_line(value).replace('|', '\\|') for value in row)} |\n")


def _write_json(file: TextIO, names: list[str], rows: Iterable[tuple]) -> None:
    opened = "["
    for row in rows:
        values = {name: _text(value, "") if isinstance(value, bytes) else value for name, value in zip(names, row)}
        file.write(f"{opened}{json.dumps(values, ensure_ascii=False)}")
        opened = ",\n"
    file.write("[]\n" if opened == "[" else "]\n")


def _write_separated(file: TextIO, names: list[str] | None, rows: Iterable[tuple], delimiter: str) -> None:
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    if names:
        writer.writerow(names)
    writer.writerows([_text(value, "") for value in row] for row in rows)


MODES = ("table", "list", "csv", "tsv", "json", "markdown")


def write_rows(file: TextIO, mode: str, names: list[str] | None, rows: Iterable[tuple]) -> None:
    """The names of the columns, where they are wanted, and the rows."""
    if mode == "table":
        _write_table(file, names, rows)
    elif mode == "markdown":
        _write_markdown(file, names, rows)
    elif mode == "json":
        _write_json(file, names, rows)
    elif mode == "list":
        for row in chain([names] if names else [], rows):
            file.write("|".join(_text(value, "") for value in row) + "\n")
    else:
        _write_separated(file, names, rows, "\t" if mode == "tsv" else ",")
