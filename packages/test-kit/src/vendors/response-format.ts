interface Format {
  messages: { content: string }[];
  response_format?: { type: string; json_schema?: { name?: unknown; schema?: unknown; strict?: unknown } };
}

/** OpenAI's own refusals of a `response_format`, in its words; undefined where it is accepted. */
export function checkResponseFormat({ response_format: format, messages }: Format): string | undefined {
  if (!format || format.type === 'text') return undefined;
  if (format.type === 'json_object') {
    const saysJson = messages.some((message) => /json/i.test(message.content));
    return saysJson
      ? undefined
      : "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
  }
  if (format.type !== 'json_schema') return `Invalid value: '${format.type}'.`;
  const { name, schema, strict } = format.json_schema ?? {};
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(name))
    return "Invalid 'response_format.json_schema.name': string does not match pattern.";
  if (!isRecord(schema)) return "Missing required parameter: 'response_format.json_schema.schema'.";
  if (strict !== true) return undefined;
  const fault = strictFault(schema, []);
  return fault && `Invalid schema for response_format '${name}': ${fault}`;
}

const refusedKeywords = ['default', 'minLength', 'maxLength', 'allOf', 'not', 'if', 'patternProperties'];

function strictFault(node: unknown, path: string[]): string | undefined {
  if (Array.isArray(node))
    return firstFault(
      node.map((item, index) => [String(index), item]),
      path,
    );
  if (!isRecord(node)) return undefined;
  const place = `In context=(${path.map((segment) => `'${segment}'`).join(', ')})`;
  const isNameTable = path.at(-1) === 'properties' || path.at(-1) === '$defs';
  if (!isNameTable) {
    const refused = refusedKeywords.find((keyword) => keyword in node);
    if (refused) return `${place}, '${refused}' is not permitted.`;
    if (node['type'] === 'object') {
      if (node['additionalProperties'] !== false)
        return `${place}, 'additionalProperties' is required to be supplied and to be false.`;
      const required: unknown[] = Array.isArray(node['required']) ? node['required'] : [];
      const missing = Object.keys(isRecord(node['properties']) ? node['properties'] : {}).find(
        (key) => !required.includes(key),
      );
      if (missing) return `${place}, 'required' must include every key in properties. Missing '${missing}'.`;
    }
  }
  return firstFault(Object.entries(node), path);
}

function firstFault(entries: [string, unknown][], path: string[]): string | undefined {
  for (const [key, value] of entries) {
    const fault = strictFault(value, [...path, key]);
    if (fault) return fault;
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
