import { v7 } from 'uuid'
import { isDeactivationId } from '../domain/leaving/reactivation.ts'
import { isIdentityCheckId } from '../domain/merge/identity-check.ts'
import {
  isDeviceId,
  isMemberId,
  isOAuthRequestId,
  isPasskeyId,
  isPendingId,
  isSessionId,
  isTokenId,
} from '../domain/values/ids.ts'
import { isVerificationId } from '../domain/values/verification.ts'
import type { Ids } from '../flows/ports/world.ts'

function checked<Id extends string>(value: string, isId: (value: unknown) => value is Id): Id {
  if (!isId(value)) throw new Error('the new id has an unexpected format')
  return value
}

/** New ids: UUIDv7, which sort by time (RFC 9562, section 5.7). */
export const ids: Ids = {
  member: () => checked(v7(), isMemberId),
  session: () => checked(v7(), isSessionId),
  pending: () => checked(v7(), isPendingId),
  oauthRequest: () => checked(v7(), isOAuthRequestId),
  device: () => checked(v7(), isDeviceId),
  passkey: () => checked(v7(), isPasskeyId),
  token: () => checked(v7(), isTokenId),
  verification: () => checked(v7(), isVerificationId),
  identityCheck: () => checked(v7(), isIdentityCheckId),
  deactivation: () => checked(v7(), isDeactivationId),
  record: () => v7(),
}
