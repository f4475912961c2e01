import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  IdempotentParameterMismatchException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, test } from 'vitest'
import { identityMethod } from '../../../lib/domain/member/member.ts'
import { Problem } from '../../../lib/domain/values/problem.ts'
import { awsDouble } from '../../support/aws-double.ts'
import { storeOn } from '../../support/database.ts'
import {
  memberId,
  now,
  once,
  pendingId,
  pendingOf,
  registrationOf,
  sessionOf,
  somebody,
  tokenId,
  waitsForNobody,
} from '../cast.ts'

const dynamo = awsDouble(DynamoDBDocumentClient)
const pauses: number[] = []
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'ap-northeast-2' }))
const store = storeOn(client, 'members', {
  retryPolicy: { sleep: async (milliseconds) => pauses.push(milliseconds), random: () => 0.5 },
})
const person = somebody()

beforeEach(() => {
  dynamo.reset()
  pauses.length = 0
})

const about = { message: 'no', $metadata: {} }
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...about, CancellationReasons: codes.map((Code) => ({ Code })) })
const open = () => store.sessions.open(sessionOf(memberId(), person), identityMethod(person.identity), once())
const tokens = () =>
  dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.ClientRequestToken)

describe('a temporary refusal', () => {
  test.each([
    ['a conflict of one write', cancelled('None', 'TransactionConflict', 'None')],
    [
      'a conflict beside a failed condition',
      cancelled('ConditionalCheckFailed', 'TransactionConflict', 'None'),
    ],
    ['throttling of one write', cancelled('None', 'ThrottlingError', 'None')],
    ['too little throughput for one write', cancelled('None', 'ProvisionedThroughputExceeded', 'None')],
    ['the same transaction still on its way', new TransactionInProgressException(about)],
    ['throttling of the request', new ProvisionedThroughputExceededException(about)],
  ])('is retried: %s', async (_, error) => {
    dynamo.on(TransactWriteCommand).rejectsOnce(error).rejectsOnce(error).resolves({})
    expect(await open()).toEqual({ kind: 'opened', lacks: [] })
    expect(pauses).toEqual([10, 20])
  })

  test('is retried with the same request token and the same writes', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('TransactionConflict', 'None', 'None'))
      .resolves({})
    await open()
    const [first, second] = dynamo.commandCalls(TransactWriteCommand)
    expect(first?.args[0].input.ClientRequestToken).toMatch(/^[0-9a-f-]{36}$/)
    expect(second?.args[0].input).toEqual(first?.args[0].input)
  })

  test('ends as unavailable after seven attempts', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None', 'None'))
    await expect(open()).rejects.toThrow(new Problem('unavailable'))
    expect(tokens()).toHaveLength(7)
    expect(pauses).toEqual([10, 20, 40, 80, 160, 160])
  })

  test('of a single write is retried as well', async () => {
    dynamo.on(UpdateCommand).rejectsOnce(new TransactionConflictException(about)).resolves({})
    expect(await store.pendingConnections.handOver(pendingId(), tokenId(), tokenId(), waitsForNobody)).toBe(
      true,
    )
    expect(pauses).toEqual([10])
  })
})

describe('a final refusal', () => {
  test('by a condition is never sent again', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None', 'None'))
    expect(await open()).toEqual({ kind: 'used' })
    expect(tokens()).toHaveLength(1)
  })

  test('of a single write is a result', async () => {
    dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException(about))
    expect(await store.pendingConnections.handOver(pendingId(), tokenId(), tokenId(), waitsForNobody)).toBe(
      false,
    )
  })

  test.each([
    ['a malformed write', cancelled('None', 'ValidationError', 'None')],
    ['one beside a failed condition', cancelled('ConditionalCheckFailed', 'ValidationError', 'None')],
    ['a reason nobody gave', cancelled()],
    ['an outage', new Error('socket hang up')],
  ])('of another kind is thrown: %s', async (_, error) => {
    dynamo.on(TransactWriteCommand).rejects(error)
    await expect(open()).rejects.toBe(error)
    expect(tokens()).toHaveLength(1)
  })
})

describe('a request token', () => {
  test('is new for every transaction, even for the same writes', async () => {
    dynamo.on(TransactWriteCommand).resolves({})
    await open()
    await open()
    expect(new Set(tokens()).size).toBe(2)
  })

  test('that was used for other writes is replaced, and the conditions decide', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(new IdempotentParameterMismatchException(about))
      .rejects(cancelled('ConditionalCheckFailed', 'None', 'None'))
    expect(await open()).toEqual({ kind: 'used' })
    expect(new Set(tokens()).size).toBe(2)
  })
})

describe('a cancelled sign-up', () => {
  const order = ['pending', 'claim', 'member', 'identity', 'email', 'phone', 'ci'] as const
  const linked = {
    kind: { S: 'identity_claim' },
    provider: { S: 'kakao' },
    subject: { S: '9' },
    state: { S: 'linked' },
  }
  const survivor = memberId()
  const taken = (of: 'email' | 'phone' | 'ci') => ({
    Item: { kind: { S: 'claim' }, of: { S: of }, memberId: { S: survivor }, verified: { BOOL: true } },
  })

  const complete = (...refused: readonly (typeof order)[number][]) => {
    const CancellationReasons = order.map((name) => ({
      Code: refused.includes(name) ? 'ConditionalCheckFailed' : 'None',
      ...(name === 'claim' && { Item: { ...linked, memberId: { S: survivor }, externalId: { S: 'old-9' } } }),
      ...((name === 'email' || name === 'phone' || name === 'ci') && taken(name)),
    }))
    dynamo
      .on(TransactWriteCommand)
      .rejects(new TransactionCanceledException({ ...about, CancellationReasons }))
    return store.registrations.complete(registrationOf(person, pendingOf(person)), now)
  }

  test('answers by the first of: token, identity, CI, e-mail, phone', async () => {
    expect(await complete('phone')).toEqual({ kind: 'contact_claimed' })
    expect(await complete('email', 'phone')).toEqual({ kind: 'contact_claimed' })
    expect(await complete('ci', 'email', 'phone')).toEqual({ kind: 'person_known' })
    expect(await complete('claim', 'ci', 'email', 'phone')).toEqual({
      kind: 'identity_linked',
      memberId: survivor,
      externalId: 'old-9',
    })
    expect(await complete('pending', 'claim', 'ci', 'email', 'phone')).toEqual({ kind: 'used' })
  })

  test('throws when an id of ours already exists', async () => {
    await expect(complete('member')).rejects.toThrow('has the id of an older one')
  })
})

describe('unprocessed keys', () => {
  const key = { PK: 'CLAIM#email#a', SK: 'CLAIM' }
  const unprocessed = { UnprocessedKeys: { members: { Keys: [key] } } }
  const evidence = { email: { value: person.email, trust: 'vouched' as const } }

  test('are requested again, without the others', async () => {
    dynamo.on(BatchGetCommand).resolvesOnce(unprocessed).resolves({})
    expect(await store.candidates.find(evidence, now)).toEqual([])
    const asked = dynamo
      .commandCalls(BatchGetCommand)
      .map(({ args }) => args[0].input.RequestItems?.['members'])
    // The claim, and the mark of a shared address.
    expect(asked.map((request) => request?.Keys?.length)).toEqual([2, 1])
    expect(asked[1]?.Keys).toEqual([key])
    expect(pauses).toEqual([10])
  })

  test('end as unavailable when DynamoDB never processes them', async () => {
    dynamo.on(BatchGetCommand).resolves(unprocessed)
    await expect(store.candidates.find(evidence, now)).rejects.toThrow(new Problem('unavailable'))
  })
})
