import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/verification.ts'
import { call, dynamo, openDoors } from './doorstep.ts'

openDoors()
const good = { channel: 'email', to: 'minji@example.com', purpose: 'sign_in' }
const start = (body: unknown) => call(handler, 'POST /verification', { body })
const confirm = (body: unknown) => call(handler, 'POST /verification/confirm', { body })

describe('POST /verification', () => {
  it.each([
    ['a channel that is not there', { ...good, channel: 'fax' }, '/channel'],
    ['an address for a text', { ...good, channel: 'sms' }, '/to'],
    ['a landline for a text', { ...good, channel: 'sms', to: '02-123-4567' }, '/to'],
    ['a number of a country that no text goes to', { ...good, channel: 'sms', to: '+447911123456' }, '/to'],
    ['no address', { ...good, to: undefined }, '/to'],
    ['a phone number for a mail', { ...good, to: '010-1234-5678' }, '/to'],
    ['two recipients', { ...good, to: 'minji@example.com, mallory@example.com' }, '/to'],
    ['a header', { ...good, to: 'minji@example.com\r\nBcc: mallory@example.com' }, '/to'],
    ['an escaped header', { ...good, to: 'minji@example.com%0d%0abcc:mallory@example.com' }, '/to'],
    ['a list', { ...good, to: ['minji@example.com', 'mallory@example.com'] }, '/to'],
    ['no purpose', { ...good, purpose: undefined }, '/purpose'],
    ['a purpose of its own', { ...good, purpose: 'reset' }, '/purpose'],
    ['a text of its own', { ...good, message: 'hello' }, '/message'],
  ])('refuses %s, and reads nothing', async (_, body, pointer) => {
    const response = await start(body)
    expect(response.status).toBe(400)
    expect(response.body['code']).toBe('invalid_request')
    expect(response.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ pointer })]))
    expect(dynamo.calls()).toHaveLength(0)
  })
})

describe('POST /verification/confirm', () => {
  const verificationId = '01890a5d-ac96-774b-bcce-b302099a8057'
  it.each([
    ['a number', 123456],
    ['Arabic digits', '١٢٣٤٥٦'],
    ['five digits', '12345'],
    ['seven digits', '1234567'],
    ['a sign', '+12345'],
    ['a list', ['123456']],
    ['several', ['111111', '222222']],
    ['a query', { $ne: 1 }],
    ['nothing', null],
    ['no code', undefined],
    ['true', true],
  ])('accepts six digits as text, however typed, and refuses %s, without an attempt', async (_, code) => {
    const response = await confirm({ verificationId, code })
    expect(response).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/code' }] },
    })
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('answers an id of another form like a wrong code', async () => {
    const response = await confirm({ verificationId: 'CODE#1', code: '123456' })
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
    expect(response.body).not.toHaveProperty('errors')
    expect(dynamo.calls()).toHaveLength(0)
  })
})
