"""The only door through which the catalogue changes (`door`), and what came through it.

`history` reads revisions, `telling` and `diff` say them to people, `verify` proves that they make the catalogue.
"""

from app.editing.door import AT_ONCE, FILES, Author, Change, apply, author, difference, revision

__all__ = ["AT_ONCE", "FILES", "Author", "Change", "apply", "author", "difference", "revision"]
