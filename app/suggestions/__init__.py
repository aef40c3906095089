"""Suggestions: what readers without an account found wrong, where they read it, and what became of it.

A suggestion changes nothing by itself. A reviewer takes it to the form of the cell; what is saved there is a change
like any other, and `accept` in the same transaction ties the two together.
"""

from app.suggestions.handling import accept, credit, decline
from app.suggestions.making import Draft, make
from app.suggestions.reading import Suggestion, find, handled, waiting

__all__ = ["Draft", "Suggestion", "accept", "credit", "decline", "find", "handled", "make", "waiting"]
