import { expect, test } from '@jest/globals';
import { terminalThemes } from './terminal-theme.ts';

/** WCAG 2 contrast of two colours such as `#1c232b`. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const grounds = { dark: ['black'], light: ['white', 'brightWhite'] };

test.each(['dark', 'light'] as const)('in the %s theme every colour of text can be read', (name) => {
  const {
    background = '',
    selectionBackground = '',
    foreground = '',
    cursorAccent,
    ...rest
  } = terminalThemes[name];
  const colours = Object.entries(rest).filter(
    ([key]) => !grounds[name].includes(key) && !key.startsWith('scrollbar'),
  );
  expect(colours.length).toBeGreaterThan(14);
  const faint = colours.filter(([, colour]) => contrast(String(colour), background) < 4.5);
  expect(faint).toEqual([]);
  expect(contrast(foreground, selectionBackground)).toBeGreaterThan(4.5);
});
