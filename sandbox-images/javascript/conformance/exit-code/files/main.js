console.error('bad');
process.exitCode = 7;
