import { mkdirSync, writeFileSync } from 'node:fs';

const page: string = '<p>hi</p>\n';
mkdirSync('output/deep', { recursive: true });
writeFileSync('output/table.csv', 'a,b\n1,2\n');
writeFileSync('output/deep/page.html', page);
