import { opensEnded, withEndedIdentity } from '../../../domain/leads/ended.ts'
import { hasLeft } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { ProviderProfile } from '../../../domain/values/evidence.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import { after, lifetimes } from '../../../domain/values/lifetimes.ts'
import type { IdentityStatus } from '../../../domain/visit/facts.ts'
import type { MemberVisitor } from '../../../domain/visit/oauth-request.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { KnownCandidate } from '../../ports/store.ts'
import type { World } from '../../ports/world.ts'
import { judgedAt } from '../judged-at.ts'

/** The member at whom an identity ended, and what the identity opens there now. */
export interface EndedAt {
  readonly member: KnownCandidate
  /** `nothing`: the member has left for good, and is not erased yet. */
  readonly opens: 'enter' | 'evidence' | 'nothing'
}

/**
 * The member of a claim whose identity has ended or is being disconnected; undefined for any other claim. One read,
 * or none.
 */
export async function endedAt(
  world: Pick<World, 'stage' | 'clock' | 'candidates'>,
  claim: IdentityClaim | undefined,
): Promise<EndedAt | undefined> {
  if (claim?.memberId === undefined || claim.state === 'linked') return undefined
  const at = judgedAt(world)
  const found = await world.candidates.read(claim.memberId, at.now)
  if (found === undefined) return undefined
  const member = claim.state === 'unlinked_by_provider' ? withEndedIdentity(found, claim) : found
  return { member, opens: hasLeft(member, at.now) ? 'nothing' : opensEnded(member, claim, at) }
}

/** An identity and who has used it. */
interface UsedIdentity {
  readonly identity: Identity
  /** The sealed token for disconnecting. */
  readonly storedToken?: StoredProviderToken
  readonly visitor?: MemberVisitor | undefined
  /** Of a visit that is pending, whose person has used the identity before. */
  readonly profile?: ProviderProfile
}

/** The claim of a visit's identity, and the member at whom the identity had ended. */
export async function findIdentity(
  world: Pick<World, 'stage' | 'clock' | 'identityClaims' | 'candidates'>,
  { identity, storedToken, visitor, profile }: UsedIdentity,
): Promise<{ readonly claim: IdentityClaim | undefined; readonly ended: EndedAt | undefined }> {
  const claim = await world.identityClaims.find(identity)
  // A pending visit has recorded it.
  if (profile === undefined) await recordReconnection(world, claim, storedToken)
  const ended = mattersTo(visitor, claim) ? await endedAt(world, claim) : undefined
  return { claim, ended }
}

/** Whether it depends on the member of an ended identity what the identity is to its visitor. */
const mattersTo = (visitor: MemberVisitor | undefined, claim: IdentityClaim | undefined): boolean =>
  visitor === undefined ||
  (claim?.state === 'unlinked_by_provider' &&
    claim.memberId !== visitor.memberId &&
    visitor.intent !== 'reauth')

/**
 * The person of an identity has just signed in, and so has reconnected at the provider. If the claim was unlinked or is
 * disconnecting, the sweep disconnects it later with this visit's token, unless the visit ends otherwise.
 */
async function recordReconnection(
  world: Pick<World, 'clock' | 'identityClaims'>,
  claim: IdentityClaim | undefined,
  storedToken: StoredProviderToken | undefined,
): Promise<void> {
  if (claim?.state !== 'unlinked_by_provider' && claim?.state !== 'disconnecting') return
  const seconds = claim.state === 'unlinked_by_provider' ? lifetimes.pendingConnection : lifetimes.ending
  await world.identityClaims.recordReconnection(claim, after(world.clock.now(), seconds), storedToken)
}

/**
 * The state of an identity for its visitor. An ended identity that signs its member in counts as linked, and the member's
 * status decides. Beside a lead that lasts, it is new, and evidence. Its member may link it again like a new one, but
 * proves no presence with it.
 */
export function identityStatusOf(
  claim: IdentityClaim | undefined,
  ended: EndedAt | undefined,
  visitor: MemberVisitor | undefined,
): IdentityStatus {
  if (claim?.memberId === undefined) return { kind: claim?.state === 'disconnecting' ? claim.state : 'new' }
  const { memberId: id, externalId, credentialsVersion, claims } = claim
  const member = { id, status: 'active', ...defined({ externalId, credentialsVersion, claims }) } as const
  const linked = { kind: 'linked', member } as const
  if (claim.state === 'linked') return linked
  const enters = ended?.opens === 'enter'
  if (claim.state === 'disconnecting') {
    return enters && visitor === undefined ? linked : { kind: 'disconnecting' }
  }
  const isNew = !enters || visitor?.intent === 'reauth' || visitor?.memberId === id
  return isNew ? { kind: 'new' } : linked
}

/** The members that the evidence points to, with the one at whom the visitor's identity ended, unless that member has left. */
export const withEnded = (
  found: readonly KnownCandidate[],
  ended: EndedAt | undefined,
): readonly KnownCandidate[] =>
  ended === undefined || ended.opens === 'nothing' || found.some(({ id }) => id === ended.member.id)
    ? found
    : [...found, ended.member]
