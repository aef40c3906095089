"""The advice as an architecture decision record: Markdown in the sections of MADR 4 (https://github.com/adr/madr).

Everything in it comes from the answers, the rules and cited statements; the visitor's own words are quoted as they are,
and what could be read as Markdown in them is made harmless.
"""

import re
from collections.abc import Iterable, Iterator

from app.advisor.advice import Advice, PairAdvice, ProductAdvice, Range
from app.advisor.approach import Verdict
from app.advisor.diagrams import diagram_of, mermaid
from app.advisor.explain import Contribution
from app.advisor.notes import REPEATED
from app.advisor.rules import Rules
from app.catalogue.snapshot import Catalogue

SECTIONS = {
    "context": "Context and Problem Statement",
    "drivers": "Decision Drivers",
    "options": "Considered Options",
    "outcome": "Decision Outcome",
    "consequences": "Consequences",
    "confirmation": "Confirmation",
    "pros": "Pros and Cons of the Options",
    "more": "More Information",
}
"""The names of MADR 4, in one place: it renamed some of those of MADR 3 (Validation is Confirmation now)."""

APPROACHES: dict[Verdict, str] = {
    "event-driven": "event-driven messaging",
    "message-driven": "message-driven messaging",
    "both": "commands on queues and facts on a topic or log",
    "no-broker": "direct requests without a broker",
    "not-enough": "an approach that is still open",
}

GOOD: dict[Verdict, tuple[str, ...]] = {
    "event-driven": (
        "New receivers join without a change of the sender.",
        "Receivers work at their own pace and fail on their own.",
    ),
    "message-driven": (
        "Each job has one handler, which is retried and put aside on failure.",
        "Workers are added as the load grows, and the queue levels the peaks.",
    ),
    "both": (
        "Each flow gets the handling that it needs, and it is written down which is which.",
        "Commands keep one owner, while facts stay open to new readers.",
    ),
    "no-broker": ("There is one system less to run.",),
    "not-enough": (),
}

PITFALLS: dict[Verdict, tuple[str, ...]] = {
    "event-driven": (
        "A name in the past tense hides an order if somebody must act on it.",
        "Publish from an outbox: writing to a database and to a topic apart loses one of them some day.",
        "Readers must bear repetitions, and schemas must change compatibly.",
        "The choice of the key decides on order and on hot partitions; retention may clash with duties to erase.",
    ),
    "message-driven": (
        "Acknowledge after the work is committed, and make handling safe to repeat by a key.",
        "Limit retries, wait longer each time, then put the item aside with an alert; rehearse sending it again.",
        "The lock or visibility time must be longer than the work takes.",
        "Alarm on the depth of the queue, and slow the senders down.",
    ),
    "both": (
        "Write one line that says which flow carries commands and which carries facts.",
        "Publish the fact from the transaction that carried out the command.",
        "Do not use the log as a work queue by habit, nor copy queues in order to fan out.",
        "Two systems are two duties on call; carry one trace id through both.",
    ),
    "no-broker": ("A call fails when the other side is away: decide on time-outs and repetitions.",),
    "not-enough": ("Answer the questions named below before building on this.",),
}

TRIALS: dict[Verdict, tuple[str, ...]] = {
    "event-driven": (
        "List ten events with an owner and a schema each, and replay them into an empty reader.",
        "Stop a reader for an hour at full rate, and watch it catch up.",
    ),
    "message-driven": (
        "Kill a worker in the middle of a job and watch the job being done once more.",
        "Send an item that always fails, and follow it to the dead-letter place and back.",
    ),
    "both": (
        "Kill a worker between its transaction and the publication, and count commands and facts.",
        "Let a new reader join the facts without touching the workers.",
    ),
    "no-broker": ("Measure the slowest call, and let the other side be away for a minute.",),
    "not-enough": (),
}


def plain(text: str) -> str:
    """The visitor's words without the power of Markdown or HTML: every mark that means something is escaped."""
    return re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~&:])", r"\\\1", text)


def quoted(text: str) -> str:
    """Several lines as a quotation."""
    return "\n".join(f"> {plain(line)}" if line.strip() else ">" for line in text.splitlines())


def link(product: ProductAdvice) -> str:
    """A product's name with the variant that was judged."""
    return f"{product.name} ({product.by})" if product.by else product.name


def leading(advice: Advice) -> PairAdvice | None:
    """The two products that are advised together, if any are."""
    return advice.pairs[0] if any(each.partner for each in advice.products) else None


