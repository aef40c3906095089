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
)

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
)
