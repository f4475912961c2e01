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
import { recordId } from './record-ids.ts'

function checked<Id extends string>(value: string, isId: (value: unknown) => value is Id): Id {
  if (!isId(value)) throw new Error('the new id has an unexpected format')
  return value
}

/** New ids: UUIDv7, which sort by time (RFC 9562, section 5.7). Records of one millisecond have an order too. */
export const ids: Ids = {
  member: () => checked(recordId(), isMemberId),
  session: () => checked(recordId(), isSessionId),
  pending: () => checked(recordId(), isPendingId),
  oauthRequest: () => checked(recordId(), isOAuthRequestId),
  device: () => checked(recordId(), isDeviceId),
  passkey: () => checked(recordId(), isPasskeyId),
  token: () => checked(recordId(), isTokenId),
  verification: () => checked(recordId(), isVerificationId),
  identityCheck: () => checked(recordId(), isIdentityCheckId),
  deactivation: () => checked(recordId(), isDeactivationId),
  record: () => v7(),
}
