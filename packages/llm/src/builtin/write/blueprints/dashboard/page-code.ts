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
  --soft: #5b6470; --line: #dfe3e8; --edge: #7b8591; --track: #eef1f4;
  --mark: #0072b2; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14171b; --card: #1d2127; --text: #e8ebef; --soft: #a2abb6; --line: #333a43;
    --edge: #7a8592; --track: #272d35; --mark: #56b4e9; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--page);
  color: var(--text); font: 15px/1.5 Inter, system-ui, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 90rem; margin: 0 auto; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 .75rem; font-size: 1rem; line-height: 1.4; overflow-wrap: anywhere; }
p { margin: 0; color: var(--soft); }
header { margin-bottom: 1.5rem; }
dl, figure, ol { margin: 0; padding: 0; }
.grid { display: grid; gap: 1rem; margin-bottom: 1rem; }
.tiles { display: flex; flex-wrap: wrap; }
.tile { flex: 1 1 11rem; }
.charts { grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); }
.card { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; min-width: 0; }
.tile dt { color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
.tile dd { margin: 0; font-size: 1.6rem; line-height: 1.35; font-weight: 600; }
.tile small { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; }
.card:has(.bars) { display: flex; flex-direction: column; }
.bars { display: grid; flex: 1; grid-auto-rows: minmax(1.6rem, auto); }
.bars li { display: grid; align-self: center; height: 100%; max-height: 3rem;
  grid-template-columns: minmax(0, 9rem) 1fr minmax(3rem, auto);
  gap: .75rem; align-items: center; font-size: .85rem; list-style: none; }
.bars .name { overflow: hidden; text-align: right; text-overflow: ellipsis; white-space: nowrap; }
.bars .track { height: 72%; border-radius: 3px; background: var(--track); }
.bars .bar { display: block; min-width: 2px; height: 100%; border-radius: 3px;
  background: var(--mark); }
.bars .value { color: var(--soft); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 12px; }
svg .mark { fill: var(--mark); }
svg .line { fill: none; stroke: var(--mark); stroke-width: 2; stroke-linejoin: round;
  pointer-events: none; }
svg .axis { stroke: var(--line); }
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: .75rem; }
.scroll { overflow: auto; max-height: 32rem; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .9rem; }
th, td { padding: .35rem .75rem; border-bottom: 1px solid var(--line); text-align: left;
  white-space: nowrap; }
td { max-width: 24rem; overflow: hidden; text-overflow: ellipsis; }
tr:last-child td { border-bottom: 0; }
tbody tr:hover { background: var(--track); }
th { position: sticky; top: 0; padding: 0; background: var(--card); }
th button { width: 100%; padding: .45rem .75rem; border: 0; background: none; color: inherit;
  font: inherit; font-weight: 600; text-align: inherit; cursor: pointer; }
th button::after { content: "↑"; content: "↑" / ""; margin-left: .3rem; opacity: 0; }
th button:hover::after { opacity: .4; }
th[aria-sort] button::after { opacity: 1; color: var(--mark); }
th[aria-sort="descending"] button::after { content: "↓"; content: "↓" / ""; }
.number { text-align: right; }
.number button { display: flex; flex-direction: row-reverse; }
.number button::after { margin: 0 .3rem 0 0; }
label { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: center; }
input { padding: .35rem .6rem; border: 1px solid var(--edge); border-radius: 6px;
  background: var(--page); color: inherit; font: inherit; width: 16rem; max-width: 100%; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
th button:focus-visible { outline-offset: -2px; }
@media (max-width: 36rem) {
  body { padding: 1.25rem .75rem; }
  .card { padding: .85rem; }
  .grid { gap: .75rem; margin-bottom: .75rem; }
  .tile { flex-basis: 40%; }
  .tile dd { font-size: 1.3rem; }
  .bars li { grid-template-columns: minmax(0, 7rem) 1fr minmax(2.5rem, auto); gap: .5rem; }
  svg text { font-size: 17px; }
}
@media print { .scroll { max-height: none; } .card { break-inside: avoid; } }
</style>
</head>
<body>
<main>
<header><h1>$title</h1><p>$subtitle</p></header>
<dl class="grid tiles">$tiles</dl>
<div class="grid charts">$charts</div>
<section class="card">
<h2 id="rows-title">$table_title</h2>
<div class="tools">
<label>Filter rows<input id="filter" type="search" autocomplete="off"></label>
<p id="count" role="status"></p>
</div>
<div class="scroll" tabindex="0" role="region" aria-labelledby="rows-title">
<table><thead><tr id="head"></tr></thead><tbody id="body"></tbody></table>
</div>
</section>
</main>
<script type="application/json" id="data">$data</script>
<script>
const { columns, rows } = JSON.parse(document.getElementById('data').textContent);
const head = document.getElementById('head');
const filter = document.getElementById('filter');
// Drawing more would make each letter typed into the filter wait.
const mostShown = 500;
const inWords = (count) => count.toLocaleString('en-US');
let order = { column: -1, sign: 1 };
// Numbers stand right; thousands are set apart where they are amounts, not where they are years.
const formats = columns.map((_, column) => {
  const values = rows.map((row) => row[column]).filter((value) => value !== null);
  if (values.length === 0 || !values.every((value) => typeof value === 'number')) return undefined;
  const isAmount = values.some((value) => Math.abs(value) >= 10000);
  const writer = new Intl.NumberFormat('en-US', { useGrouping: isAmount, maximumFractionDigits: 6 });
  return (value) => value === null ? '' : writer.format(value);
});
const compare = (a, b) => {
  // Cells without a value come last, whichever the direction.
  if (a === null || b === null) return (a === null) - (b === null);
  const isNumber = typeof a === 'number' && typeof b === 'number';
  return order.sign * (isNumber ? a - b : String(a).localeCompare(String(b)));
};
function show() {
  const wanted = filter.value.toLowerCase();
  const found = rows.filter((row) => row.some((cell) => String(cell ?? '').toLowerCase().includes(wanted)));
  if (order.column >= 0) found.sort((a, b) => compare(a[order.column], b[order.column]));
  document.getElementById('body').replaceChildren(...found.slice(0, mostShown).map((row) => {
    const line = document.createElement('tr');
    row.forEach((value, column) => {
      const cell = line.insertCell();
      cell.textContent = formats[column]?.(value) ?? value ?? '';
      if (cell.textContent.length > 40) cell.title = cell.textContent;
      if (formats[column]) cell.className = 'number';
    });
    return line;
  }));
  document.getElementById('count').textContent = found.length === 0 ? 'No row matches'
    : (found.length === rows.length ? inWords(rows.length) : inWords(found.length) + ' of ' + inWords(rows.length))
      + ' rows' + (found.length > mostShown ? ', the first ' + inWords(mostShown) + ' shown' : '');
}
columns.forEach((name, column) => {
  const cell = document.createElement('th');
  const button = document.createElement('button');
  cell.scope = 'col';
  if (formats[column]) cell.className = 'number';
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
