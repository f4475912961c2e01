import type { Agreement } from '../../../domain/consent/agreement.ts'
import { identityMethod, type LoginMethod, type Member, type Session } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { Adding } from '../../../flows/ports/store.ts'
import { type Change, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { type ActingSession, endsSessions, mayStay } from '../auth-state.ts'
import { attributesOf, endedIdentityText, endedIdentityTexts } from '../fields.ts'
import { attributesChange } from '../member/member.ts'
import { agreed, isAt } from '../member/member-changes.ts'
import { countsSession } from '../session/session-opening.ts'
import { forgetUses } from './last-use.ts'

/** Adds an identity's login method to a signed-in member, who must still have the version if one is given. */
export const addMethodWrite = (
  id: MemberId,
  identity: Identity,
  by: ActingSession,
  {
    agreements = [],
    version,
    ci,
    attributes,
  }: Pick<Adding, 'version' | 'ci' | 'attributes'> & { readonly agreements?: readonly Agreement[] } = {},
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      set: { ...attributesOf({ ci }), ...attributesChange(attributes) },
      remove: ['neverProven'],
      add: { ways: new Set([identityMethod(identity)]), version: 1, ...agreed(agreements) },
      without: { endedIdentities: endedIdentityTexts(identity) },
    },
    every(mayStay(by), ...(version === undefined ? [] : [isAt(version)])),
  )

/**
 * Removes a login method from a signed-in member and ends all sessions, unless the member changed since the decision.
 * Never removes the last one. Refused with the stored member.
 */
export const removeMethodWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  method: LoginMethod,
  by: ActingSession,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { ...forgetUses([method]), without: { ways: new Set([method]) }, add: { version: 1, ...endsSessions } },
    every(mayStay(by), isAt(version), {
      text: 'contains(#ways, :method) AND size(#ways) > :one',
      values: { method, one: 1 },
    }),
    'tells',
  )

/**
 * Turns an identity into an ended one because its provider has ended it, and ends all sessions. Works
 * for every status, since the provider's decision stands.
 */
export function unlinkedByProviderMethodWrite(
  { id, version }: Pick<Member, 'id' | 'version'>,
  identity: Identity,
  isLast: boolean,
): UpdateWrite {
  const endedBy = isLast ? 'provider' : 'provider_beside'
  const change: Change = {
    without: { ways: new Set([identityMethod(identity)]) },
    add: {
      version: 1,
      endedIdentities: new Set([endedIdentityText({ ...identity, endedBy })]),
      ...endsSessions,
    },
  }
  return updateWhen(keys.member(id), change, isAt(version))
}

/** Ends all sessions of a member because a provider has ended its own, unless the member changed since the decision. */
export const signedOutByProviderWrite = ({ id, version }: Pick<Member, 'id' | 'version'>): UpdateWrite =>
  updateWhen(keys.member(id), { add: { version: 1, ...endsSessions } }, isAt(version))

/**
 * Gives a member who signs in by an ended identity that login method back, unless the member changed since the
 * decision. Refused with the stored member.
 */
export const restoreMethodWrite = (
  session: Pick<Session, 'memberId' | 'credentialsVersion'>,
  identity: Identity,
  version: number,
): UpdateWrite =>
  updateWhen(
    keys.member(session.memberId),
    {
      add: { ways: new Set([identityMethod(identity)]), version: 1, ...countsSession },
      without: { endedIdentities: endedIdentityTexts(identity) },
    },
    every(mayStay(session), isAt(version)),
    'tells',
  )

/** Takes an ended identity from a signed-in member for good. Refused with the stored member. */
export const removeEndedWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  identity: Identity,
  by: ActingSession,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      ...forgetUses([identityMethod(identity)]),
      without: { endedIdentities: endedIdentityTexts(identity) },
      add: { version: 1 },
    },
    every(mayStay(by), isAt(version)),
    'tells',
  )

/** Takes an ended identity from a member in any status, unless the member changed since the decision. */
export const releaseEndedWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  identity: Identity,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      ...forgetUses([identityMethod(identity)]),
      without: { endedIdentities: endedIdentityTexts(identity) },
      add: { version: 1 },
    },
    isAt(version),
  )
