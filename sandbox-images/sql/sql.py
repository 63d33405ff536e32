"""
sql [--check] <file> [argument ...]
sql --test [file or folder ...]

Runs SQL over the run's documents (documents.py). Arguments are the parameters ?1, ?2 and the table `args`; lines of
standard input are the table `stdin`. Beside SQLite's functions there are
  assert(condition, message)   ends the script where the condition does not hold
  fail(message, code)          ends the script with that message and exit code
and, of the commands of SQLite's own shell, those in COMMANDS.

A test is a statement after a comment `-- test: what it shows`: it passes where it gives rows and each value in them is
true. `--test` runs the scripts whose names have `test` in them and prints what they show as TAP.
"""

import contextlib
import io
import os
import re
import sqlite3
import sys

from documents import open_documents, open_input
from statements import Step, error_line, parameter_count, steps
from tables import MODES, write_rows

UNREADABLE = re.compile(r"syntax error|unrecognized token|incomplete input")


class Ended(Exception):
    """Ends the script with an exit code, after a message where there is one."""

    def __init__(self, code: int, message: str = "", is_fault: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.is_fault = is_fault


class Fault(Exception):
    """What is wrong, with the file and the line."""


def read_script(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(f"{path}: it cannot be read: {error}") from error


def with_read_scripts(path: str, seen: set[str]) -> str:
    """The text of the script and of those that it reads: what tables are spoken of."""
    if path in seen or not os.path.isfile(path):
        return ""
    seen.add(path)
    script = read_script(path)
    read = re.findall(r"^\s*\.read\s+(\S.*?)\s*$", script, re.MULTILINE)
    return "\n".join([script, *(with_read_scripts(name, seen) for name in read)])


class Shell:
    def __init__(self, arguments: list[str]) -> None:
        self.arguments = arguments
        self.mode = "table"
        self.has_headers = True
        self.output_path: str | None = None
        self.is_once = False
        self.tables_written = 0
        self.ended: Ended | None = None
        self.connection = sqlite3.connect(":memory:", isolation_level=None, uri=True)
        self.connection.execute("PRAGMA temp_store = MEMORY")
        for name, count, function in (
            ("upper", 1, lambda text: text.upper() if isinstance(text, str) else text),
            ("lower", 1, lambda text: text.lower() if isinstance(text, str) else text),
            ("assert", 1, self._assert),
            ("assert", 2, self._assert),
            ("fail", 1, self._fail),
            ("fail", 2, self._fail),
        ):
            self.connection.create_function(name, count, function)

    def _end(self, ended: Ended) -> None:
        # SQLite hides what a function raised.
        self.ended = ended
        raise ended

    def _assert(self, condition: object, message: object = "an assertion does not hold") -> int:
        if not condition:
            self._end(Ended(1, str(message), is_fault=True))
        return 1

    def _fail(self, message: object, code: object = 1) -> None:
        self._end(Ended(int(str(code)), str(message)))

    def open(self, path: str) -> None:
        script = with_read_scripts(path, set())
        try:
            open_documents(self.connection, script)
        except ValueError as error:
            raise Fault(str(error)) from error
        except sqlite3.Error as error:
            raise Fault(f"The documents cannot be opened as tables: {error}") from error
        open_input(self.connection, script, self.arguments)

    def run(self, path: str) -> None:
        for step in steps(read_script(path)):
            try:
                self.run_step(step)
            except sqlite3.Error as error:
                if self.ended and not self.ended.is_fault:
                    raise self.ended from error
                message = str(self.ended or error)
                raise Fault(f"{path}:{error_line(step, message)}: {message}") from error
            except OSError as error:
                raise Fault(f"{path}:{step.line}: {error}") from error

    def run_step(self, step: Step) -> None:
        if step.is_command:
            self.command(step.text)
            return
        cursor = self.query(step)
        if cursor.description:
            self.write(cursor)

    def query(self, step: Step) -> sqlite3.Cursor:
        self.ended = None
        count = parameter_count(step.text)
        values = [*self.arguments, *([None] * count)][:count]
        return self.connection.execute(step.text, values)

    def write(self, cursor: sqlite3.Cursor) -> None:
        names = [column[0] for column in cursor.description] if self.has_headers or self.mode == "json" else None
        if self.output_path is None:
            if self.mode == "table" and self.tables_written > 0:
                print()
            self.tables_written += 1
            write_rows(sys.stdout, self.mode, names, cursor)
            sys.stdout.flush()
            return
        with open(self.output_path, "a", encoding="utf-8") as file:
            write_rows(file, self.mode, names, cursor)
        if self.is_once:
            self.output_path = None

    def command(self, text: str) -> None:
        name, _, rest = text.partition(" ")
        found = COMMANDS.get(name)
        if not found:
            raise sqlite3.OperationalError(f"there is no command .{name}: there are .{', .'.join(COMMANDS)}")
        found(self, rest.strip())

    def set_mode(self, mode: str) -> None:
        if mode not in MODES:
            raise sqlite3.OperationalError(f"there is no mode {mode}: there are {', '.join(MODES)}")
        self.mode = mode

    def set_output(self, path: str, is_once: bool) -> None:
        self.output_path = path or None
        self.is_once = is_once
        if path:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            open(path, "w", encoding="utf-8").close()

    def list_tables(self, like: str, column: str) -> None:
        where = "WHERE name NOT LIKE 'sqlite_%' AND name LIKE ? ORDER BY name"
        everything = "(SELECT * FROM sqlite_schema UNION ALL SELECT * FROM sqlite_temp_schema)"
        for (value,) in self.connection.execute(f"SELECT {column} FROM {everything} {where}", (like or "%",)):
            print(value)


def end_script(_shell: Shell, code: str) -> None:
    raise Ended(int(code) if code.isdigit() else 0)


def set_headers(shell: Shell, word: str) -> None:
    shell.has_headers = word.lower() in ("on", "yes", "1", "true")


COMMANDS = {
    "exit": end_script,
    "headers": set_headers,
    "mode": Shell.set_mode,
    "once": lambda shell, path: shell.set_output(path, True),
    "output": lambda shell, path: shell.set_output("" if path == "stdout" else path, False),
    "print": lambda _shell, text: print(text),
    "read": Shell.run,
    "schema": lambda shell, like: shell.list_tables(like, "sql"),
    "tables": lambda shell, like: shell.list_tables(like, "name"),
}


def run_script(path: str, arguments: list[str]) -> int:
    shell = Shell(arguments)
    shell.open(path)
    shell.run(path)
    return 0


def check_script(path: str) -> int:
    """Says whether the script, and those that it reads, can be read; what tables there are does not matter."""
    connection = sqlite3.connect(":memory:")
    for step in steps(with_read_scripts(path, set())):
        if step.is_command:
            if step.text.partition(" ")[0] not in COMMANDS:
                return 1
            continue
        try:
            connection.execute(f"EXPLAIN {step.text}", [None] * parameter_count(step.text))
        except sqlite3.Error as error:
            if UNREADABLE.search(str(error)):
                return 1
    return 0


def run_test(shell: Shell, path: str, step: Step) -> str:
    """What is wrong; nothing where the test passes."""
    try:
        cursor = shell.query(step)
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    except sqlite3.Error as error:
        message = str(shell.ended or error)
        return f"{path}:{error_line(step, message)}: {message}"
    if rows and all(value not in (None, 0, "") for row in rows for value in row):
        return ""
    text = io.StringIO()
    write_rows(text, "table", names, rows)
    return f"{path}:{step.line}: not every value is true\n{text.getvalue()}"


def test_script(path: str, outcomes: list[bool]) -> None:
    def report(name: str, wrong: str) -> None:
        outcomes.append(not wrong)
        print(f"{'not ' if wrong else ''}ok {len(outcomes)} - {name}")
        for line in wrong.splitlines():
            print(f"  # {line}")

    shell = Shell([])
    try:
        shell.open(path)
        for step in steps(read_script(path)):
            if step.test:
                report(step.test, run_test(shell, path, step))
                continue
            with contextlib.redirect_stdout(sys.stderr):
                shell.run_step(step)
    except (Fault, Ended, sqlite3.Error, OSError) as error:
        report(path, f"{path}: {shell.ended or error}")


def test_paths(asked: list[str]) -> list[str]:
    paths = []
    for name in asked or ["."]:
        if os.path.isfile(name):
            paths.append(name)
            continue
        for folder, _folders, names in os.walk(name):
            paths += [os.path.normpath(os.path.join(folder, file)) for file in names if re.search(r"test.*\.sql$", file)]
    return sorted(paths)


def run_tests(asked: list[str]) -> int:
    outcomes: list[bool] = []
    for path in test_paths(asked):
        test_script(path, outcomes)
    passed = sum(outcomes)
    print(f"1..{len(outcomes)}\n# {passed} passed, {len(outcomes) - passed} failed")
    if not outcomes:
        print("there is no test: write statements after a comment like `-- test: what it shows`", file=sys.stderr)
    return 0 if outcomes and all(outcomes) else 1


def main(items: list[str]) -> int:
    if not items:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        if items[0] == "--test":
            return run_tests(items[1:])
        if items[0] == "--check":
            return check_script(items[1])
        return run_script(items[0], items[1:])
    except (Fault, Ended) as error:
        sys.stdout.flush()
        if str(error):
            print(error, file=sys.stderr)
        return error.code if isinstance(error, Ended) else 1
    except BrokenPipeError:
        return 1


sys.exit(main(sys.argv[1:]))
