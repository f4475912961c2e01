import * as v from 'valibot'
import { type Address, verificationPurposes } from '../lib/domain/values/verification.ts'
import { confirmVerification, startVerification } from '../lib/flows/verification.ts'
import { door } from '../lib/http/door.ts'
import { email, mobileNumber } from '../lib/http/request/contact-fields.ts'
import { code, verificationId } from '../lib/http/request/fields.ts'
import { readBody } from '../lib/http/request/input.ts'
import { requestSource } from '../lib/http/request/sender/source.ts'
import { accepted, ok } from '../lib/http/response/response.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

const purpose = v.picklist(verificationPurposes)
const startBody = v.variant('channel', [
  v.strictObject({ channel: v.literal('email'), to: email, purpose }),
  v.strictObject({ channel: v.literal('sms'), to: mobileNumber, purpose }),
])
const addressIn = (body: v.InferOutput<typeof startBody>): Address =>
  body.channel === 'email' ? { channel: 'email', value: body.to } : { channel: 'sms', value: body.to }
const confirmBody = v.strictObject({ verificationId, code })

export const handler = door(routes.verification, {
  'POST /verification': async (request) => {
    const body = readBody(request, startBody)
    const here = await world()
    const from = { locale: request.locale, source: requestSource(request, here) }
    return accepted(
      await startVerification(here, { address: addressIn(body), purpose: body.purpose, ...from }),
    )
  },
  'POST /verification/confirm': async (request) =>
    ok(await confirmVerification(await world(), readBody(request, confirmBody))),
})
