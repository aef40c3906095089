"""/changes: every revision with the documents before and after, for programs that keep a copy up to date."""

from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from app.api import shapes as s
from app.api.answering import catalogue_of, head, json_answer
from app.api.routing import Parameter, Reads
from app.editing import asking
from app.editing.history import History, Recorded
from app.editing.telling import sentence

router = Reads("changes")

MOST = 200

TEXT = {"type": "string"}
PARAMETERS = (
    Parameter(
        "since",
        "Only revisions with a greater number: those after the `revision` of an answer that one has already.",
        {"type": "integer", "minimum": 0, "maximum": asking.LARGEST, "default": 0},
        0,
    ),
    Parameter("product", "Only what is about this product; it may have gone since.", TEXT, "heron"),
    Parameter("dimension", "Only what is about this dimension.", TEXT, "basic-usage"),
    Parameter("limit", "Revisions on a page.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}, 50),
    Parameter("cursor", "The `next` of the page before: only revisions with a smaller number.", TEXT, "40"),
)


@router.read("/changes", "listChanges", "What was changed, by whom and why", s.Changes, PARAMETERS)
def list_changes(request: Request) -> Response:
    """Revisions, the newest first. Empty where the server answers from files, without a database."""
    catalogue, given = catalogue_of(request), request.query_params
    history = History(request.app.state.engine)
    wanted = asking.wanted(catalogue, history, given)
    limit = asking.number(given, "limit", 50, 1, MOST)
    found = history.revisions(wanted, asking.cursor(given), limit)
    headers = {}
    if found.next is not None:
        further = {**dict(given.multi_items()), "cursor": str(found.next)}
        headers["link"] = f'<{request.url.path}?{urlencode(further)}>; rel="next"'

    def told(each: Recorded) -> s.Revision:
        return s.Revision(
            number=each.number,
            change_set=each.change_set,
            at=each.at,
            person=each.actor,
            reason=each.reason,
            kind=each.kind,
            id=each.id,
            product=each.product if each.product in catalogue.products or each.kind != "source" else None,
            sentence=sentence(catalogue, each),
            before=each.before,
            after=each.after,
        )

    body = s.Changes(
        **head(catalogue),
        total=found.total,
        next=None if found.next is None else str(found.next),
        items=[told(each) for each in found.items],
    )
    return json_answer(body, headers)
