"""Every page answers, says what it is, has a twin in JSON, and sends strangers to where it stands."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.catalogue.words import CellState, Method, StatementState
from app.web.render import TEMPLATES
from tests.support.real import real_catalogue
from tests.web.conftest import Get

SIX = "apache-kafka,rabbitmq,redis,amazon-sqs,azure-event-hubs,eclipse-mosquitto"

CATALOGUE = real_catalogue()

PAGES = [
    "/",
    "/products",
    "/products?kind=event-log",
    "/products?q=rabitmq",
    "/compare",
    f"/compare/{SIX}",
    "/compare/amazon-sqs,rabbitmq?dimension=security&differences=true&baseline=rabbitmq",
    "/dimensions",
    "/protocols",
    "/approaches",
    "/about/data",
    *(f"/products/{slug}" for slug in CATALOGUE.products),
    *(f"/dimensions/{slug}" for slug in CATALOGUE.dimensions),
    *(f"/criteria/{slug}" for slug in CATALOGUE.criteria),
    *(f"/protocols/{slug}" for slug in CATALOGUE.protocols),
]

KINDS = ["/", "/products", f"/compare/{SIX}", "/compare", "/products/rabbitmq", "/dimensions", "/dimensions/security"]
KINDS += ["/criteria/patterns", "/criteria/redelivery", "/protocols", "/protocols/mqtt-5", "/approaches", "/about/data"]


class Reader(HTMLParser):
    """Collects what the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """Those of each such tag."""
        return [attrs for name, attrs in self.tags if name == tag]


def frame(text: str) -> list[str]:
    """Where the links and the form around a page lead."""
    around = text.partition("<main")[0].partition("<body>")[2] + text.partition("</main>")[2]
    return re.findall(r'(?:href|action)="([^"]*)"', around)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_answers_and_says_what_it_is(get: Get, address: str) -> None:
    """A title of its own, one first heading, its canonical address, and a twin in JSON that answers."""
    answer = get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert re.search(r"<title>[^<]{3,} · Messaging Landscape</title>", answer.text)
    assert answer.text.count("<h1") == 1
    links = {link["rel"]: link for link in Reader(answer.text).attributes("link")}
    assert links["canonical"]["href"] == address
    assert str(links["alternate"]["href"]).startswith("/api/v1/")
    assert frame(answer.text) == frame(get("/").text)


@pytest.mark.parametrize("address", KINDS)
def test_the_twin_of_a_page_answers(get: Get, address: str) -> None:
    """With JSON."""
    (twin,) = [link["href"] for link in Reader(get(address).text).attributes("link") if link["rel"] == "alternate"]
    answer = get(str(twin))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("address", KINDS)
def test_a_page_holds_no_style_and_no_script(get: Get, address: str) -> None:
    """Both come from files, so that the strict policy refuses nothing."""
    for tag, attributes in Reader(get(address).text).tags:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or str(attributes.get("src")).startswith("/static/")


@pytest.mark.parametrize("address", KINDS)
def test_an_unknown_parameter_leads_to_the_canonical_address(get: Get, address: str) -> None:
    """Also on pages that take some parameters."""
    answer = get(f"{address}?utm_source=x")
    assert (answer.status_code, answer.headers["location"]) == (303, address)


def test_known_parameters_are_kept_and_put_in_order(get: Get) -> None:
    """One question has one address."""
    answer = get("/products?protocols=mqtt-5&fbclid=1&kind=&authentication=oauth2-oidc")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/products?authentication=oauth2-oidc&protocols=mqtt-5"
    assert get(answer.headers["location"]).status_code == 200
    assert get("/compare/amazon-sqs,rabbitmq?differences=true&x=1").headers["location"] == (
        "/compare/amazon-sqs,rabbitmq?differences=true"
    )


