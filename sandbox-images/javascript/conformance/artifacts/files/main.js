const { mkdirSync, writeFileSync } = require('node:fs');

mkdirSync('output/deep', { recursive: true });
writeFileSync('output/table.csv', 'a,b\n1,2\n');
writeFileSync('output/deep/page.html', '<p>hi</p>\n');
