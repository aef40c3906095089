"""Every template compiles, and every page says what it is."""

from pathlib import Path

import pytest

from app.web.render import ENVIRONMENT, TEMPLATES

NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name: str) -> None:
    """A typing error shows here, not to a reader."""
    ENVIRONMENT.get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if Path(name).name == "page.html"])
def test_a_page_has_a_title(name: str) -> None:
    """Each whole page builds on base.html and fills its title."""
    template = ENVIRONMENT.get_template(name)
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert '{% extends "base.html" %}' in source
    assert "title" in template.blocks
