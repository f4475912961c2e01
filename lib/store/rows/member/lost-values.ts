import type { MemberId } from '../../../domain/values/ids.ts'
import { type Change, type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'

/** A value that a member has no longer for itself. */
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

/** Takes values from a member that another imported one has as well: they stay on file, and let nobody in. */
export function loseSharedWrite(id: MemberId, values: readonly LostValue[]): UpdateWrite {
  const change: Change = {
    set: Object.fromEntries(
      values.flatMap(({ of }) => [
        [`${of}.verified`, false],
        [`${of}.shared`, true],
      ]),
    ),
    without: { ways: new Set(values.map(({ of }) => of)) },
    add: { version: 1 },
  }
  return updateWhen(keys.member(id), change, every(...values.map(isOnFile)))
}
