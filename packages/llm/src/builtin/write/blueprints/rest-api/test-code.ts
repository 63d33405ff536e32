/** The fixed part of test_app.py: the service over a small table, through HTTP. */
export const testCode = `@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Serve three rows on a free port."""
    table = pd.DataFrame(
        {
            "name": ["one", "two", None],
            "size": [1.5, 20.0, 3.0],
            "day": pd.to_datetime(["2020-01-01", "2021-06-30", "2020-12-31"]),
        }
    )
    server = Server(DataStore(table))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def call(base: str, address: str, method: str = "GET") -> tuple[int, dict[str, Any]]:
    """Send a request; give the status and the answer."""
    connection = HTTPConnection(base, timeout=10)
    connection.request(method, address)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, json.loads(body) if body else {}


def ids(base: str, query: str) -> list[int]:
    """Give the numbers of the rows that a query finds."""
    status, answer = call(base, f"/rows?{query}")
    assert status == 200, answer
    return [row["_id"] for row in answer["rows"]]


def test_health(base: str) -> None:
    assert call(base, "/health") == (200, {"status": "ok", "rows": 3})


def test_schema(base: str) -> None:
    columns = call(base, "/schema")[1]["columns"]
    assert [column["type"] for column in columns] == ["text", "number", "date"]
    assert [column["missing"] for column in columns] == [1, 0, 0]


def test_filters(base: str) -> None:
    assert ids(base, "name=two") == [1]
    assert ids(base, "size__gt=2&size__lt=10") == [2]
    assert ids(base, "day__ge=2020-12-31") == [1, 2]
    assert ids(base, "name__missing=true") == [2]
    assert ids(base, "name__contains=ON") == [0]
    assert ids(base, "name__ne=one") == [1]


def test_sort_and_pages(base: str) -> None:
    assert ids(base, "sort=-size") == [1, 2, 0]
    assert ids(base, "sort=day,-size&limit=1&offset=1") == [2]
    assert call(base, "/rows?limit=2")[1]["total"] == 3


def test_one_row(base: str) -> None:
    expected = {"_id": 2, "name": None, "size": 3.0, "day": "2020-12-31T00:00:00"}
    assert call(base, "/rows/2") == (200, expected)
    assert call(base, "/rows/3")[0] == 404
    assert call(base, "/rows/-1")[0] == 404


def test_aggregate(base: str) -> None:
    groups = call(base, "/aggregate?by=name&measure=sum&column=size")[1]["groups"]
    assert groups == [{"key": "one", "value": 1.5}, {"key": "two", "value": 20.0}]
    assert call(base, "/aggregate?by=name")[1]["groups"][0] == {"key": "one", "value": 1}


def test_summary(base: str) -> None:
    size = call(base, "/summary")[1]["columns"][1]
    assert size["mean"] == pytest.approx(24.5 / 3)
    assert (size["min"], size["max"], size["missing"]) == (1.5, 20.0, 0)


@pytest.mark.parametrize(
    "address",
    [
        "/rows?nothing=1",
        "/rows?size__gt=many",
        "/rows?size__near=1",
        "/rows?limit=-1",
        "/rows?limit=1001",
        "/rows?sort=nothing",
        "/aggregate",
        "/aggregate?by=name&measure=sum",
        "/aggregate?by=name&measure=sum&column=name",
        "/aggregate?by=name&measure=best&column=size",
    ],
)
def test_bad_queries(base: str, address: str) -> None:
    status, answer = call(base, address)
    assert status == 400
    assert answer["error"]


def test_unknown_address_and_method(base: str) -> None:
    assert call(base, "/nothing")[0] == 404
    assert call(base, "/rows", "DELETE")[0] == 405
    assert call(base, "/health", "HEAD") == (200, {})`;
