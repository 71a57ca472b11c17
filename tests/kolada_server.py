"""A server on this machine that speaks Kolada's API v3 as it is documented, and misbehaves when it is told to.

``World`` is what it knows; ``Server`` serves it in a thread. ``server.will(part, *reactions)`` makes the next questions
whose path holds ``part`` end in each reaction in turn, and ``server.always(part, reaction)`` every one. A reaction is a
function of the handler.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class World:
    """Key figures, areas and groups as the API gives them; values as the text of a JSON number, None, or ``WITHDRAWN``."""

    kpis: list[dict]
    areas: list[dict]
    groups: list[dict]
    values: dict[tuple[str, str], dict[tuple[int, str], str | None]]
    """By key figure and area, and then by year and sex."""

    WITHDRAWN = "withdrawn"

    @classmethod
    def of(cls, snapshot: Path, areas: Iterable[str], kpis: Iterable[str]) -> World:
        """A part of a real snapshot."""
        areas, kpis = set(areas), set(kpis)
        groups: dict[str, dict] = {}
        for row in _rows(snapshot / "municipality_groups.csv"):
            group = groups.setdefault(
                row["group_id"], {"id": row["group_id"], "title": row["group_title"], "members": []}
            )
            group["members"].append({"member_id": row["member_id"], "member_title": row["member_title"]})
        values: dict = {}
        for area in areas:
            for row in _rows(snapshot / "values" / f"{area}.csv"):
                if row["kpi"] in kpis:
                    point = (int(row["period"]), row["gender"])
                    values.setdefault((row["kpi"], area), {})[point] = row["value"] or None
        return cls(
            kpis=[_typed(row) for row in _rows(snapshot / "kpi.csv") if row["id"] in kpis],
            areas=[row for row in _rows(snapshot / "municipality.csv") if row["id"] in areas],
            groups=list(groups.values()),
            values=values,
        )

    def data(self, kpis: set[str], areas: set[str], years: set[int] | None) -> list[str]:
        """The rows of an answer, as JSON text so that every number stays as it is written."""
        rows: dict[tuple[str, str, int], list[str]] = {}
        for kpi, area in sorted((kpi, area) for kpi in kpis for area in areas):
            for (year, sex), value in sorted(self.values.get((kpi, area), {}).items()):
                if years is None or year in years:
                    gone = value == self.WITHDRAWN
                    text = "null" if value is None or gone else value
                    rows.setdefault((kpi, area, year), []).append(
                        f'{{"gender":"{sex}","count":1,"status":"","value":{text},"isdeleted":{str(gone).lower()}}}'
                    )
        return [
            f'{{"kpi":"{kpi}","municipality":"{area}","period":{year},"values":[{",".join(values)}]}}'
            for (kpi, area, year), values in rows.items()
        ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _typed(row: dict[str, str]) -> dict:
    """A row of kpi.csv as JSON has it: truth values, whole numbers, and null."""
    typed = {"True": True, "False": False, "": None}
    return {name: int(text) if name == "publ_period" and text else typed.get(text, text) for name, text in row.items()}


Reaction = Callable[["_Handler"], None]


class Server:
    """``world`` may be changed between questions. ``asked`` has every path, ``connections`` every client's port."""

    def __init__(self, world: World, page: int = 5000) -> None:
        self.world, self.page = world, page
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.connections: set[int] = set()
        self.zipped = True
        self._reactions: list[tuple[str, list[Reaction], bool]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self._http.owner = self  # type: ignore[attr-defined]

    @property
    def address(self) -> str:
        """Where it answers, as the base address of the API."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v3/"

    def will(self, part: str, *reactions: Reaction) -> None:
        """The next questions whose path holds ``part`` end so, one reaction each."""
        self._reactions.append((part, list(reactions), False))

    def always(self, part: str, reaction: Reaction) -> None:
        """Every question whose path holds ``part`` ends so."""
        self._reactions.append((part, [reaction], True))

    def reaction(self, path: str) -> Reaction | None:
        """What this question ends in, if anything but an answer."""
        for part, reactions, stays in self._reactions:
            if part in path and reactions:
                return reactions[0] if stays else reactions.pop(0)
        return None

    @contextmanager
    def serving(self):
        """Answer questions until the block ends."""
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024

    def do_GET(self) -> None:
        server = self.server.owner  # type: ignore[attr-defined]
        server.asked.append(self.path)
        server.agents.add(self.headers["User-Agent"])
        server.connections.add(self.client_address[1])
        reaction = server.reaction(self.path)
        try:
            reaction(self) if reaction else self.answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, change: Callable[[dict], None] = lambda _: None) -> None:
        """The answer as documented, or with its page changed."""
        rows = self._rows()
        if rows is None:
            self.send(b'{"detail":"Not Found"}', status=404)
            return
        query = parse_qs(urlsplit(self.path).query)
        size = min(int(query.get("per_page", ["5000"])[0]), self.server.owner.page)  # type: ignore[attr-defined]
        page = int(query.get("page", ["1"])[0])
        part, rest = rows[(page - 1) * size : page * size], rows[page * size :]
        link = self.server.owner.address + urlsplit(self.path).path.removeprefix("/v3/")  # type: ignore[attr-defined]
        document = {
            "values": "VALUES",
            "count": len(part),
            "next_url": f"{link}?page={page + 1}&per_page={size}" if rest else None,
            "previous_url": f"{link}?page={page - 1}&per_page={size}" if page > 1 else None,
        }
        change(document)
        self.send(json.dumps(document).replace('"VALUES"', f"[{','.join(part)}]").encode())

    def _rows(self) -> list[str] | None:
        world = self.server.owner.world  # type: ignore[attr-defined]
        path = unquote(urlsplit(self.path).path).removeprefix("/v3/").strip("/")
        for kind, known in (("municipality", world.areas), ("kpi", world.kpis), ("municipality_groups", world.groups)):
            if path == kind:
                return [json.dumps(one) for one in known]
            if found := re.fullmatch(rf"{kind}/([^/]+)", path):
                return [json.dumps(one) for one in known if one["id"] in _ids(found[1])]
        found = re.fullmatch(r"data/kpi/([^/]+)/municipality/([^/]+)(?:/year/([^/]+))?", path)
        if not found:
            return None
        years = {int(year) for year in _ids(found[3])} if found[3] else None
        return world.data(_ids(found[1]), _ids(found[2]), years)

    def send(self, body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        """Send a body, packed if the client takes that and the server is so inclined."""
        if self.server.owner.zipped and "gzip" in self.headers.get("Accept-Encoding", ""):  # type: ignore[attr-defined]
            body = gzip.compress(body, compresslevel=1)
            headers = {**headers, "Content-Encoding": "gzip"}
        self.head(status, kind, **{"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def head(self, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        """Send the line of status and the headers."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing on the screen."""


def _ids(text: str) -> set[str]:
    ids = text.split(",")
    assert len(ids) <= 25, "Kolada takes at most 25 in one part of an address"
    return set(ids)
