import type { Brand } from './brand.ts'

/** The providers that this build speaks. Adding one here makes the compiler ask for the rest. */
export const providerIds = ['kakao', 'naver', 'google', 'github'] as const
export type ProviderId = (typeof providerIds)[number]

/** A provider's own stable id of a person, as text: never an e-mail, never a number that lost digits. */
export type Subject = Brand<string, 'Subject'>

/** A person's account at a provider. Only the pair identifies (OpenID Connect Core, section 5.7). */
export interface Identity {
  readonly provider: ProviderId
  readonly subject: Subject
}

const notAnId = new Set(['null', 'undefined', 'NaN', 'true', 'false', '[object Object]'])

/**
 * Whether a value can be a subject: 1 to 255 printable ASCII characters without spaces
 * (OpenID Connect Core, section 2), and not the text of a missing value.
 */
export const isSubject = (value: unknown): value is Subject =>
  typeof value === 'string' &&
  /^[\x21-\x7e]{1,255}$/.test(value) &&
  !notAnId.has(value) &&
  !/^0+$/.test(value)

export const isProviderId = (value: unknown): value is ProviderId => providerIds.some((id) => id === value)

export const sameIdentity = (a: Identity, b: Identity): boolean =>
  a.provider === b.provider && a.subject === b.subject
