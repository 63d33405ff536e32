import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const characters: string[] = [...line];
  console.log(characters.length);
  console.log(line);
}
