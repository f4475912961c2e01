import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { changeStatus, unlinkFor } from '../../lib/operators/change.ts'
import type { OperatorContext } from '../../lib/operators/operator-context.ts'
import { showToOperator } from '../../lib/operators/show.ts'
import { world } from '../../lib/runtime/world.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { readEvent } from '../../lib/store/rows/member/history.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { tableClient } from '../support/database.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundHouse } from '../support/table-of.ts'

const client = tableClient()
let house: TestHouse
let desk: OperatorContext
beforeAll(async () => {
  house = await openHouse()
  const here = await world()
  const { operations } = createOperatorStore({ client, tableName: house.tableName, hashes: here.hashes })
  desk = { world: here, operations, operator: 'hana' }
})
afterAll(() => house.stop())

/** The acts of operators on a member, with their names. */
async function operated(id: MemberId): Promise<readonly string[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: house.tableName,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :event)',
      ExpressionAttributeValues: { ':pk': keys.member(id).PK, ':event': 'EVENT#' },
    }),
  )
  const told: readonly { readonly type: string; readonly operator?: string }[] = Items.map(readEvent)
  return told.flatMap(({ type, operator }) => (operator === undefined ? [] : [`${operator} ${type}`]))
}

let people = 0
async function somebody(more: Parameters<typeof settle>[1] = {}) {
  people += 1
  const email = `somebody${people}@example.com`
  const member = await settle(house, { email, name: '문하늘', password: usualPassword, ...more })
  return { id: member.id, email }
}

describe('an operator', () => {
  it('finds a member by id, address, number and identity, sees the member masked, and is recorded for it', async () => {
    const kakao = ['770001']
    const { id, email } = await somebody({ phone: '+821012345678', kakao })
    for (const words of [id, email, '010-1234-5678', 'kakao:770001']) {
      const [seen, another] = await showToOperator(desk, words, { full: false })
      expect(seen).toMatchObject({ id, email: 's*****@example.com', phone: '***-****-**78', name: '문**' })
      expect(another).toBeUndefined()
    }
    expect(await showToOperator(desk, id, { full: true })).toMatchObject([{ email, name: '문하늘' }])
    expect(await operated(id)).toEqual(Array.from({ length: 5 }, () => 'hana member.shown'))
    expect(await showToOperator(desk, 'nobody@example.com', { full: false })).toEqual([])
  })

  it('suspends and unsuspends a member; a suspended member is signed out at once', async () => {
    const { id, email } = await somebody()
    const here = visitor(house)
    await here.passwordLogin(email)
    await changeStatus(desk, email, 'suspend')
    expect((await here.call('GET', '/me', { bearer: here.accessToken })).status).toBe(401)
    expect((await visitor(house).passwordLogin(email)).body['code']).toBe('member_suspended')
    await expect(changeStatus(desk, email, 'suspend')).rejects.toThrow('suspended')
    await changeStatus(desk, email, 'unsuspend')
    expect((await visitor(house).passwordLogin(email)).status).toBe(200)
    expect((await here.call('GET', '/me', { bearer: here.accessToken })).status).toBe(401)
    expect(await operated(id)).toEqual(['hana member.suspended', 'hana member.unsuspended'])
  })

  it('deactivates and reactivates', async () => {
    const { email } = await somebody()
    await changeStatus(desk, email, 'deactivate')
    expect((await visitor(house).passwordLogin(email)).body['code']).toBe('member_deactivated')
    await changeStatus(desk, email, 'reactivate')
    expect((await visitor(house).passwordLogin(email)).status).toBe(200)
  })

  it('removes an identity, and removes the last sign-in method only by force', async () => {
    const { id } = await somebody({ kakao: ['770002'] })
    await unlinkFor(desk, id, 'kakao', { force: false })
    expect(await operated(id)).toEqual(['hana identity.unlinked'])
    const [seen] = await showToOperator(desk, id, { full: true })
    expect(seen?.identities).toEqual([])
    await expect(unlinkFor(desk, id, 'kakao', { force: false })).rejects.toThrow('no identity kakao')
    const bare = await settle(house, { name: '문하늘', kakao: ['770003'] })
    await expect(unlinkFor(desk, bare.id, 'kakao', { force: false })).rejects.toThrow('--force')
  })

  it('leaves the table sound', async () => {
    await expectSoundHouse(house)
  })
})
