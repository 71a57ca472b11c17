"""When Kolada or the network misbehaves: it is tried again, or told in Swedish, and never is there half a snapshot."""

import gzip
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from conftest import program
from kolada_server import Server, World
from naravard import cli
from naravard.cli.kolada import TEST_SERVER
from naravard.snapshots import answers, client
from naravard.snapshots.client import Client, KoladaError

PROJECT = Path(__file__).parents[1] / "data" / "lekeberg"
SNAPSHOT = Path(__file__).parents[1] / "data" / "kolada"


class Place:
    """Lekeberg's own project and snapshot, a server with a little of the values, and the waits that were made."""

    def __init__(self, folder: Path, server: Server, waits: list[float], capsys) -> None:
        self.folder, self.server, self.waits, self._capsys = folder, server, waits, capsys
        self.told = ""

    def update(self) -> int:
        code = cli.main(
            ["kolada", "update", "--data", str(self.folder / "lekeberg"), "--into", str(self.folder / "ny")]
        )
        self.told = self._capsys.readouterr().err
        return code

    @property
    def is_untouched(self) -> bool:
        """Whether there is nothing beside the project: no snapshot, and nothing half made."""
        return [path.name for path in self.folder.iterdir()] == ["lekeberg"]


@pytest.fixture
def place(tmp_path, monkeypatch, capsys):
    (tmp_path / "lekeberg").mkdir()
    for name in ("plan.toml", "indikatorer.csv"):
        shutil.copy(PROJECT / name, tmp_path / "lekeberg")
    waits: list[float] = []
    monkeypatch.setattr(client.time, "sleep", waits.append)
    with Server(World.of(SNAPSHOT, ["0000", "1814"], ["N00090", "N01951"])).serving() as server:
        monkeypatch.setenv(TEST_SERVER, server.address)
        yield Place(tmp_path, server, waits, capsys)


def status(code: int, body: bytes = b"{}", kind: str = "application/json", **headers: str):
    return lambda handler: handler.send(body, code, kind, **headers)


def raw(body: bytes, kind: str = "application/json", **headers: str):
    """A body with just these headers; unless its length is among them, the end of the connection is its end."""

    def react(handler) -> None:
        handler.head(200, kind, **headers)
        handler.wfile.write(body)
        handler.close_connection = True

    return react


def changed(**keys):
    """The right answer with other keys than it should have; None takes one away."""

    def change(document: dict) -> None:
        document.update(keys)
        for key in [key for key, value in keys.items() if value is ...]:
            del document[key]

    return lambda handler: handler.answer(change)


def rows(*texts: str):
    return raw(f'{{"values":[{",".join(texts)}],"count":{len(texts)},"next_url":null}}'.encode())


def row(
    value: str = "1.5", *, kpi: str = "N00090", area: str = "1814", year: str = "2022", sex: str = "T", more: str = ""
) -> str:
    values = f'[{{"gender":"{sex}","count":1,"status":"","value":{value}{more}}}]'
    return f'{{"kpi":"{kpi}","municipality":"{area}","period":{year},"values":{values}}}'


HTML = b"<!DOCTYPE html><html><title>Logga in</title></html>"
CHUNK = b'c\r\n{"values":[{\r\n'


