import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { memberStatuses } from '../../lib/domain/member/member.ts'
import { pendingEnds } from '../../lib/domain/visit/pending-connection.ts'
import { claimStates } from '../../lib/store/rows/identity/claim-state.ts'
import { messageRow } from '../../lib/store/rows/message.ts'
import type { Write } from '../../lib/store/table/expressions.ts'
import { duePartitions } from '../../lib/store/table/schema.ts'
import { readPages, root } from '../docs/markdown.ts'
import { changesOf, present } from '../support/expression.ts'
import { type Arrow, arrowsBelow, arrowsOf, type Machine } from '../support/states.ts'
import { writesByName } from './writes-by-name.ts'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const identityClaim: Machine = {
  page: 'lib/domain/visit/README.md',
  heading: 'Identity claim',
  isRow: ({ PK }) => PK.startsWith('CLAIM#identity#'),
  states: {
    pending: { state: 'pending', memberId: undefined },
    // The sweep never sees an identity that is linked or given up.
    linked: { state: 'linked', dueAt: undefined },
    disconnecting: { state: 'disconnecting' },
    unlinked_by_provider: { state: 'unlinked_by_provider' },
    not_revocable: { state: 'not_revocable', memberId: undefined, dueAt: undefined },
  },
  stateOf: ({ state }) => textOf(state),
}

const pendingVisit: Machine = {
  page: 'lib/domain/visit/README.md',
  heading: 'Pending visit',
  // It lies in the record that the OAuth request is used, where a refusal may stand before.
  isRow: ({ PK }) => PK.startsWith('ONCE#transaction#'),
  states: {
    open: { state: 'open', end: undefined, refused: undefined },
    ...Object.fromEntries(pendingEnds.map((end) => [end, { state: 'ended', end, refused: undefined }])),
  },
  stateOf: ({ state, end }) => textOf(end ?? state),
  shown: ['tokenId'],
  runsOut: ['open', ...pendingEnds],
}

const longAgo = Number.NEGATIVE_INFINITY

const session: Machine = {
  page: 'lib/domain/session/README.md',
  heading: 'Session',
  isRow: ({ SK }) => SK.startsWith('SESSION#'),
  states: { open: {}, over: { idleExpiresAt: longAgo } },
  stateOf: ({ idleExpiresAt }) => (idleExpiresAt === longAgo ? 'over' : 'open'),
  shown: ['generation', 'lateRetry', 'signIn', 'credentialsVersion'],
  // A member's number only grows, so no write makes an older session count again.
  elsewhere: (write) =>
    'Update' in write && changesOf(write.Update).added.includes('credentialsVersion')
      ? [['open', 'over']]
      : [],
  runsOut: ['over'],
}

const member: Machine = {
  page: 'lib/domain/member/README.md',
  heading: 'Member',
  isRow: ({ SK }) => SK === 'MEMBER',
  states: {
    active: { status: 'active', erasedAt: undefined },
    deactivated: { status: 'deactivated', erasedAt: undefined },
    suspended: { status: 'suspended', erasedAt: undefined },
    withdrawn: { status: 'withdrawn', pseudonym: undefined, erasedAt: undefined },
    // The pseudonym is drawn when erasing begins, after the grace period.
    erasing: {
      status: 'withdrawn',
      pseudonym: present,
      deactivationId: undefined,
      restorableUntil: longAgo,
      erasedAt: undefined,
    },
    merged: { status: 'merged', erasedAt: undefined },
    erased: [
      { status: 'withdrawn', erasedAt: present, pseudonym: undefined, restorableUntil: undefined },
      { status: 'merged', erasedAt: present, pseudonym: undefined, restorableUntil: undefined },
    ],
  },
  stateOf: ({ status, pseudonym, erasedAt }) => {
    if (erasedAt !== undefined) return 'erased'
    return pseudonym === undefined ? textOf(status) : 'erasing'
  },
}

const nothingLeft = { sealed: undefined, leasedUntil: undefined, dueAt: undefined, duePK: undefined }

const message: Machine = {
  page: 'lib/domain/message/README.md',
  heading: 'Message',
  isRow: ({ PK }) => PK.startsWith('MESSAGE#'),
  states: {
    pending: { state: 'pending', sealed: present, endedAt: undefined },
    ...Object.fromEntries(['sent', 'dropped'].map((state) => [state, { state, ...nothingLeft }])),
    // One that an operator may send again keeps its content, and stands in a list of its own.
    failed: [
      { state: 'failed', ...nothingLeft },
      {
        state: 'failed',
        sealed: present,
        leasedUntil: undefined,
        duePK: duePartitions.failedMessage,
        dueAt: present,
      },
    ],
  },
  stateOf: ({ state }) => textOf(state),
  shown: ['attempts', 'leasedUntil', 'dueAt'],
  runsOut: ['pending', 'sent', 'dropped', 'failed'],
}

const pages = await readPages()
const written = (arrow: Arrow): string => arrow.join(' --> ')
const drawnIn = ({ page, heading }: Machine): readonly string[] =>
  arrowsBelow(pages.find(({ path }) => path === page)?.text ?? '', heading).map(written)
