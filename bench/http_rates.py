"""How many cached comparisons, and how many 304s, a second; as a ratio to a bare application that sends the same bytes.

    .venv/bin/python -m bench.http_rates

(Not `http.py`: that name would hide the standard library from a script that runs in this folder.)

Both run under the same uvicorn with its access log, each in a process of its own, on the loopback, in turns. Only the
ratios mean anything on another machine. The bar is 0.6. Takes half a minute.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

SLUGS = "apache-kafka,rabbitmq,redis,amazon-sqs,azure-event-hubs,eclipse-mosquitto"
ADDRESSES = {"page": f"/compare/{SLUGS}", "json": f"/api/v1/compare?products={SLUGS}"}
SECONDS, ROUNDS, CONNECTIONS = 1.5, 3, 16
BAR = 0.6
ROOT = Path(__file__).resolve().parent.parent


def ours() -> ASGIApp:
    """The application over the committed data, as it is served."""
    from app.catalogue.snapshot import build
    from app.ingest.files import read_tree
    from app.main import create_app
    from app.settings import Settings

    return create_app(Settings(), build(read_tree(ROOT / "data").to_load(), 1))


def bare(recorded: Path) -> ASGIApp:
    """Sends what was recorded; looks at nothing but whether the request has a condition."""
    answers = json.loads(recorded.read_text())
    starts = {
        status: {
            "type": "http.response.start",
            "status": int(status),
            "headers": [(name.encode(), value.encode()) for name, value in answer["headers"]],
        }
        for status, answer in answers.items()
    }
    bodies = {
        status: {"type": "http.response.body", "body": bytes.fromhex(answer["body"])}
        for status, answer in answers.items()
    }

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        status = "304" if any(name == b"if-none-match" for name, _ in scope["headers"]) else "200"
        await send(starts[status])
        await send(bodies[status])

    return app


def serve(app: ASGIApp, port: int) -> None:
    """One worker, the access log on."""
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="info", access_log=True, lifespan="off")


class Asker(asyncio.Protocol):
    """One connection that asks the same again as soon as it is answered."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.answered = 0
        self._head = b""
        self._left = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if not self._left:
            self._head += data
            head, found, body = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            self._head = b""
            fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
            length = 0 if b" 304 " in head[:16] else int(fields[b"content-length"])
            self._left = length - len(body)
        else:
            self._left -= len(data)
        if self._left <= 0 and self._transport is not None:
            self._left = 0
            self.answered += 1
            self._transport.write(self.request)


async def rate(port: int, request: bytes) -> float:
    """Answers a second over several connections."""
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: Asker(request), "127.0.0.1", port) for _ in range(CONNECTIONS)]
    begun = time.perf_counter()
    await asyncio.sleep(SECONDS)
    count = sum(asker.answered for _, asker in made)
    elapsed = time.perf_counter() - begun
    for transport, _ in made:
        transport.abort()
    return count / elapsed


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """A server of this file in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "bench.http_rates", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait(port: int, path: str) -> httpx.Response:
    """The first answer; the server is up then, and what it keeps is kept."""
    for _ in range(200):
        try:
            return httpx.get(f"http://127.0.0.1:{port}{path}", headers={"accept-encoding": "br"}).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def free_port() -> int:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def record(answer: httpx.Response, port: int, path: str, target: Path) -> str:
    """What the bare application is to send, byte by byte as it came; gives the ETag."""
    headers = {"accept-encoding": "br", "if-none-match": answer.headers["etag"]}
    again = httpx.get(f"http://127.0.0.1:{port}{path}", headers=headers)
    ours_only = ("date", "server")
    with httpx.stream("GET", f"http://127.0.0.1:{port}{path}", headers={"accept-encoding": "br"}) as stream:
        raw = b"".join(stream.iter_raw())
    found = {"200": (answer, raw), "304": (again, b"")}
    target.write_text(
        json.dumps(
            {
                status: {
                    "headers": [[n, v] for n, v in each.headers.items() if n not in ours_only],
                    "body": body.hex(),
                }
                for status, (each, body) in found.items()
            }
        )
    )
    return str(answer.headers["etag"])


def measure(name: str, path: str) -> bool:
    """Prints the rates of both and their ratio; whether the bar is reached."""
    with tempfile.TemporaryDirectory() as folder:
        recorded = Path(folder) / "answers.json"
        ports = {"ours": free_port()}
        servers = [start("ours", str(ports["ours"]))]
        try:
            first = wait(ports["ours"], path)
            etag = record(first, ports["ours"], path, recorded)
            ports["bare"] = free_port()
            servers.append(start("bare", str(ports["bare"]), str(recorded)))
            wait(ports["bare"], path)
            reached = True
            for status, condition in (("200", ""), ("304", f"if-none-match: {etag}\r\n")):
                request = (
                    f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{ports['ours']}\r\naccept-encoding: br\r\n{condition}\r\n"
                )
                rates: dict[str, list[float]] = {"bare": [], "ours": []}
                for _ in range(ROUNDS):
                    for who, found in rates.items():
                        found.append(asyncio.run(rate(ports[who], request.encode())))
                middle = {who: statistics.median(found) for who, found in rates.items()}
                ratio = middle["ours"] / middle["bare"]
                reached &= ratio >= BAR
                size = len(bytes.fromhex(json.loads(recorded.read_text())["200"]["body"])) if status == "200" else 0
                print(
                    f"{name:<5} {status}  {size:>7} B  ours {middle['ours']:>6.0f}/s  bare {middle['bare']:>6.0f}/s"
                    f"  ratio {ratio:.2f} (bar {BAR})"
                )
            return reached
        finally:
            for server in servers:
                server.terminate()
                server.wait()


def main() -> None:
    """`ours PORT` and `bare PORT FILE` serve; without arguments everything is measured."""
    match sys.argv[1:]:
        case ["ours", port]:
            serve(ours(), int(port))
        case ["bare", port, recorded]:
            serve(bare(Path(recorded)), int(port))
        case _:
            results = [measure(name, path) for name, path in ADDRESSES.items()]
            sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
