"""What one run of the tests shares: the names of the engines, and the PostgreSQL server."""

import pytest

from tests.support.postgresql import Server

ENGINES = ("sqlite", "postgresql")

SERVER = pytest.StashKey[Server]()


def server_of(config: pytest.Config) -> Server:
    """The run's server, started by whoever asks first; raises MissingPart."""
    if SERVER not in config.stash:
        config.stash[SERVER] = Server()
    return config.stash[SERVER]
