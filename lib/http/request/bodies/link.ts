import * as v from 'valibot'
import { codeVerifier, token } from '../fields.ts'

const yes = v.strictObject({ linkToken: token, codeVerifier, consent: v.literal(true) })
const no = v.strictObject({
  linkToken: token,
  codeVerifier,
  consent: v.literal(false),
  continueAs: v.optional(v.literal('new')),
})
const aboutLinking = v.variant('consent', [yes, no])
const aboutMerging = v.strictObject({
  mergeToken: token,
  codeVerifier,
  consent: v.boolean(),
  otherAccessToken: v.optional(token),
})
const ownAccount = v.strictObject({ registerToken: token, codeVerifier, consent: v.literal(true) })

const names = (sent: unknown, field: string): boolean =>
  typeof sent === 'object' && sent !== null && field in sent

/** The bodies of `POST /link`. */
export const linkBodies = [yes, no, aboutMerging, ownAccount] as const

/** `POST /link`. The token field names the question, so that errors refer to the right schema. */
export const linkBody = v.lazy((sent) => {
  if (names(sent, 'mergeToken')) return aboutMerging
  return names(sent, 'registerToken') ? ownAccount : aboutLinking
})
