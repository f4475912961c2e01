import * as v from 'valibot'
import { sourceOf } from '../lib/domain/limits.ts'
import { verificationPurposes } from '../lib/domain/verification.ts'
import { confirmVerification, startVerification } from '../lib/flows/verification.ts'
import { email } from '../lib/http/contact-fields.ts'
import { door } from '../lib/http/door.ts'
import { code, verificationId } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { accepted, ok } from '../lib/http/reply.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

const startBody = v.strictObject({
  channel: v.literal('email'),
  to: email,
  purpose: v.picklist(verificationPurposes),
})
const confirmBody = v.strictObject({ verificationId, code })

export const handler = door(routes.verification, {
  'POST /verification': async (request) => {
    const { channel, to: value, purpose } = readBody(request, startBody)
    const from = { locale: request.locale, source: sourceOf(request.sourceIp) }
    return accepted(await startVerification(await world(), { address: { channel, value }, purpose, ...from }))
  },
  'POST /verification/confirm': async (request) =>
    ok(await confirmVerification(await world(), readBody(request, confirmBody))),
})
