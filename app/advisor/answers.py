"""What a visitor answered: read from JSON or from an address, refused field by field, kept in one canonical order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from app.advisor.rules import Question, Rules
from app.errors import FieldProblem, InvalidInput

NOT_SURE = "not-sure"
"""An answer that equals leaving the question out."""

WEIGHTS = (1, 3, 5)
DEFAULT_LIMIT = 5
LARGEST_LIMIT = 50
LONGEST_CONTEXT = 4000
"""Characters: some 600 words, more than the context of a decision record should have."""

FIELDS = ("answers", "must", "nice", "weights", "limit", "context", "rules_version", "catalogue_revision")
SHOWN = 60
"""Characters of a refused value that are repeated to its sender."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Options by question, in the order of the rules whatever order they came in. `must` and `nice` overrule the
    default strength; `weights` the importance. `rules_version` and `catalogue_revision` are those of an old address."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    must: frozenset[str] = frozenset()
    nice: frozenset[str] = frozenset()
    weights: Mapping[str, int] = field(default_factory=dict)
    limit: int = DEFAULT_LIMIT
    context: str = ""
    rules_version: str | None = None
    catalogue_revision: int | None = None

    def has(self, question: str, option: str) -> bool:
        """Whether this option was chosen."""
        return option in self.chosen.get(question, ())


class _Parser:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.problems: list[FieldProblem] = []

    def wrong(self, pointer: str, value: object, expected: str) -> None:
        text = str(value)
        self.problems.append(FieldProblem(pointer, text if len(text) <= SHOWN else text[:SHOWN] + "…", expected))

    def answers(self, raw: object) -> dict[str, tuple[str, ...]]:
        if not isinstance(raw, Mapping):
            self.wrong("#/answers", raw, "an object of questions with their answers")
            return {}
        for name in list(raw)[: len(self.rules.questions) * 2]:
            if name not in self.rules.questions:
                listed = ", ".join(self.rules.questions)
                self.wrong(f"#/answers/{_pointer(name)}", name, f"a question of rules {self.rules.version}: {listed}")
        if len(raw) > len(self.rules.questions) * 2:
            self.wrong("#/answers", f"{len(raw)} members", f"at most {len(self.rules.questions)} questions")
        found = {}
        for question in self.rules.questions.values():
            if question.id in raw and (options := self.options(question, raw[question.id])):
                found[question.id] = options
        return found

    def options(self, question: Question, raw: object) -> tuple[str, ...]:
        pointer = f"#/answers/{question.id}"
        given = raw if isinstance(raw, list | tuple) else [] if raw is None or raw == "" else [raw]
        if len(given) > len(question.options) + 1:
            self.wrong(pointer, f"{len(given)} options", f"at most {len(question.options)} options")
            return ()
        for position, each in enumerate(given):
            if not isinstance(each, str) or (each not in question.options and each != NOT_SURE):
                where = f"{pointer}/{position}" if isinstance(raw, list | tuple) else pointer
                self.wrong(where, each, "one of " + ", ".join(question.options))
        chosen = {each for each in given if isinstance(each, str)}
        if not question.multiple and len(chosen) > 1:
            self.wrong(pointer, ", ".join(sorted(chosen)), "one answer, not several")
        if NOT_SURE in chosen and len(chosen) > 1:
            self.wrong(pointer, ", ".join(sorted(chosen)), "either not-sure or options")
        return tuple(option for option in question.options if option in chosen)

    def strengths(self, name: str, raw: object) -> frozenset[str]:
        pointer = f"#/{name}"
        most = sum(len(question.options) + 1 for question in self.rules.questions.values())
        if not isinstance(raw, list | tuple) or len(raw) > most:
            shown = f"{len(raw)} elements" if isinstance(raw, list | tuple) else raw
            self.wrong(pointer, shown, f"a list of at most {most} entries such as features or features:dead-letter")
            return frozenset()
        for position, each in enumerate(raw):
            question, _, option = each.partition(":") if isinstance(each, str) else ("", "", "")
            known = self.rules.questions.get(question)
            if known is None or (":" in each and option not in known.options):
                self.wrong(f"{pointer}/{position}", each, "a question, or a question:option, of these rules")
        return frozenset(each for each in raw if isinstance(each, str))

    def weights(self, raw: object) -> dict[str, int]:
        if not isinstance(raw, Mapping) or len(raw) > len(self.rules.tested):
            self.wrong("#/weights", raw, "an object of criteria with 1, 3 or 5")
            return {}
        found: dict[str, int] = {}
        for name, value in raw.items():
            pointer = f"#/weights/{_pointer(name)}"
            if name not in self.rules.tested:
                self.wrong(pointer, name, "a criterion, or a criterion:option, that these rules ask about")
            elif isinstance(value, bool) or str(value) not in ("1", "3", "5"):
                self.wrong(pointer, value, "1, 3 or 5")
            else:
                found[name] = int(value)
        return dict(sorted(found.items()))

    def number(self, name: str, raw: object, least: int, most: int) -> int | None:
        if isinstance(raw, bool) or not str(raw).isascii() or not str(raw).isdigit() or len(str(raw)) > 18:
            number = None
        else:
            number = int(str(raw))
        if number is None or not least <= number <= most:
            self.wrong(f"#/{name}", raw, f"a whole number from {least} to {most}")
            return None
        return number

    def text(self, name: str, raw: object, longest: int) -> str:
        if not isinstance(raw, str) or len(raw) > longest:
            shown = f"{len(raw)} characters" if isinstance(raw, str) else raw
            self.wrong(f"#/{name}", shown, f"text of at most {longest} characters")
            return ""
        text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
        if any(not (each.isprintable() or each in "\n\t") for each in text):
            self.wrong(f"#/{name}", "control characters", "plain text")
            return ""
        return text


