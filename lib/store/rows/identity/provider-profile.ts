import * as v from 'valibot'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { IdentityProfile, StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'
import { type DeleteWrite, keyOf, type PutWrite } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, birth, identityEntries, moment } from '../fields.ts'
import { kindOf, type RowDefinition, readRow } from '../row.ts'

const text = v.exactOptional(v.string())

/** The row of a provider's profile. */
export const storedProviderProfileRow = {
  kind: 'profile',
  schema: v.object({
    ...identityEntries,
    nickname: text,
    picture: text,
    gender: text,
    ageRange: text,
    friend: v.exactOptional(v.boolean()),
    birth: v.exactOptional(birth),
    at: moment,
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The providers' profiles among a member's rows. */
export const profilesIn = (items: readonly unknown[]): readonly IdentityProfile[] =>
  items
    .filter((item) => kindOf(item) === storedProviderProfileRow.kind)
    .map((item) => readRow(storedProviderProfileRow, item))

/** Stores a provider's profile of a member, replacing the previous one. */
const storedProfileWrite = (id: MemberId, identity: Identity, profile: StoredProviderProfile): PutWrite => ({
  Put: {
    Item: {
      ...keys.profile(id, identity),
      kind: storedProviderProfileRow.kind,
      provider: identity.provider,
      subject: identity.subject,
      ...attributesOf(profile),
    },
  },
})

/** Stores a provider's profile where there is one. */
export const providerProfileWrites = (
  id: MemberId,
  identity: Identity,
  profile: StoredProviderProfile | undefined,
): { readonly profile?: PutWrite } =>
  profile === undefined ? {} : { profile: storedProfileWrite(id, identity, profile) }

/** Deletes a provider's profile, whether or not it exists. */
export const forgottenProfileWrite = (id: MemberId, identity: Identity): DeleteWrite => ({
  Delete: { Key: keyOf(keys.profile(id, identity)) },
})
