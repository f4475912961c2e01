import { verifiedContacts } from '../../domain/leads/contact.ts'
import { loginMethods } from '../../domain/leads/methods.ts'
import type { LinkedIdentity, Member } from '../../domain/member/member.ts'
import type { FieldsWith } from '../../domain/member/member-fields.ts'
import { leavesOut } from '../../domain/member/part-of-member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from './judged-at.ts'

/** A member's data as shown to the member. */
export interface ShownMember {
  readonly id: string
  readonly externalId?: string
  readonly loginId?: string
  readonly status: Member['status']
  readonly name?: string
  readonly email?: string
  readonly emailVerified: boolean
  readonly phone?: string
  readonly phoneVerified: boolean
  readonly identities: readonly {
    readonly provider: string
    readonly subject: string
    readonly label?: string
    readonly linkedAt: string
    /** `unlinked_by_provider`: its connection at the provider has ended. It may still be unlinked here. */
    readonly state: 'linked' | 'unlinked_by_provider'
  }[]
  readonly methods: readonly string[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly locale: Member['locale']
  readonly identityVerifiedAt?: string
  readonly createdAt: string
}

/** Builds a member's data as shown to the member. */
export function showMember(
  world: Pick<World, 'stage' | 'clock'>,
  { member, identities, ended }: MemberRecord,
): ShownMember {
  const at = judgedAt(world)
  const { id, externalId, loginId, status, name, email, phone, ways: _, attributes, locale, ...more } = member
  const { identityVerifiedAt, createdAt, ...hidden } = more
  leavesOut<FieldsWith<'shown', 'nobody'>>()(hidden)
  return {
    id,
    status,
    ...verifiedContacts(member, at),
    identities: [
      ...identities.map((identity) => showIdentity(identity, 'linked')),
      ...ended.map((identity) => showIdentity(identity, 'unlinked_by_provider')),
    ],
    methods: loginMethods(member, at),
    attributes,
    locale,
    ...defined({
      externalId,
      loginId,
      name,
      email: email?.value,
      phone: phone?.value,
      identityVerifiedAt: identityVerifiedAt?.toISOString(),
    }),
    createdAt: createdAt.toISOString(),
  }
}

const showIdentity = (
  { provider, subject, label, linkedAt }: LinkedIdentity,
  state: ShownMember['identities'][number]['state'],
) => ({
  provider,
  subject,
  ...defined({ label }),
  linkedAt: linkedAt.toISOString(),
  state,
})
