import { expect, test } from '@jest/globals';
import { readDoctorRequest } from './attack-request.ts';

test('without arguments the installation is only looked at', () => {
  expect(readDoctorRequest([])).toEqual({ attack: undefined });
});

test.each([
  [['--attack'], { wanted: undefined, language: undefined, isList: false }],
  [['--attack=network'], { wanted: 'network', language: undefined, isList: false }],
  [['--attack', '--language=python'], { wanted: undefined, language: 'python', isList: false }],
  [['--attack=list'], { wanted: undefined, language: undefined, isList: true }],
])('%j', (given, attack) => {
  expect(readDoctorRequest(given)).toEqual({ attack });
});

test.each([[['--atack']], [['attack']], [['--language=python']], [['--attack', '--language']]])(
  '%j is refused with the usage',
  (given) => {
    expect(() => readDoctorRequest(given)).toThrow(/--attack=list/);
  },
);
