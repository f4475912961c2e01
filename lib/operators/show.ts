import type { FieldsWith } from '../domain/member/member-fields.ts'
import { defined } from '../domain/values/defined.ts'
import { maskBirth, maskEmail, maskName, maskPhone } from '../domain/values/masking.ts'
import type { MemberRecord } from '../flows/ports/store.ts'
import { type ShownMember, showMember } from '../flows/steps/show-member.ts'
import { findMembers } from './find.ts'
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
  // What a provider told is the person's own, and nobody is recognised by it.
  return { ...shown, identities: shown.identities.map(({ told: _, ...identity }) => identity) }
}

/**
 * Shows the members behind a designation, masked unless `full`. Records who looked before anything is shown
 * (개인정보의 안전성 확보조치 기준 제8조: who, when, whose).
 */
export async function showToOperator(
  context: OperatorContext,
  designation: string,
  { full }: { readonly full: boolean },
): Promise<readonly ShownMember[]> {
  const { world, operations, operator } = context
  const found = await findMembers(context, designation)
  for (const { member } of found) {
    const event = { id: world.ids.record(), type: 'member.shown', at: world.clock.now(), operator } as const
    await operations.record(member, event)
  }
  return found.map((record) => (full ? showMember(world, record) : masked(context, record)))
}
