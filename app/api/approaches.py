"""/approaches: event-driven and message-driven, explained."""

from fastapi import Request
from starlette.responses import Response

from app.api import parts
from app.api import shapes as s
from app.api.answering import catalogue_of, head, json_answer
from app.api.routing import Reads

router = Reads("approaches")


@router.read("/approaches", "listApproaches", "The approaches, explained", s.Approaches, found=False)
def list_approaches(request: Request) -> Response:
    """Event-driven and message-driven side by side: what each is, when to choose it, its pitfalls, other words."""
    catalogue = catalogue_of(request)
    items = [parts.approach(catalogue, each) for each in catalogue.approaches.values()]
    return json_answer(
        s.Approaches(
            **head(catalogue),
            total=len(items),
            next=None,
            aspects=[
                s.Aspect(slug=each.slug, label=each.label, question=each.question)
                for each in catalogue.aspects.values()
            ],
            items=items,
            words=[parts.word(catalogue, each) for each in catalogue.words],
        )
    )
