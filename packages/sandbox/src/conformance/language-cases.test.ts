import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { readLanguageCases } from './language-cases.ts';
import { installCase, requiredCases } from './required-cases.ts';

const folders = await readImageFolders(defaultImagesDirectory);
const languages = folders.flatMap(({ language }) => (language ? [language] : []));

test('there are these languages at the least', () => {
  const promised = 'python javascript typescript bash c cpp go java rust ruby php r perl lua sql'.split(' ');
  expect(languages.map(({ id }) => id)).toEqual(expect.arrayContaining(promised));
});

describe.each(languages)('$id', (language) => {
  const directory = path.join(defaultImagesDirectory, language.id);

  test('has every required case, none of them softened', async () => {
    const cases = Object.fromEntries(await readLanguageCases(directory));
    const required = language.packageManager
      ? { ...requiredCases, 'dependency-install': installCase }
      : requiredCases;
    expect(cases).toMatchObject(required);
  });

  test('its case of code that is not valid expects the file and a line', async () => {
    const found = (await readLanguageCases(directory)).get('compile-error');
    expect(found?.expect.outputMatches).toMatch(/main.*\d/i);
  });
});
