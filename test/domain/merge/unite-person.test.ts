import { describe, expect, it } from 'vitest'
import { unitePerson } from '../../../lib/domain/merge/unite-person.ts'
import { ci, di } from '../scenes.ts'

const [danaCi, badaCi, danaDi, badaDi] = [ci('dana'), ci('bada'), di('dana'), di('bada')]
const unproven = { identityUnproven: true } as const
const earlier = { identityVerifiedAt: new Date(1), identitySource: 'portone:KCP' } as const
const later = { identityVerifiedAt: new Date(2), identitySource: 'portone:DANAL' } as const

const oldCi = { of: 'ci', value: badaCi } as const
const oldDi = { of: 'di', value: badaDi } as const
const newCi = { of: 'ci', value: danaCi } as const
const newDi = { of: 'di', value: danaDi } as const

describe('the CI and DI of two accounts of one person', () => {
  it.each<[string, ...Parameters<typeof unitePerson>, ReturnType<typeof unitePerson>]>([
    ['are none where there are none', {}, {}, { fills: {}, moves: [], frees: [], isUnproven: false }],
    [
      'come from the other where the survivor has none',
      {},
      { ci: danaCi, di: danaDi, ...later },
      { fills: { ci: danaCi, di: danaDi, ...later }, moves: [newCi, newDi], frees: [], isUnproven: false },
    ],
    [
      'come without proof from an account where they were never checked',
      {},
      { ci: danaCi, ...unproven },
      { fills: { ci: danaCi }, moves: [newCi], frees: [], isUnproven: true },
    ],
    [
      'stay where the other has none',
      { ci: danaCi, ...earlier },
      {},
      { fills: {}, moves: [], frees: [], isUnproven: false },
    ],
    [
      'stay without proof where neither was ever checked',
      { ci: danaCi, ...unproven },
      { di: danaDi, ...unproven },
      { fills: { di: danaDi }, moves: [newDi], frees: [], isUnproven: true },
    ],
    [
      'are completed by the other’s DI',
      { ci: danaCi, ...earlier },
      { ci: danaCi, di: danaDi, ...later },
      {
        fills: { di: danaDi },
        moves: [newDi],
        frees: [newCi].map((v) => ({ ...v, from: 'other' })),
        isUnproven: false,
      },
    ],
    [
      'are completed by the other’s CI',
      { di: danaDi, ...earlier },
      { ci: danaCi, di: badaDi, ...later },
      { fills: { ci: danaCi }, moves: [newCi], frees: [{ ...oldDi, from: 'other' }], isUnproven: false },
    ],
    [
      'stay where both were checked: the other’s DI is older than a contract',
      { ci: danaCi, di: danaDi, ...later },
      { ci: danaCi, di: badaDi, ...earlier },
      {
        fills: {},
        moves: [],
        frees: [
          { ...newCi, from: 'other' },
          { ...oldDi, from: 'other' },
        ],
        isUnproven: false,
      },
    ],
    [
      'stay whole where the other’s were never checked, not even one that is missing here',
      { ci: danaCi },
      { ci: badaCi, di: badaDi, ...unproven, ...later },
      {
        fills: {},
        moves: [],
        frees: [
          { ...oldCi, from: 'other' },
          { ...oldDi, from: 'other' },
        ],
        isUnproven: false,
      },
    ],
    [
      'give way whole to checked ones where they were never checked',
      { ci: badaCi, di: badaDi, ...unproven },
      { ci: danaCi, ...later },
      {
        fills: { ci: danaCi, ...later },
        moves: [newCi],
        frees: [
          { ...oldCi, from: 'survivor' },
          { ...oldDi, from: 'survivor' },
        ],
        isUnproven: false,
      },
    ],
  ])('%s', (_, survivor, other, united) => {
    expect(unitePerson(survivor, other)).toEqual(united)
  })

  it('keep the survivor’s time and source of the check beside the other’s', () => {
    const united = unitePerson({ ci: danaCi, ...earlier }, { di: danaDi, ...later })
    expect(united.fills).toEqual({ di: danaDi })
  })

  it('take the other’s time and source where the survivor has none', () => {
    const united = unitePerson({ ci: danaCi }, { di: danaDi, ...later })
    expect(united.fills).toEqual({ di: danaDi, ...later })
  })
})
