import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests of what hashing a password costs. They hash as the product does, in processes of their own. */
const dear = [
  'test/passwords/old-hashes.test.ts',
  'test/passwords/passwords.test.ts',
  'test/passwords/concurrency-limit.test.ts',
  'test/attacks/long-passwords.test.ts',
  'test/journeys/imported-members.test.ts',
]

// A test that was renamed would hash cheaply and prove nothing.
for (const pattern of dear) {
  if (globSync(pattern).length === 0) throw new Error(`${pattern} in vitest.config.ts matches no test`)
}

// Workers, and the commands that tests start, compile a module once on a machine.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'ieum-compiled')

export default defineConfig({
  test: {
    globalSetup: ['test/support/database-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // A worker runs many files and loads each module once; `setup.ts` sees to it that a file leaves nothing.
        test: { name: 'all', include: ['test/**/*.test.ts'], exclude: dear, isolate: false },
        resolve: {
          alias: [
            {
              find: /^\.\/current-recipe\.ts$/,
              replacement: new URL('test/support/quick-recipe.ts', import.meta.url).pathname,
            },
          ],
        },
      },
      { extends: true, test: { name: 'dear', include: dear, isolate: false } },
    ],
  },
})
