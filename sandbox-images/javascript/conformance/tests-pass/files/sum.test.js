const assert = require('node:assert');
const test = require('node:test');
const { sum } = require('./sum.js');

test('adds', () => assert.equal(sum(1, 1), 2));
