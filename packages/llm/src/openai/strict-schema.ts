/** Keywords that OpenAI's strict mode refuses; the answer is checked against the whole schema afterwards. */
const refusedKeywords = new Set([
  '$schema',
  'default',
  'minLength',
  'maxLength',
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'examples',
]);

/**
 * A schema as strict mode takes it. `isStrict` is false where an object has optional or free properties,
 * which strict mode cannot say: such a schema is sent as a hint.
 */
export function toStrictSchema(schema: Record<string, unknown>): {
  schema: Record<string, unknown>;
  isStrict: boolean;
} {
  const state = { isStrict: schema['type'] === 'object' };
  return { schema: cleanNode(schema, state), isStrict: state.isStrict };
}

function cleanNode(node: Record<string, unknown>, state: { isStrict: boolean }): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(node)) {
    if (refusedKeywords.has(keyword)) continue;
    const isNameTable = (keyword === 'properties' || keyword === '$defs') && isRecord(value);
    clean[keyword] = isNameTable ? cleanTable(value, state) : cleanValue(value, state);
  }
  if (clean['type'] === 'object') {
    const names = Object.keys(isRecord(clean['properties']) ? clean['properties'] : {});
    const required: unknown[] = Array.isArray(clean['required']) ? clean['required'] : [];
    if (names.length === 0 || names.some((name) => !required.includes(name))) state.isStrict = false;
    if (clean['additionalProperties'] === undefined) clean['additionalProperties'] = false;
    if (clean['additionalProperties'] !== false) state.isStrict = false;
  }
  return clean;
}

function cleanTable(table: Record<string, unknown>, state: { isStrict: boolean }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, cleanValue(value, state)]));
}

function cleanValue(value: unknown, state: { isStrict: boolean }): unknown {
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, state));
  return isRecord(value) ? cleanNode(value, state) : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
