import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

/** A `cdk` that prints its options and ends as it is told. */
const folder = mkdtempSync(join(tmpdir(), 'ieum-deploy-'))
writeFileSync(join(folder, 'cdk'), '#!/bin/sh\necho "$@"\nexit 3\n', { mode: 0o755 })
afterAll(() => rmSync(folder, { recursive: true }))

const deploy = (...options: readonly string[]) =>
  spawnSync(process.execPath, ['bin/deploy.ts', ...options], {
    encoding: 'utf8',
    env: { ...process.env, PATH: [folder, process.env['PATH']].join(delimiter) },
  })

describe('npm run deploy', () => {
  it('is this program', () => {
    expect(packageJson.scripts.deploy).toBe('node bin/deploy.ts')
  })

  it.each([
    [['-c', 'stage=prod']],
    [['-cstage=prod']],
    [['--context', 'stage=prod', '--require-approval', 'never']],
    [['--context=stage=dev']],
    [['-c', 'part=firewall', '-c', 'stage=prod']],
    [['--help']],
  ])('hands %j to CDK, and ends as CDK ends', (options) => {
    expect(deploy(...options)).toMatchObject({ stdout: `deploy ${options.join(' ')}\n`, status: 3 })
  })

  it.each([[[]], [['prod']], [['-c', 'stage=']], [['-c', 'part=firewall']], [['stage=prod']]])(
    'refuses %j, which names no stage',
    (options) => {
      expect(deploy(...options)).toMatchObject({
        stdout: '',
        stderr: 'Which stage? Name it: npm run deploy -- -c stage=prod\n',
        status: 2,
      })
    },
  )
})
