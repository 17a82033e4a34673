/** What zod says of a value, in English: zod/mini, which cold starts wait less for, brings no language along. */
import en from 'zod/v4/locales/en.js';

/** For `safeParse`: texts for the problems that a schema has no text of its own for. */
export const inWords = { error: en().localeError };
