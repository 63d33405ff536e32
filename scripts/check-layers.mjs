// Turns layers.json into rules and fails on a forbidden import, a circle, an unlisted package or an empty look.
import { readdirSync, readFileSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import { fromRoot, rootDirectory } from './bootstrap/paths.mjs';

const table = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(fromRoot('layers.json'), 'utf8'))).filter(([name]) => name !== '//'),
);
const folderOf = (name) =>
  name === 'tests' ? 'tests' : ['gateway', 'web', 'cli'].includes(name) ? `apps/${name}` : `packages/${name}`;

const present = [...readdirSync(fromRoot('packages')), ...readdirSync(fromRoot('apps'))];
const unlisted = present.filter((name) => !(name in table));
const names = Object.keys(table).filter((name) => present.includes(name));

const forbidden = names.map((name) => ({
  name: `${name} may import ${table[name].join(', ') || 'no other package'}`,
  severity: 'error',
  from: { path: `^${folderOf(name)}/`, pathNot: '\\.(test|fixture)\\.ts$|/(conformance|testing)/' },
  to: {
    path: '^(packages|apps)/',
    pathNot: [name, ...table[name]].map((allowed) => `^${folderOf(allowed)}/`).join('|'),
  },
}));
const ports = {
  name: 'the builder knows the ports, never their drivers',
  severity: 'error',
  from: { path: '^packages/builder/', pathNot: '\\.test\\.ts$' },
  to: {
    path: '^packages/(sandbox/src/docker|workspace/src/disk|llm/src/(openai|ollama|builtin)|ingestion/src/(csv|json|excel))',
  },
};
const unresolved = {
  name: 'every import resolves',
  severity: 'error',
  from: {},
  to: { couldNotResolve: true, pathNot: '\\?(worker|url|raw)$|^virtual:' },
};
const circles = {
  name: 'no circles',
  severity: 'error',
  from: {},
  to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
};

const { output } = await cruise(
  ['packages', 'apps/gateway/src', 'apps/web/src', 'tests'],
  {
    baseDir: rootDirectory,
    validate: true,
    ruleSet: { forbidden: [...forbidden, ports, circles, unresolved] },
    doNotFollow: { path: 'node_modules|generated' },
    exclude: { path: 'node_modules|/dist/|/generated/' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
  },
  {
    extensions: ['.ts', '.tsx', '.mjs', '.js'],
    exportsFields: ['exports'],
    conditionNames: ['import', 'types', 'default'],
  },
);

const violations = output.summary.violations;
for (const name of unlisted) console.error(`layers.json does not list ${name}`);
for (const { rule, from, to } of violations) console.error(`${from} -> ${to}: ${rule.name}`);
const edges = output.modules
  .flatMap((module) => module.dependencies)
  .filter((edge) => /^(packages|apps)\//.test(edge.resolved)).length;
console.log(
  `${output.summary.totalCruised} modules, ${edges} imports between them, ${violations.length} violations`,
);
if (violations.length > 0 || unlisted.length > 0) process.exitCode = 1;
if (output.modules.length < 50 || edges < 50) {
  console.error('too few modules or imports were seen: the check itself is broken');
  process.exitCode = 1;
}
