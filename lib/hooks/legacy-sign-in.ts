import { loginIdKey } from '../domain/values/login-id.ts'
import type { Identifier } from '../domain/values/verification.ts'
import type { LegacyReading, LegacySystem, ServiceHooks } from '../flows/ports/hooks.ts'
import type { Importation, Imports } from '../flows/ports/store/operators/imports.ts'
import { importationOf } from '../operators/importing/importation.ts'
import { isFieldName } from '../operators/importing/reading/fields.ts'
import type { OldMember } from '../operators/importing/understanding/old-member.ts'
import { readOldMember } from '../operators/importing/understanding/read-old-member.ts'
import type { CallHooks } from './call-hook.ts'
import { jsonObject } from './json.ts'
import { UnusableResult } from './unusable-result.ts'

/**
 * Reads a member of the old system by the rules of an import. Nothing, or `false`, is nobody. Takes the identifier that
 * the member must have, so that the next sign-in finds the member here. Throws `UnusableResult` that names what is wrong, and
 * holds no value.
 */
function readLegacyMember(
  returned: unknown,
  identifier: Identifier,
  { hashes, record, now, timeZone }: LegacyReading,
): Importation | undefined {
  if (returned === undefined || returned === null || returned === false) return undefined
  const row = Object.entries(jsonObject(withTimes(returned)))
  const unknown = row.find(([name]) => !isFieldName(name))
  if (unknown !== undefined) throw new UnusableResult('the member has a field that an import does not know')
  const fields = Object.fromEntries(row.filter(([name]) => !name.startsWith('password')))
  // The typed password is hashed when the member is written. Here it only counts as a login method.
  const read = readOldMember({ fields: { ...fields, passwordHash } }, { now, timeZone, words: new Map() })
  if (read.kind === 'faulty')
    throw new UnusableResult(read.faults.map(({ pointer }) => `${pointer || '/'}`).join(', '))
  if (!isNamedBy(read.member, identifier)) throw new UnusableResult('the identifier does not name the member')
  return importationOf(read.member, { hashes, record, startedAt: now, importId: record() })
}

/** The form of a hash. It is never stored. */
const passwordHash = '0'.repeat(32)

/** Databases give times as dates. */
const withTimes = (returned: unknown): unknown =>
  typeof returned !== 'object' || returned === null || Array.isArray(returned)
    ? returned
    : Object.fromEntries(
        Object.entries(returned).map(([name, value]) => [
          name,
          value instanceof Date ? value.toISOString() : value,
        ]),
      )

function isNamedBy({ email, phone, loginId }: OldMember, { channel, value }: Identifier): boolean {
  switch (channel) {
    case 'email':
      return email?.value === value
    case 'sms':
      return phone?.value === value
    case 'login_id':
      return loginId !== undefined && loginIdKey(loginId) === value
    default:
      return channel satisfies never
  }
}

/** The hook that asks the old system. Takes what writes its members. */
export function legacySignInHook(
  hookNamed: CallHooks,
  imports: () => Pick<Imports, 'add'>,
): ServiceHooks['legacySignIn'] {
  const call = hookNamed('legacySignIn')
  if (call === undefined) return undefined
  const ask: LegacySystem['ask'] = ({ identifier, password }, reading) =>
    call({ identifier: identifier.value, password }, (returned) =>
      readLegacyMember(returned, identifier, reading),
    )
  return { ask, add: (importation) => imports().add(importation) }
}
