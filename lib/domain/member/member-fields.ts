import type { Member } from './member.ts'

/** The rules for one field of a member. Everything that treats all fields alike derives from these rules. */
export interface FieldRules {
  /**
   * What a merge makes of two values. `own`: the survivor's stays. `fills`: the survivor's stays, and a missing one
   * comes from the other. `contact`: a verified one wins (see `unite`). `joined`: both become one.
   */
  readonly merge: 'own' | 'fills' | 'contact' | 'joined'
  /** Whether the value tells something about the person; such a value never outlives a merge or an erasure. */
  readonly personal: boolean
  /** Whether the tombstone of a merged member keeps the value. `rewritten`: the merge writes a new one. */
  readonly tombstone: 'kept' | 'rewritten' | 'dropped'
  /** Whether the row of an erased member keeps the value. */
  readonly erased: 'kept' | 'rewritten' | 'dropped'
  /** Who sees the value: the member (`GET /me`) and operators, or nobody. */
  readonly shown: 'member' | 'nobody'
  /** Whether `PATCH /me` can change the value. */
  readonly changedByMember: boolean
  /** The columns of an import file that tell the value. */
  readonly imported: readonly string[]
  /** Whether an export contains the value, in the same columns. */
  readonly exported: boolean
}

const all = { merge: 'own', shown: 'nobody', changedByMember: false, imported: [], exported: false } as const
/** Our own bookkeeping, which describes nobody. */
const record = { ...all, personal: false } as const
/** A fact about the person, deleted by a merge and by an erasure. */
const person = { ...all, personal: true, tombstone: 'dropped', erased: 'dropped' } as const

/**
 * The fields of a member, each told once. A new field does not compile until it stands here, and then not until each
 * place that handles its class handles it: merge, tombstone, erasure, `GET /me`, `PATCH /me`, import and export.
 */
export const memberFields = {
  id: { ...record, tombstone: 'kept', erased: 'kept', shown: 'member', exported: true },
  externalId: {
    ...record,
    merge: 'fills',
    tombstone: 'kept',
    erased: 'dropped',
    shown: 'member',
    imported: ['externalId'],
    exported: true,
  },
  status: {
    ...record,
    tombstone: 'rewritten',
    erased: 'rewritten',
    shown: 'member',
    imported: ['status'],
    exported: true,
  },
  version: { ...record, tombstone: 'rewritten', erased: 'rewritten' },
  name: {
    ...person,
    merge: 'fills',
    shown: 'member',
    changedByMember: true,
    imported: ['name'],
    exported: true,
  },
  email: {
    ...person,
    merge: 'contact',
    shown: 'member',
    changedByMember: true,
    imported: ['email', 'emailVerified'],
    exported: true,
  },
  phone: {
    ...person,
    merge: 'contact',
    shown: 'member',
    changedByMember: true,
    imported: ['phone', 'phoneVerified'],
    exported: true,
  },
  otherEmails: { ...person, merge: 'contact' },
  otherPhones: { ...person, merge: 'contact' },
  birth: {
    ...person,
    merge: 'fills',
    changedByMember: true,
    imported: ['birthDate', 'birthCalendar', 'birthLeapMonth'],
    exported: true,
  },
  gender: { ...person, merge: 'fills', imported: ['gender'], exported: true },
  ci: { ...person, merge: 'fills', imported: ['ci', 'ciHash'], exported: true },
  di: { ...person, merge: 'fills', imported: ['di', 'diHash'], exported: true },
  identityVerifiedAt: {
    ...person,
    merge: 'fills',
    shown: 'member',
    imported: ['identityVerifiedAt'],
    exported: true,
  },
  identitySource: { ...person, merge: 'fills' },
  identityUnproven: { ...record, tombstone: 'dropped', erased: 'dropped' },
  ways: { ...person, merge: 'joined', shown: 'member' },
  endedIdentities: { ...person },
  imported: { ...record, tombstone: 'dropped', erased: 'dropped' },
  attributes: {
    ...person,
    merge: 'joined',
    tombstone: 'rewritten',
    erased: 'rewritten',
    shown: 'member',
    changedByMember: true,
    imported: ['attributes'],
    exported: true,
  },
  agreements: { ...record, tombstone: 'dropped', erased: 'dropped' },
  locale: {
    ...record,
    tombstone: 'kept',
    erased: 'kept',
    shown: 'member',
    changedByMember: true,
    imported: ['locale'],
    exported: true,
  },
  sessionsValidFrom: { ...record, tombstone: 'rewritten', erased: 'kept' },
  restorableUntil: { ...record, tombstone: 'dropped', erased: 'dropped' },
  mergedInto: { ...record, tombstone: 'rewritten', erased: 'dropped' },
  rejoinFrom: { ...record, tombstone: 'dropped', erased: 'dropped' },
  createdAt: {
    ...record,
    tombstone: 'kept',
    erased: 'kept',
    shown: 'member',
    imported: ['joinedAt'],
    exported: true,
  },
} as const satisfies Record<keyof Member, FieldRules>

type Rules = typeof memberFields

/** The fields with one of these values for a rule. */
export type FieldsWith<Rule extends keyof FieldRules, Value> = {
  [Field in keyof Rules]: Rules[Field][Rule] extends Value ? Field : never
}[keyof Rules]

/** The columns of an import file that tell fields of a member. */
export type ImportedColumn = Rules[keyof Rules]['imported'][number]

const isField = (name: string): name is keyof Member => name in memberFields

/** The names of all fields, in the order of the table. */
const fieldNames: readonly (keyof Member)[] = Object.keys(memberFields).filter(isField)

/** The names of the fields with a value for a rule. */
export function fieldsWith<Rule extends keyof FieldRules, Value extends FieldRules[Rule]>(
  rule: Rule,
  value: Value,
): readonly FieldsWith<Rule, Value>[] {
  const hasValue = (name: keyof Member): name is FieldsWith<Rule, Value> => {
    const rules: FieldRules = memberFields[name]
    return rules[rule] === value
  }
  return fieldNames.filter(hasValue)
}

/** The part of a member with the named fields. Absent fields stay absent. */
export function pickFields<Field extends keyof Member>(
  member: Member,
  names: readonly Field[],
): Partial<Pick<Member, Field>> {
  const picked: Partial<Pick<Member, Field>> = {}
  for (const name of names) if (member[name] !== undefined) picked[name] = member[name]
  return picked
}

/**
 * Compiles only if `rest`, the fields that a place leaves out of a member, are exactly the
 * fields that the place may leave out. So a new field is a compile error in every place that
 * must handle it. Does nothing at run time.
 */
export const leavesOut =
  <Field extends keyof Member>() =>
  <Rest extends object>(
    _rest: Rest &
      (Exclude<keyof Rest, Field> extends never
        ? unknown
        : { readonly notHandled: Exclude<keyof Rest, Field> }) &
      (Exclude<Field, keyof Rest> extends never
        ? unknown
        : { readonly handledAgainstTheTable: Exclude<Field, keyof Rest> }),
  ): void => {}
