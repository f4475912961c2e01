import * as v from 'valibot'
import { isCredentialId, isUserHandle } from '../../../domain/passkey/passkey.ts'
import { clientId, personName, token } from '../fields.ts'
import { faultNamed, maxCharacters } from '../typed.ts'

/** Bytes in base64url, as browsers give them in JSON (WebAuthn, section 5.1.8). */
const bytes = (maxLength: number) =>
  v.pipe(v.string(), v.nonEmpty(), maxCharacters(maxLength), v.regex(/^[A-Za-z0-9_-]+$/, faultNamed('bytes')))

const credentialId = v.pipe(bytes(1364), v.guard(isCredentialId, faultNamed('bytes')))
const userHandle = v.pipe(bytes(86), v.guard(isUserHandle, faultNamed('bytes')))
const type = v.literal('public-key')

/** What a browser's `toJSON` gives has more fields than anybody reads, and new browsers add some. */
const made = v.object({
  id: credentialId,
  type,
  response: v.object({
    clientDataJSON: bytes(4096),
    attestationObject: bytes(16_384),
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), maxCharacters(32))), v.maxLength(16))),
  }),
})
const used = v.object({
  id: credentialId,
  type,
  response: v.object({
    clientDataJSON: bytes(4096),
    authenticatorData: bytes(4096),
    signature: bytes(2048),
    userHandle: v.optional(v.nullable(userHandle)),
  }),
})

/** `POST /login/passkey/options`. */
export const passkeyOptionsBody = v.strictObject({ clientId, intent: v.optional(v.literal('reauth')) })

/** `POST /login/passkey`. */
export const passkeyLoginBody = v.strictObject({ transaction: token, credential: used })

/** `POST /me/passkeys`. */
export const addPasskeyBody = v.strictObject({
  transaction: token,
  credential: made,
  name: v.optional(personName),
})

/** `PATCH /me/passkeys/{id}`. */
export const renamePasskeyBody = v.strictObject({ name: personName })
