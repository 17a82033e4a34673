/** The layers that forwarders and AWS put around a vCenter event, taken off from outside in. */
import * as z from 'zod/mini';
import { OnboardingError } from '../errors.ts';
import { readEventXml } from './event-xml.ts';

/** An event without its layers, and what they said of it; the inner layer's word counts. */
export interface UnwrappedEvent {
  /** Still of unknown shape. */
  readonly event: unknown;
  /** Where it comes from: the SDK URL of its vCenter, or what else the forwarder calls it. */
  readonly source?: string;
  /** The class of the event by the CloudEvent around it. */
  readonly cloudEventName?: string;
  /** What EventBridge calls it. */
  readonly detailType?: string;
}

/** Any of them may be missing, since raw delivery and InputPath take layers off; more are a message that never ends. */
const MOST_LAYERS = 5;

const notification = z.object({ Type: z.literal('Notification'), Message: z.string() });
/** What a function gets that subscribes to a topic: always one notification. */
const notified = z.object({ Records: z.tuple([z.object({ Sns: notification })]) });
const busEvent = z.object({ 'detail-type': z.string(), source: z.optional(z.string()), detail: z.unknown() });
const cloudEvent = z.object({
  specversion: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.nullish(z.string()),
  data: z.unknown(),
  data_base64: z.optional(z.string()),
});

/** The `type` of the Knative source: `com.vmware.vsphere.HostAddedEvent.v0`. */
const TYPE_WITH_NAME = /^com\.vmware\.vsphere\.(.+)\.v\d+$/;

/**
 * Takes SNS, EventBridge and CloudEvent off, in whatever order and number they are there; text inside is JSON or XML.
 * @throws OnboardingError `message-malformed` when text in a layer is neither
 */
export function unwrapEvent(value: unknown): UnwrappedEvent {
  let unwrapped: UnwrappedEvent = { event: decoded(value) };
  for (let layers = 0; layers < MOST_LAYERS; layers++) {
    const inside = takeLayerOff(unwrapped.event);
    if (inside === undefined) return unwrapped;
    unwrapped = { ...unwrapped, ...inside, event: decoded(inside.event) };
  }
  throw new OnboardingError('message-malformed', `The event is wrapped more than ${MOST_LAYERS - 1} times.`);
}

/** @returns undefined when there is no layer left */
function takeLayerOff(value: unknown): UnwrappedEvent | undefined {
  const fromTopic = notification.safeParse(value).data ?? notified.safeParse(value).data?.Records[0].Sns;
  if (fromTopic !== undefined) return { event: fromTopic.Message };
  const fromBus = busEvent.safeParse(value).data;
  if (fromBus !== undefined) {
    const { 'detail-type': detailType, source, detail } = fromBus;
    return { event: detail, detailType, ...(source === undefined ? {} : { source }) };
  }
  const fromRouter = cloudEvent.safeParse(value).data;
  if (fromRouter === undefined) return undefined;
  const { data, data_base64: base64, source } = fromRouter;
  const name = fromRouter.subject || TYPE_WITH_NAME.exec(fromRouter.type)?.[1];
  const event = base64 === undefined ? data : Buffer.from(base64, 'base64').toString();
  return { event, source, ...(name === undefined ? {} : { cloudEventName: name }) };
}

function decoded(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.trimStart().startsWith('<')) return readEventXml(value.trim());
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new OnboardingError('message-malformed', 'The event is text that is neither JSON nor XML.', {}, cause);
  }
}
