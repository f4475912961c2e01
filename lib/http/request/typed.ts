import * as v from 'valibot'
import type { WrongValue } from '#fault-texts'
import { unseen } from '../../domain/values/name.ts'

/**
 * What people type, cleaned in one place, with `cleanEdges`: keyboards, copies and messengers add characters that nobody
 * sees. Passwords are never cleaned.
 */

const betweenDigits = new RegExp(`${unseen}|\\p{Dash_Punctuation}`, 'gu')

/** A typed code: full-width digits become ASCII; spaces and hyphens between the digits go. */
export const cleanCode = (text: string): string => text.normalize('NFKC').replace(betweenDigits, '')

/** Names the fault of a schema's own rule, whose text stands in the table of faults. */
export const faultNamed = (kind: WrongValue): WrongValue => kind

/** A text has no more code points than code units, which need no counting. */
const isWithin = (text: string, most: number): boolean => text.length <= most || [...text].length <= most

/** At most so many characters, counted as a JSON Schema counts them: by code points (2020-12, section 6.3.1). */
export function maxCharacters(most: number) {
  const action = v.maxLength<string, number>(most)
  return {
    ...action,
    '~run': (...[dataset, config]: Parameters<(typeof action)['~run']>) =>
      dataset.typed && isWithin(dataset.value, most) ? dataset : action['~run'](dataset, config),
  }
}
