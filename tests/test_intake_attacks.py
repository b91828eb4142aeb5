"""What strangers send to the real server: each kind beside what it gets, and never a 5xx."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app.limits import MAX_BODY
from intake_app.moments import clock
from intake_app.storage.casebook import Casebook
from intake_app.storage.engine import open_engine
from intake_app.tokens import Tokens
from tests.intake_server import ROOT, Server, get, post
from tests.intake_support import COMPLETE, VOLUNTEER, token_in

FORM = "application/x-www-form-urlencoded"
ROUTES = [line.split() for line in (ROOT / "tests/golden/routes.txt").read_text().splitlines()]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]
TYPES = [FORM, f"{FORM}; charset=gbk", "multipart/form-data; boundary=b", "multipart/form-data"]
TYPES += ["application/json", "text/plain", "text/xml; charset=nonsense", "x", ""]
HEADERS = {
    "Accept-Encoding": ["gzip", "gzip;q=nan", "*;q=1e999", ","],
    "Content-Encoding": ["gzip", "br"],
    "Cookie": ["session=x", "session=\x7f; ;=", "=" * 4000],
    "Host": ["elsewhere.example", "[::1", "a b", "127.0.0.1:99999999", ""],
    "If-Modified-Since": ["Thu, 99 Foo 0000 99:99:99 GMT"],
    "If-None-Match": ['"', "*", 'W/"x"'],
    "Origin": ["null", "http://[", "http://elsewhere.example"],
    "Range": ["bytes=5-1", "bytes=-", "bytes=0-,0-,0-"],
    "Referer": ["\xff"],
    "Sec-Fetch-Site": ["same-origin", "cross-site", "\xe9"],
    "X-Forwarded-For": ["10.0.0.1, x", "::::"],
    "X-Forwarded-Proto": ["gopher"],
}
BITS = [
    "",
    "x",
    "..",
    "../../secret.key",
    "%00",
    "%ff",
    "王",
    "\u202e",
    "a" * 3000,
    "{{7*7}}",
    "'--",
]
NAMES = {name for form in COMPLETE.values() for name in form} | {"token", "homepage", "words"}
NAMES |= {"sure", "code", "name", "password", "reason", "until", "confirm-summary"}
VALUES = st.text(max_size=40) | st.sampled_from(["yes", "none", "now", "2026-13-99", "=1+1"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attacked")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    started = Server.start("--data", folder, "--posts", "1000000")
    yield started
    printed = started.kill()
    assert "Traceback" not in printed, printed


@pytest.fixture
def line(server: Server) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    yield connection
    connection.close()


def kept(folder: Path) -> int:
    engine = open_engine(f"sqlite:///{folder / 'intake.sqlite'}")
    count = len(Casebook(engine).live())
    engine.dispose()
    return count


def raw(server: Server, request: bytes) -> bytes:
    """What comes back for these bytes, when no more follow."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as stranger:
        stranger.sendall(request)
        stranger.shutdown(socket.SHUT_WR)
        answer = b""
        while more := stranger.recv(65536):
            answer += more
    return answer


def fields(folder: Path, **changed: list[str]) -> dict[str, list[str]]:
    """A complete post with a token that is good."""
    tokens = Tokens((folder / "secret.key").read_text(encoding="ascii"))
    return VOLUNTEER | {"token": [tokens.new_form("volunteer", clock())]} | changed


def multipart(parts: int) -> bytes:
    one = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n'
    return one * parts + b"--b--\r\n"


