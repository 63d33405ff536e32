import type { DocumentFormat } from '@sandsmith/contracts/domain/document';
import { documentEmpty, documentUnreadable, formatUnsupported } from '../document-faults.ts';
import { decodeHead, guessWideEncoding } from '../encoding/byte-order.ts';
import {
  compoundFileSignature,
  emptyZipSignature,
  knownKind,
  startsWith,
  zipSignature,
} from './signatures.ts';

/** The format of a file by its first bytes, with the name as a hint. Throws where it is none that is read. */
export function detectFormat({ name, head }: { name: string; head: Uint8Array }): DocumentFormat {
  if (head.length === 0) throw documentEmpty(name);
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (startsWith(head, compoundFileSignature)) throw compoundFile(name, head, extension);
  if (startsWith(head, zipSignature) || startsWith(head, emptyZipSignature))
    return zip(name, head, extension);
  const kind = knownKind(head);
  if (kind) throw formatUnsupported(name, kind);
  if (isBinary(head)) throw formatUnsupported(name, 'a binary file, not text');
  return text(name, decodeHead(head), extension);
}

function compoundFile(name: string, head: Uint8Array, extension: string) {
  const text = Buffer.from(head).toString('utf16le');
  if (extension.startsWith('xlsx') || extension === 'xlsm' || text.includes('EncryptedPackage')) {
    return documentUnreadable(
      name,
      'The workbook is protected by a password. Open it in Excel, remove the password (File, Info, Protect Workbook), save it and upload it again.',
    );
  }
  return formatUnsupported(
    name,
    'an old Excel workbook (.xls) or another old Office file',
    'Open it in Excel or LibreOffice and save it as .xlsx.',
  );
}

function notAWorkbook(name: string) {
  return documentUnreadable(
    name,
    'It is named like an Excel workbook and holds plain text. If it is a table in text, name it .csv and upload it again; else save it again from Excel.',
  );
}

/** The names of the first members tell one zip from another. */
function zip(name: string, head: Uint8Array, extension: string): DocumentFormat {
  const names = Buffer.from(head).toString('latin1');
  if (names.includes('mimetypeapplication/vnd.oasis.opendocument')) {
    throw formatUnsupported(name, 'an OpenDocument file', 'Save it as .xlsx or .csv.');
  }
  if (names.includes('xl/workbook.bin')) {
    throw formatUnsupported(name, 'a binary Excel workbook (.xlsb)', 'Save it as .xlsx.');
  }
  if (/word\/|ppt\//.test(names) && !names.includes('xl/')) {
    throw formatUnsupported(name, 'a Word or PowerPoint document');
  }
  if (names.includes('xl/') || extension === 'xlsx' || extension === 'xlsm') return 'xlsx';
  throw formatUnsupported(name, 'a zip archive', 'Unpack it and upload the files inside.');
}

/** NUL bytes do not occur in text, except in UTF-16 and UTF-32; and text has few control characters. */
function isBinary(head: Uint8Array): boolean {
  if (guessWideEncoding(head)) return false;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) controls += 1;
  }
  return controls > head.length / 20;
}

function text(name: string, content: string, extension: string): DocumentFormat {
  const start = content.trimStart();
  if (/^(<!doctype html|<html)/i.test(start)) throw formatUnsupported(name, 'a web page (HTML)');
  if (/^<\?xml/i.test(start)) throw formatUnsupported(name, 'an XML file');
  if (/^xls[xmb]?$/.test(extension)) throw notAWorkbook(name);
  if (extension === 'ndjson' || extension === 'jsonl') return 'ndjson';
  if (looksLikeJson(start)) return isLineDelimited(start) ? 'ndjson' : 'json';
  if (extension === 'json' || extension === 'geojson') return 'json';
  if (start === '' && content.length < 4096) throw documentEmpty(name, 'holds nothing but blanks');
  const firstLine = start.split(/[\r\n]/, 1)[0] ?? '';
  if (firstLine.includes('\t') && (extension === 'tsv' || extension === 'tab' || !/[,;|]/.test(firstLine))) {
    return 'tsv';
  }
  return 'csv';
}

function looksLikeJson(start: string): boolean {
  return /^\[\s*([[{"\]]|-?\d|true\b|false\b|null\b)/.test(start) || /^\{\s*["}]/.test(start);
}

function isLineDelimited(start: string): boolean {
  const lines = start.split('\n').filter((line) => line.trim() !== '');
  const [first, second] = lines;
  if (first === undefined || second === undefined || !/^\s*[[{]/.test(second)) return false;
  try {
    JSON.parse(first);
    return true;
  } catch {
    return false;
  }
}
