"""What happens when a part of the test set-up is missing."""

from typing import NoReturn

import pytest

from scripts.setup_test_parts import in_ci


def without_part(part: str) -> NoReturn:
    """A failure where CI=true, else a skip that names the part."""
    if in_ci():
        pytest.fail(f"missing part: {part}", pytrace=False)
    pytest.skip(f"missing part: {part}")
