import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '../../../lib/domain/history/audit.ts'
import {
  isWhole,
  type PublicEvent,
  publicEventOf,
  publicEventTypes,
} from '../../../lib/domain/history/public-event.ts'
import type { FieldsWith } from '../../../lib/domain/member/member-fields.ts'
import { isMemberId, isSessionId } from '../../../lib/domain/values/ids.ts'
import { eventSchemas } from '../../../lib/events/schemas.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { somebody } from '../../store/cast.ts'
import { sure } from '../../support/people.ts'

const id = '019a0000-0000-7000-8000-000000000001'
const happened = (more: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id,
  type: 'member.deactivated',
  at: new Date('2026-11-22T10:00:00Z'),
  memberId: sure(isMemberId(id) ? id : undefined, 'a member id'),
  ...more,
})

describe('a public event', () => {
  it('names the member, the change and the time, with ids only', () => {
    const sessionId = sure(isSessionId(id) ? id : undefined, 'a session id')
    expect(publicEventOf(happened({ externalId: '4711', sessionId }))).toEqual({
      version: 1,
      type: 'member.deactivated',
      id,
      occurredAt: '2026-11-22T10:00:00.000Z',
      sequence: '0002128841711999808241966956932098949121',
      memberId: id,
      externalId: '4711',
    })
  })

  it('tells the fields of a member that the table of fields shows everywhere, and no other', () => {
    const names: Readonly<Record<FieldsWith<'shown', 'everywhere'>, keyof PublicEvent>> = {
      id: 'memberId',
      externalId: 'externalId',
    }
    const memberId = sure(isMemberId(id) ? id : undefined, 'a member id')
    const { identity } = somebody()
    const whole = happened({
      externalId: '4711',
      identity,
      consents: [],
      survivor: memberId,
      merged: memberId,
      changed: [],
    })
    const ofTheEvent = ['version', 'type', 'id', 'occurredAt', 'sequence']
    const ofTheChange = ['identity', 'consents', 'survivor', 'merged', 'parts']
    expect(Object.keys(sure(publicEventOf(whole), 'an event')).sort()).toEqual(
      [...ofTheEvent, ...ofTheChange, ...Object.values(names)].sort(),
    )
  })

  it('names the answers to terms', () => {
    const consents = [{ tag: 'marketing', version: '2', agreed: false }]
    expect(publicEventOf(happened({ type: 'consent.changed', consents }))).toMatchObject({ consents })
  })

  it('names the parts that changed', () => {
    expect(publicEventOf(happened({ type: 'member.changed', changed: ['email', 'name'] }))).toMatchObject({
      type: 'member.changed',
      parts: ['email', 'name'],
    })
  })

  it.each(['member.suspended', 'member.unsuspended', 'member.identified', 'member.erased'] as const)(
    'tells %s without saying who did it or how',
    (type) => {
      const event = publicEventOf(happened({ type, operator: 'kim', source: 'inicis' }))
      expect(event).toMatchObject({ type })
      expect(JSON.stringify(event)).not.toMatch(/kim|inicis/)
    },
  )

  it.each(['member.recovered', 'contact.verified', 'contact.displaced'] as const)(
    'does not exist for %s',
    (type) => {
      expect(publicEventOf(happened({ type }))).toBeUndefined()
    },
  )

  it('is ordered by its id, compared as text, and comes after any event of release 0.1.0', () => {
    const sequenceOf = (one: string) => publicEventOf(happened({ id: one }))?.sequence ?? ''
    const made = Array.from({ length: 100 }, () => ids.record())
    const all = ['4'.padStart(28, '9').padStart(40, '0'), ...made.map(sequenceOf)]
    expect(all).toEqual(all.toSorted())
    expect(new Set(all).size).toBe(101)
    for (const one of all) expect(one).toMatch(/^[0-9]{40}$/)
  })

  it('is whole until an erasure takes away what its schema needs', () => {
    const { identity } = somebody()
    const consents = [{ tag: 'marketing', version: '2', agreed: false }]
    for (const type of publicEventTypes) {
      const needed = eventSchemas[type].required.filter((name) => name === 'identity' || name === 'consents')
      const whole = sure(publicEventOf(happened({ type, identity, consents })), 'an event')
      const stripped = sure(publicEventOf(happened({ type })), 'an event')
      expect([type, isWhole(whole), isWhole(stripped)]).toEqual([type, true, needed.length === 0])
    }
  })
})
