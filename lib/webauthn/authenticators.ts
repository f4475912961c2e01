import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL } from '@simplewebauthn/server/helpers'
import {
  type Assertion,
  type AuthenticatorTransport,
  type CosePublicKey,
  isCredentialId,
  type NewCredential,
  transports,
} from '../domain/passkey/passkey.ts'
import { defined } from '../domain/values/defined.ts'
import type {
  Authenticators,
  CreatedCredential,
  ExpectedUse,
  UsedCredential,
} from '../flows/ports/passkeys/authenticators.ts'

/** ES256, EdDSA and RS256 (COSE registry of IANA). Every authenticator has one of them. */
const algorithms = [-7, -8, -257]

const isTransport = (value: string): value is AuthenticatorTransport =>
  transports.some((known) => known === value)

const isCoseKey = (text: string): text is CosePublicKey => /^[A-Za-z0-9_-]+$/.test(text)

function coseKeyOf(bytes: Uint8Array): CosePublicKey {
  const text = Buffer.from(bytes).toString('base64url')
  if (!isCoseKey(text)) throw new Error('unreachable: base64url has these characters')
  return text
}

/** The fields of a credential that the library wants beside the response. */
const credentialOf = <Response>(id: string, response: Response) =>
  ({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }) as const

/**
 * Whether a page of another site framed ours, and so may have led the person (WebAuthn, section 13.4.9). The library
 * looks at this for signatures only, and there at `topOrigin` alone.
 */
const isFramed = (clientDataJSON: string): boolean => {
  const { crossOrigin, topOrigin } = decodeClientDataJSON(clientDataJSON)
  return crossOrigin === true || topOrigin !== undefined
}

/**
 * Whether an attestation says nothing that would have to be checked: none was asked for, and what remains is signed by the
 * key itself (WebAuthn, section 5.1.3, step 26). So no certificate is ever read.
 */
function isUnattested(attestationObject: string): boolean {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject))
  const format = attestation.get('fmt')
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)
}

/** The library throws an error of its own, or one of its parsers', for everything that it does not accept. */
async function unlessRefused<Result>(read: () => Promise<Result | undefined>): Promise<Result | undefined> {
  try {
    return await read()
  } catch {
    return undefined
  }
}

/** The expectations in the library's words. */
const inItsWords = ({ challenge, relyingParty: { rpId, origins } }: ExpectedUse) => ({
  expectedChallenge: challenge,
  expectedOrigin: [...origins],
  expectedRPID: rpId,
  requireUserVerification: true,
})

/** Verifies what authenticators say (WebAuthn, sections 7.1 and 7.2). */
export const authenticators: Authenticators = {
  readNew: (created, expected) => unlessRefused(() => readNew(created, expected)),
  readUse: (used, passkey, expected) => unlessRefused(() => readUse(used, passkey, expected)),
  originOf: (clientDataJSON) => unlessRefused(async () => decodeClientDataJSON(clientDataJSON).origin),
}

async function readUse(
  { id, response }: UsedCredential,
  passkey: Parameters<Authenticators['readUse']>[1],
  expected: ExpectedUse,
): Promise<Assertion | undefined> {
  if (id !== passkey.credentialId || isFramed(response.clientDataJSON)) return undefined
  const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
    ...inItsWords(expected),
    response: credentialOf(id, usedResponse(response)),
    // The counter is our own rule, so the library compares with the least one.
    credential: { id, publicKey: isoBase64URL.toBuffer(passkey.publicKey), counter: 0 },
  })
  return verified ? { counter: info.newCounter, backedUp: info.credentialBackedUp } : undefined
}

const usedResponse = ({
  clientDataJSON,
  authenticatorData,
  signature,
  userHandle,
}: UsedCredential['response']) => ({
  clientDataJSON,
  authenticatorData,
  signature,
  ...defined({ userHandle: userHandle ?? undefined }),
})

async function readNew(
  { id, response }: CreatedCredential,
  expected: ExpectedUse,
): Promise<NewCredential | undefined> {
  const { clientDataJSON, attestationObject } = response
  if (isFramed(clientDataJSON) || !isUnattested(attestationObject)) return undefined
  const { registrationInfo } = await verifyRegistrationResponse({
    ...inItsWords(expected),
    supportedAlgorithmIDs: algorithms,
    response: credentialOf(id, { clientDataJSON, attestationObject }),
  })
  if (registrationInfo === undefined) return undefined
  const { aaguid, credential, credentialDeviceType, credentialBackedUp } = registrationInfo
  if (credential.id !== id || !isCredentialId(credential.id)) return undefined
  return {
    credentialId: credential.id,
    publicKey: coseKeyOf(credential.publicKey),
    counter: credential.counter,
    transports: (response.transports ?? []).filter(isTransport),
    aaguid,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  }
}
