"""The run's documents as tables: CSV, TSV, JSON and SQLite files, each named as its file."""

import csv
import io
import json
import os
import re
import sqlite3
import sys
import urllib.parse
from typing import Any, Iterator

INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})")
REAL = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+(?:[eE][+-]?\d+)?")
TABLE_ENDS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
DATABASE_ENDS = (".db", ".sqlite", ".sqlite3")
MOST_WARNINGS = 3


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def plain(name: str) -> str:
    """The name as it can be written without quotes."""
    return re.sub(r"\W+", "_", name).strip("_")


def _files() -> Iterator[str]:
    for folder, folders, names in os.walk("."):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and (folder, name) != (".", "output"))
        for name in sorted(names):
            if name.lower().endswith(TABLE_ENDS + DATABASE_ENDS):
                yield os.path.normpath(os.path.join(folder, name))


def _column_names(header: list[str]) -> list[str]:
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = cell.strip() or f"column_{number}"
        taken = {other.lower() for other in names}
        candidate, count = name, 1
        while candidate.lower() in taken:
            count += 1
            candidate = f"{name}_{count}"
        names.append(candidate)
    return names


def _delimiter(path: str, header: str) -> str:
    if path.lower().endswith(".tsv"):
        return "\t"
    return max(",;\t|", key=lambda mark: (header.count(mark), mark == ","))


def _rows(reader: Any, path: str, width: int) -> Iterator[list[str | None]]:
    warnings = 0
    for row in reader:
        if not row:
            continue
        if len(row) > width:
            warnings += 1
            if warnings <= MOST_WARNINGS:
                print(f"{path}:{reader.line_num}: {len(row)} values for {width} columns, the rest is left out", file=sys.stderr)
        cells: list[str | None] = [cell if cell != "" else None for cell in row[:width]]
        yield cells + [None] * (width - len(cells))


def _kind(text: str) -> int:
    """1 for an integer, 2 for a real, 3 for anything else, such as a number with leading zeros."""
    if INTEGER.fullmatch(text):
        return 1
    return 2 if REAL.fullmatch(text) else 3


def _affinity(connection: sqlite3.Connection, column: str) -> str:
    where = f"FROM temp.raw WHERE {column} IS NOT NULL"
    for kind, name in ((1, "INTEGER"), (2, "REAL")):
        if not connection.execute(f"SELECT 1 {where} AND kind({column}) > {kind} LIMIT 1").fetchone():
            return name if connection.execute(f"SELECT 1 {where} LIMIT 1").fetchone() else "TEXT"
    return "TEXT"


def _fill(connection: sqlite3.Connection, table: str, names: list[str], rows: Iterator[list[Any]], is_typed: bool) -> None:
    columns = [quoted(name) for name in names]
    marks = ", ".join("?" * len(columns))
    connection.execute(f"CREATE TEMP TABLE raw ({', '.join(columns)})")
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO temp.raw VALUES ({marks})", rows)
    types = [_affinity(connection, column) if not is_typed else "" for column in columns]
    described = ", ".join(f"{column} {kind}".rstrip() for column, kind in zip(columns, types))
    connection.execute(f"CREATE TABLE main.{quoted(table)} ({described})")
    connection.execute(f"INSERT INTO main.{quoted(table)} SELECT * FROM temp.raw")
    connection.execute("DROP TABLE temp.raw")
    connection.execute("COMMIT")


def _load_separated(connection: sqlite3.Connection, path: str, table: str, encoding: str) -> None:
    with open(path, encoding=encoding, newline="") as file:
        header = file.readline()
        file.seek(0)
        reader = csv.reader(file, delimiter=_delimiter(path, header))
        names = _column_names(next(reader, []))
        if names:
            _fill(connection, table, names, _rows(reader, path, len(names)), is_typed=False)


def _json_value(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    is_large = isinstance(value, int) and not -(2**63) <= value < 2**63
    return str(value) if is_large else value


def _load_json(connection: sqlite3.Connection, path: str, table: str) -> None:
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    is_lines = not path.lower().endswith(".json")
    records = [json.loads(line) for line in text.splitlines() if line.strip()] if is_lines else json.loads(text)
    if isinstance(records, dict):
        lists = [value for value in records.values() if isinstance(value, list)]
        records = lists[0] if len(lists) == 1 else [records]
    records = [record if isinstance(record, dict) else {"value": record} for record in records]
    names = list(dict.fromkeys(name for record in records for name in record))
    if names:
        rows = ([_json_value(record.get(name)) for name in names] for record in records)
        _fill(connection, table, names, rows, is_typed=True)


def _load(connection: sqlite3.Connection, path: str, table: str) -> None:
    if not path.lower().endswith((".csv", ".tsv")):
        return _load_json(connection, path, table)
    try:
        _load_separated(connection, path, table, "utf-8-sig")
    except UnicodeDecodeError:
        connection.rollback()
        connection.execute("DROP TABLE IF EXISTS temp.raw")
        _load_separated(connection, path, table, "cp1252")


def _table_names(path: str, taken: set[str]) -> list[str]:
    """As the file; with its folders or its ending where that name is another file's. And the same without quotes."""
    stem, ending = os.path.splitext(path)
    for name in (os.path.basename(stem), plain(stem), plain(stem + ending)):
        if name and name.lower() not in taken:
            break
    names = [name] if plain(name).lower() in taken | {""} else list(dict.fromkeys([name, plain(name)]))
    taken.update(other.lower() for other in names)
    return names


def open_documents(connection: sqlite3.Connection, script: str) -> None:
    """Makes the tables that the script speaks of; all of them where it looks into the list of tables."""
    csv.field_size_limit(sys.maxsize)
    connection.create_function("kind", 1, _kind, deterministic=True)
    words = script.lower()
    wants_all = re.search(r"sqlite_(master|schema)|table_list|^\s*\.(tables|schema)", words, re.MULTILINE)
    taken: set[str] = {"stdin", "args"}
    for path in _files():
        names = _table_names(path, taken)
        if path.lower().endswith(DATABASE_ENDS):
            address = "file:" + urllib.parse.quote(os.path.abspath(path)) + "?mode=ro&immutable=1"
            connection.execute(f"ATTACH ? AS {quoted(names[-1])}", (address,))
            continue
        is_named = any(name.lower() in words for name in names)
        if not (is_named or wants_all):
            continue
        try:
            _load(connection, path, names[0])
        except (ValueError, csv.Error) as error:
            message = f"{path}: it cannot be read as a table: {error}"
            if is_named:
                raise ValueError(message) from error
            print(message, file=sys.stderr)
            continue
        for name in names[1:]:
            connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS SELECT * FROM main.{quoted(names[0])}")


def open_input(connection: sqlite3.Connection, script: str, arguments: list[str]) -> None:
    """The tables `stdin (line)` and `args (value)`."""
    words = script.lower()
    if "args" in words:
        connection.execute("CREATE TEMP TABLE args (value TEXT)")
        connection.executemany("INSERT INTO args VALUES (?)", ((item,) for item in arguments))
    if "stdin" in words:
        lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        connection.execute("CREATE TEMP TABLE stdin (line TEXT)")
        connection.executemany("INSERT INTO stdin VALUES (?)", ((line.rstrip("\r\n"),) for line in lines))
