import type { Brand } from './brand.ts'

export type MemberId = Brand<string, 'MemberId'>
export type SessionId = Brand<string, 'SessionId'>
/** A visit of an identity that waits for register, link or merge. */
export type PendingId = Brand<string, 'PendingId'>
/** A handle that itself is a secret: 256 random bits, base64url. */
export type TicketId = Brand<string, 'TicketId'>
/** One visit from `/login` to its outcome. */
export type OAuthRequestId = Brand<string, 'TransactionId'>
/** The `jti` of a flow token. */
export type TokenId = Brand<string, 'TokenId'>
export type ClientId = Brand<string, 'ClientId'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** Whether a value is a UUIDv7 in lower case. */
export const isUuid = (value: unknown): boolean => typeof value === 'string' && uuid.test(value)

/** Whether a value has the form of an id that this system made (UUIDv7, RFC 9562). */
export const isMemberId = (value: unknown): value is MemberId => isUuid(value)
export const isSessionId = (value: unknown): value is SessionId => isUuid(value)
export const isPendingId = (value: unknown): value is PendingId => isUuid(value)
export const isOAuthRequestId = (value: unknown): value is OAuthRequestId => isUuid(value)
export const isTokenId = (value: unknown): value is TokenId => isUuid(value)

const clientName = /^[a-z0-9][a-z0-9._-]{0,63}$/i
/** Whether a value may name a registered client; the name becomes part of a cookie's name. */
export const isClientId = (value: unknown): value is ClientId =>
  typeof value === 'string' && clientName.test(value)

/** Whether a value has the form of 32 random bytes in base64url, as tickets and secrets are made. */
export const isTicketId = (value: unknown): value is TicketId =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value)
