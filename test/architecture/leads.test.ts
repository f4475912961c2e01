import { describe, expect, it } from 'vitest'
import {
  isNode,
  lineOf,
  nameOf,
  type Source,
  type SyntaxNode,
  sourceOf,
  sourcesIn,
  walk,
} from '../support/syntax.ts'

/** What a member's leads are derived from. Whoever reads it may decide what signs in. */
const marks = ['endedIdentities', 'identityUnproven', 'neverProven', 'provenAt', 'verified', 'ways']

/** Who may read the marks beside `lib/domain/leads/`, and what for. */
const readers: Readonly<Record<string, string>> = {
  'lib/providers/': 'the word `verified` in the response of a provider',
  'lib/webauthn/': 'the word `verified` in the result of the library',
  'lib/stand-ins/': 'the word `verified` in the response of a provider',
  'lib/local/seed/': 'makes the members of the laptop',
  'lib/store/rows/': 'a row holds them as data',
  'lib/store/transactions/registration-writes.ts': 'a claim is stored as verified as its value is',
  'lib/store/operators/importing/import-writes.ts': 'a claim is stored as verified as its value is',
  'lib/store/operators/importing/rehearsal/': 'a claim would be stored as verified as its value is',
  'lib/operators/importing/': 'reads what a file says',
  'lib/operators/analyzing/': 'counts what a file says',
  'lib/operators/exporting/': 'writes them into a file',
  'lib/flows/steps/show-member.ts': 'leaves `ways` out of what is shown',
  'lib/domain/member/token-claims.ts': 'states in a token what is verified',
  'lib/domain/import/shared-contacts.ts': 'compares how two imported members know one value',
  'lib/domain/merge/merge.ts': 'hands the ways of one account to the other',
  'lib/domain/visit/candidate.ts': 'hands a CI and its trust to the comparison of persons',
  'lib/domain/leaving/unlinked-by-provider.ts':
    'whether an identity was the last lead, until the rule says it',
}

const isReader = (file: string): boolean =>
  file.startsWith('lib/domain/leads/') ||
  Object.keys(readers).some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place))

/** The mark that a node reads: `member.ways`, or `{ ways }` as a pattern. */
function readMarks({ type, property, computed, properties }: SyntaxNode): readonly string[] {
  const keys =
    type === 'MemberExpression' && computed !== true
      ? [property]
      : type === 'ObjectPattern' && Array.isArray(properties)
        ? properties.filter(isNode).map(({ key }) => key)
        : []
  return keys
    .map(nameOf)
    .filter((name) => name !== undefined && marks.includes(name))
    .map(String)
}

function readsOf(source: Source): readonly string[] {
  const found: string[] = []
  walk(source.program, (node) => {
    for (const mark of readMarks(node)) found.push(`${source.file}:${lineOf(source, node.start)} ${mark}`)
  })
  return found
}

describe('the rule of leads', () => {
  it('is the only one that reads what a lead is', async () => {
    const others = (await sourcesIn('lib', 'functions', 'bin')).filter(({ file }) => !isReader(file))
    expect(others.flatMap(readsOf)).toEqual([])
  })

  it('finds a second opinion', () => {
    const text = 'const may = ({ ways }) => ways.length > 1 || member.email?.verified'
    expect(readsOf(sourceOf('lib/flows/made-up.ts', text))).toEqual([
      'lib/flows/made-up.ts:1 ways',
      'lib/flows/made-up.ts:1 verified',
    ])
  })
})
