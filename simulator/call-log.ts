/** How many request bodies of one operation are kept. */
const kept = 50;

/** Counts every SOAP operation by name and keeps the last requests of each. */
export class CallLog {
  #counts = new Map<string, number>();
  #requests = new Map<string, string[]>();

  /** Counts a call. */
  count(operation: string, body: string): void {
    this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + 1);
    const requests = this.#requests.get(operation) ?? [];
    requests.push(body);
    if (requests.length > kept) requests.shift();
    this.#requests.set(operation, requests);
  }

  /** The counts since the last reset, by operation. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  /** The last request bodies of an operation, oldest first. */
  requests(operation: string): readonly string[] {
    return this.#requests.get(operation) ?? [];
  }

  /** Back to nothing. */
  reset(): void {
    this.#counts = new Map();
    this.#requests = new Map();
  }
}
