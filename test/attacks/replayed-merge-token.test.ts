import { expect } from 'vitest'
import { askedToMerge, signedInBy } from '../support/merge-steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * The consent to a merge is sent again: twenty times at once, or after the merge, when the token might still move
 * something. Or consent follows a refusal.
 * Defence: the question names the one token that answers it, and is answered in the transaction of its effect.
 */

const it = testWithLedger()
it.afterEach(({ ledger }) => ledger.isSound())

const used = { status: 409, body: { code: 'token_used' } }

it('merges once when it is sent twenty times at once, and never afterwards', async ({ stack, ledger }) => {
  const [survivor, other] = [await signedInBy(stack, '9100000001'), await signedInBy(stack, '9100000002')]
  const merge = await askedToMerge(survivor, other)
  const responses = await Promise.all(Array.from({ length: 20 }, () => merge()))
  expect(responses.filter(({ body }) => body['outcome'] === 'merged')).toHaveLength(1)
  // A request between the merge and the end of the question finds the merge done.
  for (const { status } of responses) expect([200, 409]).toContain(status)
  const merges = (await ledger.items('event')).filter(({ type }) => type === 'member.merged')
  expect(merges).toHaveLength(2)
  expect(await ledger.unchangedBy(merge)).toMatchObject(used)
})

it('does nothing after a refusal', async ({ stack, ledger }) => {
  const [survivor, other] = [await signedInBy(stack, '9100000003'), await signedInBy(stack, '9100000004')]
  const merge = await askedToMerge(survivor, other)
  expect((await merge({ consent: false })).body['outcome']).toBe('declined')
  expect(await ledger.unchangedBy(() => merge())).toMatchObject(used)
  expect(await ledger.unchangedBy(() => merge({ consent: false }))).toMatchObject(used)
})

it('cannot both consent and decline', async ({ stack }) => {
  const [survivor, other] = [await signedInBy(stack, '9100000005'), await signedInBy(stack, '9100000006')]
  const merge = await askedToMerge(survivor, other)
  const responses = await Promise.all(
    Array.from({ length: 10 }, (_, index) => merge({ consent: index % 2 === 0 })),
  )
  const done = responses.filter(({ body }) => body['outcome'] === 'merged' || body['outcome'] === 'declined')
  expect(done).toHaveLength(1)
})
