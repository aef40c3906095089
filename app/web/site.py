"""Every page of the site: the routers of all rooms, in one place."""

from fastapi import APIRouter

from app.web import (
    about,
    advisor,
    approaches,
    changes,
    compare,
    criteria,
    dimensions,
    home,
    product,
    products,
    protocols,
    statements,
    suggest,
)
from app.web.admin import account, people, sign_in, start, suggestions
from app.web.desk import cells, things, undo, work
from app.web.desk import product as desk_product

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    products.router,
    product.router,
    compare.router,
    dimensions.router,
    criteria.router,
    protocols.router,
    statements.router,
    approaches.router,
    advisor.router,
    advisor.method_router,
    about.router,
    changes.router,
    sign_in.router,
    start.router,
    account.router,
    people.router,
    suggest.router,
    suggestions.router,
    cells.router,
    things.router,
    desk_product.router,
    undo.router,
    work.router,
)
