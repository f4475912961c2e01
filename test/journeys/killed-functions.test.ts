import { createServer, request } from 'node:http'
import { aroundAll, expect, inject } from 'vitest'
import { limitRequests } from '../../lib/aws/request-budget.ts'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'
import { chance } from '../support/chance.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Functions are killed at random points of the longest journey: sign up, link Kakao, change the address, unlink, close the
 * account. A killed function reaches the table no more: at a random request of it, before or after the table has done what it
 * asked. Its client gets no good answer and tries again; the courier is called again. Chance follows a seed. Each message about
 * a change is sent if the change was committed, and again only after the courier was killed.
 *
 * `IEUM_KILLS=200 npm test -- killed-functions` kills 200; the default is 6.
 */

const kills = Number(process.env['IEUM_KILLS'] ?? 6)
const people = 4 + kills

interface Death {
  /** The request of the table at which the function dies. */
  readonly at: number
  readonly when: 'before' | 'after'
}

/** The table as a function reaches it that dies at some request. */
async function startMortalTable(target: string) {
  let death: Death | undefined
  let [asked, isDead] = [0, false]
  const server = createServer((incoming, outgoing) => {
    asked += 1
    const dies = asked === death?.at
    if (dies && death?.when === 'before') isDead = true
    if (isDead) return void incoming.socket.destroy()
    const { method = 'POST', headers, url = '/' } = incoming
    const onward = request(new URL(url, target), { method, headers }, (response) => {
      if (dies) {
        isDead = true
        response.resume().on('end', () => incoming.socket.destroy())
      } else {
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
      }
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    /** Runs a function that may die. Gives whether it died. */
    async during(next: Death | undefined, work: () => Promise<unknown>): Promise<boolean> {
      ;[death, asked, isDead] = [next, 0, false]
      try {
        await work().catch(() => {})
        return isDead
      } finally {
        ;[death, isDead] = [undefined, false]
      }
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

let table: Awaited<ReturnType<typeof startMortalTable>>
let limitsBefore: ReturnType<typeof limitRequests>
aroundAll(async (runTests) => {
  table = await startMortalTable(inject('databaseEndpoint'))
  await runTests()
  await table.stop()
})
const it = testWithStack(() => ({
  personas: Array.from({ length: people }, (_, index) =>
    atKakao(`p${index}`, { email: mail(`p${index}@kakao.example`), name: '김하나' }),
  ),
  environment: { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint },
}))
it.beforeAll(() => {
  limitsBefore = limitRequests({ totalMs: 2_000, attemptMs: 1_000 })
})
it.afterAll(() => {
  limitRequests(limitsBefore)
})

/** A step: what the client does, and whether it has been done. */
interface Step {
  readonly act: (who: Visitor) => Promise<unknown>
  readonly isDone: (who: Visitor) => Promise<boolean>
}

const addresses = (index: number) => ({ first: `p${index}@example.com`, next: `p${index}-next@example.com` })

async function me(who: Visitor, ...at: readonly string[]) {
  for (const address of at) {
    if ((await who.passwordLogin(address, usualPassword)).status === 200) return (await who.me()).body
  }
  return {}
}

function journey(stack: TestStack, index: number): readonly Step[] {
  const { first, next } = addresses(index)
  const identities = async (who: Visitor) => JSON.stringify((await me(who, first, next))['identities'] ?? [])
  return [
    {
      act: async (who) => {
        stack.advanceClock(61)
        await who.prove(first, 'sign_up')
        return () => who.registerByEmail()
      },
      isDone: async (who) => (await me(who, first))['email'] === first,
    },
    {
      act: async (who) => {
        await who.startMemberDirect('link')
        const url = new URL(who.consent(`p${index}`))
        const credential = Object.fromEntries(url.searchParams)
        return () => who.finishDirect({ code: credential['code'], state: credential['state'] })
      },
      isDone: async (who) => (await identities(who)).includes('kakao'),
    },
    {
      act: async (who) => {
        stack.advanceClock(61)
        await who.prove(next, 'contact')
        await who.passwordLogin(first, usualPassword)
        return () => who.change({ verificationToken: who.verificationToken })
      },
      isDone: async (who) => (await me(who, next))['email'] === next,
    },
    {
      act: async (who) => () => who.unlink(),
      isDone: async (who) => !(await identities(who)).includes('kakao'),
    },
    {
      act: async (who) => () => who.call('DELETE', '/me', { bearer: who.accessToken }),
      isDone: async (who) => (await who.me()).status === 401,
    },
  ]
}

const isCode = ({ subject = '' }: { readonly subject?: string }): boolean => subject.includes('인증번호')

/** The subjects of what was said to a person about changes, by how often. */
async function notices(stack: TestStack, index: number): Promise<Readonly<Record<string, number>>> {
  const { first, next } = addresses(index)
  const sent = (await stack.outbox()).filter(
    (message) => [first, next].includes(message.to) && !isCode(message),
  )
  const subjects = sent.map(({ to, subject }) => `${to === first ? 'first' : 'next'}: ${subject}`)
  return Object.fromEntries([...Map.groupBy(subjects, (one) => one)].map(([name, all]) => [name, all.length]))
}

it(`${kills} kills lose no message, and repeat one only after the courier was killed`, async ({ stack }) => {
  const next = chance(7)
  let killed = 0
  const death = (): Death | undefined =>
    killed >= kills || next() < 0.35
      ? undefined
      : { at: 1 + Math.floor(next() * 6), when: next() < 0.5 ? 'before' : 'after' }

  /** Goes through the journey. Gives how often the courier was killed. */
  async function live(index: number, mayDie: boolean): Promise<number> {
    const who = visitor(stack, { client: 'app' })
    let couriersKilled = 0
    for (const { act, isDone } of journey(stack, index)) {
      for (let attempt = 0; attempt < 6; attempt += 1) {
        const send = await act(who)
        if (typeof send !== 'function') throw new Error('a step gives no request')
        if (await table.during(mayDie && attempt === 0 ? death() : undefined, async () => send())) killed += 1
        if (await isDone(who)) break
        if (attempt === 5) throw new Error('a step is never done')
      }
      if (await table.during(mayDie ? death() : undefined, () => stack.outbox())) {
        killed += 1
        couriersKilled += 1
      }
    }
    // A message that a killed courier had reserved is due again after its lease.
    for (let round = 0; round < 4; round += 1) {
      stack.advanceClock(120)
      await stack.outbox()
    }
    return couriersKilled
  }

  await live(0, false)
  const expected = await notices(stack, 0)
  expect(Object.keys(expected).length).toBeGreaterThan(4)
  let repeats = 0
  for (let index = 1; killed < kills; index += 1) {
    const couriersKilled = await live(index, true)
    const told = await notices(stack, index)
    expect(Object.keys(told).toSorted(), `person ${index}`).toEqual(Object.keys(expected).toSorted())
    for (const [notice, times] of Object.entries(told)) {
      const surplus = times - (expected[notice] ?? 0)
      expect(surplus, `${index} ${notice}`).toBeGreaterThanOrEqual(0)
      if (couriersKilled === 0) expect(surplus, `${index} ${notice}`).toBe(0)
      repeats += surplus
    }
  }
  expect(killed).toBe(kills)
  await expectSoundTable(stack)
  if (kills >= 200)
    console.log(`${killed} kills, 0 lost, ${repeats} repeats, each after a kill of the courier`)
}, 1_200_000)
