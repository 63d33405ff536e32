import { damaged, readMember, type ZipEntry } from './zip-directory.ts';

const maxWorkbookBytes = 4 * 1024 * 1024;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The names of a workbook's sheets, in their order. */
export async function sheetNames(name: string, path: string, entries: ZipEntry[]): Promise<string[]> {
  const workbook = entries.find((entry) => entry.name.toLowerCase() === 'xl/workbook.xml');
  if (!workbook || workbook.bytes > maxWorkbookBytes) throw damaged(name);
  const xml = (await readMember(name, path, workbook)).toString('utf8');
  const tags = xml.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    const value = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag);
    return value ? [decodeEntities(value[1] ?? value[2] ?? '')] : [];
  });
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, word) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    return entities[word] ?? whole;
  });
}
