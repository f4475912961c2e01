import * as v from 'valibot'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'
import { type DeleteWrite, keyOf, type PutWrite } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, birth, identityEntries, moment } from '../fields.ts'
import type { Row } from '../row.ts'

const text = v.exactOptional(v.string())

export const storedProviderProfileRow = {
  kind: 'profile',
  schema: v.object({
    ...identityEntries,
    nickname: text,
    picture: text,
    gender: text,
    ageRange: text,
    birth: v.exactOptional(birth),
    at: moment,
  }),
} as const satisfies Row<v.GenericSchema>

/** Keeps what a provider told of a member, in the place of what it told before. */
const toldProfileWrite = (id: MemberId, identity: Identity, told: StoredProviderProfile): PutWrite => ({
  Put: {
    Item: {
      ...keys.profile(id, identity),
      kind: storedProviderProfileRow.kind,
      provider: identity.provider,
      subject: identity.subject,
      ...attributesOf(told),
    },
  },
})

/** Keeps what a provider told, if it told anything. */
export const providerProfileWrites = (
  id: MemberId,
  identity: Identity,
  told: StoredProviderProfile | undefined,
): { readonly told?: PutWrite } => (told === undefined ? {} : { told: toldProfileWrite(id, identity, told) })

/** Forgets what a provider told, whether it told anything or not. */
export const forgottenProfileWrite = (id: MemberId, identity: Identity): DeleteWrite => ({
  Delete: { Key: keyOf(keys.profile(id, identity)) },
})
