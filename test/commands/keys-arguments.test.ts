import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const run = promisify(execFile)
const secret = 'a-secret-that-no-log-of-a-build-may-show'

it.each([
  ['after the name of a credential', ['--credential', 'KAKAO_CLIENT_SECRET', secret]],
  ['with the name of a credential', ['--credential', `KAKAO_CLIENT_SECRET=${secret}`]],
  ['in place of the name of a credential', ['--credential', secret]],
  ['in place of the name of a shared secret', ['--store', '--hs256-secret', secret]],
  ['with the name of a shared secret', ['--store', '--hs256-secret', `ACCESS_TOKEN_SECRET=${secret}`]],
])('a secret given %s is refused, and not shown', async (_, given) => {
  const all = ['bin/keys.ts', '--stage', 'dev', ...given]
  const failed: unknown = await run(process.execPath, all).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/shell variable/) })
  expect(failed).not.toMatchObject({ stderr: expect.stringContaining(secret) })
})

it('keys of a stage without a file are not stored, since its name may be misspelt', async () => {
  const env = { ...process.env, AWS_REGION: 'ap-northeast-2', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }
  const all = ['bin/keys.ts', '--stage', 'typo', '--store']
  const failed: unknown = await run(process.execPath, all, { env }).catch((error: unknown) => error)
  const stderr = 'stages/typo.json: cannot be read; copy stages/example.json there and change it\n'
  expect(failed).toMatchObject({ code: 1, stdout: '', stderr })
})

it.each([['--store'], ['--credential', 'KAKAO_CLIENT_SECRET']])(
  'keys are stored for no stage that nobody named: %s',
  async (...given) => {
    const env = { ...process.env, KAKAO_CLIENT_SECRET: secret }
    const failed: unknown = await run(process.execPath, ['bin/keys.ts', ...given], { env }).catch(
      (error: unknown) => error,
    )
    const stderr = 'What is stored belongs to a stage: name it by --stage NAME\n'
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr })
  },
)