@pytest.mark.parametrize(
    ("reaction", "words"),
    [
        (status(500), "svaret var 500 Internal Server Error; frågan ställdes 5 gånger. Försök igen senare."),
        (status(503), "svaret var 503"),
        (status(429), "svaret var 429 Too Many Requests"),
        (lambda handler: handler.hang_up(), "förbindelsen bröts innan hela svaret hade kommit"),
        (raw(b'{"values":[', Content_Length="500"), "förbindelsen bröts innan hela svaret hade kommit"),
        (raw(CHUNK, Transfer_Encoding="chunked"), "förbindelsen bröts innan hela svaret hade kommit"),
        (raw(b'{"values":[{"id":"N00090",'), "svaret är inte hel JSON (application/json)"),
        (raw(b""), "svaret är inte hel JSON"),
        (raw(b"\xff\xfe\x00"), "svaret är inte hel JSON"),
        (raw(b"[" * 100_000), "svaret är inte hel JSON"),
        (raw(b"inte packat", Content_Encoding="gzip"), "förbindelsen bröts"),
        (status(200, HTML, "text/html"), "En inloggning eller spärr i nätverket kan ha svarat i Koladas ställe."),
    ],
    ids=["500", "503", "429", "cut before", "cut within", "cut chunk", "truncated", "empty", "no text", "deep", "bad gzip",
         "html"],
)  # fmt: skip
def test_what_may_pass_is_tried_five_times_with_longer_and_longer_waits(place, reaction, words):
    place.server.always("/data/", reaction)
    assert place.update() == 4
    assert words in place.told
    assert place.server.address + "data/kpi/N00090,N01951/municipality/0000,1814?per_page=5000: " in place.told
    assert place.waits == [1, 2, 4, 8]
    assert place.is_untouched


@pytest.mark.parametrize(
    "reaction",
    [status(500), status(429), lambda handler: handler.hang_up(), raw(b'{"values":'), status(200, HTML, "text/html")],
    ids=["500", "429", "cut", "truncated", "html"],
)
def test_what_passes_is_told_of_and_does_no_harm(place, reaction):
    place.server.will("/data/", reaction, reaction)
    assert place.update() == 0
    assert place.waits == [1, 2]
    assert "Frågar igen om 2 s (försök 3 av 5)." in place.told
    assert (place.folder / "ny" / "values" / "1814.csv").is_file()


def test_the_wait_that_kolada_asks_for_is_kept(place):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    place.server.will("/kpi/", *(status(429, Retry_After=text) for text in ("7", later, "om en stund", "0")))
    assert place.update() == 0
    seconds, at_time, unreadable, none = place.waits
    assert (seconds, unreadable, none) == (7, 4, 8)
    assert 90 < at_time <= 100


