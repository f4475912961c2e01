import { isProviderId, type ProviderId } from '../../../../domain/values/identity.ts'
import { type FieldName, isFieldName } from '../fields.ts'

/**
 * What a column of a file holds: a field, the subject of one provider's identity, one attribute as text, the
 * answer to one version of terms (`consents.marketing@2024-01`), or nothing (`-`).
 */
export type Target =
  | FieldName
  | `identities.${ProviderId}`
  | `attributes.${string}`
  | `consents.${string}@${string}`
  | '-'

/** Whether a text names a target. */
export function isTarget(text: string): text is Target {
  if (text === '-' || isFieldName(text)) return true
  const [, list, name = ''] = /^(identities|attributes|consents)\.(.+)$/.exec(text) ?? []
  if (list === 'identities') return isProviderId(name)
  return list === 'attributes' || (list === 'consents' && /^[^@]+@[^@]+$/.test(name))
}

/** A part of a list or of an object. */
export interface FieldPart {
  readonly of: 'identities' | 'attributes' | 'consents'
  readonly name: string
}

/** The list or object that a column is a part of. Undefined for a whole field. */
export function partOf(target: Target): FieldPart | undefined {
  const [, of, name = ''] = /^(identities|attributes|consents)\.(.+)$/.exec(target) ?? []
  return of === 'identities' || of === 'attributes' || of === 'consents' ? { of, name } : undefined
}
