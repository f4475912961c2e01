import type { Member } from './member.ts'

/**
 * Who changes a field. `member`: `PATCH /me`. `provider`: linking an identity whose provider has verified something.
 * `identity_check`: the identity gateway. `operator`: a command.
 */
export type Changer = 'member' | 'provider' | 'identity_check' | 'operator'

/** The rules for one field of a member. Everything that treats all fields alike derives from these rules. */
export interface FieldRules {
  /**
   * What a merge makes of two values. `own`: the survivor's stays. `fills`: the survivor's stays, and a missing one
   * comes from the other. `contact`: a verified one wins (see `unite`). `person`: what an identity check proved wins
   * (see `unitePerson`). `joined`: both become one.
   */
  readonly merge: 'own' | 'fills' | 'contact' | 'person' | 'joined'
  /** Whether the value tells something about the person; such a value never outlives a merge or an erasure. */
  readonly personal: boolean
  /** Whether the tombstone of a merged member keeps the value. `rewritten`: the merge writes a new one. */
  readonly tombstone: 'kept' | 'rewritten' | 'dropped'
  /** Whether the row of an erased member keeps the value. */
  readonly erased: 'kept' | 'rewritten' | 'dropped'
  /**
   * Who sees the value. `member`: the member (`GET /me`) and operators, for whom a personal one is masked. `everywhere`:
   * the consumers of events as well.
   */
  readonly shown: 'everywhere' | 'member' | 'nobody'
  /** Who changes the value of an existing member. */
  readonly changedBy: readonly Changer[]
  /** The columns of an import file that tell the value. */
  readonly imported: readonly string[]
  /** Whether an export contains the value, in the same columns. */
  readonly exported: boolean
}

const all = { merge: 'own', shown: 'nobody', changedBy: [], imported: [], exported: false } as const
/** Our own bookkeeping, which describes nobody. */
const record = { ...all, personal: false } as const
/** A fact about the person, deleted by a merge and by an erasure. */
const person = { ...all, personal: true, tombstone: 'dropped', erased: 'dropped' } as const
/** The same, known to the member, and told in import and export. */
const profile = { ...person, merge: 'fills', shown: 'member', exported: true } as const

/**
 * The fields of a member, each listed once. A new field does not compile until it stands here, and then not until each
 * place that handles its class handles it: merge, tombstone, erasure, `GET /me`, the operators' masks, `PATCH /me`, the
 * identity check, import and export.
 */
export const memberFields = {
  id: { ...record, tombstone: 'kept', erased: 'kept', shown: 'everywhere', exported: true },
  externalId: {
    ...record,
    merge: 'fills',
    tombstone: 'kept',
    erased: 'dropped',
    shown: 'everywhere',
    imported: ['externalId'],
    exported: true,
  },
  status: {
    ...record,
    tombstone: 'rewritten',
    erased: 'rewritten',
    shown: 'member',
    changedBy: ['operator'],
    imported: ['status'],
    exported: true,
  },
  version: { ...record, tombstone: 'rewritten', erased: 'rewritten' },
  name: { ...profile, changedBy: ['member', 'identity_check'], imported: ['name'] },
  nickname: { ...profile, changedBy: ['member'], imported: ['nickname'] },
  loginId: { ...profile, imported: ['loginId'] },
  email: {
    ...person,
    merge: 'contact',
    shown: 'member',
    changedBy: ['member', 'provider'],
    imported: ['email', 'emailVerified'],
    exported: true,
  },
  phone: {
    ...person,
    merge: 'contact',
    shown: 'member',
    changedBy: ['member', 'provider', 'identity_check'],
    imported: ['phone', 'phoneVerified', 'phoneVerifiedAt'],
    exported: true,
  },
  otherEmails: { ...person, merge: 'contact' },
  otherPhones: { ...person, merge: 'contact' },
  birth: {
    ...profile,
    changedBy: ['member', 'identity_check'],
    imported: ['birthDate', 'birthCalendar', 'birthLeapMonth'],
  },
  gender: { ...profile, changedBy: ['member', 'identity_check'], imported: ['gender'] },
  ci: {
    ...person,
    merge: 'person',
    changedBy: ['provider', 'identity_check'],
    imported: ['ci', 'ciHash'],
    exported: true,
  },
  di: {
    ...person,
    merge: 'person',
    changedBy: ['identity_check'],
    imported: ['di', 'diHash'],
    exported: true,
  },
  identityVerifiedAt: {
    ...person,
    merge: 'person',
    shown: 'member',
    changedBy: ['identity_check'],
    imported: ['identityVerifiedAt'],
    exported: true,
  },
  identitySource: { ...person, merge: 'person', changedBy: ['identity_check'] },
  identityUnproven: { ...record, merge: 'person', tombstone: 'dropped', erased: 'dropped' },
  ways: { ...person, merge: 'joined', shown: 'member' },
  endedIdentities: { ...person, merge: 'joined', changedBy: ['provider'] },
  imported: { ...record, tombstone: 'dropped', erased: 'dropped' },
  importId: { ...record, tombstone: 'dropped', erased: 'dropped' },
  asImported: { ...record, tombstone: 'dropped', erased: 'dropped' },
  neverProven: { ...record, tombstone: 'dropped', erased: 'dropped' },
  attributes: {
    ...person,
    merge: 'joined',
    tombstone: 'rewritten',
    erased: 'rewritten',
    shown: 'member',
    changedBy: ['member'],
    imported: ['attributes'],
    exported: true,
  },
  agreements: { ...record, tombstone: 'dropped', erased: 'dropped', changedBy: ['provider'] },
  locale: {
    ...record,
    tombstone: 'kept',
    erased: 'kept',
    shown: 'member',
    changedBy: ['member'],
    imported: ['locale'],
    exported: true,
  },
  credentialsVersion: { ...record, tombstone: 'rewritten', erased: 'kept' },
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

/** The fields that this one changes. */
export type FieldsChangedBy<By extends Changer> = {
  [Field in keyof Rules]: By extends Rules[Field]['changedBy'][number] ? Field : never
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

/** Takes who changes members; gives the names of the fields that this one changes. */
export function fieldsChangedBy<By extends Changer>(by: By): readonly FieldsChangedBy<By>[] {
  const isChanged = (name: keyof Member): name is FieldsChangedBy<By> => {
    const { changedBy }: FieldRules = memberFields[name]
    return changedBy.includes(by)
  }
  return fieldNames.filter(isChanged)
}
