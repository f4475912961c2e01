import { verifiedContacts } from '../../domain/leads/contact.ts'
import type { JudgedAt } from '../../domain/leads/lead.ts'
import { isUsableAt } from '../../domain/leads/leads.ts'
import { loginMethods } from '../../domain/leads/methods.ts'
import type { LinkedIdentity, Member } from '../../domain/member/member.ts'
import type { FieldsWith } from '../../domain/member/member-fields.ts'
import { leavesOut } from '../../domain/member/part-of-member.ts'
import { type LinkEffect, linkedMember } from '../../domain/merge/linked.ts'
import type { Passkey } from '../../domain/passkey/passkey.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Birth } from '../../domain/values/evidence.ts'
import { type Identity, sameIdentity } from '../../domain/values/identity.ts'
import type { StoredProviderProfile } from '../../domain/visit/provider-profile.ts'
import type { Linking, MemberRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from './judged-at.ts'

/** A member's data as shown to the member. */
export interface ShownMember {
  readonly id: string
  readonly externalId?: string
  readonly loginId?: string
  readonly status: Member['status']
  readonly name?: string
  readonly nickname?: string
  readonly birth?: Birth
  readonly gender?: string
  readonly email?: string
  readonly emailVerified: boolean
  /** Mail does not reach the address. A code that comes back from it ends this. */
  readonly delivery?: 'failing'
  readonly phone?: string
  readonly phoneVerified: boolean
  readonly identities: readonly {
    readonly provider: string
    readonly subject: string
    readonly label?: string
    readonly linkedAt: string
    /** The last sign-in by this identity. */
    readonly lastUsedAt?: string
    /** `unlinked_by_provider`: its connection at the provider has ended. It may still be unlinked here. */
    readonly state: 'linked' | 'unlinked_by_provider'
    /** What the provider told about the person when the identity was linked. */
    readonly told?: Omit<StoredProviderProfile, 'at'>
  }[]
  readonly passkeys: readonly {
    readonly id: string
    readonly name: string
    readonly createdAt: string
    readonly lastUsedAt?: string
    /** Whether the person's other devices have it too. One that they do not have is gone with its device. */
    readonly backedUp: boolean
    /** Whether it signs in here. One of another domain, or of a stage that has no passkeys any more, can only be removed. */
    readonly usable: boolean
  }[]
  readonly methods: readonly string[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly locale: Member['locale']
  readonly identityVerifiedAt?: string
  readonly createdAt: string
}

/** The record of a member after a link, as the next read gives it. */
export function withLinked(
  { member, identities, ended, passkeys, providerProfiles }: MemberRecord,
  effect: LinkEffect & Pick<Linking, 'identity' | 'providerProfile'>,
): MemberRecord {
  const { identity, providerProfile } = effect
  const { provider, subject } = identity
  const isOther = (one: Identity): boolean => !sameIdentity(one, identity)
  return {
    member: linkedMember(member, effect),
    identities: [...identities.filter(isOther), identity].toSorted(byIdentity),
    ended: ended.filter(isOther),
    passkeys,
    providerProfiles: [
      ...providerProfiles.filter(isOther),
      ...(providerProfile === undefined ? [] : [{ provider, subject, ...providerProfile }]),
    ],
  }
}

const nameOf = ({ provider, subject }: Identity): string => `${provider}#${subject}`
/** The order of a member's identities. */
export const byIdentity = (a: Identity, b: Identity): number => (nameOf(a) < nameOf(b) ? -1 : 1)

/** Builds a member's data as shown to the member. */
export function showMember(
  world: Pick<World, 'stage' | 'clock'>,
  { member, identities, ended, passkeys, providerProfiles }: MemberRecord,
): ShownMember {
  const at = judgedAt(world)
  const { id, externalId, loginId, status, name, email, phone, ways: _, attributes, locale, ...more } = member
  const { nickname, birth, gender, identityVerifiedAt, createdAt, ...hidden } = more
  leavesOut<FieldsWith<'shown', 'nobody'>>()(hidden)
  return {
    id,
    status,
    ...verifiedContacts(member, at),
    identities: [
      ...identities.map((identity) => showIdentity(identity, 'linked', providerProfiles)),
      ...ended.map((identity) => showIdentity(identity, 'unlinked_by_provider', providerProfiles)),
    ],
    passkeys: passkeys.map((passkey) => showPasskey(passkey, at)),
    methods: loginMethods(member, at),
    attributes,
    locale,
    ...defined({
      externalId,
      loginId,
      name,
      nickname,
      birth,
      gender,
      email: email?.value,
      delivery: email?.failing && ('failing' as const),
      phone: phone?.value,
      identityVerifiedAt: identityVerifiedAt?.toISOString(),
    }),
    createdAt: createdAt.toISOString(),
  }
}

function showPasskey(passkey: Passkey, { rpId }: JudgedAt): ShownMember['passkeys'][number] {
  const { id, name, createdAt, lastUsedAt, backedUp } = passkey
  return {
    id,
    name,
    createdAt: createdAt.toISOString(),
    ...defined({ lastUsedAt: lastUsedAt?.toISOString() }),
    backedUp,
    usable: isUsableAt(passkey, rpId),
  }
}

function showIdentity(
  { provider, subject, label, linkedAt, lastUsedAt }: LinkedIdentity,
  state: ShownMember['identities'][number]['state'],
  profiles: MemberRecord['providerProfiles'],
): ShownMember['identities'][number] {
  const profile = profiles.find((one) => sameIdentity(one, { provider, subject }))
  return {
    provider,
    subject,
    ...defined({ label }),
    linkedAt: linkedAt.toISOString(),
    ...defined({ lastUsedAt: lastUsedAt?.toISOString() }),
    state,
    ...defined({ told: profile && showProviderProfile(profile) }),
  }
}

/** The values that a provider told, without our own bookkeeping. */
export const showProviderProfile = ({ at: _, ...told }: StoredProviderProfile) => {
  const { nickname, picture, gender, ageRange, birth, friend } = told
  return defined({ nickname, picture, gender, ageRange, birth, friend })
}
