import { describe, expect } from 'vitest'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * An address passes to another person, as in companies, or an administrator writes any address into an account
 * (nOAuth, Descope 2023): another Kakao account shows the address that a member verified, as verified. Or the
 * attacker keeps the account, and changes its address, name and number to the victim's. Both hope that the address
 * makes the member.
 * Defence: only the provider's own id of the person leads to a member. Everything else is a question.
 */

const chameleon = { ...atKakao('chameleon', { name: '박말로' }) }
const it = testWithLedger({
  personas: [
    atKakao('minji', { name: '김민지' }),
    atKakao('successor', { name: '박후임', email: mail('minji@example.com') }),
    chameleon,
  ],
})
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

describe('another account with a member’s address', () => {
  it.for(['redirect', 'direct'] as const)(
    'is never the member by the %s flow',
    async (flow, { stack, ledger }) => {
      const successor = visitor(stack)
      expect((await successor[flow]('successor')).body).toMatchObject({ outcome: 'link_proof_required' })
      expect(successor.outcome).not.toHaveProperty('accessToken')
      expect((await successor.link()).status).toBe(401)
      expect(await ledger.count('identity')).toBe(1)
    },
  )
})

/** The members and their claims, whatever the number and the times of their sign-ins. */
const rows = async (ledger: Ledger) =>
  (await ledger.items('member', 'claim')).map((item) =>
    Object.fromEntries(
      Object.entries(item).filter(([name]) => name !== 'openedSessions' && !name.startsWith('used:')),
    ),
  )

describe('an account that changes its data', () => {
  it('stays its own member, and the member with the same data is untouched', async ({ stack, ledger }) => {
    await visitor(stack).signUp('chameleon')
    const own = visitor(stack)
    await own.redirect('chameleon')
    const before = (await own.me()).body
    const members = await rows(ledger)

    Object.assign(chameleon, {
      name: '김민지',
      nickname: 'minji',
      email: mail('minji@example.com'),
      phone: stack.kakao.personas.find(({ key }) => key === 'minji')?.phone,
    })
    const again = visitor(stack)
    expect(await again.direct('chameleon')).toMatchObject({
      body: { outcome: 'signed_in', member: { id: before['id'] } },
    })
    expect((await again.me()).body).toMatchObject({ email: before['email'], name: before['name'] })
    expect(await rows(ledger)).toEqual(members)
  })

  it('links to another member only itself, and takes no address', async ({ stack }) => {
    await settle(stack, { email: 'third@example.com', password: usualPassword })
    const third = visitor(stack)
    await third.passwordLogin('third@example.com')
    expect((await third.startLink('successor')).body).toMatchObject({
      outcome: 'linked',
      member: { email: 'third@example.com' },
    })
  })
})
