"""The closed vocabularies of accounts: roles, the scopes of tokens, and which of them includes which."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do; each may also do what those before it may."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def includes(self, least: "Role") -> bool:
        """Whether this role may do what `least` may."""
        return _RANK[self] >= _RANK[least]


_RANK = {role: rank for rank, role in enumerate(Role)}


class Scope(StrEnum):
    """What a token is for. Reading needs none."""

    CATALOGUE_WRITE = "catalogue:write"
    SUGGESTIONS_HANDLE = "suggestions:handle"

    @property
    def least(self) -> Role:
        """The role that its owner needs: a token never does more than its owner may."""
        return Role.REVIEWER if self is Scope.SUGGESTIONS_HANDLE else Role.EDITOR


def scopes_of(role: Role) -> tuple[Scope, ...]:
    """The scopes that a person with this role may give to a token."""
    return tuple(scope for scope in Scope if role.includes(scope.least))