@pytest.mark.parametrize(
    ("address", "status", "said", "way_on"),
    [
        ("/compare/rabbitmq", 400, "2 to 6 products, not 1", "/compare?products=rabbitmq"),
        (f"/compare/{SIX},nats", 400, "not 7", "/compare?products="),
        ("/compare/rabbitmq,rabbitmq", 400, "twice", "/compare?products=rabbitmq"),
        ("/compare/rabitmq,redis", 404, "rabitmq", "/compare/rabbitmq,redis"),
        ("/compare/amazon-sqs,rabbitmq?dimension=colour", 400, "colour", "/compare/amazon-sqs,rabbitmq"),
        ("/compare/amazon-sqs,rabbitmq?baseline=redis", 400, "baseline", "/compare/amazon-sqs,rabbitmq"),
        ("/compare/amazon-sqs,rabbitmq?differences=perhaps", 400, "true or false", "/compare/amazon-sqs,rabbitmq"),
        ("/products/rabitmq", 404, "rabitmq", "/products/rabbitmq"),
        ("/products?kind=banana", 400, "banana", "/products"),
        ("/products?message_size_max=ge:huge", 400, "message_size_max", "/products"),
        ("/products?q=%00", 400, "control character", "/products"),
        ("/products?q=" + "x" * 10_000, 400, "200 characters", "/products"),
        ("/dimensions/securty", 404, "securty", "/dimensions/security"),
        ("/criteria/paterns", 404, "paterns", "/criteria/patterns"),
        ("/protocols/mqtt", 404, "mqtt", "/protocols/mqtt-5"),
        ("/statements/00000000000000", 404, "statement", "/"),
        ("/kafka", 404, "nothing at this address", "/products/apache-kafka"),
    ],
)
def test_an_error_is_clear_and_has_a_way_on(get: Get, address: str, status: int, said: str, way_on: str) -> None:
    """In the site's own look, with what was wrong and a link that helps."""
    answer = get(address)
    assert answer.status_code == status
    assert said in answer.text
    assert f'href="{way_on}' in answer.text
    assert 'class="bar"' in answer.text
    assert len(answer.content) < 20_000


@pytest.mark.parametrize("address", ["/products?q=<script>x", "/products/<script>x", "/compare/<script>,b"])
def test_what_was_sent_in_is_never_trusted(get: Get, address: str) -> None:
    """It comes back escaped."""
    assert "<script>x" not in get(address).text
    assert "<script>," not in get(address).text


def test_picking_too_many_or_too_few_products_is_told_on_the_spot(get: Get) -> None:
    """The form stays, with its ticks; with a fitting number it leads on."""
    seven = "&".join(f"products={slug}" for slug in [*SIX.split(","), "amazon-msk"])
    assert "untick 1" in get(f"/compare?{seven}").text
    assert "at least one more" in get("/compare?products=rabbitmq").text
    assert "no product “cobol”" in get("/compare?products=cobol").text
    answer = get("/compare?products=rabbitmq&products=redis&dimension=security")
    assert (answer.status_code, answer.headers["location"]) == (303, "/compare/rabbitmq,redis?dimension=security")


def test_every_cell_opens(get: Get) -> None:
    """A known one at its statement; one of which nothing is stated at its own address."""
    text = get(f"/compare/{SIX}").text
    cells = re.findall(r'<td class="([ypnvduox])[^"]*"><a href=(/[a-z]+/)', text)
    assert len(cells) == text.count("<td class=") > 700
    assert sum(start == "/statements/" for _, start in cells) > 500
    assert "/products/" in {start for mark, start in cells if mark in "uox"}


def test_a_filtered_cell_tells_the_option_that_was_asked_for_and_opens_it(get: Get) -> None:
    """Not the first option of the criterion, nor a tick for another."""
    text = get("/products?protocols=mqtt-5").text
    row = text.partition('href="/products/apache-activemq-artemis"')[2].partition("</tr>")[0]
    cell = re.search(r'<td class="(\w+)[^"]*"><a href="/statements/(\w+)"[^>]*>MQTT 5.0</a>', row)
    assert cell is not None
    assert CATALOGUE.facts[cell[2]].statement.option == "mqtt-5"
    conditional = text.partition('href="/products/rabbitmq"')[2].partition("</tr>")[0]
    assert re.search(
        r'<td class="p[^"]*"><a href="/statements/\w+"[^>]*>MQTT 5.0</a><small>off by default', conditional
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/products/eclipse-mosquitto/authentication/kerberos", "unknown is not no"),
        ("/products/zeromq/sla_percent", "a rule of the criterion"),
        ("/products/apache-kafka/certifications/soc2", "yours to do"),
        ("/products/rabbitmq/delivery", "Option by option"),
        ("/products/rabbitmq/message_size_max", "look for <code>"),
    ],
)
def test_a_cell_has_an_address_whether_anything_is_known_or_not(get: Get, address: str, said: str) -> None:
    """With the reason for its state, or with its statements."""
    assert said in get(address).text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/products/gizmo/delivery", "no product “gizmo”"),
        ("/products/rabbitmq/colour", "no criterion “colour”"),
        ("/products/rabbitmq/delivery/sometimes", "no cell for an option “sometimes”"),
        ("/products/rabbitmq/message_size_max/kafka", "no cell for an option “kafka”"),
    ],
)
def test_a_cell_that_cannot_be_is_refused(get: Get, address: str, said: str) -> None:
    """Naming the part of the address that is wrong."""
    answer = get(address)
    assert answer.status_code == 404
    assert said in answer.text


