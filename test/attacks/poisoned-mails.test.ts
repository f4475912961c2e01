import { describe, expect } from 'vitest'
import { bringAlong, correspondent, mailsTo } from '../support/address-steps.ts'
import { importedMember } from '../support/address-world.ts'
import { sure } from '../support/people.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory wants us to write to Minji in her own words: with a Host header that becomes a link, an address that brings
 * headers or a second recipient, a name that is a template, a tag or an advertisement. Or she just wants to flood the
 * mailbox.
 * Defence: a mail consists of our own sentences and a code. It contains no link, no name, and nothing of the request
 * but the language. The address is in the one normal form, and gets ten codes for one purpose, and then one
 * after longer and longer pauses.
 */

const it = testWithStack()

const lastMailTo = async (stack: TestStack, to: string) =>
  sure((await mailsTo(stack, to)).at(-1), `mail to ${to}`)
const whole = ({ subject = '', text = '', html = '' }) => `${subject}\n${text}\n${html}`

describe('a request with a poisoned host', () => {
  it.for([
    'host',
    'x-forwarded-host',
    'x-forwarded-server',
    'forwarded',
    'origin',
    'referer',
    'x-original-url',
  ])('leaves no trace of its %s in the mail', async (header, { stack }) => {
    afterQuietDay(stack)
    const to = `host.${header}@example.com`
    const response = await rawRequest(stack, {
      method: 'POST',
      path: '/verification',
      headers: {
        'content-type': 'application/json',
        [header]: header === 'forwarded' ? 'host=evil.example' : 'evil.example',
      },
      body: JSON.stringify({ channel: 'email', to, purpose: 'sign_in' }),
    })
    expect(response.status).toBe(202)
    const mail = whole(await lastMailTo(stack, to))
    expect(mail).not.toContain('evil.example')
    expect(mail).toContain('모꼬지에서 보내 드린 메일입니다.')
  })
})

describe('an address with an addition', () => {
  it.for([
    'minji@example.com\r\nBcc: mallory@evil.example',
    'minji@example.com\nSubject: hello',
    'minji@example.com%0d%0aBcc:mallory@evil.example',
    'minji@example.com\u2028Bcc: mallory@evil.example',
    'minji@example.com,mallory@evil.example',
    'minji@example.com;mallory@evil.example',
    'minji@example.com mallory@evil.example',
    '"a\r\nBcc: mallory@evil.example"@example.com',
    'Minji <minji@example.com>, Mallory <mallory@evil.example>',
    '=?utf-8?q?minji=40example.com?= <mallory@evil.example>',
    'minji@example.com(mallory@evil.example)',
  ])('is refused, and nobody gets a mail: %j', async (to, { stack }) => {
    const before = (await stack.outbox()).length
    const response = await correspondent(stack).ask(to, 'sign_in')
    expect(response).toMatchObject({ status: 400, body: { errors: [{ pointer: '/to' }] } })
    expect(await stack.outbox()).toHaveLength(before)
  })

  it('finds nobody under a look-alike letter, and the mail goes to the requested address', async ({
    stack,
  }) => {
    afterQuietDay(stack)
    await correspondent(stack).signUp('mike@example.com')
    const response = await correspondent(stack).ask('mıke@example.com', 'sign_in')
    expect(response.status).toBe(400)
    expect(await mailsTo(stack, 'mike@example.com')).toHaveLength(1)
  })
})

describe('a person with a poisoned name', () => {
  it.for([
    ['a template', '{{{secret}}} {{#each this}} %s'],
    ['another template', ['$', '{process.env}'].join('')],
    ['a tag', '<img src=x onerror=alert(1)>'],
    ['an advertisement', '축하합니다 https://evil.example'],
    ['an encoded word', '=?utf-8?B?QmNjOiBldmls?='],
  ] as const)('gets mails without the name: %s', async ([kind, name], { stack }) => {
    afterQuietDay(stack)
    const to = `name.${kind.replaceAll(' ', '.')}@example.com`
    const here = correspondent(stack)
    expect((await here.signUp(to, { name })).status).toBe(201)
    stack.advanceClock(30)
    await here.ask(to, 'sign_in')
    for (const mail of await mailsTo(stack, to)) expect(whole(mail)).not.toContain(name)
  })

  it('gets notices without the name as well', async ({ stack }) => {
    afterQuietDay(stack)
    const name = 'click https://evil.example'
    await bringAlong(stack, importedMember('notice@example.com', { name }))
    const here = correspondent(stack)
    expect((await here.byCode(await here.prove('notice@example.com', 'sign_in'))).status).toBe(200)
    const mail = await lastMailTo(stack, 'notice@example.com')
    expect(mail.subject).toBe('이메일 인증으로 계정을 복구했습니다')
    expect(whole(mail)).not.toMatch(/evil|https?:/)
  })

  it.for(['a\r\nBcc: mallory@evil.example', 'a\u2028b', 'a\u0000b', 'a\u202eb', 'a'.repeat(51)])(
    'is refused for a name that would break a line: %j',
    async (name, { stack }) => {
      afterQuietDay(stack)
      const here = correspondent(stack)
      const token = await here.prove('lines@example.com', 'sign_up')
      expect(await here.register(token, { name })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/name' }] },
      })
    },
  )
})

describe('a hundred requests', () => {
  it('send one mail in half a minute, ten without a pause, and few more in a day', async ({ stack }) => {
    afterQuietDay(stack)
    const to = 'flooded@example.com'
    const at = () => correspondent(stack).ask(to, 'sign_in')
    const first = await Promise.all(Array.from({ length: 20 }, at))
    expect(first.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(first.filter(({ status }) => status === 429)).toHaveLength(19)
    for (let times = 0; times < 80; times += 1) {
      stack.advanceClock(900)
      await at()
    }
    expect((await mailsTo(stack, to)).length).toBeLessThanOrEqual(10 + 7 + 10)
  })
})
