/** How a file that is no table begins, in bytes, and what to call it. */
interface Signature {
  bytes: number[];
  offset?: number;
  looksLike: string;
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

const signatures: Signature[] = [
  { bytes: [0x89, ...ascii('PNG')], looksLike: 'a PNG image' },
  { bytes: [0xff, 0xd8, 0xff], looksLike: 'a JPEG image' },
  { bytes: ascii('GIF8'), looksLike: 'a GIF image' },
  { bytes: ascii('WEBP'), offset: 8, looksLike: 'a WebP image' },
  { bytes: ascii('%PDF'), looksLike: 'a PDF document' },
  { bytes: [0x7f, ...ascii('ELF')], looksLike: 'a Linux program' },
  { bytes: ascii('MZ\x90\0'), looksLike: 'a Windows program' },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], looksLike: 'a macOS program' },
  { bytes: [0xca, 0xfe, 0xba, 0xbe], looksLike: 'a compiled program' },
  { bytes: [0x1f, 0x8b], looksLike: 'a gzip archive' },
  { bytes: ascii('BZh'), looksLike: 'a bzip2 archive' },
  { bytes: [0xfd, ...ascii('7zXZ')], looksLike: 'an xz archive' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], looksLike: 'a Zstandard archive' },
  { bytes: ascii('7z\xbc\xaf'), looksLike: 'a 7-Zip archive' },
  { bytes: ascii('Rar!'), looksLike: 'a RAR archive' },
  { bytes: ascii('ustar'), offset: 257, looksLike: 'a tar archive' },
  { bytes: ascii('PAR1'), looksLike: 'a Parquet file' },
  { bytes: ascii('ARROW1'), looksLike: 'an Arrow file' },
  { bytes: ascii('ORC'), looksLike: 'an ORC file' },
  { bytes: ascii('Obj\x01'), looksLike: 'an Avro file' },
  { bytes: ascii('SQLite format 3\0'), looksLike: 'a SQLite database' },
  { bytes: [0x89, ...ascii('HDF')], looksLike: 'an HDF5 file' },
  { bytes: ascii('{\\rtf'), looksLike: 'an RTF document' },
  { bytes: ascii('ID3'), looksLike: 'an MP3 sound' },
  { bytes: ascii('OggS'), looksLike: 'an Ogg sound' },
  { bytes: ascii('RIFF'), looksLike: 'a sound or a video' },
  { bytes: ascii('ftyp'), offset: 4, looksLike: 'a video' },
  { bytes: [0x00, ...ascii('asm')], looksLike: 'a WebAssembly program' },
];

export function startsWith(head: Uint8Array, bytes: readonly number[], offset = 0): boolean {
  return bytes.every((byte, index) => head[offset + index] === byte);
}

/** What the bytes are known to be, for kinds of files that are never read here. */
export function knownKind(head: Uint8Array): string | undefined {
  return signatures.find(({ bytes, offset }) => startsWith(head, bytes, offset))?.looksLike;
}

export const zipSignature = [0x50, 0x4b, 0x03, 0x04];
export const emptyZipSignature = [0x50, 0x4b, 0x05, 0x06];
/** The container of .xls, .doc and of encrypted .xlsx. */
export const compoundFileSignature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
