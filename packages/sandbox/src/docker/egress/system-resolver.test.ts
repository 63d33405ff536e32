import { expect, test } from '@jest/globals';
import { createSystemResolver } from './system-resolver.ts';

/** Name servers that answer when they are told to. */
function silentServers() {
  const asked: { host: string; answer: PromiseWithResolvers<string[]> }[] = [];
  const look = (host: string) => {
    const answer = Promise.withResolvers<string[]>();
    asked.push({ host, answer });
    return answer.promise;
  };
  return { asked, look, hosts: () => asked.map(({ host }) => host) };
}

test('looks up so many names at once, the others in turn, also after one that has failed', async () => {
  const { asked, look, hosts } = silentServers();
  const resolve = createSystemResolver({ atOnce: 2, look });
  const answers = ['a', 'b', 'c', 'd'].map((host) => resolve(host).catch(() => ['none']));
  expect(hosts()).toEqual(['a', 'b']);
  asked[0]?.answer.reject(new Error('no such name'));
  expect(await answers[0]).toEqual(['none']);
  expect(hosts()).toEqual(['a', 'b', 'c']);
  asked[1]?.answer.resolve(['192.0.2.1']);
  asked[2]?.answer.resolve([]);
  await Promise.all(answers.slice(0, 3));
  expect(hosts()).toEqual(['a', 'b', 'c', 'd']);
  asked[3]?.answer.resolve([]);
  await answers[3];
  void resolve('e');
  void resolve('f');
  void resolve('g');
  expect(hosts().slice(4)).toEqual(['e', 'f']);
});

test('asks once for all who want the same name at once, and anew afterwards', async () => {
  const { asked, look, hosts } = silentServers();
  const resolve = createSystemResolver({ look });
  const both = [resolve('a'), resolve('a')];
  asked[0]?.answer.resolve(['192.0.2.1']);
  expect(await Promise.all(both)).toEqual([['192.0.2.1'], ['192.0.2.1']]);
  void resolve('a');
  expect(hosts()).toEqual(['a', 'a']);
});

test('knows the names of this machine', async () => {
  expect(await createSystemResolver()('localhost')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(127\.|::1)/)]),
  );
});
