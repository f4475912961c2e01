import { describe, expect, it } from 'vitest'
import { filesIn, textOf } from '../support/imports.ts'
import {
  declaredIn,
  isNode,
  lineOf,
  type Named,
  nameOf,
  type Source,
  type SyntaxNode,
  sourceOf,
  sourcesIn,
  type TopDeclaration,
  topDeclarationsOf,
  walk,
} from '../support/syntax.ts'

const folders = ['bench', 'bin', 'functions', 'lib']

/** Words that an older code used, and the word for the same thing today. */
const oldWords: Readonly<Record<string, string>> = {
  answer: 'response, or result of a flow',
  arrival: 'login at the provider',
  arrive: 'authenticate',
  barred: 'rejoin block',
  belonging: 'linked record',
  beside: 'secondary',
  cut: 'unlinked by provider',
  cutting: 'unlinked by provider',
  desk: 'operator context, or authorization endpoint',
  entrance: 'session',
  facing: 'secondary',
  gate: 'auth state',
  hear: 'authenticate',
  heard: 'login at the provider',
  patience: 'retry policy, or timeouts',
  presence: 'sign-in, or auth state',
  reply: 'response',
  settle: 'decide and act',
  standing: 'status',
  tether: 'child process',
  told: 'provider profile',
  tries: 'attempts',
  wait: 'pending',
  waiting: 'pending',
  way: 'lead, or login method',
  welcome: 'signed in',
  yield: 'release',
}

/** Names with an old word that stay, each with its reason. */
const tolerated: readonly { readonly name: RegExp; readonly in: RegExp; readonly why: string }[] = [
  {
    name: /^ways(Row)?$/,
    in: /^lib\/(domain|store|operators|local|flows\/(steps|service)\/show-member)/,
    why: 'the stored attribute of a member',
  },
  {
    name: /^told$/,
    in: /^lib\/(flows\/(steps|service)\/show-member|http\/response\/)/,
    why: 'the word on the wire',
  },
  { name: /^tries$/, in: /^lib\/store\/rows\/code\.ts$/, why: 'the stored attribute of a code' },
  { name: /[Ww]elcome/, in: /^lib\/demo\//, why: 'the greeting of the demo' },
  {
    name: /[Aa]nswer/,
    in: /^lib\/(demo|domain\/(consent|sign-up|values\/evidence)|flows\/(link\.ts|merging)|http\/log|operators\/importing|stand-ins|store\/rows\/member\/merge-question)|^functions\/link/,
    why: 'what a person says to a question or to terms',
  },
  {
    name: /^told\??$/,
    in: /^lib\/(flows\/(steps|service)\/show-member|operators\/exporting|http\/openapi\/(response-schemas|examples))/,
    why: 'what a provider told, in the words of the API',
  },
  {
    name: /[Ww]ait/,
    in: /^(lib\/(aws|local|domain\/leaving)|bench)\//,
    why: 'time that passes, and no visit',
  },
]

/** The words of a name: `keptApart`, `kept-apart` and `kept_apart` have two. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)

/** The old word that a word is a form of. */
const oldWordIn = (name: string): string | undefined =>
  wordsOf(name)
    .flatMap((word) => [word, word.replace(/s$/, ''), word.replace(/e?d$/, ''), word.replace(/d$/, '')])
    .find((word) => Object.hasOwn(oldWords, word))

const isTolerated = ({ name, file }: Pick<Named, 'name' | 'file'>): boolean =>
  tolerated.some((exception) => exception.name.test(name) && exception.in.test(file))

/** The names of a file with an old word, and the word of today. */
const oldNamesIn = (source: Source): readonly string[] =>
  declaredIn(source).flatMap((named) => {
    const old = oldWordIn(named.name)
    return old === undefined || isTolerated(named)
      ? []
      : [`${named.file}:${named.line} ${named.name}: ${oldWords[old]}`]
  })

describe('names', () => {
  it('have the words of today', async () => {
    const sources = await sourcesIn(...folders)
    expect(sources.flatMap(declaredIn).length).toBeGreaterThan(10_000)
    expect(sources.flatMap(oldNamesIn)).toEqual([])
  })

  it('with an old word are found wherever they are declared', () => {
    const text = 'function settle({ told: [heard] }: { readonly keptWaiting: true }) { return heard }'
    expect(oldNamesIn(sourceOf('lib/flows/made-up.ts', text))).toEqual([
      'lib/flows/made-up.ts:1 settle: decide and act',
      'lib/flows/made-up.ts:1 heard: login at the provider',
      'lib/flows/made-up.ts:1 told: provider profile',
      'lib/flows/made-up.ts:1 keptWaiting: pending',
    ])
  })

  it('of files have the words of today', async () => {
    const files = (await Promise.all(folders.map(filesIn))).flat()
    const found = files.filter((file) => {
      const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.[jt]s$/, '')
      return oldWordIn(name) !== undefined && !isTolerated({ name, file })
    })
    expect(found).toEqual([])
  })

  it('of an older code stand in no comment either', async () => {
    const gone =
      /\b(whileFactsMove|factsMoved|NextStep|canComeIn|yieldsTo|prepareEntrance|toldBy|ToldProfile|countTries|standInFor|tethered)\b/
    const files = (await Promise.all([...folders, 'test'].map(filesIn))).flat()
    const found = await Promise.all(
      files.map(async (file) => ((await textOf(file)).match(gone) === null ? [] : [file])),
    )
    expect(found.flat()).toEqual(['test/architecture/names.test.ts'])
  })
})