@pytest.mark.parametrize(
    ("kind", "content_type", "headers", "body", "status", "words"),
    [
        ("empty", FORM, {}, b"", 422, "要改"),
        ("forged id", FORM, {}, {"token": ["A" * 79]}, 400, "请再按一次提交"),
        ("another's receipt as id", FORM, {}, {"token": ["receipt"]}, 400, "请再按一次提交"),
        ("cross-site", FORM, {"Sec-Fetch-Site": "cross-site"}, {}, 403, "不能从别的网站提交"),
        ("other origin", FORM, {"Origin": "http://x.example"}, {}, 403, "不能从别的网站提交"),
        ("trap filled in", FORM, {}, {"homepage": ["http://x.example"]}, 400, "看不见的格子"),
        ("oversized", FORM, {}, b"name=" + b"a" * MAX_BODY, 413, "内容太长了"),
        ("hundred thousand fields", FORM, {}, b"a&" * 100_000, 422, "要改"),
        ("many parts", "multipart/form-data; boundary=b", {}, multipart(201), 413, "内容太长了"),
        ("cut off parts", "multipart/form-data; boundary=b", {}, multipart(1)[:-20], 422, "要改"),
        ("no boundary", "multipart/form-data", {}, multipart(1), 422, "要改"),
        ("json", "application/json", {}, json.dumps(VOLUNTEER).encode(), 422, "要改"),
        ("packed", FORM, {"Content-Encoding": "gzip"}, gzip.compress(b"name=x"), 400, "读不出来"),
        (
            "another encoding",
            FORM,
            {},
            f"name={quote('王', encoding='gbk')}".encode(),
            400,
            "UTF-8",
        ),
        ("half a letter", FORM, {}, b"name=%E7%8E", 400, "读不出来"),
        ("a zero inside", FORM, {}, {"age_band": ["22-59\0x"]}, 422, "不认识的选项"),
        ("an option that is none", FORM, {}, {"age_band": ["' OR 1=1"]}, 422, "不认识的选项"),
        ("one question twice", FORM, {}, {"age_band": ["22-59", "18-21"]}, 422, "不认识的选项"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_malformed_post_is_refused_with_a_page_that_says_why(
    folder: Path,
    line: HTTPConnection,
    kind: str,
    content_type: str,
    headers: dict[str, str],
    body: bytes | dict[str, list[str]],
    status: int,
    words: str,
) -> None:
    before = kept(folder)
    sent = body if isinstance(body, bytes) else urlencode(fields(folder, **body), doseq=True)
    line.request("POST", "/apply/volunteer", sent, {"Content-Type": content_type} | headers)

    answer = line.getresponse()

    page = answer.read().decode()
    assert (answer.status, words in page) == (status, True), (kind, page)
    assert "tel:120" in page
    assert kept(folder) == before


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /apply/volunteer HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nname", b""),
        (b"POST /apply/volunteer HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", b"501"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 2**18 + b"\r\n\r\n", b"431"),
        (b"GET /apply/static/../../secret.key HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
        (b"GET /apply/static/%2e%2e/%2e%2e/secret.key HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
        (b"GET /apply/%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
        (b"\x16\x03\x01\x02\x00\x01\x00", b""),
        (b"GET\r\n\r\n", b"400"),
    ],
)
def test_a_malformed_request_is_answered_or_dropped_and_the_next_is_served(
    server: Server, line: HTTPConnection, request_: bytes, status: bytes
) -> None:
    answer = raw(server, request_)

    assert answer[9:12] == status, answer[:200]
    assert b"Set-Cookie" not in answer.partition(b"\r\n\r\n")[0]
    assert "志愿者报名" in get(line, "/apply/")


def test_a_post_that_is_replayed_keeps_one_and_shows_the_same_receipt(
    folder: Path, line: HTTPConnection
) -> None:
    before, sent = kept(folder), fields(folder)

    pages = [get(line, post(line, "/apply/volunteer", sent)[1]) for _ in range(3)]

    assert len({re.findall(r'class="reference">.*', page)[0] for page in pages}) == 1
    assert kept(folder) == before + 1


def test_hundreds_who_send_slowly_hold_nobody_up(server: Server, line: HTTPConnection) -> None:
    head = b"POST /apply/volunteer HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nname="
    slow = []
    for number in range(300):
        slow.append(socket.create_connection(("127.0.0.1", server.port), timeout=20))
        slow[-1].sendall(head if number % 2 else head[:30])

    for name, complete in COMPLETE.items():
        token = token_in(get(line, f"/apply/{name}"))
        assert post(line, f"/apply/{name}", complete | {"token": [token]})[0] == 303

    for stranger in slow:
        stranger.close()


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, bytes, dict[str, str]]:
    """Method, address, body, headers: of a route, with what is in it and around it drawn."""
    route, methods = draw(st.sampled_from(ROUTES))
    bits = st.sampled_from([*COMPLETE, "TOKEN", "note", "withdraw", "erase", *BITS]) | st.text(
        max_size=9
    )
    path = re.sub("<[^>]+>", lambda _: quote(draw(bits), safe="%"), route)
    query = draw(st.sampled_from(["", "?", "?role=x&role=%ff", "?" + "a=b&" * 99]))
    method = draw(st.sampled_from(methods.split(",")) | st.sampled_from(METHODS))
    complete = draw(st.sampled_from(list(COMPLETE.values())))
    changed = draw(
        st.dictionaries(st.sampled_from(sorted(NAMES)), st.lists(VALUES, max_size=3), max_size=4)
    )
    typed = urlencode(complete | {"token": ["ID"]} | changed, doseq=True, errors="replace").encode()
    body = draw(st.just(typed) | st.binary(max_size=60) | st.just(multipart(2)))
    headers = {"Content-Type": draw(st.sampled_from(TYPES))}
    for name in draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3)):
        headers[name] = draw(st.sampled_from(HEADERS[name]))
    return method, path + query, body, headers


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests())
def test_nothing_that_is_sent_makes_the_server_fail(
    folder: Path, server: Server, request_: tuple[str, str, bytes, dict[str, str]]
) -> None:
    method, address, body, headers = request_
    tokens = Tokens((folder / "secret.key").read_text(encoding="ascii"))
    receipt = tokens.receipt("A" * 20, clock())
    body = body.replace(b"ID", tokens.new_form("volunteer", clock()).encode())
    line = HTTPConnection("127.0.0.1", server.port, timeout=20)
    line.request(method, address.replace("TOKEN", receipt), body, headers)

    answer = line.getresponse()

    page = answer.read()
    line.close()
    assert answer.status < 500, (answer.status, page)
    assert b"Traceback" not in page
    assert answer.headers.get("Set-Cookie") is None
