import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { currentFunction } from '../../lib/local/gateway/functions.ts'
import { tableClient } from '../support/database.ts'
import { changedInSilence, type Written, writesOf } from '../support/told-changes.ts'
import { takeFaults } from '../support/watch.ts'

/*
 * Every test that has a table is watched: here is what the watch finds.
 */

const client = tableClient()
const TableName = 'members'
const member = { PK: 'MEMBER#1', SK: 'MEMBER' }
const event = { PK: 'MEMBER#1', SK: 'EVENT#1' }

/** What is said of a request of this function; it never reaches the table. */
async function said(id: 'login' | 'health' | 'deactivate', request: () => Promise<unknown>): Promise<string> {
  const error = await currentFunction.run(id, request).then(
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

describe('a function', () => {
  it('may do nothing that its line does not list', async () => {
    const read = () => client.send(new GetCommand({ TableName, Key: member }))
    expect(await said('login', read)).toBe('login may not GetItem')
    const write = () => client.send(pausing({ Put: { TableName, Item: event } }))
    expect(await said('health', write)).toContain('health may not')
  })

  it('may change no member without a word in its history', async () => {
    expect(await said('deactivate', () => client.send(pausing()))).toBe(
      'deactivate is silent about: Update MEMBER status version',
    )
    const elsewhere = { PK: 'MEMBER#2', SK: 'EVENT#1' }
    const other = () => client.send(pausing({ Put: { TableName, Item: elsewhere } }))
    expect(await said('deactivate', other)).toContain('is silent about')
  })

  it('may add to a history, and do nothing else to it', async () => {
    const rewrite = { Update: { TableName, Key: event, UpdateExpression: 'SET #type = :other' } }
    const rewriting = () => client.send(pausing({ Put: { TableName, Item: event } }, rewrite))
    expect(await said('deactivate', rewriting)).toBe('deactivate changes a history: Update EVENT')
  })
})

describe('what is no change of a member', () => {
  const update = (UpdateExpression: string, names: Record<string, string>): readonly Written[] =>
    writesOf('UpdateCommand', { Key: member, UpdateExpression, ExpressionAttributeNames: names })

  it('is what ends sessions, and a password that is hashed anew', () => {
    expect(changedInSilence(update('SET #s = :now', { '#s': 'sessionsValidFrom' }))).toEqual([])
    expect(changedInSilence(update('SET #h = :new', { '#h': 'passwordHash' }))).toEqual([])
  })

  it('is not what comes along with it', () => {
    const both = update('SET #h = :new, #email.#verified = :yes', {
      '#h': 'passwordHash',
      '#email': 'email',
      '#verified': 'verified',
    })
    expect(changedInSilence(both)).toEqual(['Update MEMBER passwordHash email'])
  })

  it('is nothing that a check does', () => {
    expect(
      changedInSilence(
        writesOf('TransactWriteCommand', { TransactItems: [{ ConditionCheck: { Key: member } }] }),
      ),
    ).toEqual([])
  })
})
