import type { LinkedIdentity, Member } from '../domain/member.ts'
import { Problem } from '../domain/problem.ts'
import type { MemberRecord } from './ports/store.ts'
import type { World } from './ports/world.ts'

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

/** The signed-in member, or `invalid_token` when the session or the member is not alive any more. */
export async function me(world: World, bearer: string): Promise<ShownMember> {
  const { memberId, sessionId } = await world.tokens.access.read(bearer, 'fresh_enough')
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  return showMember(record)
}

function showMember({ member, identities }: MemberRecord): ShownMember {
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
    methods: methodsOf(member, identities),
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

/** What lets the member in, in the words of the API: `password`, `code`, and providers. */
function methodsOf({ ways }: Member, identities: readonly LinkedIdentity[]): readonly string[] {
  const byCode = ways.includes('email') || ways.includes('phone')
  return [
    ...(ways.includes('password') ? ['password'] : []),
    ...(byCode ? ['code'] : []),
    ...new Set(identities.map(({ provider }) => provider)),
  ]
}
