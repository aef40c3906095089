"""Evidence: what each state of a cell is worth, as a wish and as a must."""

from dataclasses import replace

import pytest

from app.advisor.asked import Asked, read_asked, vocabulary_of
from app.advisor.evidence import Evidence, best, evidence, exactly, worst
from app.catalogue import entities as e
from app.catalogue.snapshot import build
from app.catalogue.values import Value
from app.catalogue.words import Bound, Changeable, Kind, Per, Scale, StatementState, Support, ValueType
from app.yamls import Document, read
from tests.advisor.cast import DATA, Invented, Said, catalogue, criteria


def asked(text: str) -> Asked:
    document = read(DATA / "criteria.yaml", DATA)
    assert isinstance(document, Document)
    return read_asked(text, vocabulary_of(document.data), {"java": ("Java",)})


def of(text: str, made: Invented) -> tuple[float, float, str, str]:
    entry = catalogue({"heron": made}).products["heron"]
    found = evidence(asked(text), entry, entry.default)
    return (found.low, found.high, found.hard, found.note)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Support.BUILT_IN, (1.0, 1.0, "yes", "")),
        (Support.OFF_BY_DEFAULT, (1.0, 1.0, "yes", "")),
        (Support.PLUGIN, (0.8, 0.8, "yes", "")),
        (Support.PARTIAL, (0.5, 0.5, "unknown", "")),
        (Support.THIRD_PARTY, (0.5, 0.5, "unknown", "")),
        (Support.NO, (0.0, 0.0, "no", "")),
        (None, (0.0, 1.0, "unknown", "unknown")),
    ],
)
def test_an_option_is_worth_its_support(said: Said, expected: tuple[float, float, str, str]) -> None:
    assert of("patterns:replay", Invented({("patterns", "replay"): said})) == expected


@pytest.mark.parametrize(
    ("text", "question", "said", "expected"),
    [
        ("message_size_max >= 256 KB", "message_size_max", "256 KB", (1.0, "yes")),
        ("message_size_max >= 256 KB", "message_size_max", "128 KB", (0.5, "no")),
        ("message_size_max >= 256 KB", "message_size_max", "64 KB", (0.0, "no")),
        ("message_size_max >= 256 KB", "message_size_max", "unlimited", (1.0, "yes")),
        ("message_size_max >= 256 KB", "message_size_max", "none-stated", (1.0, "yes")),
        ("throughput_class >= 4", "throughput_class", "3", (0.5, "no")),
        ("throughput_limit >= 10000 messages/s", "throughput_limit", "3000 messages/s", (0.0, "no")),
        ("throughput_limit >= 10000 messages/s", "throughput_limit", "3000 calls/s", (1.0, "yes")),
        ("persistence:disk", "persistence", "disk", (1.0, "yes")),
        ("persistence:disk", "persistence", "memory", (0.0, "no")),
        ("latency_class:better", "latency_class", "5", (1.0, "yes")),
        ("latency_class:better", "latency_class", "2", (0.25, "unknown")),
    ],
)
def test_a_value_is_worth_what_it_reaches(text: str, question: str, said: str, expected: tuple[float, str]) -> None:
    low, high, hard, _ = of(text, Invented({(question, None): said}))
    assert (low, hard) == expected
    assert low == high


@pytest.mark.parametrize(
    ("largest", "default", "hard"),
    [
        (None, "256 KB", "yes"),
        (None, "unlimited", "yes"),
        (None, "64 KB", "unknown"),
        ("64 KB", "256 KB", "no"),
        (None, None, "unknown"),
    ],
)
def test_what_holds_without_any_setting_is_within_an_unknown_limit(largest: Said, default: Said, hard: str) -> None:
    made = Invented({("message_size_max", None): largest, ("message_size_default", None): default})
    found = of("message_size_max >= 256 KB", made)
    assert found[2] == hard
    assert found[:2] == {"yes": (1.0, 1.0), "no": (0.0, 0.0), "unknown": (0.0, 1.0)}[hard]


def statement(**more: object) -> e.Statement:
    said = e.Statement("heron", "patterns", ValueType.OPTIONS, Scale.FEATURE, option="replay", support=Support.BUILT_IN)
    return replace(said, **more)  # type: ignore[arg-type]


def with_statements(*found: e.Statement, text: str = "patterns:replay") -> Evidence:
    product = e.Product("heron", "Heron", Kind.QUEUE_BROKER, "Nobody", "https://example.org", "https://example.org")
    entry = build([*criteria(), product, *found]).products["heron"]
    return evidence(asked(text), entry, entry.default)


def test_a_condition_that_one_can_choose_counts_and_is_told() -> None:
    found = with_statements(statement(when="AMQP"))
    assert (found.low, found.hard, found.note) == (1.0, "yes", "conditional")


