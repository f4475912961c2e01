/**
 * What people type, cleaned in one place: keyboards, copies and messengers add characters that nobody sees.
 * Passwords are never cleaned.
 */

/** White space, and characters that Unicode shows as nothing (Default_Ignorable_Code_Point). */
const invisible = String.raw`[\s\p{Default_Ignorable_Code_Point}]`
const edges = new RegExp(`^${invisible}+|${invisible}+$`, 'gu')

/** A typed text without invisible characters at its edges. */
export const cleanEdges = (text: string): string => text.replace(edges, '')

const betweenDigits = new RegExp(`${invisible}|\\p{Dash_Punctuation}`, 'gu')

/** A typed code: full-width digits become ASCII; spaces and hyphens between the digits go. */
export const cleanCode = (text: string): string => text.normalize('NFKC').replace(betweenDigits, '')

/** Whether a text shows anything: a letter, a digit or a sign, and not only fillers such as U+3164 and U+2800. */
export const isVisible = (text: string): boolean =>
  /[^\s\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
