import { expect, test } from '@jest/globals';
import { escapeHtml } from './escape-html.ts';

test('nothing of a text is taken for HTML, and what is escaped already stays as it was written', () => {
  expect(escapeHtml('<a href="x">1 & 2 &lt;</a>')).toBe(
    '&lt;a href=&quot;x&quot;&gt;1 &amp; 2 &amp;lt;&lt;/a&gt;',
  );
});
