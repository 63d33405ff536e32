import { answer } from './lib/answer.js';

console.log(answer());
