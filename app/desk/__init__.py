"""The desk: what an editor does, without a word about pages or JSON. Forms, the API and suggestions all come here.

Every function takes a session of `write_session` (`read` and `check` take any), checks by the rules of the data files
before it writes, and leaves the commit to its caller. What does not fit raises `errors.InvalidInput`, whose
FieldProblems point into the fragment (`#/value`, `#/cite/0/url`; of several edits `#/3/value`; `#` for the whole).
What somebody else changed first raises `EditConflict`.

    item = desk.read(session, "statement", id)
    edit = desk.Edit("statement", item.product, item.id, {**item.fragment, "value": "2 MiB"}, item.version)
    saved = desk.save(session, edit, editing.author("ada", "The page says 2 MiB now"))

A stale edit, and what a page makes of it: `conflict.stale[0]` has `base`, `theirs` (an Item: who, when, why), `fields`
(name, base, theirs, ours, clash) and `merged`; saving with `version=theirs.version` decides.

An undo whose things were changed again raises `UndoConflict`: `tangles` with fields in which `base` is what the change
made, `theirs` what is there now, `ours` what was there before; `merge` takes a `Choice` for each.
"""

from app.desk.conflicts import WHOLE, EditConflict, Field, Stale, Tangle, UndoConflict, fields_of
from app.desk.items import read, read_many
from app.desk.options import OptionAnswer, read_options, save_options
from app.desk.rereading import Seen, reread
from app.desk.saving import add_product, check, save, save_all
from app.desk.undoing import Choice, merge, undo, undo_revision
from app.desk.work import KINDS, MOST_EDITS, NEW, Edit, Fragment, Item, Saved, Touch

__all__ = [
    "KINDS",
    "MOST_EDITS",
    "NEW",
    "WHOLE",
    "Choice",
    "Edit",
    "EditConflict",
    "Field",
    "Fragment",
    "Item",
    "OptionAnswer",
    "Saved",
    "Seen",
    "Stale",
    "Tangle",
    "Touch",
    "UndoConflict",
    "add_product",
    "check",
    "fields_of",
    "merge",
    "read",
    "read_many",
    "read_options",
    "reread",
    "save",
    "save_all",
    "save_options",
    "undo",
    "undo_revision",
]
