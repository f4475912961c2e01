import type { LinkedIdentity, Member } from '../../domain/member/member.ts'
import type { FieldsWith } from '../../domain/member/member-fields.ts'
import { leavesOut } from '../../domain/member/part-of-member.ts'
import { methodsOf } from '../../domain/member/shown-methods.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberRecord } from '../ports/store.ts'

/** A member's data as shown to the member. */
export interface ShownMember {
  readonly id: string
  readonly externalId?: string
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
  }[]
  readonly methods: readonly string[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly locale: Member['locale']
  readonly identityVerifiedAt?: string
  readonly createdAt: string
}

/** Builds a member's data as shown to the member. */
export function showMember({ member, identities }: MemberRecord): ShownMember {
  const { id, externalId, status, name, email, phone, ways, attributes, locale, ...more } = member
  const { identityVerifiedAt, createdAt, ...hidden } = more
  leavesOut<FieldsWith<'shown', 'nobody'>>()(hidden)
  return {
    id,
    status,
    emailVerified: email?.verified ?? false,
    phoneVerified: phone?.verified ?? false,
    identities: identities.map(showIdentity),
    methods: methodsOf(ways),
    attributes,
    locale,
    ...defined({
      externalId,
      name,
      email: email?.value,
      phone: phone?.value,
      identityVerifiedAt: identityVerifiedAt?.toISOString(),
    }),
    createdAt: createdAt.toISOString(),
  }
}

const showIdentity = ({ provider, subject, label, linkedAt }: LinkedIdentity) => ({
  provider,
  subject,
  ...defined({ label }),
  linkedAt: linkedAt.toISOString(),
})
