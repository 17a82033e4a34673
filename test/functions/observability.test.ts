import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const MODULE = new URL('../../functions/observability.ts', import.meta.url).href;
const run = promisify(execFile);

/** What a process writes to stdout, line by line, as Lambda's log would have it. */
async function linesOf(code: string, environment: Record<string, string> = {}): Promise<unknown[]> {
  const script = `import { createLog, createMeter } from ${JSON.stringify(MODULE)}; ${code}`;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  return [...stdout.split('\n'), ...stderr.split('\n')].filter((line) => line !== '').map((line) => JSON.parse(line));
}

test('a log line is one JSON object with its level, its words and what belongs to them', async () => {
  const lines = await linesOf("createLog().error('It may not.', { code: 'permission-missing', host: 'esx-021' });");
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'ERROR',
      message: 'It may not.',
      service: 'provisioning-stack',
      code: 'permission-missing',
      host: 'esx-021',
    }),
  ]);
});

test.each([
  ['', ['INFO', 'WARN', 'ERROR']],
  ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
  ['ERROR', ['ERROR']],
])('with the log level %j the levels %j are written', async (level, levels) => {
  const code = "const log = createLog(); for (const each of ['debug', 'info', 'warn', 'error']) log[each](each);";
  const lines = await linesOf(code, level === '' ? {} : { POWERTOOLS_LOG_LEVEL: level });
  expect(lines).toEqual(levels.map((each) => expect.objectContaining({ level: each })));
});

test('metrics are one line in the embedded metric format, with the vCenter as their dimension', async () => {
  const code = `const meter = createMeter('vc01', false);
    meter.count('HostsConverged', 1); meter.milliseconds('EventToVerified', 4200); meter.flush();`;
  const [line, ...others] = await linesOf(code);
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    service: 'provisioning-stack',
    vcenter: 'vc01',
    HostsConverged: 1,
    EventToVerified: 4200,
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: 'provisioning-stack',
          Dimensions: [['service', 'vcenter']],
          Metrics: [
            { Name: 'HostsConverged', Unit: 'Count' },
            { Name: 'EventToVerified', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
  });
});

test('metrics of one invocation are not written again by the next', async () => {
  const code = `const meter = createMeter('vc01', false);
    meter.count('A', 1); meter.flush(); meter.count('B', 1); meter.flush();`;
  const lines = await linesOf(code);
  expect(lines).toEqual([expect.objectContaining({ A: 1 }), expect.not.objectContaining({ A: 1 })]);
});

test('a quiet meter writes nothing', async () => {
  const code =
    "const meter = createMeter('vc01', true); meter.count('A', 1); meter.milliseconds('B', 1); meter.flush();";
  expect(await linesOf(code)).toEqual([]);
});
