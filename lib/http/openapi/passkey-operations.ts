import { emptyBody } from '../request/bodies/account.ts'
import {
  addPasskeyBody,
  passkeyLoginBody,
  passkeyOptionsBody,
  renamePasskeyBody,
} from '../request/bodies/passkeys.ts'
import { schemaNamed } from './json-schema.ts'
import { type Operation, oneOutcomeOf } from './operation.ts'

const session = ['refresh', 'device'] as const
const member = { tag: 'account', bearer: 'required' } as const

/** The operations of passkeys. */
export const passkeyOperations = {
  'POST /login/passkey/options': {
    tag: 'sign-in',
    bearer: 'optional',
    body: [passkeyOptionsBody],
    responses: { 200: schemaNamed('StartedPasskeyUse') },
  },
  'POST /login/passkey': {
    tag: 'sign-in',
    bearer: 'optional',
    body: [passkeyLoginBody],
    sets: session,
    responses: { 200: oneOutcomeOf('signed_in', 'reauthenticated') },
  },
  'POST /me/passkeys/options': {
    ...member,
    body: [emptyBody],
    responses: { 200: schemaNamed('StartedPasskey') },
  },
  'POST /me/passkeys': { ...member, body: [addPasskeyBody], responses: { 201: schemaNamed('Member') } },
  'PATCH /me/passkeys/{id}': {
    ...member,
    body: [renamePasskeyBody],
    responses: { 200: schemaNamed('Member') },
  },
  'DELETE /me/passkeys/{id}': { ...member, responses: { 204: undefined } },
} as const satisfies Readonly<Record<string, Operation>>
