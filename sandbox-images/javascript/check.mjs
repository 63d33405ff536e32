import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** check.mjs <file>: fails where that file, or another of the working folder, is no JavaScript in either of its forms. */
const installed = ['node_modules', 'output', '.git'];
const others = globSync('**/*.{js,mjs,cjs}', {
  exclude: (entry) => installed.includes(path.basename(entry)),
});

function isScript(source) {
  try {
    vm.compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch {
    return false;
  }
}

function isModule(source) {
  try {
    return new vm.SourceTextModule(source) !== undefined;
  } catch {
    return false;
  }
}

/** Nothing where it is no file, or is gone by now. */
function read(file) {
  try {
    return readFileSync(file, 'utf8').replace(/^#!.*/, '');
  } catch {
    return '';
  }
}

const sources = [process.argv[2], ...others].map(read);
if (!sources.every((source) => isScript(source) || isModule(source))) process.exitCode = 1;