def _pointer(name: object) -> str:
    """A JSON pointer's part (RFC 6901)."""
    return str(name)[:SHOWN].replace("~", "~0").replace("/", "~1")


def parse(raw: Mapping[str, Any], rules: Rules) -> Answers:
    """The answers of a request. Raises InvalidInput with a FieldProblem for every field that does not fit."""
    parser = _Parser(rules)
    if not isinstance(raw, Mapping):
        raise InvalidInput("The answers do not fit.", [FieldProblem("#", str(raw)[:SHOWN], "an object")])
    for name in list(raw)[: 2 * len(FIELDS)]:
        if name not in FIELDS:
            parser.wrong(f"#/{_pointer(name)}", name, "one of " + ", ".join(FIELDS))
    chosen = parser.answers(raw.get("answers") or {})
    must = parser.strengths("must", raw.get("must") or ())
    nice = parser.strengths("nice", raw.get("nice") or ())
    for each in sorted(must & nice):
        parser.wrong("#/nice", each, "an entry in must or in nice, not in both")
    weights = parser.weights(raw.get("weights") or {})
    given = raw.get("limit")
    limit = parser.number("limit", given, 1, LARGEST_LIMIT) if given is not None else DEFAULT_LIMIT
    context = parser.text("context", raw.get("context") or "", LONGEST_CONTEXT)
    version = parser.text("rules_version", raw.get("rules_version") or "", 20)
    given = raw.get("catalogue_revision")
    revision = parser.number("catalogue_revision", given, 0, 10**18 - 1) if given is not None else None
    if parser.problems:
        raise InvalidInput("The answers do not fit.", parser.problems)
    return Answers(
        MappingProxyType(chosen),
        must,
        nice,
        MappingProxyType(weights),
        limit or DEFAULT_LIMIT,
        context,
        version or None,
        revision,
    )


def parse_query(pairs: Iterable[tuple[str, str]], rules: Rules) -> Answers:
    """The answers of an address, as `query_of` writes it: repeated parameters, `weight=criterion~5`."""
    raw: dict[str, Any] = {"answers": {}, "must": [], "nice": [], "weights": {}}
    problems: list[FieldProblem] = []
    for name, value in pairs:
        if name in ("must", "nice"):
            raw[name].append(value)
        elif name == "weight":
            criterion, _, weight = value.rpartition("~")
            raw["weights"][criterion or value] = weight if criterion else ""
        elif name in ("limit", "context"):
            if name in raw:
                problems.append(FieldProblem(f"#/{name}", value[:SHOWN], "one value, not several"))
            raw[name] = value
        elif name == "rules":
            raw["rules_version"] = value
        elif name == "revision":
            raw["catalogue_revision"] = value
        else:
            raw["answers"].setdefault(name, []).append(value)
    raw["answers"] = {name: [each for each in found if each] for name, found in raw["answers"].items()}
    try:
        answers = parse(raw, rules)
    except InvalidInput as error:
        raise InvalidInput(error.sentence, [*problems, *error.problems]) from None
    if problems:
        raise InvalidInput("The answers do not fit.", problems)
    return answers


def query_of(answers: Answers, *, rules_version: str, catalogue_revision: int, context: bool = False) -> str:
    """The canonical query string: one for all orders in which the same was asked. The visitor's own words are in it
    only on demand: an address is easily passed on."""
    pairs = [(question, option) for question, options in answers.chosen.items() for option in options]
    pairs += [("must", each) for each in sorted(answers.must)]
    pairs += [("nice", each) for each in sorted(answers.nice)]
    pairs += [("weight", f"{name}~{weight}") for name, weight in sorted(answers.weights.items())]
    if answers.limit != DEFAULT_LIMIT:
        pairs.append(("limit", str(answers.limit)))
    if context and answers.context:
        pairs.append(("context", answers.context))
    pairs += [("rules", rules_version), ("revision", str(catalogue_revision))]
    return urlencode(pairs, quote_via=quote, safe=":~")