def test_what_fails_under_a_condition_alone_rules_nothing_out() -> None:
    """A part for development without replay, a small limit over one protocol: nobody has said what holds otherwise."""
    found = with_statements(statement(when="with the part for development", support=Support.NO))
    assert (found.low, found.high, found.hard) == (0.0, 1.0, "unknown")
    size = Value(ValueType.BYTES, 32 * 1024)
    small = e.Statement("heron", "message_size_max", ValueType.BYTES, Scale.NONE, value=size, when="AMQP")
    found = with_statements(small, text="message_size_max >= 256 KB")
    assert (found.low, found.high, found.hard) == (0.0, 1.0, "unknown")
    found = with_statements(small, replace(small, when=None), text="message_size_max >= 256 KB")
    assert found.hard == "no"


def test_a_form_that_runs_elsewhere_joins_with_nothing_else() -> None:
    """What runs on somebody's appliance only is another form: its place is open for the editions of this product."""
    plain = {"criterion": "operated_by", "option": "you", "scale": Scale.PLAIN, "support": Support.YES}
    found = with_statements(statement(**plain, when="on an appliance"), text="operated_by:you")
    assert (found.low, found.high, found.hard) == (0.0, 1.0, "unknown")
    assert with_statements(statement(**plain), text="operated_by:you").hard == "yes"


def test_another_clouds_identities_are_of_no_sure_use_in_this_one() -> None:
    said = statement(criterion="authentication", option="cloud-iam", when="identities of the vendor's cloud")
    found = with_statements(said, text="authentication:cloud-iam")
    assert (found.low, found.high, found.hard, found.note) == (0.0, 1.0, "unknown", "conditional")


def test_a_region_leaves_it_open() -> None:
    found = with_statements(statement(regions=("us-gov-west-1",)))
    assert (found.low, found.high, found.hard) == (0.0, 1.0, "unknown")


def test_sources_that_contradict_each_other_leave_it_open() -> None:
    found = with_statements(statement(claim=1), statement(claim=2, support=Support.NO))
    assert (found.low, found.high, found.hard, found.note) == (0.0, 1.0, "unknown", "disputed")


def test_somebody_looked_and_found_nothing() -> None:
    found = with_statements(statement(state=StatementState.UNKNOWN, support=None))
    assert (found.low, found.high, found.hard, found.note) == (0.0, 1.0, "unknown", "unknown")


@pytest.mark.parametrize(
    ("more", "hard"),
    [({"per": Per.PARTITION}, "yes"), ({"changeable": Changeable.ON_REQUEST}, "yes"), ({}, "no")],
    ids=["of a partition", "can be raised", "of the whole"],
)
def test_only_a_fixed_ceiling_of_the_whole_stops_a_rate(more: dict[str, object], hard: str) -> None:
    from app.catalogue.values import parse

    value = parse(ValueType.NUMBER, "3000 messages/s", units=("messages/s",))
    said = e.Statement(
        "heron", "throughput_limit", ValueType.NUMBER, value=value, unit="messages/s", bound=Bound.CEILING
    )
    product = e.Product("heron", "Heron", Kind.QUEUE_BROKER, "Nobody", "https://example.org", "https://example.org")
    entry = build([*criteria(), product, replace(said, **more)]).products["heron"]  # type: ignore[arg-type]
    found = evidence(asked("throughput_limit >= 10000 messages/s"), entry, entry.default)
    assert found.hard == hard


def test_software_that_one_runs_has_its_certificates_from_its_operator() -> None:
    made = Invented({("operated_by", "you"): Support.YES, ("operated_by", "vendor"): Support.NO})
    assert of("certifications:soc2", made) == (0.0, 1.0, "unknown", "depends-on-operator")


def test_what_cannot_apply_passes_a_must_and_is_half_a_wish() -> None:
    made = Invented({}, kind=Kind.MESSAGING_LIBRARY)
    assert of("certifications:soc2", made)[3] != "not-applicable"
    assert of("retention_max >= 7 days", made) == (0.5, 0.5, "yes", "not-applicable")


def test_a_language_without_a_library_is_unknown() -> None:
    assert of("clients:java", Invented({}, languages=("Java",))) == (1.0, 1.0, "yes", "")
    assert of("clients:java", Invented({}, languages=("Go",))) == (0.0, 1.0, "unknown", "unknown")


def test_one_of_several_is_the_best_and_all_of_them_the_worst() -> None:
    yes, no, open_ = exactly(1.0), exactly(0.0), Evidence(0.0, 1.0, "unknown", (), "unknown")
    assert best([no, yes]).hard == "yes"
    assert best([no, open_]).hard == "unknown"
    assert (best([exactly(0.8), open_]).low, best([exactly(0.8), open_]).high) == (0.8, 1.0)
    assert worst([no, open_]).hard == "no"
    assert worst([yes, open_]).hard == "unknown"
