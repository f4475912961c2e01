import type { ClaimedValue } from '../leads/claimed.ts'
import { isProvenPerson } from '../leads/person.ts'
import type { Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'

/** The result of one person's CI and DI on two accounts. */
export interface UnitedPerson {
  readonly fills: Partial<Pick<Member, 'ci' | 'di' | 'identityVerifiedAt' | 'identitySource'>>
  readonly moves: readonly ClaimedValue[]
  readonly frees: readonly (ClaimedValue & { readonly from: 'survivor' | 'other' })[]
  /** Whether the survivor's CI and DI count as unproven afterwards. */
  readonly isUnproven: boolean
}

type PersonFields = Pick<Member, 'ci' | 'di' | 'identityUnproven' | 'identityVerifiedAt' | 'identitySource'>

const valuesOf = ({ ci, di }: Partial<PersonFields>): readonly ClaimedValue[] => [
  ...(ci === undefined ? [] : [{ of: 'ci', value: ci } as const]),
  ...(di === undefined ? [] : [{ of: 'di', value: di } as const]),
]

const hasNone = ({ ci, di }: PersonFields): boolean => ci === undefined && di === undefined

/** Whether the CI and DI of a member count. Values of two members are never mixed if only one member's count. */
const isProven = (person: PersonFields): boolean => !hasNone(person) && isProvenPerson(person)

/**
 * Decides which CI and DI two accounts of one person have together. Proven values take the place of unproven
 * ones. Otherwise the survivor's own values win, and the other's fill what the survivor lacks: one person gets a
 * new DI when the service's contract for identity checks changes.
 */
export function unitePerson(survivor: PersonFields, other: PersonFields): UnitedPerson {
  const takesAll = hasNone(survivor) || (!isProven(survivor) && isProven(other))
  const keepsAll = isProven(survivor) && !isProven(other)
  const from = (side: 'survivor' | 'other') => (value: ClaimedValue) => ({ ...value, from: side })
  if (keepsAll) return { fills: {}, moves: [], frees: valuesOf(other).map(from('other')), isUnproven: false }
  const { ci, di, identityVerifiedAt, identitySource } = other
  const fills = defined({
    ci: takesAll || survivor.ci === undefined ? ci : undefined,
    di: takesAll || survivor.di === undefined ? di : undefined,
    identityVerifiedAt: survivor.identityVerifiedAt === undefined ? identityVerifiedAt : undefined,
    identitySource: survivor.identitySource === undefined ? identitySource : undefined,
  })
  const moves = valuesOf(fills)
  const isMoved = ({ of }: ClaimedValue): boolean => moves.some((moved) => moved.of === of)
  return {
    fills,
    moves,
    frees: [
      ...(takesAll ? valuesOf(survivor).map(from('survivor')) : []),
      ...valuesOf(other)
        .filter((value) => !isMoved(value))
        .map(from('other')),
    ],
    isUnproven: !isProvenPerson(takesAll ? other : survivor),
  }
}
