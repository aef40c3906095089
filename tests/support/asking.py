"""Asks an application without a server."""

import asyncio
from collections.abc import Mapping

import httpx
from fastapi import FastAPI


def ask(app: FastAPI, address: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> httpx.Response:
    """One request; an unforeseen error is answered, not raised."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, address, headers=headers)

    return asyncio.run(asked())
