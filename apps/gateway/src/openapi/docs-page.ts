import { errorCodes } from '@sandsmith/contracts/error-codes';
import { escapeHtml } from '../http/escape-html.ts';
import type { JsonSchema } from './json-schema.ts';
import type { OpenApiDocument, Operation } from './openapi-document.ts';

const style = `
:root{color-scheme:light dark;--text:#1d2227;--muted:#5c646c;--border:#e0dbd0;--surface:#f3f1eb;--accent:#9a5b13;background:#fbfaf7}
@media(prefers-color-scheme:dark){:root{--text:#e6e9ec;--muted:#9aa4ae;--border:#2a323b;--surface:#151a20;--accent:#e3a857;background:#0f1317}}
*{box-sizing:border-box}body{margin:0;font:14px/1.55 system-ui,sans-serif;color:var(--text);display:grid;grid-template-columns:minmax(0,220px) minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:24px 16px;border-right:1px solid var(--border)}nav a{display:block;padding:2px 0}
main{padding:24px 32px;max-width:920px}a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:22px}h2{margin-top:40px;font-size:18px;text-transform:capitalize}section.operation{border:1px solid var(--border);border-radius:6px;margin:12px 0;padding:12px 16px}
h3{margin:0;font:600 13px ui-monospace,monospace}h3 b{color:var(--accent);margin-right:8px}p{margin:6px 0}code,pre{font:12.5px/1.5 ui-monospace,monospace}
pre{background:var(--surface);padding:10px;border-radius:6px;overflow:auto;max-height:420px}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid var(--border);vertical-align:top}
.muted{color:var(--muted)}summary{cursor:pointer}@media(max-width:800px){body{display:block}nav{position:static;height:auto;border:0}}
`;

/** The reference page: plain HTML from the OpenAPI document, no script, nothing from elsewhere. */
export function renderDocsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const areas = document.tags.map(({ name }) => ({
    name,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }));
  const base = document.servers[0]?.url ?? '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sandsmith HTTP interface</title><style>${style}</style></head>
<body><nav aria-label="Areas"><strong>Sandsmith</strong> ${escapeHtml(document.info.version)}
${areas.map(({ name }) => `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`).join('\n')}
<a href="#schemas">schemas</a><a href="#errors">errors</a></nav>
<main><h1>HTTP interface</h1><p>${escapeHtml(document.info.description)}</p>
<p>Everything is below <code>${escapeHtml(base)}</code>. Sign in with <code>POST /auth/login</code> and send <code>Authorization: Bearer …</code>, or make an API key. Errors are <code>application/problem+json</code>. The machine-readable form is <a href="${escapeHtml(base)}/openapi.json">openapi.json</a>.</p>
${areas
  .map(
    ({ name, operations: rows }) =>
      `<h2 id="${escapeHtml(name)}">${escapeHtml(name)}</h2>${rows.map(renderOperation).join('\n')}`,
  )
  .join('\n')}
<h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas)
  .map(
    ([name, schema]) =>
      `<details id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary>${renderSchema(schema)}</details>`,
  )
  .join('\n')}
<h2 id="errors">Errors</h2><table><tr><th>Code</th><th>Status</th><th>Meaning</th></tr>
${Object.entries(errorCodes)
  .map(
    ([code, { status, title }]) =>
      `<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  )
  .join('\n')}
</table></main></body></html>`;
}

function renderOperation(entry: { path: string; method: string; operation: Operation }): string {
  const { path, method, operation } = entry;
  const access = operation.security.length === 0 ? 'Open to anyone.' : 'Needs a bearer token.';
  return `<section class="operation" id="${escapeHtml(operation.operationId)}"><h3><b>${method.toUpperCase()}</b>${escapeHtml(path)}</h3>
<p>${escapeHtml(operation.summary)}. <span class="muted">${access}</span></p>
${operation.description ? `<p>${escapeHtml(operation.description)}</p>` : ''}
${renderParameters(operation)}
${Object.entries(operation.requestBody?.content ?? {})
  .map(([type, { schema }]) => renderContent(`Body, ${type}`, schema))
  .join('')}
${Object.entries(operation.responses)
  .filter(([status]) => status !== 'default')
  .map(([status, { description, content }]) =>
    content
      ? Object.entries(content)
          .map(([type, { schema }]) => renderContent(`${status}, ${type}: ${description}`, schema))
          .join('')
      : `<p class="muted">${escapeHtml(`${status}: ${description}`)}</p>`,
  )
  .join('')}</section>`;
}

function renderParameters({ parameters }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}${required ? '' : ', optional'}</td><td><code>${escapeHtml(JSON.stringify(schema))}</code></td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function renderContent(label: string, schema: JsonSchema): string {
  return `<details><summary>${escapeHtml(label)}</summary>${renderSchema(schema)}</details>`;
}

function renderSchema(schema: JsonSchema): string {
  const json = escapeHtml(JSON.stringify(schema, undefined, 2));
  return `<pre>${json.replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')}</pre>`;
}
