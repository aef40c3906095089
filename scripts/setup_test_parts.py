"""Finds the two parts of the tests that pip cannot install, PostgreSQL and Chromium, and installs them where possible.

`make test` runs this first; the tests import `find_postgresql` and `find_chromium`. What cannot be had is said, not
hidden: the tests then skip what needs it, or fail where CI=true.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"PostgreSQL": "postgresql", "Chromium": "chromium"}


def find_postgresql() -> Path | None:
    """The folder with `initdb` and `postgres`: Debian keeps them out of PATH, one folder per version."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda path: int(path.parent.name) if path.parent.name.isdecimal() else 0)[::-1]
    return next((each for each in folders if (each / "initdb").exists() and (each / "postgres").exists()), None)


def find_chromium() -> Path | None:
    """A Chromium (or Chrome) that Playwright can drive; Playwright's own download is not needed."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    return Path(found) if found else None


def missing() -> list[str]:
    """The names of the parts that are not here."""
    parts = []
    # A server that the environment names needs no installed one.
    if not os.environ.get("LANDSCAPE_TEST_POSTGRES_URL") and find_postgresql() is None:
        parts.append("PostgreSQL")
    if find_chromium() is None:
        parts.append("Chromium")
    return parts


def install(parts: list[str]) -> None:
    """Asks apt, where there is one and this user may."""
    packages = [PACKAGES[part] for part in parts]
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(f"Not installed: {', '.join(parts)}. On Debian: sudo apt-get install {' '.join(packages)}")
        return
    print(f"Installing {', '.join(packages)} …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["--quiet", "--yes", "--no-install-recommends", *packages]
    for command in (["update", "--quiet"], ["install", *options]):
        done = subprocess.run([apt, *command], env=quiet, capture_output=True, text=True)
        if done.returncode != 0:
            print(f"apt-get {command[0]} failed: {done.stderr.strip()[-500:]}")


def main() -> int:
    """Exit 1 where CI=true and a part is missing after all."""
    if parts := missing():
        install(parts)
    still = missing()
    for part in still:
        print(f"Missing: {part}. The tests that need it are {'failures' if in_ci() else 'skipped'}.")
    return 1 if still and in_ci() else 0


def in_ci() -> bool:
    """Whether a missing part is a failure."""
    return os.environ.get("CI", "").lower() in ("true", "1")


if __name__ == "__main__":
    sys.exit(main())
