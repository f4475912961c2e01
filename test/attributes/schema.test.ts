import { describe, expect, it } from 'vitest'
import { createAttributeRules } from '../../lib/attributes/attribute-rules.ts'
import { compileAttributes, readAttributeSchema } from '../../lib/attributes/compile.ts'
import { stageAttributes as none } from '../../lib/attributes/no-attributes.ts'
import { readOverrides } from '../../lib/config/overrides.ts'
import { readLocalStage } from '../../lib/config/stage-file.ts'
import type { Attributes } from '../../lib/domain/member/attributes.ts'
import { positionAndAddress, profileWithPhotos, uploadKey, wholeProfile } from './schemas.ts'

const rulesOf = (schema: unknown) => createAttributeRules(compileAttributes(schema))
const profile = rulesOf(profileWithPhotos)
const address = rulesOf(positionAndAddress)
const home = { postcode: '04524', line1: '서울특별시 중구 세종대로 110' }

const closed = { type: 'object', additionalProperties: false } as const
const text = { type: 'string' } as const
const withOne = (one: unknown) => ({ ...closed, properties: { one } })

describe('a schema of attributes', () => {
  it.each([
    ['a list', []],
    ['of something else', { type: 'string' }],
    ['without properties', { ...closed }],
    ['open', { type: 'object', properties: { one: text } }],
    ['open by name', { type: 'object', additionalProperties: text, properties: { one: text } }],
    ['open inside', withOne({ type: 'object', properties: { two: text } })],
    ['open inside a list', withOne({ type: 'array', items: { type: 'object', properties: {} } })],
    ['open to any of', withOne({ anyOf: [text, { type: ['object', 'null'] }] })],
    ['matching names', { ...closed, properties: { one: text }, patternProperties: { '^x': text } }],
    ['that takes anything', withOne({})],
    ['that takes a list of anything', withOne({ type: 'array', items: {} })],
    ['with a name that hides a prototype', { ...closed, properties: { __proto__x: text } }],
    ['with a name that every object has', { ...closed, properties: { constructor: text } }],
    ['with the name of every prototype', { ...closed, properties: { prototype: text } }],
    ['with a name that is a path', { ...closed, properties: { 'a/b': text } }],
    ['with a misspelt keyword', withOne({ type: 'string', maxLenght: 5 })],
    ['with a format that nobody knows', withOne({ type: 'string', format: 'phone' })],
    ['that requires what it does not know', { ...withOne(text), required: ['two'] }],
    ['that leads elsewhere', withOne({ $ref: 'https://example.com/schema' })],
    ['that answers later', { ...withOne(text), $async: true }],
    ['with a pattern that is none', withOne({ type: 'string', pattern: '(' })],
    [
      'with an upload that is hidden',
      withOne({ ...closed, properties: { two: { type: 'string', format: 'ieum-upload' } } }),
    ],
  ])('%s is refused', (_, schema) => {
    expect(() => compileAttributes(schema)).toThrow()
  })

  it('is read from JSON or from a file, and refused at start with the name of its variable', () => {
    expect(readAttributeSchema(JSON.stringify(positionAndAddress))).toEqual(positionAndAddress)
    const from = (IEUM_ATTRIBUTES?: string) => () =>
      readLocalStage('dev', readOverrides({ IEUM_ATTRIBUTES })).attributes
    expect(from('test/attributes/no-such-file.json')).toThrow(/^IEUM_ATTRIBUTES: /)
    expect(from('{"type": "object"')).toThrow(/^IEUM_ATTRIBUTES: /)
    expect(from('{"type": "object", "properties": {}}')).toThrow(/^IEUM_ATTRIBUTES: .*additionalProperties/)
    expect(from('package.json')).toThrow(/^IEUM_ATTRIBUTES: /)
    expect(from('null')()).toBeNull()
    expect(compileAttributes(from(JSON.stringify(profileWithPhotos))()).uploads).toEqual(['photos'])
  })
})

