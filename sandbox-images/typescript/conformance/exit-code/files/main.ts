enum Code {
  Bad = 7,
}

console.error('bad');
process.exitCode = Code.Bad;
