import { describe, expect } from 'vitest'
import { positionAndAddress } from '../attributes/schemas.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * A sign-up accepts an object of attributes. Mallory fills it with other things: a role, a flag that other code of
 * the service may trust, a page of script, megabytes.
 * Defence: the schema of the stage is closed at every depth, or the service does not start. An unknown field is an
 * error with its pointer. Values are stored as plain text, and no larger than 8 KB in total.
 */

let mallory: Visitor
const it = testWithLedger(() => {
  const properties = { ...positionAndAddress.properties, about: { type: 'string' } }
  const schema = { ...positionAndAddress, properties }
  return { environment: { IEUM_ATTRIBUTES: JSON.stringify(schema) } }
})
it.beforeAll(async ({ stack }) => {
  mallory = visitor(stack)
  await mallory.redirect('sora')
})

const address = { postcode: '04524', line1: '세종대로 110' }
const whole = { position: 'developer', address }

const refused = async (ledger: Ledger, attributes: unknown, pointer: string): Promise<void> => {
  const response = await ledger.unchangedBy(() => mallory.register({ attributes }))
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } })
}

describe('attributes', () => {
  it.for(['roles', 'isAdmin', 'status', 'emailVerified', 'id', 'marketingConsentAt', 'x-titles', '$ref'])(
    'with %s are refused at any depth, and nothing is written',
    async (name, { ledger }) => {
      await refused(ledger, { ...whole, [name]: true }, `/attributes/${name}`)
      await refused(
        ledger,
        { ...whole, address: { ...address, [name]: true } },
        `/attributes/address/${name}`,
      )
    },
  )

  it('that are not an object are refused', async ({ ledger }) => {
    for (const attributes of ['x', 7, null, ['developer']]) {
      const response = await ledger.unchangedBy(() => mallory.register({ attributes }))
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  it('with names from every object’s prototype are refused', async ({ ledger }) => {
    const { registerToken, identity } = mallory.outcome
    const { codeVerifier } = mallory.secret
    const form = JSON.stringify({ registerToken, codeVerifier, ...Object(identity) }).slice(1, -1)
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const body = `{${form}, "attributes": {"${name}": {"isAdmin": true}}}`
      const response = await ledger.unchangedBy(() => mallory.call('POST', '/register', { body }))
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  it('that are too large are refused', async ({ ledger }) => {
    await refused(ledger, { ...whole, about: 'x'.repeat(9000) }, '/attributes')
  })

  it('that look like a page are stored as plain text', async () => {
    const about = '<svg onload=alert(1)>"\'&'
    expect((await mallory.register({ attributes: { ...whole, about } })).status).toBe(201)
    const me = await mallory.me()
    expect(me.body['attributes']).toEqual({ ...whole, about })
    expect(me.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(me.headers.get('x-content-type-options')).toBe('nosniff')
  })
})
