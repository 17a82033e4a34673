/** The result of `doctor`: its JSON is a public contract, `docs/schemas/doctor.json`. */
import type { EndpointKind } from '../reconcile/nfc-endpoint.ts';
import type { GroupPath } from '../reconcile/nfc-groups.ts';
import type { Link } from './doctor-chain.ts';

/** Hosts that are alike as to NFC. */
export interface NfcGroupResult {
  readonly hosts: readonly string[];
  /** The end of NFC of the first of them; absent when vCenter shows no network. */
  readonly endpoint?: { readonly kind: EndpointKind; readonly device: string; readonly addresses: readonly string[] };
}

/** What was found. */
export interface DoctorResult {
  /** In order: a later link hangs on earlier ones. */
  readonly links: readonly Link[];
  /** Which way NFC takes between hosts that were asked for; absent when none were, or they could not be read. */
  readonly paths?: {
    readonly groups: readonly NfcGroupResult[];
    readonly between: readonly GroupPath[];
  };
}