@pytest.mark.parametrize("header", ["3600", "9" * 400, "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_wait_that_is_too_long_ends_the_run_and_says_so(place, header):
    place.server.always("/kpi/", status(429, Retry_After=header))
    assert place.update() == 4
    assert "Kolada ber oss vänta" in place.told
    assert "minuter" in place.told
    assert place.waits == []
    assert place.is_untouched


@pytest.mark.parametrize(
    ("reaction", "words"),
    [
        (raw(b"[]"), "svaret är '[]'"),
        (raw(b"null"), "svaret är 'None'"),
        (changed(values=...), "values saknas"),
        (changed(values={}), "values är"),
        (changed(next_url=...), "next_url saknas"),
        (changed(count="många"), "count är 'många'"),
        (rows(row('"1.5"')), "values.0.values.0.value är '1.5'"),
        (rows(row("[1]")), "values.0.values.0.value är"),
        (rows(row("1e999")), "values.0.values.0.value är '1e999'"),
        (rows(row(sex="X")), "values.0.values.0.gender är 'X'"),
        (rows(row(year="22")), "values.0.period är '22'"),
        (rows(row(year="null")), "values.0.period är 'None'"),
        (rows('{"kpi":"N00090","municipality":"1814","period":2022}'), "values.0.values saknas"),
    ],
)
def test_another_shape_than_the_documented_is_told_at_once_with_the_place(place, reaction, words):
    place.server.always("/data/", reaction)
    assert place.update() == 4
    assert f"svaret har inte den form som Koladas API v3 ska ha: {words}" in place.told
    assert "nyare version av naravard" in place.told
    assert place.waits == []
    assert place.is_untouched


def test_not_a_number_is_no_json(place):
    place.server.always("/data/", rows(row("NaN")))
    assert place.update() == 4
    assert "svaret är inte hel JSON" in place.told


@pytest.mark.parametrize("area", ["../../x", "181", "18144", "１８１４", "1814\\n"])
def test_an_area_whose_code_is_no_code_never_becomes_a_file_name(place, area):
    place.server.world.areas.append({"id": area, "title": "X", "type": "K"})
    assert place.update() == 4
    assert "values.2.id är" in place.told
    assert place.is_untouched


@pytest.mark.parametrize(
    ("pair", "is_fine"),
    [
        ((row("1.5"), row("1.5")), True),
        ((row("1.5"), row("1.6")), False),
        ((row("1.5"), row("null")), False),
        ((row("1.5"), row("null", more=',"isdeleted":true')), False),
        ((row("null", more=',"isdeleted":true'), row("1.5")), False),
        ((row("null", more=',"isdeleted":true'), row("null", more=',"isdeleted":true')), True),
    ],
)
def test_two_rows_about_the_same_thing_may_not_say_different_things(place, pair, is_fine):
    place.server.always("/data/", rows(*pair))
    assert place.update() == (0 if is_fine else 4)
    assert ("två olika uppgifter om N00090 för 1814, 2022, kön T" in place.told) is not is_fine
    assert place.is_untouched is not is_fine


@pytest.mark.parametrize("stranger", [row(kpi="N99999"), row(area="0180")])
def test_an_answer_to_another_question_is_refused(place, stranger):
    place.server.always("/data/", rows(row(), stranger))
    assert place.update() == 4
    assert "som ingen har frågat efter" in place.told
    assert place.is_untouched


@pytest.mark.parametrize("count", [1, 10_000])
def test_a_count_that_is_neither_the_rows_of_the_page_nor_of_all_pages_is_told(place, count):
    place.server.always("/data/", changed(count=count))
    assert place.update() == 4
    assert f"svaret säger sig ha {count} rader men har" in place.told
    assert place.is_untouched


def test_a_count_of_all_the_pages_together_is_as_good_as_one_a_page(place):
    total = len(place.server.world.data({"N00090", "N01951"}, {"0000", "1814"}, None))
    place.server.page = 10
    place.server.always("/data/", changed(count=total))
    assert place.update() == 0
    assert total > 10


def _page_after(link):
    """The right answer with a link to another page, made from the server's address and the page asked for."""

    def react(handler) -> None:
        handler.answer(lambda document: document.update(next_url=link(handler)))

    return react


def test_pages_that_never_end_are_stopped(place, monkeypatch):
    monkeypatch.setattr(answers, "MOST_PAGES", 20)
    place.server.always(
        "/kpi/", _page_after(lambda h: f"{h.server.owner.address}kpi/N1?page={len(h.server.owner.asked)}")
    )
    assert place.update() == 4
    assert "svaret tar inte slut: 20 sidor är lästa" in place.told
    assert len([path for path in place.server.asked if "/kpi/" in path]) == 20
    assert place.is_untouched


def test_pages_that_go_in_a_ring_are_stopped(place):
    first = "/v3/data/kpi/N00090,N01951/municipality/0000,1814?per_page=5000"
    place.server.will("/data/", _page_after(lambda _: f"{first}&page=2"), _page_after(lambda _: first))
    assert place.update() == 4
    assert "svaret visar vidare till en sida som redan är läst" in place.told
    assert place.is_untouched


class Elsewhere:
    """Another server on this machine, which must never be asked."""

    def __enter__(self):
        self.asked: list[str] = []
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                elsewhere.asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_) -> None: ...

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:{other}/v3/kpi/N00090",
        "//127.0.0.1:{other}/v3/kpi/N00090",
        "http://127.0.0.1:{own}@127.0.0.1:{other}/v3/",
        "https://127.0.0.1:{own}/v3/kpi/N00090",
        "http://localhost:{own}/v3/kpi/N00090",
        "http://127.0.0.1:{own}/v2/kpi/N00090",
        "/admin",
        "../../../../../v2/kpi",
        "/v3/%2e%2e/v2/kpi",
        "file:///etc/passwd",
        "http://[/",
        "http://127.0.0.1:99999999/v3/",
    ],
)
@pytest.mark.parametrize("way", ["next_url", "redirect"])
def test_no_link_is_followed_out_of_koladas_api(place, link, way):
    with Elsewhere() as elsewhere:
        own = place.server.address.split(":")[2].split("/")[0]
        there = link.format(own=own, other=elsewhere.port)
        reaction = _page_after(lambda _: there) if way == "next_url" else status(302, Location=there)
        place.server.always("/data/", reaction)
        assert place.update() == 4
        assert "som inte hör till Koladas API. naravard följer det inte." in place.told
        assert elsewhere.asked == []
        assert len([path for path in place.server.asked if "/data/" in path]) == 1
    assert place.is_untouched


