"""Change sets as an Atom feed (RFC 4287). Ids are made of the revision, not of the host that answers: they stay."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import escape

from app.catalogue.snapshot import Catalogue
from app.editing.history import ChangeSet, Recorded
from app.editing.telling import sentence, summary

MEDIA_TYPE = "application/atom+xml"

ATOM = "http://www.w3.org/2005/Atom"

START = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed was last changed."""


def feed(
    catalogue: Catalogue, sets: Sequence[ChangeSet], *, first: Recorded | None, site: str, query: str, about: str
) -> bytes:
    """The feed as XML. `first` is the oldest revision, which tells this database from every other."""
    space = uuid5(NAMESPACE_URL, f"landscape revisions from {first.at.isoformat() if first else 'nowhere'}")
    root = Element("feed", xmlns=ATOM)
    asked = f"?{query}" if query else ""
    _text(root, "id", _urn(space, f"changes{asked}"))
    _text(root, "title", f"Messaging Landscape: changes{' of ' + about if about else ''}")
    _text(root, "updated", _moment(sets[0].at if sets else catalogue.revised_at or START))
    SubElement(root, "link", rel="self", type=MEDIA_TYPE, href=f"{site}/changes.atom{asked}")
    SubElement(root, "link", rel="alternate", type="text/html", href=f"{site}/changes{asked}")
    author = SubElement(root, "author")
    _text(author, "name", "Messaging Landscape")
    for each in sets:
        entry = SubElement(root, "entry")
        _text(entry, "id", _urn(space, f"revision {each.number}"))
        _text(entry, "title", summary(catalogue, each))
        _text(entry, "updated", _moment(each.at))
        _text(SubElement(entry, "author"), "name", each.actor)
        SubElement(entry, "link", rel="alternate", type="text/html", href=f"{site}/changes/{each.number}{asked}")
        _text(entry, "content", _content(catalogue, each)).set("type", "html")
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _urn(space: UUID, name: str) -> str:
    return uuid5(space, name).urn


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _content(catalogue: Catalogue, each: ChangeSet) -> str:
    """The reason, and what changed where that is not a whole load."""
    lines = [f"<li>{escape(sentence(catalogue, one))}</li>" for one in each.revisions]
    return f"<p>{escape(each.reason)}</p>" + (f"<ul>{''.join(lines)}</ul>" if lines else "")


def _text(parent: Element, name: str, text: str) -> Element:
    """A child with this text, without the marks that XML 1.0 cannot hold."""
    made = SubElement(parent, name)
    made.text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return made
