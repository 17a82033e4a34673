/** The settings of one stack of a host: the vMotion stack has the same members, one level down. */
import type { EffectiveSettings } from './settings.ts';
import type { SettingsMember } from './settings-document.ts';
import { PROVISIONING_STACK } from './state.ts';
import type { WrittenStack } from './steps.ts';

/**
 * Settings as if the stack were the only one. Of the vMotion stack nothing is inherited from the provisioning stack
 * but how far it goes (`mode`), so that one gateway never serves two stacks by accident.
 */
export function stackSettings(settings: EffectiveSettings, stack: WrittenStack): EffectiveSettings {
  if (stack === PROVISIONING_STACK) return settings;
  const { mode, vmotion } = settings.values;
  const values = { ...vmotion, ...(mode === undefined ? {} : { mode }) };
  const origin = settings.origins.vmotion ?? settings.origins.mode;
  const members = Object.keys(values) as SettingsMember[];
  const origins = Object.fromEntries(members.map((member) => [member, `${origin} vmotion`]));
  return { ...settings, values, origins };
}
