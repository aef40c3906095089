"""A PostgreSQL server for the tests: the one that LANDSCAPE_TEST_POSTGRES_URL names, else one started here.

The one started here lives in a temporary folder, listens on a socket in that folder and nowhere else, writes without
fsync, never runs as root, and is stopped by its process id.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from scripts.setup_test_parts import find_postgresql

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=200")


class MissingPart(Exception):
    """A part of the test set-up that is not on this machine."""


class Server:
    """A running server: `url` of its maintenance database, `version` as it says itself."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self.url = os.environ.get("LANDSCAPE_TEST_POSTGRES_URL", "")
        try:
            if not self.url:
                self._start()
            self.version = self._wait_for_version()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        binaries = find_postgresql()
        if binaries is None:
            raise MissingPart("PostgreSQL (install it, or name a server in LANDSCAPE_TEST_POSTGRES_URL)")
        self._folder = Path(tempfile.mkdtemp(prefix="landscape-pg-"))
        user = _unprivileged_user()
        if user is not None:
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        data = self._folder / "data"
        prefix = _as_user(user)
        initdb = [
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        log = (self._folder / "log").open("wb")
        with log:
            subprocess.run(
                [*prefix, *initdb, "-E", "UTF8", "--locale=C"], check=True, stdout=log, stderr=log, cwd=self._folder
            )
            options = [part for setting in FAST for part in ("-c", setting)]
            command = [*prefix, str(binaries / "postgres"), "-D", str(data), "-k", str(self._folder), *options]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        self.url = f"postgresql://postgres@/postgres?host={self._folder}"

    def _wait_for_version(self) -> str:
        deadline = time.monotonic() + 30
        while True:
            try:
                with psycopg.connect(self.url) as connection:
                    found = connection.execute("SHOW server_version").fetchone()
                    return str(found[0]) if found else "unknown"
            except psycopg.OperationalError:
                gone = self._process is None or self._process.poll() is not None
                if gone or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def execute(self, statement: str) -> None:
        """For CREATE DATABASE and DROP DATABASE, which no transaction may hold."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """Stops what was started here; a server that the environment named is left as it was."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # a fast shutdown: disconnects everybody
            self._process.wait(timeout=30)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; anybody else runs it as themselves."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as_user(user: pwd.struct_passwd | None) -> list[str]:
    """Runs what follows as that user; where setpriv is there, it ends when the tests end, however they end."""
    setpriv = shutil.which("setpriv")
    if user is None:
        return [setpriv, "--pdeathsig", "INT", "--"] if setpriv else []
    if setpriv is None:
        raise MissingPart("setpriv (package util-linux), to start PostgreSQL as another user than root")
    ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--pdeathsig", "INT"]
    return [setpriv, *ids, "--"]
