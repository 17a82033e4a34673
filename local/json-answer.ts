/** An HTTP answer of AWS's JSON protocol. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: object;
}

/** One action of a service; the body is what the client sent. */
export type Action = (body: Readonly<Record<string, unknown>>) => ServiceAnswer | Promise<ServiceAnswer>;

/** The answer to a call that succeeded. */
export function success(body: object): ServiceAnswer {
  return { status: 200, body };
}

/** An error, named as the SDK names it. */
export function fault(name: string, message: string, status = 400): ServiceAnswer {
  return { status, body: { __type: name, message } };
}
