"""Which passwords are taken, and that comparing takes as long for nobody as for somebody."""

import pytest

from app.accounts import passwords
from app.accounts.passwords import AT_ONCE, HASHERS, accepted, hashed, matches
from app.errors import InvalidInput
from tests.support.visiting import PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "eleven-char",
        "x" * 12,
        "passwordpassword",
        "123456789012",
        "qwertyuiop[]",
        "iloveyou1234",
        "Ada Lovelace",
        "adalovelaceada99",
        "landscapelandscape",
        "m" * 201,
    ],
)
def test_what_is_easy_to_guess_is_refused_and_never_repeated(password: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        accepted(password, ("ada", "Ada Lovelace"))
    (problem,) = refused.value.problems
    assert (problem.field, problem.value) == ("password", "")
    assert password not in problem.expected


@pytest.mark.parametrize(
    "password", [PASSWORD, "vier zufällige wörter hier", "kX9#vQ2$mL7!", "marble cobalt heron tide " * 8]
)
def test_others_are_taken(password: str) -> None:
    assert accepted(password, ("ada",)) == password


def test_a_password_matches_its_hash_alone() -> None:
    kept = hashed(PASSWORD).result()
    assert kept.startswith("$argon2id$")
    assert matches(PASSWORD, kept).result()
    assert not matches(PASSWORD + ".", kept).result()
    assert hashed(PASSWORD).result() != kept


def test_the_same_letters_from_another_keyboard_match() -> None:
    assert matches("vier zufa\u0308llige wo\u0308rter", hashed("vier zufällige wörter").result()).result()


def test_for_nobody_a_hash_is_compared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time must not tell whether there is such a person."""
    compared: list[str] = []

    class Watched:
        def hash(self, _password: str) -> str:
            return "nobody's"

        def verify(self, _password: str, kept: str) -> bool:
            compared.append(kept)
            return True

    monkeypatch.setattr(passwords, "HASHER", Watched())
    passwords._nobodys.cache_clear()
    assert not matches("whatever", None).result()
    assert matches("whatever", "a hash").result()
    assert compared == ["nobody's", "a hash"]
    passwords._nobodys.cache_clear()


def test_two_are_hashed_at_once() -> None:
    assert HASHERS._max_workers == AT_ONCE == 2
