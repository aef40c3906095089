"""What changed, word by word."""

from app.editing.diff import Part, as_text, changed_fields, field_diffs, word_diff


def test_words_that_stayed_went_and_came_are_told_apart() -> None:
    assert word_diff("at most 16 MiB a message", "at most 128 MiB a message") == (
        Part("same", "at most "),
        Part("gone", "16"),
        Part("new", "128"),
        Part("same", " MiB a message"),
    )


def test_the_parts_make_both_texts_again() -> None:
    old, new = "Kept until 1.9,\nthen gone (see docs).", "Kept until 2.0.1, then; gone — see the docs"
    parts = word_diff(old, new)
    assert "".join(each.text for each in parts if each.kept != "new") == old
    assert "".join(each.text for each in parts if each.kept != "gone") == new


def test_texts_too_long_to_compare_stand_one_after_the_other() -> None:
    old, new = "a " * 1500, "b " * 1500
    assert word_diff(old, new) == (Part("gone", old), Part("new", new))


def test_only_fields_that_differ_are_told() -> None:
    before = {"name": "Heron", "vendor": "A", "aliases": ["x"]}
    after = {"name": "Heron", "vendor": "B", "product_kind": "event-log", "aliases": ["x", "y"]}
    assert changed_fields(before, after) == ["vendor", "product_kind", "aliases"]
    assert [each.name for each in field_diffs(before, after)] == ["vendor", "product kind", "aliases"]
    assert [each.parts for each in field_diffs(None, {"name": "Heron"})] == [(Part("new", "Heron"),)]
    assert [each.parts for each in field_diffs({"name": "Heron"}, None)] == [(Part("gone", "Heron"),)]


def test_values_are_read_as_people_write_them() -> None:
    assert as_text({"type": "bytes", "text": "1 MiB"}) == "1 MiB"
    assert as_text([{"source": "docs", "text_date": None}, {"source": "old"}]) == "source: docs\nsource: old"
    assert (as_text(True), as_text(None), as_text(["a", 1]), as_text(2.5)) == ("yes", "", "a, 1", "2.5")
