import type { LinkedIdentity, Member } from '../../domain/member/member.ts'
import { methodsOf } from '../../domain/member/shown-methods.ts'
import type { MemberRecord } from '../ports/store.ts'

/** A member as it sees itself. */
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

/** A member's record as the member itself sees it. */
export function showMember({ member, identities }: MemberRecord): ShownMember {
  const { id, externalId, status, name, email, phone, attributes, locale, identityVerifiedAt, createdAt } =
    member
  return {
    id,
    ...(externalId === undefined ? {} : { externalId }),
    status,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email: email.value }),
    emailVerified: email?.verified ?? false,
    ...(phone === undefined ? {} : { phone: phone.value }),
    phoneVerified: phone?.verified ?? false,
    identities: identities.map(showIdentity),
    methods: methodsOf(member.ways),
    attributes,
    locale,
    ...(identityVerifiedAt === undefined ? {} : { identityVerifiedAt: identityVerifiedAt.toISOString() }),
    createdAt: createdAt.toISOString(),
  }
}

const showIdentity = ({ provider, subject, label, linkedAt }: LinkedIdentity) => ({
  provider,
  subject,
  ...(label === undefined ? {} : { label }),
  linkedAt: linkedAt.toISOString(),
})
