import { answer } from './lib/answer.mjs';

console.log(answer());
