import * as v from 'valibot'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { IdentityProfile } from '../../../domain/visit/provider-profile.ts'
import { type DeleteWrite, keyOf } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { birth, identityEntries, moment } from '../fields.ts'
import { kindOf, type RowDefinition, readRow } from '../row.ts'
import { linkedIdentityRow } from './identity.ts'

const text = v.exactOptional(v.string())

const profileEntries = {
  nickname: text,
  picture: text,
  gender: text,
  ageRange: text,
  friend: v.exactOptional(v.boolean()),
  birth: v.exactOptional(birth),
  at: moment,
}

/** A row of a provider's profile alone, as releases up to 0.1 wrote it beside the identity. */
export const storedProviderProfileRow = {
  kind: 'profile',
  schema: v.object({ ...identityEntries, ...profileEntries }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The provider's profile in the row of its identity. */
const profiledIdentityRow = {
  kind: linkedIdentityRow.kind,
  schema: v.object({ ...identityEntries, profile: v.exactOptional(v.object(profileEntries)) }),
} as const satisfies RowDefinition<v.GenericSchema>

function profileIn(item: unknown): readonly IdentityProfile[] {
  switch (kindOf(item)) {
    case storedProviderProfileRow.kind:
      return [readRow(storedProviderProfileRow, item)]
    case profiledIdentityRow.kind: {
      const { profile, ...identity } = readRow(profiledIdentityRow, item)
      return profile === undefined ? [] : [{ ...identity, ...profile }]
    }
    default:
      return []
  }
}

/** The providers' profiles among a member's rows. */
export const profilesIn = (items: readonly unknown[]): readonly IdentityProfile[] => items.flatMap(profileIn)

/** Deletes the profile of an identity that an earlier release linked. */
export const forgottenProfileWrite = (id: MemberId, identity: Identity): DeleteWrite => ({
  Delete: { Key: keyOf(keys.profile(id, identity)) },
})
