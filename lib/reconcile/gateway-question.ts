/** The gateway in a run: whether it is asked, what it was told for before, and what is found now. */
import { type Problem, problemsOf } from '../errors.ts';
import type { Progress } from './apply.ts';
import { askGateways, isAskedAgain, withoutSilences } from './ask-gateway.ts';
import type { Assessment } from './assess.ts';
import type { JournalRow } from './journal-row.ts';
import type { Vcenter } from './ports.ts';
import type { SettingsDocument } from './settings-document.ts';

/** What it is asked with. */
export interface QuestionPorts {
  readonly vcenter: Pick<Vcenter, 'commands'>;
  /** Gets what is found. */
  readonly progress: Progress;
  /** Of the stack that is configured; absent on the vMotion stack, since the row tells of the other one. */
  readonly row?: Pick<JournalRow, 'silences'> | undefined;
}

export class GatewayQuestion {
  /** What the gateway was told for, empty when it answered; absent while it was not asked, or nothing was found out. */
  silences: readonly Problem[] | undefined;
  readonly #ports: QuestionPorts;

  constructor(ports: QuestionPorts) {
    this.#ports = ports;
  }

  /** Open from an earlier run. */
  isOpen(settings: SettingsDocument): boolean {
    return isAskedAgain(this.#ports.row, settings);
  }

  /** What is degraded for other reasons, too, is not tried again; its silent gateway may have come to answer. */
  async askAgain(assessment: Assessment, settings: SettingsDocument): Promise<void> {
    if (!this.isOpen(settings)) return;
    const { progress } = this.#ports;
    progress.problems = withoutSilences(progress.problems);
    await this.ask(assessment, settings);
  }

  /**
   * What was found before stays while the question cannot be put.
   * @throws OnboardingError `gateway-silent`, `mtu-above-adapter`, `mtu-above-path` where an answer is required
   */
  async ask(assessment: Assessment, { verify, esxcli }: SettingsDocument): Promise<void> {
    const { vcenter, progress, row } = this.#ports;
    const { pingGateway = 'off' } = verify ?? {};
    if (pingGateway === 'off') return;
    if (esxcli === 'never') {
      progress.notes.push('The gateway was not asked: the settings say "esxcli": "never".');
      return;
    }
    const isRequired = pingGateway === 'require';
    const { error, note, isUnknown } = await askGateways(assessment, vcenter.commands, isRequired);
    if (note !== undefined) progress.notes.push(note);
    if (isUnknown) {
      progress.problems.push(...(row?.silences ?? []));
      return;
    }
    this.silences = error === undefined ? [] : problemsOf(error);
    if (error !== undefined && isRequired) throw error;
    progress.problems.push(...this.silences);
  }
}
