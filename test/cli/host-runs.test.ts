import { describe, expect, test } from '@jest/globals';
import { abandoned, type RunsOptions, runHosts } from '../../lib/cli/host-runs.ts';
import type { HostReference } from '../../lib/contract.ts';
import { OnboardingError } from '../../lib/errors.ts';
import type { Outcome, Status } from '../../lib/reconcile/outcome.ts';
import { FakeClock, START } from '../fake-clock.ts';
import { type Terminal, terminal } from './terminal.ts';

const HOSTS = [1, 2, 3, 4, 5, 6].map((number) => ({ moref: `host-${number}`, name: `esx-${number}` }));

const ended = (host: HostReference, status: Status): Outcome => ({
  vcenter: 'vc01',
  host,
  status,
  steps: [],
  problems: status === 'failed' ? [{ code: 'fault-refused', message: 'It said no.' }] : [],
  settings: [],
  startedAt: START,
  finishedAt: START,
});

/** Every host takes ten seconds. */
function run(work: (host: HostReference) => Status | Promise<Status>, options: RunsOptions = {}, at = terminal()) {
  const clock = new FakeClock();
  const timed = async (host: HostReference) => {
    const status = await work(host);
    clock.advance(10_000);
    return ended(host, status);
  };
  return runHosts(HOSTS, timed, options, { console: at.console, clock });
}

const codesOf = (results: Awaited<ReturnType<typeof run>>) =>
  results.map(({ status, problems: [problem] }) => problem?.code ?? status);

describe('hosts', () => {
  test.each([[1], [3], [4]])('are written to %i at once, and never more', async (parallel) => {
    let atWork = 0;
    let most = 0;
    await run(
      async () => {
        atWork += 1;
        most = Math.max(most, atWork);
        await new Promise(setImmediate);
        atWork -= 1;
        return 'converged' as const;
      },
      parallel === 4 ? {} : { parallel },
    );
    expect(most).toBe(parallel);
  });

  test('are reported in their order, also those that another one ended before', async () => {
    const results = await run(({ name }) => (name === 'esx-2' ? 'failed' : 'unchanged'), { parallel: 2 });
    expect(results.map(({ host }) => host)).toEqual(HOSTS.map(({ name }) => name));
    expect(codesOf(results)).toEqual(['unchanged', 'fault-refused', ...Array(4).fill('unchanged')]);
  });

  test('are failed where the journal went away, and the next one is tried', async () => {
    const results = await run(({ name }) => {
      if (name === 'esx-1') throw new OnboardingError('journal-unavailable', 'DynamoDB does not answer.');
      return 'converged';
    });
    expect(codesOf(results)).toEqual(['journal-unavailable', ...Array(5).fill('converged')]);
  });

  test.each<[Status, number]>([
    ['failed', 2],
    ['refused', 2],
    ['deferred', 2],
    ['degraded', 6],
    ['excluded', 6],
  ])('with --fail-fast after one that is %s: %i are begun', async (status, begun) => {
    const names: string[] = [];
    const work = ({ name }: HostReference): Status => {
      names.push(name);
      return name === 'esx-2' ? status : 'converged';
    };
    const results = await run(work, { parallel: 1, failFast: true });
    expect([names.length, results.length]).toEqual([begun, 6]);
  });

  test('in hand come to their end before a bug of ours is thrown, and no other one is begun', async () => {
    const at = terminal();
    const names: string[] = [];
    const bug = new TypeError('a bug');
    const running = run(
      async ({ name }) => {
        names.push(`begin ${name}`);
        if (name === 'esx-1') throw bug;
        await new Promise(setImmediate);
        names.push(`end ${name}`);
        return 'converged' as const;
      },
      { parallel: 2 },
      at,
    );
    await expect(running).rejects.toBe(bug);
    expect(names).toEqual(['begin esx-1', 'begin esx-2', 'end esx-2']);
  });
});

describe('a signal', () => {
  const stopAt =
    (at: Terminal) =>
    async ({ name }: HostReference) => {
      if (name === 'esx-2') at.stop();
      return 'converged' as const;
    };

  test('lets the host in hand end, and the rest is deferred as interrupted', async () => {
    const at = terminal();
    const results = await run(stopAt(at), { parallel: 1 }, at);
    expect(codesOf(results)).toEqual(['converged', 'converged', ...Array(4).fill('interrupted')]);
    expect(results[2]).toMatchObject({ host: 'esx-3', moref: 'host-3', status: 'deferred', steps: [] });
    expect(at.talk).toContainEqual(expect.stringMatching(/^Stopping: /));
  });

  test('before the first host begins none', async () => {
    const at = terminal();
    at.stop();
    expect(new Set(codesOf(await run(() => 'converged', {}, at)))).toEqual(new Set(['interrupted']));
  });

  test('twice names the hosts in hand, or says that there was none', () => {
    expect(abandoned(new Set(['esx-1', 'esx-2']))).toContain('with these hosts in hand: esx-1, esx-2.');
    expect(abandoned(new Set())).toBe('Ended at once; no host was in hand.');
  });
});

describe('how far it is', () => {
  const work = ({ name }: HostReference): Status => (name === 'esx-2' ? 'failed' : 'converged');

  test('is a line a host where there is no terminal', async () => {
    const at = terminal();
    await run(work, { parallel: 1 }, at);
    expect(at.talk).toEqual(HOSTS.map(({ name }, index) => `${index + 1} of 6: ${name} ${work({ moref: '', name })}`));
  });

  test('is one line with counts and the time left on a terminal, and lines for what went wrong', async () => {
    const at = terminal(true);
    await run(work, { parallel: 1 }, at);
    expect(at.talk).toEqual(['2 of 6: esx-2 failed: It said no.']);
    expect(at.progress).toContain('2 of 6: 1 converged, 1 failed, 1 in hand, about 40 s left');
    expect(at.progress.at(-2)).toBe('6 of 6: 5 converged, 1 failed, 0 in hand');
    expect(at.progress.at(-1)).toBe('');
    expect(at.console.inHand?.size).toBe(0);
  });
});
