"""The cache: one rendering and one compression for each address, form and coding, at one revision, build and day."""

import asyncio
import gzip
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from app.api.media import NEGOTIATED, Format, NotAcceptable, chosen, media_key, qualities
from app.main import create_app
from app.settings import Settings
from app.web.cache import AnswerCache
from app.web.coding import IDENTITY, coding_for
from app.web.kept import MAX_ENTRY, OVERHEAD
from tests.support.asking import ask
from tests.support.real import real_catalogue

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "gzip": gzip.decompress,
}


class House:
    """A tiny application behind the cache: it counts how often it was asked, and answers as it is told."""

    def __init__(self, *, max_bytes: int = 1 << 20) -> None:
        self.asked: list[Scope] = []
        self.status = 200
        self.headers: list[tuple[bytes, bytes]] = [(b"content-type", b"text/plain")]
        self.body = b"text " * 400
        self.pause = 0.0
        self.day = date(2026, 11, 23)
        self.state = SimpleNamespace(catalogue=SimpleNamespace(revision=1, revised_at=None))
        self.cache = AnswerCache(self._answer, media_key, max_bytes=max_bytes, clock=lambda: self.day)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        body = self.body
        await asyncio.sleep(self.pause)
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": body[half:]})

    async def get(self, path: str = "/a", method: str = "GET", query: bytes = b"", **headers: str) -> "Answer":
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        scope = {
            "type": "http",
            "app": self,
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        await self.cache(scope, receive, send)
        return Answer(sent)

    def run(self, path: str = "/a", method: str = "GET", query: bytes = b"", **headers: str) -> "Answer":
        return asyncio.run(self.get(path, method, query, **headers))


class Answer:
    """What was sent."""

    def __init__(self, sent: list[Message]) -> None:
        self.status: int = sent[0]["status"]
        self.headers: Mapping[str, str] = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def house() -> House:
    return House()


def test_an_answer_is_made_once(house: House) -> None:
    first, second = house.run(), house.run()
    assert (first.status, first.body, first.headers) == (second.status, second.body, second.headers)
    assert len(house.asked) == 1
    assert first.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=600"
    assert first.headers["vary"] == "Accept, Accept-Encoding"
    assert first.headers["etag"].startswith('W/"')


@pytest.mark.parametrize("coding", DECODERS)
def test_it_is_compressed_once_in_each_coding_from_one_rendering(house: House, coding: str) -> None:
    plain = house.run()
    coded = house.run(accept_encoding=coding)
    assert coded.headers["content-encoding"] == coding
    assert DECODERS[coding](coded.body) == plain.body
    assert len(coded.body) == int(coded.headers["content-length"]) < len(plain.body)
    assert coded.headers["etag"] != plain.headers["etag"]
    assert house.run(accept_encoding=coding).body == coded.body
    assert len(house.asked) == 1


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", IDENTITY),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0, *", "zstd"),
        ("*;q=0", IDENTITY),
        ("identity, br;q=0.1", IDENTITY),
        ("br;q=x", IDENTITY),
        ("GZIP;Q=1", "gzip"),
        ("snappy", IDENTITY),
    ],
)
def test_the_coding_is_the_one_wanted_most(accept: str, coding: str) -> None:
    assert coding_for(accept) == coding


def test_what_is_small_or_compressed_already_stays_as_it_is() -> None:
    house = House()
    house.body = b"short"
    assert "content-encoding" not in house.run(accept_encoding="br").headers
    house = House()
    house.headers = [(b"content-type", b"font/woff2")]
    assert "content-encoding" not in house.run(accept_encoding="br").headers


