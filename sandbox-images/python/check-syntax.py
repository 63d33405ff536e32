"""check-syntax.py <entry>: fails where the entry, or a file of the program that it imports, is not valid Python."""

import ast
import sys
from pathlib import Path


def imported(tree: ast.AST, file: Path, root: Path) -> set[Path]:
    """The program's own files that the code names in imports; those of packages are found nowhere and left out."""
    names: list[tuple[Path, list[str]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [(root, alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = file.parents[node.level - 1] if 0 < node.level <= len(file.parents) else root
            parts = node.module.split(".") if node.module else []
            names += [(base, parts)] + [(base, [*parts, alias.name]) for alias in node.names]
    found: set[Path] = set()
    for base, parts in names:
        for count in range(1, len(parts) + 1):
            path = base.joinpath(*parts[:count])
            candidates = (path.with_name(path.name + ".py"), path / "__init__.py")
            found.update(candidate for candidate in candidates if candidate.is_file())
    return found


def main(entry: Path) -> int:
    waiting, seen = [entry], {entry}
    while waiting:
        file = waiting.pop()
        try:
            tree = compile(file.read_bytes(), str(file), "exec", ast.PyCF_ONLY_AST)
            compile(tree, str(file), "exec")
        except (SyntaxError, ValueError):
            return 1
        fresh = imported(tree, file, entry.parent) - seen
        waiting += fresh
        seen |= fresh
    return 0


sys.exit(main(Path(sys.argv[1])))
