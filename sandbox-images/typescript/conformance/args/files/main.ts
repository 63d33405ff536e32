const texts: string[] = process.argv.slice(2);

for (const text of texts) console.log(text);