describe('attributes', () => {
  it('of the examples are accepted unchanged', () => {
    expect(profile.faults(wholeProfile)).toEqual([])
    expect(address.faults({ position: 'developer', address: home })).toEqual([])
    expect(profile.required).toEqual(['nickname', 'gender', 'interests', 'techStack', 'photos'])
  })

  it.each<[Attributes, string]>([
    [{ interests: [] }, '/attributes/interests'],
    [{ interests: ['food', 'travel', 'music', 'sports', 'books', 'games'] }, '/attributes/interests'],
    [{ interests: ['food', 'food'] }, '/attributes/interests'],
    [{ interests: ['war'] }, '/attributes/interests/0'],
    [{ interests: 'food' }, '/attributes/interests'],
    [{ techStack: ['a', 'b', 'c', 'd', 'e', 'f'] }, '/attributes/techStack'],
    [{ techStack: ['x'.repeat(31)] }, '/attributes/techStack/0'],
    [{ techStack: [7] }, '/attributes/techStack/0'],
    [{ photos: ['a', 'b', 'c', 'd', 'e'].map((mark) => uploadKey(mark)) }, '/attributes/photos'],
    [{ photos: ['https://example.com/me.jpg'] }, '/attributes/photos/0'],
    [{ photos: ['http://169.254.169.254/latest/meta-data'] }, '/attributes/photos/0'],
    [{ photos: [`${uploadKey()}/../x`] }, '/attributes/photos/0'],
    [{ gender: null }, '/attributes/gender'],
    [{ nickname: '문' }, '/attributes/nickname'],
    [{ emailVerified: true }, '/attributes/emailVerified'],
    [{ 'a/b~c': 1 }, '/attributes/a~1b~0c'],
  ])('%j are refused at %s', (change, pointer) => {
    const faults = profile.faults({ ...wholeProfile, ...change })
    expect(faults.map((fault) => fault.pointer)).toEqual([pointer])
  })

  it('inside attributes have their own pointers', () => {
    const faults = address.faults({ position: 'king', address: { postcode: '1', roles: ['admin'] } })
    expect(faults.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/attributes/address/line1',
      '/attributes/address/postcode',
      '/attributes/address/roles',
      '/attributes/position',
    ])
  })

  it('have their faults named in the language of the form, and their values never', () => {
    const { nickname: _, ...rest } = wholeProfile
    const bad = { ...rest, interests: ['secret-wish'], photos: [] }
    expect(
      profile
        .faults(bad)
        .map(({ detail }) => detail.ko)
        .toSorted(),
    ).toEqual(['1개 이상 선택해 주세요.', '정해진 값 중 하나여야 합니다.', '필수 항목입니다.'])
    expect(JSON.stringify(profile.faults(bad))).not.toContain('secret-wish')
  })

  it('are all unknown without a schema', () => {
    const rules = createAttributeRules(none())
    expect(rules.faults({})).toEqual([])
    expect(rules.faults({ roles: ['admin'] })).toEqual([
      {
        pointer: '/attributes/roles',
        detail: { ko: '알 수 없는 항목입니다.', en: 'is not a known field' },
      },
    ])
  })

  it('with very many faults list twenty of them', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, index]))
    expect(profile.faults(many)).toHaveLength(20)
  })
})

describe('a value', () => {
  const faultsOf = (one: object, value: unknown) => rulesOf(withOne(one)).faults({ one: value }).length

  it.each([0.3, 0.7, 1_000_000.1, -0.1, 0, 12])('%d is a multiple of a tenth', (value) => {
    expect(faultsOf({ type: 'number', multipleOf: 0.1 }, value)).toBe(0)
  })

  it.each([0.35, 0.30001, 1_000_000.15])('%d is no multiple of a tenth', (value) => {
    expect(faultsOf({ type: 'number', multipleOf: 0.1 }, value)).toBe(1)
  })

  it('of the format date is a day that exists', () => {
    const date = { type: 'string', format: 'date' }
    const days = Array.from({ length: 8000 }, (_, place) => {
      const [year, month] = [1896 + Math.floor(place / 40), (place % 13) + 1]
      return [year, month, (place * 7) % 33] as const
    })
    const rules = rulesOf(withOne(date))
    for (const [year, month, day] of days) {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      const at = new Date(Date.UTC(year, month - 1, day))
      const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && at.getUTCFullYear() === year
      expect([text, rules.faults({ one: text }).length]).toEqual([text, exists ? 0 : 1])
    }
    const leapDays = ['2024-02-29', '2000-02-29', '2023-02-29', '1900-02-29', '2100-02-29', '0400-02-29']
    expect(leapDays.map((day) => rules.faults({ one: day }).length)).toEqual([0, 0, 1, 1, 1, 0])
  })
})
