"""Filters: what may be asked, its normal form, and that all of it must hold in one variant."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import entities as e
from app.catalogue import search as q
from app.catalogue.search.index import index_of
from app.catalogue.search.refusing import LONGEST_ECHO, MOST_PARAMETERS, MOST_PROBLEMS, MOST_VALUES
from app.catalogue.snapshot import Catalogue, build
from app.catalogue.stats import coverage
from app.catalogue.values import Value
from app.catalogue.words import Kind, ValueType
from app.errors import InvalidQuery
from tests.support.cast import CAST, CITE, TODAY, catalogue, product
from tests.support.real import real_catalogue

KITE = product(
    "kite",
    f"""\
statements:
  authentication:
    ldap: [{{support: plugin, editions: [basic], {CITE}}}]
    jwt: [{{support: partial, note: Only here., editions: [full], {CITE}}}]
    kerberos: [{{support: no, {CITE}}}]
  persistence: [{{value: disk, {CITE}}}]
  connections_max: [{{bound: none-stated, {CITE}}}]
  queues_max: [{{bound: unlimited, {CITE}}}]
  delay_max: [{{value: 15 minutes, {CITE}}}]
  sla_percent: [{{value: 99.9 %, editions: [full], {CITE}}}]
  throughput_limit: [{{value: 3000 messages/s, {CITE}}}]
  first_release: [{{value: 2011-05, {CITE}}}]
  latest_release: [{{value: 4.10.0, {CITE}}}]
  licence:
    MIT: [{{support: yes, {CITE}}}]
