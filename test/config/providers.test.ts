import { describe, expect, it } from 'vitest'
import { readProviders } from '../../lib/config/providers.ts'
import { ConfigurationError, type Variables } from '../../lib/config/variables.ts'
import { providerIds } from '../../lib/domain/values/identity.ts'
import { stageWith } from '../support/stage.ts'

const kakao = { clientId: 'rest-api-key', appId: '1000001' }
const read = (providers: object, credentials: Variables) =>
  readProviders(stageWith({ providers }).providers, credentials)

describe('the providers of a stage', () => {
  it('are none without settings, whatever the credentials', () => {
    const none = Object.values(read({}, { KAKAO_ADMIN_KEY: 'admin-secret' }))
    expect(none).toEqual(providerIds.map(() => undefined))
  })

  it('have the settings of the file and the credentials of the secret', () => {
    const { kakao: settings } = read(
      {
        kakao: {
          ...kakao,
          nativeKeys: ['android-key', 'ios-key'],
          javascriptKeys: ['js-key'],
          apiOrigin: 'http://127.0.0.1:4000',
          scopes: ['account_email', 'name'],
        },
      },
      { KAKAO_ADMIN_KEY: 'admin-secret', KAKAO_CLIENT_SECRET: 'client-secret' },
    )
    expect(settings).toEqual({
      ...kakao,
      adminKey: 'admin-secret',
      clientSecret: 'client-secret',
      nativeKeys: ['android-key', 'ios-key'],
      javascriptKeys: ['js-key'],
      authOrigin: undefined,
      apiOrigin: 'http://127.0.0.1:4000',
      scopes: ['account_email', 'name'],
      serviceTerms: undefined,
    })
  })

  it('have the former secret where there is one', () => {
    const credentials = { NAVER_CLIENT_SECRET: 'naver-secret', NAVER_PREVIOUS_CLIENT_SECRET: 'old' }
    expect(read({ naver: { clientId: 'client' } }, credentials)).toMatchObject({
      naver: { clientId: 'client', clientSecret: 'naver-secret', previousClientSecret: 'old' },
    })
  })

  it('have the key of Apple that the file names, so that two can take turns', () => {
    const team = { clientId: 'web', teamId: 'TEAM012345' }
    const credentials = { APPLE_PRIVATE_KEY: 'old', APPLE_OTHER_PRIVATE_KEY: 'new' }
    const old = read({ apple: { ...team, keyId: 'KEY0000OLD' } }, credentials)
    expect(old).toMatchObject({ apple: { keyId: 'KEY0000OLD', privateKey: 'old' } })
    const next = { ...team, keyId: 'KEY0000NEW', privateKey: 'APPLE_OTHER_PRIVATE_KEY' }
    expect(read({ apple: next }, credentials)).toMatchObject({
      apple: { keyId: 'KEY0000NEW', privateKey: 'new', bundleIds: [] },
    })
  })

  it.each([
    ['KAKAO_ADMIN_KEY', { kakao }],
    ['NAVER_CLIENT_SECRET', { naver: { clientId: 'client' } }],
    ['GOOGLE_CLIENT_SECRET', { google: { clientId: 'client' } }],
    ['GITHUB_CLIENT_SECRET', { github: { clientId: 'client' } }],
    ['APPLE_PRIVATE_KEY', { apple: { clientId: 'web', teamId: 'TEAM012345', keyId: 'KEY0123456' } }],
    ['LINE_CLIENT_SECRET', { line: { clientId: '2000000001' } }],
  ])('name %s when the secret lacks it, and show no value', (name, providers) => {
    for (const missing of [undefined, '']) {
      const start = () => read(providers, { KAKAO_CLIENT_SECRET: 'marked-secret', [name]: missing })
      expect(start).toThrow(new ConfigurationError(name, 'is not set'))
    }
  })
})
