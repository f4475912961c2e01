import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type HookName, hookNames } from '../../lib/domain/hooks/hook-name.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import type { Route } from '../../lib/routes/shape.ts'
import { madeUpCi, type PortOnePersona } from '../../lib/stand-ins/portone/cast.ts'
import type { TestResponse } from '../support/caller.ts'
import { tableClient } from '../support/database.ts'
import { type HooksModule, hooksModule } from '../support/hooks.ts'
import { passkeySteps } from '../support/passkey-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { scan } from '../support/scan.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/*
 * Each hook at each function that calls it: it throws, hangs, answers nonsense, or changes what it was given. Whatever it
 * does, the answer says so within 2.5 seconds, and the table is as it was.
 */

type Behaviour = 'works' | 'throws' | 'hangs' | 'nonsense' | 'changes'

/** How each hook behaves now. */
const behaviours: Record<HookName, Behaviour> = {
  beforeRegister: 'works',
  beforeLink: 'works',
  legacySignIn: 'works',
  tokenClaims: 'works',
  messages: 'works',
  sms: 'works',
}
const sentTexts: unknown[] = []
const service = { behaviours, sentTexts }

/** The source of a hook that behaves as it is told, and else gives `result`. */
const hook = (name: HookName, nonsense: string, result: string) => `
  async ${name}(facts) {
    const { behaviours, sentTexts } = Reflect.get(globalThis, 'failingService')
    const forge = (value) => {
      if (typeof value !== 'object' || value === null) return
      for (const key of Object.keys(value)) {
        forge(value[key])
        Reflect.set(value, key, 'forged')
      }
      Reflect.set(value, 'forged', true)
    }
    switch (behaviours.${name}) {
      case 'throws': throw new Error('no')
      case 'hangs': return new Promise(() => {})
      case 'nonsense': return ${nonsense}
      case 'changes': forge(facts)
    }
    ${result}
  },`

const legacyMember = "{ externalId: 'old-' + facts.identifier, email: facts.identifier, emailVerified: true }"
const source = [
  hook('beforeRegister', '{ allow: true }', 'return undefined'),
  hook('beforeLink', '{ refuse: { code: "NO CODE" } }', 'return undefined'),
  hook('legacySignIn', "'yes'", `return facts.identifier.startsWith('old') ? ${legacyMember} : undefined`),
  hook('tokenClaims', '[facts.id]', 'return { of: facts.id }'),
  hook('messages', "'<p>code</p>'", 'return undefined'),
  hook('sms', 'undefined', 'sentTexts.push(facts)'),
].join('')

/** Members who are there have these people's addresses and their name. */
const matching = ['matched', 'linking']
const others = ['back', 'by-ticket', 'overtaken', 'reauth', 'checked', 'added-direct', 'added-redirect']
const people = [
  ...matching.map((key) => atKakao(key)),
  ...others.map((key, index) => atKakao(key, { name: `박가${[...'나다라마바사'][index]}` })),
]

/** Whom the identity gateway checks. */
const checker: PortOnePersona = {
  key: 'checker',
  name: '박가마',
  birthDate: '1990-04-12',
  gender: 'FEMALE',
  ci: madeUpCi('cichecker'),
  note: { ko: '시험', en: 'for a test' },
}

let hooks: HooksModule
let stack: TestStack
beforeAll(async () => {
  Reflect.set(globalThis, 'failingService', service)
  hooks = hooksModule(source)
  stack = await openTestStack({
    personas: people,
    checked: [checker],
    environment: hooks.environment,
  })
})
afterAll(async () => {
  await stack.stop()
  hooks.remove()
  Reflect.deleteProperty(globalThis, 'failingService')
})
beforeEach(() => {
  for (const name of hookNames) behaviours[name] = 'works'
})

const phone = (): Visitor => visitor(stack, { client: 'app' })

async function member(name: string): Promise<Visitor> {
  const who = phone()
  expect((await who.emailSignUp(`${name}@example.com`, { name: '김하나' })).status).toBe(201)
  return who
}

