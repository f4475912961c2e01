import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { identityAt } from '../support/people.ts'
import { atGithub } from '../support/people-at-github.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/* A GitHub App tells that a person has revoked its authorization, in a delivery that is signed and names no time. */

const keys = ['revoked', 'stays', 'back', 'alone', 'forged', 'waits', 'else'] as const
type Key = (typeof keys)[number]
const cast = keys.map((key) => atGithub(key))

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack({ casts: { github: cast } })
})
afterEach(() => expectSoundTable(stack))
afterAll(() => stack.stop())

const github = () => stack.standIns.github
const phone = () => visitor(stack, { client: 'app', provider: 'github' })
const send = ({ headers, body }: ReturnType<ReturnType<typeof github>['delivery']>, more = {}) =>
  visitor(stack).call('POST', '/webhooks/github', {
    body,
    headers: { ...headers, origin: undefined, ...more },
  })
const isIn = async (person: Visitor) => (await person.me()).status === 200
const mailsTo = async (to: string) =>
  (await stack.outbox()).filter((sent) => sent.to === to).map(({ subject }) => subject)

/** A member with a password, who has linked GitHub and is signed in by both. */
async function withBoth(key: Key) {
  const email = `${key}@members.example`
  await settle(stack, { email, password: usualPassword })
  const byPassword = phone()
  await byPassword.passwordLogin(email)
  expect((await byPassword.startLink(key, {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
  const byGithub = phone()
  expect((await byGithub.direct(key)).body).toMatchObject({ outcome: 'signed_in' })
  return { email, byPassword, byGithub }
}

describe('GitHub tells that a person has revoked the app', () => {
  it('and the identity ends with the sessions that it opened, and the member is told', async () => {
    const { email, byPassword, byGithub } = await withBoth('revoked')
    github().disconnect('revoked')
    expect((await send(github().delivery('revoked'))).status).toBe(200)
    expect([await isIn(byPassword), await isIn(byGithub)]).toEqual([true, false])
    expect((await byPassword.me()).body).toMatchObject({
      identities: [{ provider: 'github', state: 'unlinked_by_provider' }],
    })
    expect(await mailsTo(email)).toContain('로그인 방법이 해제되었습니다')
    expect((await send(github().delivery('revoked'))).status).toBe(200)
  })

  it('and who is still connected keeps the identity, whose token goes on to work', async () => {
    const { byPassword } = await withBoth('stays')
    for (const _ of [1, 2]) expect((await send(github().delivery('stays'))).status).toBe(200)
    expect((await byPassword.me()).body).toMatchObject({ identities: [{ state: 'linked' }] })
    expect((await byPassword.unlink()).body).toMatchObject({ outcome: 'unlinked' })
    expect(github().isConnected('stays')).toBe(false)
  })

  it('and an old delivery that comes again does no harm to who has come back', async () => {
    await withBoth('back')
    github().disconnect('back')
    const delivery = github().delivery('back')
    expect((await send(delivery)).status).toBe(200)
    const again = phone()
    await again.passwordLogin('back@members.example')
    expect((await again.startLink('back', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect((await send(delivery)).status).toBe(200)
    expect((await again.me()).body).toMatchObject({ identities: [{ state: 'linked' }] })
    expect(await isIn(again)).toBe(true)
  })

  it('and the only way in stays open to the person', async () => {
    const subject = `${cast.find(({ key }) => key === 'alone')?.id}`
    await settle(stack, { identities: [identityAt('github', subject)] })
    const who = phone()
    expect((await who.direct('alone')).body).toMatchObject({ outcome: 'signed_in' })
    github().disconnect('alone')
    expect((await send(github().delivery('alone'))).status).toBe(200)
    expect(await isIn(who)).toBe(false)
    expect((await phone().direct('alone')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it('and a visit that waits goes on', async () => {
    const who = phone()
    expect((await who.direct('waits')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await send(github().delivery('waits'))).status).toBe(200)
    expect((await who.register()).status).toBe(201)
  })
})

describe('a delivery', () => {
  it.each<readonly [string, (delivery: ReturnType<ReturnType<typeof github>['delivery']>) => object]>([
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
  ])('%s is refused, and changes nothing', async (_, change) => {
    if ((await phone().direct('forged')).body['outcome'] !== 'signed_in') {
      const who = phone()
      await who.direct('forged')
      await who.register()
    }
    github().disconnect('forged')
    const delivery = github().delivery('forged')
    expect(await send({ ...delivery, ...change(delivery) })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect((await phone().direct('forged')).body).toMatchObject({ outcome: 'signed_in' })
  })

  it.each([
    ['ping', 'revoked', 200],
    ['installation', 'deleted', 200],
    ['github_app_authorization', 'granted', 400],
  ])('of %s (%s) means nothing', async (event, action, status) => {
    expect((await send(github().delivery('else', event, action))).status).toBe(status)
  })

  it('of an unknown person means nothing', async () => {
    expect((await send(github().delivery('else'))).status).toBe(200)
  })
})
