import { join } from 'node:path'
import { type BundlingOptions, LogLevel, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { Route } from '../../routes/routes.ts'
import { bundledFiles, type StageFiles } from './stage-files.ts'

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
    '--alias:@aws-sdk/credential-provider-node': './lib/cloud/functions/environment-credentials.ts',
    '--alias:@aws-sdk/endpoint-cache': './lib/cloud/functions/no-endpoint-cache.ts',
    // The only JSON files are the package.json of the SDK's clients, read for a version in the `User-Agent`.
    '--loader:.json': 'empty',
  },
} satisfies BundlingOptions

/** Replaces an upload client with a stub. */
const without = (library: string, isStubbed: boolean) =>
  isStubbed ? { [`--alias:${library}`]: './lib/cloud/functions/no-upload-client.ts' } : {}

/** The command that copies a file beside a bundle. Node copies, since shells differ between systems. */
const copyCommand = (file: string, to: string): string =>
  [process.execPath, '-e', "require('node:fs').copyFileSync(...process.argv.slice(1))", file, to]
    .map((word) => JSON.stringify(word))
    .join(' ')

/**
 * The bundling of one route's function: the stage's files lie beside the bundle, and clients of services that the route
 * does not touch are replaced with stubs. The service's hooks lie beside the bundle of a route that calls any.
 */
export const bundlingOf = (route: Pick<Route, 'touches'>, files: StageFiles): BundlingOptions => ({
  ...bundling,
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_inputDir, outputDir) =>
      bundledFiles(route, files).map(([name, file]) => copyCommand(file, join(outputDir, name))),
  },
  esbuildArgs: {
    ...bundling.esbuildArgs,
    '--alias:#stage-attributes': './lib/config/bundled-attributes.ts',
    ...(route.touches.passwords !== true && { '--alias:bcryptjs': './lib/cloud/functions/no-bcrypt.ts' }),
    ...without('@aws-sdk/client-s3', route.touches.uploads === undefined),
    ...without('@aws-sdk/s3-presigned-post', route.touches.uploads?.includes('PutObject') !== true),
  },
})
