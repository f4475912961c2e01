import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/password-login.ts'
import { call, dynamo, openDoors } from './doorstep.ts'

openDoors()
const good = { clientId: 'app', identifier: 'minji@example.com', password: 'correct horse battery' }
const ask = (body: unknown) => call(handler, 'POST /login/password', { body })

describe('POST /login/password', () => {
  it.each([
    ['no client', { ...good, clientId: undefined }, '/clientId'],
    ['no identifier', { ...good, identifier: undefined }, '/identifier'],
    // A word such as `minji` may be a login ID (아이디) that an import brought.
    ['an identifier that is none', { ...good, identifier: 'minji kim' }, '/identifier'],
    ['a landline', { ...good, identifier: '02-123-4567' }, '/identifier'],
    ['two addresses', { ...good, identifier: 'minji@example.com,mallory@example.com' }, '/identifier'],
    ['an address of another shape', { ...good, identifier: ['minji@example.com'] }, '/identifier'],
    ['a query for an address', { ...good, identifier: { $ne: 1 } }, '/identifier'],
    ['a very long identifier', { ...good, identifier: `${'a'.repeat(300)}@example.com` }, '/identifier'],
    ['no password', { ...good, password: undefined }, '/password'],
    ['an empty password', { ...good, password: '' }, '/password'],
    ['a number as a password', { ...good, password: 12345678 }, '/password'],
    ['a very long password', { ...good, password: 'a'.repeat(1025) }, '/password'],
    ['something more', { ...good, rememberMe: true }, '/rememberMe'],
  ])('refuses %s, and reads nothing', async (_, body, pointer) => {
    const response = await ask(body)
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } })
    expect(dynamo.calls()).toHaveLength(0)
  })
})
