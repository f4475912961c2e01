import { parseAst } from 'vitest/node'
import { filesIn, textOf } from './imports.ts'

/** A node of a syntax tree (ESTree), with its place in the text. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [part: string]: unknown
}

/** A parsed file. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly program: SyntaxNode
}

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value

const parsed = new Map<string, Promise<Source>>()

/** Parses a text as the file of this name. Throws for a text without a syntax tree. */
export function sourceOf(file: string, text: string): Source {
  const program: unknown = parseAst(text, { lang: file.endsWith('.ts') ? 'ts' : 'js' })
  if (!isNode(program)) throw new Error(`${file} has no syntax tree`)
  return { file, text, program }
}

const parse = async (file: string): Promise<Source> => sourceOf(file, await textOf(file))

/** The parsed files below folders of the repository. Each is parsed once for all tests of a worker. */
export async function sourcesIn(...folders: readonly string[]): Promise<readonly Source[]> {
  const files = (await Promise.all(folders.map(filesIn))).flat()
  return Promise.all(
    files.map((file) => {
      const source = parsed.get(file) ?? parse(file)
      parsed.set(file, source)
      return source
    }),
  )
}

/** Calls `visit` for a node and for everything in it, with the node around it. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, around: SyntaxNode | undefined) => void,
  around?: SyntaxNode,
): void {
  visit(node, around)
  for (const part of Object.values(node)) {
    for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) walk(child, visit, node)
  }
}

/** The line of a place, counted from 1. */
export const lineOf = ({ text }: Source, place: number): number => text.slice(0, place).split('\n').length

/** The name that a node is or holds as its key: an identifier's, or a text's. */
export function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  const { name, value } = node
  if (typeof name === 'string') return name
  return node.type === 'Literal' && typeof value === 'string' ? value : undefined
}

/** A name in a file. */
export interface Named {
  readonly name: string
  readonly file: string
  readonly line: number
}

/** The parts of a node that declare names, by its type. */
const declaring: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  ClassDeclaration: ['id'],
  TSInterfaceDeclaration: ['id'],
  TSTypeAliasDeclaration: ['id'],
  TSTypeParameter: ['name'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  MethodDefinition: ['key'],
  PropertyDefinition: ['key'],
  Property: ['key'],
}

/** The identifiers of a pattern, such as `{ name, other: [first] }`. */
function boundBy(pattern: unknown): readonly SyntaxNode[] {
  if (Array.isArray(pattern)) return pattern.flatMap(boundBy)
  if (!isNode(pattern)) return []
  switch (pattern.type) {
    case 'ObjectPattern':
      return boundBy(pattern['properties'])
    case 'Property':
      return boundBy(pattern['value'])
    case 'ArrayPattern':
      return boundBy(pattern['elements'])
    case 'AssignmentPattern':
      return boundBy(pattern['left'])
    case 'RestElement':
      return boundBy(pattern['argument'])
    default:
      return [pattern]
  }
}

/** Every name that a file declares: of values, types, parameters and properties. */
export function declaredIn(source: Source): readonly Named[] {
  const found: Named[] = []
  walk(source.program, (node) => {
    for (const part of declaring[node.type] ?? []) {
      for (const bound of boundBy(node[part])) {
        const name = nameOf(bound)
        if (name !== undefined) found.push({ name, file: source.file, line: lineOf(source, bound.start) })
      }
    }
  })
  return found
}

/** A declaration at the top of a file. */
export interface TopDeclaration {
  readonly name: string
  readonly file: string
  readonly isType: boolean
  readonly isExported: boolean
}

const typeKinds = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration']

/** The declarations at the top of a file. */
export function topDeclarationsOf({ file, program }: Source): readonly TopDeclaration[] {
  const statements = Array.isArray(program['body']) ? program['body'].filter(isNode) : []
  return statements.flatMap((statement) => {
    const isExported = statement.type === 'ExportNamedDeclaration'
    const declaration = isExported ? statement['declaration'] : statement
    if (!isNode(declaration)) return []
    const { declarations = [declaration] } = declaration
    const named = Array.isArray(declarations) ? declarations.filter(isNode) : []
    return named.flatMap((one) => {
      const name = nameOf(one['id'])
      if (name === undefined) return []
      return [{ name, file, isType: typeKinds.includes(declaration.type), isExported }]
    })
  })
}

const functionKinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

/** A function and the number of its lines. */
export interface FunctionLength {
  readonly at: string
  readonly lines: number
}

/** The lengths of the functions in a file, inner ones too. */
export function functionLengthsIn(source: Source): readonly FunctionLength[] {
  const found: FunctionLength[] = []
  walk(source.program, ({ type, start, end }) => {
    if (!functionKinds.includes(type)) return
    const first = lineOf(source, start)
    found.push({ at: `${source.file}:${first}`, lines: lineOf(source, end) - first + 1 })
  })
  return found
}
