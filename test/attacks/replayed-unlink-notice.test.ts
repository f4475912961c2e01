import { describe, expect } from 'vitest'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { ledgerOf } from './ledger.ts'

/*
 * Kakao sends a notice twice, sends two kinds of it in the wrong order, or so late that the person has connected
 * again. Or Mallory kept an old one and repeats it whenever Minji returns. A notice has no time, so nothing in it
 * tells new from old.
 * Defence: ieum asks Kakao for the current state.
 */

const cast = ['often', 'linked', 'waiting', 'alone'].map((key) =>
  // An address that Kakao did not verify is no sign-in method, and gets no notice.
  atKakao(key, { email: mail(`${key}@example.com`, key === 'often'), name: `김${key}` }, ['phone']),
)
const it = testWithStack({ personas: cast })
it.afterEach(({ stack }) => expectSoundTable(stack))
const phone = (stack: TestStack) => visitor(stack, { client: 'app' })

describe('an old notice', () => {
  it('changes nothing the second time, in either form', async ({ stack }) => {
    await phone(stack).signUp('often')
    expect(await stack.kakao.unlinkFromOutside('often')).toBe(200)
    const ledger = ledgerOf(stack)
    for (const referrer of ['UNLINK_FROM_APPS', 'ACCOUNT_DELETE', 'A_WORD_OF_TOMORROW']) {
      for (const method of ['GET', 'POST'] as const) {
        const again = () => stack.kakao.noticeUnlinked('often', { method, referrer })
        expect(await ledger.unchangedBy(again)).toBe(200)
      }
    }
    expect((await stack.outbox()).filter(({ to }) => to === 'often@example.com')).toHaveLength(1)
  })

  it('changes nothing for a member who returned by row 1', async ({ stack }) => {
    await phone(stack).signUp('alone')
    await stack.kakao.unlinkFromOutside('alone')
    const back = phone(stack)
    expect((await back.direct('alone')).body).toMatchObject({ outcome: 'signed_in', created: false })
    expect(await stack.kakao.noticeUnlinked('alone')).toBe(200)
    expect((await back.me()).body).toMatchObject({ methods: ['kakao'] })
  })

  it('changes nothing for a member who linked again', async ({ stack }) => {
    await settle(stack, { email: 'member@example.com', password: usualPassword })
    const member = phone(stack)
    await member.passwordLogin('member@example.com')
    await member.startLink('linked', {}, 'direct')
    await stack.kakao.unlinkFromOutside('linked')
    expect((await member.startLink('linked', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    expect(await stack.kakao.noticeUnlinked('linked')).toBe(200)
    expect((await member.me()).body).toMatchObject({ methods: ['password', 'email_code', 'kakao'] })
  })

  it('does not end a new visit of the person', async ({ stack }) => {
    await phone(stack).direct('waiting')
    await stack.kakao.unlinkFromOutside('waiting')
    const person = phone(stack)
    await person.direct('waiting')
    expect(await stack.kakao.noticeUnlinked('waiting')).toBe(200)
    expect((await person.register()).status).toBe(201)
  })
})

it('ten notices at once have the effect of one', async ({ stack }) => {
  await settle(stack, { email: 'ten@example.com', password: usualPassword })
  const member = phone(stack)
  await member.passwordLogin('ten@example.com')
  await stack.kakao.unlinkFromOutside('linked')
  await member.startLink('linked', {}, 'direct')
  await stack.kakao.unlinkFromOutside('linked', { method: 'GET' }).catch(() => undefined)
  const statuses = await Promise.all(Array.from({ length: 10 }, () => stack.kakao.noticeUnlinked('linked')))
  expect(statuses).toEqual(Array(10).fill(200))
  expect((await member.me()).body).toMatchObject({ methods: ['password', 'email_code'] })
})
