import { copyFileSync, cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { Code, type FunctionProps, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import type { Construct } from 'constructs'
import { entryOf, type LambdaWork } from '../../routes/routes.ts'
import { bundlingOf } from './bundling.ts'
import { handlerName } from './library-files.ts'
import { bundledFiles, type StageFiles } from './stage-files.ts'

/** The folder of the bundles that the package brings. A clone has none. */
const readyMade = fileURLToPath(new URL('../../../bundles/', import.meta.url))

/** What a function is made of, without its code. */
export interface BundledFunctionProps extends Omit<FunctionProps, 'code' | 'handler'> {
  readonly route: LambdaWork
  readonly files: StageFiles
}

/** The Lambda of one entry: of the package's bundle, or of the bundle that a clone makes of its source. */
export function bundledFunction(
  scope: Construct,
  id: string,
  { route, files, ...props }: BundledFunctionProps,
): LambdaFunction {
  const folder = join(readyMade, route.id)
  return existsSync(folder)
    ? new LambdaFunction(scope, id, {
        ...props,
        handler: handlerName,
        code: codeIn(folder, bundledFiles(route, files)),
      })
    : new NodejsFunction(scope, id, {
        ...props,
        entry: entryOf(route.id),
        handler: handlerName,
        bundling: bundlingOf(route, files),
      })
}

/** The code in a folder, with the stage's files. Like the CDK's own bundling, it is left out where no stack is bundled. */
const codeIn = (folder: string, files: ReturnType<typeof bundledFiles>): Code =>
  Code.fromAsset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle(output) {
          cpSync(folder, output, { recursive: true })
          for (const [name, file] of files) copyFileSync(file, join(output, name))
          return true
        },
      },
    },
  })