def chosen(advice: Advice, catalogue: Catalogue) -> list[str]:
    """The first product with its variant, or the two that are advised together, that for the commands first."""
    pair = leading(advice)
    if pair is None:
        return [link(each) for each in advice.products[:1]]
    names = [catalogue.products[slug].product.name for slug in pair.products]
    return [f"{name} ({each.name})" if each.name else name for name, each in zip(names, pair.variants, strict=True)]


def record(advice: Advice, catalogue: Catalogue, rules: Rules, *, site: str = "", day: str = "") -> str:
    """The record. `site` is put before the links into the catalogue; `day` (ISO) comes from the edge."""
    return "\n".join(
        [
            *_head(advice, catalogue, day),
            *_context(advice, rules),
            *_drivers(advice),
            *_options(advice),
            *_outcome(advice, catalogue),
            *_consequences(advice),
            *_pros(advice, catalogue, site),
            *_more(advice, catalogue, rules, site, day),
            "",
        ]
    )


def _section(name: str, level: int = 2) -> list[str]:
    return ["", "#" * level + " " + SECTIONS[name], ""]


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"* {line}" for line in lines]


def _head(advice: Advice, catalogue: Catalogue, day: str) -> Iterator[str]:
    yield from ("---", "status: proposed", f"date: {day}", "decision-makers:", "---", "")
    names = " and ".join(chosen(advice, catalogue))
    yield f"# Use {APPROACHES[advice.approach.verdict]}{f' with {names}' if names else ''}"


def _context(advice: Advice, rules: Rules) -> Iterator[str]:
    yield from _section("context")
    yield quoted(advice.context) if advice.context else "_Describe the system and what it must do, in your own words._"
    yield ""
    yield "What was answered:"
    yield ""
    for name, options in advice.answers.items():
        question = rules.questions[name]
        yield f"* {question.text} {'; '.join(question.options[option].label for option in options)}"
    if not advice.answers:
        yield "* nothing yet"


def _drivers(advice: Advice) -> Iterator[str]:
    yield from _section("drivers")
    drivers = [f"Must: {each.text}" for each in advice.demands if each.must]
    drivers += [f"Wish of high weight: {each.text}" for each in advice.demands if each.weight == 5]
    yield from _bullets(drivers or ["none given"])


def _options(advice: Advice) -> Iterator[str]:
    yield from _section("options")
    yield from _bullets(["Event-driven", "Message-driven", "Both"])
    for each in advice.products:
        kin = ", ".join(other.name for other in each.siblings)
        yield f"* {link(each)}{f'; of the same family: {kin}' if kin else ''}"


def _outcome(advice: Advice, catalogue: Catalogue) -> Iterator[str]:
    approach = advice.approach
    yield from _section("outcome")
    strength = "" if approach.verdict == "not-enough" else f" ({approach.strength})"
    yield f"Chosen approach: **{approach.verdict}**{strength}, because"
    yield ""
    yield from _bullets(each.text for each in approach.reasons[:3])
    if not approach.reasons:
        yield "* nothing speaks for either side yet"
    if approach.against:
        yield ""
        yield f"What speaks most against it: {approach.against[0].text}"
    if approach.flows and approach.verdict != "no-broker":
        yield ""
        yield "Which flow goes which way:"
        yield ""
        yield from _bullets(f"{each.text} ({each.side})" for each in approach.flows)
    if advice.products:
        yield ""
        yield from _product_outcome(advice, catalogue)
    diagram = diagram_of(approach.verdict, advice.answers)
    if diagram:
        yield from ("", "```mermaid", mermaid(diagram), "```", "", diagram.description)


BADGES = {
    "any-weights": "first under any plausible weights",
    "most-weights": "first under most plausible weights",
    "close": "close: others are as good as known facts can tell",
}


