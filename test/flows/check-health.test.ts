import { describe, expect, it } from 'vitest'
import type { Health, HealthCheck, HealthNote, MailNote, WorkList } from '../../lib/domain/health/health.ts'
import { checkHealth } from '../../lib/flows/health/check-health.ts'
import { noteHealth } from '../../lib/flows/health/note-health.ts'
import { readHealth } from '../../lib/flows/health/read-health.ts'
import { noteMail } from '../../lib/flows/jobs/courier/note-mail.ts'
import { plainCourier } from '../support/plain-courier.ts'

const now = new Date('2026-11-29T12:00:00.000Z')
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)
const down = () => Promise.reject(new Error('down'))

/** The parts of a stage. `oldest` says since when the oldest entry of each list has been due. */
interface Parts {
  readonly note?: MailNote | undefined
  readonly oldest?: Partial<Record<WorkList, Date>>
  readonly fails?: readonly ('table' | 'secrets' | 'keys' | WorkList)[]
}

const verified = { mail: 'verified', at: ago(1) } as const

async function look({ note = verified, oldest = {}, fails = [] }: Parts, hasNote = true) {
  const reported: [HealthCheck, unknown][] = []
  const health = await checkHealth({
    clock: { now: () => now },
    healthNotes: {
      find: () => (fails.includes('table') ? down() : Promise.resolve(hasNote ? note : undefined)),
      isOverdue: async (list, at) => {
        if (fails.includes(list)) return down()
        const since = oldest[list]
        return since !== undefined && since <= at
      },
    },
    openSecrets: () =>
      fails.includes('secrets')
        ? down()
        : Promise.resolve({ readKeys: () => (fails.includes('keys') ? down() : Promise.resolve()) }),
    reportFailedCheck: (check, why) => reported.push([check, why]),
  })
  return { health, reported: reported.map(([check]) => check) }
}

const well: Health = {
  status: 'ok',
  checks: {
    table: 'ok',
    secrets: 'ok',
    keys: 'ok',
    messages: 'ok',
    disconnections: 'ok',
    erasures: 'ok',
    mail: 'ok',
  },
}

describe('the health of a stage', () => {
  it('is ok while every part works', async () => {
    expect(await look({})).toEqual({ health: well, reported: [] })
  })

  it.each([
    ['the table', { fails: ['table'] }, { table: 'failing', mail: 'unknown' }, ['table']],
    ['the secrets', { fails: ['secrets'] }, { secrets: 'failing', keys: 'unknown' }, ['secrets']],
    ['the keys in the secrets', { fails: ['keys'] }, { keys: 'failing' }, ['keys']],
  ] as const)('is failing without %s, and says what it cannot tell', async (_, parts, checks, reported) => {
    expect(await look(parts)).toEqual({
      health: { status: 'failing', checks: { ...well.checks, ...checks } },
      reported,
    })
  })

  it.each([
    ['messages wait for ten minutes', { oldest: { messages: ago(11) } }, 'messages'],
    ['a connection is due for an hour', { oldest: { disconnections: ago(61) } }, 'disconnections'],
    ['an erasure is due for an hour', { oldest: { erasures: ago(61) } }, 'erasures'],
    ['SES does not let the sender send', { note: { mail: 'unverified', at: ago(1) } }, 'mail'],
    ['the courier is silent', { note: { mail: 'verified', at: ago(16) } }, 'mail'],
  ] as const)('is degraded while %s', async (_, parts, check) => {
    expect(await look(parts)).toEqual({
      health: { status: 'degraded', checks: { ...well.checks, [check]: 'failing' } },
      reported: [check],
    })
  })

  it('is ok while what is due is not late, and before the courier has looked for the first time', async () => {
    const oldest = { messages: ago(9), disconnections: ago(59), erasures: ago(59) }
    expect((await look({ oldest })).health).toEqual(well)
    expect((await look({}, false)).health).toEqual({ ...well, checks: { ...well.checks, mail: 'unknown' } })
  })

  it('does not say of a list that cannot be read that nobody works on it', async () => {
    const { health, reported } = await look({ fails: ['messages'] })
    expect(health).toEqual({ ...well, checks: { ...well.checks, messages: 'unknown' } })
    expect(reported).toEqual(['messages'])
  })
})

