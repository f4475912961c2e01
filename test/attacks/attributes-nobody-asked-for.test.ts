import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { positionAndAddress } from '../attributes/schemas.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory finds that a sign-up takes an object of whatever the service wants to know, and fills it with what it
 * does not: a role, a flag that the service's other code may trust, a page of script, megabytes.
 *
 * What stops it: the stage's schema is closed at every depth, or the house does not start; what it does not name
 * is an error that points at it; values are stored as the text that they are, and no larger than 8 KB in all.
 */

let house: TestHouse
let ledger: Ledger
let mallory: Visitor
beforeAll(async () => {
  const properties = { ...positionAndAddress.properties, about: { type: 'string' } }
  const schema = { ...positionAndAddress, properties }
  house = await openHouse({ environment: { IEUM_ATTRIBUTES: JSON.stringify(schema) } })
  ledger = ledgerOf(house)
  mallory = visitor(house)
  await mallory.redirect('sora')
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

const address = { postcode: '04524', line1: '세종대로 110' }
const whole = { position: 'developer', address }

const refused = async (attributes: unknown, pointer: string): Promise<void> => {
  const answer = await ledger.unchangedBy(() => mallory.register({ attributes }))
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } })
}

describe('attributes', () => {
  it.each(['roles', 'isAdmin', 'status', 'emailVerified', 'id', 'marketingConsentAt', 'x-titles', '$ref'])(
    'with %s are refused at any depth, and nothing is written',
    async (name) => {
      await refused({ ...whole, [name]: true }, `/attributes/${name}`)
      await refused({ ...whole, address: { ...address, [name]: true } }, `/attributes/address/${name}`)
    },
  )

  it('that are no object are refused', async () => {
    for (const attributes of ['x', 7, null, ['developer']]) {
      const answer = await ledger.unchangedBy(() => mallory.register({ attributes }))
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  it('with what every object has are refused', async () => {
    const { registerToken, identity } = mallory.outcome
    const { codeVerifier } = mallory.secret
    const form = JSON.stringify({ registerToken, codeVerifier, ...Object(identity) }).slice(1, -1)
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const body = `{${form}, "attributes": {"${name}": {"isAdmin": true}}}`
      const answer = await ledger.unchangedBy(() => mallory.call('POST', '/register', { body }))
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  it('that are too large for a member are refused', async () => {
    await refused({ ...whole, about: 'x'.repeat(9000) }, '/attributes')
  })

  it('that look like a page are kept as the text that they are', async () => {
    const about = '<svg onload=alert(1)>"\'&'
    expect((await mallory.register({ attributes: { ...whole, about } })).status).toBe(201)
    const me = await mallory.me()
    expect(me.body['attributes']).toEqual({ ...whole, about })
    expect(me.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(me.headers.get('x-content-type-options')).toBe('nosniff')
  })
})
