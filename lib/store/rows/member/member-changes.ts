import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { Recovered } from '../../../domain/leads/recovery.ts'
import type { ContactRelease } from '../../../domain/leads/release.ts'
import { identityMethod, type LoginMethod } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { contactKindOf } from '../../../domain/values/verification.ts'
import type { Linking, Recovery } from '../../../flows/ports/store.ts'
import { type Change, type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { type ActingSession, endsSessions, mayStay } from '../auth-state.ts'
import { attributesOf, endedIdentityTexts } from '../fields.ts'
import { countsSession } from '../session/session-opening.ts'
import { attributesChange } from './member.ts'

/** The condition that a member has not changed since a decision about it. */
export const isAt = (version: number): Condition => ({ text: '#version = :version', values: { version } })

/** The condition that the member has this contact on file. */
const hasContact = (of: 'email' | 'phone', value: string): Condition => ({
  text: `#${of}.#value = :${of}`,
  values: { [of]: value },
})

/** The agreements of a change. DynamoDB adds no empty set. */
export const agreed = (agreements: readonly Agreement[]) =>
  agreements.length > 0 ? { agreements: new Set(agreements) } : {}

/** The change of a member's CI and DI: the provider's CI, or what an identity check found, which counts as proven. */
function personChange({
  ci,
  checked,
}: Pick<Linking, 'ci' | 'checked'>): Required<Pick<Change, 'set' | 'remove'>> {
  if (checked === undefined) return { set: attributesOf({ ci }), remove: [] }
  const { ci: found, di, source, verifiedAt, frees } = checked
  const gone = frees.map(({ of }) => of).filter((of) => (of === 'ci' ? found : di) === undefined)
  return {
    set: attributesOf({ ci: found, di, identityVerifiedAt: verifiedAt, identitySource: source }),
    remove: ['identityUnproven', ...gone],
  }
}

/**
 * Links an identity and the contacts that its provider has verified to a member, unless the member changed
 * since the decision.
 */
export function linkMemberWrite(
  {
    identity,
    target,
    verifies,
    ci,
    checked,
    attributes,
    event,
    agreements = [],
  }: Pick<
    Linking,
    'identity' | 'target' | 'verifies' | 'ci' | 'checked' | 'attributes' | 'event' | 'agreements'
  >,
  by: ActingSession,
): UpdateWrite {
  const { email, phone } = verifies
  const ways = new Set<LoginMethod>([identityMethod(identity)])
  const person = personChange({ ...defined({ ci }), checked })
  if (email !== undefined) ways.add('email')
  if (phone !== undefined) ways.add('phone')
  const change: Change = {
    set: {
      ...(email !== undefined && { 'email.verified': true }),
      ...(phone !== undefined && { 'phone.verified': true, 'phone.provenAt': event.at.getTime() }),
      ...person.set,
      ...attributesChange(attributes),
    },
    remove: [
      'neverProven',
      ...person.remove,
      ...(email === undefined ? [] : ['email.imported']),
      ...(phone === undefined ? [] : ['phone.imported']),
    ],
    add: { ways, version: 1, ...agreed(agreements), ...countsSession },
    without: { endedIdentities: endedIdentityTexts(identity) },
  }
  const condition = every(
    mayStay(by),
    isAt(target.version),
    ...(email === undefined ? [] : [hasContact('email', email)]),
    ...(phone === undefined ? [] : [hasContact('phone', phone)]),
    ...(ci === undefined ? [] : [{ text: 'attribute_not_exists(#ci) OR #ci = :ci', values: { ci } }]),
  )
  return updateWhen(keys.member(target.memberId), change, condition)
}

/** The change that a recovery makes of a member: only the proven address is left of what opens the account. */
export const recoveredChange = ({ after }: Pick<Recovered, 'after'>) => ({
  set: {
    ...attributesOf({ email: after.email, identityUnproven: after.identityUnproven }),
    ways: new Set<string>(after.ways),
  },
  remove: [
    'passwordHash',
    'neverProven',
    'phone',
    'otherEmails',
    'otherPhones',
    'endedIdentities',
    'identityVerifiedAt',
    'identitySource',
  ],
})

/**
 * Recovers a member, unless the member changed since the decision. All sessions end, and no earlier message
 * reactivates the account. The session that opens carries the next version.
 */
export function recoverMemberWrite({ member, after }: Pick<Recovery, 'member' | 'after'>): UpdateWrite {
  const { set, remove } = recoveredChange({ after })
  return updateWhen(
    keys.member(member.id),
    { set, remove: [...remove, 'invitation'], add: { version: 1, ...endsSessions, ...countsSession } },
    every(mayStay(member), isAt(member.version)),
  )
}

/**
 * Recovers a member and links an identity, unless the member changed since the decision. All sessions end, and the
 * session that opens carries the next version.
 */
export function recoverAndLinkMemberWrite(
  {
    identity,
    target,
    ci,
    checked,
    attributes,
    agreements = [],
  }: Pick<Linking, 'identity' | 'target' | 'ci' | 'checked' | 'attributes' | 'agreements'>,
  { after }: Pick<Recovered, 'after'>,
): UpdateWrite {
  const ways = [...after.ways, identityMethod(identity)]
  // What a check has just found is proven, though a recovery leaves CI and DI unproven.
  const { identityUnproven, ...leads } = after
  const unproven = checked === undefined ? defined({ identityUnproven }) : {}
  const { set, remove } = recoveredChange({ after: { ...leads, ...unproven, ways } })
  const person = personChange({ ...defined({ ci }), checked })
  return updateWhen(
    keys.member(target.memberId),
    {
      set: { ...set, ...person.set, ...attributesChange(attributes) },
      remove: [...remove.filter((name) => !(name in person.set)), ...person.remove, 'invitation'],
      add: { version: 1, ...agreed(agreements), ...endsSessions, ...countsSession },
    },
    every(mayStay(target), isAt(target.version)),
  )
}

/** Replaces a password's hash. The version stays, since no decision depends on the hash. */
export const renewPasswordHashWrite = (id: MemberId, from: string, to: string): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { set: { passwordHash: to } },
    { text: '#passwordHash = :from', values: { from } },
  )

/**
 * Takes the released contacts from a member, with the login methods that they were, unless the member changed
 * since the release was decided.
 */
export function releaseContactsWrite(release: ContactRelease): UpdateWrite {
  const { id, version, addresses } = release
  const own = addresses
    .filter((address) => release[contactKindOf(address)]?.value === address.value)
    .map(contactKindOf)
  const isReleased = (value: string): boolean => addresses.some((address) => address.value === value)
  const rest = defined({
    otherEmails: release.otherEmails?.filter((value) => !isReleased(value)),
    otherPhones: release.otherPhones?.filter((value) => !isReleased(value)),
  })
  return updateWhen(
    keys.member(id),
    {
      set: attributesOf(rest),
      remove: own,
      ...(own.length > 0 && { without: { ways: new Set(own) } }),
      add: { version: 1 },
    },
    isAt(version),
  )
}
