import { defined } from '../domain/values/defined.ts'
import { maskEmail, maskName, maskPhone } from '../domain/values/masking.ts'
import type { MemberRecord } from '../flows/ports/store.ts'
import { type ShownMember, showMember } from '../flows/steps/show-member.ts'
import { findMembers } from './find.ts'
import type { OperatorContext } from './operator-context.ts'

/** A member in masked form, enough for an operator to recognise the right one. */
function masked(record: MemberRecord): ShownMember {
  const { email, phone, name } = record.member
  const shown = showMember(record)
  return {
    ...shown,
    ...defined({
      name: name === undefined ? undefined : maskName(name),
      email: email && maskEmail(email.value),
      phone: phone && maskPhone(phone.value),
    }),
    attributes: Object.fromEntries(Object.keys(shown.attributes).map((key) => [key, '*'])),
  }
}

/**
 * Shows the members behind a designation, masked unless `full`. Records who looked before anything is shown
 * (개인정보의 안전성 확보조치 기준 제8조: who, when, whose).
 */
export async function show(
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
  return found.map((record) => (full ? showMember(record) : masked(record)))
}
