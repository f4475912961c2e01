import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Provider } from '../../../lib/flows/ports/provider.ts'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { kakaoIdentity, sure } from '../../support/people.ts'
import { faultOf } from '../fault-of.ts'
import { adapterFor, clients, startKakao, visit } from './world.ts'

let kakao: KakaoStandIn
let provider: Provider
beforeAll(async () => {
  kakao = await startKakao()
  provider = adapterFor(kakao)
})
beforeEach(() => kakao.heal())
afterAll(() => kakao.stop())

const notices = () => sure(provider.unlinkNotices, 'notices')
const authorization = `KakaoAK ${clients.adminKey}`
const parameters = { app_id: clients.appId, user_id: '2100000001', referrer_type: 'ACCOUNT_DELETE' }

describe('an unlink notice', () => {
  it('names the person by Kakao’s own id, for any reason', () => {
    for (const referrer_type of ['UNLINK_FROM_APPS', 'A_WORD_OF_TOMORROW', '']) {
      expect(notices().read({ authorization, parameters: { ...parameters, referrer_type } })).toEqual({
        kind: 'unlinked',
        identity: { provider: 'kakao', subject: '2100000001' },
      })
    }
  })

  it('keeps all digits of a number that a double would round', () => {
    const read = notices().read({
      authorization,
      parameters: { ...parameters, user_id: '1376016924429759228' },
    })
    expect(read).toMatchObject({ identity: { subject: '1376016924429759228' } })
  })

  it.each([undefined, '', 'KakaoAK', `${authorization} `, `Bearer ${clients.adminKey}`])(
    'with the header %j is not authentic, and nothing else of it is read',
    (header) => {
      expect(notices().read({ authorization: header, parameters: {} })).toEqual({ kind: 'not_authentic' })
    },
  )

  it.each([
    {},
    { app_id: clients.appId },
    { user_id: '2100000001' },
    { ...parameters, app_id: '999' },
    { ...parameters, user_id: '0' },
    { ...parameters, user_id: '-1' },
    { ...parameters, user_id: '1e3' },
    { ...parameters, user_id: '12345678901234567890' },
  ])('with %j is malformed', (wrong) => {
    expect(notices().read({ authorization, parameters: { ...wrong } })).toEqual({ kind: 'malformed' })
  })
})

describe('whether a person is connected', () => {
  const minji = kakaoIdentity('2100000001')

  it('is Kakao’s answer at that moment', async () => {
    expect(await notices().isConnected(minji)).toBe(false)
    await provider.redeemCode(visit(provider, kakao, 'minji'))
    expect(await notices().isConnected(minji)).toBe(true)
    await provider.disconnection?.disconnect(minji)
    expect(await notices().isConnected(minji)).toBe(false)
  })

  it.each(['server_error', 'nonsense', 'rate_limited'] as const)(
    'is unknown when Kakao answers with %s',
    async (fault) => {
      kakao.fail('/v2/user/me', fault)
      expect((await faultOf(notices().isConnected(minji))).why).toBe('unavailable')
    },
  )

  it('is requested with the admin key, within the three seconds that Kakao waits', async () => {
    kakao.fail('/v2/user/me', 'slow')
    const before = performance.now()
    expect((await faultOf(notices().isConnected(minji))).why).toBe('unavailable')
    expect(performance.now() - before).toBeLessThan(2500)
  })
})
