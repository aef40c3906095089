"""Passwords: which are taken, and their argon2 hashes, made and compared by two threads of their own.

A hash takes 64 MiB and a tenth of a second on purpose. Two at once, whoever asks: a flood of attempts waits in line
and takes neither the memory nor the threads that answer everybody else.
"""

import unicodedata
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash

from app.errors import FieldProblem, InvalidInput

AT_ONCE = 2
FEWEST, MOST = 12, 200
"""Characters of a password."""

FEWEST_BESIDES = 6
"""Of them, those that are no part of the person's names or the site's."""

LEAST_SCORE = 3
"""Of zxcvbn's 0 to 4: more than 10⁸ guesses. What is common, a row of keys, a repetition or one's own name has less."""

RATED = 72
"""Characters that are rated: more take long, and whoever begins well need not be rated further."""

HASHER = PasswordHash.recommended()
HASHERS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")


def accepted(password: str, names: Sequence[str], field: str = "password") -> str:
    """The password, if it will do for the person with these names. Raises InvalidInput."""
    from zxcvbn import zxcvbn  # its word lists take memory that only those who set passwords need

    if not FEWEST <= len(password) <= MOST:
        raise _refused(field, f"{FEWEST} to {MOST} characters; {len(password)} were given")
    own = [part.casefold() for name in (*names, "messaging landscape") for part in name.split()]
    rest = password.casefold()
    for word in sorted(own, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < FEWEST_BESIDES:
        raise _refused(field, f"{FEWEST_BESIDES} characters besides the person's own names")
    rated = zxcvbn(password[:RATED], user_inputs=own)
    if rated["score"] < LEAST_SCORE:
        why = rated["feedback"]["warning"] or "This is easy to guess."
        raise _refused(field, f"a password that is harder to guess, such as four words by chance. {why}")
    return password


def _refused(field: str, expected: str) -> InvalidInput:
    """The password itself is never repeated."""
    return InvalidInput("This password will not do.", [FieldProblem(field, "", expected)])


def hashed(password: str) -> "Future[str]":
    """The hash to keep."""
    return HASHERS.submit(HASHER.hash, _one_form(password))


def matches(password: str, kept: str | None) -> "Future[bool]":
    """Whether this is the password. Takes as long where there is none to compare with: who asks must not learn it."""
    return HASHERS.submit(_compare, _one_form(password), kept)


def _compare(password: str, kept: str | None) -> bool:
    return HASHER.verify(password, kept or _nobodys()) and kept is not None


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody's password")


def _one_form(password: str) -> str:
    """The same letters typed on another keyboard may be other code points. Longer ones than any were never taken."""
    return unicodedata.normalize("NFKC", password[: MOST + 1])
