import { describe, expect } from 'vitest'
import { positionAndAddress } from '../attributes/schemas.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack({ environment: { IEUM_ATTRIBUTES: JSON.stringify(positionAndAddress) } })

const address = { postcode: '04524', line1: '서울특별시 중구 세종대로 110', line2: '3층' }
const attributes = { position: 'developer', address }

describe('a service with a required position and address', () => {
  it('names the missing attributes, stores them, and shows them to the member', async ({ stack }) => {
    const minji = visitor(stack)
    expect(await minji.redirect('minji')).toMatchObject({
      body: { outcome: 'registration_required', missing: ['attributes.position', 'attributes.address'] },
    })
    expect(await minji.register({ attributes })).toMatchObject({ status: 201, body: { created: true } })
    expect((await minji.me()).body['attributes']).toEqual(attributes)
    await expectSoundTable(stack)
  })

  it('names the faults in the language of the form, and accepts the corrected form', async ({ stack }) => {
    const taeyang = visitor(stack)
    await taeyang.redirect('taeyang')
    expect(await taeyang.register()).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        errors: [
          { pointer: '/attributes/position', detail: '필수 항목입니다.' },
          { pointer: '/attributes/address', detail: '필수 항목입니다.' },
        ],
      },
    })
    const bad = { position: 'king', address: { postcode: '4524', line1: '' } }
    const english = visitor(stack, { language: 'en' })
    await english.redirect('taeyang')
    const response = await english.register({ attributes: bad })
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(response.body['errors']).toEqual([
      { pointer: '/attributes/position', detail: 'This must be one of the offered values.' },
      { pointer: '/attributes/address/postcode', detail: 'This has the wrong format.' },
      { pointer: '/attributes/address/line1', detail: 'This must not be empty.' },
    ])
    expect((await english.register({ attributes })).status).toBe(201)
    await expectSoundTable(stack)
  })

  it('requires the attributes also in a sign-up by e-mail', async ({ stack }) => {
    const someone = visitor(stack)
    await someone.prove('haneul@example.com', 'sign_up')
    expect(await someone.registerByEmail()).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect((await someone.registerByEmail({ attributes })).status).toBe(201)
    expect((await someone.me()).body['attributes']).toEqual(attributes)
  })
})
