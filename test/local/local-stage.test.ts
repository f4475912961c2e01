import { describe, expect, it } from 'vitest'
import { providerIds } from '../../lib/domain/values/identity.ts'
import { localSecrets, localStage, planStage } from '../../lib/local/local-stage.ts'
import { readStoredSecret } from '../../lib/tokens/stored-secret.ts'

const origin = 'http://localhost:3000'
const clientsOf = (name: string, variables = {}) => localStage(name, origin, variables).clients

describe('the stage of a laptop', () => {
  it('is at the address of the laptop, whatever its file says', () => {
    expect(localStage('dev', origin, {}).origin).toBe(origin)
    expect(localStage('example', origin, {}).origin).toBe(origin)
  })

  it("has the demo's clients beside its own, which keep their registration", () => {
    expect(clientsOf('dev').map(({ id }) => id)).toEqual(['web', 'spa', 'app'])
    const own = { id: 'shop', type: 'web', redirectUris: ['https://shop.example/login'], origins: [] }
    const clients = clientsOf('dev', { IEUM_CLIENTS: JSON.stringify([own]) })
    expect(clients.map(({ id }) => id)).toEqual(['shop', 'web', 'spa', 'app'])
    expect(clients[0]).toMatchObject(own)
  })

  it("lends the demo's addresses only to a client of the same id and type", () => {
    expect(clientsOf('example')[0]).toMatchObject({
      id: 'web',
      redirectUris: ['https://www.shop.example/login', `${origin}/demo/`],
      origins: ['https://www.shop.example', origin],
    })
    const web = { id: 'web', type: 'mobile', redirectUris: ['https://shop.example/login'] }
    expect(clientsOf('dev', { IEUM_CLIENTS: JSON.stringify([web]) })[0]).toMatchObject(web)
  })

  it('has stand-ins on dev for providers without settings, and on no other stage', () => {
    expect([...planStage(undefined, origin, {}).standIns]).toEqual(providerIds)
    expect(planStage('example', origin, {})).toMatchObject({
      standIns: new Set(),
      standsInForIdentityGateway: false,
    })
  })

  it('is refused by its file before anything starts', () => {
    expect(() => planStage('nowhere', origin, {})).toThrow(/^stages\/nowhere\.json: cannot be read/)
    expect(() => planStage('No such', origin, {})).toThrow('small letters')
  })
})

describe('the secrets of a laptop', () => {
  it('are the given keys, with the credentials of its variables', () => {
    const given = JSON.stringify({ KAKAO_ADMIN_KEY: 'old', NAVER_CLIENT_SECRET: 'naver' })
    const secrets = localSecrets(given, { KAKAO_ADMIN_KEY: 'new', GOOGLE_CLIENT_SECRET: '', PATH: '/bin' })
    expect(readStoredSecret(secrets).credentials).toEqual({
      KAKAO_ADMIN_KEY: 'new',
      NAVER_CLIENT_SECRET: 'naver',
    })
  })
})