/** The arrows of a machine, each with the functions whose writes make it. */
const madeIn = (machine: Machine): ReadonlyMap<string, readonly string[]> => {
  const all = Object.entries(writesByName).flatMap(([name, writes]) =>
    writes.flatMap((write) => arrowsOf(machine, write).map((arrow) => ({ name, arrow: written(arrow) }))),
  )
  return new Map(
    [...Map.groupBy(all, ({ arrow }) => arrow)].map(([arrow, by]) => [
      arrow,
      [...new Set(by.map(({ name }) => name))],
    ]),
  )
}

const machines = { identityClaim, pendingVisit, session, member, message }

describe.each(Object.entries(machines))('the state diagram of %s', (_, machine) => {
  const drawn = drawnIn(machine)
  const made = madeIn(machine)

  test('has every arrow that a write makes', () => {
    const missing = [...made].filter(([arrow]) => !drawn.includes(arrow))
    expect(missing.map(([arrow, by]) => `${arrow} by ${by.join(', ')}`)).toEqual([])
  })

  test('has no arrow that no write makes, and none twice', () => {
    expect(drawn.filter((arrow) => !made.has(arrow))).toEqual([])
    expect(new Set(drawn).size).toBe(drawn.length)
    expect(drawn.length).toBeGreaterThan(0)
  })
})

test('the diagrams know every state', () => {
  expect(Object.keys(identityClaim.states).sort()).toEqual([...claimStates].sort())
  expect(Object.keys(pendingVisit.states)).toEqual(['open', ...pendingEnds])
  const messageStates = messageRow.schema.options.flatMap(({ entries: { state } }) =>
    'options' in state ? state.options : [state.literal],
  )
  expect(Object.keys(message.states)).toEqual(messageStates)
  expect(Object.keys(member.states)).toEqual(expect.arrayContaining([...memberStatuses]))
})

describe('a write that a diagram does not know', () => {
  const update = (state: string, condition: string): Write => ({
    Update: {
      Key: { PK: 'CLAIM#identity#kakao#1', SK: 'CLAIM' },
      UpdateExpression: 'SET #state = :new_state',
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#state': 'state', '#memberId': 'memberId' },
      ExpressionAttributeValues: {
        ':new_state': state,
        ':linked': 'linked',
        ':pending': 'pending',
        ':owner': 'x',
      },
    },
  })

  test.each([
    ['#state = :linked', ['linked --> pending']],
    ['#state IN (:linked, :pending)', ['linked --> pending']],
    ['(#state = :linked) AND (#memberId = :owner)', ['linked --> pending']],
    [
      'attribute_not_exists(#state) OR (#state = :linked AND #memberId = :owner)',
      ['[*] --> pending', 'linked --> pending'],
    ],
    ['attribute_not_exists(#memberId) AND #state = :linked', ['linked --> pending']],
    ['attribute_exists(#memberId) AND #state = :pending', []],
  ])('is read from its condition %s', (condition, arrows) => {
    expect(arrowsOf(identityClaim, update('pending', condition)).map(written)).toEqual(arrows)
  })

  test('is refused when it leaves a row that its state does not have', () => {
    expect(() => arrowsOf(identityClaim, update('linked', '#state = :unknown'))).not.toThrow()
    expect(() => arrowsOf(identityClaim, update('asleep', '#state = :linked'))).toThrow('no asleep is like')
  })
})

/** The key of a row that has states, in the source of a function or of its file. */
const ourKey = /\bkeys\.(identityClaim|pending|session|member|message)\(/

/** The exported functions that make writes to rows with states. Of one that names no key, its file tells. */
async function writeFunctions(): Promise<readonly string[]> {
  const found: string[] = []
  for await (const path of glob('lib/store/rows/**/*.ts', { cwd: root })) {
    const module: Readonly<Record<string, unknown>> = await import(join(root, path))
    const file = await readFile(join(root, path), 'utf8')
    for (const [name, value] of Object.entries(module)) {
      if (typeof value !== 'function' || !name.endsWith('Write')) continue
      const source = value.toString()
      if (ourKey.test(/\bkeys\./.test(source) ? source : file)) found.push(name)
    }
  }
  return found.sort()
}

describe('the writes that are read', () => {
  test('are those of all functions that write to a row with states', async () => {
    expect(Object.keys(writesByName).sort()).toEqual(await writeFunctions())
  })

  test('are made by the rows alone', async () => {
    for await (const path of glob('lib/store/**/*.ts', { cwd: root })) {
      // The ledger is a table of its own, of one kind of row without states.
      if (/^lib\/store\/(rows|table|ledger)\//.test(path)) continue
      const text = await readFile(join(root, path), 'utf8')
      expect(
        `${path}: ${text.match(/\b(updateWhen|putWhen|deleteWhen)\(|\b(Put|Update|Delete): \{/)?.[0]}`,
      ).toBe(`${path}: undefined`)
    }
  })
})
