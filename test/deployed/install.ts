/**
 * Installs MiniStack into `.outsiders/`: `node test/deployed/install.ts`.
 * Without Python the deployed test is skipped; with CI=true this is a failure.
 */
import { installAll, installPython } from '../outsiders/installation.ts';
import { ministack } from './places.ts';

installAll([[ministack, () => installPython(ministack)]]);
