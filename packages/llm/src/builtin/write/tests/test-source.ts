import { type Code, statements } from '../python/layout.ts';

/** One test function. */
export function testSource(name: string, body: readonly Code[], parameters = ''): string {
  return `def test_${name}(${parameters}) -> None:\n${statements(body)}`;
}
