import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FieldRules, memberFields } from '../../../lib/domain/member/member-fields.ts'

const fields: [string, FieldRules][] = Object.entries(memberFields)

describe('the table of fields', () => {
  it.each(fields)('lets nothing personal outlive a merge or an erasure: %s', (_, rules) => {
    const outlives = rules.tombstone === 'kept' || rules.erased === 'kept'
    expect(rules.personal && outlives).toBe(false)
  })

  it.each(fields)('exports everything that can be imported: %s', (_, { imported, exported }) => {
    if (imported.length > 0) expect(exported).toBe(true)
  })
})

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The files that the compiler rejects after these replacements. */
async function refusedFiles(copy: string, replaced: Readonly<Record<string, readonly [string, string]>>) {
  const originals = new Map<string, string>()
  for (const [file, [from, to]] of Object.entries(replaced)) {
    const path = join(copy, file)
    const text = await readFile(path, 'utf8')
    originals.set(path, text)
    expect(text).toContain(from)
    await writeFile(path, text.replace(from, to))
  }
  const out = await new Promise<string>((resolve) => {
    const tsc = join(root, 'node_modules/.bin/tsc')
    execFile(tsc, ['--noEmit', '-p', copy], { cwd: copy }, (_, stdout) => resolve(stdout))
  })
  for (const [path, text] of originals) await writeFile(path, text)
  return [...new Set([...out.matchAll(/^(lib\/[^(]+)\(/gm)].map(([, file]) => file))].toSorted()
}

const newField = {
  'lib/domain/member/member.ts': [
    '  readonly createdAt: Date\n}',
    '  readonly createdAt: Date\n  readonly shoeSize?: number\n}',
  ],
} as const
const withRules = (rules: string) =>
  ({
    ...newField,
    'lib/domain/member/member-fields.ts': [
      'export const memberFields = {',
      `export const memberFields = {\n  shoeSize: ${rules},`,
    ],
  }) as const

describe('a new field of a member', () => {
  let copy = ''
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'ieum-fields-'))
    await cp(join(root, 'lib'), join(copy, 'lib'), { recursive: true })
    await cp(join(root, 'package.json'), join(copy, 'package.json'))
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
    const { compilerOptions } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'))
    const only = ['domain', 'flows', 'store', 'operators'].map((room) => `lib/${room}/**/*.ts`)
    const own = { ...compilerOptions, tsBuildInfoFile: 'types.tsbuildinfo' }
    await writeFile(join(copy, 'tsconfig.json'), JSON.stringify({ compilerOptions: own, include: only }))
  })
  afterAll(() => rm(copy, { recursive: true, force: true }))

  it('does not compile until the table and the row have the field', async () => {
    expect(await refusedFiles(copy, newField)).toEqual([
      'lib/domain/member/member-fields.ts',
      'lib/flows/steps/show-member.ts',
      'lib/operators/exporting/exported.ts',
      'lib/operators/importing/understanding/old-member.ts',
      'lib/store/rows/member/member.ts',
    ])
  })

  it('does not compile until each place that its rules name handles the field', async () => {
    const rules = `{ merge: 'joined', personal: true, tombstone: 'rewritten', erased: 'rewritten', shown: 'member',
      changedBy: ['member', 'identity_check'], imported: ['shoeSize'], exported: true }`
    expect(await refusedFiles(copy, withRules(rules))).toEqual([
      'lib/domain/member/member-change.ts',
      'lib/domain/merge/identity-check.ts',
      'lib/domain/merge/merge.ts',
      'lib/flows/service/show-members.ts',
      'lib/flows/steps/show-member.ts',
      'lib/operators/exporting/exported.ts',
      'lib/operators/importing/reading/fields.ts',
      'lib/operators/importing/understanding/old-member.ts',
      'lib/store/rows/member/erasure.ts',
      'lib/store/rows/member/member.ts',
      'lib/store/rows/member/merged-member.ts',
    ])
  })

  it('needs only the table and the row when the field is an internal record', async () => {
    const rules = `{ ...record, tombstone: 'dropped', erased: 'dropped' }`
    expect(await refusedFiles(copy, withRules(rules))).toEqual(['lib/store/rows/member/member.ts'])
  })
})
