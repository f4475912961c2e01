import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHouse } from '../../../lib/local/local-stack.ts'
import { oldPassword } from '../../../lib/local/seed/old-members.ts'
import { kakaoCast } from '../../../lib/stand-ins/kakao/cast.ts'
import { equipped, openDemoHouse, type TestHouse } from '../../support/house.ts'
import { visitor } from '../../support/steps.ts'
import { expectSoundHouse } from '../../support/table-of.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openDemoHouse()
})
afterAll(() => house.stop())

/** The last decided row of the table of cases. A refused visit is decided at the callback. */
const lastRow = () => house.log().findLast(({ row }) => row !== undefined)?.['row']

describe('the members of the local service', () => {
  it('are as complete as members who signed up', async () => {
    await expectSoundHouse(house)
  })

  it('are listed with their identifier, and the password is right', async () => {
    const { body } = await visitor(house).call('GET', '/_local/members')
    expect(body['value'] ?? body).toMatchObject({ 0: { name: '신유나', password: oldPassword } })
    const answer = await visitor(house).passwordLogin('yuna.shin@example.com', oldPassword)
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
  })

  it('stay unchanged when the local stack restarts with stored data', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ieum-'))
    const idOfYuna = async () => {
      const kept = await startHouse({ port: 0, dataDir })
      const yuna = visitor(equipped(kept))
      const { body } = await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
      await kept.stop()
      return body['member']
    }
    await house.stop()
    const first = await idOfYuna()
    expect(first).toMatchObject({ id: expect.any(String) })
    expect(await idOfYuna()).toEqual(first)
    await rm(dataDir, { recursive: true })
    house = await openDemoHouse()
  })
})

/** The outcome that each note promises for a person who is chosen, agrees to the checked items and continues. */
const promised = kakaoCast
  .filter(({ row = 0 }) => ![14, 16, 18, 19].includes(row))
  .map(({ key, row }) => ({ key, row }))

describe('every person of the cast shows the promised case', () => {
  it.each(promised)('$key: row $row', async ({ key, row }) => {
    await visitor(house).redirect(key)
    expect(lastRow()).toBe(row)
  })

  it('taeyang: row 14, for a member who adds Kakao', async () => {
    const yuna = visitor(house)
    await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
    expect(await yuna.startLink('taeyang')).toMatchObject({ status: 200, body: { outcome: 'linked' } })
    expect(lastRow()).toBe(14)
  })

  it('yuna: row 16, for the same person who adds Kakao to another account', async () => {
    const yuna = visitor(house)
    await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
    expect((await yuna.startLink('yuna')).body['outcome']).toBe('merge_confirmation_required')
    expect(lastRow()).toBe(16)
  })

  it('seojun: row 18, for a member who re-authenticates', async () => {
    const dohyun = visitor(house)
    await dohyun.redirect('dohyun')
    expect((await dohyun.reauth('seojun')).body['code']).toBe('reauthentication_mismatch')
    expect(lastRow()).toBe(18)
  })

  it('eunbi: row 19, when cancelling', async () => {
    expect((await visitor(house).redirect('eunbi', { cancel: true })).body['code']).toBe('provider_denied')
    expect(lastRow()).toBe(19)
  })

  it('dohyun: rows 15, 16 and 17 as well', async () => {
    const dohyun = visitor(house)
    await dohyun.redirect('dohyun')
    expect((await dohyun.startLink('dohyun')).body['outcome']).toBe('already_linked')
    expect(lastRow()).toBe(15)
    expect((await dohyun.reauth('dohyun')).body['outcome']).toBe('reauthenticated')
    expect(lastRow()).toBe(17)
    const yuna = visitor(house)
    await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
    await yuna.startLink('dohyun')
    expect(lastRow()).toBe(16)
  })

  it('leaves the table sound', async () => {
    await expectSoundHouse(house)
  })
})

describe('the sweep, on demand', () => {
  it('disconnects abandoned visits at Kakao, and reports that', async () => {
    await visitor(house).redirect('malsoon')
    expect(house.kakao.isConnected('malsoon')).toBe(true)
    house.advanceClock(31 * 60)
    const answer = await visitor(house).sweep()
    expect(answer).toMatchObject({ status: 200, body: { failed: 0 } })
    expect(answer.body['ended']).toBeGreaterThan(0)
    expect(house.kakao.isConnected('malsoon')).toBe(false)
  })
})
