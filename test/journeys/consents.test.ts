import { describe, expect } from 'vitest'
import { correspondent } from '../support/address-steps.ts'
import { textIn } from '../support/read-response.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack()

const marketing = (agreed: boolean) => ({ tag: 'marketing', version: '2026-01', agreed })

describe('a member and the terms', () => {
  it('sees the consents, agrees to more, and withdraws', async ({ stack }) => {
    const jiwoo = correspondent(stack)
    const bearer = textIn(await jiwoo.signUp('jiwoo@example.com'), 'accessToken')
    const change = (consents: readonly object[]) =>
      jiwoo.call('POST', '/me/consents', { bearer, body: { consents } })
    stack.advanceClock(10)
    expect(await change([marketing(true)])).toMatchObject({
      status: 200,
      body: { consents: [{ ...marketing(true), source: 'form', at: expect.stringMatching(/Z$/) }] },
    })
    stack.advanceClock(10)
    expect((await change([marketing(false)])).status).toBe(200)

    const history = await jiwoo.call('GET', '/me/consents', { bearer })
    expect(history.status).toBe(200)
    const agreed = (tag: string) => expect.objectContaining({ tag, agreed: true, source: 'form' })
    expect(history.body['consents']).toEqual([
      agreed('privacy'),
      agreed('service'),
      agreed('marketing'),
      expect.objectContaining({ tag: 'marketing', agreed: false }),
    ])
  })

  it('cannot withdraw required consents, nor answer unknown terms', async ({ stack }) => {
    const jiwoo = correspondent(stack)
    const bearer = textIn(await jiwoo.signUp('seojun@example.com'), 'accessToken')
    const change = (consents: readonly object[]) =>
      jiwoo.call('POST', '/me/consents', { bearer, body: { consents } })
    expect(await change([{ ...marketing(false), tag: 'service' }])).toMatchObject({
      status: 400,
      body: { code: 'consent_missing', errors: [{ pointer: '/consents/0/agreed' }] },
    })
    expect(await change([{ ...marketing(true), tag: 'horoscope' }])).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/consents/0/tag' }] },
    })
    expect(await change([])).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('shows them to nobody without a session', async ({ stack }) => {
    const nobody = correspondent(stack)
    const body = { consents: [marketing(true)] }
    expect(await nobody.call('GET', '/me/consents')).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect(await nobody.call('POST', '/me/consents', { body })).toMatchObject({ status: 401 })
    const bearer = textIn(await nobody.signUp('gone@example.com'), 'accessToken')
    await nobody.call('POST', '/logout', { bearer, body: {} })
    expect(await nobody.call('GET', '/me/consents', { bearer })).toMatchObject({ status: 401 })
    expect(await nobody.call('POST', '/me/consents', { bearer, body })).toMatchObject({ status: 401 })
  })
})
