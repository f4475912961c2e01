import * as v from 'valibot'
import { type Member, passkeyMethod } from '../../domain/member/member.ts'
import {
  type Assertion,
  type CosePublicKey,
  type CredentialId,
  type Passkey,
  transports,
  type UserHandle,
} from '../../domain/passkey/passkey.ts'
import type { MemberId, PasskeyId } from '../../domain/values/ids.ts'
import {
  absent,
  type DeleteWrite,
  deleteWhen,
  every,
  type PutWrite,
  putWhen,
  type UpdateWrite,
  updateWhen,
} from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { type ActingSession, mayStay } from './auth-state.ts'
import { attributesOf, memberId, moment, passkeyId, textOf } from './fields.ts'
import { isAt } from './member/member-changes.ts'
import { kindOf, type RowDefinition, readRow } from './row.ts'

const counter = v.pipe(v.number(), v.safeInteger())

/** The row of a passkey, beside its member. */
export const passkeyRow = {
  kind: 'passkey',
  schema: v.object({
    id: passkeyId,
    rpId: v.exactOptional(v.string()),
    credentialId: textOf<CredentialId>(),
    publicKey: textOf<CosePublicKey>(),
    counter,
    transports: v.array(v.picklist(transports)),
    backupEligible: v.boolean(),
    backedUp: v.boolean(),
    userHandle: textOf<UserHandle>(),
    name: v.string(),
    createdAt: moment,
    lastUsedAt: v.exactOptional(moment),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The claim of a credential id: no two passkeys have the same. */
export const passkeyClaimRow = {
  kind: 'passkey_claim',
  schema: v.object({ memberId, passkeyId }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The passkeys among a member's rows, oldest first. */
export const passkeysIn = (items: readonly unknown[]): readonly Passkey[] =>
  items.filter((item) => kindOf(item) === passkeyRow.kind).map((item) => readRow(passkeyRow, item))

/** Stores a passkey of a member: a new one, or one that a merge moves. */
export const passkeyWrite = (owner: MemberId, passkey: Passkey): PutWrite => ({
  Put: {
    Item: {
      ...keys.passkey(owner, passkey.id),
      kind: passkeyRow.kind,
      memberId: owner,
      ...attributesOf(passkey),
    },
    ...absent,
  },
})

/** Claims the credential id of a new passkey. Refused where anybody has it. */
export const passkeyClaimWrite = (
  owner: MemberId,
  { id, credentialId }: Pick<Passkey, 'id' | 'credentialId'>,
): PutWrite => ({
  Put: {
    Item: {
      ...keys.passkeyClaim(credentialId),
      kind: passkeyClaimRow.kind,
      memberId: owner,
      passkeyId: id,
    },
    ...absent,
  },
})

/** Leads a credential id to the member that a merge leaves. */
export const movedPasskeyClaimWrite = (
  from: MemberId,
  to: MemberId,
  { id, credentialId }: Pick<Passkey, 'id' | 'credentialId'>,
): PutWrite =>
  putWhen(
    { ...keys.passkeyClaim(credentialId), kind: passkeyClaimRow.kind, memberId: to, passkeyId: id },
    { text: '#memberId = :from', values: { from } },
  )

/** Frees a credential id. */
export const freedPasskeyClaimWrite = (owner: MemberId, credentialId: CredentialId): DeleteWrite =>
  deleteWhen(keys.passkeyClaim(credentialId), { text: '#memberId = :owner', values: { owner } })

/** Forgets a passkey of a member, with its public key. */
export const forgottenPasskeyWrite = (owner: MemberId, id: PasskeyId): DeleteWrite =>
  deleteWhen(keys.passkey(owner, id), { text: 'attribute_exists(#PK)' })

/** Gives a passkey another name. */
export const renamedPasskeyWrite = (owner: MemberId, id: PasskeyId, name: string): UpdateWrite =>
  updateWhen(keys.passkey(owner, id), { set: { name } }, { text: 'attribute_exists(#PK)' })

/** Notes that a passkey signs its member in, if nobody has used it since its counter was read. */
export const usedPasskeyWrite = (
  owner: MemberId,
  { id, counter: before }: Pick<Passkey, 'id' | 'counter'>,
  { counter: after, backedUp }: Assertion,
  at: Date,
): UpdateWrite =>
  updateWhen(
    keys.passkey(owner, id),
    { set: { counter: after, backedUp, lastUsedAt: at.getTime() } },
    { text: '#counter = :before', values: { before } },
  )

/** Gives a signed-in member a login method, unless the member changed since the decision. */
export const addPasskeyMethodWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  passkey: Pick<Passkey, 'id' | 'rpId'>,
  by: ActingSession,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { add: { ways: new Set([passkeyMethod(passkey)]), version: 1 } },
    every(mayStay(by), isAt(version)),
  )
