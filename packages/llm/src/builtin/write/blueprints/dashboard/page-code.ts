/** The page's template as a Python constant: no load from anywhere, light and dark. */
export const pageTemplate = `PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>$title</title>
<style>
:root { color-scheme: light dark; --page: #f6f7f9; --card: #ffffff; --text: #1d2229;
  --soft: #5b6470; --line: #dfe3e8; --mark: #0072b2; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14171b; --card: #1d2127; --text: #e8ebef; --soft: #a2abb6; --line: #333a43;
    --mark: #56b4e9; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--page);
  color: var(--text); font: 15px/1.5 Inter, system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
h2 { margin: 0 0 .75rem; font-size: 1rem; }
p { margin: 0 0 1.5rem; color: var(--soft); }
.grid { display: grid; gap: 1rem; margin-bottom: 1rem; }
.tiles { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
.charts { grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); }
.card { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; min-width: 0; }
.tile dt { color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
.tile dd { margin: 0; font-size: 1.5rem; font-weight: 600; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 12px; }
svg .mark { fill: var(--mark); }
svg .line { fill: none; stroke: var(--mark); stroke-width: 2; }
svg .axis { stroke: var(--line); }
.scroll { overflow: auto; max-height: 32rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .75rem; border-bottom: 1px solid var(--line); text-align: left;
  white-space: nowrap; }
th { position: sticky; top: 0; background: var(--card); }
th button { padding: 0; border: 0; background: none; color: inherit; font: inherit;
  font-weight: 600; cursor: pointer; }
label { display: block; margin-bottom: .75rem; }
input { padding: .4rem .6rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--page); color: inherit; font: inherit; width: min(22rem, 100%); }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
</style>
</head>
<body>
<main>
<h1>$title</h1>
<p>$subtitle</p>
<dl class="grid tiles">$tiles</dl>
<div class="grid charts">$charts</div>
<section class="card" aria-labelledby="rows-title">
<h2 id="rows-title">$table_title</h2>
<label>Filter rows <input id="filter" type="search" autocomplete="off"></label>
<div class="scroll" tabindex="0" role="region" aria-labelledby="rows-title">
<table><thead><tr id="head"></tr></thead><tbody id="body"></tbody></table>
</div>
<p id="count" role="status"></p>
</section>
</main>
<script type="application/json" id="data">$data</script>
<script>
const { columns, rows } = JSON.parse(document.getElementById('data').textContent);
const head = document.getElementById('head');
const filter = document.getElementById('filter');
let order = { column: -1, sign: 1 };
const compare = (a, b) => {
  if (a === null || b === null) return (a === null) - (b === null);
  const isNumber = typeof a === 'number' && typeof b === 'number';
  return order.sign * (isNumber ? a - b : String(a).localeCompare(String(b)));
};
function show() {
  const wanted = filter.value.toLowerCase();
  const found = rows.filter((row) => row.some((cell) => String(cell ?? '').toLowerCase().includes(wanted)));
  if (order.column >= 0) found.sort((a, b) => compare(a[order.column], b[order.column]));
  document.getElementById('body').replaceChildren(...found.map((row) => {
    const line = document.createElement('tr');
    for (const cell of row) line.insertCell().textContent = cell ?? '';
    return line;
  }));
  document.getElementById('count').textContent = found.length + ' of ' + rows.length + ' rows';
}
columns.forEach((name, column) => {
  const cell = document.createElement('th');
  const button = document.createElement('button');
  cell.scope = 'col';
  button.type = 'button';
  button.textContent = name;
  button.addEventListener('click', () => {
    order = { column, sign: order.column === column ? -order.sign : 1 };
    for (const other of head.children) other.removeAttribute('aria-sort');
    cell.setAttribute('aria-sort', order.sign > 0 ? 'ascending' : 'descending');
    show();
  });
  cell.append(button);
  head.append(cell);
});
filter.addEventListener('input', show);
show();
</script>
</body>
</html>
"""`;
