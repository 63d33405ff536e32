import assert from 'node:assert';
import test from 'node:test';
import { sum } from './sum';

test('adds', () => assert.equal(sum(1, 1), 2));
