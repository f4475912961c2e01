import { describe, expect } from 'vitest'
import { identityAt } from '../support/people.ts'
import { atGithub } from '../support/people-at-github.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A GitHub App tells that a person has revoked its authorization, in a delivery that is signed and names no time. */

const keys = ['revoked', 'stays', 'back', 'alone', 'forged', 'waits', 'else'] as const
type Key = (typeof keys)[number]
const cast = keys.map((key) => atGithub(key))

const it = testWithStack({ casts: { github: cast } })
it.afterEach(({ stack }) => expectSoundTable(stack))

const github = (stack: TestStack) => stack.standIns.github
const phone = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'github' })
const send = (
  stack: TestStack,
  { headers, body }: ReturnType<ReturnType<typeof github>['delivery']>,
  more = {},
) =>
  visitor(stack).call('POST', '/webhooks/github', {
    body,
    headers: { ...headers, origin: undefined, ...more },
  })
const isIn = async (person: Visitor) => (await person.me()).status === 200
const mailsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).filter((sent) => sent.to === to).map(({ subject }) => subject)

/** A member with a password, who has linked GitHub and is signed in by both. */
async function withBoth(stack: TestStack, key: Key) {
  const email = `${key}@members.example`
  await settle(stack, { email, password: usualPassword })
  const byPassword = phone(stack)
  await byPassword.passwordLogin(email)
  expect((await byPassword.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  const byGithub = phone(stack)
  expect((await byGithub.direct(key)).body).toMatchObject({ outcome: 'signed_in' })
  return { email, byPassword, byGithub }
}

describe('GitHub tells that a person has revoked the app', () => {
  it('and the identity ends with the sessions that it opened, and the member is told', async ({ stack }) => {
    const { email, byPassword, byGithub } = await withBoth(stack, 'revoked')
    github(stack).disconnect('revoked')
    expect((await send(stack, github(stack).delivery('revoked'))).status).toBe(200)
    expect([await isIn(byPassword), await isIn(byGithub)]).toEqual([true, false])
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: 'github', state: 'unlinked_by_provider' }],
    })
    expect(await mailsTo(stack, email)).toContain('로그인 방법이 해제되었습니다')
    expect((await send(stack, github(stack).delivery('revoked'))).status).toBe(200)
  })

  it('and who is still connected keeps the identity, whose token goes on to work', async ({ stack }) => {
    const { byPassword } = await withBoth(stack, 'stays')
    for (const _ of [1, 2]) expect((await send(stack, github(stack).delivery('stays'))).status).toBe(200)
    expect((await byPassword.me()).body).toMatchObject({ identities: [{ state: 'linked' }] })
    expect((await byPassword.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(github(stack).isConnected('stays')).toBe(false)
  })

  it('and an old delivery that comes again does no harm to who has come back', async ({ stack }) => {
    await withBoth(stack, 'back')
    github(stack).disconnect('back')
    const delivery = github(stack).delivery('back')
    expect((await send(stack, delivery)).status).toBe(200)
    const again = phone(stack)
    await again.passwordLogin('back@members.example')
    expect((await again.startLink('back', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect((await send(stack, delivery)).status).toBe(200)
    expect((await again.me()).body).toMatchObject({ identities: [{ state: 'linked' }] })
    expect(await isIn(again)).toBe(true)
  })

  it('and the only way in stays open to the person', async ({ stack }) => {
    const subject = `${cast.find(({ key }) => key === 'alone')?.id}`
    await settle(stack, { identities: [identityAt('github', subject)] })
    const who = phone(stack)
    expect((await who.direct('alone')).body).toMatchObject({ outcome: 'signed_in' })
    github(stack).disconnect('alone')
    expect((await send(stack, github(stack).delivery('alone'))).status).toBe(200)
    expect(await isIn(who)).toBe(false)
    expect((await phone(stack).direct('alone')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('and a visit that waits goes on', async ({ stack }) => {
    const who = phone(stack)
    expect((await who.direct('waits')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await send(stack, github(stack).delivery('waits'))).status).toBe(200)
    expect((await who.register()).status).toBe(201)
  })
})

describe('a delivery', () => {
  it.for<readonly [string, (delivery: ReturnType<ReturnType<typeof github>['delivery']>) => object]>([
    ['with another body', ({ body }) => ({ body: body.replace('"type":"User"', '"type":"Bot"') })],
    ['without a signature', ({ headers }) => ({ headers: { ...headers, 'x-hub-signature-256': '' } })],
    [
      'signed with SHA-1',
      ({ headers }) => ({ headers: { ...headers, 'x-hub-signature-256': `sha1=${'a'.repeat(40)}` } }),
    ],
    [
      'signed by somebody else',
      ({ headers }) => ({ headers: { ...headers, 'x-hub-signature-256': `sha256=${'a'.repeat(64)}` } }),
    ],
  ])('%s is refused, and changes nothing', async ([_, change], { stack }) => {
    if ((await phone(stack).direct('forged')).body['outcome'] !== 'signed_in') {
      const who = phone(stack)
      await who.direct('forged')
      await who.register()
    }
    github(stack).disconnect('forged')
    const delivery = github(stack).delivery('forged')
    expect(await send(stack, { ...delivery, ...change(delivery) })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect((await phone(stack).direct('forged')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it.for([
    ['ping', 'revoked', 200],
    ['installation', 'deleted', 200],
    ['github_app_authorization', 'granted', 400],
  ] as const)('of %s (%s) means nothing', async ([event, action, status], { stack }) => {
    expect((await send(stack, github(stack).delivery('else', event, action))).status).toBe(status)
  })

  it('of an unknown person means nothing', async ({ stack }) => {
    expect((await send(stack, github(stack).delivery('else'))).status).toBe(200)
  })
})
