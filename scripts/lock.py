"""Pins every dependency with its hashes: requirements.txt for run time, requirements-dev.txt for tests and tools.

Called by `make lock` with the path of uv. The files hold versions and hashes and no address, so they install from
whichever index a machine is set up to use. The second file is compiled under the first one's pins: both agree.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url")
HEADER = "# Pinned by `make lock` from pyproject.toml: do not edit by hand.\n"


def compile_pins(uv: str, target: str, *options: str) -> None:
    """Writes one requirements file by `uv pip compile`, with our own header in place of the command line."""
    command = [uv, "pip", "compile", *OPTIONS, "--upgrade", "--no-header", "--quiet", *options, "pyproject.toml"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    if "://" in lines:
        raise SystemExit(f"{target}: an address got into the pins; unset the index and find-links options first")
    (ROOT / target).write_text(HEADER + lines, encoding="utf-8")


if __name__ == "__main__":
    compile_pins(sys.argv[1], "requirements.txt")
    compile_pins(sys.argv[1], "requirements-dev.txt", "--extra", "dev", "--constraint", "requirements.txt")
