import * as v from 'valibot'
import { expect } from 'vitest'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A stage says how many sessions a member may have. By whichever door one more begins, the oldest ends. */

const email = 'minji@example.com'

const it = testWithStack({ environment: { IEUM_LIMITS: JSON.stringify({ sessionsPerMember: 3 }) } })
it.beforeAll(({ stack }) => settle(stack, { email, password: usualPassword }))
it.afterAll(({ stack }) => expectSoundTable(stack))

const isIn = async (person: Visitor): Promise<boolean> =>
  (await person.call('GET', '/me', { bearer: person.accessToken })).status === 200

async function count(person: Visitor): Promise<number> {
  const { body } = await person.call('GET', '/me/sessions', { bearer: person.accessToken })
  return v.parse(v.object({ sessions: v.array(v.unknown()) }), body).sessions.length
}

const doors: Readonly<Record<string, (person: Visitor) => Promise<unknown>>> = {
  password: (person) => person.passwordLogin(email),
  'a code': (person) => person.signInByCode(email),
  'a provider': (person) => person.signUp('minji'),
}

it.for(Object.entries(doors))(
  'by %s the oldest session ends, the others stay',
  async ([_, enter], { stack }) => {
    const people: Visitor[] = []
    for (let index = 0; index < 5; index += 1) {
      const person = visitor(stack, { client: 'app' })
      await enter(person)
      people.push(person)
      stack.advanceClock(40)
    }
    const [, , third, , last] = people
    if (third === undefined || last === undefined) throw new Error('nobody came')
    expect(await Promise.all(people.map(isIn))).toEqual([false, false, true, true, true])
    expect(await count(last)).toBe(3)
    expect((await third.refresh()).status).toBe(200)
  },
)