def test_a_redirect_within_the_api_is_followed(place):
    place.server.will("/kpi/", lambda h: h.send(b"", 307, Location=h.path.replace("?", "/?")))
    assert place.update() == 0


def test_redirects_without_end_are_told(place):
    place.server.always("/kpi/", lambda h: h.send(b"", 302, Location=h.path))
    assert place.update() == 4
    assert "frågan skickades vidare mer än 3 gånger" in place.told
    assert len(place.server.asked) == 1 + 4


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://api.kolada.se/v3/kpi?page=2", "/v3/kpi?page=2"),
        ("https://api.kolada.se:443/v3/kpi?page=2", "/v3/kpi?page=2"),
        ("http://api.kolada.se/v3/kpi?page=2", "/v3/kpi?page=2"),
        ("/v3/kpi?page=2", "/v3/kpi?page=2"),
        ("?page=2", "/v3/kpi?page=2"),
        ("http://api.kolada.se:8080/v3/kpi", None),
        ("https://api.kolada.se.example.org/v3/kpi", None),
        ("https://api.kolada.se@example.org/v3/kpi", None),
    ],
)
def test_a_link_is_taken_for_the_path_on_the_one_host_and_always_over_tls(link, target):
    kolada = Client()
    if target:
        assert kolada.target(link, "/v3/kpi") == target
    else:
        with pytest.raises(KoladaError, match="som inte hör till Koladas API"):
            kolada.target(link, "/v3/kpi")


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_refusal_is_told_at_once_with_what_the_server_says(place, code):
    place.server.always("/data/", status(code, b'{"detail":"Too many\n\x1b[31m ids"}'))
    assert place.update() == 4
    assert f"svaret var {code}" in place.told
    assert "Too many" in place.told
    assert "\x1b" not in place.told
    assert place.waits == []
    assert place.is_untouched


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_that_is_too_large_is_not_taken_in(place, monkeypatch, packed):
    monkeypatch.setattr(client, "LARGEST_ANSWER", 1024 * 1024)
    sent = 0

    def endless(handler) -> None:
        nonlocal sent
        handler.head(200, "application/json", **({"Content-Encoding": "gzip"} if packed else {}))
        handler.close_connection = True
        piece = gzip.compress(b" " * 50_000_000) if packed else b" " * 100_000
        for _ in range(1 if packed else 1000):
            handler.wfile.write(piece)
            sent += len(piece)

    place.server.always("/kpi/", endless)
    assert place.update() == 4
    assert "svaret är större än 1 MB" in place.told
    assert sent < 20_000_000
    assert place.waits == []
    assert place.is_untouched


def test_an_answer_that_drips_is_given_up(place, monkeypatch):
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(client, "TRIES", 2)
    pause = threading.Event()

    def drip(handler) -> None:
        handler.head(200, "application/json", Content_Length="1000")
        for _ in range(20):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            pause.wait(0.05)

    place.server.always("/kpi/", drip)
    began = time.monotonic()
    assert place.update() == 4
    assert "svaret tog mer än 0,2 s" in place.told
    assert time.monotonic() - began < 5
    assert place.is_untouched