def _product_outcome(advice: Advice, catalogue: Catalogue) -> Iterator[str]:
    pair = leading(advice)
    if pair:
        one, other = chosen(advice, catalogue)
        yield (
            f"Chosen products: **{one}** for the commands and **{other}** for the facts, together"
            f" {_scored(pair.score)} after what running two costs. {pair.text}"
        )
        yield ""
    alone = next((each for each in advice.products if each.slug == advice.first_alone), advice.products[0])
    badge = f"; {BADGES[alone.badge]}" if alone.badge else ""
    open_ = " It is not confirmed yet: see below for what to check." if alone.status == "possible" else ""
    word = "Chosen product" if alone.status == "confirmed" else "Product to look into first, none being confirmed"
    word = "The best single product, to be preferred if one system must do" if pair else word
    yield f"{word}: **{link(alone)}**, {_scored(alone.score)}{badge}.{open_} Because of"
    yield ""
    yield from _bullets(f"{each.asked}: {each.found}" for each in alone.contributions[:3])
    if advice.pairs and not pair:
        names = " and ".join(catalogue.products[slug].product.name for slug in advice.pairs[0].products)
        yield ""
        yield f"As a pair: {names}, {_scored(advice.pairs[0].score)}. {advice.pairs[0].text}"


def _scored(score: Range) -> str:
    return f"score {_percent(score.mid)} (between {_percent(score.low)} and {_percent(score.high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _consequences(advice: Advice) -> Iterator[str]:
    verdict = advice.approach.verdict
    yield from _section("consequences", 3)
    yield from _bullets(f"Good, because {text[0].lower()}{text[1:]}" for text in GOOD[verdict])
    repeated = (REPEATED,) if REPEATED in advice.notes else ()
    yield from _bullets(f"Bad, unless heeded: {text}" for text in (*repeated, *PITFALLS[verdict]))
    yield from _section("confirmation", 3)
    trials = list(TRIALS[verdict])
    for product in advice.products[: 2 if leading(advice) else 1]:
        open_ = [each for each in product.check_first if product.concerns(each.flow)]
        trials += [f"Check {product.name}: {each.asked} ({each.found})." for each in open_[:5]]
    yield from _bullets(trials or ["Answer more questions first."])


def _pros(advice: Advice, catalogue: Catalogue, site: str) -> Iterator[str]:
    yield from _section("pros")
    if not advice.products:
        yield "No product was left to compare."
    for product in advice.products:
        yield f"### {link(product)}"
        yield ""
        own = [each for each in product.contributions if product.concerns(each.flow)]
        best = [each for each in own if each.mid >= 0.8][:3]
        worst = sorted((each for each in own if each.mid < 0.8), key=lambda each: each.mid)[:3]
        for word, found in (("Good", best), ("Bad", worst)):
            yield from _bullets(f"{word}: {each.asked}: {each.found}{_cited(each, catalogue, site)}" for each in found)
        yield ""


def _cited(contribution: Contribution, catalogue: Catalogue, site: str) -> str:
    """Links to the statement and to the page it cites."""
    for identity in contribution.statements:
        fact = catalogue.facts.get(identity)
        if fact is None:
            continue
        links = [f"[statement]({site}/statements/{identity})"]
        for citation in fact.statement.citations[:1]:
            links.append(f"[{plain(catalogue.source(fact, citation).title)}](<{catalogue.source(fact, citation).url}>)")
        return f" — {', '.join(links)}"
    return ""


def _more(advice: Advice, catalogue: Catalogue, rules: Rules, site: str, day: str) -> Iterator[str]:
    yield from _section("more")
    yield from _bullets(f"Note: {note}" for note in advice.notes if note != REPEATED)
    lead = "lead as a single product" if leading(advice) else "come first"
    for change in advice.would_win_if:
        yield f"* {catalogue.products[change.product].product.name} would {lead}: {change.text}"
    for relaxation in advice.relaxations:
        yield f"* {relaxation.text}"
    if advice.upset:
        names = ", ".join(catalogue.products[slug].product.name for slug in advice.upset)
        yield f"* Would lead if their open facts were confirmed: {names}"
    for each in advice.excluded:
        yield f"* Ruled out: {each.name} ({'; '.join(reason.text.rstrip('.') for reason in each.because)})"
    asked = ", ".join(rules.questions[name].text for name in advice.approach.ask_next)
    if asked and advice.approach.verdict == "not-enough":
        yield f"* To be answered next: {asked}"
    yield f"* Made with revision {advice.catalogue_revision} of the catalogue and rules {advice.rules_version}:"
    yield f"  {site}/advisor/result?{advice.permalink}"
    yield "* This is no benchmark. Limits and prices change: try it with your own load before you decide."
    yield f"* Review after {_next_year(day)}" if day else "* Review after twelve months."


def _next_year(day: str) -> str:
    """The same day a year later; the last of February where there is no such day."""
    year, rest = int(day[:4]) + 1, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"
