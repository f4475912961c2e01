import { describe, expect } from 'vitest'
import type { CountingProxy } from '../support/counting-proxy.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { providerAnswerIn, usualPassword, visitor } from '../support/steps.ts'
import { testWithCountedDatabase } from '../support/test-with-counted-database.ts'

const born = { birthyear: '1990', birthday: '0412', birthdayType: 'SOLAR' } as const

const it = testWithCountedDatabase({
  personas: [
    atKakao('warm'),
    atKakao('full', born),
    atKakao('partial', { ...born, name: '박하나', email: mail('partial@example.com') }),
    atKakao('new'),
    atKakao('says-a-members', { name: '박말로', email: mail('said@example.com', false) }, ['phone']),
    atKakao('says-nobodys', { name: '박말로', email: mail('nobody@example.com', false) }, ['phone']),
  ],
})
it.beforeAll(async ({ stack }) => {
  await settle(stack, { email: 'full@example.com', name: '김하나' })
  await settle(stack, { email: 'partial@example.com', name: '김하나', password: usualPassword })
  // Signing keys are cached from the first visit on.
  await visitor(stack).direct('warm')
})

async function cost(
  database: CountingProxy,
  step: () => Promise<{ readonly status: number }>,
): Promise<readonly string[]> {
  database.reset()
  expect((await step()).status).toBe(200)
  return [...database.asked]
}

describe('the cost of a match', () => {
  it('a first visit with a match takes at most 5 requests, and consent takes 2', async ({
    stack,
    database,
  }) => {
    const who = visitor(stack, { client: 'app' })
    await who.startDirect()
    const brought = providerAnswerIn(who.consent('full'))
    const visit = await cost(database, () => who.finishDirect(brought))
    expect(who.outcome['outcome']).toBe('link_confirmation_required')
    expect(visit.length).toBeLessThanOrEqual(5)
    expect(await cost(database, () => who.link())).toEqual(['GetItem', 'TransactWriteItems'])
  })

  it('consent after proof also counts the change, and reads the member with the session', async ({
    stack,
    database,
  }) => {
    const who = visitor(stack, { client: 'app' })
    await who.startDirect()
    const brought = providerAnswerIn(who.consent('partial'))
    expect((await cost(database, () => who.finishDirect(brought))).length).toBeLessThanOrEqual(5)
    await who.passwordLogin('partial@example.com')
    expect(await cost(database, () => who.link())).toEqual([
      'GetItem',
      'UpdateItem',
      'Query',
      'TransactWriteItems',
    ])
  })

  it('a first visit with an address that nobody verified takes the same requests at a member’s as at nobody’s', async ({
    stack,
    database,
  }) => {
    await settle(stack, { email: 'said@example.com', name: '다른이' })
    const spent = []
    for (const key of ['says-a-members', 'says-nobodys']) {
      const who = visitor(stack, { client: 'app' })
      await who.startDirect()
      const brought = providerAnswerIn(who.consent(key))
      spent.push(await cost(database, () => who.finishDirect(brought)))
      expect(who.outcome['outcome']).toBe('registration_required')
    }
    expect(spent[0]?.length).toBeLessThanOrEqual(4)
    expect(spent[1]).toEqual(spent[0])
  })

  it('linking to an account of one’s own choice reads the member, and counts as a change of the member', async ({
    stack,
    database,
  }) => {
    await settle(stack, { email: 'own@example.com', name: '다른이', password: usualPassword })
    const who = visitor(stack, { client: 'app' })
    await who.direct('says-nobodys')
    await who.passwordLogin('own@example.com')
    expect(await cost(database, () => who.linkOwnAccount())).toEqual([
      'GetItem',
      'UpdateItem',
      'Query',
      'TransactWriteItems',
    ])
  })

  it('declining takes 3: the visit, its end with the mark on the identity, and the end of the mark', async ({
    stack,
    database,
  }) => {
    await settle(stack, { email: 'new@example.com', name: '김하나' })
    const who = visitor(stack, { client: 'app' })
    await who.direct('new')
    expect(await cost(database, () => who.decline())).toEqual(['GetItem', 'TransactWriteItems', 'DeleteItem'])
  })
})
