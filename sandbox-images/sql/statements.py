"""Cuts a script into statements and commands, and finds the line that an error is about."""

import re
import sqlite3
from typing import Iterator, NamedTuple

# What a semicolon or a parameter inside of does not count, line ends, and what is looked for.
TOKENS = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*` | \[[^\]]*\] | --[^\n]* | /\*.*?\*/ | \?\d* | ;""",
    re.VERBOSE | re.DOTALL,
)
COMMENTS = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*", re.DOTALL)
COMMAND = re.compile(r"\.([^\n]*)(?:\n|$)")
TEST_NAME = re.compile(r"--[ \t]*test:[ \t]*([^\n]*\S)")


class Step(NamedTuple):
    text: str
    """The line of its first word, from 1."""
    line: int
    is_command: bool
    test: str | None


def _statement_end(script: str, start: int) -> int:
    for token in TOKENS.finditer(script, start):
        if token.group() == ";" and sqlite3.complete_statement(script[start : token.end()]):
            return token.end()
    return len(script)


def steps(script: str) -> Iterator[Step]:
    at, line = 0, 1
    while True:
        comments = COMMENTS.match(script, at)
        start = comments.end()
        line += script.count("\n", at, start)
        if start >= len(script):
            return
        names = TEST_NAME.findall(comments.group())
        test = names[-1] if names else None
        command = COMMAND.match(script, start)
        end = command.end() if command else _statement_end(script, start)
        text = command.group(1) if command else script[start:end]
        if text.strip() != ";":
            yield Step(text.strip(), line, command is not None, test)
        line += script.count("\n", start, end)
        at = end


def parameter_count(text: str) -> int:
    count = 0
    for token in TOKENS.findall(text):
        if token.startswith("?"):
            count = max(count, int(token[1:])) if len(token) > 1 else count + 1
    return count


def error_line(step: Step, message: str) -> int:
    """The line of the word that SQLite names, where that word is in the statement once; else the statement's first."""
    named = re.search(r'near "([^"]+)"', message) or re.search(r"no such \w+: (?:\w+\.)?(\S+)", message)
    if not named:
        return step.line
    found = list(re.finditer(r"(?<!\w)" + re.escape(named.group(1)) + r"(?!\w)", step.text))
    if len(found) != 1:
        return step.line
    return step.line + step.text.count("\n", 0, found[0].start())
