import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { tableOf } from '../../lib/commands/open-stage.ts'
import { awsDouble } from '../support/aws-double.ts'

const dynamo = awsDouble(DynamoDBClient)
const own = 'ieum-prod-MembersFEE56442-1'
const restored = { table: { name: 'ieum-prod-2', streamArn: 'arn:aws:dynamodb:…' } }

beforeEach(() => {
  dynamo.reset()
  vi.stubEnv('IEUM_TABLE', '')
  dynamo.on(ListTablesCommand).resolves({ TableNames: [own, 'other'] })
})
afterEach(() => vi.unstubAllEnvs())

describe('the table of a command', () => {
  it('is the one that CloudFormation named after the stack', async () => {
    expect(await tableOf('prod', { table: null })).toBe(own)
  })

  it("is the one that the stage's file names, and not the one of before the restore", async () => {
    expect(await tableOf('prod', restored)).toBe('ieum-prod-2')
  })

  it('is the one that the shell names, before all others', async () => {
    vi.stubEnv('IEUM_TABLE', 'ieum-prod-3')
    expect(await tableOf('prod', restored)).toBe('ieum-prod-3')
  })

  it('is asked of the operator where two have such a name, as after a failed first deployment', async () => {
    dynamo.on(ListTablesCommand).resolves({ TableNames: [own, 'ieum-prod-MembersFEE56442-2'] })
    await expect(tableOf('prod', { table: null })).rejects.toThrow('Set IEUM_TABLE to one of')
  })
})