def test_a_known_etag_is_answered_304_without_a_body(house: House) -> None:
    first = house.run(accept_encoding="br")
    for known in (
        first.headers["etag"],
        f'"x", {first.headers["etag"]}',
        first.headers["etag"].removeprefix("W/"),
        "*",
    ):
        again = house.run(accept_encoding="br", if_none_match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["vary"] == first.headers["vary"]
        assert {"content-encoding", "content-length", "content-type"}.isdisjoint(again.headers)
    assert house.run(accept_encoding="br", if_none_match='W/"other"').status == 200


def test_each_part_of_the_key_makes_an_answer_of_its_own(house: House) -> None:
    first = house.run()
    etags = {first.headers["etag"]}
    for answer in (
        house.run("/b"),
        house.run("/a", "GET", b"x=1"),
        house.run(accept="text/csv"),
        house.run(host="other.example"),
    ):
        etags.add(answer.headers["etag"])
    assert len(etags) == len(house.asked) == 5


def test_accept_headers_that_lead_to_the_same_form_share_an_answer(house: House) -> None:
    house.run(accept="text/html,application/xhtml+xml,*/*;q=0.8")
    house.run(accept="text/html, */*;q=0.80")
    assert len(house.asked) == 1


def test_a_new_revision_or_a_new_day_answers_anew(house: House) -> None:
    etags = [house.run().headers["etag"]]
    house.state.catalogue = SimpleNamespace(revision=2, revised_at=None)
    house.body = b"newer " * 400
    newer = house.run()
    etags.append(newer.headers["etag"])
    assert newer.body == house.body
    house.day = date(2026, 11, 24)
    etags.append(house.run().headers["etag"])
    assert len(set(etags)) == len(house.asked) == 3


def test_a_database_that_was_loaded_anew_answers_anew_at_the_same_number(house: House) -> None:
    etags = set()
    for hour in (6, 7):
        house.state.catalogue = SimpleNamespace(revision=1, revised_at=datetime(2026, 11, 23, hour, tzinfo=UTC))
        etags.add(house.run().headers["etag"])
    assert len(etags) == len(house.asked) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("text/csv;q=0.12341, application/json;q=0.12342", "text/csv;q=0.12342, application/json;q=0.12341"),
        ("text/csv;q=0.9999, application/json;q=0.9998", "text/csv;q=0.9998, application/json;q=0.9999"),
        ("text/csv;q=0.0004", "text/csv;q=0.00041"),
        ("text/csv;q=0.0004", "text/csv;q=0"),
    ],
)
def test_accept_headers_that_share_a_key_lead_to_the_same_form(one: str, other: str) -> None:
    def form(accept: str) -> Format | None:
        try:
            return chosen(None, accept, tuple(Format))
        except NotAcceptable:
            return None

    assert len(qualities(one)) == len(NEGOTIATED)
    assert media_key(one) == media_key(other)
    assert qualities(one) == qualities(other)
    assert form(one) == form(other)


def test_head_is_a_get_without_the_body_and_shares_its_answer(house: House) -> None:
    head = house.run("/a", "HEAD")
    get = house.run()
    assert (head.status, head.body, head.headers) == (200, b"", get.headers)
    assert [scope["method"] for scope in house.asked] == ["GET"]


@pytest.mark.parametrize(
    ("header", "value"),
    [("cookie", "landscape=secret"), ("cookie", "a=b; __Host-landscape=secret"), ("authorization", "secret")],
)
def test_whoever_has_a_name_is_never_answered_from_the_cache_nor_kept_in_it(
    house: House, header: str, value: str
) -> None:
    for _ in range(2):
        answer = house.run("/a", "GET", b"", **{header: value})
        assert answer.headers["cache-control"] == "private, no-cache"
        assert "etag" not in answer.headers
    assert len(house.asked) == 2
    house.run()
    assert len(house.asked) == 3


def test_a_cookie_of_somebody_else_changes_nothing_and_goes_no_further(house: House) -> None:
    plain = house.run()
    answer = house.run("/a", "GET", b"", cookie="landscaped=1; session=secret")
    assert (answer.body, answer.headers) == (plain.body, plain.headers)
    house.run("/b", "GET", b"", cookie="session=secret")
    assert [name for scope in house.asked for name, _ in scope["headers"] if name == b"cookie"] == []


def test_a_file_is_kept_for_the_signed_in_too(house: House) -> None:
    for _ in range(2):
        house.run("/static/a.css", "GET", b"", cookie="landscape=secret")
    assert len(house.asked) == 1


@pytest.mark.parametrize("status", [303, 400, 404, 500, 503])
def test_only_successes_are_kept(house: House, status: int) -> None:
    house.status = status
    for _ in range(2):
        answer = house.run()
        assert (answer.status, answer.body) == (status, house.body)
        assert "etag" not in answer.headers
    assert len(house.asked) == 2
    assert house.cache.bytes == 0


@pytest.mark.parametrize(
    "header", [(b"set-cookie", b"a=b"), (b"cache-control", b"no-store"), (b"cache-control", b"private, max-age=1")]
)
def test_what_says_so_itself_is_not_kept(house: House, header: tuple[bytes, bytes]) -> None:
    house.headers.append(header)
    house.run()
    house.run()
    assert len(house.asked) == 2


def test_an_answer_keeps_its_own_lifetime_and_adds_to_what_it_varies_by(house: House) -> None:
    house.headers += [(b"cache-control", b"public, max-age=31536000, immutable"), (b"vary", b"HX-Request, Accept")]
    answer = house.run()
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept, Accept-Encoding, HX-Request"


