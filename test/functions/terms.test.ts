import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/terms.ts'
import { call, dynamo, openDoors, secretsManager } from './doorstep.ts'

openDoors()
const good = { tag: 'marketing', version: '2026-01', agreed: true }

describe('the doors of terms', () => {
  it('lists the terms without a key and without the table', async () => {
    expect((await call(handler, 'GET /terms')).status).toBe(200)
    expect([...dynamo.calls(), ...secretsManager.calls()]).toHaveLength(0)
  })

  it.each(['GET /me/consents', 'POST /me/consents'])('%s needs a bearer token', async (key) => {
    const sent = key.startsWith('POST') ? { body: { consents: [good] } } : {}
    const response = await call(handler, key, sent)
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(response.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
    expect(dynamo.calls()).toHaveLength(0)
  })

  it.each([
    ['no list', undefined, '/consents'],
    ['an empty list', [], '/consents'],
    ['one that is no list', good, '/consents'],
    ['an answer without a version', [{ tag: 'marketing', agreed: true }], '/consents/0/version'],
    ['a word for an answer', [{ ...good, agreed: 'yes' }], '/consents/0/agreed'],
    ['a time of its own', [{ ...good, at: '2020-01-01T00:00:00Z' }], '/consents/0/at'],
  ])('refuses %s', async (_, consents, pointer) => {
    const response = await call(handler, 'POST /me/consents', { body: { consents }, bearer: 'whatever' })
    expect(response).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
  })
})
