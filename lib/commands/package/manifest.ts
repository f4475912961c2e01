/** The parts of ieum's own `package.json` that its package's is made of. */
export interface OwnManifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly type: string
  readonly engines: Versions
  readonly imports: Versions
  readonly dependencies: Versions
  readonly devDependencies: Versions
  readonly optionalDependencies: Versions
}

type Versions = Readonly<Record<string, string>>

/** What an app has one of, with ieum: two copies of the CDK do not know each other's constructs. */
const peers = ['aws-cdk-lib', 'constructs']

/** What the code loads by a name that no import shows. */
const loadedByName = ['aws-ses-v2-local']

/** The embedded database. An app brings its own Node. */
const optional = /^@dynoxide\//

/** What an app may import, by its name in the package. */
const entries = { '.': 'lib/cloud/ieum', './hooks': 'lib/hooks/hooks', './testing': 'lib/local/local-stack' }

/**
 * The `package.json` of the package. Takes ieum's own, and the packages that the compiled code imports. Throws an `Error`
 * for a package whose version ieum's own does not say.
 */
export function manifestOf(own: OwnManifest, imported: readonly string[]) {
  const { name, version, description, license, type, engines } = own
  const versions = { ...own.devDependencies, ...own.dependencies }
  const versionOf = (library: string): string => {
    const found = versions[library]
    if (found === undefined) throw new Error(`package.json says no version of ${library}`)
    return found
  }
  const needed = [...new Set([...imported, ...loadedByName])].filter((one) => !peers.includes(one)).toSorted()
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: { ieum: 'bin/ieum.js' },
    imports: Object.fromEntries(
      Object.entries(own.imports).map(([name, file]) => [name, file.replace(/\.ts$/, '.js')]),
    ),
    exports: Object.fromEntries(
      Object.entries(entries).map(([entry, file]) => [
        entry,
        { types: `./${file}.d.ts`, default: `./${file}.js` },
      ]),
    ),
    dependencies: Object.fromEntries(needed.map((library) => [library, versionOf(library)])),
    peerDependencies: Object.fromEntries(peers.map((library) => [library, `^${versionOf(library)}`])),
    optionalDependencies: Object.fromEntries(
      Object.entries(own.optionalDependencies).filter(([library]) => optional.test(library)),
    ),
  }
}
