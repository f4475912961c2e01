import { describe, expect, it } from 'vitest'
import { localSecrets, localStage, planStage } from '../../lib/local/local-stage.ts'
import { readStoredSecret } from '../../lib/tokens/stored-secret.ts'

const origin = 'http://localhost:3000'
const clientsOf = (name: string, variables = {}) => localStage(name, origin, variables).clients

describe('the stage of a laptop', () => {
  it('is at the address of the laptop, whatever its file says', () => {
    expect(localStage('dev', origin, {}).origin).toBe(origin)
    expect(localStage('example', origin, {}).origin).toBe(origin)
  })

  it("has the demo's clients beside its own, which keep what they are registered with", () => {
    expect(clientsOf('dev').map(({ id }) => id)).toEqual(['web', 'app'])
    const own = { id: 'shop', type: 'web', redirectUris: ['https://shop.example/login'], origins: [] }
    const clients = clientsOf('dev', { IEUM_CLIENTS: JSON.stringify([own]) })
    expect(clients.map(({ id }) => id)).toEqual(['shop', 'web', 'app'])
    expect(clients[0]).toMatchObject(own)
  })

  it("lends the demo's addresses to a client of the same id and type, and to no other", () => {
    expect(clientsOf('example')[0]).toMatchObject({
      id: 'web',
      redirectUris: ['https://www.shop.example/login', `${origin}/demo/`],
      origins: ['https://www.shop.example', origin],
    })
    const web = { id: 'web', type: 'mobile', redirectUris: ['https://shop.example/login'] }
    expect(clientsOf('dev', { IEUM_CLIENTS: JSON.stringify([web]) })[0]).toMatchObject(web)
  })

  it('has stand-ins on dev for the providers of which its file says nothing, and on no other stage', () => {
    expect([...planStage(undefined, origin, {}).standIns]).toEqual(['kakao', 'naver', 'google', 'github'])
    expect(planStage('example', origin, {})).toMatchObject({
      standIns: new Set(),
      standsInForIdentityGateway: false,
    })
  })

  it('is refused by its file before anything is started', () => {
    expect(() => planStage('nowhere', origin, {})).toThrow(/^stages\/nowhere\.json: cannot be read/)
    expect(() => planStage('No such', origin, {})).toThrow('small letters')
  })
})

describe('the secrets of a laptop', () => {
  it('are the given keys, and the credentials that its variables hold in place of theirs', () => {
    const given = JSON.stringify({ KAKAO_ADMIN_KEY: 'old', NAVER_CLIENT_SECRET: 'naver' })
    const secrets = localSecrets(given, { KAKAO_ADMIN_KEY: 'new', GOOGLE_CLIENT_SECRET: '', PATH: '/bin' })
    expect(readStoredSecret(secrets).credentials).toEqual({
      KAKAO_ADMIN_KEY: 'new',
      NAVER_CLIENT_SECRET: 'naver',
    })
  })
})
