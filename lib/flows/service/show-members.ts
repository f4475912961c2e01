import type { RecordedEvent } from '../../domain/history/audit.ts'
import type { FieldsWith } from '../../domain/member/member-fields.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { maskBirth, maskEmail, maskName, maskPhone } from '../../domain/values/masking.ts'
import type { MemberRecord } from '../ports/store.ts'
import { type ShownMember, showMember } from '../steps/show-member.ts'
import { findMembers, type MemberQuery, requireMember } from './find-members.ts'
import type { OperatorContext } from './operator-context.ts'

/** The personal fields that are shown: each is masked for operators, or left as it is by a decision. */
type ShownPersonalField = FieldsWith<'personal', true> & FieldsWith<'shown', 'member' | 'everywhere'>

const unmasked: Partial<ShownMember> = {}

/** A member in masked form, enough for an operator to recognise the right one. */
function masked({ world }: OperatorContext, record: MemberRecord): ShownMember {
  const { email, phone, name, nickname, loginId, birth, gender } = record.member
  const shown = { ...showMember(world, record) }
  const masks = {
    name: defined({ name: name === undefined ? undefined : maskName(name) }),
    nickname: defined({ nickname: nickname && maskName(nickname) }),
    birth: defined({ birth: birth && maskBirth(birth) }),
    gender: defined({ gender: gender && '*' }),
    loginId: defined({ loginId: loginId === undefined ? undefined : maskName(loginId) }),
    email: defined({ email: email && maskEmail(email.value) }),
    phone: defined({ phone: phone && maskPhone(phone.value) }),
    attributes: { attributes: Object.fromEntries(Object.keys(shown.attributes).map((key) => [key, '*'])) },
    // Support is asked about the login methods and the identity check, and these name nobody.
    ways: unmasked,
    identityVerifiedAt: unmasked,
  } satisfies Record<ShownPersonalField, Partial<ShownMember>>
  for (const mask of Object.values(masks)) Object.assign(shown, mask)
  return {
    ...shown,
    // What a provider told is the person's own, and nobody is recognised by it.
    identities: shown.identities.map(({ told: _, ...identity }) => identity),
    passkeys: shown.passkeys.map((passkey) => ({ ...passkey, name: maskName(passkey.name) })),
  }
}

/**
 * Records who looked before anything is shown (개인정보의 안전성 확보조치 기준 제8조: who, when, whose).
 */
function recordLooks(
  { world, operations, operator }: OperatorContext,
  ...records: readonly MemberRecord[]
): Promise<void> {
  const at = world.clock.now()
  return operations.record(
    records.map(({ member }) => ({
      member,
      event: { id: world.ids.record(), type: 'member.shown', at, operator },
    })),
  )
}

/** The members behind a query, masked. Every look is recorded. */
export async function searchMembers(
  context: OperatorContext,
  query: MemberQuery,
): Promise<readonly ShownMember[]> {
  const found = await findMembers(context, query)
  await recordLooks(context, ...found)
  return found.map((record) => masked(context, record))
}

/** A member with all values. The look is recorded. Throws `not_found`. */
export async function showMemberInFull(context: OperatorContext, id: MemberId): Promise<ShownMember> {
  const record = await requireMember(context, id)
  await recordLooks(context, record)
  return showMember(context.world, record)
}

/** The most events of one answer. */
const eventsPerPage = 100

/** An event of a member's history, in the form of the API. */
interface ShownEvent {
  readonly id: string
  readonly type: string
  /** RFC 3339. */
  readonly at: string
  readonly operator?: string
  readonly identity?: Identity
  readonly changed?: readonly string[]
  readonly source?: string
  readonly byMember?: string
  readonly survivor?: string
  readonly merged?: string
  readonly consents?: NonNullable<RecordedEvent['consents']>
}

/** A page of a member's history, newest first. */
export interface ShownHistory {
  readonly events: readonly ShownEvent[]
  /** The id to continue before; absent on the last page. */
  readonly before?: string
}

const showEvent = ({
  at,
  memberId: _,
  externalId: _external,
  sessionId: _session,
  ...event
}: RecordedEvent): ShownEvent => ({ ...event, at: at.toISOString() })

/**
 * What happened to a member, newest first: from the newest event, or from the one before `before`. The look is recorded.
 * Throws `not_found`.
 */
export async function showHistory(
  context: OperatorContext,
  id: MemberId,
  before?: string,
): Promise<ShownHistory> {
  const record = await requireMember(context, id)
  const found = await context.operations.history(id, { ...defined({ before }), limit: eventsPerPage + 1 })
  await recordLooks(context, record)
  const events = found.slice(0, eventsPerPage)
  const last = found.length > eventsPerPage ? events.at(-1)?.id : undefined
  return { events: events.map(showEvent), ...defined({ before: last }) }
}
