"""The drill: twelve editors on one product through the real server, which is killed again and again.

Every save that was acknowledged must be there, every one that was refused must not, and the catalogue must be the sum
of its revisions. Each save carries a reason of its own, by which it is found again. `make drill` kills the server 50
times on each engine; tests/test_drill.py three times.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import select

from app.accounts import people, tokens
from app.accounts.words import Role, Scope
from app.catalogue.snapshot import REVISION
from app.db import make_engine, read_session, write_session
from app.editing.verify import verify
from app.ingest.load import load
from tests.support.cast import HERON, folder
from tests.support.databases import Databases, PostgresqlDatabases, SqliteDatabases
from tests.support.postgresql import MissingPart, Server
from tests.support.visiting import now

EDITORS = 12
SECONDS_TO_START = 60
PAGE = {
    "url": "https://heron.example/limits",
    "title": "Limits",
    "publisher": "Heron Foundation",
    "place": "Sizes",
    "find": "max",
}


@dataclass
class Diary:
    """What each save came to, by its reason; written by all editors."""

    saved: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def server(url: str, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real program; what becomes of it is the caller's business."""
    environment = {
        **os.environ,
        "LANDSCAPE_DATABASE_URL": url,
        "LANDSCAPE_PORT": str(port),
        "LANDSCAPE_LOG_LEVEL": "warning",
    }
    command = [str(Path(sys.executable).with_name("landscape")), "serve"]
    with log.open("ab") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            yield process
        finally:
            process.kill()


def answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Waits until it answers; False where it ended instead."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/api/v1", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return True
    return False


class Editor(threading.Thread):
    """Changes, adds and retires until told to stop; asks again where nobody answers."""

    def __init__(self, name: str, token: str, port: int, diary: Diary, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1", headers={"authorization": f"Bearer {token}"}, timeout=30
        )
        self.diary, self.stop = diary, stop
        self.chance = random.Random(name)  # noqa: S311  (the same drill each time, no secrets)
        self.count = 0

    def run(self) -> None:
        with self.client:
            while not self.stop.is_set():
                try:
                    self.act()
                except httpx.HTTPError:
                    time.sleep(0.05)

    def act(self) -> None:
        """One save of some sort, of what was just read."""
        known = self.client.get("/products/heron").raise_for_status().json()["statements"]
        sizes = [each for each in known if each["criterion"] == "message_size_max"]
        kind = self.chance.random()
        if kind < 0.2 or len(sizes) < 3:
            word = f"{self.name} {self.chance.randrange(4)}"
            document = {"criterion": "message_size_max", "value": "1 MiB", "when": word, "cite": [PAGE]}
            self.send("POST", "/products/heron/statements", {"document": document})
            return
        path = f"/statements/{self.chance.choice(sizes)['id']}"
        read = self.client.get(f"{path}/document")
        if read.status_code == 404:
            return  # retired since
        tag = {"if-match": read.headers["etag"]}
        if kind < 0.3:
            self.send("DELETE", path, {}, tag)
        else:
            size = self.chance.randrange(1, 100)
            self.send("PATCH", path, {"document": {"value": f"{size} MiB", "note": f"By {self.name}."}}, tag)

    def send(self, method: str, path: str, body: dict[str, object], headers: dict[str, str] | None = None) -> None:
        """Notes what came of it."""
        self.count += 1
        reason = f"{self.name}, save {self.count}"
        try:
            answer = self.client.request(method, path, json={**body, "reason": reason}, headers=headers)
        except httpx.HTTPError:
            self.diary.unanswered.add(reason)
            raise
        if answer.status_code in (200, 201):
            if answer.json()["change_set"] is not None:
                self.diary.saved[reason] = answer.json()["revision"]
        elif answer.status_code in (404, 409, 412):
            self.diary.refused.add(reason)
        else:
            self.diary.faults.append(f"{method} {path}: {answer.status_code} {answer.text[:500]}")


def prepare(url: str, root: Path) -> list[str]:
    """One product, and a token for each editor."""
    engine = make_engine(url)
    load(engine, folder(root / "data", {"heron": HERON}))
    with write_session(engine) as session:
        made = []
        for number in range(EDITORS):
            person = people.add(session, f"editor-{number}", f"Editor {number}", Role.EDITOR, "a hash", now())
            made.append(tokens.issue(session, person, "drill", [Scope.CATALOGUE_WRITE], 30, now()))
    engine.dispose()
    return made


def drill(url: str, kills: int, root: Path, seed: int = 0) -> Counter[str]:
    """Runs it on a migrated, empty database. Raises AssertionError where a save was lost, or one came from nowhere."""
    chance = random.Random(seed)  # noqa: S311
    port, diary, stop = free_port(), Diary(), threading.Event()
    editors = [Editor(f"Editor {number}", token, port, diary, stop) for number, token in enumerate(prepare(url, root))]
    for number in range(kills + 1):
        with server(url, port, root / "server.log") as process:
            assert answers(port, process), (root / "server.log").read_text("utf-8")[-2000:]
            if number == 0:
                for each in editors:
                    each.start()
            before, end = len(diary.saved), time.monotonic() + SECONDS_TO_START
            while len(diary.saved) <= before and time.monotonic() < end:  # some work is always done in between
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.5))
            assert process.poll() is None, "the server ended by itself"
            if number < kills:
                process.send_signal(signal.SIGKILL)
            else:
                stop.set()
                for each in editors:
                    each.join(SECONDS_TO_START)
    return proved(url, diary)


def proved(url: str, diary: Diary) -> Counter[str]:
    """Compares the diary with the revisions."""
    engine = make_engine(url)
    with read_session(engine) as session:
        row = REVISION.c
        found: dict[str, set[int]] = {}
        last: dict[str, int] = {}
        for reason, change_set, number in session.connection().execute(
            select(row.reason, row.change_set, row.number).order_by(row.number)
        ):
            found.setdefault(reason, set()).add(change_set)
            last[reason] = number
        problems = verify(session).problems
    engine.dispose()
    assert problems == []
    assert diary.faults == []
    lost = {reason for reason, revision in diary.saved.items() if last.get(reason) != revision}
    assert not lost, f"acknowledged, and not there: {lost}"
    assert not (ghosts := diary.refused & found.keys()), f"refused, and there: {ghosts}"
    drilled = diary.saved.keys() | diary.unanswered | {"Loaded from the data files"}
    assert not (others := found.keys() - drilled), f"nobody saved {others}"
    assert not (twice := [reason for reason, sets in found.items() if len(sets) > 1]), f"there twice: {twice}"
    return Counter(
        saved=len(diary.saved),
        refused=len(diary.refused),
        unanswered=len(diary.unanswered),
        there_though_unanswered=len(diary.unanswered & found.keys()),
    )


def main(kills: int) -> None:
    """Both engines, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        engines: dict[str, Databases] = {"sqlite": SqliteDatabases(root)}
        try:
            engines["postgresql"] = PostgresqlDatabases(Server(), "drill")
        except MissingPart as part:
            print(f"postgresql: left out, {part}")
        for engine, databases in engines.items():
            start = time.monotonic()
            url = databases.migrated()
            (root / engine).mkdir()
            counted = drill(url, kills, root / engine)
            databases.drop(url)
            told = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counted.items())
            print(f"{engine}: killed {kills} times in {time.monotonic() - start:.0f} s: {told}; all of it holds")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