""",
    kind="event-log",
    before="editions: [{slug: basic, name: Basic, default: yes}, {slug: full, name: Full}]\n",
)


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("cast") / "data", {**CAST, "kite": KITE})


def slugs(cast: Catalogue, query: str) -> list[str]:
    return [match.slug for match in q.matches(cast, q.Filter.parse(cast, parse_qsl(query, keep_blank_values=True)))]


def test_all_filters_must_hold_in_one_variant(cast: Catalogue) -> None:
    assert slugs(cast, "authentication=ldap") == ["kite"]
    assert slugs(cast, "authentication=jwt") == ["kite"]
    assert slugs(cast, "authentication=all:ldap,jwt") == []
    assert slugs(cast, "authentication=jwt&sla_percent=ge:99.9") == ["kite"]
    assert slugs(cast, "authentication=ldap&sla_percent=ge:99.9") == []


def test_a_match_names_the_variants_for_which_it_holds(cast: Catalogue) -> None:
    (match,) = q.matches(cast, q.Filter.parse(cast, [("authentication", "jwt")]))
    assert match.is_limited
    assert [variant.edition for variant in match.variants] == ["full"]


def test_repeated_options_mean_any_of_them(cast: Catalogue) -> None:
    assert slugs(cast, "authentication=ldap&authentication=jwt") == ["kite"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("authentication=kerberos", []),  # a no
        ("patterns=priority", ["wren"]),  # disputed: one of the claims is a yes
        ("patterns=ttl", []),  # over
        ("patterns=dedup", ["heron"]),  # one mode only
        ("patterns=replay", ["heron", "heron-cloud"]),  # inherited counts
        ("persistence=disk", ["kite"]),
        ("persistence=memory", []),
        ("licence=MIT", ["kite"]),
        ("kind=event-log&kind=messaging-library", ["kite", "stork"]),
        ("kind=", ["finch", "heron", "heron-cloud", "kite", "stork", "wren"]),
    ],
)
def test_every_support_but_no_matches(cast: Catalogue, query: str, found: list[str]) -> None:
    assert slugs(cast, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("message_size_max=ge:1MiB", ["heron"]),
        ("message_size_max=ge:10 MiB", ["heron"]),  # under a condition
        ("message_size_max=le:64KiB", ["wren"]),
        ("message_size_max=ge:65536&message_size_max=le:65536", ["wren"]),  # a bare number is in bytes
        ("message_size_max=eq:64 KiB", ["wren"]),
        ("message_size_max=ge:1GiB", []),
        ("delay_max=ge:15min", ["kite"]),
        ("delay_max=ge:900", ["kite"]),  # a bare number is in seconds
        ("delay_max=ge:901 seconds", []),
        ("queues_max=ge:1000000", ["kite"]),  # unlimited
        ("queues_max=le:1000000", []),
        ("queues_max=unlimited", ["kite"]),
        ("connections_max=ge:1", []),  # none stated is no number
        ("connections_max=none-stated", ["kite"]),
        ("throughput_limit=ge:3000 messages/s", ["kite"]),
        ("throughput_limit=ge:1 MB/s", []),  # another unit
        ("first_release=ge:2011", ["kite"]),
        ("first_release=le:2011", ["kite"]),
        ("first_release=eq:2011", ["kite"]),
        ("first_release=le:2010", []),
        ("first_release=ge:2011-05", ["kite"]),  # 2011-05 is known: any day of May
        ("first_release=eq:2011-05", ["kite"]),
        ("first_release=le:2011-05", ["kite"]),
        ("first_release=le:2011-05-31", ["kite"]),
        ("first_release=le:2011-05-30", []),
        ("first_release=ge:2011-05-01", ["kite"]),
        ("first_release=ge:2011-05-02", []),
        ("first_release=eq:2011-05-01", []),
        ("first_release=ge:2011-05-01&first_release=le:2011-05-31", ["kite"]),
        ("latest_release=ge:4.9", ["kite"]),  # 10 follows 9
        ("sla_percent=ge:99.95%", []),
    ],
)
def test_amounts_dates_and_versions(cast: Catalogue, query: str, found: list[str]) -> None:
    assert slugs(cast, query) == found


def test_unknown_matches_unknown_and_nothing_else_does(cast: Catalogue) -> None:
    assert "stork" in slugs(cast, "message_size_max=unknown")
    assert "wren" in slugs(cast, "retention_max=unknown")  # somebody looked in vain
    assert "heron" not in slugs(cast, "message_size_max=unknown")
    assert "kite" not in slugs(cast, "connections_max=unknown")  # none stated is known
    assert "kite" in slugs(cast, "authentication=unknown:nkeys")
    assert "kite" not in slugs(cast, "authentication=unknown:kerberos")
    assert "kite" not in slugs(cast, "authentication=unknown")  # something of it is known
    assert "stork" not in slugs(cast, "authentication=ldap&authentication=jwt")


def test_what_does_not_apply_is_not_unknown(cast: Catalogue) -> None:
    ruled = [each.slug for each in cast.criteria.values() if Kind.MESSAGING_LIBRARY in each.not_applicable_kinds]
    assert ruled
    assert all("stork" not in slugs(cast, f"{slug}=unknown") for slug in ruled if slug != "vocabulary")


@pytest.mark.parametrize(
    ("pairs", "field", "expected"),
    [
        ([("colour", "red")], "colour", "slug of a criterion"),
        ([("protocols", "amqp")], "protocols", "mqtt-5"),
        ([("protocols", "all:mqtt-5,amqp")], "protocols", "all:a,b"),
        ([("protocols", "ge:5")], "protocols", "one of"),
        ([("persistence", "all:disk,memory")], "persistence", "one of memory"),
        ([("durability", "yes")], "durability", "unknown"),
        ([("vocabulary", "queue")], "vocabulary", "unknown"),
        ([("message_size_max", "1 MiB")], "message_size_max", "ge:"),
        ([("message_size_max", "ge:large")], "message_size_max", "a size with its unit"),
        ([("message_size_max", "ge:-1")], "message_size_max", "a size with its unit"),
        ([("throughput_limit", "ge:3000")], "throughput_limit", "messages/s"),
        ([("first_release", "ge:2011-13")], "first_release", "a date"),
        ([("latency_class", "ge:6")], "latency_class", "1 to 5"),
        ([("kind", "broker")], "kind", "queue-broker"),
        ([("q", "x" * 10_000)], "q", "at most 200 characters"),
        ([("q", "a\x00b")], "q", "control character"),
        ([("q", "a"), ("q", "b")], "q", "one value"),
        ([("sort", "durability")], "sort", "coverage"),
        ([("sort", "--name")], "sort", "coverage"),
        ([("columns", "name")], "columns", "criteria"),
        ([("limit", "0")], "limit", "1 to 200"),
        ([("limit", "²")], "limit", "1 to 200"),
        ([("limit", "999999999")], "limit", "1 to 200"),
        ([("cursor", "\x7f")], "cursor", "control character"),
        ([("a\x00" * 500, "b")], "a\N{REPLACEMENT CHARACTER}", "slug of a criterion"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_field_and_expectation(
    cast: Catalogue, pairs: list[tuple[str, str]], field: str, expected: str
) -> None:
    with pytest.raises(InvalidQuery) as refused:
        q.Filter.parse(cast, pairs)
    (problem,) = refused.value.problems
    assert problem.field.startswith(field)
    assert expected in problem.expected
    assert len(problem.value) <= LONGEST_ECHO
    assert problem.value.isprintable()


def test_all_problems_are_told_at_once(cast: Catalogue) -> None:
    with pytest.raises(InvalidQuery) as refused:
        q.Filter.parse(cast, [("colour", "red"), ("limit", "x"), ("protocols", "x")])
    assert {each.field for each in refused.value.problems} == {"colour", "limit", "protocols"}


@pytest.mark.parametrize("forgiving", [False, True])
@pytest.mark.parametrize(
    ("pairs", "field", "expected"),
    [
        ([(f"x{number}", "") for number in range(MOST_PARAMETERS + 1)], "?", "at most 100 parameters"),
        ([("protocols", "mqtt-5")] * (MOST_VALUES + 1), "protocols", "at most 30 values"),
        ([("kind", "event-log")] * (MOST_VALUES + 1), "kind", "at most 30 values"),
    ],
)
def test_a_question_has_bounds(
    cast: Catalogue, pairs: list[tuple[str, str]], field: str, expected: str, forgiving: bool
) -> None:
    with pytest.raises(InvalidQuery) as refused:
        q.Filter.parse(cast, pairs, forgiving=forgiving)
    (problem,) = refused.value.problems
    assert problem.field == field
    assert problem.expected == expected


def test_of_many_problems_the_first_are_told_and_how_many_more_there_are(cast: Catalogue) -> None:
    with pytest.raises(InvalidQuery, match=r"x19 and 30 more\.$") as refused:
        q.Filter.parse(cast, [(f"x{number}", "y") for number in range(50)])
    assert len(refused.value.problems) == MOST_PROBLEMS


def test_a_table_may_have_a_column_for_each_criterion(cast: Catalogue) -> None:
    wanted = q.Filter.parse(cast, [("columns", ",".join(cast.criteria))])
    assert len(wanted.columns_of(cast)) == len(cast.criteria) > 12


def test_a_product_that_has_an_option_in_one_variant_is_not_counted_as_unknown(cast: Catalogue) -> None:
    found = {facet.slug: facet for facet in q.facets(cast, q.Filter())}
    options = {option.slug: option for option in found["authentication"].options}
    having, open_ = slugs(cast, "authentication=jwt"), slugs(cast, "authentication=unknown:jwt")
    assert having == ["kite"]
    assert "kite" in open_  # its basic edition
    assert (options["jwt"].count, options["jwt"].unknown) == (1, len(open_) - 1)


def test_a_page_may_ask_forgivingly(cast: Catalogue) -> None:
    wanted = q.Filter.parse(cast, [("colour", "red"), ("message_size_max", "1MiB"), ("q", "")], forgiving=True)
    assert wanted.query == "message_size_max=ge:1%20MiB"


@pytest.mark.parametrize(
    ("query", "normal"),
    [
        ("", ""),
        ("limit=50&sort=&columns=", ""),
        ("protocols=mqtt-5&protocols=mqtt-5", "protocols=mqtt-5"),
        (
            "protocols=mqtt-5&protocols=kafka&kind=event-log&q=+a++b+",
            "kind=event-log&q=a%20b&protocols=mqtt-5&protocols=kafka",
        ),
        ("protocols=all:mqtt-5,kafka,mqtt-5", "protocols=all:mqtt-5,kafka"),
        ("protocols=all:mqtt-5", "protocols=mqtt-5"),
        ("message_size_max=ge:1024KiB", "message_size_max=ge:1%20MiB"),
        ("columns=operated_by,models,protocols,delivery,message_size_max,licence", ""),
        ("columns=protocols&columns=models,protocols", "columns=protocols,models"),
        ("sort=-message_size_max", "sort=-message_size_max"),
    ],
)
def test_one_question_has_one_normal_form(cast: Catalogue, query: str, normal: str) -> None:
    wanted = q.Filter.parse(cast, parse_qsl(query, keep_blank_values=True))
    assert wanted.query == normal
    assert q.Filter.parse(cast, parse_qsl(normal)) == wanted


def test_a_question_is_told_in_words(cast: Catalogue) -> None:
    query = "kind=mqtt-broker&protocols=all:mqtt-5,kafka&persistence=unknown&message_size_max=ge:1MiB&q=rabbit"
    words = q.Filter.parse(cast, parse_qsl(query)).summary
    assert words.startswith("MQTT broker; ")
    assert "Largest message: at least 1 MiB" in words
    assert "MQTT 5.0 and Kafka" in words
    assert "unknown" in words
    assert words.endswith("“rabbit”")
    assert q.Filter().summary == "all products"


def test_sorting_puts_what_is_unknown_last_in_either_direction(cast: Catalogue) -> None:
    up, down = slugs(cast, "sort=message_size_max"), slugs(cast, "sort=-message_size_max")
    assert up[:2] == ["wren", "heron"]
    assert down[:2] == ["heron", "wren"]
    assert up[2:] == down[2:] == ["finch", "heron-cloud", "kite", "stork"]


def test_sorting_by_name_kind_and_coverage(cast: Catalogue) -> None:
    assert slugs(cast, "sort=-name") == ["wren", "stork", "kite", "heron-cloud", "heron", "finch"]
    assert slugs(cast, "sort=kind")[0] == "kite"
    assert slugs(cast, "sort=coverage")[0] == "stork"
    assert slugs(cast, "sort=-coverage")[0] == "heron"


def test_pages_follow_one_another_and_a_broken_cursor_is_refused(cast: Catalogue) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        wanted = q.Filter.parse(cast, [("limit", "4"), ("cursor", cursor)])
        page = q.page(q.matches(cast, wanted), wanted)
        seen += [match.slug for match in page.items]
        assert page.total == 6
        if page.next is None:
            break
        cursor = page.next
    assert seen == slugs(cast, "")
    for broken, limit in ((cursor + "x", "4"), (cursor, "3"), ("zzz", "4"), ("é", "4"), ("....", "4")):
        wanted = q.Filter.parse(cast, [("limit", limit), ("cursor", broken)])
        with pytest.raises(InvalidQuery, match="cursor"):
            q.page(q.matches(cast, wanted), wanted)


def test_a_cursor_survives_a_product_that_has_gone(cast: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = q.Filter.parse(cast, [("limit", "2")])
    cursor = q.page(q.matches(cast, first), first).next or ""
    without = {slug: text for slug, text in CAST.items() if slug not in ("heron", "heron-cloud")}
    later = catalogue(tmp_path_factory.mktemp("later") / "data", {**without, "kite": KITE})
    wanted = q.Filter.parse(later, [("limit", "2"), ("cursor", cursor)])
    assert [match.slug for match in q.page(q.matches(later, wanted), wanted).items] == ["stork", "wren"]


def test_facets_count_under_the_other_filters_with_unknown_among_them(cast: Catalogue) -> None:
    wanted = q.Filter.parse(cast, [("kind", "event-log"), ("authentication", "ldap")])
    found = {facet.slug: facet for facet in q.facets(cast, wanted)}
    kinds = {option.slug: option.count for option in found["kind"].options}
    assert (kinds["event-log"], kinds["queue-broker"]) == (1, 0)
    options = {option.slug: option for option in found["authentication"].options}
    assert options["ldap"].chosen
    assert options["jwt"].count == 1  # its own criterion's filter does not count
    assert options["nkeys"].unknown == 1
    assert found["persistence"].unknown == 0
    assert found["encryption_in_transit"].unknown == 1


@pytest.mark.parametrize("query", ["", "protocols=mqtt-5", "kind=queue-broker", "protocols=all:mqtt-5,amqp-1.0&q=mq"])
def test_each_facet_count_is_what_a_click_would_find(query: str) -> None:
    real = real_catalogue()
    wanted = q.Filter.parse(real, parse_qsl(query))
    for facet in q.facets(real, wanted):
        alone = wanted.without(facet.slug)
        if facet.condition is not None and facet.condition.asks_for_all:
            alone = wanted
        for option in facet.options:
            if not option.chosen:
                assert len(q.matches(real, alone.toggled(real, facet.slug, option.slug))) == option.count, option
        if facet.slug != "kind":
            unknown = q.matches(real, wanted.without(facet.slug).toggled(real, facet.slug, "unknown"))
            assert len(unknown) == facet.unknown, facet.slug


def test_toggling_twice_is_as_before_and_together_is_not_any(cast: Catalogue) -> None:
    wanted = q.Filter.parse(cast, [("authentication", "ldap"), ("cursor", "x")])
    both = wanted.toggled(cast, "authentication", "jwt")
    assert both.query == "authentication=jwt&authentication=ldap"
    together = both.joined(cast, "authentication", together=True)
    assert together.query == "authentication=all:jwt,ldap"
    assert together.joined(cast, "authentication", together=False) == both
    assert both.toggled(cast, "authentication", "jwt").query == "authentication=ldap"
    assert q.Filter().toggled(cast, "persistence", "unknown").toggled(cast, "persistence", "unknown") == q.Filter()


REAL = real_catalogue()
VALUES = {
    ValueType.BYTES: ["ge:1KiB", "le:1MiB", "none-stated"],
    ValueType.DURATION: ["ge:1 day", "le:90s", "unlimited"],
    ValueType.PERCENT: ["ge:99", "eq:99.9%"],
    ValueType.INTEGER: ["ge:10", "le:5000"],
    ValueType.GRADE: ["ge:3", "le:2"],
    ValueType.DATE: ["ge:2011", "le:2020-02"],
    ValueType.VERSION: ["ge:1.0"],
    ValueType.NUMBER: ["ge:1 MB/s"],
}
ASKED = st.sampled_from(
    [
        (slug, value)
        for slug, each in REAL.criteria.items()
        for value in (
            "unknown",
            *VALUES.get(each.type, ()),
            *(() if each.keyed else (option.slug for option in each.options)),
        )
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ASKED, max_size=5))
def test_any_question_has_a_normal_form_that_finds_the_same(pairs: list[tuple[str, str]]) -> None:
    """Masks agree with asking each variant one by one, and narrowing a question never finds more."""
    wanted = q.Filter.parse(REAL, pairs)
    assert q.Filter.parse(REAL, parse_qsl(wanted.query)) == wanted
    found = q.matches(REAL, wanted)
    for condition in wanted.conditions:
        wider = {match.slug for match in q.matches(REAL, wanted.without(condition.slug))}
        assert {match.slug for match in found} <= wider
    for match in found:
        assert set(match.variants) <= set(match.entry.variants)
        for condition in wanted.conditions:
            if condition.groups and not (condition.unknown or condition.limits or condition.bounds):
                assert all(
                    any(
                        all(_has(match, condition.slug, option, number) for option in group)
                        for group in condition.groups
                    )
                    for number in range(len(match.variants))
                )


def _has(match: q.Match, slug: str, option: str, number: int) -> bool:
    """Whether the variant has the option, asked of its cell."""
    criterion = REAL.criteria[slug]
    cell = match.entry.cells[slug, option if criterion.has_option_cells else None]
    answer = cell.answer(match.variants[number])
    for fact in (*answer.facts, *answer.conditional):
        statement = fact.statement
        if statement.support is not None and statement.support != "no" and statement.option == option:
            return True
        if statement.value is not None and statement.value.raw == option:
            return True
    return False


def test_a_boolean_is_asked_for_with_yes_or_no() -> None:
    dimension = e.Dimension("basic-usage", "Basic usage", "Usage", "What is it for?", 1)
    swims = e.Criterion("swims", "basic-usage", 1, "Swims", "Whether.", "Yes or no.", ValueType.BOOLEAN, 365)
    birds = [
        e.Product(slug, slug.title(), Kind.EVENT_LOG, "Vendor", "https://a.example/", "https://a.example/")
        for slug in ("duck", "owl", "kiwi")
    ]
    said = [
        e.Statement(slug, "swims", ValueType.BOOLEAN, value=Value(ValueType.BOOLEAN, raw))
        for slug, raw in (("duck", True), ("owl", False))
    ]
    made = build([dimension, swims, *birds, *said])
    assert [slugs(made, f"swims={answer}") for answer in ("yes", "no", "unknown")] == [["duck"], ["owl"], ["kiwi"]]
    with pytest.raises(InvalidQuery, match="swims"):
        q.Filter.parse(made, [("swims", "true")])
    (facet,) = [each for each in q.facets(made, q.Filter()) if each.slug == "swims"]
    assert {option.slug: option.count for option in facet.options} == {"yes": 1, "no": 1}
    assert facet.unknown == 1


def test_the_coverage_that_is_sorted_by_is_the_one_that_is_reported() -> None:
    real = real_catalogue()
    for entry in real.products.values():
        assert index_of(real).share(entry) == coverage(entry.cells.values(), TODAY).share
