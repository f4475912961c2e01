import type { MemberId } from '../../../domain/values/ids.ts'
import { type Change, type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'

/** A contact that a member no longer has alone. */
export interface LostValue {
  readonly of: 'email' | 'phone'
  readonly value: string
  readonly verified: boolean
}

const isOnFile = ({ of, value, verified }: LostValue): Condition =>
  every(
    { text: `#${of}.#value = :${of}`, values: { [of]: value } },
    {
      text: `#${of}.#verified = :${of}_verified`,
      values: { [`${of}_verified`]: verified },
    },
  )

/**
 * Makes a member's contacts shared, because an imported member has them too: they stay on file but let nobody
 * in.
 */
export function loseSharedWrite(id: MemberId, values: readonly LostValue[]): UpdateWrite {
  const change: Change = {
    set: Object.fromEntries(
      values.flatMap(({ of }) => [
        [`${of}.verified`, false],
        [`${of}.shared`, true],
      ]),
    ),
    without: { ways: new Set(values.map(({ of }) => of)) },
    // A member who was as an import made it stays so: another import changes it here.
    add: { version: 1, asImported: 1 },
  }
  return updateWhen(keys.member(id), change, every(...values.map(isOnFile)))
}
