"""`/advisor`: the questions on one page or step by step, the result, its decision record, and the method in the open.

An address of the advisor is never refused: what cannot be used in it is named at its place or at the top of the page.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.advisor.answers import query_of
from app.advisor.method import questionnaire
from app.advisor.record import record
from app.advisor.rules import Rules
from app.catalogue.snapshot import Catalogue
from app.web.advisor_form import all_on_one, check, one_step
from app.web.advisor_read import Sent, numbers, read
from app.web.advisor_result import Page, advice_of
from app.web.clock import today
from app.web.render import page
from app.web.routes import Pages

ASKED = ["GET", "HEAD"]

router = APIRouter(include_in_schema=False)
"""Not `Pages`: these parameters are questions, and those that there are not are told, not dropped."""

method_router = Pages()


def _sent(request: Request) -> Sent:
    return read(request.query_params.multi_items(), request.app.state.rules)


@router.api_route("/advisor", methods=ASKED)
def form(request: Request) -> Response:
    """The questions, with whatever answers the address holds."""
    rules: Rules = request.app.state.rules
    sent = _sent(request)
    template, values = (
        all_on_one(sent, rules)
        if not sent.step
        else check(sent, rules)
        if sent.step == "check"
        else one_step(sent, rules)
    )
    return page(request, template, **values)


@router.api_route("/advisor/result", methods=ASKED)
def result(request: Request) -> Response:
    """The advice. An address as a form sends it leads on to the one that names rules and revision."""
    rules: Rules = request.app.state.rules
    catalogue: Catalogue = request.app.state.catalogue
    sent = _sent(request)
    given = sent.answers
    if not sent.faults and (given.rules_version is None or given.catalogue_revision is None):
        asked = query_of(given, rules_version=rules.version, catalogue_revision=catalogue.revision)
        # Its parts are encoded already.
        return Response(status_code=303, headers={"Location": f"/advisor/result?{asked}"})
    return page(request, "advisor/result/page.html", **Page(sent, catalogue, rules).values())


@router.api_route("/advisor/record.md", methods=ASKED)
def decision_record(request: Request) -> Response:
    """The result as an architecture decision record, with the visitor's own words if the address holds them."""
    rules: Rules = request.app.state.rules
    catalogue: Catalogue = request.app.state.catalogue
    site = str(request.base_url).rstrip("/")
    text = record(advice_of(_sent(request), catalogue, rules), catalogue, rules, site=site, day=today().isoformat())
    headers = {"Content-Disposition": 'inline; filename="decision-record.md"'}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


@method_router.page("/advisor/method")
def method(request: Request) -> Response:
    """Every rule, as the file has it."""
    rules: Rules = request.app.state.rules
    options = [option for question in rules.questions.values() for option in question.options.values()]
    return page(
        request,
        "advisor/method/page.html",
        all=questionnaire(rules),
        numbers=numbers(rules),
        count={"options": len(options), "tests": sum(len(option.tests) for option in options)},
    )
