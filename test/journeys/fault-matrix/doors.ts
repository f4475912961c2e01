import { randomUUID } from 'node:crypto'
import type { KakaoPersona } from '../../../lib/stand-ins/kakao/persona.ts'
import type { TestResponse } from '../../support/caller.ts'
import { passkeyIdsIn, passkeySteps } from '../../support/passkey-steps.ts'
import { atKakao, mail } from '../../support/people-at-kakao.ts'
import { settle } from '../../support/people-of-the-service.ts'
import { mailedToken, pausedMember } from '../../support/reactivation-steps.ts'
import { providerAnswerIn, type Visitor, visitor } from '../../support/steps.ts'
import type { TestStack } from '../../support/test-stack.ts'
import { formIn, postFile, startMemberUpload, startUpload } from '../../support/upload-steps.ts'

/** A request that is ready to be sent, and can be sent again as a client would send it again. */
type Send = () => Promise<TestResponse>

/** A service behind the doors. */
export type Service = 'table' | 'provider' | 's3' | 'secrets'

/** A door with what leads to it. */
export interface DoorCase {
  readonly name: string
  /** The services that it calls, apart from the secrets, which every function reads at its start. */
  readonly calls: readonly Service[]
  /** Operators and providers get no CORS headers. */
  readonly caller?: 'operator'
  prepare(people: People): Promise<Send>
}

/** New people for each case. */
export interface People {
  readonly stack: TestStack
  /** Somebody at Kakao who has never been here. */
  newcomer(): string
  address(): string
}

/** The people at Kakao, each with an address that Kakao has verified. */
export const castOf = (size: number): readonly KakaoPersona[] =>
  Array.from({ length: size }, (_, index) =>
    atKakao(`p${index}`, { email: mail(`p${index}@kakao.example`), name: `김${index}` }),
  )

export function peopleIn(stack: TestStack): People {
  let next = 0
  return { stack, newcomer: () => `p${next++}`, address: () => `a${randomUUID()}@example.com` }
}

const pageOf = (stack: TestStack) => ({ headers: { origin: stack.origin } })

async function member({ stack, address }: People): Promise<Visitor> {
  const email = address()
  await settle(stack, { email, password: usual, name: '박바다' })
  const who = visitor(stack)
  await who.passwordLogin(email, usual)
  return who
}
const usual = 'a boat on the han river'

async function memberAtKakao(people: People): Promise<Visitor> {
  const who = visitor(people.stack)
  await who.direct(people.newcomer())
  await who.register()
  return who
}

/** A member who has Kakao beside a password, so that Kakao may go. */
async function memberWithKakao(people: People): Promise<Visitor> {
  const who = await member(people)
  await who.startLink(people.newcomer(), {}, 'direct')
  return who
}

const withBearer =
  (method: string, path: string, body?: object) =>
  async (people: People): Promise<Send> => {
    const who = await member(people)
    const call = { bearer: who.accessToken, ...(body && { body }), ...pageOf(people.stack) }
    return () => who.call(method, path, call)
  }

/** A request of an operator about a member. */
const service =
  (method: string, path: (id: string) => string, ready?: string, body?: object) =>
  async (people: People): Promise<Send> => {
    const who = await memberWithKakao(people)
    const id = String((await who.me()).body['id'])
    const headers = { 'x-ieum-service-key': people.stack.serviceKey }
    const ask = (verb: string, to: string, sent?: object) =>
      who.call(verb, to, { headers, ...(sent && { body: sent }) })
    if (ready !== undefined) await ask('POST', `/service/members/${id}/${ready}`, {})
    return () => ask(method, path(id), body)
  }

async function passkeyOf(people: People) {
  const who = await member(people)
  const steps = passkeySteps(people.stack)
  await steps.add(who)
  const [id = ''] = passkeyIdsIn(await who.me())
  return { who, steps, id }
}

