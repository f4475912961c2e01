import { settings } from '../../config/current-stage.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import { offeredDoors } from '../../domain/values/verification.ts'
import type { HttpResponse } from './response.ts'

/**
 * What the stage offers to people who sign in, sign up or leave: all that a page needs to know before it draws a form. It
 * changes only with a deployment.
 */
export function signInOptions(providers: readonly ProviderId[]): HttpResponse {
  const { doors, policy, passkeys, attributes, closing } = settings()
  const body = {
    providers,
    doors: offeredDoors(doors, [...policy.requiredItems, ...policy.verifiedItems]),
    passkeys: passkeys !== null,
    attributes: attributes ?? {},
    requiredItems: policy.requiredItems,
    verifiedItems: policy.verifiedItems,
    graceDays: closing.graceDays,
  }
  return { status: 200, body, headers: { 'cache-control': 'public, max-age=300' } }
}
