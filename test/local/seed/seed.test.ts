import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { startLocalStack } from '../../../lib/local/local-stack.ts'
import { oldPassword } from '../../../lib/local/seed/old-members.ts'
import { kakaoCast } from '../../../lib/stand-ins/kakao/cast.ts'
import { visitor } from '../../support/steps.ts'
import { expectSoundTable } from '../../support/table-of.ts'
import { demoOptions, equipped, type TestStack } from '../../support/test-stack.ts'
import { testWithStack } from '../../support/test-with-stack.ts'

const it = testWithStack(demoOptions())

/** The last decided row of the table of cases. A refused visit is decided at the callback. */
const lastRow = (stack: TestStack) => stack.log().findLast(({ row }) => row !== undefined)?.['row']

describe('the members of the local service', () => {
  it('are as complete as members who signed up', async ({ stack }) => {
    await expectSoundTable(stack)
  })

  it('are listed with their identifier, and the password is right', async ({ stack }) => {
    const { body } = await visitor(stack).call('GET', '/_local/members')
    expect(body['value'] ?? body).toMatchObject({ 0: { name: '신유나', password: oldPassword } })
    const response = await visitor(stack).passwordLogin('yuna.shin@example.com', oldPassword)
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
  })
})

/** The outcome that each note promises for a person who is chosen, agrees to the checked items and continues. */
const promised = kakaoCast
  .filter(({ row = 0 }) => ![14, 16, 18, 19].includes(row))
  .map(({ key, row }) => ({ key, row }))

describe('every person of the cast shows the promised case', () => {
  it.for(promised)('$key: row $row', async ({ key, row }, { stack }) => {
    await visitor(stack).redirect(key)
    expect(lastRow(stack)).toBe(row)
  })

  it('taeyang: row 14, for a member who adds Kakao', async ({ stack }) => {
    const yuna = visitor(stack)
    await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
    expect(await yuna.startLink('taeyang')).toMatchObject({ status: 200, body: { outcome: 'linked' } })
    expect(lastRow(stack)).toBe(14)
  })

  it('yuna: row 16, for the same person who adds Kakao to another account', async ({ stack }) => {
    const yuna = visitor(stack)
    await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
    expect((await yuna.startLink('yuna')).body['outcome']).toBe('merge_confirmation_required')
    expect(lastRow(stack)).toBe(16)
  })

  it('seojun: row 18, for a member who re-authenticates', async ({ stack }) => {
    const dohyun = visitor(stack)
    await dohyun.redirect('dohyun')
    expect((await dohyun.reauth('seojun')).body['code']).toBe('reauthentication_mismatch')
    expect(lastRow(stack)).toBe(18)
  })

  it('eunbi: row 19, when cancelling', async ({ stack }) => {
    expect((await visitor(stack).redirect('eunbi', { cancel: true })).body['code']).toBe('provider_denied')
    expect(lastRow(stack)).toBe(19)
  })

  it('dohyun: rows 15, 16 and 17 as well', async ({ stack }) => {
    const dohyun = visitor(stack)
    await dohyun.redirect('dohyun')
    expect((await dohyun.startLink('dohyun')).body['outcome']).toBe('already_linked')
    expect(lastRow(stack)).toBe(15)
    expect((await dohyun.reauth('dohyun')).body['outcome']).toBe('reauthenticated')
    expect(lastRow(stack)).toBe(17)
    const yuna = visitor(stack)
    await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
    await yuna.startLink('dohyun')
    expect(lastRow(stack)).toBe(16)
  })

  it('leaves the table sound', async ({ stack }) => {
    await expectSoundTable(stack)
  })
})

describe('the sweep, on demand', () => {
  it('disconnects abandoned visits at Kakao, and reports that', async ({ stack }) => {
    await visitor(stack).redirect('malsoon')
    expect(stack.kakao.isConnected('malsoon')).toBe(true)
    stack.advanceClock(31 * 60)
    const response = await visitor(stack).sweep()
    expect(response).toMatchObject({ status: 200, body: { failed: 0 } })
    expect(response.body['ended']).toBeGreaterThan(0)
    expect(stack.kakao.isConnected('malsoon')).toBe(false)
  })
})

it('the members stay unchanged when the local stack restarts with stored data', async ({ stack }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ieum-'))
  const idOfYuna = async () => {
    const kept = await startLocalStack({ port: 0, dataDir })
    const yuna = visitor(equipped(kept))
    const { body } = await yuna.passwordLogin('yuna.shin@example.com', oldPassword)
    await kept.stop()
    return body['member']
  }
  await stack.stop()
  const first = await idOfYuna()
  expect(first).toMatchObject({ id: expect.any(String) })
  expect(await idOfYuna()).toEqual(first)
  await rm(dataDir, { recursive: true })
})
