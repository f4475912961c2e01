import type { Brand } from './brand.ts'

export type MemberId = Brand<string, 'MemberId'>
export type SessionId = Brand<string, 'SessionId'>
/** A visit that waits for `/register`, `/link` or a merge. */
export type PendingId = Brand<string, 'PendingId'>
/** The handle of a ticket, which only we can read. */
export type SealedTicket = Brand<string, 'SealedTicket'>
/** One OAuth request, from `/login` to its outcome. */
export type OAuthRequestId = Brand<string, 'TransactionId'>
/** The `jti` of a flow token. */
export type TokenId = Brand<string, 'TokenId'>
/** A device on which somebody has signed in. */
export type DeviceId = Brand<string, 'DeviceId'>
/** One passkey of a member. */
export type PasskeyId = Brand<string, 'PasskeyId'>
export type ClientId = Brand<string, 'ClientId'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** Whether a value is a UUIDv7 in lower case (RFC 9562, section 5.7). */
export const isUuid = (value: unknown): boolean => typeof value === 'string' && uuid.test(value)

/** Whether a value has the form of an id made by this system: UUIDv7 in lower case. */
export const isMemberId = (value: unknown): value is MemberId => isUuid(value)
/** Whether a value has the form of a session id. */
export const isSessionId = (value: unknown): value is SessionId => isUuid(value)
/** Whether a value has the form of an OAuth request's id. */
export const isOAuthRequestId = (value: unknown): value is OAuthRequestId => isUuid(value)

const ofRequest = 'visit-'
/** Whether a value has the form of a pending visit's id: an own one, or one after that of its OAuth request. */
export const isPendingId = (value: unknown): value is PendingId =>
  typeof value === 'string' && isUuid(value.startsWith(ofRequest) ? value.slice(ofRequest.length) : value)

/** The id of the pending visit of an OAuth request. It lies in the record that the request is used. */
export function pendingIdOf(request: OAuthRequestId): PendingId {
  const id = `${ofRequest}${request}`
  if (!isPendingId(id)) throw new Error('the id of an OAuth request has an unexpected format')
  return id
}

/** The OAuth request in whose record a pending visit lies. Undefined for one with a row of its own. */
export function oauthRequestOf(id: PendingId): OAuthRequestId | undefined {
  const request = id.startsWith(ofRequest) ? id.slice(ofRequest.length) : undefined
  return isOAuthRequestId(request) ? request : undefined
}

/** Whether a value has the form of a device's id. */
export const isDeviceId = (value: unknown): value is DeviceId => isUuid(value)
/** Whether a value has the form of a passkey's id. */
export const isPasskeyId = (value: unknown): value is PasskeyId => isUuid(value)
/** Whether a value has the form of a flow token's `jti`. */
export const isTokenId = (value: unknown): value is TokenId => isUuid(value)

const clientName = /^[a-z0-9][a-z0-9._-]{0,63}$/i
/**
 * Whether a value may name a registered client. The name becomes part of a cookie's
 * name, so few characters are allowed.
 */
export const isClientId = (value: unknown): value is ClientId =>
  typeof value === 'string' && clientName.test(value)

/**
 * Whether a value has the form of a ticket: sealed bytes in base64url, which begin with 12 random ones, and the name of
 * their key. It fits into a cookie and an address.
 */
export const isSealedTicket = (value: unknown): value is SealedTicket =>
  typeof value === 'string' && /^[\w-]{60,2000}\.[\w-]{1,200}$/.test(value)
