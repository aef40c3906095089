"""The committed data folder itself: it meets the rules, stands in its normal form, survives the way there and back."""

from pathlib import Path

from sqlalchemy import Engine

from app.catalogue import entities as e
from app.ingest import schemas
from app.ingest.checks import check
from app.ingest.files import read_tree
from app.ingest.load import export, load
from app.ingest.normal import format_tree

DATA = Path(__file__).parents[1] / "data"

NOT_LOADED = ("example.yaml", "questionnaire.yaml")
"""An invented product, and the advisor's rules, which change with the code."""


def test_the_files_meet_every_rule() -> None:
    assert [str(problem) for problem in check(DATA)] == []


def test_the_files_stand_in_their_normal_form() -> None:
    assert format_tree(DATA, check=True) == [], "run `landscape format`"


def test_the_json_schemas_are_those_of_the_shapes_and_criteria() -> None:
    assert schemas.write(DATA, check=True) == [], "run `landscape schema`"


def test_what_is_exported_after_loading_equals_the_files_byte_for_byte(engine: Engine, tmp_path: Path) -> None:
    load(engine, DATA)
    export(engine, tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    committed = {
        path.relative_to(DATA): path.read_bytes() for path in DATA.rglob("*.yaml") if path.name not in NOT_LOADED
    }
    assert written.keys() == committed.keys()
    assert [str(path) for path in committed if written[path] != committed[path]] == []


def test_the_example_shows_every_key_of_a_product_file() -> None:
    data = read_tree(DATA)
    found = [each for each in data.entities if getattr(each, "product", getattr(each, "owner", None)) == "example"]
    statements = [each for each in found if isinstance(each, e.Statement)]
    for name in ("editions", "modes", "since", "until", "regions", "when", "per", "bound", "changeable", "note"):
        assert any(getattr(statement, name) for statement in statements), name
    assert {type(each) for each in found} >= {
        e.Relation,
        e.Source,
        e.Statement,
        e.CompleteList,
        e.ClientLibrary,
        e.PricingTier,
        e.Measurement,
    }
    assert "example" not in {each.slug for each in data.to_load() if isinstance(each, e.Product)}


def test_no_statement_is_cited_from_a_page_read_on_no_day() -> None:
    for source in read_tree(DATA).of(e.Source):
        assert source.checked.year >= 2026
