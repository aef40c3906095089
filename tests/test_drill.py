"""Three kills an engine; `make drill` does fifty."""

from pathlib import Path

from tests.drill import drill


def test_what_was_acknowledged_outlives_a_killed_server(database_url: str, tmp_path: Path) -> None:
    counted = drill(database_url, 3, tmp_path)
    assert counted["saved"] > 0
