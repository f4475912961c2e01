import type * as v from 'valibot'
import type { Address } from '../lib/domain/values/verification.ts'
import { confirmVerification, startVerification } from '../lib/flows/verification.ts'
import { door } from '../lib/http/door.ts'
import { confirmBody, verificationBody } from '../lib/http/request/bodies/address.ts'
import { readBody } from '../lib/http/request/input.ts'
import { requestSource } from '../lib/http/request/sender/source.ts'
import { accepted, ok } from '../lib/http/response/response.ts'
import { world } from '../lib/runtime/world.ts'

const addressIn = (body: v.InferOutput<typeof verificationBody>): Address =>
  body.channel === 'email' ? { channel: 'email', value: body.to } : { channel: 'sms', value: body.to }

export const handler = door('verification', {
  'POST /verification': async (request) => {
    const body = readBody(request, verificationBody)
    const here = await world()
    const from = { locale: request.locale, source: requestSource(request, here) }
    return accepted(
      await startVerification(here, { address: addressIn(body), purpose: body.purpose, ...from }),
    )
  },
  'POST /verification/confirm': async (request) =>
    ok(await confirmVerification(await world(), readBody(request, confirmBody))),
})
