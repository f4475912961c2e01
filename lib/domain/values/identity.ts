import type { Brand } from './brand.ts'

/** The providers that this build supports. `oidc`: an OpenID provider of the stage's choice. A new id here makes the compiler ask for its adapter. */
export const providerIds = ['kakao', 'naver', 'google', 'github', 'apple', 'line', 'oidc'] as const
export type ProviderId = (typeof providerIds)[number]

/**
 * A provider's stable id of a person, as text. Never an e-mail address, and never a number that lost digits.
 */
export type Subject = Brand<string, 'Subject'>

/** A person's account at a provider. Only the pair is unique (OpenID Connect Core, section 5.7). */
export interface Identity {
  readonly provider: ProviderId
  readonly subject: Subject
}

const notAnId = new Set(['null', 'undefined', 'NaN', 'true', 'false', '[object Object]'])

/**
 * Whether a value can be a subject: 1 to 255 printable ASCII characters without spaces (OpenID Connect Core,
 * section 2). The text of a missing value, such as `null` or `0`, is refused.
 */
export const isSubject = (value: unknown): value is Subject =>
  typeof value === 'string' &&
  /^[\x21-\x7e]{1,255}$/.test(value) &&
  !notAnId.has(value) &&
  !/^0+$/.test(value)

/** Whether a value names a provider of this build. */
export const isProviderId = (value: unknown): value is ProviderId => providerIds.some((id) => id === value)

/** Whether two identities have the same provider and the same subject. */
export const sameIdentity = (a: Identity, b: Identity): boolean =>
  a.provider === b.provider && a.subject === b.subject
