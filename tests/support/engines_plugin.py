"""Starts the PostgreSQL server once per run, and proves at the end that both engines ran the same number of tests."""

import os
from collections import Counter

import pytest

from tests.support.postgresql import MissingPart
from tests.support.run import ENGINES, SERVER, server_of

COUNTS = pytest.StashKey[Counter[str]]()


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is one of several that xdist started."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Under xdist the first process starts the server, and tells the workers by their environment."""
    config.stash[COUNTS] = Counter()
    if not is_worker(config) and config.getoption("numprocesses", None):
        try:
            os.environ["LANDSCAPE_TEST_POSTGRES_URL"] = server_of(config).url
        except MissingPart:
            return  # each test that needs it says so


def pytest_unconfigure(config: pytest.Config) -> None:
    """The server ends with the run."""
    if SERVER in config.stash:
        config.stash[SERVER].stop()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Notes the engine of each test where reports carry it, also from worker to first process."""
    if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
        engine = item.callspec.params.get("databases")
        if engine in ENGINES:
            item.user_properties.append(("engine", engine))


class _Counting:
    """Counts the tests that really ran."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Skipped ones do not count; failed ones ran."""
        if report.when == "call" and not report.skipped:
            self._counts.update(str(value) for name, value in report.user_properties if name == "engine")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Only the process that prints the summary counts."""
    if not is_worker(session.config):
        session.config.pluginmanager.register(_Counting(session.config.stash[COUNTS]))


def counts_differ(config: pytest.Config) -> bool:
    """Whether one engine ran more tests than the other, though PostgreSQL was there and nobody chose single tests."""
    chosen = config.option.keyword or config.option.markexpr or any("::" in each for each in config.args)
    counts = config.stash[COUNTS]
    return SERVER in config.stash and not chosen and len({counts[engine] for engine in ENGINES}) > 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Unequal counts are a failure: some test looked at one engine only."""
    if not is_worker(session.config) and counts_differ(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The server's version and the counts, where a reader of a CI run looks."""
    counts = config.stash[COUNTS]
    if not counts:
        return
    terminalreporter.section("engines")
    version = config.stash[SERVER].version if SERVER in config.stash else "none: its tests were skipped"
    terminalreporter.write_line(f"PostgreSQL server: {version}")
    terminalreporter.write_line("tests per engine: " + ", ".join(f"{engine} {counts[engine]}" for engine in ENGINES))
    if counts_differ(config):
        terminalreporter.write_line("The counts differ: a test ran on one engine only.", red=True)
