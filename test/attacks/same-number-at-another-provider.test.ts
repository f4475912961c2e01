import { expect } from 'vitest'
import { castsOf } from '../support/accounts.ts'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { kindsIn } from './nothing-written.ts'

/*
 * Mallory waits, or makes accounts, until one of hers has the number at one provider that Minji's has at another:
 * numbers of GitHub and Kakao look alike. If the number alone were the identity, she would sign in as Minji.
 * Defence: a number identifies nobody without its provider (OpenID Connect Core, section 5.7).
 */

const number = '4000000001'
/** The providers whose ids can look like a number. */
const others = ['naver', 'google', 'github', 'oidc'] as const
const it = testWithStack(() => {
  const { kakao, naver, google, github, oidc } = castsOf([
    { key: 'same', name: '김민지', email: 'minji@example.com' },
  ])
  const other = { name: '맬로리', email: 'mallory@example.com' }
  return {
    casts: {
      kakao: kakao.map((person) => ({ ...person, id: number })),
      naver: naver.map((person) => ({ ...person, ...other, id: number })),
      google: google.map((person) => ({
        ...person,
        id: number,
        name: '맬로리',
        email: { address: 'mallory@gmail.com', verified: true },
      })),
      oidc: oidc.map((person) => ({
        ...person,
        id: number,
        name: '맬로리',
        email: { address: 'mallory@example.com', verified: true },
      })),
      github: github.map((person) => ({ ...person, id: BigInt(number), name: '맬로리', emails: [] })),
    },
  }
})

it('is another person at each of them', async ({ stack }) => {
  const phone = (provider: 'kakao' | (typeof others)[number]) => visitor(stack, { client: 'app', provider })
  await phone('kakao').signUp('same')
  for (const provider of others) {
    const { body } = await phone(provider).direct('same')
    expect([provider, body['outcome'], body['identity']]).toEqual([
      provider,
      'registration_required',
      { provider, subject: number },
    ])
  }
  expect(await kindsIn(stack)).toMatchObject({ member: 1, identity: 1, identity_claim: 1 + others.length })
})
