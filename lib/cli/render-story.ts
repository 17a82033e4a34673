/** The story of one host as text. */
import type { HostStory } from './fleet-story.ts';
import { paint } from './paint.ts';
import type { ShownStep } from './results.ts';
import { ageOf, fleetColor, minuteOf, statusText } from './status-texts.ts';

/** A paragraph a host: what it has, what happened, what is open, and what to type. @param now ISO */
export function renderStory(story: HostStory, now: string, hasColors: boolean): string {
  const { host, moref, status } = story;
  const head = `${paint(host, 'bold', hasColors)} (${moref}): ${paint(statusText(story), fleetColor(status), hasColors)}`;
  return [head, ...placeLines(story), ...runLines(story, now), ...openLines(story, now), ...nextLines(story)].join(
    '\n',
  );
}

function placeLines({ datacenter, cluster, device, address, gateway, inventory }: HostStory): string[] {
  const place = [datacenter, cluster].filter((name) => name !== undefined).join(' / ');
  const adapter = device === undefined ? 'no adapter on the stack' : `${device} ${address ?? 'without an address'}`;
  return [
    ...(place === '' ? [] : [line('where', place)]),
    line('has', `${adapter}, gateway ${gateway ?? 'none'}`),
    ...(inventory === 'absent' ? [line('vCenter', 'does not have it in its inventory any more')] : []),
  ];
}

function runLines(story: HostStory, now: string): string[] {
  const { since, startedAt, lookedAt, settings, steps, problems, notes, leftAs, failedStep } = story;
  const versions = settings.map(({ origin, version }) => `${origin} version ${version}`).join(', ');
  return [
    ...(since === undefined ? [] : [line('since', `${minuteOf(since)}, ${ageOf(since, now)}`)]),
    ...(lookedAt === undefined ? [] : [line('last run', `${startedAt ?? ''} to ${lookedAt}, ${triggerText(story)}`)]),
    ...(versions === '' ? [] : [line('settings', versions)]),
    ...steps.map((step) => line('step', stepText(step))),
    ...problems.map(({ code, message }) => line('problem', `${message} [${code}]`)),
    ...(failedStep === undefined ? [] : [line('failed at', failedStep)]),
    ...(leftAs === undefined ? [] : [line('left', leftAs)]),
    ...notes.map((note) => line('note', note)),
  ];
}

function openLines({ deferral, intent, added, lease }: HostStory, now: string): string[] {
  return [
    ...(deferral === undefined
      ? []
      : [
          line(
            'deferred',
            `since ${minuteOf(deferral.since)}, ${deferral.attempt} trials, again ${deferral.dueAt} (${ageOf(deferral.dueAt, now)})`,
          ),
        ]),
    ...(intent === undefined
      ? []
      : [
          line('open', `a run began to write ${intent.openedAt}, and its end is not known:`),
          ...intent.steps.map((step) => line('', stepText(step))),
        ]),
    ...added.map(({ device, portgroup, addedAt }) => line('ours', `${device} (${portgroup}), added ${addedAt}`)),
    ...(lease === undefined ? [] : [line('lease', leaseText(lease, now))]),
  ];
}

function leaseText({ owner, until }: NonNullable<HostStory['lease']>, now: string): string {
  const isOver = Date.parse(until) <= Date.parse(now);
  return isOver ? `of ${owner} ran out ${until}: that run was killed` : `${owner} writes to it, until ${until} at most`;
}

function nextLines({ next }: HostStory): string[] {
  return next.map((command, index) => line(index === 0 ? 'next' : '', command));
}

function triggerText({ trigger, leftAs }: HostStory): string {
  switch (trigger?.kind) {
    case undefined:
      // only a run leaves a host somehow
      return leftAs === undefined ? 'as a sweep found it' : 'by hand';
    case 'event':
      return `after ${trigger.eventTypeId} ${trigger.key} of ${trigger.createdTime}`;
    case 'deferral':
      return `because it was deferred until ${trigger.dueAt}`;
    case 'sweep':
      return `by sweep ${trigger.sweep}`;
    case 'replay':
      return `by replay ${trigger.replay}`;
  }
}

function stepText({ action, reason, disruptive, applied, channel, because }: ShownStep): string {
  const by = channel === undefined ? '' : ` by ${channel}${because === undefined ? '' : ` (${because})`}`;
  const state = applied === undefined ? '' : applied ? `, applied${by}` : ', not applied';
  return `${action}${disruptive ? ' (disruptive)' : ''}${state}: ${reason}`;
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(10)} ${text}`;
}
