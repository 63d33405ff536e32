"""Installs what requirements.txt and, of a pyproject.toml, the project and its group `dev` ask for."""

import subprocess
import sys
import tomllib
from pathlib import Path

arguments: list[str] = []
if Path("requirements.txt").is_file():
    arguments += ["--requirement", "requirements.txt"]
if Path("pyproject.toml").is_file():
    description = tomllib.loads(Path("pyproject.toml").read_text())
    asked = description.get("project", {}).get("dependencies", [])
    asked += [item for item in description.get("dependency-groups", {}).get("dev", []) if isinstance(item, str)]
    arguments += asked
if arguments:
    sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", *arguments]))
