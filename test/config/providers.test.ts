import { describe, expect, it } from 'vitest'
import { readProviders } from '../../lib/config/providers.ts'
import { ConfigurationError, type Variables } from '../../lib/config/stage.ts'

const kakao = { KAKAO_CLIENT_ID: 'rest-api-key', KAKAO_ADMIN_KEY: 'admin-secret', KAKAO_APP_ID: '1000001' }
const read = (over: Variables = {}) => readProviders({ ...kakao, ...over })

describe('the settings of providers', () => {
  it('offer nothing when nothing is configured', () => {
    expect(readProviders({})).toEqual({})
    expect(read({ KAKAO_CLIENT_ID: '' })).toEqual({})
  })

  it('have what Kakao needs', () => {
    expect(read()).toEqual({
      kakao: { clientId: 'rest-api-key', adminKey: 'admin-secret', appId: '1000001' },
    })
  })

  it('have what a stage says beside that', () => {
    const { kakao: settings } = read({
      KAKAO_CLIENT_SECRET: 'client-secret',
      KAKAO_NATIVE_KEY: 'native-key',
      KAKAO_AUTH_ORIGIN: 'https://kauth.example.com',
      KAKAO_API_ORIGIN: 'http://127.0.0.1:4000',
      KAKAO_SCOPES: 'account_email, name',
      KAKAO_SERVICE_TERMS: 'service privacy',
    })
    expect(settings).toMatchObject({
      clientSecret: 'client-secret',
      nativeKey: 'native-key',
      authOrigin: 'https://kauth.example.com',
      apiOrigin: 'http://127.0.0.1:4000',
      scopes: ['account_email', 'name'],
      serviceTerms: ['service', 'privacy'],
    })
  })

  it.each(['KAKAO_ADMIN_KEY', 'KAKAO_APP_ID'])('name %s when Kakao is configured by halves', (name) => {
    for (const missing of [undefined, '']) {
      expect(() => read({ [name]: missing })).toThrow(new ConfigurationError(name, 'is not set'))
    }
  })

  it('have what Naver needs, and the secret before the newest where there is one', () => {
    const naver = { NAVER_CLIENT_ID: 'client', NAVER_CLIENT_SECRET: 'naver-secret' }
    expect(readProviders(naver)).toEqual({ naver: { clientId: 'client', clientSecret: 'naver-secret' } })
    const more = { NAVER_PREVIOUS_CLIENT_SECRET: 'old', NAVER_API_ORIGIN: 'https://naver.example.com' }
    expect(readProviders({ ...naver, ...more })).toMatchObject({
      naver: { previousClientSecret: 'old', apiOrigin: 'https://naver.example.com' },
    })
  })

  it.each(['NAVER', 'GOOGLE', 'GITHUB'])('name the secret when %s is configured by halves', (name) => {
    const read = () => readProviders({ [`${name}_CLIENT_ID`]: 'client' })
    expect(read).toThrow(new ConfigurationError(`${name}_CLIENT_SECRET`, 'is not set'))
  })

  it.each(['NAVER_AUTH_ORIGIN', 'NAVER_API_ORIGIN'])(
    'let no secret of Naver travel over plain http: %s',
    (name) => {
      const naver = { NAVER_CLIENT_ID: 'client', NAVER_CLIENT_SECRET: 'naver-secret' }
      expect(() => readProviders({ ...naver, [name]: 'http://nid.naver.com' })).toThrow(
        `${name}: must be an https origin`,
      )
    },
  )

  it.each(['KAKAO_AUTH_ORIGIN', 'KAKAO_API_ORIGIN'])('let no secret travel over plain http: %s', (name) => {
    for (const origin of [
      'http://kauth.kakao.com',
      'http://10.0.0.1',
      'https://kauth.kakao.com/',
      'kauth.kakao.com',
    ]) {
      expect(() => read({ [name]: origin })).toThrow(`${name}: must be an https origin`)
    }
  })

  it('show no secret in a fault', () => {
    expect(() => read({ KAKAO_APP_ID: '' })).not.toThrow('admin-secret')
  })
})
