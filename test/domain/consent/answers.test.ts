import { describe, expect, it } from 'vitest'
import { answeredAtProvider, answerFaults } from '../../../lib/domain/consent/answers.ts'

const title = { ko: '이용약관', en: 'Terms of service' }
const service = {
  tag: 'service',
  version: '2',
  title,
  required: true,
  url: 'https://shop.example/terms',
  from: null,
}
const marketing = { ...service, tag: 'marketing', required: false }
const terms = [service, marketing]
const answer = (agreed: boolean, version = '2') => ({ tag: 'service', version, agreed })
const atProvider = (agreed: boolean) => ({
  terms: [{ tag: 'service', agreed, source: 'kakao_sync' as const }],
})
const pointersOf = (...given: Parameters<typeof answerFaults>) =>
  answerFaults(...given).map(({ pointer }) => pointer)

describe('the answers to terms', () => {
  it('need a yes to each required one, here or at the provider', () => {
    expect(answerFaults([answer(true)], { terms: 'unknown' }, terms)).toEqual([])
    expect(answerFaults([], atProvider(true), terms)).toEqual([])
    expect(pointersOf([], { terms: 'unknown' }, terms)).toEqual(['/consents'])
    expect(pointersOf([], atProvider(false), terms)).toEqual(['/consents'])
  })

  it('count here and not at the provider, where both are told', () => {
    expect(pointersOf([answer(false)], atProvider(true), terms)).toEqual(['/consents'])
    expect(answerFaults([answer(true)], atProvider(false), terms)).toEqual([])
  })

  it('tell what is wrong with them before what is missing', () => {
    expect(pointersOf([answer(true, '1')], { terms: 'unknown' }, terms)).toEqual(['/consents/0/version'])
  })

  it('are not known where a provider does not tell, or tells of others', () => {
    expect(answeredAtProvider(service, { terms: 'unknown' })).toBeUndefined()
    expect(answeredAtProvider(marketing, atProvider(true))).toBeUndefined()
  })
})