/** A request that can be sent again and again. */
type Attempt = () => Promise<TestResponse>

/** Somebody who has signed up at Kakao. */
async function knownAtKakao(key: string): Promise<void> {
  const who = phone()
  await who.direct(key)
  expect((await who.register()).body).toMatchObject({ outcome: 'signed_in', created: true })
}

/** What leads to each function that calls a hook for a request, by `function hook` and what else tells two apart. */
const attempts: Readonly<Record<string, () => Promise<Attempt>>> = {
  'password-login legacySignIn': async () => () => phone().passwordLogin('old1@example.com', usualPassword),
  'password-login tokenClaims': async () => {
    await member('by-password')
    return () => phone().passwordLogin('by-password@example.com')
  },
  'code-login tokenClaims': async () => {
    await member('by-code')
    const who = phone()
    await who.prove('by-code@example.com')
    return () => who.codeLogin()
  },
  'passkey-login tokenClaims': async () => {
    const steps = passkeySteps(stack)
    expect((await steps.add(await member('by-passkey'))).status).toBe(201)
    return () => steps.signIn(phone())
  },
  'callback tokenClaims': async () => {
    await knownAtKakao('back')
    return () => phone().direct('back')
  },
  'callback beforeLink': async () => {
    const who = await member('adds-direct')
    return () => who.startLink('added-direct', {}, 'direct')
  },
  'token tokenClaims': async () => {
    const who = await member('renews')
    return () => who.refresh()
  },
  'token tokenClaims by ticket': async () => {
    await knownAtKakao('by-ticket')
    const who = phone()
    await who.startRedirect()
    const back = await who.arrive('by-ticket')
    return () => who.redeemAt(back)
  },
  'token tokenClaims by the ticket of a newcomer whom another visit has linked': async () => {
    const who = phone()
    await who.startRedirect()
    const back = await who.arrive('overtaken')
    await knownAtKakao('overtaken')
    return () => who.redeemAt(back)
  },
  'token tokenClaims by a ticket that proves presence': async () => {
    await knownAtKakao('reauth')
    const who = phone()
    await who.direct('reauth')
    await who.startMemberRedirect('reauth')
    const back = await who.arrive('reauth')
    return () => who.redeemAt(back)
  },
  'token beforeLink': async () => {
    const who = await member('adds-redirect')
    await who.startMemberRedirect('link')
    const back = await who.arrive('added-redirect')
    return () => who.redeemAt(back)
  },
  'register beforeRegister': async () => {
    const who = phone()
    await who.prove('asks@example.com', 'sign_up')
    return () => who.registerByEmail()
  },
  'register tokenClaims': async () => {
    const who = phone()
    await who.prove('signs-up@example.com', 'sign_up')
    return () => who.registerByEmail()
  },
  'link beforeLink': async () => {
    await member('matched')
    const who = phone()
    expect((await who.direct('matched')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    return () => who.link()
  },
  'link tokenClaims': async () => {
    await member('linking')
    const who = phone()
    expect((await who.direct('linking')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    return () => who.link()
  },
  'identity-verification tokenClaims': async () => {
    const who = phone()
    await who.direct('checked')
    const { begun, codeVerifier } = await who.beginVisitCheck()
    const { identityVerificationId: id, nonce } = begun.body
    stack.identityGateway.verify({ id: String(id), nonce: String(nonce) }, 'checker', {})
    await knownAtKakao('checked')
    return () => who.confirmVisitCheck(String(id), codeVerifier)
  },
}

const functionsWith = (name: HookName) =>
  Object.entries(attempts).filter(([key]) => key.split(' ')[1] === name)

const pairsOf = (all: readonly Pick<Route, 'id' | 'touches'>[]): readonly string[] =>
  all.flatMap(({ id, touches: { hooks: names = [] } }) => names.map((name) => `${id} ${name}`))

it('every function that calls a hook stands in this test', () => {
  const pairs = new Set(Object.keys(attempts).map((key) => key.split(' ', 2).join(' ')))
  expect([...pairs].toSorted()).toEqual(pairsOf(Object.values<Route>(routes)).toSorted())
  expect(pairsOf(Object.values(listeners))).toEqual(['courier messages', 'courier sms'])
})

/** The table, without the counters of limits: trying is counted. */
const table = async () =>
  new Map(
    (await scan(tableClient(), stack.tableName))
      .filter(({ PK }) => !String(PK).startsWith('RATE#'))
      .map((item) => [`${item['PK']} ${item['SK']}`, item] as const),
  )

/** The seconds of one attempt, with its answer. */
async function timed(attempt: Attempt) {
  const from = performance.now()
  const response = await attempt()
  return { response, seconds: (performance.now() - from) / 1000 }
}

const failed = { status: 503, body: { code: 'hook_failed' } }

describe.each(['beforeRegister', 'beforeLink', 'legacySignIn', 'tokenClaims'] as const)('%s', (name) => {
  const prepared = new Map<string, Attempt>()
  beforeAll(async () => {
    for (const [pair, prepare] of functionsWith(name)) prepared.set(pair, await prepare())
    await stack.outbox()
  }, 60_000)

  it.each(['throws', 'nonsense', 'hangs'] as const)(
    'that %s is a clear problem, and changes nothing',
    async (how) => {
      // Retry-After says 5 seconds, and limits of a moment are over by then.
      stack.advanceClock(5)
      const before = await table()
      behaviours[name] = how
      const responses = await Promise.all([...prepared.values()].map(timed))
      behaviours[name] = 'works'
      for (const { response } of responses) {
        expect(response).toMatchObject(failed)
        expect(response.headers.get('retry-after')).toBe('5')
      }
      expect(await table()).toEqual(before)
      // A busy machine may be late; a hook that is waited for too long is late each time.
      for (const [index, { seconds }] of responses.entries()) {
        if (seconds <= 2.5) continue
        behaviours[name] = how
        const [attempt = async () => expect.unreachable('no attempt')] = [...prepared.values()].slice(index)
        expect((await timed(attempt)).seconds).toBeLessThan(2.5)
      }
    },
  )

  it('that changes what it was given changes nothing, and the same request works afterwards', async () => {
    stack.advanceClock(5)
    behaviours[name] = 'changes'
    for (const [pair, attempt] of prepared) {
      const { status } = await attempt()
      expect([pair, status]).toEqual([pair, expect.toBeOneOf([200, 201])])
    }
    expect(JSON.stringify([...(await table()).values()])).not.toContain('forged')
    await expectSoundTable(stack)
  })
})

describe('the courier', () => {
  beforeEach(() => stack.outbox())

  const pending = async () =>
    [...(await table()).values()].filter(({ kind, state }) => kind === 'message' && state === 'pending')

  it.each([
    ['messages', 'throws'],
    ['messages', 'nonsense'],
    ['messages', 'hangs'],
    ['sms', 'throws'],
    ['sms', 'hangs'],
  ] as const)('keeps the message while %s %s, and sends it afterwards, once', async (name, how) => {
    const to = name === 'sms' ? `+8210444400${how.length}1` : `${how}@courier.example.com`
    const sent = async () =>
      name === 'sms'
        ? (await stack.outbox()) && sentTexts.filter((text) => Object(text).to === to).length
        : (await stack.outbox()).filter((message) => message.to === to).length
    behaviours[name] = how
    await phone().sendCode(to, 'sign_up')
    const from = performance.now()
    expect(await sent()).toBe(0)
    expect(performance.now() - from).toBeLessThan(5_000)
    expect(await pending()).toMatchObject([{ attempts: 1, state: 'pending' }])
    behaviours[name] = 'changes'
    stack.advanceClock(31)
    expect(await sent()).toBe(1)
    expect(await sent()).toBe(1)
    expect(await pending()).toEqual([])
    expect(JSON.stringify(await stack.outbox())).not.toContain('forged')
  })
})
