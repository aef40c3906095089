"""Waits for the threads that hash passwords, without keeping another one busy meanwhile."""

import asyncio
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


async def result_of(future: "Future[T]") -> T:
    """Its result."""
    return await asyncio.wrap_future(future)
