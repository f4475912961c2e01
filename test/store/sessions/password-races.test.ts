import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Session } from '../../../lib/domain/member/member.ts'
import type { Changing } from '../../../lib/flows/ports/store.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { raceRounds } from '../../support/runs.ts'
import { expectInvariants } from '../../support/scan.ts'
import { now, sessionOf, somebody } from '../cast.ts'
import { freshScene } from '../scene.ts'

// A table for each race: the embedded database slows down as a table grows.
let scene = await freshScene()
beforeEach(async () => {
  scene = await freshScene()
})
afterEach(() => expectInvariants(scene.client, scene.tableName))

const oldHash = '$argon2id$hash'
const signIn = { authTime: now, amr: ['pwd'] }
type Newcomer = Awaited<ReturnType<typeof scene.byAddress>>

/** The change of the password that the member's first session makes. */
const changing = ({ member, session }: Newcomer): Changing => ({
  before: member,
  after: member,
  changed: ['password'],
  endsOthers: true,
  passwordHash: '$argon2id$another',
  sessionId: session.id,
  releases: [],
  messages: [],
  event: { id: ids.record(), type: 'member.changed', at: now, changed: ['password'] },
})

/** Both at once, either first in turns. */
const together = <One, Other>(round: number, one: () => Promise<One>, other: () => Promise<Other>) =>
  round % 2 === 0
    ? Promise.all([one(), other()])
    : Promise.all([other(), one()]).then(([second, first]) => [first, second] as const)

test('a hundred sign-ins with the old password during its change leave no live session', async () => {
  const { store, byAddress } = scene
  const counts: Record<string, number> = {}
  for (let round = 0; round < raceRounds; round += 1) {
    const newcomer = await byAddress()
    const { memberId, session } = newcomer
    const old = sessionOf(memberId, somebody(), { signIn })
    const changedAtOnce = () => store.changes.apply(changing(newcomer), now)
    const open = () => store.sessions.open(old, { passwordHash: oldHash }, 'written_before')
    // The change writes after a read, so it rarely wins. In each fourth round the sign-in is slow enough to lose.
    const [opened, changed] =
      round % 4 === 3
        ? await changedAtOnce().then(async (first) => [await open(), first] as const)
        : await together(round, open, changedAtOnce)
    expect(changed).toBe('changed')
    expect(await store.members.findBySession(memberId, old.id, now)).toBeUndefined()
    expect(await store.sessions.rotate({ ...old, generation: 1 }, 0)).not.toBe('rotated')
    expect(await store.members.findBySession(memberId, session.id, now)).toBeDefined()
    counts[opened.kind] = (counts[opened.kind] ?? 0) + 1
  }
  expect(Object.keys(counts).sort()).toEqual(expect.arrayContaining(['conflict']))
  expect(['opened', 'conflict']).toEqual(expect.arrayContaining(Object.keys(counts)))
}, 120_000)

test('a hundred sign-ins by a method during its removal leave no live session', async () => {
  const { store, newcomer } = scene
  for (let round = 0; round < raceRounds; round += 1) {
    const { memberId, session, person, way, member } = await newcomer()
    const other = sessionOf(memberId, person)
    const event = { id: ids.record(), type: 'identity.unlinked', at: now, identity: person.identity } as const
    const removal = { memberId, sessionId: session.id, identity: person.identity, version: 1, event }
    const [, removed] = await together(
      round,
      () => store.sessions.open(other, way, 'written_before'),
      () => store.links.remove({ ...removal, shared: false, survivors: [], messages: [] }, now),
    )
    expect(removed).toBe('removed')
    expect(await store.members.findBySession(member.id, other.id, now)).toBeUndefined()
    expect(await store.members.findBySession(member.id, session.id, now)).toBeDefined()
  }
}, 120_000)

test('a hundred changes of one session at once with its own renewal keep that session alive', async () => {
  const { store, byAddress } = scene
  for (let round = 0; round < raceRounds; round += 1) {
    const newcomer = await byAddress()
    const { memberId, session } = newcomer
    const next: Session = { ...session, generation: 1, refreshHash: 'hash-1' }
    const [rotated, changed] = await together(
      round,
      () => store.sessions.rotate(next, 0),
      () => store.changes.apply(changing(newcomer), now),
    )
    expect(changed).toBe('changed')
    // A renewal that read the session before the change reads it again.
    expect(['rotated', 'not_active']).toContain(rotated)
    expect(await store.members.findBySession(memberId, session.id, now)).toMatchObject({
      session: { credentialsVersion: 1, generation: rotated === 'rotated' ? 1 : 0 },
    })
  }
}, 120_000)
