/** query.py below the loading of the table. */
export const queryCode = String.raw`class BadRequest(Exception):
    """What was asked for cannot be done; the message says why."""


def type_name(values: pd.Series) -> str:
    """Name a column's type as people do."""
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    return "date" if pd.api.types.is_datetime64_any_dtype(values) else "text"


def find_column(table: pd.DataFrame, name: str) -> str:
    """Give a column's exact name; upper and lower case may differ where that is clear."""
    if name in table.columns:
        return name
    similar = [column for column in table.columns if column.lower() == name.lower()]
    if len(similar) == 1:
        return similar[0]
    raise BadRequest(f"There is no column {name!r}. Columns: {', '.join(table.columns)}.")


def as_type_of(values: pd.Series, text: str) -> object:
    """Read a value in the type of its column."""
    kind = type_name(values)
    try:
        if kind == "number":
            return float(text)
        if kind == "date":
            return pd.Timestamp(text)
    except ValueError as error:
        raise BadRequest(f"{text!r} is no {kind}, as the column {values.name} needs.") from error
    if kind == "boolean":
        if text.lower() not in ("true", "false"):
            raise BadRequest(f"{text!r} is neither true nor false.")
        return text.lower() == "true"
    return text


def parse_condition(table: pd.DataFrame, condition: str) -> pd.Series:
    """Read a condition such as "wind > 8" or "name contains ann"; tell which rows pass it."""
    match = CONDITION.match(condition.strip())
    if not match:
        known = "<column> <comparison> <value>, comparisons =, !=, <, <=, >, >=, contains"
        raise BadRequest(f"{condition!r} is no condition. A condition is {known}.")
    values = table[find_column(table, match["column"].strip().strip('"'))]
    text = match["value"].strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    known = values.dropna()
    if match["comparison"].lower() == "contains":
        passes = known.astype(str).str.contains(text, case=False, regex=False)
    else:
        known = known.astype(str) if type_name(known) == "text" else known
        passes = COMPARISONS[match["comparison"]](known, as_type_of(values, text))
    return passes.reindex(values.index, fill_value=False).astype(bool)


def keep_rows(table: pd.DataFrame, conditions: list[str]) -> pd.DataFrame:
    """Keep the rows that pass every condition."""
    for condition in conditions:
        table = table[parse_condition(table, condition)]
    return table


def list_columns(table: pd.DataFrame) -> pd.DataFrame:
    """List the columns with their types, and how many values they have and miss."""
    rows = [
        (name, type_name(values), int(values.count()), int(values.isna().sum()))
        for name, values in table.items()
    ]
    return pd.DataFrame(rows, columns=["column", "type", "values", "missing"])


def aggregate(table: pd.DataFrame, by: str, measures: list[tuple[str, str]]) -> pd.DataFrame:
    """Count the rows for each value of a column, and compute (method, column) measures."""
    key = find_column(table, by)
    groups = table.groupby(key, observed=True)
    result = pd.DataFrame({"count": groups.size()})
    for method, name in measures:
        column = find_column(table, name)
        if method in ("sum", "mean", "median") and type_name(table[column]) != "number":
            raise BadRequest(f"{method} needs a column of numbers; {column} is none.")
        values = table.assign(measured=table[column]).groupby(key, observed=True)["measured"]
        result[f"{method} {column}"] = values.agg(method)
    result.index.name = key if key not in result.columns else f"{key} (key)"
    return result.reset_index()


def top(table: pd.DataFrame, name: str, count: int, lowest: bool) -> pd.DataFrame:
    """Give the rows with the highest or lowest values; equal values stay in the file's order."""
    column = find_column(table, name)
    known = table.dropna(subset=[column])
    if isinstance(known[column].dtype, pd.CategoricalDtype):
        known = known.astype({column: str})
    return known.sort_values(column, ascending=lowest, kind="stable").head(count)


def as_output(table: pd.DataFrame, form: str) -> str:
    """Write a table in the form asked for."""
    if form == "csv":
        return table.to_csv(index=False).rstrip("\n")
    if form == "json":
        return table.to_json(orient="records", date_format="iso", force_ascii=False, indent=2)
    return table.to_string(index=False) if len(table) else "(no rows)"


def whole_number(text: str) -> int:
    """Read a whole number from 1."""
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--where", action="append", default=[], metavar="CONDITION")
    common.add_argument("--format", choices=["table", "csv", "json"], default="table")
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("columns", parents=[common], help="list the columns")
    head = commands.add_parser("head", parents=[common], help="show the first rows")
    head.add_argument("-n", "--count", type=whole_number, default=10)
    commands.add_parser("filter", parents=[common], help="show every row that passes --where")
    groups = commands.add_parser("aggregate", parents=[common], help="measure groups of rows")
    groups.add_argument("--by", required=True, metavar="COLUMN")
    for method in MEASURES:
        groups.add_argument(f"--{method}", action="append", default=[], metavar="COLUMN")
    best = commands.add_parser("top", parents=[common], help="show the highest or lowest rows")
    best.add_argument("column")
    best.add_argument("-n", "--count", type=whole_number, default=10)
    best.add_argument("--lowest", action="store_true")
    return parser


def answer(table: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Do what a command asks."""
    rows = keep_rows(table, options.where)
    if options.command == "columns":
        return list_columns(rows)
    if options.command == "head":
        return rows.head(options.count)
    if options.command == "aggregate":
        measures = [(method, name) for method in MEASURES for name in getattr(options, method)]
        return aggregate(rows, options.by, measures)
    if options.command == "top":
        return top(rows, options.column, options.count, options.lowest)
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 is success, 2 a request that cannot be done."""
    options = build_parser().parse_args(arguments)
    try:
        print(as_output(answer(load_table(), options), options.format))
    except BadRequest as error:
        print(f"query: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
    return 0`;

export const queryConstants = String.raw`COMPARISONS: dict[str, Callable[[pd.Series, object], pd.Series]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
CONDITION = re.compile(
    r"(?P<column>\"[^\"]+\"|.+?)\s*(?P<comparison><=|>=|!=|==|=|<|>|\bcontains\b)\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
MEASURES = ["mean", "sum", "median", "min", "max"]`;
