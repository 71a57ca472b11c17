"""Asking Kolada's API over HTTP: one host, with patience, and never half an answer taken for a whole one."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProxyError,
    SSLError,
    TimeoutError,
)

from naravard import words

ADDRESS = "https://api.kolada.se/v3/"

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""So long may Kolada be silent before or within an answer."""
ANSWER_SECONDS = 180.0
"""So long may a whole answer take."""
TRIES = 5
FIRST_WAIT = 1.0
"""Seconds before the second try; doubled before each that follows."""
LONGEST_WAIT = 300.0
"""If Kolada asks for a longer wait than this, in seconds, the run ends and says so."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes, unpacked. A page of 5 000 rows is some 2 MB."""
REDIRECTS = 3

_LATER = "Försök igen senare."
_NETWORK = "Kontrollera nätverket; kommunens brandvägg kan behöva släppa igenom trafiken."
_CHANGED = "API:t kan ha ändrats. Se efter om det finns en nyare version av naravard."


class KoladaError(Exception):
    """Kolada could not be read; the text says in Swedish which address, what came and what to do."""


class Number(str):
    """A number exactly as it is written in the JSON: nothing is rounded on the way through a float."""

    __slots__ = ()


class _Passing(Exception):
    """What may go well the next time: what came, what to do if it does not, and the wait that was asked for, in seconds."""

    def __init__(self, what: str, remedy: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.what, self.remedy, self.wait = what, remedy, wait


class Client:
    """Asks one host for JSON. ``requests`` counts what has been sent; ``say`` is told of each wait."""

    def __init__(self, address: str = ADDRESS, say: Callable[[str], None] = lambda _: None) -> None:
        self._base = urlsplit(address)
        self._origin = f"{self._base.scheme}://{self._base.netloc}"
        self._pool = _pool(address, self._base.scheme, self._base.hostname or "")
        self._say = say
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"naravard/{version('naravard')} ({words.of('reform')['aim']})",
        }
        self.requests = 0

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()

    def first(self, path: str) -> str:
        """The target of a path such as ``kpi/N00090``: its first page, as large as Kolada makes them."""
        return f"{self._base.path}{path}?per_page=5000"

    def target(self, url: str, seen_at: str) -> str:
        """Path and query of an address that Kolada gave in the answer to ``seen_at``.

        KoladaError if it leads to another host, scheme or port, or out of the API. ``http`` on the host itself is taken for
        ``https``: servers that stand behind another write so, and nothing is ever asked without TLS.
        """
        outside = self.error(seen_at, f"svaret visar vidare till {_short(url)}, som inte hör till Koladas API",
                             f"naravard följer det inte. {_CHANGED}")  # fmt: skip
        try:
            parts = urlsplit(urljoin(self._origin + seen_at, url))
            there = (parts.scheme, parts.hostname, _port(parts))
        except ValueError:
            raise outside from None
        here = (self._base.scheme, self._base.hostname, _port(self._base))
        if here[0] == "https" and there[::2] == ("http", 80):
            there = ("https", there[1], 443)
        if there != here or not _within(parts.path, self._base.path):
            raise outside
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def get(self, target: str) -> Any:
        """The JSON that ``target`` gives, its numbers as ``Number``; KoladaError if it cannot be had in ``TRIES`` tries."""
        tried = 0
        while True:
            try:
                return self._ask(target)
            except _Passing as trouble:
                tried += 1
                if tried == TRIES:
                    what = f"{trouble.what}; frågan ställdes {TRIES} gånger"
                    raise self.error(target, what, trouble.remedy) from trouble
                if trouble.wait > LONGEST_WAIT:
                    what = f"{trouble.what}, och Kolada ber oss vänta {_span(trouble.wait)}"
                    raise self.error(target, what, _LATER) from trouble
                what, wait = trouble.what, max(trouble.wait, FIRST_WAIT * 2 ** (tried - 1))
            self._say(f"{what}. Frågar igen om {_span(wait)} (försök {tried + 1} av {TRIES}).")
            time.sleep(wait)

    def error(self, target: str, what: str, remedy: str = _CHANGED) -> KoladaError:
        """The error that says what came from ``target`` and what to do."""
        return KoladaError(f"{_short(self._origin + target)}: {what}. {remedy}")

    def _ask(self, target: str) -> Any:
        body, kind = self._body(target)
        try:
            return json.loads(body, parse_float=Number, parse_int=Number, parse_constant=_no_number)
        except (ValueError, RecursionError):
            begins = _short(" ".join(body[:200].decode("utf-8", "replace").split()), 60)
            what = f"svaret är inte hel JSON ({_short(kind, 40)}); det börjar {begins!r}"
            remedy = f"En inloggning eller spärr i nätverket kan ha svarat i Koladas ställe. {_LATER}"
            raise _Passing(what, remedy if b"<" in body[:50] else _LATER) from None

    def _body(self, target: str) -> tuple[bytes, str]:
        """The whole answer, and what it says that it is."""
        at = target
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._send(at)
                try:
                    if answer.status not in (301, 302, 303, 307, 308):
                        self._judge(answer, at)
                        return self._read(answer, at), answer.headers.get("Content-Type", "utan angiven typ")
                    location = answer.headers.get("Location", "")
                finally:
                    answer.close()
            except HTTPError as error:
                self._trouble(error, at)
            at = self.target(location, at)
        raise self.error(target, f"frågan skickades vidare mer än {REDIRECTS} gånger")

    def _send(self, target: str) -> urllib3.BaseHTTPResponse:
        self.requests += 1
        return self._pool.urlopen(
            "GET", target, headers=self._headers, redirect=False, retries=False, preload_content=False
        )

    def _judge(self, answer: urllib3.BaseHTTPResponse, target: str) -> None:
        status = answer.status
        what = f"svaret var {status} {answer.reason or ''}".rstrip()
        if status in (408, 429) or status >= 500:
            raise _Passing(what, _LATER, _asked_wait(answer.headers.get("Retry-After", "")))
        if status != 200:
            message = " ".join(answer.read(500).decode("utf-8", "replace").split())
            raise self.error(target, f"{what}: {_short(message)}" if message else what)

    def _read(self, answer: urllib3.BaseHTTPResponse, target: str) -> bytes:
        """The body piece by piece, so that neither a slow nor an endless one can hold us."""
        began, body = time.monotonic(), bytearray()
        while piece := answer.read1(64 * 1024):
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise self.error(target, f"svaret är större än {LARGEST_ANSWER / 1024 / 1024:g} MB")
            if time.monotonic() - began > ANSWER_SECONDS:
                raise _Passing(f"svaret tog mer än {_span(ANSWER_SECONDS)}", _LATER)
        return bytes(body)

    def _trouble(self, error: HTTPError, target: str) -> NoReturn:
        """An error of the transport in Swedish: for good if the certificate is refused, otherwise to be tried again."""
        if isinstance(error, SSLError) and isinstance(error.args[0], ssl.SSLCertVerificationError):
            remedy = "Något i nätverket kan ha ställt sig emellan. Fråga den som sköter kommunens nätverk."
            raise self.error(target, "servern kan inte visa att den är Kolada: certifikatet godtas inte", remedy)
        if isinstance(error, NewConnectionError | ConnectTimeoutError | ProxyError):
            raise _Passing("det gick inte att få förbindelse", _NETWORK) from error
        if isinstance(error, TimeoutError):
            raise _Passing(f"inget svar på {_span(READ_SECONDS)}", _LATER) from error
        raise _Passing("förbindelsen bröts innan hela svaret hade kommit", _NETWORK) from error


