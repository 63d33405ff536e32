/** The whole of app.py; the store does the thinking. */
export const appCode = `import json
import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from data_store import BadQuery, DataStore, load_store

DEFAULT_PORT = 8000
DEFAULT_LIMIT = 50
MOST_ROWS = 1_000
RESERVED = {"limit", "offset", "sort"}
ENDPOINTS = {
    "/health": "whether the service is up",
    "/schema": "the columns and their types",
    "/summary": "what each column holds",
    "/rows": "rows; <column>=<value>, <column>__<comparison>=<value>, sort, limit, offset",
    "/rows/<number>": "one row",
    "/aggregate": "one measure by the values of a column: by, measure, column",
}
Query = dict[str, list[str]]


class NotFound(LookupError):
    """Nothing is at the address; the message says what was looked for."""


def whole_number(query: Query, name: str, default: int, most: int) -> int:
    """Read a parameter that is a whole number from 0 to a limit."""
    text = query.get(name, [str(default)])[-1]
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) > most:
        raise BadQuery(f"{name} must be a whole number from 0 to {most:,}, not {text!r}.")
    return int(text)


def filters_of(query: Query, store: DataStore) -> list[tuple[str, str, str]]:
    """Read every parameter that is not reserved as a filter: column, comparison, value."""
    filters: list[tuple[str, str, str]] = []
    for parameter, values in query.items():
        if parameter in RESERVED:
            continue
        column, _, comparison = parameter.rpartition("__")
        if parameter in store.table or not column:
            column, comparison = parameter, "eq"
        filters += [(column, comparison, value) for value in values]
    return filters


def sort_of(query: Query, store: DataStore) -> list[str]:
    """Read the columns to sort by: separated by commas or given several times."""
    names: list[str] = []
    for value in query.get("sort", []):
        whole = value in store.table or value.removeprefix("-") in store.table
        names += [value] if whole else value.split(",")
    return names


def answer(store: DataStore, path: str, query: Query) -> object:
    """Find what a GET request asks for."""
    if path == "/":
        return {"endpoints": ENDPOINTS}
    if path == "/health":
        return {"status": "ok", "rows": len(store.table)}
    if path == "/schema":
        return {"columns": store.schema()}
    if path == "/summary":
        return {"columns": store.summary()}
    if path == "/rows":
        offset = whole_number(query, "offset", 0, 10**9)
        limit = whole_number(query, "limit", DEFAULT_LIMIT, MOST_ROWS)
        return store.rows(filters_of(query, store), sort_of(query, store), offset, limit)
    if path == "/aggregate":
        if "by" not in query:
            raise BadQuery("Say by which column: ?by=<column>.")
        column = query.get("column", [None])[-1]
        groups = store.aggregate(query["by"][-1], query.get("measure", ["count"])[-1], column)
        return {"groups": groups}
    if path.startswith("/rows/"):
        return one_row(store, path.removeprefix("/rows/"))
    raise NotFound(f"There is nothing at {path}. GET / lists the addresses.")


def one_row(store: DataStore, number: str) -> dict[str, object]:
    """Give the row of a number."""
    is_number = number.isascii() and number.isdigit() and len(number) <= 12
    row = store.row(int(number)) if is_number else None
    if row is None:
        raise NotFound(f"There is no row {number!r}. Rows go from 0 to {len(store.table) - 1}.")
    return row


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with JSON; every failure is JSON with its status, too."""

    server: "Server"
    server_version = "DataService/1.0"

    def do_GET(self) -> None:
        """Answer, or say in JSON why not."""
        address = urlsplit(self.path)
        query = parse_qs(address.query, keep_blank_values=True)
        path = address.path.rstrip("/") or "/"
        try:
            self.reply(HTTPStatus.OK, answer(self.server.store, path, query))
        except BadQuery as error:
            self.reply(HTTPStatus.BAD_REQUEST, {"error": str(error)})
        except NotFound as error:
            self.reply(HTTPStatus.NOT_FOUND, {"error": str(error)})

    do_HEAD = do_GET

    def refuse(self) -> None:
        """Answer the methods that this service does not know."""
        error = {"error": f"{self.command} is not possible here; the data can only be read."}
        self.reply(HTTPStatus.METHOD_NOT_ALLOWED, error, {"Allow": "GET, HEAD"})

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = refuse

    def reply(
        self, status: HTTPStatus, value: object, headers: dict[str, str] | None = None
    ) -> None:
        """Send a status and a JSON body; a HEAD request gets no body."""
        body = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write one line a request to the error stream."""
        print(f"{self.address_string()} {format % args}", file=sys.stderr)


class Server(ThreadingHTTPServer):
    """A server with the data that it serves; port 0 takes any free one."""

    daemon_threads = True

    def __init__(self, store: DataStore, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), Handler)
        self.store = store


def main() -> None:
    """Serve until interrupted."""
    port = int(os.environ.get("PORT", DEFAULT_PORT))
    host = os.environ.get("HOST", "127.0.0.1")
    with Server(load_store(), host, port) as server:
        print(f"Serving on http://{host}:{server.server_port}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("Stopped.")


if __name__ == "__main__":
    main()
`;
