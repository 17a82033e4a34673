/** The deployer's mistake, said at synth with everything that is wrong. */
export class ContextError extends Error {
  constructor(problems: readonly string[]) {
    super(`The context is wrong: ${problems.join('; ')}. docs/deployment-context.md names every member.`);
    this.name = 'ContextError';
  }
}
