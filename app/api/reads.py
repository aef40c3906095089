"""Every read of the JSON API under its one prefix."""

from fastapi import APIRouter

from app.api import (
    approaches,
    catalogue,
    changes,
    compare,
    coverage,
    criteria,
    dimensions,
    products,
    protocols,
    statements,
)

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for each in (dimensions, criteria, protocols, approaches, coverage, products, statements, compare, catalogue, changes):
    router.include_router(each.router)
