"""Reference architectures as Mermaid text and as SVG drawn here: one description, two forms.

The SVG has classes and no styles, so that the site's stylesheet colours it for light, dark and paper:
`d-box` (programs, stores), `d-event` (topics, logs), `d-message` (queues), `d-line`, `d-label`. Boxes stand on a grid.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from app.advisor.approach import Verdict

Look = Literal["box", "event", "message"]

WIDE, HIGH = 148, 48
"""A box, in SVG units."""

ACROSS, DOWN = 226, 92
"""From one box to the next: room for the label of an arrow."""

EDGE = 16


@dataclass(frozen=True, slots=True)
class Box:
    """One part, at a column and a row of the grid."""

    id: str
    label: str
    column: int
    row: int
    look: Look = "box"


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one part to another; `dashed` for what happens only sometimes."""

    start: str
    end: str
    label: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """A reference architecture."""

    title: str
    description: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


EVENT = Diagram(
    "Event-driven: facts to whoever listens",
    "A service writes its data and an outbox in one transaction. A relay publishes from the outbox to a topic or log."
    " Independent readers and a stream job take from there; what a reader cannot handle is parked.",
    (
        Box("service", "Service", 0, 1),
        Box("store", "Data + outbox", 1, 1),
        Box("relay", "Relay", 2, 1),
        Box("topic", "Topic or log", 3, 1, "event"),
        Box("schemas", "Schema registry", 3, 0),
        Box("first", "Reader one", 4, 0),
        Box("second", "Reader two", 4, 1),
        Box("stream", "Stream job", 4, 2),
        Box("parked", "Parked items", 5, 0, "event"),
    ),
    (
        Arrow("service", "store", "one tx"),
        Arrow("store", "relay"),
        Arrow("relay", "topic", "fact"),
        Arrow("schemas", "topic", dashed=True),
        Arrow("topic", "first"),
        Arrow("topic", "second"),
        Arrow("topic", "stream"),
        Arrow("first", "parked", "failed", dashed=True),
    ),
)

MESSAGE = Diagram(
    "Message-driven: jobs to one handler",
    "A sender puts jobs on a queue. Workers share them, and each job goes to one of them. After the last try a job is"
    " moved to a dead-letter queue, which raises an alert. Results return over a reply queue.",
    (
        Box("sender", "Sender", 0, 1),
        Box("queue", "Queue", 1, 1, "message"),
        Box("one", "Worker", 2, 1),
        Box("two", "Worker", 2, 2),
        Box("dead", "Dead-letter queue", 1, 2, "message"),
        Box("replies", "Reply queue", 2, 0, "message"),
        Box("people", "Alert, send again", 0, 2),
    ),
    (
        Arrow("sender", "queue", "job"),
        Arrow("queue", "one"),
        Arrow("queue", "two"),
        Arrow("queue", "dead", "gave up", dashed=True),
        Arrow("dead", "people"),
        Arrow("one", "replies", "result"),
        Arrow("replies", "sender"),
    ),
)

UNANSWERED = replace(
    MESSAGE,
    description="A sender puts jobs on a queue. Workers share them, and each job goes to one of them. After the last"
    " try a job is moved to a dead-letter queue, which raises an alert. The sender does not wait for a result.",
    boxes=tuple(replace(box, row=box.row - 1) for box in MESSAGE.boxes if box.id != "replies"),
    arrows=tuple(each for each in MESSAGE.arrows if "replies" not in (each.start, each.end)),
)

BOTH = Diagram(
    "Both: commands on a queue, facts on a topic",
    "A sender puts commands on a queue. A worker handles each and writes its data and an outbox in one transaction."
    " From there facts are published to a topic or log, which other parts read.",
    (
        Box("sender", "Sender", 0, 0),
        Box("queue", "Queue", 1, 0, "message"),
        Box("worker", "Worker", 2, 0),
        Box("store", "Data + outbox", 3, 0),
        Box("topic", "Facts: topic or log", 3, 2, "event"),
        Box("others", "Other parts", 4, 2),
        Box("dead", "Dead-letter queue", 1, 1, "message"),
    ),
    (
        Arrow("sender", "queue", "command"),
        Arrow("queue", "worker"),
        Arrow("worker", "store", "one tx"),
        Arrow("store", "topic", "fact"),
        Arrow("topic", "others"),
        Arrow("queue", "dead", dashed=True),
    ),
)

LED = replace(
    BOTH,
    description="An orchestrator puts commands on a queue. A worker handles each and writes its data and an outbox in"
    " one transaction. From there facts are published to a topic or log, which other parts and the orchestrator read.",
    boxes=(Box("sender", "Orchestrator", 0, 0), *BOTH.boxes[1:]),
    arrows=(*BOTH.arrows, Arrow("topic", "sender", "outcome")),
)

UNLED = replace(
    BOTH, description=f"{BOTH.description} Nobody leads: each part decides by itself what a fact means to it."
)

DIAGRAMS: dict[Verdict, Diagram] = {"event-driven": EVENT, "message-driven": MESSAGE, "both": BOTH}

