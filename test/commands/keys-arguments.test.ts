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
