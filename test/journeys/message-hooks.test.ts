import { aroundAll, beforeEach, describe, expect } from 'vitest'
import { type HooksModule, hooksModule } from '../support/hooks.ts'
import { type SmsStandIn, startSmsStandIn } from '../support/sms-stand-in.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** How the service writes mails now. */
const mode = { mails: 'writes' }

const hooks = `
  messages({ kind, locale, params }) {
    switch (Reflect.get(globalThis, 'mailMode').mails) {
      case 'throws': throw new Error('no template')
      case 'nonsense': return '<p>code</p>'
      case 'hangs': return new Promise(() => {})
      case 'changes': Reflect.set(params, 'code', '000000'); return undefined
      case 'silent': return undefined
      default: return {
        subject: kind + ' ' + locale + ' ' + params.code,
        text: 'Our own words: ' + params.code,
        html: '<p>Our own words: ' + params.code + '</p>',
        sender: { name: '모꼬지 인증', address: 'code@example.com' },
      }
    }
  },
  async sms({ to, text, kind, locale }) {
    const response = await fetch(Reflect.get(globalThis, 'mailMode').origin, { method: 'POST', body: JSON.stringify({ to, text, kind, locale }) })
    if (!response.ok) throw new Error('the gateway fails')
  },`

let gateway: SmsStandIn
let service: HooksModule

aroundAll(async (runTests) => {
  gateway = await startSmsStandIn()
  Reflect.set(globalThis, 'mailMode', mode)
  Reflect.set(mode, 'origin', gateway.origin)
  service = hooksModule(hooks)
  await runTests()
  service.remove()
  Reflect.deleteProperty(globalThis, 'mailMode')
  await gateway.stop()
})
const it = testWithStack(() => ({ environment: service.environment }))
beforeEach(() => {
  mode.mails = 'writes'
  gateway.status = 200
  gateway.taken.length = 0
})

const mailTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).findLast((message) => message.to === to)

describe('mails in the words of a service', () => {
  it('leave in its words, from its sender, and their code works', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.sendCode('own@example.com', 'sign_up')
    const mail = await mailTo(stack, 'own@example.com')
    expect(mail).toMatchObject({ subject: expect.stringMatching(/^code ko \d{6}$/) })
    expect(mail?.text).toMatch(/^Our own words: \d{6}/)
    const code = /\d{6}/.exec(mail?.subject ?? '')?.[0] ?? ''
    expect((await who.confirmCode(code)).status).toBe(200)
  })

  it.for(['silent', 'changes'])(
    'are the templates of ieum where the service is %s',
    async (mails, { stack }) => {
      mode.mails = mails
      const to = `${mails}@example.com`
      const who = visitor(stack, { client: 'app' })
      await who.sendCode(to, 'sign_up')
      expect((await mailTo(stack, to))?.subject).toContain('인증번호')
      expect((await who.confirmCode(await who.codeFromOutbox(to))).status).toBe(200)
    },
  )

  it.for(['throws', 'nonsense', 'hangs'])(
    'wait where the hook %s, and then leave in its words',
    async (mails, { stack }) => {
      mode.mails = mails
      const to = `${mails}@example.com`
      const who = visitor(stack, { client: 'app' })
      expect((await who.sendCode(to, 'sign_up')).status).toBe(202)
      expect(await mailTo(stack, to)).toBeUndefined()
      mode.mails = 'writes'
      stack.advanceClock(31)
      expect((await mailTo(stack, to))?.text).toContain('Our own words')
    },
  )

  it('leave by the template at the third attempt, so that a code still arrives in time', async ({
    stack,
  }) => {
    mode.mails = 'throws'
    const to = 'third@example.com'
    const who = visitor(stack, { client: 'app' })
    await who.sendCode(to, 'sign_up')
    expect(await mailTo(stack, to)).toBeUndefined()
    stack.advanceClock(31)
    expect(await mailTo(stack, to)).toBeUndefined()
    stack.advanceClock(61)
    expect((await mailTo(stack, to))?.subject).toContain('인증번호')
    expect((await who.confirmCode(await who.codeFromOutbox(to))).status).toBe(200)
  })
})

describe('texts by a gateway of the service', () => {
  it('go to that gateway, and not to Amazon SNS', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.sendCode('+821023450001', 'sign_up')
    expect(await mailTo(stack, '+821023450001')).toBeUndefined()
    expect(gateway.taken).toMatchObject([
      {
        body: {
          to: '+821023450001',
          text: expect.stringContaining('인증번호'),
          kind: 'code',
          locale: 'ko',
        },
      },
    ])
  })

  it('are tried again when the gateway fails, and by that gateway alone', async ({ stack }) => {
    gateway.status = 500
    const who = visitor(stack, { client: 'app' })
    await who.sendCode('+821023450002', 'sign_up')
    expect(await mailTo(stack, '+821023450002')).toBeUndefined()
    expect(gateway.taken).toHaveLength(1)
    gateway.status = 200
    stack.advanceClock(31)
    expect(await mailTo(stack, '+821023450002')).toBeUndefined()
    expect(gateway.taken).toHaveLength(2)
  })
})
