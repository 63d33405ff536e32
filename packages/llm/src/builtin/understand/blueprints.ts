import type { BlueprintKind } from '../question.ts';

const kinds: { blueprint: BlueprintKind; patterns: RegExp[]; title: (name: string) => string }[] = [
  {
    blueprint: 'rest-api',
    patterns: [
      /\b(rest(ful)?|http|web|json|crud|read-?only)?[\s-]*api\b/i,
      /\b(web|rest(ful)?|http) ?service\b/i,
      /\b(over|via|through|using) (http|rest)\b/i,
      /\bendpoints?\b/i,
      /\bmicro-?service\b/i,
      /\b(http|rest|web) server\b/i,
    ],
    title: (name) => `A REST API over ${name}`,
  },
  {
    blueprint: 'dashboard',
    patterns: [
      /\bdash-?board\b/i,
      /\b(web|html|static|single)[\s-]*(page|site|report)\b/i,
      /\bweb ?site\b/i,
      /\bhtml (file|report)\b/i,
      /\binteractive (report|page|charts?)\b/i,
      /\blanding page\b/i,
    ],
    title: (name) => `A dashboard of ${name}`,
  },
  {
    blueprint: 'command-line',
    patterns: [
      /\bcli\b/i,
      /\bcommand[\s-]*line\b/i,
      /\bterminal (tool|program|app|command|utility)\b/i,
      /\bconsole (tool|program|app|application)\b/i,
      /\bshell (tool|command|utility)\b/i,
    ],
    title: (name) => `A command-line tool over ${name}`,
  },
];

/** Things a blueprint does not have: asking for one of them is more than the built-in model can do. */
const beyond: [RegExp, string][] = [
  [
    /\b(log ?in|sign ?in|sign ?up|authenticat\w*|authoriz\w*|oauth|jwt|user accounts?|passwords?)\b/i,
    'accounts and sign-in',
  ],
  [/\b(payments?|stripe|checkout|shopping cart)\b/i, 'payments'],
  [
    /\b(react|vue|angular|svelte|django|rails|spring boot|laravel|next\.?js|graphql|grpc|websockets?|kubernetes|kotlin|swift|rust|golang|java|c\+\+|php|typescript|node(\.?js)?|express|fastapi|flask|streamlit)\b/i,
    'a chosen language or framework',
  ],
  [/\b(machine learning|neural|predict\w*|forecast\w*|chat ?bot|recommend\w*)\b/i, 'prediction'],
  [/\b(database|postgres\w*|mysql|mongo\w*|redis|sqlite)\b/i, 'a database'],
  [/\b(e-?mails?|sms|notifications?|slack|telegram)\b/i, 'messages to people'],
  [/\b(write|create|update|delete|post|put|edit)\b.{0,20}\b(endpoints?|records?|rows)\b/i, 'changing data'],
];

/** The blueprint a request asks for, with what it asks for beyond it. */
export function readBlueprint(
  spec: string,
): { blueprint: BlueprintKind; title: (name: string) => string; beyond: string[] } | undefined {
  const head = spec.slice(0, 4000);
  const opening = head.trim().split(/\s+/).slice(0, 4).join(' ');
  if (
    !kinds.some((kind) => kind.patterns.some((pattern) => pattern.test(opening))) &&
    !/\b(build|make|create|write|develop|generate|serve|expose|exposing|serving|publish|provide|want|need|design|set ?up|give|turn|put|an?|with|implement|code|host|spin up|produce|prepare|show)\b/i.test(
      head,
    )
  )
    return undefined;
  const found = kinds.find((kind) => kind.patterns.some((pattern) => pattern.test(head)));
  if (!found) return undefined;
  return {
    blueprint: found.blueprint,
    title: found.title,
    beyond: beyond.filter(([pattern]) => pattern.test(head)).map(([, what]) => what),
  };
}
