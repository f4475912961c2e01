import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

/** A `cdk` that prints its options and ends as it is told. */
const folder = mkdtempSync(join(tmpdir(), 'ieum-synth-'))
writeFileSync(join(folder, 'cdk'), '#!/bin/sh\necho "$@"\nexit 3\n', { mode: 0o755 })
afterAll(() => rmSync(folder, { recursive: true }))

const synth = (...options: readonly string[]) =>
  spawnSync(process.execPath, ['bin/synth.ts', ...options], {
    encoding: 'utf8',
    env: { ...process.env, PATH: [folder, process.env['PATH']].join(delimiter) },
  })

describe('npm run synth', () => {
  it('is this program', () => {
    expect(packageJson.scripts.synth).toBe('node bin/synth.ts')
  })

  it.each([
    [[]],
    [['-c', 'stage=prod']],
    [['-cstage=prod']],
    [['--context=stage=prod', '--context', 'part=firewall']],
    [['--output', 'stage-of-today']],
  ])('hands %j to CDK, and ends as CDK ends', (options) => {
    const stdout = `${['synth', '--quiet', ...options].join(' ')}\n`
    expect(synth(...options)).toMatchObject({ stdout, status: 3 })
  })

  it.each([
    [['--stage', 'prod']],
    [['--stage=prod']],
    [['-stage', 'prod']],
    [['-c', 'stages=prod']],
    [['-c', 'name=prod']],
  ])('refuses %j, for which CDK would make dev', (options) => {
    expect(synth(...options)).toMatchObject({
      stdout: '',
      stderr: 'Which stage? Name it: npm run synth -- -c stage=prod\n',
      status: 2,
    })
  })
})