/** Rooms that each hold one role under one name: every provider has its `toProfile`. */
const siblings = /^(lib\/providers|lib\/stand-ins)\/(?!host\/|oidc\/|wire\/)[^/]+\/.*/

/** Names that two files have by contract. */
const byContract: Readonly<Record<string, string>> = {
  handler: 'AWS Lambda calls a function of this name in each file of functions/',
  stageAttributes: 'one module takes the place of another where a stage has no attributes',
  phoneNumbers: 'a file beside a bundle takes the place of the module',
  lunarCalendar: 'a file beside a bundle takes the place of the module',
  admit: 'a bundle that anybody may call looks for no secret',
  stageIn: 'a bundle takes the stage as synth wrote it',
  faultText: 'a file beside a bundle takes the place of the module',
  inputText: 'a file beside a bundle takes the place of the module',
  problemPage: 'a file beside a bundle takes the place of the module',
  problemText: 'a file beside a bundle takes the place of the module',
  passkeysOf: 'a stub takes its place where a function signs people in without them',
  changesIn: 'a stub takes its place where a function signs people in',
  registrationsIn: 'a stub takes its place where a function signs people in',
  withdrawalsIn: 'a stub takes its place where a function signs people in',
  erasuresIn: 'a stub takes its place where a route does not read the index',
  storeOnTable: 'a stub takes its place where a route touches no table',
  uploadsInS3: 'a stub takes its place where a route touches no uploads',
  createIdentityGateway: 'a stub takes its place where a route checks no identity',
  createPasswords: 'a stub takes its place where a route touches no passwords',
}

/** Where a declaration stands; all providers count as one place. */
const placeOf = ({ file }: TopDeclaration): string => file.replace(siblings, '$1/*')

describe('an exported name', () => {
  it('stands in one place, for one thing, and no type of another file has it', async () => {
    const all = (await sourcesIn(...folders)).flatMap(topDeclarationsOf)
    const twice = [...Map.groupBy(all, ({ name }) => name)].filter(([name, declarations]) => {
      if (Object.hasOwn(byContract, name)) return false
      const rivals = declarations.filter(({ isExported, isType }) => isExported || isType)
      return rivals.some(({ isExported }) => isExported) && new Set(rivals.map(placeOf)).size > 1
    })
    expect(twice.map(([name, found]) => `${name}: ${found.map(({ file }) => file).join(', ')}`)).toEqual([])
  })
})

/** Whether a node is a number that stands for a row of the table of cases. */
const isRowNumber = (node: unknown): boolean =>
  isNode(node) && node.type === 'Literal' && typeof node['value'] === 'number'

/** The name that an expression ends with: `row` of `outcome.row`. */
const lastNameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'MemberExpression' ? nameOf(node['property']) : nameOf(node)

const comparesARow = ({ type, left, right }: SyntaxNode): boolean =>
  type === 'BinaryExpression' &&
  [
    [left, right],
    [right, left],
  ].some(([one, other]) => /^(row|case)(number)?$/i.test(lastNameOf(one) ?? '') && isRowNumber(other))

/** The places of a file that decide by the number of a row. */
function rowNumbersIn(source: Source): readonly string[] {
  const found = declaredIn(source)
    .filter(({ name }) => /(^|[a-z_])(row|case)s?_?\d/i.test(name))
    .map(({ name, file, line }) => `${file}:${line} ${name}`)
  walk(source.program, (node) => {
    if (comparesARow(node))
      found.push(`${source.file}:${lineOf(source, node.start)} compares the number of a row`)
  })
  return found
}

describe('a row of the table of cases', () => {
  it('is named by its outcome, and its number is data', async () => {
    expect((await sourcesIn(...folders)).flatMap(rowNumbersIn)).toEqual([])
  })

  it('is found where a number decides', () => {
    const text = 'const row7 = outcome\nif (outcome.row === 23 || 4 < row) refuse(row7)'
    expect(rowNumbersIn(sourceOf('lib/flows/made-up.ts', text))).toEqual([
      'lib/flows/made-up.ts:1 row7',
      'lib/flows/made-up.ts:2 compares the number of a row',
      'lib/flows/made-up.ts:2 compares the number of a row',
    ])
  })
})
