import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { currentFunction } from '../../lib/local/gateway/functions.ts'
import { tableClient } from '../support/database.ts'
import { changedInSilence, type Written, writesOf } from '../support/told-changes.ts'
import { takeFaults } from '../support/watch.ts'

/* Every test with a table is watched. These tests show the findings of the watch. */

const client = tableClient()
const TableName = 'members'
const member = { PK: 'MEMBER#1', SK: 'MEMBER' }
const event = { PK: 'MEMBER#1', SK: 'EVENT#1' }

/** The findings for a request of this function. The request never reaches the table. */
async function said(id: 'login' | 'health' | 'deactivate', request: () => Promise<unknown>): Promise<string> {
  const error = await currentFunction.run({ id }, request).then(
    () => 'nothing',
    (reason: unknown) => (reason instanceof Error ? reason.message : 'nothing'),
  )
  expect(takeFaults().join('; ')).toBe(error)
  return error
}

const pausing = (...more: readonly object[]) =>
  new TransactWriteCommand({
    TransactItems: [
      {
        Update: {
          TableName,
          Key: member,
          UpdateExpression: 'SET #status = :off ADD #version :one',
          ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
        },
      },
      ...more,
    ],
  })

describe('a function under watch', () => {
  it('may do only what its line lists', async () => {
    const read = () => client.send(new GetCommand({ TableName, Key: member }))
    expect(await said('login', read)).toBe('login may not GetItem')
    const write = () => client.send(pausing({ Put: { TableName, Item: event } }))
    expect(await said('health', write)).toContain('health may not')
  })

  it('may change no member without an entry in the history', async () => {
    expect(await said('deactivate', () => client.send(pausing()))).toBe(
      'deactivate is silent about: Update MEMBER status version',
    )
    const elsewhere = { PK: 'MEMBER#2', SK: 'EVENT#1' }
    const other = () => client.send(pausing({ Put: { TableName, Item: elsewhere } }))
    expect(await said('deactivate', other)).toContain('is silent about')
  })

  it('may add to a history, and do nothing else with it', async () => {
    const rewrite = { Update: { TableName, Key: event, UpdateExpression: 'SET #type = :other' } }
    const rewriting = () => client.send(pausing({ Put: { TableName, Item: event } }, rewrite))
    expect(await said('deactivate', rewriting)).toBe('deactivate changes a history: Update EVENT')
  })
})

describe('a change without a history entry', () => {
  const update = (UpdateExpression: string, names: Record<string, string>): readonly Written[] =>
    writesOf('UpdateCommand', { Key: member, UpdateExpression, ExpressionAttributeNames: names })

  it('may end sessions, and rehash a password', () => {
    expect(changedInSilence(update('ADD #c :one', { '#c': 'credentialsVersion' }))).toEqual([])
    expect(changedInSilence(update('SET #h = :new', { '#h': 'passwordHash' }))).toEqual([])
  })

  it('may not change anything else on the side', () => {
    const both = update('SET #h = :new, #email.#verified = :yes', {
      '#h': 'passwordHash',
      '#email': 'email',
      '#verified': 'verified',
    })
    expect(changedInSilence(both)).toEqual(['Update MEMBER passwordHash email'])
  })

  it('may be a condition check', () => {
    expect(
      changedInSilence(
        writesOf('TransactWriteCommand', { TransactItems: [{ ConditionCheck: { Key: member } }] }),
      ),
    ).toEqual([])
  })
})
