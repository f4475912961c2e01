import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeRoom } from '../../../lib/domain/session/session-cap.ts'
import { memberOf, minutes, sessionOf, somebody } from '../../store/cast.ts'

const person = somebody()
const member = memberOf(person)
const openedAt = (minute: number, idleMinutes = 10_000) => ({
  ...sessionOf(member.id, person),
  createdAt: minutes(minute),
  idleExpiresAt: minutes(idleMinutes),
})

it('ends the oldest live sessions, as many as one more needs', () => {
  const [first, second, third] = [openedAt(1), openedAt(2), openedAt(3)]
  expect(makeRoom(member, [third, first, second], 3, minutes(4))).toEqual({ ends: [first], stay: 2 })
  expect(makeRoom(member, [third, first, second], 1, minutes(4)).ends).toEqual([first, second, third])
})

it('ends none while there is room, whatever has run out or ended with the member', () => {
  const ranOut = openedAt(1, 2)
  const ended = { ...openedAt(2), credentialsVersion: member.credentialsVersion + 1 }
  expect(makeRoom(member, [ranOut, ended, openedAt(3)], 2, minutes(4))).toEqual({ ends: [], stay: 1 })
})

it('leaves room for one more and ends no younger one, up to what a transaction can end', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 80 }),
      (opened, max) => {
        const sessions = opened.map((minute) => openedAt(minute))
        const { ends, stay } = makeRoom(member, sessions, max, minutes(2000))
        expect(ends.length + stay).toBe(opened.length)
        expect(stay < max || ends.length === 80).toBe(true)
        const youngest = Math.max(-1, ...ends.map(({ createdAt }) => createdAt.getTime()))
        const stays = sessions.filter((session) => !ends.includes(session))
        expect(stays.every(({ createdAt }) => createdAt.getTime() > youngest)).toBe(true)
      },
    ),
  )
})
