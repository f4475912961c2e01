import { describe, expect, it } from 'vitest'
import { readOverrides } from '../../lib/config/overrides.ts'
import { readLocalStage } from '../../lib/config/stage-file.ts'
import { required, type Variables } from '../../lib/config/variables.ts'

const stage = (variables: Variables, name = 'dev') => readLocalStage(name, readOverrides(variables))

describe('a variable of a laptop', () => {
  it('replaces a whole key of the file', () => {
    expect(stage({ IEUM_POLICY: '{"minimumAge": 19}' }).policy).toMatchObject({
      minimumAge: 19,
      siblingTags: [],
    })
    expect(stage({}).policy.siblingTags).toEqual(['sibling_service'])
    expect(stage({ IEUM_ORIGIN: 'http://localhost:4000' }).origin).toBe('http://localhost:4000')
    expect(stage({ IEUM_OLD_PASSWORDS: 'bcrypt:12' }).oldPasswords).toBe('bcrypt:12')
    expect(stage({ IEUM_ATTRIBUTES: 'null' }).attributes).toBeNull()
  })

  it('counts as absent when it is empty', () => {
    expect(stage({ IEUM_CLIENTS: '', IEUM_POLICY: '', KAKAO_CLIENT_ID: '' })).toEqual(stage({}))
  })

  it('of a provider replaces one of its values', () => {
    const { kakao } = stage(
      { KAKAO_AUTH_ORIGIN: 'http://127.0.0.1:4000', KAKAO_SCOPES: 'name, account_email' },
      'example',
    ).providers
    expect(kakao).toMatchObject({
      clientId: 'the-rest-api-key',
      authOrigin: 'http://127.0.0.1:4000',
      scopes: ['name', 'account_email'],
    })
    const given = { KAKAO_CLIENT_ID: 'key', KAKAO_APP_ID: '1', KAKAO_NATIVE_KEY: 'android ios' }
    expect(stage(given).providers.kakao).toMatchObject({ clientId: 'key', nativeKeys: ['android', 'ios'] })
  })

  it.each([
    [{ IEUM_POLICY: '{"full":["name"]}' }, /^IEUM_POLICY: \/full is \["name"\]; allowed is /],
    [{ IEUM_CLIENTS: '7' }, /^IEUM_CLIENTS: is "7"; allowed is a list$/],
    [{ IEUM_CLIENTS: '{"secret-value' }, /^IEUM_CLIENTS: is not JSON in line 1, column \d+$/],
    [{ IEUM_ORIGIN: 'http://auth.example.com' }, /^IEUM_ORIGIN: is "http:.*"; allowed is an https origin/],
    [
      { NAVER_CLIENT_ID: 'key', NAVER_API_ORIGIN: 'http://10.0.0.1' },
      /^NAVER_API_ORIGIN: is "http:.*"; allowed is an https origin/,
    ],
    [
      { KAKAO_CLIENT_ID: 'key' },
      /^stages\/dev\.json: \/providers\/kakao\/appId is missing; allowed is the number/,
    ],
  ])('is named when its value is refused: %j', (variables, message) => {
    expect(() => stage(variables)).toThrow(message)
  })

  it('implies nothing on a stage other than dev', () => {
    expect(() => stage({ IEUM_POLICY: '{"minimumAge": 19}' }, 'example')).toThrow(
      /^IEUM_POLICY: \/full is missing/,
    )
  })

  it('is named in errors about its setting', () => {
    expect(() => required({}, 'IEUM_TABLE')).toThrow('IEUM_TABLE: is not set')
    expect(required({ IEUM_TABLE: 'members' }, 'IEUM_TABLE')).toBe('members')
  })
})
