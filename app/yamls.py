"""YAML as these files use it: every scalar is text, every key stands once, no anchors; one normal form on the way out.

Reading everything as text keeps `no`, `4.0` and `2026-03-02` what they look like. libyaml does the work both ways.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.problems import Problem

LARGEST_FILE = 2_000_000
"""Bytes. The largest product file has some 200 KB; beyond ten times that something went wrong."""

DEEPEST = 12
"""Levels of nesting. The shapes need seven."""

LINE_WIDTH = 116

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its data (dicts, lists, str) and the line of every key and item, by path."""

    file: str
    data: Any
    lines: dict[Path_, int]

    def problem(self, path: Path_, message: str) -> Problem:
        """A problem at this path, or at the nearest place above it that the file has."""
        at = path
        while at and at not in self.lines:
            at = at[:-1]
        return Problem(self.file, self.lines.get(at, 1), told(path), message)


def told(path: Path_) -> str:
    """A path in words: `statements › protocols › amqp-1.0 › no. 1 › support`."""
    return " › ".join(f"no. {part + 1}" if isinstance(part, int) else part for part in path) or "file"


class _Refused(Exception):
    def __init__(self, line: int, message: str, path: Path_ = ()) -> None:
        super().__init__(message)
        self.line, self.message, self.path = line, message, path


def _build(node: yaml.Node, path: Path_, lines: dict[Path_, int]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if len(path) > DEEPEST:
        raise _Refused(line, f"nested more than {DEEPEST} levels deep", path)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _Refused(key_node.start_mark.line + 1, "a key must be plain text", path)
            key = str(key_node.value)
            if key in mapping:
                raise _Refused(key_node.start_mark.line + 1, f"the key {key!r} stands here twice", (*path, key))
            lines[(*path, key)] = key_node.start_mark.line + 1
            mapping[key] = _build(value_node, (*path, key), lines)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, index), lines) for index, item in enumerate(node.value)]
    return str(node.value)


def parse(file: str, content: bytes) -> Document | Problem:
    """Read one file's bytes; `file` is its name in messages. Never raises for bad content."""
    if len(content) > LARGEST_FILE:
        return Problem(file, 1, "file", f"{len(content):,} bytes; expected at most {LARGEST_FILE:,}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(file, line, "file", f"byte {error.start} is not UTF-8; expected a file saved as UTF-8")
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                line = event.start_mark.line + 1 if event.start_mark else 1
                return Problem(file, line, "file", "anchors and aliases (&, *) are not accepted")
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
        lines: dict[Path_, int] = {}
        return Document(file, {} if node is None else _build(node, (), lines), lines)
    except yaml.MarkedYAMLError as error:
        return _not_yaml(file, error)
    except yaml.YAMLError as error:
        return Problem(file, 1, "file", f"not YAML: {' '.join(str(error).split())}")
    except RecursionError:
        return Problem(file, 1, "file", f"nested more than {DEEPEST} levels deep")
    except _Refused as refused:
        return Problem(file, refused.line, told(refused.path), refused.message)


HINTS = {
    "mapping values are not allowed": "a line stands further in than its neighbours, or a text with ': ' needs quotes",
    "did not find expected key": "a line stands further in or out than its neighbours; look at the lines above too",
    "did not find expected '-' indicator": "a line stands further out than its list; look at the lines above too",
    "did not find expected ',' or": "inside {…} and […], a text with a comma, a colon or a bracket needs quotes",
    "cannot start any token": "a tab stands where only spaces may, or a text begins with a sign that needs quotes",
}
"""What usually lies behind libyaml's words."""


def _not_yaml(file: str, error: yaml.MarkedYAMLError) -> Problem:
    mark, began = error.problem_mark or error.context_mark, error.context_mark
    said = str(error.problem or error.context)
    hint = next((f": {hint}" for words, hint in HINTS.items() if words in said), "")
    since = f" (the block began in line {began.line + 1})" if began and mark and began.line != mark.line else ""
    return Problem(file, mark.line + 1 if mark else 1, "file", f"not YAML, {said}{hint}{since}")


def read(path: Path, root: Path) -> Document | Problem:
    """Read one file; messages name it relative to `root`. A huge file is refused without being read."""
    file = path.relative_to(root).as_posix()
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            return Problem(file, 1, "file", f"{size:,} bytes; expected at most {LARGEST_FILE:,}")
        return parse(file, path.read_bytes())
    except OSError as error:
        return Problem(file, 1, "file", f"cannot be read: {error.strerror}")


class Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class FlowList(list[Any]):
    """A list that is written on one line."""


class PlainNumber(str):
    """Digits that are written without quotes: a decimal number that no float has touched."""


class _Dumper(yaml.CSafeDumper):
    """Writes plain scalars wherever YAML 1.2 reads them back as the same type."""


_Dumper.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"(~|null|Null|NULL|)", ["~", "n", "N", ""]),
    ("bool", r"(true|True|TRUE|false|False|FALSE)", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
):
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)
_Dumper.add_representer(
    PlainNumber, lambda d, v: d.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in v else 'int'}", str(v))
)
_Dumper.add_representer(Flow, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v.items(), flow_style=True))
_Dumper.add_representer(FlowList, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True))


def _dump(data: Any) -> str:
    text: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LINE_WIDTH, default_flow_style=False
    )
    return text


def write(data: dict[str, Any], headings: dict[str, str] | None = None, spread: frozenset[str] = frozenset()) -> str:
    """The one normal form: a blank line before each top-level key whose value is not a scalar.

    The members of the keys in `spread` are set apart too, and `headings` puts a comment before some of them.
    """
    parts: list[str] = []
    for key, value in data.items():
        if key in spread and isinstance(value, dict) and value:
            parts.append(f"\n{key}:\n")
            for name, member in value.items():
                if headings and name in headings:
                    parts.append(f"\n  # {headings[name]}\n")
                parts.append("\n" + _dump({key: {name: member}}).split("\n", 1)[1])
        else:
            parts.append(("\n" if isinstance(value, dict | list) and value else "") + _dump({key: value}))
    return "".join(parts)
