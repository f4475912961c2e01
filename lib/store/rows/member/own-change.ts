import type { Member } from '../../../domain/member/member.ts'
import { fieldsChangedBy } from '../../../domain/member/member-fields.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Changing } from '../../../flows/ports/store.ts'
import { type Attribute, type Change, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { type ActingSession, endsSessions, mayStay } from '../auth-state.ts'
import { attributesOf } from '../fields.ts'
import { attributesText } from './member.ts'
import { isAt } from './member-changes.ts'

/** The attributes that differ after a member's own change. */
function changedAttributes(before: Member, after: Member): Record<string, Attribute> {
  // Beside the fields that the member changes: a contact may take the place of a secondary one.
  const changed = [...fieldsChangedBy('member'), 'otherEmails' as const, 'otherPhones' as const].filter(
    (field) => field !== 'attributes' && before[field] !== after[field],
  )
  return {
    ...attributesOf(Object.fromEntries(changed.map((field) => [field, after[field]]))),
    ...(before.attributes !== after.attributes && { attributes: attributesText(after) }),
    ...(before.ways !== after.ways && { ways: new Set(after.ways) }),
  }
}

/** The parts of a change that its member's row depends on. */
type OwnChange = Pick<Changing, 'before' | 'after' | 'changed' | 'passwordHash' | 'endsOthers'>

/** Stores a member's own change, unless the member changed since it was read or its session has ended. */
export function changeMemberWrite(
  { before, after, changed, passwordHash, endsOthers }: OwnChange,
  by: ActingSession,
): UpdateWrite {
  const gaveUp = changed.includes('password') && passwordHash === undefined
  const change: Change = {
    set: { ...changedAttributes(before, after), ...defined({ passwordHash }) },
    remove: [
      ...(gaveUp ? ['passwordHash'] : []),
      ...(before.neverProven && !after.neverProven ? ['neverProven'] : []),
    ],
    add: { version: 1, ...(endsOthers && endsSessions) },
  }
  return updateWhen(keys.member(before.id), change, every(mayStay(by), isAt(before.version)))
}
