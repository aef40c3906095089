"""Many options of one criterion at once, from one page read: the form that editors use most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app import editing
from app.catalogue import entities as e
from app.catalogue.words import ValueType
from app.desk.items import read_many
from app.desk.saving import save_all
from app.desk.work import NEW, Edit, Fragment, Item, Saved
from app.editing import Author
from app.errors import FieldProblem, InvalidInput


@dataclass(frozen=True, slots=True)
class OptionAnswer:
    """What is said of one option in general. `support` None: nothing is said any more. `version` as it was seen."""

    option: str
    support: str | None
    note: str | None = None
    version: int = NEW


def read_options(session: Session, product: str, criterion: str, options: Sequence[str]) -> dict[str, Item]:
    """The general statement of each of these options, also of those that have none; limited ones are edited apart."""
    keys = [(e.Statement.kind, _general(product, criterion, option)) for option in options]
    return dict(zip(options, read_many(session, keys), strict=True))


def _general(product: str, criterion: str, option: str) -> str:
    """The id of the statement without any qualifier."""
    return e.Statement(product=product, criterion=criterion, type=ValueType.OPTIONS, option=option).id


def save_options(
    session: Session,
    product: str,
    criterion: str,
    answers: Sequence[OptionAnswer],
    cite: Fragment,
    by: Author,
    today: date | None = None,
) -> Saved:
    """Saves those answers that differ from what is said now, each with the one citation, as one change set.

    What is answered as before keeps its citations. Problems point at `#/options/<option>/support` and `#/cite/url`.
    """
    now = read_options(session, product, criterion, [each.option for each in answers])
    wanted = [each for each in answers if _differs(each, now[each.option])]
    if not wanted:
        return Saved(editing.revision(session), None, ())
    edits = [_edit(product, criterion, each, now[each.option], cite) for each in wanted]
    try:
        return save_all(session, edits, by, today)
    except InvalidInput as error:
        problems = dict.fromkeys(_told(each, wanted) for each in error.problems)
        raise InvalidInput(error.sentence, list(problems)) from None


def _differs(answer: OptionAnswer, item: Item) -> bool:
    said = item.fragment or {}
    return (answer.support, answer.note) != (said.get("support"), said.get("note"))


def _edit(product: str, criterion: str, answer: OptionAnswer, item: Item, cite: Fragment) -> Edit:
    fragment = None
    if answer.support is not None:
        said: dict[str, object] = {"criterion": criterion, "option": answer.option, **(item.fragment or {})}
        said.pop("state", None)  # it was unknown, and no longer is
        fragment = {**said, "support": answer.support, "note": answer.note, "cite": [dict(cite)]}
    return Edit(e.Statement.kind, product, item.id, fragment, answer.version)


def _told(problem: FieldProblem, answers: Sequence[OptionAnswer]) -> FieldProblem:
    """The same problem, at its field of the whole form."""
    mark, *path = problem.field.split("/")
    if not path or not path[0].isdecimal():
        return problem
    number, rest = int(path[0]), path[1:]
    path = ["cite", *rest[2:]] if rest[:2] == ["cite", "0"] else ["options", answers[number].option, *rest]
    return FieldProblem("/".join([mark, *path]), problem.value, problem.expected)
