import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { trimmed } from './lib/cloud/functions/trimmed.ts'

/** Tests of what hashing a password costs. They hash as the product does, in processes of their own. */
const dear = [
  'test/passwords/old-hashes.test.ts',
  'test/passwords/passwords.test.ts',
  'test/passwords/concurrency-limit.test.ts',
  'test/attacks/long-passwords.test.ts',
  'test/journeys/imported-members.test.ts',
]

/** Tests of the store run a second time with what replaces the SDK in the bundles. */
const trimmedToo = 'test/store/**/*.test.ts'

/** Tests that count or replace requests within the SDK. */
const withinSdk = [
  'test/store/database.test.ts',
  'test/store/kept-tokens.test.ts',
  'test/store/limits.test.ts',
  'test/store/lost-responses.test.ts',
  'test/store/names.test.ts',
  'test/store/request-counts.test.ts',
  'test/store/table/joined-reads.test.ts',
  'test/store/operators/imports.test.ts',
  'test/store/table/conflicts.test.ts',
]

/** Gives `lib/store` what replaces the SDK in the bundles. */
const trimming = {
  name: 'trimming',
  enforce: 'pre',
  resolveId: (source: string, importer = '') => {
    const replacement =
      importer.includes('/lib/store/') && Object.entries(trimmed).find(([name]) => name === source)
    return replacement ? new URL(replacement[1], import.meta.url).pathname : undefined
  },
} as const

// A test that was renamed would prove nothing.
for (const pattern of [...dear, ...withinSdk, trimmedToo]) {
  if (globSync(pattern).length === 0) throw new Error(`${pattern} in vitest.config.ts matches no test`)
}

// Workers, and the commands that tests start, compile a module once on a machine.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'ieum-compiled')

export default defineConfig({
  test: {
    globalSetup: ['test/support/run-setup.ts'],
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
      {
        extends: true,
        test: {
          name: 'trimmed',
          include: [trimmedToo],
          exclude: withinSdk,
          isolate: false,
          setupFiles: ['test/support/trimmed-setup.ts', 'test/support/setup.ts'],
        },
        plugins: [trimming],
      },
    ],
  },
})
