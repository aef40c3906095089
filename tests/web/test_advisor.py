"""The advisor's pages: every question from the rules, answers that travel, every verdict, and nothing refused."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.advisor.answers import NOT_SURE
from app.advisor.asked import words_of
from app.advisor.rules import read_rules
from app.main import create_app
from app.settings import ROOT, Settings
from app.web.advisor_read import read, without
from app.web.advisor_words import short
from tests.advisor.cast import HERON, NO, OTTER, QUEUE, TOPIC, WEAK, YES, Invented
from tests.advisor.cast import catalogue as invented
from tests.support.asking import ask
from tests.support.real import real_catalogue
from tests.web.conftest import Get
from tests.web.test_pages import Reader, frame

RULES = read_rules(ROOT / "data")
CATALOGUE = real_catalogue()
VERSIONS = f"rules={RULES.version}&revision={CATALOGUE.revision}"

ASKED = "intent=command&receivers=one-kind&work=slow&delivery=no-loss&features=dead-letter&hosting=aws&service=managed"

CASES = {
    "event": ("intent=fact&receivers=many-open&outcome=none&hosting=azure", "Event-driven: facts on a topic."),
    "stream": ("intent=reading&history=long&work=windowed", "Event-driven: readings on a log."),
    "message": (ASKED, "Message-driven: commands on a queue."),
    "both": ("intent=command&intent=fact&receivers=many-open", "Both: commands on a queue, facts on a topic."),
    "no-broker": (
        "receivers=one-kind&outcome=result&coordination=single-step&peak_rate=lt-100",
        "No broker yet: a direct request does it.",
    ),
    "not-enough": ("outcome=stored&history=days", "Not enough to tell event-driven from message-driven."),
    "empty": ("", "Not enough to tell event-driven from message-driven."),
    "contradictory": ("intent=command&hosting=air-gapped&service=managed", "Message-driven: commands on a queue."),
}


def result(query: str) -> str:
    """The address of a result, its versions with it."""
    return f"/advisor/result?{query}&{VERSIONS}" if query else f"/advisor/result?{VERSIONS}"


def words(text: str) -> str:
    """What a reader sees of the main part."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", main)))


