import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { withFakeCdk } from '../support/fake-cdk.ts'

const synth = withFakeCdk('bin/synth.ts')

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