COORDINATED: dict[str, Diagram] = {"orchestrated": LED, "choreographed": UNLED}
"""What "both" looks like where it was answered who leads."""

HANDED_OVER: dict[str, Diagram] = {"stored": UNANSWERED, "none": UNANSWERED}
"""What jobs look like where their sender does not wait for a result."""

REFINED: dict[Verdict, tuple[str, dict[str, Diagram]]] = {
    "both": ("coordination", COORDINATED),
    "message-driven": ("outcome", HANDED_OVER),
}
"""The question whose answer changes the picture of a verdict, and how."""


def diagram_of(verdict: Verdict, answers: Mapping[str, Collection[str]]) -> Diagram | None:
    """The architecture for a verdict, as the answers have it; none for a verdict without one."""
    question, pictures = REFINED.get(verdict, ("", {}))
    answered = (pictures[each] for each in answers.get(question, ()) if each in pictures)
    return next(answered, DIAGRAMS.get(verdict))


def mermaid(diagram: Diagram) -> str:
    """The diagram as Mermaid text."""
    shapes: dict[Look, tuple[str, str]] = {"box": ("[", "]"), "event": ("{{", "}}"), "message": ("[[", "]]")}
    lines = ["flowchart LR"]
    for box in diagram.boxes:
        begin, end = shapes[box.look]
        lines.append(f'  {box.id}{begin}"{box.label}"{end}')
    for arrow in diagram.arrows:
        line = "-.->" if arrow.dashed else "-->"
        label = f'|"{arrow.label}"|' if arrow.label else ""
        lines.append(f"  {arrow.start} {line}{label} {arrow.end}")
    return "\n".join(lines)


def _corner(box: Box) -> tuple[int, int]:
    return EDGE + box.column * ACROSS, EDGE + box.row * DOWN


def _path(start: Box, end: Box) -> tuple[str, int, int, str]:
    """The line of an arrow, where its label stands and how: along the row, down the column, or round two corners."""
    x, y = _corner(start)
    to_x, to_y = _corner(end)
    if start.column == end.column:
        middle = x + WIDE // 2
        begin, finish = (y + HIGH, to_y) if to_y > y else (y, to_y + HIGH)
        return f"M{middle} {begin}V{finish}", middle + 8, (begin + finish) // 2 + 4, "start"
    height, to_height = y + HIGH // 2, to_y + HIGH // 2
    if start.row == end.row:
        begin, finish = (x + WIDE, to_x) if to_x > x else (x, to_x + WIDE)
        return f"M{begin} {height}H{finish}", (begin + finish) // 2, height - 8, "middle"
    if end.column < start.column:
        # Back along its own row, then up or down into the other box.
        middle = to_x + WIDE // 2
        finish = to_y + HIGH if to_y < y else to_y
        return f"M{x} {height}H{middle}V{finish}", (x + middle) // 2, height - 8, "middle"
    turn = (x + WIDE + to_x) // 2
    path = f"M{x + WIDE} {height}H{turn}V{to_height}H{to_x}"
    return path, turn + 8, (height + to_height) // 2 + 4, "start"


def _text(x: int, y: int, anchor: str, label: str) -> str:
    return f'<text class="d-label" x="{x}" y="{y}" text-anchor="{anchor}">{escape(label)}</text>'


def svg(diagram: Diagram, name: str = "architecture") -> str:
    """The diagram as SVG. `name` tells several on one page apart."""
    boxes = {box.id: box for box in diagram.boxes}
    width = 2 * EDGE + max(box.column for box in diagram.boxes) * ACROSS + WIDE
    height = 2 * EDGE + max(box.row for box in diagram.boxes) * DOWN + HIGH
    parts = [
        f'<svg class="diagram" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc"'
        ' xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{name}-title">{escape(diagram.title)}</title>',
        f'<desc id="{name}-desc">{escape(diagram.description)}</desc>',
        f'<defs><marker id="{name}-head" class="d-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
        ' markerHeight="8" orient="auto"><path class="d-arrow" d="M0 0L8 4L0 8z"/></marker></defs>',
    ]
    labels: list[str] = []
    for arrow in diagram.arrows:
        path, x, y, anchor = _path(boxes[arrow.start], boxes[arrow.end])
        look = "d-line d-dashed" if arrow.dashed else "d-line"
        parts.append(f'<path class="{look}" d="{path}" marker-end="url(#{name}-head)"/>')
        if arrow.label:
            labels.append(_text(x, y, anchor, arrow.label))
    for box in diagram.boxes:
        x, y = _corner(box)
        look = "d-box" if box.look == "box" else f"d-box d-{box.look}"
        radius = {"box": 6, "event": 24, "message": 0}[box.look]
        parts.append(f'<rect class="{look}" x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="{radius}"/>')
        if box.look == "message":
            parts += [
                f'<path class="d-line" d="M{x + inset} {y}V{y + HIGH}"/>' for inset in (8, WIDE - 8)
            ]  # the sides of a queue
        labels.append(_text(x + WIDE // 2, y + HIGH // 2 + 5, "middle", box.label))
    return "".join([*parts, *labels, "</svg>"])
