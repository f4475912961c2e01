import { beforeAll, describe, expect, it } from 'vitest'
import { ids } from '../../lib/runtime/ids.ts'
import { fieldsOf } from '../support/fields.ts'
import { problemOf } from '../support/world.ts'
import { later, openStage, partsOf, type Stage } from './mints.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
const name = () => ({
  tokenId: ids.token(),
  memberId: ids.member(),
  deactivationId: ids.deactivation(),
})

describe('a reactivation token', () => {
  it('names the member and the deactivation, and nothing personal', async () => {
    const named = name()
    const { reactivation } = await stage.at()
    const token = await reactivation.issue(named)
    const { header, parts } = partsOf(token)
    const said: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())
    expect(header).toMatchObject({ typ: 'reactivation+jwt', alg: 'ES256' })
    expect(Object.keys(fieldsOf(said)).sort()).toEqual([
      'aud',
      'deactivation',
      'exp',
      'iat',
      'iss',
      'jti',
      'sub',
    ])
    expect(await reactivation.read(token)).toEqual(named)
  })

  it('lives a day', async () => {
    const token = await (await stage.at()).reactivation.issue(name())
    const dayLater = await stage.at(later(86_400))
    expect((await problemOf(dayLater.reactivation.read(token))).code).toBe('invalid_token')
    await expect((await stage.at(later(86_399))).reactivation.read(token)).resolves.toBeDefined()
  })
})
