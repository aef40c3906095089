"""Writes by JSON: the same rules and words as the forms, through the desk. Each needs a token that may write."""

from fastapi import APIRouter

from app.api.edits import things, together

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
router.include_router(things.router)
router.include_router(together.router)