def test_products_named_together_lead_to_their_comparison(get: Get) -> None:
    """As somebody types who wants to choose between two."""
    assert get("/products?q=kafka+vs+rabbitmq").headers["location"] == "/compare/apache-kafka,rabbitmq"


def test_words_that_name_options_lead_to_the_filter(get: Get) -> None:
    """So that a question asked in the search box is answered at once."""
    answer = get("/products?q=mqtt+5+and+oauth+2")
    assert answer.headers["location"] == "/products?authentication=oauth2-oidc&protocols=mqtt-5"


def test_every_inner_link_leads_somewhere(get: Get) -> None:
    """All that the kinds of pages link to, a few of the statements among it."""
    found: set[str] = set()
    for address in KINDS:
        found |= {str(link.get("href")).split("#")[0] for link in Reader(get(address).text).attributes("a")}
    inner = {each for each in found if each.startswith("/")}
    cells = sorted(each for each in inner if each.startswith("/statements/") or each.count("/") > 2)
    inner -= set(cells)
    for address in sorted(inner) + cells[::40]:
        assert get(address).status_code in (200, 303), address


def _example(method: Method) -> str:
    return next(fact.id for fact in CATALOGUE.facts.values() if fact.method is method)


def test_a_statement_tells_where_and_when_it_was_read(get: Get) -> None:
    """Page, place, term to look for, dates."""
    fact = next(fact for fact in CATALOGUE.facts.values() if fact.method is Method.DOCUMENTATION)
    text = get(f"/statements/{fact.id}").text
    citation = fact.statement.citations[0]
    assert CATALOGUE.source(fact, citation).url in text
    assert "read on" in text
    assert "look for <code>" in text


def test_a_statement_of_other_variants_is_headed_by_what_it_says(get: Get) -> None:
    """Not by the answer of the default variant, which tables show."""
    sqs = CATALOGUE.cell("amazon-sqs", "patterns", "dedup")
    (fifo,) = (fact.id for fact in sqs.facts if fact.statement.modes == ("fifo",))
    head = get(f"/statements/{fifo}").text.partition('<p class="answer">')[2].partition("</p>")[0]
    assert "built in" in head
    assert "FIFO queue" in head
    whole = get("/products/amazon-sqs/patterns/dedup").text.partition('<p class="answer">')[2].partition("</p>")[0]
    assert ">no<" in whole


def test_a_derived_statement_tells_how(get: Get) -> None:
    """Left out of a complete list, or taken from an engine, with a link to what it rests on."""
    assert "Left out of a complete list" in get(f"/statements/{_example(Method.ENUMERATED)}").text
    fact = CATALOGUE.facts[_example(Method.INHERITED)]
    assert f'href="/statements/{fact.rests_on}"' in get(f"/statements/{fact.id}").text


def test_an_unknown_cell_links_to_where_somebody_looked(get: Get) -> None:
    """Where that was recorded."""
    fact = next(fact for fact in CATALOGUE.facts.values() if fact.statement.state is StatementState.UNKNOWN)
    assert "unknown" in get(f"/statements/{fact.id}").text
    assert f"/statements/{fact.id}" in get(f"/products/{fact.statement.product}").text


def test_a_disputed_cell_shows_both_sides(get: Get) -> None:
    """With the citations of either."""
    disputed = [
        cell
        for entry in CATALOGUE.products.values()
        for cell in entry.cells.values()
        if cell.state is CellState.DISPUTED
    ]
    assert disputed
    for cell in disputed[:2]:
        text = get(f"/statements/{cell.facts[0].id}").text
        assert text.count('class="fact"') >= 2


def test_the_comparison_of_six_stays_small(get: Get) -> None:
    """200 KB of HTML, whatever is written into the catalogue."""
    assert len(get(f"/compare/{SIX}").content) <= 200_000


NAMES = sorted({entry.product.name for entry in CATALOGUE.products.values()})


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_product_is_named_in_a_template(path: Path) -> None:
    """Every fact on a page is rendered from statements."""
    text = path.read_text(encoding="utf-8")
    assert [name for name in NAMES if name in text] == []
    assert not re.search(r"\sstyle=|<style|\son\w+=|\|\s*safe", text)
