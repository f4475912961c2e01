import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { withFakeCdk } from '../support/fake-cdk.ts'

const deploy = withFakeCdk('bin/deploy.ts')

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
