"""Every read of the JSON API under its one prefix."""

from fastapi import APIRouter

from app.api import approaches, catalogue, compare, coverage, criteria, dimensions, products, protocols, statements

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for each in (dimensions, criteria, protocols, approaches, coverage, products, statements, compare, catalogue):
    router.include_router(each.router)
