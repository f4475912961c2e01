import type { VerificationPurpose } from '../domain/values/verification.ts'
import type { MailContent } from '../flows/ports/mail.ts'
import type { Letter } from './letter.ts'

/** A login method that a mail names. */
export type NamedMethod = Extract<MailContent, { method: string }>['method']

type Part = Extract<MailContent, { what: string }>['what']

/**
 * The texts of all mails, in one language. No text contains a name or other text that a person chose, so nothing can be
 * injected.
 */
export interface Words {
  readonly code: (purpose: VerificationPurpose, minutes: number) => Omit<Letter, 'code'>
  readonly methodAdded: (method: string, when: string) => Letter
  readonly methodRemoved: (method: string, when: string) => Letter
  readonly signedOutByProvider: (provider: string, when: string) => Letter
  readonly changed: (part: string, when: string) => Letter
  readonly merged: Readonly<Record<'this' | 'another', (when: string) => Letter>>
  readonly recovered: (when: string) => Letter
  readonly reactivation: (link: string, hours: number) => Letter
  readonly withdrawn: (until: string) => Letter
  readonly restoration: (link: string, hours: number, until: string) => Letter
  readonly methods: Readonly<Record<NamedMethod, string>>
  /** The name of a number that went to somebody who has proven it. */
  readonly releasedNumber: string
  readonly parts: Readonly<Record<Part, string>>
}