def _pool(address: str, scheme: str, host: str) -> urllib3.HTTPConnectionPool:
    """Connections to one host, kept open between questions; by way of the machine's proxy, if it has one."""
    settings: dict[str, Any] = {"timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS), "maxsize": 1}
    if scheme == "https":
        settings["cert_reqs"] = "CERT_REQUIRED"  # against the certificates that the operating system trusts
    proxy = getproxies().get("https") if scheme == "https" and not proxy_bypass(host) else None
    if not proxy:
        return urllib3.PoolManager(**settings).connection_from_url(address)
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        login = urllib3.util.parse_url(proxy).auth
        headers = urllib3.make_headers(proxy_basic_auth=unquote(login)) if login else None
        return urllib3.ProxyManager(proxy, proxy_headers=headers, **settings).connection_from_url(address)
    except (HTTPError, LocationParseError) as error:
        raise KoladaError("Datorns proxy för https går inte att använda. Rätta inställningen HTTPS_PROXY.") from error


def _port(parts: SplitResult) -> int | None:
    return parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _within(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and ".." not in unquote(path).split("/")


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def _asked_wait(header: str) -> float:
    """The seconds that ``Retry-After`` asks for, given as seconds or as a date; 0 if it does not."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:12])
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _span(seconds: float) -> str:
    return f"{seconds:.3g} s".replace(".", ",") if seconds < 120 else f"{round(seconds / 60)} minuter"


def _short(text: str, most: int = 160) -> str:
    """The text on one line without control characters, with its middle left out if it is long."""
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-(most // 3) :]}"
