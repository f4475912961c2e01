import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { faultInKorean } from '../../lib/commands/saying/korean-faults.ts'
import { isNode, nameOf, type SyntaxNode, sourceOf, walk } from '../support/syntax.ts'

/** Where the commands of operators say what is wrong. */
const sources = [
  'lib/commands/command-table.ts',
  'lib/commands/members.ts',
  'lib/commands/members-options.ts',
  'lib/commands/missing-resource.ts',
  'lib/commands/open-stage.ts',
  'lib/commands/typed-members.ts',
  ...globSync('lib/commands/{calling,moving,repeating,support}/*.ts'),
  ...globSync('lib/operators/**/*.ts'),
]

const nodesIn = (part: unknown): readonly SyntaxNode[] => (Array.isArray(part) ? part.filter(isNode) : [])

/** All texts that an expression may give. What is known only while it runs is a 7. */
function textsOf(node: unknown): readonly string[] {
  if (!isNode(node)) return ['7']
  switch (node.type) {
    case 'Literal':
      return [String(node['value'])]
    case 'ConditionalExpression':
      return [...textsOf(node['consequent']), ...textsOf(node['alternate'])]
    case 'ParenthesizedExpression':
      return textsOf(node['expression'])
    case 'BinaryExpression':
      return textsOf(node['left']).flatMap((left) => textsOf(node['right']).map((right) => left + right))
    case 'TemplateLiteral': {
      const values = nodesIn(node['expressions']).map(textsOf)
      return nodesIn(node['quasis']).reduce<readonly string[]>(
        (before, quasi, place) => {
          const text = String(Object(quasi['value'])['cooked'])
          return before.flatMap((all) => (values[place] ?? ['']).map((value) => all + text + value))
        },
        [''],
      )
    }
    default:
      return ['7']
  }
}

const errors = ['Error', 'UnusableFile', 'UnfinishedFile']

/** The messages of the errors that a file makes. */
function messagesIn(file: string): readonly string[] {
  const found: string[] = []
  walk(sourceOf(file, readFileSync(file, 'utf8')).program, (node) => {
    const error = node.type === 'NewExpression' ? nameOf(node['callee']) : undefined
    if (error === undefined || !errors.includes(error)) return
    const [first, second] = nodesIn(node['arguments'])
    found.push(...textsOf(error === 'UnfinishedFile' ? second : first))
  })
  // A text of another function is a 7 here, and says nothing by itself.
  return found.filter((message) => !message.startsWith('unreachable') && /[a-z]{3}/i.test(message))
}

it.each(sources.flatMap(messagesIn))('Korean operators read Korean: %s', (message) => {
  const said = faultInKorean(message)
  expect(said).not.toBe(message)
  expect(said).toMatch(/[가-힣]/)
  expect(said).not.toMatch(/\$\d/)
})

it('holds the messages of all commands', () => {
  expect(sources.flatMap(messagesIn).length).toBeGreaterThan(35)
})

it('tells each fault of a stage in Korean, by its place', () => {
  const faults = [
    'stages/prod.json: /origin is missing; allowed is an https origin without a path',
    'stages/prod.json: /extra is not a setting; allowed are origin, clients',
    'IEUM_POLICY: /full is ["x"]; allowed is email, phone or name',
  ]
  expect(faultInKorean(faults.join('\n')).split('\n')).toEqual([
    'stages/prod.json: /origin 값이 없습니다. 쓸 수 있는 값: an https origin without a path',
    'stages/prod.json: /extra 설정은 없습니다. 쓸 수 있는 설정: origin, clients',
    'IEUM_POLICY: /full 값이 ["x"]입니다. 쓸 수 있는 값: email, phone or name',
  ])
})

it('leaves what another program says as it is', () => {
  const refused = 'The security token included in the request is invalid.'
  expect(faultInKorean(refused)).toBe(refused)
})
