/** The class and functions of data_store.py below the loading of the table. */
export const storeCode = `class BadQuery(ValueError):
    """A query that cannot be answered; the message says why and what is possible."""


COMPARISONS: dict[str, Callable[[pd.Series, object], pd.Series]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
MEASURES = ["count", "sum", "mean", "median", "min", "max", "std", "nunique"]


class DataStore:
    """A table that is filtered, sorted, paged and summarised; rows are known by their number from 0."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table.reset_index(drop=True)

    def column(self, name: str) -> pd.Series:
        """Give a column, or say which there are."""
        if name not in self.table.columns:
            known = ", ".join(self.table.columns)
            raise BadQuery(f"There is no column {name!r}. Columns: {known}.")
        return self.table[name]

    def schema(self) -> list[dict[str, object]]:
        """List the columns with their types and their number of missing values."""
        return [
            {"name": name, "type": type_name(values), "missing": int(values.isna().sum())}
            for name, values in self.table.items()
        ]

    def row(self, number: int) -> dict[str, object] | None:
        """Give one row, or None where there is none of that number."""
        if not 0 <= number < len(self.table):
            return None
        return with_ids(self.table.iloc[[number]])[0]

    def rows(
        self, filters: list[tuple[str, str, str]], sort: list[str], offset: int, limit: int
    ) -> dict[str, object]:
        """Give one page of the rows that pass every (column, operator, value) filter."""
        found = self.table
        for name, comparison, value in filters:
            found = found[self.matches(name, comparison, value).loc[found.index]]
        if sort:
            names = [name.removeprefix("-") if name not in self.table else name for name in sort]
            for name in names:
                self.column(name)
            ascending = [name in self.table or not name.startswith("-") for name in sort]
            found = found.sort_values(names, ascending=ascending, kind="stable")
        page = found.iloc[offset : offset + limit]
        return {"total": len(found), "offset": offset, "limit": limit, "rows": with_ids(page)}

    def matches(self, name: str, comparison: str, value: str) -> pd.Series:
        """Tell for each row whether it passes a filter; missing values pass only "missing"."""
        values = self.column(name)
        if comparison == "missing":
            return values.isna() if truth(value) else values.notna()
        if comparison == "contains":
            return values.astype(str).str.contains(value, case=False, regex=False) & values.notna()
        if comparison not in COMPARISONS:
            known = ", ".join([*COMPARISONS, "contains", "missing"])
            raise BadQuery(f"There is no comparison {comparison!r}. Comparisons: {known}.")
        known = values.dropna()
        if isinstance(known.dtype, pd.CategoricalDtype):
            known = known.astype(str)
        passes = COMPARISONS[comparison](known, as_type_of(values, value))
        return passes.reindex(values.index, fill_value=False).astype(bool)

    def summary(self) -> list[dict[str, object]]:
        """Describe each column: values, missing, different, and mean, lowest and highest of numbers."""
        found = []
        for name, values in self.table.items():
            line = {"name": name, "count": int(values.count()), "missing": int(values.isna().sum())}
            line["distinct"] = int(values.nunique())
            if type_name(values) == "number":
                line |= {"mean": values.mean(), "min": values.min(), "max": values.max()}
            found.append({key: as_json(value) for key, value in line.items()})
        return found

    def aggregate(self, by: str, measure: str, name: str | None) -> list[dict[str, object]]:
        """Compute one measure for each value of a column, the values in order."""
        if measure not in MEASURES:
            raise BadQuery(f"There is no measure {measure!r}. Measures: {', '.join(MEASURES)}.")
        self.column(by)
        groups = self.table.groupby(by, observed=True)
        if name is None:
            if measure != "count":
                raise BadQuery(f"The measure {measure} needs a column: add &column=<name>.")
            result = groups.size()
        else:
            needs_numbers = measure in ("sum", "mean", "median", "std")
            if needs_numbers and type_name(self.column(name)) != "number":
                raise BadQuery(f"The measure {measure} needs a column of numbers; {name} is none.")
            result = self.table.assign(measured=self.column(name)).groupby(by, observed=True)
            result = result["measured"].agg(measure)
        return [{"key": as_json(key), "value": as_json(value)} for key, value in result.items()]


def type_name(values: pd.Series) -> str:
    """Name a column's type as people do."""
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    return "date" if pd.api.types.is_datetime64_any_dtype(values) else "text"


def truth(text: str) -> bool:
    """Read true or false."""
    if text.lower() not in ("true", "false"):
        raise BadQuery(f"{text!r} is neither true nor false.")
    return text.lower() == "true"


def as_type_of(values: pd.Series, text: str) -> object:
    """Read a filter's value in the type of its column."""
    kind = type_name(values)
    try:
        if kind == "number":
            return float(text)
        if kind == "date":
            return pd.Timestamp(text)
    except ValueError as error:
        raise BadQuery(f"{text!r} is no {kind}, as the column {values.name} needs.") from error
    return truth(text) if kind == "boolean" else text


def as_json(value: object) -> object:
    """Turn a cell into a value that JSON knows: missing is null, moments are ISO 8601 text."""
    if pd.isna(value) or value in (math.inf, -math.inf):
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def with_ids(table: pd.DataFrame) -> list[dict[str, object]]:
    """Give rows as dictionaries, each with its number as "_id"."""
    records = table.to_dict("records")
    return [
        {"_id": int(number)} | {str(key): as_json(value) for key, value in record.items()}
        for number, record in zip(table.index, records, strict=True)
    ]`;
