"""Brings the few files of other people that pages and tests need into the tree, pinned, with licence and hash.

`python scripts/vendor.py` fetches every package below by `npm pack` and writes `vendor.json` beside it; with
`--check` it only compares the files that are there with their hashes, without a network. To move to another version:
change it here, run, look at the pages, commit.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files go where. `files` maps a path in the package to a name in `folder`."""

    name: str
    version: str
    licence: str
    folder: str
    files: dict[str, str]
    used_for: str


PACKAGES = (
    Package(
        name="@fontsource-variable/archivo",
        version="5.3.0",
        licence="OFL-1.1",
        folder="static/vendor/archivo",
        files={"files/archivo-latin-standard-normal.woff2": "archivo-latin.woff2", "LICENSE": "LICENSE"},
        used_for="the typeface of every page: Latin, upright, axes weight and width",
    ),
    Package(
        name="htmx.org",
        version="4.0.1",
        licence="0BSD",
        folder="static/vendor/htmx",
        files={"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
        used_for="swaps the part of a page that a control changes; every control works without it",
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        folder="tests/vendor/axe-core",
        files={"axe.min.js": "axe.min.js", "LICENSE": "LICENSE", "LICENSE-3RD-PARTY.txt": "LICENSE-3RD-PARTY.txt"},
        used_for="accessibility rules, in tests only; no page loads it",
    ),
)


def sha384(path: Path) -> str:
    """The hash in the form of a subresource integrity value."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def manifest(folder: str) -> Path:
    """The vendor.json of a package: one for static/vendor, one for tests/vendor."""
    return ROOT / Path(folder).parent / "vendor.json"


def fetch(package: Package) -> None:
    """Packs the pinned version into a folder that is thrown away, and takes the wanted files out of it."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch vendored files; it is not needed to use them")
    target = ROOT / package.folder
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--ignore-scripts", f"{package.name}@{package.version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            for path, name in package.files.items():
                member = archive.extractfile(f"package/{path}")
                if member is None:
                    raise SystemExit(f"{package.name}: {path} is not a file")
                (target / name).write_bytes(member.read())


def entry(package: Package) -> dict[str, Any]:
    """What vendor.json says of a package."""
    folder = ROOT / package.folder
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "used_for": package.used_for,
        "files": {f"{folder.name}/{name}": sha384(folder / name) for name in sorted(package.files.values())},
    }


def expected() -> dict[Path, str]:
    """The text of each vendor.json for the files that are there now."""
    found: dict[Path, list[dict[str, Any]]] = {}
    for package in PACKAGES:
        found.setdefault(manifest(package.folder), []).append(entry(package))
    return {path: json.dumps({"packages": entries}, indent=2) + "\n" for path, entries in found.items()}


def check() -> list[str]:
    """What differs between the files, vendor.json and this script."""
    lost = [f"{each.folder}/{name}" for each in PACKAGES for name in each.files.values()]
    lost = [path for path in lost if not (ROOT / path).is_file()]
    if lost:
        return [f"{path} is missing" for path in lost]
    return [
        f"{path.relative_to(ROOT)} does not fit the files"
        for path, text in expected().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Fetches, or checks."""
    if sys.argv[1:] != ["--check"]:
        for package in PACKAGES:
            print(f"{package.name} {package.version}")
            fetch(package)
        for path, text in expected().items():
            path.write_text(text, encoding="utf-8")
    problems = check()
    print("\n".join(problems) or "vendored files are as pinned")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
