import { describe, expect, it } from 'vitest'
import { assertEnvironmentFits, environmentOf } from '../../../lib/cloud/functions/door-environment.ts'
import { readDeployedStage } from '../../../lib/cloud/stage/deployed-stage.ts'
import { readStage } from '../../../lib/config/stage.ts'
import { routes } from '../../../lib/routes/routes.ts'
import { production } from '../synth.ts'

describe('the settings of a deployed stage', () => {
  it('need nothing on the stage dev, which is the one that is taken when none is named', () => {
    expect(readDeployedStage(undefined, {})).toMatchObject({ name: 'dev', mailFrom: 'no-reply@example.com' })
  })

  it('are placeholders there that the functions accept', () => {
    const { clients, terms } = readDeployedStage('dev', {})
    const variables = { IEUM_ORIGIN: 'https://auth.example.com', IEUM_CLIENTS: clients, IEUM_TERMS: terms }
    expect(readStage(variables).terms.map(({ tag, required }) => [tag, required])).toEqual([
      ['service', true],
      ['privacy', true],
      ['marketing', false],
    ])
  })

  it.each(['IEUM_ORIGIN', 'IEUM_CLIENTS', 'IEUM_TERMS', 'IEUM_MAIL_FROM'])(
    'name %s when it is missing on any other stage',
    (name) => {
      expect(() => readDeployedStage('prod', { ...production, [name]: undefined })).toThrow(name)
      expect(() => readDeployedStage('prod', { ...production, [name]: ' ' })).toThrow(name)
    },
  )

  it.each([
    ['IEUM_ORIGIN', 'http://auth.example.com', 'https://host'],
    ['IEUM_ORIGIN', 'https://auth.example.com/', 'https://host'],
    ['IEUM_ORIGIN', 'https://auth.example.com/v1', 'https://host'],
    ['IEUM_CLIENTS', '{"id": "web"}', 'JSON list'],
    ['IEUM_CLIENTS', '[', 'not JSON'],
    ['IEUM_TERMS', '"terms"', 'JSON list'],
    ['IEUM_POLICY', '[]', 'JSON object'],
    ['IEUM_POLICY', 'null', 'JSON object'],
    ['IEUM_SESSIONS', '1', 'JSON object'],
    ['IEUM_MAIL_FROM', 'ieum <hello@example.com>', 'one address'],
    ['IEUM_REACTIVATION_URL', 'http://www.example.com/back', 'https address'],
    ['KAKAO_API_ORIGIN', 'http://127.0.0.1:3000', 'https address'],
  ])('refuse %s that is %s, and say what is allowed', (name, value, allowed) => {
    const read = () => readDeployedStage('prod', { ...production, [name]: value })
    expect(read).toThrow(name)
    expect(read).toThrow(allowed)
  })

  it.each(['Prod', '1st', 'a b', '', 'a'.repeat(21), 7])('refuse %j as a name of a stage', (name) => {
    expect(() => readDeployedStage(name, production)).toThrow('small letters')
  })

  it('refuse a certificate without a host that it is for', () => {
    expect(() => readDeployedStage('dev', { IEUM_CERTIFICATE_ARN: 'arn' })).toThrow('IEUM_ORIGIN')
  })

  it('tell the page of reactivation mails to whoever sends mails, and to nobody else', () => {
    const page = 'https://www.example.com/back'
    const stage = readDeployedStage('prod', { ...production, IEUM_REACTIVATION_URL: page })
    const surroundings = {
      stage,
      origin: 'https://auth.example.com',
      tableName: 't',
      secretArn: 's',
      busName: 'b',
      uploadBucket: 'u',
    }
    expect(environmentOf(routes.token, surroundings)).toMatchObject({ IEUM_REACTIVATION_URL: page })
    expect(environmentOf(routes.terms, surroundings)).not.toHaveProperty('IEUM_REACTIVATION_URL')
  })

  it('take over what providers call our apps, and none of their secrets', () => {
    expect(readDeployedStage('prod', production).providers).toEqual({ KAKAO_CLIENT_ID: 'kakao-client-id' })
  })
})

describe("a function's environment", () => {
  const surroundings = {
    origin: 'https://auth.example.com',
    tableName: 'table',
    secretArn: 'arn',
    busName: 'bus',
    uploadBucket: 'uploads',
  }
  const withTerms = (titleLength: number) => {
    const terms = JSON.stringify([{ title: '약'.repeat(titleLength) }])
    const stage = readDeployedStage('prod', { ...production, IEUM_TERMS: terms })
    return environmentOf(routes.callback, { ...surroundings, stage })
  }

  it('fits into the 4 KB that Lambda takes', () => {
    expect(() => assertEnvironmentFits('callback', withTerms(10))).not.toThrow()
  })

  it('is refused before anything is deployed when it does not, with what is largest', () => {
    // 1400 syllables are 4200 bytes.
    const assert = () => assertEnvironmentFits('callback', withTerms(1400))
    expect(assert).toThrow(/"callback" is 4\d{3} bytes; Lambda takes 4096\. Largest: IEUM_TERMS 42\d\d/)
  })
})