def test_silence_is_given_up(place, monkeypatch):
    monkeypatch.setattr(client, "READ_SECONDS", 0.2)
    monkeypatch.setattr(client, "TRIES", 2)
    pause = threading.Event()
    place.server.always("/kpi/", lambda _: pause.wait(1))
    assert place.update() == 4
    assert "inget svar på 0,2 s; frågan ställdes 2 gånger" in place.told
    assert place.is_untouched


def test_nobody_there_is_told_with_what_to_do(place, monkeypatch):
    monkeypatch.setenv(TEST_SERVER, "http://127.0.0.1:1/v3/")
    assert place.update() == 4
    assert "http://127.0.0.1:1/v3/municipality?per_page=5000: det gick inte att få förbindelse" in place.told
    assert "brandvägg" in place.told
    assert place.is_untouched


def test_a_server_that_cannot_show_who_it_is_gets_no_question(place, monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    http = place.server._http
    http.socket = context.wrap_socket(http.socket, server_side=True)
    monkeypatch.setenv(TEST_SERVER, place.server.address.replace("http:", "https:"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert place.update() == 4
    assert "certifikatet godtas inte" in place.told
    assert place.server.asked == []
    assert place.waits == []
    assert place.is_untouched


@pytest.mark.parametrize(
    "address",
    ["https://example.org/v3/", "http://127.0.0.1.example.org/v3/", "http://localhost/v3/", "http://127.0.0.1@example.org/v3/",
     "http://10.0.0.1/v3/", "file:///v3/", "127.0.0.1", "http://127.0.0.1:80/v3", "http://[/v3/"],
)  # fmt: skip
def test_no_address_but_this_machine_can_be_put_in_koladas_place(place, monkeypatch, address):
    monkeypatch.setenv(TEST_SERVER, address)
    assert place.update() == 2
    assert "är till för prov mot den egna datorn" in place.told
    assert place.is_untouched


def test_without_the_tests_variable_it_is_kolada_itself_that_is_asked(place, monkeypatch):
    asked = []

    def ask(self, target):
        asked.append(self._origin + target)
        raise KoladaError("inte nu")

    monkeypatch.delenv(TEST_SERVER)
    monkeypatch.setattr(Client, "get", ask)
    assert place.update() == 4
    assert asked == ["https://api.kolada.se/v3/municipality?per_page=5000"]
    pool = Client()._pool
    assert (type(pool).__name__, pool.host, pool.cert_reqs) == ("HTTPSConnectionPool", "api.kolada.se", "CERT_REQUIRED")


def test_the_machines_proxy_is_used_for_kolada_and_its_password_never_shown(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://anna:hemligt%21@127.0.0.1:1")
    monkeypatch.setattr(client, "TRIES", 1)
    kolada = Client()
    assert (kolada._pool.proxy.host, kolada._pool.proxy.port) == ("127.0.0.1", 1)
    assert kolada._pool.proxy_headers == {"proxy-authorization": "Basic YW5uYTpoZW1saWd0IQ=="}
    with pytest.raises(KoladaError, match="det gick inte att få förbindelse") as refused:
        kolada.get(kolada.first("municipality"))
    assert "hemligt" not in str(refused.value)
    monkeypatch.setenv("https_proxy", "ftp://127.0.0.1")
    with pytest.raises(KoladaError, match="HTTPS_PROXY"):
        Client()


def test_an_interrupted_update_leaves_nothing_and_ends_with_130(place):
    release = threading.Event()
    place.server.always("/data/", lambda _: release.wait(20))
    command = [sys.executable, "-m", "naravard.cli", "kolada", "update", "--data", str(place.folder / "lekeberg"),
               "--into", str(place.folder / "ny")]  # fmt: skip
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while not any("/data/" in path for path in place.server.asked) and time.monotonic() < deadline:
            release.wait(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    finally:
        process.kill()
        release.set()
    assert process.returncode == 130
    assert "avbrutet" in told
    assert place.is_untouched