const signIn: readonly DoorCase[] = [
  {
    name: 'POST /login/password',
    calls: ['table'],
    async prepare({ stack, address }) {
      const email = address()
      await settle(stack, { email, password: usual })
      return () => visitor(stack).passwordLogin(email, usual)
    },
  },
  {
    name: 'POST /login/code',
    calls: ['table'],
    async prepare({ stack, address }) {
      const email = address()
      await settle(stack, { email })
      const who = visitor(stack)
      await who.prove(email)
      return () => who.codeLogin()
    },
  },
  {
    name: 'POST /login/passkey',
    calls: ['table'],
    async prepare(people) {
      const { steps } = await passkeyOf(people)
      return () => steps.signIn(visitor(people.stack))
    },
  },
  {
    name: 'POST /verification',
    calls: ['table'],
    async prepare({ stack, address }) {
      const to = address()
      return () => visitor(stack).sendCode(to)
    },
  },
  {
    name: 'POST /verification/confirm',
    calls: ['table'],
    async prepare({ stack, address }) {
      const [who, to] = [visitor(stack), address()]
      await who.sendCode(to, 'sign_up')
      const code = await who.codeFromOutbox(to)
      return () => who.confirmCode(code)
    },
  },
  {
    name: 'GET /callback/{provider}',
    calls: ['table', 'provider'],
    async prepare({ stack, newcomer }) {
      const [who, persona] = [visitor(stack), newcomer()]
      return async () => {
        await who.startRedirect()
        return who.call('GET', who.consent(persona), pageOf(stack))
      }
    },
  },
  {
    name: 'POST /callback/{provider}',
    calls: ['table', 'provider'],
    async prepare({ stack, newcomer }) {
      const [who, persona] = [visitor(stack), newcomer()]
      return async () => {
        await who.startDirect()
        return who.finishDirect(providerAnswerIn(who.consent(persona)))
      }
    },
  },
  {
    name: 'POST /token by ticket',
    calls: ['table'],
    async prepare(people) {
      const persona = people.newcomer()
      const first = visitor(people.stack)
      await first.direct(persona)
      await first.register()
      const who = visitor(people.stack)
      await who.startRedirect()
      const back = await who.arrive(persona)
      return () => who.redeemAt(back)
    },
  },
  {
    name: 'POST /token by refresh token',
    calls: ['table'],
    async prepare(people) {
      const who = await member(people)
      return () => who.refresh()
    },
  },
  {
    name: 'POST /register after a visit',
    calls: ['table', 's3'],
    async prepare({ stack, newcomer }) {
      const who = visitor(stack)
      await who.direct(newcomer())
      const photo = formIn(await startUpload(who))
      await postFile(photo)
      const { outcome } = who
      return () => {
        who.outcome = outcome
        return who.register({ attributes: { photos: [photo.key] } })
      }
    },
  },
  {
    name: 'POST /register by address',
    calls: ['table'],
    async prepare({ stack, address }) {
      const who = visitor(stack)
      await who.prove(address(), 'sign_up')
      return () => who.registerByEmail()
    },
  },
  {
    name: 'POST /logout',
    calls: ['table', 'provider'],
    async prepare(people) {
      const who = await memberAtKakao(people)
      return () => who.logout()
    },
  },
]

const account: readonly DoorCase[] = [
  { name: 'GET /me', calls: ['table'], prepare: withBearer('GET', '/me') },
  {
    name: 'PATCH /me',
    calls: ['table', 's3'],
    async prepare(people) {
      const who = await memberAtKakao(people)
      const photo = formIn(await startMemberUpload(who))
      await postFile(photo)
      return () => who.change({ attributes: { photos: [photo.key] } })
    },
  },
  {
    name: 'POST /uploads',
    calls: ['table'],
    prepare: withBearer('POST', '/uploads', { contentType: 'image/png' }),
  },
  {
    name: 'DELETE /me',
    calls: ['table', 'provider'],
    prepare: async (people) => {
      const who = await memberWithKakao(people)
      return () => who.call('DELETE', '/me', { bearer: who.accessToken })
    },
  },
  { name: 'POST /me/deactivate', calls: ['table'], prepare: withBearer('POST', '/me/deactivate', {}) },
  {
    name: 'POST /reactivate',
    calls: ['table'],
    async prepare({ stack, address }) {
      const email = address()
      const token = await mailedToken(stack, await pausedMember(stack, email), email)
      return () => visitor(stack).call('POST', '/reactivate', { body: { token } })
    },
  },
  {
    name: 'POST /me/passkeys/options',
    calls: ['table'],
    prepare: withBearer('POST', '/me/passkeys/options', {}),
  },
  {
    name: 'POST /me/passkeys',
    calls: ['table'],
    async prepare(people) {
      const who = await member(people)
      return () => passkeySteps(people.stack).add(who)
    },
  },
  {
    name: 'PATCH /me/passkeys/{id}',
    calls: ['table'],
    async prepare(people) {
      const { who, steps, id } = await passkeyOf(people)
      return () => steps.rename(who, id, 'mine')
    },
  },
  {
    name: 'DELETE /me/passkeys/{id}',
    calls: ['table'],
    async prepare(people) {
      const { who, steps, id } = await passkeyOf(people)
      return () => steps.remove(who, id)
    },
  },
  { name: 'GET /me/consents', calls: ['table'], prepare: withBearer('GET', '/me/consents') },
  {
    name: 'POST /me/consents',
    calls: ['table'],
    async prepare(people) {
      const who = await member(people)
      return () => who.changeConsent('marketing', true)
    },
  },
  { name: 'GET /me/sessions', calls: ['table'], prepare: withBearer('GET', '/me/sessions') },
  {
    name: 'DELETE /me/sessions/{id}',
    calls: ['table'],
    async prepare(people) {
      const who = await member(people)
      const other = visitor(people.stack)
      await other.passwordLogin(String((await who.me()).body['email']), usual)
      const bearer = who.accessToken
      const { sessions } = (await who.call('GET', '/me/sessions', { bearer })).body
      const listed: readonly unknown[] = Array.isArray(sessions) ? sessions : []
      const [id] = listed.flatMap((session) => (Object(session).current ? [] : [String(Object(session).id)]))
      return () => who.call('DELETE', `/me/sessions/${id}`, { bearer })
    },
  },
]

