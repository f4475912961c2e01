import { describe, expect, it } from 'vitest'
import { areTwoPeople, comparePersons, type KnownPerson } from '../../../lib/domain/leads/person.ts'
import { ci, di } from '../scenes.ts'

const unproven = { identityUnproven: true } as const
const [danaCi, badaCi] = [ci('dana'), ci('bada')]
const [danaDi, badaDi] = [di('dana'), di('bada')]

type Row = readonly [string, KnownPerson, KnownPerson, ReturnType<typeof comparePersons>, boolean]

const table: readonly Row[] = [
  ['nothing known is nobody', {}, {}, 'unknown', false],
  [
    'one CI is one person, whatever the DIs',
    { ci: danaCi, di: danaDi },
    { ci: danaCi, di: badaDi },
    'same',
    false,
  ],
  [
    'two CIs are two people, whatever the DIs',
    { ci: danaCi, di: danaDi },
    { ci: badaCi, di: danaDi },
    'different',
    true,
  ],
  [
    'two CIs of which one was never checked say nothing',
    { ci: danaCi },
    { ci: badaCi, ...unproven },
    'unknown',
    false,
  ],
  [
    'one CI that was never checked may be one person',
    { ci: danaCi },
    { ci: danaCi, ...unproven },
    'maybe_same',
    false,
  ],
  [
    'one DI is one person where there are not two CIs',
    { ci: danaCi, di: danaDi },
    { di: danaDi },
    'same',
    false,
  ],
  [
    'one DI that was never checked may be one person',
    { di: danaDi },
    { di: danaDi, ...unproven },
    'maybe_same',
    false,
  ],
  ['two DIs are two people, and no match', { di: danaDi }, { di: badaDi }, 'unknown', true],
  ['two DIs are two people beside one CI', { ci: danaCi, di: danaDi }, { di: badaDi }, 'unknown', true],
  [
    'two DIs of which one was never checked exclude nobody',
    { di: danaDi },
    { di: badaDi, ...unproven },
    'unknown',
    false,
  ],
  ['a CI and a DI have nothing to compare', { ci: danaCi }, { di: danaDi }, 'unknown', false],
  ['a DI on one side excludes nobody', { di: danaDi }, {}, 'unknown', false],
  [
    'two CIs that were never checked exclude nobody, whatever the DIs',
    { ci: danaCi, di: danaDi, ...unproven },
    { ci: badaCi, di: badaDi },
    'unknown',
    false,
  ],
]

describe('two sides by what identifies a person', () => {
  it.each(table)('%s', (_, a, b, comparison, two) => {
    expect([comparePersons(a, b), comparePersons(b, a)]).toEqual([comparison, comparison])
    expect([areTwoPeople(a, b), areTwoPeople(b, a)]).toEqual([two, two])
  })
})
