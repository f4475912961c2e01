import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { sure } from '../support/people.ts'
import { raceRounds } from '../support/runs.ts'
import { expectInvariants } from '../support/scan.ts'
import { days, minutes, now, sessionOf, somebody } from './cast.ts'
import { freshScene } from './scene.ts'

// A table for each race: the embedded database slows down as a table grows.
let scene = await freshScene()
beforeEach(async () => {
  scene = await freshScene()
})
afterEach(() => expectInvariants(scene.client, scene.tableName))

const over = days(30)
const erase = (id: MemberId) =>
  scene.store.erasures.erase(id, { id: ids.record(), type: 'member.erased', at: over }, over)

describe('at the same moment, many times', () => {
  test('two sweeps erase a member once', async () => {
    for (let round = 0; round < 30; round += 1) {
      const { member } = await scene.leaver()
      const results = await Promise.all([erase(member.id), erase(member.id)])
      expect(results.toSorted()).toEqual(['erased', 'left_alone'])
    }
  }, 120_000)

  test('a member is restored or erased, never both and never neither', async () => {
    // The clock of the sweep is ahead, so restoring and erasing are allowed at the same true moment.
    const counts = { restored: 0, erased: 0 }
    for (let round = 0; round < raceRounds; round += 1) {
      const { member, withdrawal } = await scene.leaver()
      const { deactivationId } = withdrawal
      const returning = sure(await scene.store.deactivations.find(member.id))
      const invitation = { tokenId: ids.token(), toHash: 'hash', sentAt: now }
      await scene.store.deactivations.invite({ member: returning, deactivationId, invitation, messages: [] })
      const restore = () =>
        scene.store.deactivations.end({
          memberId: member.id,
          member: returning,
          messages: [],
          deactivationId,
          tokenId: invitation.tokenId,
          event: { id: ids.record(), type: 'member.reactivated', at: minutes(-1, over) },
        })
      const both = round % 2 === 0 ? [restore(), erase(member.id)] : [erase(member.id), restore()]
      const results = (await Promise.all(both)).toSorted()
      expect([
        ['conflict', 'erased'],
        ['left_alone', 'reactivated'],
      ]).toContainEqual(results)
      counts[results.includes('erased') ? 'erased' : 'restored'] += 1
      if (!results.includes('erased')) {
        const signIn = { authTime: over, amr: ['otp'] }
        const session = sessionOf(member.id, somebody(), { createdAt: over, signIn })
        expect(await scene.store.sessions.open(session, 'email', 'written_before')).toEqual({
          kind: 'opened',
          lacks: [],
        })
      }
    }
    expect(counts.restored + counts.erased).toBe(raceRounds)
  }, 120_000)
})
