/** The fixed part of test_query.py. */
export const testCode = String.raw`@pytest.fixture(autouse=True)
def small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a small table in the place of the real one."""
    table = pd.DataFrame(
        {
            "Full name": ["Ann", "Bob", None, "Ann"],
            "size": [1.5, 20.0, 3.0, None],
            "day": pd.to_datetime(["2020-01-01", "2021-06-30", "2020-12-31", None]),
        }
    )
    monkeypatch.setattr(query, "load_table", lambda: table)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    """Run a command and read its JSON."""
    assert query.main([*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def names(rows: list[dict[str, object]]) -> list[object]:
    """Give the names in some rows."""
    return [row["Full name"] for row in rows]


def test_columns(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run(capsys, "columns")
    assert [row["type"] for row in rows] == ["text", "number", "date"]
    assert [row["missing"] for row in rows] == [1, 1, 1]


def test_head(capsys: pytest.CaptureFixture[str]) -> None:
    assert names(run(capsys, "head", "-n", "2")) == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("size > 2", ["Bob", None]),
        ("size>=3", ["Bob", None]),
        ("size != 20", ["Ann", None]),
        ("Full name = Ann", ["Ann", "Ann"]),
        ("full name contains OB", ["Bob"]),
        ("day <= 2020-12-31", ["Ann", None]),
        ("\"Full name\" = 'Bob'", ["Bob"]),
    ],
)
def test_filter(
    capsys: pytest.CaptureFixture[str], condition: str, expected: list[str | None]
) -> None:
    assert names(run(capsys, "filter", "--where", condition)) == expected


def test_conditions_must_all_hold(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run(capsys, "filter", "--where", "size > 1", "--where", "size < 10")
    assert names(rows) == ["Ann", None]


def test_aggregate(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run(capsys, "aggregate", "--by", "Full name", "--mean", "size", "--max", "size")
    ann = {"Full name": "Ann", "count": 2, "mean size": 1.5, "max size": 1.5}
    assert rows == [ann, {"Full name": "Bob", "count": 1, "mean size": 20.0, "max size": 20.0}]


def test_top(capsys: pytest.CaptureFixture[str]) -> None:
    assert names(run(capsys, "top", "size", "-n", "2")) == ["Bob", None]
    assert names(run(capsys, "top", "size", "-n", "1", "--lowest")) == ["Ann"]


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert query.main(["head", "-n", "1", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "Full name,size,day\nAnn,1.5,2020-01-01\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["filter", "--where", "nothing > 1"],
        ["filter", "--where", "size > many"],
        ["filter", "--where", "__import__('os')"],
        ["aggregate", "--by", "size", "--mean", "Full name"],
        ["top", "nothing"],
    ],
)
def test_what_cannot_be_done(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert query.main(arguments) == 2
    assert capsys.readouterr().err.startswith("query: ")


def test_unknown_command() -> None:
    with pytest.raises(SystemExit) as stop:
        query.main(["dance"])
    assert stop.value.code == 2`;
