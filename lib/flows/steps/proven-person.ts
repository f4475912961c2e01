import {
  type IdentityCheck,
  judgeCheck,
  type VerifiedPerson,
  type VisitCheck,
} from '../../domain/merge/identity-check.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { IdentityGateway } from '../ports/identity-gateway.ts'
import type { World } from '../ports/world.ts'
import { callProvider } from '../visit/gather.ts'

/** The parameters with which the client opens the gateway's window. */
export interface BegunCheck {
  readonly identityVerificationId: string
  /** Passed to the gateway as `customData`, and returned in its report. */
  readonly nonce: string
  readonly storeId: string
  readonly channelKey: string
  readonly expiresIn: number
}

/** The stage's identity gateway. Throws `not_found` if there is none. */
export function gatewayOf({ identityGateway }: Pick<World, 'identityGateway'>): IdentityGateway {
  if (identityGateway === undefined) throw new Problem('not_found')
  return identityGateway
}

/** What the client needs for a check that has begun. */
export const begunCheck = (
  gateway: IdentityGateway,
  { id: identityVerificationId, nonce }: IdentityCheck | VisitCheck,
): BegunCheck => ({
  identityVerificationId,
  nonce,
  ...gateway.opening,
  expiresIn: lifetimes.identityCheck,
})

/**
 * The person in the gateway's own report. The client's word does not count. Throws `provider_denied` for an unfinished
 * check, `provider_grant_invalid` for an untrustworthy report, and `provider_unavailable`.
 */
export async function provenPerson(
  world: Pick<World, 'secrets' | 'report'>,
  gateway: IdentityGateway,
  check: IdentityCheck | VisitCheck,
): Promise<VerifiedPerson> {
  const report = await callProvider(() => gateway.report(check.id))
  if (report.kind === 'refused') throw new Problem('provider_unavailable')
  const verdict = judgeCheck(report.value, {
    isOurNonce: (nonce) => world.secrets.same(nonce, check.nonce),
    acceptsTestChannel: gateway.acceptsTestChannel,
  })
  switch (verdict.kind) {
    case 'sound':
      return verdict.person
    case 'not_done':
      throw new Problem('provider_denied')
    case 'worthless':
      world.report({ event: 'identity_check_worthless', why: verdict.why })
      throw new Problem('provider_grant_invalid')
    default:
      return verdict satisfies never
  }
}
