/**
 * The name of the queue that takes what another never worked on.
 * @param policy attribute `RedrivePolicy`: JSON with `deadLetterTargetArn`, the name last (SQS API reference,
 * SetQueueAttributes); absent when there is none
 */
export function deadLetterQueueOf(policy: string | undefined): string | undefined {
  const document: unknown = JSON.parse(policy ?? '{}');
  const arn: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'deadLetterTargetArn') : undefined;
  return typeof arn === 'string' ? arn.slice(arn.lastIndexOf(':') + 1) : undefined;
}
