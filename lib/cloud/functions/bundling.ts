import { join } from 'node:path'
import { type BundlingOptions, LogLevel, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { Route } from '../../routes/routes.ts'
import { libraryFiles } from './library-files.ts'
import { bundledFiles, type StageFiles } from './stage-files.ts'
import { trimmed, unattested } from './trimmed.ts'

/** Options of esbuild that put modules in the place of others. */
const aliases = (modules: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(modules).map(([name, path]) => [`--alias:${name}`, path]))

/**
 * The bundling of every function.
 *
 * - CommonJS: in an ES module, `import 'node:http'` evaluates the module's lazy WebSocket and loads undici,
 * some 30 ms of every cold start. `require` does not.
 * - UTF-8: escapes double the size of Korean texts.
 * - The SDK is bundled, since loading it from the runtime's folder is slower.
 * - `module` before `main`, else the bundle holds the SDK twice, in two module formats. `conditions` stays
 * unset, since setting it would remove esbuild's own `module` condition.
 * - The source map is external and unnamed. Node would read a known map while loading the bundle, some 15 ms
 * of every cold start, for stack traces that can be resolved later with the map in the deployed asset.
 */
const bundling = {
  format: OutputFormat.CJS,
  minify: true,
  sourceMap: true,
  sourceMapMode: SourceMapMode.EXTERNAL,
  sourcesContent: false,
  mainFields: ['module', 'main'],
  externalModules: [],
  logLevel: LogLevel.WARNING,
  // From the repository's root, where esbuild runs.
  esbuildArgs: {
    // The option `charset` of `BundlingOptions` has no effect.
    '--charset': 'utf8',
    ...aliases(trimmed),
    ...aliases(unattested),
    // The only JSON files are the package.json of the SDK's clients, read for a version in the `User-Agent`.
    '--loader:.json': 'empty',
  },
} satisfies BundlingOptions

/** The command that copies a file beside a bundle. Node copies, since shells differ between systems. */
const copyCommand = (file: string, to: string): string =>
  [process.execPath, '-e', "require('node:fs').copyFileSync(...process.argv.slice(1))", file, to]
    .map((word) => JSON.stringify(word))
    .join(' ')

/** What a bundle depends on. */
type Bundled = Pick<Route, 'touches' | 'callers' | 'direct'>

/** Whether a function never looks for the origin secret: the gateway checks its callers, or it tells nobody anything new. */
const servesAnybody = ({ callers, direct }: Bundled): boolean => callers === 'iam' || direct === true

/** Whether a function reads the index of due items: some jobs and listeners do, and no route. */
const readsIndex = ({ touches }: Pick<Route, 'touches'>): boolean =>
  'index' in touches && touches.index === true

/** Whether a function opens sessions: its access tokens have the service's claims. */
const signsIn = ({ touches }: Pick<Route, 'touches'>): boolean =>
  touches.hooks?.includes('tokenClaims') === true

/**
 * The bundling of one route's function: the stage's files lie beside the bundle, and what the route does not touch is
 * replaced with stubs. The service's hooks lie beside the bundle of a route that calls any.
 */
export const bundlingOf = (route: Bundled, files: StageFiles): BundlingOptions => ({
  ...bundling,
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_inputDir, outputDir) =>
      [...bundledFiles(route, files), ...Object.entries(libraryFiles())].map(([name, file]) =>
        copyCommand(file, join(outputDir, name)),
      ),
  },
  esbuildArgs: {
    ...bundling.esbuildArgs,
    ...aliases({
      '#stage-attributes': './lib/config/bundled/attributes.ts',
      '#stage-text': './lib/config/bundled/stage.ts',
      '#phone-numbers': './lib/config/bundled/libraries.ts',
      '#lunar-calendar': './lib/config/bundled/libraries.ts',
      '#fault-texts': './lib/config/bundled/libraries.ts',
      '#problem-page': './lib/config/bundled/libraries.ts',
      '#problem-texts': './lib/config/bundled/libraries.ts',
      ...(route.touches.table.length === 0 && { '#table-store': './lib/runtime/untouched/table-store.ts' }),
      ...(servesAnybody(route) && { '#admission': './lib/runtime/untouched/admission.ts' }),
      ...(!readsIndex(route) && { '#erasures': './lib/runtime/untouched/erasures.ts' }),
      ...(signsIn(route) && {
        '#changes': './lib/runtime/untouched/account-changes.ts',
        '#withdrawals': './lib/runtime/untouched/account-changes.ts',
      }),
      ...(signsIn(route) &&
        route.touches.passkeys === undefined && {
          '#passkeys': './lib/runtime/untouched/account-changes.ts',
        }),
      ...(signsIn(route) &&
        route.touches.passwords !== 'hashes' && {
          '#registrations': './lib/runtime/untouched/account-changes.ts',
        }),
      ...(route.touches.identityGateway !== true && {
        '#identity-gateway': './lib/runtime/untouched/identity-gateway.ts',
      }),
      ...(route.touches.uploads === undefined && { '#uploads': './lib/runtime/untouched/uploads.ts' }),
      ...(route.touches.passwords === undefined && {
        '#passwords': './lib/runtime/untouched/passwords.ts',
      }),
      ...(route.touches.passwords !== 'compares' && { bcryptjs: './lib/cloud/functions/no-bcrypt.ts' }),
    }),
  },
})
