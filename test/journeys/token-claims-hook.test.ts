import { decodeJwt } from 'jose'
import { aroundAll, describe, expect, vi } from 'vitest'
import { type HooksModule, hooksModule } from '../support/hooks.ts'
import { type Overheard, overhear } from '../support/overheard.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** A service whose tokens say the plan of a member. What a member's nickname says goes wrong. */
const hooks = `
  async tokenClaims(member) {
    switch (member.nickname) {
      case 'throws': throw new Error(member.email)
      case 'hangs': return new Promise(() => {})
      case 'nonsense': return 'gold'
      case 'forges': return { sub: 'somebody-else' }
      case 'huge': return { text: 'x'.repeat(3000) }
      case 'changes': Reflect.set(member, 'email', 'forged@example.com'); return { email: member.email }
      default: return { plan: 'gold', of: member.id, verified: member.emailVerified, by: member.identities }
    }
  }`

const printed: string[] = []

let service: HooksModule
let heard: Overheard
aroundAll(async (runTests) => {
  service = hooksModule(hooks)
  await runTests()
  service.remove()
})
const it = testWithStack(() => ({
  personas: [atKakao('jiho', { name: '윤지호' })],
  environment: service.environment,
  print: (line) => void printed.push(line),
}))
it.beforeAll(() => {
  heard = overhear()
})
it.afterAll(() => {
  heard.stop()
})

const claimsIn = ({ accessToken = '' }: Visitor) => decodeJwt(accessToken)

describe('the claims of a service', () => {
  it('are in the token of a sign-up, of each sign-in and of a renewal', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    expect((await who.emailSignUp('plan@example.com')).status).toBe(201)
    const { sub } = claimsIn(who)
    const added = { plan: 'gold', of: sub, verified: true, by: [] }
    expect(claimsIn(who)).toMatchObject(added)
    await who.refresh()
    expect(claimsIn(who)).toMatchObject(added)
    expect((await who.passwordLogin('plan@example.com')).status).toBe(200)
    expect(claimsIn(who)).toMatchObject(added)
    expect((await who.signInByCode('plan@example.com')).status).toBe(200)
    expect(claimsIn(who)).toMatchObject(added)
  })

  it('are in the tokens of a visit at a provider, which they name', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.direct('jiho')
    expect((await who.register()).status).toBe(201)
    const by = [{ provider: 'kakao', subject: expect.any(String) }]
    expect(claimsIn(who)).toMatchObject({ plan: 'gold', by })
    const again = visitor(stack, { client: 'app' })
    expect((await again.direct('jiho')).body).toMatchObject({ outcome: 'signed_in' })
    expect(claimsIn(again)).toMatchObject({ plan: 'gold', by })
  })

  it('are about the member as stored, whatever the hook does to its copy', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const response = await who.emailSignUp('copy@example.com', { nickname: 'changes' })
    expect(response.status).toBe(201)
    expect(claimsIn(who)).toMatchObject({ email: 'copy@example.com' })
    expect((await who.call('GET', '/me', { bearer: who.accessToken })).body).toMatchObject({
      email: 'copy@example.com',
    })
  })
})

describe('a hook that fails', () => {
  it.for([
    ['throws', 'threw'],
    ['hangs', 'timed_out'],
    ['nonsense', 'unusable_result'],
    ['forges', 'unusable_result'],
    ['huge', 'unusable_result'],
  ] as const)(
    'because it %s is a problem of its own, and nothing is written',
    async ([nickname, reason], { stack }) => {
      const to = `${nickname}@example.com`
      const who = visitor(stack, { client: 'app' })
      const before = heard.log.length
      const response = await who.emailSignUp(to, { nickname })
      expect(response).toMatchObject({ status: 503, body: { code: 'hook_failed' } })
      expect(response.headers.get('retry-after')).toBe('5')
      const lines = heard.log.slice(before).map((line): unknown => JSON.parse(line))
      expect(lines).toContainEqual(
        expect.objectContaining({ event: 'hook_failed', hook: 'tokenClaims', reason, hookFailures: 1 }),
      )
      expect(heard.everything()).not.toContain(to)
      // The same request again, without what fails: neither the address nor the code was used up.
      expect((await who.registerByEmail({ nickname: 'fine' })).status).toBe(201)
    },
  )

  it('leaves a refresh token as it was', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.emailSignUp('renews@example.com')
    await who.change({ nickname: 'throws' })
    expect(await who.refresh()).toMatchObject({ status: 503, body: { code: 'hook_failed' } })
    await who.change({ nickname: 'fine' })
    expect((await who.refresh()).status).toBe(200)
  })
})

describe('a module of hooks that changes', () => {
  it('is in force without a restart, and a fault leaves the one before', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.emailSignUp('changes@example.com')
    const planAfterRenewal = async () => {
      await who.refresh()
      return claimsIn(who)['plan']
    }
    service.write("tokenClaims: () => ({ plan: 'silver' })")
    await vi.waitUntil(async () => (await planAfterRenewal()) === 'silver', { timeout: 20_000 })
    service.write("tokenClaim: () => ({ plan: 'bronze' })")
    await vi.waitUntil(() => printed.some((line) => /not in force: there is no hook tokenClaim;/.test(line)))
    service.write('tokenClaims: () => {')
    await vi.waitUntil(() => printed.some((line) => /not in force: .*ERROR/s.test(line)))
    expect(await planAfterRenewal()).toBe('silver')
    service.write(hooks)
    await vi.waitUntil(async () => (await planAfterRenewal()) === 'gold', { timeout: 20_000 })
  })
})
