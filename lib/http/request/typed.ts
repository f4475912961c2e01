import { unseen } from '../../domain/values/name.ts'

/**
 * What people type, cleaned in one place, with `cleanEdges`: keyboards, copies and messengers add characters that nobody
 * sees. Passwords are never cleaned.
 */

const betweenDigits = new RegExp(`${unseen}|\\p{Dash_Punctuation}`, 'gu')

/** A typed code: full-width digits become ASCII; spaces and hyphens between the digits go. */
export const cleanCode = (text: string): string => text.normalize('NFKC').replace(betweenDigits, '')