const linking: readonly DoorCase[] = [
  {
    name: 'POST /link with a yes',
    calls: ['table'],
    async prepare({ stack, newcomer }) {
      const [who, persona] = [visitor(stack), newcomer()]
      const found = castOf(Number(persona.slice(1)) + 1).at(-1)
      await settle(stack, { email: `${persona}@kakao.example`, name: found?.name ?? '' })
      await who.direct(persona)
      return () => who.link()
    },
  },
  {
    name: 'POST /link with a no',
    calls: ['table', 'provider'],
    async prepare({ stack, newcomer }) {
      const [who, persona] = [visitor(stack), newcomer()]
      await settle(stack, { email: `${persona}@kakao.example` })
      await who.direct(persona)
      return () => who.decline()
    },
  },
  {
    name: 'POST /unlink',
    calls: ['table', 'provider'],
    async prepare(people) {
      const who = await memberWithKakao(people)
      return () => who.unlink()
    },
  },
  {
    name: 'POST /identity-verification',
    calls: ['table'],
    async prepare(people) {
      const who = await member(people)
      return () => who.beginCheck()
    },
  },
  {
    name: 'POST /identity-verification/confirm',
    calls: ['table'],
    async prepare(people) {
      const who = await member(people)
      await who.beginCheck()
      people.stack.identityGateway.verify(who.check, 'checker', {})
      return () => who.confirmCheck()
    },
  },
]

const unlinkBody = { provider: 'kakao' }
const support: readonly DoorCase[] = (
  [
    ['GET /service/members/{id}', service('GET', (id) => `/service/members/${id}`)],
    ['GET /service/members', service('GET', (id) => `/service/members?id=${id}`)],
    ['GET /service/members/{id}/history', service('GET', (id) => `/service/members/${id}/history`)],
    [
      'POST /service/members/{id}/suspend',
      service('POST', (id) => `/service/members/${id}/suspend`, undefined, {}),
    ],
    [
      'POST /service/members/{id}/unsuspend',
      service('POST', (id) => `/service/members/${id}/unsuspend`, 'suspend', {}),
    ],
    [
      'POST /service/members/{id}/deactivate',
      service('POST', (id) => `/service/members/${id}/deactivate`, undefined, {}),
    ],
    [
      'POST /service/members/{id}/reactivate',
      service('POST', (id) => `/service/members/${id}/reactivate`, 'deactivate', {}),
    ],
    [
      'POST /service/members/{id}/close',
      service('POST', (id) => `/service/members/${id}/close`, undefined, {}),
    ],
    [
      'POST /service/members/{id}/sign-out',
      service('POST', (id) => `/service/members/${id}/sign-out`, undefined, {}),
    ],
    [
      'POST /service/members/{id}/unlink',
      service('POST', (id) => `/service/members/${id}/unlink`, undefined, unlinkBody),
    ],
  ] as const
).map(([name, prepare]) => ({ name, calls: ['table'], caller: 'operator', prepare }))

/** Every door that calls anything, but those of providers, who ask again by themselves. */
export const doorCases: readonly DoorCase[] = [...signIn, ...account, ...linking, ...support]
