import { beforeEach, describe, expect, it } from 'vitest'
import { withRequestBudget } from '../../../lib/aws/request-budget.ts'
import { defaultRetryPolicy } from '../../../lib/store/table/retry.ts'
import type { Key } from '../../../lib/store/table/schema.ts'
import { accessTable } from '../../../lib/store/table/table-access.ts'
import { countRequests } from '../../support/count-requests.ts'
import { freshTable } from '../../support/database.ts'

const { client, tableName } = await freshTable()
const requests = countRequests(client)
const table = accessTable({ client, tableName, retryPolicy: defaultRetryPolicy })
const limits = { totalMs: 60_000, attemptMs: 20_000 }
const inRequest = <Result>(run: () => Promise<Result>) => withRequestBudget(run, limits)

const key = (name: string): Key => ({ PK: name, SK: name })
const [a, b, c] = [key('a'), key('b'), key('c')]
for (const { PK, SK } of [a, b])
  await table.update({
    Update: {
      Key: { PK, SK },
      UpdateExpression: 'SET #name = :name, #more = :more',
      ExpressionAttributeNames: { '#name': 'name', '#more': 'more' },
      ExpressionAttributeValues: { ':name': PK, ':more': 'more' },
    },
  })
beforeEach(() => requests.reset())

describe('reads of one request that begin together', () => {
  it('are one call, and each gets what it asked for', async () => {
    const [one, none, several] = await inRequest(() =>
      Promise.all([table.get(a), table.get(c), table.getAll([b, c], ['name'])]),
    )
    expect([one, none]).toEqual([{ ...a, name: 'a', more: 'more' }, undefined])
    expect(several).toMatchObject([{ name: 'b' }])
    expect(requests.commands).toEqual(['BatchGetItemCommand'])
  })

  it('may ask for the same item, which is read once', async () => {
    const found = await inRequest(() =>
      Promise.all([table.getAll([a], ['name']), table.getAll([a, b], ['more']), table.getAll([], ['name'])]),
    )
    expect(found.map((items) => items.length)).toEqual([1, 2, 0])
    expect(found[1]).toMatchObject([{ more: 'more' }, { more: 'more' }])
    expect(requests.commands).toEqual(['BatchGetItemCommand'])
  })

  it('wait for those that promises are about to begin', async () => {
    const later = async () => {
      await Promise.resolve()
      return table.get(b)
    }
    await inRequest(() => Promise.all([table.get(a), later()]))
    expect(requests.commands).toEqual(['BatchGetItemCommand'])
  })

  it('are calls of their own beyond the keys that one call takes', async () => {
    const many = Array.from({ length: 60 }, (_, index) => key(`many-${index}`))
    const others = Array.from({ length: 60 }, (_, index) => key(`others-${index}`))
    await inRequest(() => Promise.all([table.getAll(many, ['name']), table.getAll(others, ['name'])]))
    expect(requests.commands).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand'])
  })
})

describe('reads that do not begin together', () => {
  it('are calls of their own: one after the other, and of two requests', async () => {
    await inRequest(async () => {
      await table.get(a)
      await table.get(b)
    })
    await Promise.all([inRequest(() => table.get(a)), inRequest(() => table.get(b))])
    expect(requests.commands).toEqual(Array.from({ length: 4 }, () => 'GetItemCommand'))
  })

  it('are calls of their own where there is no request, as in a job', async () => {
    await Promise.all([table.get(a), table.get(b)])
    expect(requests.commands).toEqual(['GetItemCommand', 'GetItemCommand'])
  })
})

it('a call that fails fails all its reads', async () => {
  const broken = accessTable({ client, tableName: 'no-such-table', retryPolicy: defaultRetryPolicy })
  const results = await inRequest(() =>
    Promise.allSettled([broken.get(a), broken.get(b), broken.getAll([c], ['name'])]),
  )
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(requests.commands).toEqual(['BatchGetItemCommand'])
})