def test_other_methods_pass(house: House) -> None:
    house.run("/a", "POST")
    house.run("/a", "POST")
    assert [scope["method"] for scope in house.asked] == ["POST", "POST"]


def test_nothing_is_kept_before_there_is_a_catalogue(house: House) -> None:
    house.state.catalogue = None
    assert house.run().body == house.run().body
    assert len(house.asked) == 2


def test_the_cache_is_bounded_in_bytes_and_the_least_recently_used_go_first() -> None:
    house = House(max_bytes=3 * (2000 + OVERHEAD + 100))
    for path in ("/a", "/b", "/c"):
        house.run(path)
    house.run("/a")
    house.run("/d")
    assert house.cache.bytes <= house.cache.max_bytes
    assert len(house.asked) == 4
    house.run("/a")
    assert len(house.asked) == 4
    house.run("/b")
    assert len(house.asked) == 5


def test_what_an_entry_takes_counts_the_address_it_is_kept_by(house: House) -> None:
    house.run()
    short = house.cache.bytes
    house.run("/" + "a" * 3000, "GET", b"x" * 2000, host="h" * 1000)
    assert house.cache.bytes - short >= short + 5990


def test_an_answer_to_a_very_long_question_is_not_kept(house: House) -> None:
    for _ in range(2):
        answer = house.run("/a", "GET", b"q=" + b"x" * 2100)
        assert (answer.status, answer.body) == (200, house.body)
    assert len(house.asked) == 2
    assert house.cache.bytes == 0


def test_a_static_file_is_kept_once_whatever_else_is_asked(house: House) -> None:
    for query in (b"v=1", b"v=1&x=2", b"x=3&v=1", b"v=1&v=2"):
        house.run("/static/site.css", "GET", query)
    assert len(house.asked) == 1
    for query in (b"", b"x=1", b"y=2&z=3"):
        house.run("/static/site.css", "GET", query)
    assert len(house.asked) == 2
    house.run("/static/site.css", "GET", b"v=2")
    assert len(house.asked) == 3


def test_what_is_too_large_is_sent_whole_and_not_kept(house: House) -> None:
    house.body = b"x" * (MAX_ENTRY + 10)
    assert house.run().body == house.body
    assert house.cache.bytes == 0


def test_those_who_ask_at_the_same_time_wait_for_one_rendering(house: House) -> None:
    house.pause = 0.05

    async def together() -> list[Answer]:
        codings = ("br", "gzip", "")
        return await asyncio.gather(*(house.get(accept_encoding=codings[n % 3]) for n in range(12)))

    answers = asyncio.run(together())
    assert {answer.status for answer in answers} == {200}
    assert len(house.asked) <= 3  # at most one for each coding
    assert not house.cache._locks


def test_what_was_begun_before_a_change_is_sent_but_not_kept_after_it(house: House) -> None:
    house.pause = 0.05

    async def overtaken() -> Answer:
        slow = asyncio.create_task(house.get())
        await asyncio.sleep(0.01)
        house.state.catalogue = SimpleNamespace(revision=2, revised_at=None)
        house.pause = 0
        house.body = b"new " * 400
        await house.get("/other")
        return await slow

    assert asyncio.run(overtaken()).body == b"text " * 400
    assert house.run().body == b"new " * 400


def test_one_who_gives_up_does_not_spoil_it_for_the_others(house: House) -> None:
    house.pause = 0.05

    async def impatient() -> Answer:
        first = asyncio.create_task(house.get())
        await asyncio.sleep(0.01)
        second = asyncio.create_task(house.get())
        await asyncio.sleep(0.01)
        first.cancel()
        return await second

    assert asyncio.run(impatient()).body == house.body


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings(), real_catalogue())


@pytest.mark.parametrize("path", ["/", "/api/v1/products", "/api/v1/catalogue.json", "/api", "/api/v1/openapi.json"])
def test_pages_and_answers_are_kept_with_every_header_they_need(app: FastAPI, path: str) -> None:
    first = ask(app, path, headers={"accept-encoding": "br"})
    second = ask(app, path, headers={"accept-encoding": "br"})
    assert first.headers == second.headers
    assert first.content == second.content
    assert first.headers["content-encoding"] == "br"
    assert "content-security-policy" in first.headers
    assert ask(app, path, headers={"accept-encoding": "br", "if-none-match": first.headers["etag"]}).status_code == 304
    head = ask(app, path, "HEAD", {"accept-encoding": "br"})
    assert head.headers == first.headers
    assert head.content == b""


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere", "/api/v1/products?colour=red"])
def test_errors_carry_no_etag(app: FastAPI, path: str) -> None:
    assert "etag" not in ask(app, path).headers