PAGES = [
    "/advisor",
    f"/advisor?{ASKED}",
    *(f"/advisor?{ASKED}&step={number}" for number in range(1, len(RULES.steps) + 1)),
    f"/advisor?{ASKED}&step=check",
    "/advisor/method",
    *(result(query) for query, _ in CASES.values()),
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_answers_without_a_style_or_a_script_of_its_own(get: Get, address: str) -> None:
    """One first heading, a title, no inline style or script, every label on a field, ids that occur once."""
    answer = get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    reader = Reader(answer.text)
    for tag, attributes in reader.tags:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or str(attributes.get("src")).startswith("/static/")
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert frame(answer.text) == frame(get("/").text)


@pytest.mark.parametrize("case", CASES)
def test_every_verdict_is_told_first(get: Get, case: str) -> None:
    """As a sentence in the first heading; a form's address leads to the one that names rules and revision."""
    query, verdict = CASES[case]
    led = get(f"/advisor/result?{query}")
    assert led.status_code == 303
    assert VERSIONS in led.headers["location"]
    text = get(led.headers["location"]).text
    heading = re.search(r"<h1>(.*?)</h1>", text, re.DOTALL)
    assert heading
    assert re.sub(r"<[^>]+>", "", heading[1]).strip() == verdict
    assert f"Rules {RULES.version}, catalogue revision {CATALOGUE.revision}" in text


def test_every_question_with_its_reason_and_not_sure_stands_on_one_page(get: Get) -> None:
    """From the rules, with "not sure" as the last answer of each."""
    text = get("/advisor").text
    for question in RULES.questions.values():
        field = text.partition(f'id="q-{question.id}"')[2].partition("</fieldset>")[0]
        assert html.escape(question.text, quote=False) in html.unescape(field)
        assert question.why in html.unescape(field)
        values = re.findall(rf'name="{question.id}" value="([^"]+)"', field)
        assert values == [*question.options, NOT_SURE]


def fields(text: str) -> list[tuple[str, str]]:
    """What the form of a page would send: hidden fields and whatever is ticked."""
    form = text.partition("data-advisor")[2].partition("</form>")[0]
    inputs = Reader(form).attributes("input")
    return [
        (str(each["name"]), str(each["value"])) for each in inputs if each.get("type") == "hidden" or "checked" in each
    ]


def test_answers_travel_back_and_forth(get: Get) -> None:
    """Each step sends all that was answered elsewhere, and shows what was answered here."""
    asked = parse_qsl(
        f"{ASKED}&receivers=not-sure&must=features:dead-letter&nice=delivery:no-loss".replace("one-kind", "")
    )
    asked = [each for each in asked if each[1]]
    for number in [*range(1, len(RULES.steps) + 1), *range(len(RULES.steps), 0, -1)]:
        query = "&".join(f"{name}={value}" for name, value in [*asked, ("step", str(number))])
        sent = fields(get(f"/advisor?{query}").text)
        assert sorted(sent) == sorted(asked), number
    everything = fields(get("/advisor?" + "&".join(f"{name}={value}" for name, value in asked)).text)
    assert sorted(everything) == sorted(asked)


def test_the_check_page_names_every_answer_and_leads_to_it(get: Get) -> None:
    """With a link for each question, and the advice at the end."""
    text = get(f"/advisor?{ASKED}&must=features:dead-letter&step=check").text
    assert text.count(">Change</a>") == len(RULES.questions)
    assert "A place for items that cannot be handled" in words(text)
    assert "a must" in words(text)
    (address,) = re.findall(r'class="main-action" href="(/advisor/result[^"]*)"', text)
    assert get(html.unescape(address)).status_code == 303


def test_the_approach_is_told_after_the_first_group(get: Get) -> None:
    """And not before."""
    assert "So far, after" in get("/advisor?intent=command&step=7").text
    assert "So far, after" not in get("/advisor?intent=command&step=6").text
    assert "Message-driven" in words(get("/advisor?intent=command").text)
    assert "Nothing points either way" in get("/advisor").text


UNUSABLE = [
    ("colour=red", "There is no question “colour”"),
    ("receivers=everybody", "“everybody” is no answer to “Who handles each item?”"),
    ("receivers=one-kind&receivers=many-open", "takes one answer, and got 2"),
    ("must=features:speed", "there is no such answer"),
    ("must=features&nice=features&features=delay", "both a must and nice to have"),
    ("weight=patterns:replay~4", "is no weight"),
    ("weight=beauty~5", "nothing that a weight could be given to"),
    ("limit=1000", "“limit” was left out"),
    ("revision=many", "“revision” was left out"),
    ("intent=not-sure&intent=fact", "stood beside other answers"),
    ("&x=1" * 10_000, "only the first 400"),
    ("<script>=<script>", "There is no question"),
    ("intent=%00", "is no answer"),
]


@pytest.mark.parametrize(("query", "said"), UNUSABLE, ids=[said for _, said in UNUSABLE])
def test_what_cannot_be_used_is_named_and_the_page_still_answers(get: Get, query: str, said: str) -> None:
    """On the form, on a step and on the result."""
    for address in (f"/advisor?{query}", f"/advisor?{query}&step=2", f"/advisor/result?{query}&outcome=none"):
        answer = get(address)
        assert answer.status_code == 200, address
        assert said in words(answer.text), address
        assert "<script>=" not in answer.text
    assert get(f"/advisor/record.md?{query}").status_code == 200


def test_a_step_that_there_is_not_leads_to_the_first(get: Get) -> None:
    """With a note."""
    for step in ("0", "19", "-1", "²", "seven"):
        text = get(f"/advisor?step={step}").text
        assert f"There is no step “{step}”" in text
        assert "Step 1 of" in text


def test_an_address_made_under_other_versions_says_so(get: Get) -> None:
    """And leads to that of today."""
    text = get(f"/advisor/result?{ASKED}&rules=0.9&revision=999999").text
    assert "made under rules 0.9" in words(text)
    assert "revision 999,999 of the catalogue" in words(text)
    assert "moved on" not in get(result(ASKED)).text


def test_contradictory_answers_get_a_note_and_an_empty_form_a_way_on(get: Get) -> None:
    """Neither is an error."""
    assert RULES.tensions[0].text in words(get(result(CASES["contradictory"][0])).text)
    text = get(result("")).text
    assert "Nothing has been answered yet" in text
    assert "/advisor?step=1#q-intent" in text


def test_what_to_answer_next_leads_into_the_form(get: Get) -> None:
    """With the answers that are given."""
    text = html.unescape(get(result(CASES["not-enough"][0])).text)
    assert "/advisor?outcome=stored&history=days&step=1#q-intent" in text


NOTHING = "history=long&features=dead-letter&delivery=no-loss&must=features"


def test_where_nothing_fits_it_says_what_to_give_up() -> None:
    """Each way with a link to a result that has products; in an invented catalogue, which does not grow."""
    app = create_app(Settings(), invented({"heron": HERON, "otter": OTTER}))
    text = ask(app, f"/advisor/result?{NOTHING}&rules=1&revision=1").text
    assert "No product fits" in text
    ways = [html.unescape(each) for each in re.findall(r'<a href="([^"]+)">Show the result</a>', text)]
    assert ways
    for way in ways:
        assert 'class="rank"' in ask(app, way).text


TWO = "intent=command&intent=fact&receivers=many-open&hosting=aws&service=managed&rules=1&revision=1"


def test_two_products_go_before_one_where_they_are_ahead() -> None:
    """Above the list, whose first two name each other; the changes are about single products."""
    app = create_app(Settings(), invented({"heron": QUEUE, "otter": TOPIC, "crow": WEAK}))
    text = ask(app, f"/advisor/result?{TWO}").text
    seen = words(text)
    assert 0 < seen.index("Two products, or one") < seen.index("Products that fit")
    assert re.findall(r'class="rank">(\d)', text) == ["1", "3"]
    assert "Ranked together, as a pair: Heron carries the commands and Otter the facts" in seen
    assert "As good as the first" not in seen
    assert "Among single products " in seen
    assert "carries the commands" in seen
    assert "With Otter for the facts. Its bar is what it would have alone" in seen
    assert "would come first" not in seen


def test_pairs_are_shown_where_no_single_product_is_left() -> None:
    """Each of the two fails a must of the other's flow."""
    keeps = {("patterns", "replay"): YES, ("retention_max", None): "unlimited"}
    queue = Invented({**QUEUE.facts, ("patterns", "replay"): NO})
    topic = Invented({**TOPIC.facts, **keeps}, kind=TOPIC.kind)
    app = create_app(Settings(), invented({"heron": queue, "otter": topic}))
    asked = f"{TWO}&history=long&features=dead-letter&must=features:dead-letter"
    text = words(ask(app, f"/advisor/result?{asked}").text)
    assert "No product fits" in text
    assert "Heron + Otter" in text
    assert "two together do: Heron with Otter" in text


def test_relatives_stand_beneath_the_one_that_stands_for_the_family() -> None:
    """With their score, who runs them, and why one might prefer them."""
    better = Invented({**OTTER.facts, ("patterns", "content-filter"): YES}, kind=OTTER.kind)
    stoat = Invented({**OTTER.facts, ("patterns", "fan-out"): NO}, kind=OTTER.kind, like="otter")
    app = create_app(Settings(), invented({"otter": better, "stoat": stoat, "heron": HERON}))
    text = ask(app, "/advisor/result?intent=fact&receivers=many-open&rules=1&revision=1").text
    assert "Same family: Stoat" in words(text)
    kin = words("<main>" + text.partition('class="kin"')[2].partition("</details>")[0] + "</main>")
    assert "run by you" in kin
    assert "Behind in: Patterns: Fan-out" in kin


def test_one_product_left_is_not_compared() -> None:
    """It says so, and nothing is laid side by side."""
    text = ask(
        create_app(Settings(), invented({"otter": OTTER})), "/advisor/result?intent=fact&rules=1&revision=1"
    ).text
    assert "The one product that is left" in text
    assert "Only one product is left" in text
    assert "/compare/" not in text


def test_the_shortlist_leads_to_comparison_statements_and_questions(get: Get) -> None:
    """Every reason has a statement or a question behind it."""
    text = get(result(ASKED)).text
    (compare,) = re.findall(r'href="(/compare/[^"?]+)">Compare', text)
    assert get(compare).status_code == 200
    statements = set(re.findall(r'href="(/statements/[^"]+)"', text))
    assert len(statements) > 10
    assert all(each.removeprefix("/statements/") in CATALOGUE.facts for each in statements)
    for link in Reader(text).attributes("a"):
        address = html.unescape(str(link.get("href")))
        if address.startswith("/advisor"):
            assert get(address.partition("#")[0]).status_code in (200, 303)
    assert text.count('class="bar-of ') >= 7
    assert "Ruled out, and why" in text


def test_both_shows_pairs_and_which_flow_goes_which_way(get: Get) -> None:
    """Never "both" without it."""
    text = get(result(CASES["both"][0])).text
    assert "Two products, or one" in text or "One product, or two" in text
    assert text.count('class="m"><b>message</b>') == 1
    assert text.count('class="e"><b>event</b>') == 1
    assert "<svg" in text
    assert "flowchart" in text


@pytest.mark.parametrize("coordination", ["", "&coordination=choreographed", "&coordination=single-step"])
def test_an_orchestrator_is_drawn_only_where_one_leads(get: Get, coordination: str) -> None:
    """On the page, in its drawings and Mermaid text, and in the record."""
    asked = CASES["both"][0] + coordination
    assert "rchestrator" not in get(result(asked)).text + get(f"/advisor/record.md?{asked}").text
    led = CASES["both"][0] + "&coordination=orchestrated"
    assert get(result(led)).text.count(">Orchestrator<") == 2
    assert '"Orchestrator"' in get(f"/advisor/record.md?{led}").text


def test_the_statement_of_the_judged_variant_is_linked_and_marked(get: Get) -> None:
    """Exactly once on a FIFO queue, though the product's first answer is that of the standard queue."""
    asked = "intent=command&delivery=no-loss-no-duplicate&order=per-key&hosting=aws&service=managed"
    behind = get(result(asked)).text.partition("What the bar of Amazon SQS is made of")[2].partition("</table>")[0]
    row = next(each for each in behind.split("<tr>") if "Exactly once" in each)
    (address,) = re.findall(r'href="(/statements/[^"]+)"', row)
    line = next(each for each in get(address).text.split('class="said"') if "this statement" in each)
    assert "built in" in line.partition("this statement")[0]
    assert "FIFO queue" in line.partition("this statement")[0]


def test_weights_are_edited_in_place(get: Get) -> None:
    """The form sends what differs, and the result shows it; what is as usual stays out of the address."""
    text = get(result(ASKED)).text
    names = re.findall(r'<option value="([^"~]+)~1"', text)
    assert names
    led = get(f"/advisor/result?{ASKED}&weight=&weight={names[0]}~1&weight=")
    assert f"weight={names[0]}~1&rules=" in led.headers["location"]
    text = get(led.headers["location"]).text
    assert f'value="{names[0]}~1" selected' in text
    assert "1 of them by you" in text


def test_the_record_is_markdown_with_the_words_of_the_visitor(get: Get) -> None:
    """They are in no other address."""
    answer = get(f"/advisor/record.md?{ASKED}&context=Thumbnails%20*later*")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "## Decision Outcome" in answer.text
    assert "> Thumbnails \\*later\\*" in answer.text
    assert "```mermaid" in answer.text
    assert "context=" not in get(f"/advisor/result?{ASKED}&context=secret").headers["location"]


def test_the_method_shows_every_rule(get: Get) -> None:
    """Questions, answers, reasons, tests, added wishes, tensions and thresholds."""
    text = html.unescape(get("/advisor/method").text)
    for question in RULES.questions.values():
        assert question.text in text
        assert question.why in text
        for option in question.options.values():
            assert option.label in text
            assert option.reason in text
            assert all(words_of((*test.any, *test.or_self_run)) in text for test in option.tests)
    assert all(each.reason in text for side in RULES.derived.values() for each in side)
    assert all(tension.text in text for tension in RULES.tensions)
    assert str(RULES.thresholds.lean_against_strong) in text


def test_the_header_leads_to_the_advisor(get: Get) -> None:
    """From everywhere."""
    assert '<a class="main-action" href="/advisor">Get advice</a>' in get("/products").text


def test_reading_and_hiding_fields() -> None:
    """A switch of an option that is not ticked is dropped; fields of a question take their switches along."""
    sent = read([("must", "features:delay"), ("intent", "fact"), ("must", "intent:fact")], RULES)
    assert sent.pairs == (("intent", "fact"), ("must", "intent:fact"))
    assert without(sent.pairs, {"intent"}) == []
    assert not sent.faults
    assert urlsplit("/advisor?x").path == "/advisor"


def test_points_are_told_in_few_words() -> None:
    """A label that adds nothing goes, and so do alternatives."""
    assert short("Patterns: Replay") == "Replay"
    assert short("Zones: Several zones") == "Zones: Several zones"
    assert short("Delivery: Exactly once or Patterns: Deduplication") == "Exactly once or the like"


def test_a_language_is_linked_to_the_libraries_behind_it(get: Get) -> None:
    text = get(result("intent=command&languages=python&service=self-run")).text
    behind = text.partition("What the bar is made of")[2].partition("</details>")[0]
    row = next(part for part in behind.split("<tr>") if "Client library: Python" in part)
    assert re.search(r'<a href="/products/[a-z-]+#client-libraries">', row)
