import { describe, expect } from 'vitest'
import { bringAlong, correspondent, mailsTo } from '../support/address-steps.ts'
import { importedMember, memberByEmail } from '../support/address-world.ts'
import type { TestResponse } from '../support/caller.ts'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'

/*
 * Mallory has a list of addresses and wants to know who is a member. She tries a password at each, requests a code to
 * each, and compares the responses: status, body, length, headers, cookies, waiting time, and whether a mail went
 * out.
 * Defence: the password door has one response for a wrong password, for no password and for no member, and the code
 * door looks nobody up.
 */

const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  await visitor(stack).signUp('minji')
  await bringAlong(stack, memberByEmail('member@example.com'))
  await bringAlong(stack, importedMember('import@example.com'))
  await bringAlong(stack, memberByEmail('paused@example.com', { status: 'deactivated' }))
  afterQuietDay(stack)
})

const classes = {
  'a member with a password': 'member@example.com',
  'a member without one': 'minji.kim@example.com',
  'an imported member': 'import@example.com',
  'a paused member': 'paused@example.com',
  'a number that nobody has': '010-9999-9999',
}
const nobody = 'nobody@example.com'
const own = /[0-9a-f]{8}-[0-9a-f-]{27}/g

/** All visible parts of a response, without the parts that are new each time. */
const seenOf = ({ status, headers, text }: TestResponse) => ({
  status,
  length: text.length,
  text: text.replace(own, '<id>'),
  headers: [...headers]
    .filter(([name]) => !['date', 'x-request-id'].includes(name))
    .map(([name, value]) => `${name}: ${value.replace(own, '<id>')}`),
})

describe('a wrong password', () => {
  it.for(Object.entries(classes))(
    'gets the same response at %s and at nobody',
    async ([_, identifier], { stack }) => {
      const mallory = correspondent(stack)
      const stranger = seenOf(await mallory.byPassword(nobody, 'a wrong password'))
      expect(stranger).toMatchObject({ status: 401, text: expect.stringContaining('invalid_credentials') })
      expect(seenOf(await mallory.byPassword(identifier, 'a wrong password'))).toEqual(stranger)
    },
  )
})

describe('requesting a code', () => {
  const addresses = Object.entries(classes).filter(([, address]) => address.includes('@'))
  it.for(addresses)(
    'gets the same response and one mail for %s and for nobody',
    async ([_, address], { stack }) => {
      afterQuietDay(stack)
      const mallory = correspondent(stack)
      const mails = async (to: string) => (await mailsTo(stack, to)).length
      const before = { member: await mails(address), nobody: await mails(nobody) }
      const stranger = seenOf(await mallory.ask(nobody, 'sign_in'))
      expect(stranger.status).toBe(202)
      expect(seenOf(await mallory.ask(address, 'sign_in'))).toEqual(stranger)
      expect({ member: await mails(address), nobody: await mails(nobody) }).toEqual({
        member: before.member + 1,
        nobody: before.nobody + 1,
      })
    },
  )

  it('gets the same refusal for both when it is repeated too soon', async ({ stack }) => {
    afterQuietDay(stack)
    const mallory = correspondent(stack)
    const refusals = []
    for (const address of ['member@example.com', nobody]) {
      await mallory.ask(address, 'sign_in')
      const { text, status } = seenOf(await mallory.ask(address, 'sign_in'))
      refusals.push({ status, text: text.replace(/"retryAfter":\d+/, '') })
    }
    expect(refusals[0]).toMatchObject({ status: 429 })
    expect(refusals[1]).toEqual(refusals[0])
  })

  it('gets the same refusal for a wrong code', async ({ stack }) => {
    afterQuietDay(stack)
    const mallory = correspondent(stack)
    const refusals = []
    for (const address of ['member@example.com', nobody]) {
      const { body } = await mallory.ask(address, 'sign_in')
      refusals.push(seenOf(await mallory.confirm(body['verificationId'], '000000')))
    }
    expect(refusals[0]).toMatchObject({ status: 400, text: expect.stringContaining('invalid_code') })
    expect(refusals[1]).toEqual(refusals[0])
  })
})
