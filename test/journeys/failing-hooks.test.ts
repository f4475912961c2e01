import { aroundAll, beforeEach, describe, expect } from 'vitest'
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
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

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
aroundAll(async (runTests) => {
  Reflect.set(globalThis, 'failingService', service)
  hooks = hooksModule(source)
  await runTests()
  hooks.remove()
  Reflect.deleteProperty(globalThis, 'failingService')
})
const it = testWithStack(() => ({
  personas: people,
  checked: [checker],
  environment: hooks.environment,
}))
beforeEach(() => {
  for (const name of hookNames) behaviours[name] = 'works'
})

const phone = (stack: TestStack): Visitor => visitor(stack, { client: 'app' })

async function member(stack: TestStack, name: string): Promise<Visitor> {
  const who = phone(stack)
  expect((await who.emailSignUp(`${name}@example.com`, { name: '김하나' })).status).toBe(201)
  return who
}

/** A request that can be sent again and again. */
type Attempt = () => Promise<TestResponse>

/** Somebody who has signed up at Kakao. */
async function knownAtKakao(stack: TestStack, key: string): Promise<void> {
  const who = phone(stack)
  await who.direct(key)
  expect((await who.register()).body).toMatchObject({ outcome: 'signed_in', created: true })
}

/** What leads to each function that calls a hook for a request, by `function hook` and what else tells two apart. */
const attempts: Readonly<Record<string, (stack: TestStack) => Promise<Attempt>>> = {
  'password-login legacySignIn': async (stack) => () =>
    phone(stack).passwordLogin('old1@example.com', usualPassword),
  'password-login tokenClaims': async (stack) => {
    await member(stack, 'by-password')
    return () => phone(stack).passwordLogin('by-password@example.com')
  },
  'code-login tokenClaims': async (stack) => {
    await member(stack, 'by-code')
    const who = phone(stack)
    await who.prove('by-code@example.com')
    return () => who.codeLogin()
  },
  'passkey-login tokenClaims': async (stack) => {
    const steps = passkeySteps(stack)
    expect((await steps.add(await member(stack, 'by-passkey'))).status).toBe(201)
    return () => steps.signIn(phone(stack))
  },
  'callback tokenClaims': async (stack) => {
    await knownAtKakao(stack, 'back')
    return () => phone(stack).direct('back')
  },
  'callback beforeLink': async (stack) => {
    const who = await member(stack, 'adds-direct')
    return () => who.startLink('added-direct', {}, 'direct')
  },
  'token tokenClaims': async (stack) => {
    const who = await member(stack, 'renews')
    return () => who.refresh()
  },
  'token tokenClaims by ticket': async (stack) => {
    await knownAtKakao(stack, 'by-ticket')
    const who = phone(stack)
    await who.startRedirect()
    const back = await who.arrive('by-ticket')
    return () => who.redeemAt(back)
  },
  'token tokenClaims by the ticket of a newcomer whom another visit has linked': async (stack) => {
    const who = phone(stack)
    await who.startRedirect()
    const back = await who.arrive('overtaken')
    await knownAtKakao(stack, 'overtaken')
    return () => who.redeemAt(back)
  },
  'token tokenClaims by a ticket that proves presence': async (stack) => {
    await knownAtKakao(stack, 'reauth')
    const who = phone(stack)
    await who.direct('reauth')
    await who.startMemberRedirect('reauth')
    const back = await who.arrive('reauth')
    return () => who.redeemAt(back)
  },
  'token beforeLink': async (stack) => {
    const who = await member(stack, 'adds-redirect')
    await who.startMemberRedirect('link')
    const back = await who.arrive('added-redirect')
    return () => who.redeemAt(back)
  },
  'register beforeRegister': async (stack) => {
    const who = phone(stack)
    await who.prove('asks@example.com', 'sign_up')
    return () => who.registerByEmail()
  },
  'register tokenClaims': async (stack) => {
    const who = phone(stack)
    await who.prove('signs-up@example.com', 'sign_up')
    return () => who.registerByEmail()
  },
  'link beforeLink': async (stack) => {
    await member(stack, 'matched')
    const who = phone(stack)
    expect((await who.direct('matched')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    return () => who.link()
  },
  'link tokenClaims': async (stack) => {
    await member(stack, 'linking')
    const who = phone(stack)
    expect((await who.direct('linking')).body).toMatchObject({ outcome: 'link_confirmation_required' })
    return () => who.link()
  },
  'identity-verification tokenClaims': async (stack) => {
    const who = phone(stack)
    await who.direct('checked')
    const { begun, codeVerifier } = await who.beginVisitCheck()
    const { identityVerificationId: id, nonce } = begun.body
    stack.identityGateway.verify({ id: String(id), nonce: String(nonce) }, 'checker', {})
    await knownAtKakao(stack, 'checked')
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

/** A visit counts its own checks, in its row. */
const uncounted = ({ changes, ...item }: Awaited<ReturnType<typeof scan>>[number]) =>
  item['kind'] === 'pending' || changes === undefined ? item : { changes, ...item }

/** The table, without the counters of limits: trying is counted. */
const table = async (stack: TestStack) =>
  new Map(
    (await scan(tableClient(), stack.tableName))
      .filter(({ PK }) => !String(PK).startsWith('RATE#'))
      .map((item) => [`${item['PK']} ${item['SK']}`, uncounted(item)] as const),
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
  it.beforeAll(async ({ stack }) => {
    for (const [pair, prepare] of functionsWith(name)) prepared.set(pair, await prepare(stack))
    await stack.outbox()
  }, 60_000)

  it.for(['throws', 'nonsense', 'hangs'] as const)(
    'that %s is a clear problem, and changes nothing',
    async (how, { stack }) => {
      // Retry-After says 5 seconds, and limits of a moment are over by then.
      stack.advanceClock(5)
      const before = await table(stack)
      behaviours[name] = how
      const responses = await Promise.all([...prepared.values()].map(timed))
      behaviours[name] = 'works'
      for (const { response } of responses) {
        expect(response).toMatchObject(failed)
        expect(response.headers.get('retry-after')).toBe('5')
      }
      expect(await table(stack)).toEqual(before)
      // A busy machine may be late; a hook that is waited for too long is late each time.
      for (const [index, { seconds }] of responses.entries()) {
        if (seconds <= 2.5) continue
        behaviours[name] = how
        const [attempt = async () => expect.unreachable('no attempt')] = [...prepared.values()].slice(index)
        expect((await timed(attempt)).seconds).toBeLessThan(2.5)
      }
    },
  )

  it('that changes what it was given changes nothing, and the same request works afterwards', async ({
    stack,
  }) => {
    stack.advanceClock(5)
    behaviours[name] = 'changes'
    for (const [pair, attempt] of prepared) {
      const { status } = await attempt()
      expect([pair, status]).toEqual([pair, expect.toBeOneOf([200, 201])])
    }
    expect(JSON.stringify([...(await table(stack)).values()])).not.toContain('forged')
    await expectSoundTable(stack)
  })
})

describe('the courier', () => {
  it.beforeEach(({ stack }) => stack.outbox())

  const pending = async (stack: TestStack) =>
    [...(await table(stack)).values()].filter(({ kind, state }) => kind === 'message' && state === 'pending')

  it.for([
    ['messages', 'throws'],
    ['messages', 'nonsense'],
    ['messages', 'hangs'],
    ['sms', 'throws'],
    ['sms', 'hangs'],
  ] as const)(
    'keeps the message while %s %s, and sends it afterwards, once',
    async ([name, how], { stack }) => {
      const to = name === 'sms' ? `+8210444400${how.length}1` : `${how}@courier.example.com`
      const sent = async () =>
        name === 'sms'
          ? (await stack.outbox()) && sentTexts.filter((text) => Object(text).to === to).length
          : (await stack.outbox()).filter((message) => message.to === to).length
      behaviours[name] = how
      await phone(stack).sendCode(to, 'sign_up')
      const from = performance.now()
      expect(await sent()).toBe(0)
      expect(performance.now() - from).toBeLessThan(5_000)
      expect(await pending(stack)).toMatchObject([{ attempts: 1, state: 'pending' }])
      behaviours[name] = 'changes'
      stack.advanceClock(31)
      expect(await sent()).toBe(1)
      expect(await sent()).toBe(1)
      expect(await pending(stack)).toEqual([])
      expect(JSON.stringify(await stack.outbox())).not.toContain('forged')
    },
  )
})
