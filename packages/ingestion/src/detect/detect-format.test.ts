import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { detectFormat } from './detect-format.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const nothing = new Uint8Array();

describe('what is read', () => {
  test.each([
    ['a.csv', bytes('a,b\n1,2\n'), 'csv'],
    ['a.tsv', bytes('a\tb\n1\t2\n'), 'tsv'],
    ['a.txt', bytes('a\tb\n1\t2\n'), 'tsv'],
    ['a.csv', bytes('[{"a":1}]'), 'json'],
    ['a', bytes('  {"a": [1]}'), 'json'],
    ['a', bytes('{"a":1}\n{"a":2}\n'), 'ndjson'],
    ['a.jsonl', bytes('{"a":1}'), 'ndjson'],
    ['a.json', bytes('not json'), 'json'],
    ['a.csv', bytes('[id],[name]\n1,x\n'), 'csv'],
    ['a.csv', Buffer.from('\ufeffa,b\n', 'utf16le'), 'csv'],
    ['a.csv', Buffer.from('a,b\n1,2\n', 'utf16le'), 'csv'],
    ['a.json', Buffer.from('\ufeff[{"a":1}]', 'utf8'), 'json'],
    ['a.bin', zipSync({ 'xl/workbook.xml': nothing }), 'xlsx'],
  ])('%s is %#', (name, head, format) => {
    expect(detectFormat({ name, head })).toBe(format);
  });
});

describe('what is not', () => {
  test.each([
    ['a PNG image', bytes('\x89PNG\r\n\x1a\n')],
    ['a Linux program', bytes('\x7fELF\x02\x01\x01\0')],
    ['a PDF document', bytes('%PDF-1.7\n')],
    ['a gzip archive', gzipSync('a,b\n')],
    ['a zip archive', zipSync({ 'a.csv': bytes('a,b') })],
    ['a Word or PowerPoint document', zipSync({ 'word/document.xml': nothing })],
    ['an old Excel workbook', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0')],
    ['a Parquet file', bytes('PAR1\x15\x04')],
    ['a binary file', bytes('a,b\n1,\0\0\x01\n')],
    ['a web page', bytes('<!DOCTYPE html><html>')],
  ])('%s posing as CSV', (looksLike, head) => {
    const detect = () => detectFormat({ name: 'data.csv', head });
    expect(detect).toThrow(looksLike);
    expect(detect).toThrow(expect.objectContaining({ code: 'document.format-unsupported' }));
    expect(detect).toThrow('CSV, TSV, JSON, NDJSON and Excel .xlsx');
  });

  test.each(['a.xlsx', 'a.xlsm', 'A.XLS'])('text named %s is no workbook', (name) => {
    const detect = () => detectFormat({ name, head: bytes('this is not a workbook') });
    expect(detect).toThrow(expect.objectContaining({ code: 'document.unreadable' }));
    expect(detect).toThrow('name it .csv');
  });

  test('an empty file is empty, an encrypted workbook is told from an old one', () => {
    const empty = expect.objectContaining({ code: 'document.empty' });
    expect(() => detectFormat({ name: 'a.csv', head: nothing })).toThrow(empty);
    expect(() => detectFormat({ name: 'a.csv', head: bytes(' \n\n') })).toThrow(empty);
    const compound = Buffer.concat([
      bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    expect(() => detectFormat({ name: 'a.bin', head: compound })).toThrow(
      expect.objectContaining({ code: 'document.unreadable' }),
    );
    expect(() => detectFormat({ name: 'a.xls', head: compound.subarray(0, 8) })).toThrow('save it as .xlsx');
  });
});
