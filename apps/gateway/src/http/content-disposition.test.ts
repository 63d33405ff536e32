import { expect, test } from '@jest/globals';
import { contentDisposition } from './content-disposition.ts';

test('a name cannot break out of the header, and keeps its letters', () => {
  expect(contentDisposition('inline', 'a"\r\nSet-Cookie: x=1; é.csv')).toBe(
    `inline; filename="a___Set-Cookie: x=1_ _.csv"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3D1%3B%20%C3%A9.csv`,
  );
  expect(contentDisposition('attachment', "it's (1)*.zip")).toContain(
    "filename*=UTF-8''it%27s%20%281%29%2A.zip",
  );
  expect(contentDisposition('inline', '\ud800.csv')).toContain("filename*=UTF-8''%EF%BF%BD.csv");
});
