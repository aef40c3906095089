"""The shape of `data/questionnaire.yaml`, as pydantic models. Scalars arrive as text; `rules` makes plain values."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _importance(number: int) -> int:
    if number not in (1, 3, 5):
        raise ValueError("expected 5 (high), 3 (normal) or 1 (low)")
    return number


Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
Line = Annotated[str, Field(min_length=1, max_length=240)]
Weight = Annotated[int, Field(ge=0, le=3)]
Importance = Annotated[int, AfterValidator(_importance)]
FlowWord = Literal["message", "event", "shared", "platform"]


class Shape(BaseModel):
    """No unknown keys: a misspelt one would be a rule that silently does not hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TestShape(Shape):
    """What an answer asks of a product."""

    any: Annotated[list[str], Field(min_length=1)]
    or_self_run: list[str] = []
    must: bool = False
    never_must: bool = False
    importance: Importance
    flow: FlowWord | None = None
    unless: list[Annotated[str, Field(pattern=r"^[a-z_]+:[a-z0-9.-]+$")]] = []


class DerivedShape(TestShape):
    """A wish that the approach adds; `when` limits it to one kind of event flow, `core` is what the flow needs."""

    when: Literal["stream", "notification"] | None = None
    core: bool = False
    reason: Line


class DerivedShapes(Shape):
    """The added wishes by side, and those that hold for both."""

    always: list[DerivedShape]
    event: list[DerivedShape]
    message: list[DerivedShape]


class OptionShape(Shape):
    """One answer."""

    id: Slug
    label: Line
    reason: Line
    event: Weight = 0
    message: Weight = 0
    example: Line | None = None
    flow_text: Line | None = None
    names: list[Line] = []
    tests: list[TestShape] = []


class QuestionShape(Shape):
    """One question."""

    id: Slug
    text: Line
    help: Line
    why: Line
    scope: Literal["flow", "platform"]
    changeable: Annotated[int, Field(ge=1, le=3)]
    relax: Annotated[int, Field(ge=1, le=9)]
    multiple: bool = False
    combine: Literal["any", "all"] | None = None
    core: bool = False
    cap: Annotated[int, Field(ge=1, le=9)] | None = None
    options: Annotated[list[OptionShape], Field(min_length=2)]


class StepShape(Shape):
    """One screen."""

    id: Slug
    group: Slug
    title: Line
    questions: Annotated[list[Slug], Field(min_length=1)]


class GroupShape(Shape):
    """A part of the questionnaire."""

    id: Slug
    name: Line


class ApproachShape(Shape):
    """The thresholds of `approach`, which explains them."""

    decisive: Annotated[int, Field(ge=1, le=3)]
    lean: Annotated[float, Field(gt=0, lt=1)]
    lean_against_strong: Annotated[float, Field(gt=0, lt=1)]
    firm: Annotated[float, Field(gt=0, le=1)]
    likely: Annotated[float, Field(gt=0, le=1)]


class TensionShape(Shape):
    """Answers that sit badly together."""

    answers: Annotated[list[str], Field(min_length=2)]
    text: Line


class FileShape(Shape):
    """The whole file."""

    version: Annotated[str, Field(pattern=r"^\d+(\.\d+){1,2}$")]
    approach: ApproachShape
    groups: list[GroupShape]
    steps: list[StepShape]
    questions: list[QuestionShape]
    derived: DerivedShapes
    tensions: list[TensionShape]