describe('the note of the courier', () => {
  const { table: _, ...checks } = well.checks
  const read = (note: HealthNote | undefined) =>
    readHealth({
      clock: { now: () => now },
      healthNotes: { findHealth: async () => note },
      reportFailedCheck: () => undefined,
    })

  it('tells what the courier has seen, beside the table that the reader sees itself', async () => {
    const late = { checks: { ...checks, messages: 'failing' }, at: ago(14) } as const
    expect((await read({ checks, at: ago(1) })).health).toEqual(well)
    expect((await read(late)).health).toEqual({
      status: 'degraded',
      checks: { ...well.checks, messages: 'failing' },
    })
    const failing = { checks: { ...checks, secrets: 'failing', keys: 'unknown' }, at: ago(1) } as const
    expect((await read(failing)).health.status).toBe('failing')
  })

  it('says of a courier that is silent that nothing is sent, and nothing of the rest', async () => {
    expect((await read({ checks, at: ago(15) })).health).toEqual({
      status: 'degraded',
      checks: {
        table: 'ok',
        secrets: 'unknown',
        keys: 'unknown',
        messages: 'failing',
        disconnections: 'unknown',
        erasures: 'unknown',
        mail: 'failing',
      },
    })
    const { health } = await read(undefined)
    expect(health.status).toBe('ok')
    expect(new Set(Object.values(health.checks))).toEqual(new Set(['ok', 'unknown']))
  })

  it('is missing with the table, which is failing then', async () => {
    const reported: unknown[] = []
    const { health } = await readHealth({
      clock: { now: () => now },
      healthNotes: { findHealth: down },
      reportFailedCheck: (check) => reported.push(check),
    })
    expect([health.status, health.checks.table, health.checks.secrets]).toEqual([
      'failing',
      'failing',
      'unknown',
    ])
    expect(reported).toEqual(['table'])
  })

  it('holds what works without the table, and the hashes of the secrets of CloudFront while they can be read', async () => {
    const notes: HealthNote[] = []
    const reports: unknown[] = []
    const world = {
      clock: { now: () => now },
      healthNotes: {
        find: async () => verified,
        isOverdue: async () => false,
        noteHealth: async (note: HealthNote) => void notes.push(note),
      },
      openSecrets: async () => ({ readKeys: async () => undefined }),
      originHashes: (): readonly string[] | undefined => ['hash'],
      reportFailedCheck: () => undefined,
      report: (notice: unknown) => void reports.push(notice),
    }
    await noteHealth(world)
    await noteHealth({ ...world, openSecrets: down, originHashes: () => undefined })
    expect(notes).toEqual([
      { checks, at: now, origins: ['hash'] },
      { checks: { ...checks, secrets: 'failing', keys: 'unknown' }, at: now },
    ])
    await noteHealth({ ...world, healthNotes: { ...world.healthNotes, noteHealth: down } })
    expect(reports).toEqual([{ event: 'health_not_noted', error: 'Error' }])
  })
})

describe('the courier', () => {
  it('notes whether SES lets the sender send', async () => {
    const courier = plainCourier()
    await noteMail(courier)
    await noteMail({ ...courier, isSenderVerified: async () => false })
    expect(courier.notes.map(({ mail }) => mail)).toEqual(['verified', 'unverified'])
  })

  it('notes nothing while SES does not answer, and goes on', async () => {
    const courier = plainCourier()
    await noteMail({ ...courier, isSenderVerified: down })
    expect(courier.notes).toEqual([])
    expect(courier.reports).toEqual([{ event: 'mail_not_noted', error: 'Error' }])
  })
})
