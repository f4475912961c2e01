import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readDeployedStage, stageText } from '../../../lib/cloud/stage/deployed-stage.ts'
import example from '../../../stages/example.json' with { type: 'json' }

const root = join(import.meta.dirname, '../../..')
const written: string[] = []
afterEach(async () => {
  for (const file of written.splice(0)) await rm(join(root, file))
})

/** Writes a stage's file beside the others for the time of a test. Gives its name. */
async function writeStage(text: string): Promise<{ readonly name: string; readonly file: string }> {
  const name = `t${randomBytes(6).toString('hex')}`
  const file = `stages/${name}.json`
  await writeFile(join(root, file), text)
  written.push(file)
  return { name, file }
}

/** Runs the command behind `npm run synth -- -c stage=NAME`. Gives its exit code and output. */
const synth = (name: string, environment: Readonly<Record<string, string>> = {}) =>
  new Promise<{ readonly code: number | null; readonly said: string }>((resolve) => {
    const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ stage: name }), ...environment }
    const child = execFile(process.execPath, ['bin/app.ts'], { cwd: root, env }, (_error, _out, said) =>
      resolve({ code: child.exitCode, said }),
    )
  })

/** What reading a stage says against it. `npm run synth` prints this. */
function faultOf(name: string): string {
  try {
    readDeployedStage(name)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const wrongValue = { closing: { graceDays: -5, rejoinAfterDays: 0 } }
const wrongValueFault = '/closing/graceDays is -5; allowed is a whole number from 0 to 3650'

describe('npm run synth', () => {
  it('ends with the fault of a refused stage and without a stack trace', async () => {
    const { name, file } = await writeStage(JSON.stringify({ ...example, ...wrongValue }))
    const { code, said } = await synth(name)
    expect(code).toBe(1)
    expect(said).toBe(`${faultOf(name)}\n`)
    expect(said).toContain(`${file}: ${wrongValueFault}`)
  })

  it.each([
    ['a wrong value', wrongValue, wrongValueFault],
    [
      'a limit of lots',
      { sms: { ...example.sms, perDay: 'lots' } },
      '/sms/perDay is "lots"; allowed is a whole number from 1 to 10000000',
    ],
    ['an unknown key', { domain: 'shop.example' }, '/domain is not a setting; allowed are $schema, origin,'],
    [
      'a missing key',
      { alarmMail: undefined },
      '/alarmMail is missing; allowed is one address, such as no-reply@example.com, or null',
    ],
    ['attributes that are not sound', { attributes: { type: 'object', properties: {} } }, '/attributes '],
  ])('refuses a stage with %s, and names file, pointer and the allowed values', async (_, over, fault) => {
    const { name, file } = await writeStage(JSON.stringify({ ...example, ...over }))
    expect(faultOf(name)).toContain(`${file}: ${fault}`)
  })

  it('refuses a file that is not JSON, and a stage without a file', async () => {
    const { name, file } = await writeStage('{\n  "origin": "marked-text"\n  "terms": []\n}')
    expect(faultOf(name)).toBe(`${file}: is not JSON in line 3, column 3`)
    const list = await writeStage('[]')
    expect(faultOf(list.name)).toBe(`${list.file}: is []; allowed is an object with the keys of a stage`)
    expect(faultOf('nowhere')).toMatch(/^stages\/nowhere\.json: cannot be read; /)
  })

  it('takes nothing from the shell', async () => {
    const { name } = await writeStage(JSON.stringify({ ...example, origin: null }))
    const { code, said } = await synth(name, { IEUM_ORIGIN: 'https://auth.example.com' })
    expect(code).toBe(1)
    expect(said).toContain('/origin is null')
  })
})

describe('a deployed stage', () => {
  it('is dev without a name', () => {
    expect(readDeployedStage(undefined)).toMatchObject({ name: 'dev', origin: null })
  })

  it.each(['Prod', '1st', 'a b', '', 'a'.repeat(21), 7])('is never named %j', (name) => {
    expect(() => readDeployedStage(name)).toThrow('small letters')
  })

  it('gives its functions the settings of its file, and nothing else', () => {
    const { $schema: _, ...settings } = example
    expect(JSON.parse(stageText(readDeployedStage('example')))).toEqual(settings)
  })
})
